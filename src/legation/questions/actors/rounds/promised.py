"""Which declared answers of a round may become promises, which may not and why, and the rows that they become once the desk accepts them.

A report says that somebody answered; it is a promise to us only when the desk says so. A hint and a condition promise nothing, what a
partner tells was not declared to us, and where answers contradict each other a person settles them one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from legation.dossier import Engagement, RollCall, standing
from legation.dossier.edit import Edit, new_id
from legation.dossier.records.row import CAST
from legation.language import LANGUAGES, Message, say
from legation.place_name import PlaceName
from legation.questions.actors.rounds.log import RoundLog
from legation.questions.actors.rounds.said import day_of, level_word, teller
from legation.questions.actors.rounds.tally import LADDER, Tally
from legation.questions.base.case import Case
from legation.questions.votes.replies import places_on

__all__ = ["WHY_NOT", "Offered", "Withheld", "offers", "promises_of"]

WHY_NOT = ("contradicted", "promised", "conditional", "group", "absent", "partner", "hinted")
"""Why an answer is not offered as a promise: answers differ; an earlier promise says otherwise; it has a condition; the group spoke, not
the member; no vote is cast; a partner tells it; it was hinted."""
_PLACES = {"contradicted": "contradicted", "conditional": "conditional", "through_group": "group", "absent": "absent"}


@dataclass(frozen=True, slots=True)
class Offered:
    """A declared answer that the desk may accept as a promise: the report that says it best.

    In writing goes before spoken, then the higher level, then the later.
    """

    report: Engagement


@dataclass(frozen=True, slots=True)
class Withheld:
    """An answer that is not offered: why, of :data:`WHY_NOT`, and the reports that it rests on."""

    actor: str
    why: str
    reports: tuple[Engagement, ...]


def offers(case: Case, log: RoundLog, tally: Tally, ahead: RollCall) -> tuple[tuple[Offered, ...], tuple[Withheld, ...]]:
    """Return the answers of a round that may become promises on its vote, and those that may not; what was accepted is in neither.

    Members come in the order of the round.
    """
    promised: dict[str, set[str]] = {}
    for row in standing(case.dossier.commitments):
        if row.rollcall == ahead.id and row.direction != "given" and row.vote:
            promised.setdefault(row.actor, set()).add(row.vote)
    everywhere = places_on(case, ahead)
    offered, withheld = [], []
    for actor in tally.members:
        place, rows = tally.rolled.place[actor], tally.behind(actor)
        declared = place in CAST
        if declared and promised.get(actor) == {place}:
            continue
        why = _why_not(place, rows)
        if declared:
            why = "promised" if actor in promised else _PLACES.get(everywhere.of(actor), "") if not everywhere.is_reported(actor) else ""
        if why:
            withheld.append(Withheld(actor, why, rows))
        elif declared:
            offered.append(Offered(max((row for row in rows if row.answer == place), key=_strength)))
    return tuple(offered), tuple(sorted(withheld, key=lambda one: WHY_NOT.index(one.why)))


def _why_not(place: str, rows: Sequence[Engagement]) -> str:
    """Return why a place that is no vote promises nothing; empty of those that answered nothing."""
    if place != "leaning":
        return _PLACES.get(place, "")
    return "partner" if all(row.partner for row in rows) else "hinted"


def _strength(row: Engagement) -> tuple[bool, int, str, str]:
    return row.form == "written", LADDER.index(row.level) if row.level in LADDER else -1, str(row.at or row.date), row.id


def promises_of(case: Case, ahead: RollCall, accepted: Iterable[Offered]) -> tuple[Edit, ...]:
    """Return the rows that answers become when the desk accepts them: a promise received each, and the report as its source.

    A report that names sources of its own gives these; another one becomes a source, with who reported it, when, and in which words. What
    is not attributable gives no level. The promise and its source are marked as the report is.
    """
    taken = {table: {row.id for row in getattr(case.dossier, table)} for table in ("commitments", "evidence")}
    edits = []
    for one in accepted:
        row = one.report
        evidence = row.evidence or (f"report-{row.id}",)
        if not row.evidence and evidence[0] not in taken["evidence"]:
            edits.append(Edit("evidence", "add", evidence[0], _source(case, row)))
            taken["evidence"].add(evidence[0])
        values = {
            "actor": row.actor,
            "direction": "received",
            "rollcall": ahead.id,
            "vote": row.answer,
            "form": "written" if row.form == "written" else "oral",
            "date": _day(row),
            "kept": "open",
            "evidence": " ".join(evidence),
            "marking": row.marking,
            **_worded("promise", row, Message(f"rounds.promise-{row.answer}")),
        }
        made = new_id("commitments", values, taken["commitments"])
        taken["commitments"].add(made)
        edits.append(Edit("commitments", "add", made, {name: cell for name, cell in values.items() if cell}))
    return tuple(edits)


def _source(case: Case, row: Engagement) -> dict[str, str]:
    """Return the cells of the source that a report becomes."""
    by = teller(case, row)
    title = Message("rounds.source", by=by if row.partner else PlaceName(by), actor=case.named(row.actor), day=day_of(row))
    values = {
        "kind": "report",
        "date": _day(row),
        "origin": row.by.in_language(LANGUAGES[0]),
        "quote": row.words.in_language(LANGUAGES[0]) if row.words else "",
        "channel": row.channel,
        "attributable": "no" if row.attributable is False else "",
        "speaker_level": "" if row.attributable is False or not row.level else say(level_word(row.level), LANGUAGES[0]),
        "marking": row.marking,
        **{f"title_{lang}": say(title, lang) for lang in LANGUAGES},
    }
    return {name: cell for name, cell in values.items() if cell}


def _worded(column: str, row: Engagement, otherwise: Message) -> dict[str, str]:
    """Return the cells of what was promised: their words as they were reported, else what the answer says, in both languages."""
    words = {"": row.words.text, "_fr": row.words.fr, "_en": row.words.en}
    if any(words.values()):
        return {f"{column}{lang}": text for lang, text in words.items()}
    return {f"{column}_{lang}": say(otherwise, lang) for lang in LANGUAGES}


def _day(row: Engagement) -> str:
    return str(day_of(row) or "")
