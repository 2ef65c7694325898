"""What of a live room goes back into its dossier: rows that are proposed, as far as the room lets anything leave.

A source (the room, its days, the hash of its log, the report), the statements of the report as issues, the shares of all and of each group
as positions of actors that stand for them, and, where organisations took part in public, the position of each. The basis is ``room``
and the confidence stays empty: what a room yields raises none.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from typing import Any

from legation.dossier import Wording
from legation.dossier.edit import Edit
from legation.language import Message, say
from legation.questions.debate.opinion.live_room import open_to_votes
from legation.rooms.attribution import sits_in_public
from legation.rooms.deliberation.state import Deliberation, Statement
from legation.sources.polis.actors import wilson_range

__all__ = ["listed_numbers", "report_evidence", "returned_rows"]


def listed_numbers(snapshot: Mapping[str, Any]) -> list[int]:
    """Return the numbers of the statements that a report lists and whose counts it shows, ascending.

    >>> rows = [{"number": 1, "counts": [5, 0, 5]}, {"number": 2, "counts": None}, {"number": 3, "counts": [0, 5, 5]}]
    >>> listed_numbers({"statements": rows, "unites": [1], "divides": [2], "slate": [[1, 100]]})
    [1]
    """
    named = {*snapshot["unites"], *snapshot["divides"], *(number for number, _ in snapshot.get("slate", ()))}
    return sorted(one["number"] for one in snapshot["statements"] if one["counts"] and one["number"] in named)


def returned_rows(
    snapshot: Mapping[str, Any], state: Deliberation, title: Wording, report: tuple[str, str], actors: Container[str], there: Container[str]
) -> list[Edit]:
    """Return the rows that a report of a room adds to a dossier.

    Parameters
    ----------
    title : Wording
        Of the room.
    report : (str, str)
        The part that holds the report as a file, and its SHA-256.
    actors : container of str
        Ids of the dossier's actors: an organisation that is none of them has no row.
    there : container of str
        Ids of the dossier's issues and actors that an earlier report of the room brought: they are not added again.
    """
    root = snapshot["room"].removeprefix("live-")
    made = [report_evidence(snapshot, title, report)]
    evidence = made[0].row
    numbers = listed_numbers(snapshot)
    rows = {one["number"]: one for one in snapshot["statements"]}
    texts = dict(enumerate(open_to_votes(state), 1))
    groups = _groups(snapshot, root, title) if numbers else []
    made += [Edit("actors", "add", name, cells) for name, cells in groups if name not in there]
    for number in numbers:
        statement, issue = texts[number], f"room-{root}-{number}"
        if statement.text is None:
            continue
        if issue not in there:
            both = _both("disagree", "low") | _both("agree", "high")
            made.append(Edit("issues", "add", issue, {"question": statement.text, "evidence": evidence} | both))
        shown = {"evidence": evidence, "basis": "room", "held_from": snapshot["to"], "known_on": snapshot["to"], "issue": issue}
        for actor, low, value, high in _shares(rows[number], [name for name, _ in groups]):
            cells = {"actor": actor, "low": str(low), "value": str(value), "high": str(high)}
            made.append(Edit("positions", "add", f"{actor}-{number}-{snapshot['up_to']}", shown | cells))
        for actor, values in _of_organisations(state, statement):
            if actor in actors:
                cells = {"actor": actor, "value": str(round(50 * (1 + sum(values) / len(values)), 1))}
                made.append(Edit("positions", "add", f"{actor}-room-{root}-{number}-{snapshot['up_to']}", shown | cells))
    return made


def report_evidence(snapshot: Mapping[str, Any], title: Wording, report: tuple[str, str]) -> Edit:
    """Return the source that a report of a room is: the room, its days, the hash of its log, the file that holds the report."""
    part, sha256 = report
    name = f"room-{snapshot['room'].removeprefix('live-')}-{snapshot['up_to']}"
    days = {"first": _day(snapshot["from"]), "last": _day(snapshot["to"])}
    said = Message("room-report.evidence", title=title, number=snapshot["up_to"], log=snapshot["log"], **days)
    cells = {"kind": "room", "date": snapshot["to"], "known_on": snapshot["to"], "part": part, "sha256": sha256}
    return Edit("evidence", "add", name, cells | {f"title_{lang}": say(said, lang) for lang in ("fr", "en")})


def _groups(snapshot: Mapping[str, Any], root: str, title: Wording) -> list[tuple[str, dict[str, str]]]:
    """Return the actors that stand for all who voted and for each group, with their cells."""
    everybody = Message("room-report.all-who-voted", title=title)
    named = [everybody, *(Message("room-report.group", number=at + 1, title=title) for at in range(len(snapshot["groups"])))]
    return [
        (f"room-{root}-{'all' if at == 0 else at}", {"kind": "other"} | {f"name_{lang}": say(words, lang) for lang in ("fr", "en")})
        for at, words in enumerate(named)
    ]


def _shares(row: Mapping[str, Any], names: list[str]) -> Iterator[tuple[str, float, float, float]]:
    agree, _, seen = row["counts"]
    for name, said in zip(names, ([agree, seen], *row.get("groups", ())), strict=False):
        if said:
            low, high = wilson_range(*said)
            yield name, low, round(100 * said[0] / said[1], 1), high


def _of_organisations(state: Deliberation, statement: Statement) -> list[tuple[str, list[int]]]:
    """Return how the seats of each organisation that votes in public voted on a statement: its own act, as it stands."""
    found: dict[str, list[int]] = {}
    for seat, value in sorted(statement.votes.items()):
        if actor := sits_in_public(state, seat):
            found.setdefault(actor, []).append(value)
    return sorted(found.items())


def _both(word: str, column: str) -> dict[str, str]:
    return {f"{column}_{lang}": say(Message(f"sources.polis-{word}"), lang) for lang in ("fr", "en")}


def _day(text: str) -> Any:
    import datetime as dt

    return dt.date.fromisoformat(text)
