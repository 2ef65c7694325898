"""The path of a situation as pages show it: each step with its state, and with addresses for what this person may do there."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from legation.dossier import TABLES
from legation.language import Message, Spoken
from legation.questions import questions
from legation.questions.base.needs import missing_of
from legation.questions.situations.paths import EntryState, PathState, StepState, find_path, path_of
from legation.web.forms.row_form import add_href, row_of
from legation.web.runs.access import observed_case, observed_here
from legation.web.site.as_of import same_day
from legation.web.site.doors import door_of
from legation.web.site.frame import is_shared
from legation.web.site.page import PageRequest
from legation.web.stores.rooms.progress import rooms_have_come, rooms_now
from legation.web.stores.tallies.sealing import counted_by

__all__ = ["PathLines", "PathLink", "StepLine", "beside_dossier", "path_here", "path_href", "path_lines", "progress"]

_OPTIONS = {"vote": "rollcall", "meeting": "actor", "coalition": "coalition"}
"""The option of a question that what a path is of fills in."""
_OWN = {"tally": "tallies.one"}
"""The page of what a person has for themselves, by its kind."""
_CARDS = {"room-sheet": "tally"}
"""The card of the page of papers that makes a paper, where it is not called as the paper is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PathLink:
    """Something to add, to ask or to print; ``href`` is empty where this person may not; ``is_file``: it comes as a file.

    ``lacking``: what a question misses in the dossier, so that nobody asks it in vain.
    """

    title: Spoken
    href: str
    is_there: bool = False
    optional: bool = False
    is_file: bool = False
    lacking: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """A step before a reader.

    Attributes
    ----------
    state : str
        ``done``, ``to_do``, ``to_renew``, ``not_needed``; ``not_shared`` where it rests on tables that this person does not see.
    marked : Message or None
        What a person said of it, with who and when.
    missing : tuple of PathLink
        What is to be added, without what not every dossier has.
    more : tuple of PathLink
        What may be added, and what is there.
    is_next : bool
        Whether it is the first with something to do.
    own : Message or None
        That it is done for this person alone, by what they have for themselves.
    """

    number: int
    id: str
    title: Message
    state: str
    why: Message | None
    marked: Message | None
    missing: tuple[PathLink, ...]
    more: tuple[PathLink, ...]
    questions: tuple[PathLink, ...]
    papers: tuple[PathLink, ...]
    not_yet: tuple[Message, ...]
    is_next: bool
    own: Message | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PathLines:
    """A path before a reader.

    Attributes
    ----------
    next : StepLine or None
        The first step with something to do.
    done, count : int
        Steps that are done or not needed, and all of them.
    mark_href : str
        Where the form is sent that marks a step (POST); empty for whoever may not.
    back : str
        The address of the page on which it stands.
    """

    situation: str
    title: Message
    name: Spoken | None
    about: str
    day: Any
    href: str
    steps: tuple[StepLine, ...]
    next: StepLine | None
    done: int
    count: int
    notes: tuple[Message, ...]
    mark_href: str
    back: str
    base: int


def path_href(request: PageRequest, situation: str, about: str = "") -> str:
    """Return the address of the page of a path, at the day of this one."""
    address = request.href("situations.one", situation=situation)
    return same_day(request, f"{address}?{urlencode({'about': about})}" if about else address)


def _own_tallies(request: PageRequest) -> frozenset[str]:
    """Return the votes that the person has counted for themselves."""
    return counted_by(request.account, request.dossier) if request.may("tally") and "as_of" not in request.query else frozenset()


def _live(request: PageRequest, situation: str, about: str = "") -> frozenset[str]:
    """Return how far the live room of a path has come that a part is of, without one the newest, where the person may see it."""
    kind = find_path(situation).room
    may = kind and request.may("see-rooms") and "as_of" not in request.query
    return rooms_have_come(request.dossier, about, kind) if may else frozenset()


def beside_dossier(request: PageRequest, **_: str) -> Hashable:
    """Return what a page with a path depends on beside the dossier: what the person has counted, live rooms, observations that they see."""
    return _own_tallies(request), observed_here(request), rooms_now(request.dossier) if request.may("see-rooms") else ()


def path_here(request: PageRequest, situation: str, about: str = "") -> PathState:
    """Return the path of a situation as it is for this person on the day of the page."""
    counted = _own_tallies(request)
    mine = lambda vote: frozenset({"tally"}) if vote in counted else frozenset()  # noqa: E731 - one line, used once
    return path_of(observed_case(request), situation, about, mine, lambda of: _live(request, situation, of))


def progress(request: PageRequest, path: PathState) -> tuple[int, int, Message | None]:
    """Return how many steps of a path are done or not needed, how many it has, and the title of the next."""
    done = sum(step.state in ("done", "not_needed") for step in path.steps)
    ahead = next((step.title for step in path.steps if step.is_open and not _is_hidden(request, step)), None)
    return done, len(path.steps), ahead


def path_lines(request: PageRequest, path: PathState) -> PathLines:
    """Return a path as a page shows it; every form that it leads to leads back to this page."""
    query = request.http.META.get("QUERY_STRING", "")
    back = request.http.path.removesuffix(".json") + (f"?{query}" if query else "")
    hidden = [step.number for step in path.steps if _is_hidden(request, step)]
    first = next((step.number for step in path.steps if step.is_open and step.number not in hidden), 0)
    steps = tuple(_line(request, path, step, back, is_next=step.number == first, hidden=step.number in hidden) for step in path.steps)
    situation = path.situation.id
    return PathLines(
        situation=situation,
        title=path.situation.title,
        name=path.name,
        about=path.about,
        day=path.day,
        href=path_href(request, situation, path.about),
        steps=steps,
        next=next((step for step in steps if step.is_next), None),
        done=sum(step.state in ("done", "not_needed") for step in steps),
        count=len(steps),
        notes=path.notes,
        mark_href=request.href("situations.mark", situation=situation) if request.may("edit") else "",
        back=back,
        base=request.dossier.head,
    )


def _is_hidden(request: PageRequest, step: StepState) -> bool:
    """Whether a step that seems to be open rests on a table of which this person sees nothing at all."""
    return step.state == "to_do" and any(one.place in TABLES and not is_shared(request, one.place) for one in step.missing)


def _line(request: PageRequest, path: PathState, step: StepState, back: str, *, is_next: bool, hidden: bool) -> StepLine:
    links = {one.id: _door(request, one, back, path.about) for one in step.adds}
    own = tuple(link for one in step.adds if (link := _own_door(request, one, path)) is not None)
    missing = {one.id for one in step.missing}
    return StepLine(
        number=step.number,
        id=step.id,
        title=step.title,
        state="not_shared" if hidden else step.state,
        why=step.why,
        marked=_marked(step),
        missing=() if hidden or not step.is_open else tuple(link for name, link in links.items() if name in missing),
        more=own if hidden else (*(link for name, link in links.items() if not (step.is_open and name in missing)), *own),
        questions=tuple(
            _question(request, name, path, back, is_next=is_next)
            for name in step.questions
            if not questions()[name].private or request.scope.audience == "owner"
        ),
        papers=tuple(PathLink(title=Message(f"path.paper.{name}"), href=_print(request, name, path, back)) for name in step.papers),
        not_yet=step.not_yet,
        is_next=is_next,
        own=next((Message(f"path.own.{one.own}") for one in step.adds if one.is_own), None),
    )


def _marked(step: StepState) -> Message | None:
    mark = step.mark
    if mark is None or mark.state == "to_do":
        return None
    day, who = mark.recorded or mark.known_on, mark.author or Message("path.someone")
    state = Message(f"choice.steps.state.{mark.state}")
    return Message("path.marked", state=state, who=who, date=day) if day else Message("path.marked-undated", state=state, who=who)


def _door(request: PageRequest, entry: EntryState, back: str, about: str) -> PathLink:
    href = next(filter(None, (_place(request, place, entry, back, about) for place in entry.place.split("|"))), "")
    is_file = href.partition("?")[0] == request.href("import")
    return PathLink(title=entry.title, href=href, is_there=entry.is_there, optional=entry.optional, is_file=is_file)


def _own_door(request: PageRequest, entry: EntryState, path: PathState) -> PathLink | None:
    """Return where a person has something for themselves in place of an entry; None where there is no such place for them."""
    if entry.own not in _OWN or not path.about or not request.may(entry.own):
        return None
    href = request.href(_OWN[entry.own], rollcall=path.about)
    return PathLink(title=Message(f"path.own-door.{entry.own}"), href=href, is_there=entry.is_own, optional=True)


def _place(request: PageRequest, place: str, entry: EntryState, back: str, about: str) -> str:
    """Return the address at which something is added, and which leads back; empty where this person may not."""
    door = door_of(request, place, about)
    if place == "brief":
        may = request.may("edit") and request.may("see-settings")
        return _with(request.href("settings.brief"), {"next": back}) if may else ""
    if place == "record":
        return _with(request.href("engagement.record"), {**entry.given, "row": entry.row, "next": back}) if request.may("edit") else ""
    if not door or (place in TABLES and not is_shared(request, place)):
        return ""
    if place == "positions" and not {*entry.given} - {"actor", "issue"}:
        return _with(request.href("positions"), {**entry.given, "next": back})
    if place == "evidence":  # the short form: whoever has the file at hand keeps it from the page of evidence
        return add_href(request, place, back=back)
    front = {"front": " ".join(entry.columns)} if entry.columns else {}
    if entry.row and row_of(request, place, entry.row) is not None:
        return _with(request.href("rows.edit", table=place, row=entry.row), {"next": back, **front, **_filled(place, entry.given)})
    if place not in TABLES or door != add_href(request, place):  # a form of its own, or a file
        return _with(door, {"next": back})
    return add_href(request, place, back=back, **front, **_filled(place, entry.given))


def _filled(table: str, given: Mapping[str, str]) -> dict[str, str]:
    """Return the columns of a new row that a table has."""
    names = {name for column in TABLES[table].columns for name in column.names}
    return {name: text for name, text in given.items() if name in names and text}


def _question(request: PageRequest, name: str, path: PathState, back: str, *, is_next: bool) -> PathLink:
    """Return a question; of the step that comes next with what it misses, of the others its own page says so."""
    question = questions()[name]
    lacking = tuple(need.title for need in missing_of(observed_case(request), question, _about(path, name))) if is_next else ()
    return PathLink(title=question.title, href=_ask(request, name, path, back), lacking=lacking)


def _about(path: PathState, name: str) -> dict[str, str]:
    """Return the option of a question that what a path is of fills in."""
    option = _OPTIONS.get(path.situation.id, "")
    fits = bool(path.about) and any(one.name == option for one in questions()[name].options)
    return {option: path.about} if fits else {}


def _ask(request: PageRequest, name: str, path: PathState, back: str) -> str:
    if not request.may("ask"):
        return ""
    return _with(request.href("questions.one", question=name), {**_about(path, name), "next": back})


def _print(request: PageRequest, name: str, path: PathState, back: str) -> str:
    if not request.may("export"):
        return ""
    option = _OPTIONS.get(path.situation.id, "")
    about = {option: path.about} if path.about and option in ("rollcall", "actor") else {}
    sheet = {"sheet": "room"} if name == "room-sheet" else {}
    card = _CARDS.get(name, name)
    return f"{_with(request.href('briefs'), {'kind': card, **sheet, **about, 'next': back})}#paper-{card}"


def _with(address: str, query: Mapping[str, str]) -> str:
    written = urlencode({name: text for name, text in query.items() if text})
    return f"{address}{'&' if '?' in address else '?'}{written}"
