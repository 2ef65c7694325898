"""One example of every figure of a conflict at a given number of states: four decision makers, twelve options, long French names."""

from figures.examples import SAID

from legation.dossier import Wording
from legation.figures.conflict_marks import Choice, State
from legation.figures.figure import Named
from legation.figures.moves import Arrow, moves
from legation.language import Message

MAKERS = [
    Named("states", Wording(en="The states that attribute", fr="Les gouvernements qui attribuent publiquement l’opération")),
    Named("accused", Wording(en="The government named", fr="Le gouvernement visé par l’attribution publique")),
    Named("firm", Wording(en="The firm", fr="L’entreprise dont les systèmes ont été compromis")),
    Named("partners", Wording(en="Partners and regional bodies", fr="Les partenaires et organisations régionales")),
]
_OPTIONS = [
    ("Attribute jointly", "Attribuer publiquement et conjointement l’opération malveillante", 0, "on_only"),
    ("Impose sanctions", "Imposer des sanctions économiques ciblées", 0, "both"),
    ("Offer talks at the United Nations", "Proposer des consultations sous l’égide des Nations Unies", 0, "both"),
    ("Indict", "Engager des poursuites", 0, "on_only"),
    ("Deny", "Nier toute responsabilité", 1, "both"),
    ("Retaliate in kind", "Riposter par des moyens de même nature", 1, "both"),
    ("Offer a joint inquiry", "Proposer une enquête conjointe", 1, "both"),
    ("Restrain its services", "Contenir durablement ses propres services", 1, "off_only"),
    ("Disclose its own failings", "Divulguer ses propres défaillances", 2, "on_only"),
    ("Sue the insurers", "Poursuivre ses assureurs", 2, "both"),
    ("Join the statement", "S’associer à la déclaration", 3, "on_only"),
    ("Offer assistance", "Proposer une assistance technique", 3, "both"),
]
CHOICES = [Choice(name=Wording(en=en, fr=fr), maker=maker, direction=way) for en, fr, maker, way in _OPTIONS]
WORDS = (Message("language.yes"), Message("figures.no-group"), Message("language.example", count=2, share=0.5))


def states_of(n):
    found = []
    for k in range(n):
        code = (k * 2654435761) % 4096
        step = None if k % 9 == 8 else 0 if k == 0 else 1 + (k % 5) // 2
        strength = 2 if k % 7 == 3 else 1 if k % 7 == 5 else 0
        taken = tuple(bool(code >> bit & 1) for bit in range(12))
        found.append(
            State(number=k * 13 + 1, taken=taken, strength=strength, words=WORDS[strength] if strength else "", start=k == 0, step=step)
        )
    return found


def moves_of(n):
    states = states_of(n)
    arrows = []
    for k in range(n):
        for maker in range(4):
            other = (k * 5 + maker * 3 + 1) % n
            if other != k and (k + maker) % 3:
                arrows.append(Arrow(maker=maker, source=states[k].number, target=states[other].number, on_path=k < 2 and maker == 1))
    return moves(states, arrows, MAKERS, CHOICES, left_out=n - 1, left_out_equilibria=n // 6, best_only=n > 5, **SAID)
