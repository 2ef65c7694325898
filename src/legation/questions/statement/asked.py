"""The statement that a question is about: the file as it was known, as far as one circle may hear it, with its judgement and its gate."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from legation.dossier import Evidence, Wording
from legation.dossier.models.assessment import Hypothesis, Weighed
from legation.dossier.models.statement import LISTS, STATEMENT, TIERS, Claim, StatementModel, linked
from legation.errors import NotAvailable, WrongUse
from legation.figures.figure import Named
from legation.language import Message, Spoken
from legation.methods.response import Gate, possible
from legation.questions.attribution.asked import Asked, asked
from legation.questions.attribution.tiers import shown
from legation.questions.attribution.weighed import Weighing, grade, weigh
from legation.questions.case import Case
from legation.questions.parts_known import models_known
from legation.questions.response_asked import Response, response_asked
from legation.sources.stix import Incidents, registers

__all__ = ["NAMING", "Said", "caveats", "statement_asked", "within"]

AREA = "what-do-we-say"
NAMING = ("public-attribution", "joint-attribution")
"""The measures at whose gates a State may be named."""
_CLEARED = {"public": "TLP:CLEAR", "partners": "TLP:AMBER"}


@dataclass(frozen=True, kw_only=True)
class Said:
    """A statement as one circle may hear it.

    Attributes
    ----------
    model : StatementModel
        Without rows that were known later, that rest on what cannot be seen, or that are for a narrower circle.
    tier : {"public", "partners", "national"}
    tiers : mapping of str to str
        The circle of each claim, by id: the desk's, narrowed by markings and by what telling it reveals.
    others : tuple of str
    evidence : mapping of str to Evidence
        What the circle may be shown, by id.
    response, held, weighing : Response, Asked, Weighing, or None
        Gates and judgement; None where the dossier has none.
    gates : tuple of Gate
        Those at which a State may be named.
    """

    model: StatementModel
    tier: str
    tiers: Mapping[str, str]
    others: tuple[str, ...]
    evidence: Mapping[str, Evidence]
    response: Response | None
    held: Asked | None
    weighing: Weighing | None
    gates: tuple[Gate, ...]

    @property
    def title(self) -> Named:
        """The statement as a reader knows it."""
        return Named(self.model.id, self.model.title or self.model.id)

    @property
    def may_name(self) -> bool:
        """Whether a gate at which a State may be named is open."""
        return any(gate.state == "open" for gate in self.gates)

    @property
    def spoken(self) -> tuple[Claim, ...]:
        """The claims of the draft: those that hold nobody responsible, and the others where a gate is open."""
        return tuple(one for one in self.model.claims if self.may_name or not one.party)

    @property
    def out(self) -> frozenset[str]:
        """The claims that stay out because they hold somebody responsible and no gate is open."""
        return frozenset(one.id for one in self.model.claims) - frozenset(one.id for one in self.spoken)

    @property
    def analyst(self) -> str:
        """The analyst whose prior the judgement starts from."""
        return self.held.model.analysts[0].id if self.held else ""

    @property
    def leading(self) -> Hypothesis | None:
        """What stands first in the judgement."""
        return self.weighing.order(self.analyst)[0] if self.weighing else None

    @property
    def leading_named(self) -> bool:
        """Whether telling the judgement names somebody: a group, a State, or whoever planted its marks."""
        return self.leading is not None and self.leading.kind in ("group", "state", "false-flag")

    def of(self, *rows: Iterable[str]) -> tuple[str, ...]:
        """Return the evidence of several rows that may be seen, each once."""
        return tuple(dict.fromkeys(item for row in rows for item in row if item in self.evidence))

    def may_show(self, row: Iterable[str]) -> bool:
        """Whether the circle may be shown all evidence of a row."""
        return all(item in self.evidence for item in row)

    def firm(self) -> Spoken | Wording:
        """Return the firm as both languages name it; nobody's name is made up."""
        firm = self.model.firm
        return firm if firm.en and firm.fr else Message(f"{AREA}.the-firm")

    def hears(self, item: Weighed, unmarked: str) -> bool:
        """Whether the circle may be shown an item of the assessment."""
        sources = self.held.evidence if self.held else self.evidence
        return within(shown(item, grade(item, sources), sources, unmarked).tier, self.tier)


def within(tier: str, circle: str) -> bool:
    """Whether what is for one circle may be told to another, which is as narrow or narrower.

    >>> within("public", "national"), within("national", "partners")
    (True, False)
    """
    return TIERS.index(tier) <= TIERS.index(circle)


def statement_asked(case: Case, name: str, tier: str, seed: int) -> Said:
    """Return the statement that was asked for, or the first by name, for a circle.

    Raises
    ------
    NotAvailable
        Where none was known.
    WrongUse
        Where there is none of the name.
    DossierError
        Where a part is faulty.
    """
    known = models_known(case, name, STATEMENT)
    if not known.models:
        if known.strange:
            raise WrongUse(Message(f"{AREA}.unknown-model", found=name, there=known.there, as_of=case.as_of))
        raise NotAvailable(Message(f"{AREA}.no-model", as_of=case.as_of))
    model, others = known.chosen()
    evidence = {row.id: row for row in case.dossier.evidence}
    held_in = {part: register.known_at(case.as_of) for part, register in registers(case.dossier.files).items()}
    unmarked = case.info.marking or "TLP:CLEAR"
    circles = {name: {_key(row): _circle(row, evidence, unmarked, held_in, case) for row in getattr(model, name)} for name in LISTS}
    kept: dict[str, Any] = {name: tuple(row for row in getattr(model, name) if within(circles[name][_key(row)], tier)) for name in LISTS}
    shown_to = {
        name: row
        for name, row in evidence.items()
        if within(_circle(Weighed(id="row", evidence=(name,)), evidence, unmarked, {}, case), tier)
    }
    kept["claims"] = linked(kept["claims"], shown_to)
    if not within(_circle(model, evidence, unmarked, {}, case), tier):
        kept |= {"ask": Wording(), "off_ramp": Wording()}
    response, held = _response(case, model.response), _held(case, model.assessment)
    gates = possible(response.model.situation(), response.model.thresholds()) if response else ()
    return Said(
        model=dataclasses.replace(model, **kept),
        tier=tier,
        tiers={one.id: circles["claims"][one.id] for one in kept["claims"]},
        others=others,
        evidence=shown_to,
        response=response,
        held=held,
        weighing=weigh(held.model, held.evidence, seed=seed) if held else None,
        gates=tuple(gate for gate in gates if gate.measure.id in NAMING),
    )


def _key(row: Any) -> str:
    return str(getattr(row, "id", "") or row.to)


def _circle(row: Any, evidence: Mapping[str, Evidence], unmarked: str, held_in: Mapping[str, Incidents], case: Case) -> str:
    """Return the widest circle that may hear a row."""
    looked = {name: getattr(row, name) for name in ("collection", "reveals", "release") if hasattr(row, name)}
    item = Weighed(id="row", evidence=row.evidence, **looked)
    found = [getattr(row, "tier", "public"), shown(item, grade(item, evidence), evidence, unmarked).tier]
    if getattr(row, "objects", ()):
        seen = {
            circle: {name for one in held_in.values() for name in one.cleared(marking, "desk", unmarked=unmarked, day=case.as_of).by_id}
            for circle, marking in _CLEARED.items()
        }
        found.append(next((circle for circle, names in seen.items() if names.issuperset(row.objects)), "national"))
    return max(found, key=TIERS.index)


def _response(case: Case, name: str) -> Response | None:
    try:
        return response_asked(case, name)
    except (NotAvailable, WrongUse):
        return None


def _held(case: Case, name: str) -> Asked | None:
    try:
        return asked(case, name)
    except (NotAvailable, WrongUse):
        return None


def caveats(said: Said) -> Iterator[Message]:
    """Yield what the file is, and what was left out."""
    model = said.model
    if model.illustration:
        yield Message(f"{AREA}.illustration", title=said.title)
    if model.author:
        yield Message(f"{AREA}.author", author=model.author)
    if said.others:
        yield Message(f"{AREA}.others", names=said.others)
