"""The note on a vote that is coming: will it pass, who makes the difference, what is asked of whom."""

from __future__ import annotations

from legation.briefing.notes.declaration import Approach, Material, Note, Sentence
from legation.language import Message
from legation.questions.base.estimate_words import estimate

__all__ = ["NOTE"]

_COUNT = "do-we-have-the-votes"
_EVEN = 0.55
"""Below this chance of the likelier outcome, nobody can say which it is."""


def _bottom_line(material: Material) -> Sentence | None:
    """Return how likely the text is to be adopted, by how much, and how such estimates did."""
    chance, expected = material.finding(f"{_COUNT}:chance"), material.finding(f"{_COUNT}:expected")
    if expected is None:
        return None
    values = dict(expected.message.values)
    record = material.finding("how-good-were-we:held")
    told = Message("note.vote.record", **record.message.values) if record else Message("note.vote.no-record")
    if chance is None:
        return Sentence(message=Message("note.vote.expected", record=told, **values), evidence=expected.evidence)
    share = float(chance.message.values["share"])
    likelier = max(share, 1 - share)
    outcome = "even" if likelier < _EVEN else "adopted" if share >= 0.5 else "not-adopted"
    message = Message(f"note.vote.{outcome}", word=_Word(likelier), chance=likelier, record=told, **values)
    return Sentence(message=message, evidence=expected.evidence)


class _Word:
    """A chance in a word, without the number, which stands beside it."""

    def __init__(self, chance: float) -> None:
        self.estimate = estimate(chance)

    def in_language(self, lang: str) -> str:
        return self.estimate.word(lang)  # type: ignore[arg-type]


def _approaches(material: Material) -> tuple[Approach, ...]:
    answer = material.answer("who-can-move")
    table = next((one for one in answer.tables if one.id == "movable"), None) if answer else None
    if table is None:
        return ()
    at = {column.id: place for place, column in enumerate(table.columns)}
    return tuple(
        Approach(
            who=row[at["actor"]],
            ask=Message("note.vote.ask", estimate=Message(f"vote.{row[at['estimate']]}"), ask=row[at["ask"]], chance=row[at["chance"]]),
        )
        for row in table.rows
        if row[at["ask"]]
    )


def _subject(material: Material) -> tuple[str, ...]:
    answer = material.answer(_COUNT)
    name = str(answer.provenance.options.get("rollcall") or "") if answer and answer.provenance else ""
    row = next((one for one in material.case.dossier.rollcalls if name and name in (one.id, one.symbol)), None)
    return (row.id, *([row.symbol] if row.symbol else []), *([row.issue] if row.issue else [])) if row else ()


NOTE = Note(
    situation="vote",
    questions=(_COUNT, "who-can-move", "who-would-call-a-vote", "how-good-were-we", "what-is-due", "is-the-strategy-sound"),
    bottom_line=_bottom_line,
    says={
        "situation": (f"{_COUNT}:goal", f"{_COUNT}:committee", f"{_COUNT}:declared", f"{_COUNT}:rule"),
        "reactions": ("who-would-call-a-vote:declared", f"{_COUNT}:path"),
        "uncertainties": (f"{_COUNT}:moved", "is-the-strategy-sound:contradicted"),
    },
    picture=(f"{_COUNT}:tally", f"{_COUNT}:seats"),
    approaches=_approaches,
    subject=_subject,
)
