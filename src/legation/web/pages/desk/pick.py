"""What a person may choose from while they type: the best rows of a place for some words, only those that they may see on the day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse

from legation.dossier import TABLES, heading
from legation.language import Message, say
from legation.questions import questions
from legation.questions.base.part_titles import titles_of
from legation.web.site.as_of import known_case
from legation.web.site.page import PageRequest
from legation.web.site.routing import file
from legation.web.stores.rows.entries import BODIES, SEARCHED, words_in
from legation.web.stores.rows.reading import FoundRow, find, words_wanted

__all__ = ["pick", "pick_option"]

MOST = 20
_PLACES = frozenset((*SEARCHED, BODIES))


@dataclass(frozen=True, slots=True)
class PickedRow:
    """One that fits."""

    id: str
    name: str
    note: str


@file("dossiers/<slug:slug>/pick/<slug:place>", name="pick", action="see", is_typed=True)
def pick(request: PageRequest, place: str) -> HttpResponse:
    """Return the rows of a table, the bodies, or the parts of a kind that fit ``?q=``, the best first, and how many there are.

    Without words the first of them, roll calls and evidence the newest first. ``actors-groups`` names several places.
    """
    words = request.query.get("q", "")
    places = place.split("-")
    if _PLACES.issuperset(places):
        return _answer(request, *_of_tables(request, places, words))
    titles = titles_of(request.known, place)
    if titles is None:
        raise Http404
    return _answer(request, *_among(request, titles, words))


@file("dossiers/<slug:slug>/questions/<slug:question>/pick/<slug:option>", name="questions.pick", action="ask", is_typed=True)
def pick_option(request: PageRequest, question: str, option: str) -> HttpResponse:
    """Return what an option of a question is chosen from, as far as it fits ``?q=``; the other options stand in the address."""
    options = questions()[question].all_options if question in questions() else ()
    declared = next((one for one in options if one.name == option), None)
    if declared is None or declared.among is None:
        raise Http404
    given = {str(name): str(value) for name, value in request.query.items() if name != "q"}
    return _answer(request, *_among(request, declared.among(known_case(request), given), request.query.get("q", "")))


def _answer(request: PageRequest, rows: list[PickedRow], count: int) -> HttpResponse:
    said = Message("page-pick.found", count=count, shown=len(rows))
    answer: dict[str, Any] = {
        "rows": [{"id": row.id, "name": row.name, "note": row.note} for row in rows],
        "count": count,
        "said": say(said, request.lang),
    }
    return JsonResponse(answer, headers={"Cache-Control": "private, no-store"})


def _of_tables(request: PageRequest, places: Sequence[str], words: str) -> tuple[list[PickedRow], int]:
    dated = {*places} <= {"rollcalls", "evidence"} and not words_wanted(words)
    found = find(request, places, words, limit=MOST, order="-day" if dated else "name")
    rows = [PickedRow(row.id, row.name, _note(request, row, several=len(places) > 1)) for row in found.rows]
    return rows, found.count


def _note(request: PageRequest, row: FoundRow, *, several: bool) -> str:
    """Return what tells a row from others: what it is about, its day; of a group or a coalition among other things, that it is one."""
    word = TABLES[row.table].word if several and row.table in TABLES else ""
    of = say(heading(row.table, word), request.lang) if word else ""
    return " · ".join(one for one in (of, row.note, say(row.day, request.lang) if row.day else "") if one)


def _among(request: PageRequest, names: Mapping[str, Any], words: str) -> tuple[list[PickedRow], int]:
    """Return the things of a few that fit some words, in their order."""
    wanted = words_wanted(words)
    said = [(identity, say(name, request.lang)) for identity, name in names.items()]
    fitting = [
        PickedRow(identity, name, identity if name != identity else "") for identity, name in said if _holds(f"{identity} {name}", wanted)
    ]
    return fitting[:MOST], len(fitting)


def _holds(text: str, wanted: list[str]) -> bool:
    folded = words_in(text)
    return all(word in folded for word in wanted)
