"""The note on a strategy: where we stand, what threatens, what holds in every future, what we stop when, and what deters whom."""

from __future__ import annotations

from collections.abc import Iterator

from legation.briefing.notes.audience import audiences
from legation.briefing.notes.declaration import WANTED, Material, Note, Sentence
from legation.dossier import Challenge, Posture, Signpost, Wording, standing
from legation.dossier.records.strategy import THREATENING
from legation.language import Message
from legation.questions.strategy.coverage.criteria import criteria
from legation.questions.strategy.signposts.reading import read_signposts

__all__ = ["GAPS", "NOTE"]

GAPS = ("posture", "threats", "futures", "signposts", "deterrence", "partners", "dates", "challenges")
"""What a strategy that looks ahead states beside its aim; each of these that is missing is named on the paper."""
_WORDS = 450
_NEXT, _OBJECTIONS = 5, 3
_QUESTIONS = (
    "is-the-strategy-sound",
    "what-does-the-strategy-cover",
    "what-threatens-us",
    "what-futures-hold",
    "which-plan-survives",
    "which-signposts-crossed",
    "what-would-a-red-team-say",
    "what-may-we-do",
    "what-does-naming-cost",
    "who-would-sign",
    "who-is-in",
    "where-should-we-take-it",
    "who-can-stop-it",
    "who-stands-where",
    "who-votes-alike",
    "who-matters",
    "what-is-due",
)
_SAYS = {
    "challenged": ("what-would-a-red-team-say:unchallenged",),
    "posture": ("what-does-the-strategy-cover:states", "what-does-the-strategy-cover:gaps"),
    "threats": ("what-threatens-us:threats", "what-threatens-us:threat-*", "what-threatens-us:undeterred"),
    "futures": (
        "what-futures-hold:common",
        "which-plan-survives:surely-best",
        "what-futures-hold:watch",
        "what-futures-hold:count",
    ),
    "signposts": ("which-signposts-crossed:signpost-*", "which-signposts-crossed:no-data"),
    "deterrence": ("what-threatens-us:deters-*", "what-threatens-us:untested"),
    "partners": ("who-would-sign:order", "who-is-in:size", "who-votes-alike:*", "who-would-sign:decline"),
    "plans": (
        "which-plan-survives:ruled-out",
        "which-plan-survives:carries",
        "which-plan-survives:carries-*",
        "which-plan-survives:plan-*",
    ),
    "situation": (
        "where-should-we-take-it:first",
        "where-should-we-take-it:right",
        "who-can-stop-it:stops",
        "who-stands-where:spread",
        "who-matters:first",
    ),
    "answers": ("what-may-we-do:held", "what-may-we-do:open", "what-may-we-do:closed"),
    "reactions": ("what-does-naming-cost:cost-1", "what-does-naming-cost:reply-1"),
    "uncertainties": ("what-would-a-red-team-say:faults", "is-the-strategy-sound:contradicted", "which-plan-survives:fails-*"),
}


def _bottom_line(material: Material) -> Sentence | None:
    """Return the plans that have all they need in every future; without a model of futures, nothing says so."""
    return material.first("which-plan-survives:robust")


def _more(material: Material) -> dict[str, tuple[Sentence, ...]]:
    """Return what the rows say by themselves: where we stand, and what each signpost that is not crossed starts."""
    crossed = {name.partition(":signpost-")[2] for name, _ in material.found(("which-signposts-crossed:signpost-*",))}
    signposts = [row for row in standing(material.case.dossier.signposts) if row.id not in crossed]
    return {
        "posture": tuple(_posture(standing(material.case.dossier.posture))),
        "signposts": tuple(_signpost(material, row) for row in signposts),
        "challenges": tuple(_objection(row) for row in sorted(standing(material.case.dossier.challenges), key=_is_answered)[:_OBJECTIONS]),
    }


def _is_answered(row: Challenge) -> bool:
    return bool(row.answer)


def _objection(row: Challenge) -> Sentence:
    """Return what somebody objects, in which role, and what is answered."""
    form = f"objection{'-answered' if row.answer else ''}{'-by' if row.role else ''}"
    message = Message(f"note.strategy.{form}", claim=row.claim.within_a_sentence, role=row.role, answer=row.answer.within_a_sentence)
    return Sentence(message=message, evidence=row.evidence)


def _posture(rows: list[Posture] | tuple[Posture, ...]) -> Iterator[Sentence]:
    """Yield on how many criteria it is known where we stand, and those on which we are least far."""
    known = [row for row in rows if row.level is not None]
    if not rows:
        return
    evidence = tuple(dict.fromkeys(item for row in rows for item in row.evidence))
    if not known:
        yield Sentence(message=Message("note.strategy.posture-unknown", count=len(rows)), evidence=evidence)
        return
    lowest = min(row.level for row in known if row.level is not None)
    names = {one.id: one.name for one in criteria()}
    least = tuple(Message("note.quoted", words=names.get(row.criterion, row.criterion)) for row in known if row.level == lowest)[:_NEXT]
    message = Message("note.strategy.posture", known=len(known), count=len(rows), level=lowest, least=least)
    unknown = tuple(Message("note.quoted", words=names.get(row.criterion, row.criterion)) for row in rows if row.level is None)[:_NEXT]
    if unknown:
        message = Message("note.strategy.posture-besides", line=message, unknown=unknown)
    yield Sentence(message=message, evidence=evidence)


def _signpost(material: Material, row: Signpost) -> Sentence:
    """Return what a signpost starts from which value on, and until when that helps."""
    started = next((one for one in standing(material.case.dossier.activities) if one.id == row.starts), None)
    action = row.action or (started.title if started is not None else Wording())
    title = row.title or Wording(row.id)
    if row.threshold is None:
        message = Message("note.strategy.signpost-open", title=title)
    else:
        message = Message(f"note.strategy.signpost-{row.direction or 'at_least'}", title=title, threshold=row.threshold)
        number = next((one.number for one in read_signposts(material.case) if one.row.id == row.id and one.state == "quiet"), None)
        message = Message("note.strategy.signpost-now", line=message, number=number) if number is not None else message
    message = (
        Message("note.strategy.starts", line=message, action=action.within_a_sentence)
        if action
        else Message("note.strategy.starts-nothing", line=message)
    )
    if row.last_useful is not None:
        message = Message("note.strategy.until", line=message, date=row.last_useful)
    return Sentence(message=message, evidence=row.evidence)


NOTE = Note(
    situation="strategy",
    questions=_QUESTIONS,
    bottom_line=_bottom_line,
    says=_SAYS,
    picture=("which-plan-survives:survival",),
    approaches=audiences,
    more=_more,
    wants=(*WANTED, *GAPS, "tests", "actions"),
    asks_for_aim=lambda _: True,
    gaps=GAPS,
    weighty={"threats": 2, "deterrence": len(THREATENING), "dates": 3},
    words=_WORDS,
    dates=_NEXT,
    names_owner=True,
)
