"""The options of a conflict: who can choose what, what cannot be together, who prefers what, how many states that gives, where it leads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse

from legation.dossier.models.conflict import ConflictModel
from legation.dossier.parts.part_text import PartText, RawRow, path_of, raw_at, written_path
from legation.errors import BadValue, LegationError
from legation.figures import render
from legation.language import Message, say
from legation.methods.conflict.options import MOST_STATES, OptionForm, option_form
from legation.methods.conflict.statement import read_statement
from legation.questions import ask
from legation.web.forms.model_copy import OpenPart, case_of, heading_of, opened
from legation.web.forms.model_field import FieldPlace, model_field
from legation.web.forms.model_form import faults_by_row, with_sent
from legation.web.forms.row_field import RowField
from legation.web.forms.statement_words import statement_shown
from legation.web.pages.models.edit import done, save_part
from legation.web.runs.pictures import drawn_response, on_screen
from legation.web.site import errors
from legation.web.site.cache import Cache
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, file, page
from legation.web.site.values import parse_int

__all__ = ["ConflictOptions", "MakerBlock", "OptionLine", "PreferenceBlock", "RankedState", "StatementLine"]

TEMPLATE = "pages/models_options.html"
_COUNTED = 16
"""Options up to which the states are counted while one types."""
_LINES = 150
"""Decision makers, options and statements up to which the editor shows a conflict: each decision maker is asked of every option."""
_RANKED = 32
"""States that are put in an order one by one."""
_DRAWN = 256
"""States up to which the path from today is drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionLine:
    """An option: its fields, and whether it is taken today."""

    place: str
    id: str
    name: RowField
    direction: RowField
    today: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MakerBlock:
    """A decision maker with their options."""

    place: str
    title: str
    name: RowField
    options: list[OptionLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """A statement about options, and what it says in names."""

    place: str
    fields: tuple[RowField, ...]
    words: str
    first: bool
    last: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedState:
    """A state: what is taken in it, and its place in the order of a decision maker; 1 is best."""

    state: str
    words: Any
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferenceBlock:
    """What a decision maker prefers: statements, the most important first, or an order of the states."""

    maker: str
    title: str
    place: str
    statements: list[StatementLine]
    ranked: list[RankedState]
    by_order: bool


@dataclass(frozen=True, kw_only=True)
class ConflictOptions(Page):
    """The editor.

    Attributes
    ----------
    base : int
        The revision that the work is begun from.
    choices : list of (id, words)
        The options of which combinations are made.
    states : Message
        How many states there are.
    drawn : str
        Where the path from today is drawn; empty where it cannot be yet.
    too_long : Message or None
        That there is more of it than the editor shows: then it shows nothing of it.
    """

    kind: str
    name: str
    base: int
    makers: list[MakerBlock]
    excluded: list[StatementLine]
    choices: list[tuple[str, str]]
    preferences: list[PreferenceBlock]
    states: Message
    drawn: str
    unsaved: bool
    faults: list[Any]
    reason: str
    too_long: Message | None = None


@page("dossiers/<slug:slug>/models/<slug:kind>/<path:name>/options", name="models.options", template=TEMPLATE, action="edit")
def options(request: PageRequest, kind: str, name: str) -> ConflictOptions | HttpResponse:
    """Return the editor of the options of a conflict."""
    part = opened(request, kind, name, ConflictModel)
    if part.text.table is None:
        return HttpResponseRedirect(request.href("models.text", kind=kind, name=name))
    return _page(request, part)


@action("dossiers/<slug:slug>/models/<slug:kind>/<path:name>/choose", name="models.options.keep", action="edit")
def leave_options(request: PageRequest, kind: str, name: str) -> str | HttpResponse:
    """Leave what was sent in the working copy, and do what the button says: add, remove, exclude a combination, prefer one, or save."""
    part = opened(request, kind, name, ConflictModel)
    if part.text.table is None:
        return request.href("models.text", kind=kind, name=name)
    text = _ordered(request, with_sent(request, part.text, request.form))
    do, _, place = request.form.get("do", "stay").partition(":")
    if do == "exclude" and (said := _combination(request, text, "pattern")):
        text = text.with_row((), "infeasible", {"statement": said})
    elif do == "prefer" and (said := _combination(request, text, f"wish:{place}")):
        text, above = _preference(text, place)
        text = text.with_row(above, "judgement", {"statement": said})
    elif do in ("add", "remove", "up", "down"):
        text = done(text, do, path_of(place), (), "", place)[0]
    part = part.put(request, text, reason=request.form.get("reason", "")[:500])
    if errors.accepts_json(request.http) and do == "stay":
        words = {"said": say(Message("page-models.left"), request.lang), "states": say(_count(part.text), request.lang)}
        body = {"ok": True, "faults": {}, "ids": {}, "unsaved": True, **words}
        return JsonResponse(body, json_dumps_params={"ensure_ascii": False})
    if do == "save":
        return save_part(request, part)
    anchor = {"exclude": "#excluded", "prefer": f"#wish-{place}"}.get(do, "")
    return request.href("models.options", kind=kind, name=name) + anchor


@file("dossiers/<slug:slug>/models/<slug:kind>/<path:name>/path.svg", name="models.path", action="edit")
def path_drawn(request: PageRequest, kind: str, name: str) -> HttpResponse:
    """Return the picture of the path from today, as the conflict is in the hands of the person."""
    part = opened(request, kind, name, ConflictModel)
    form = None if part.text.faults else _states(part.text)
    if form is None or len(form.codes) > _DRAWN:
        raise Http404
    key = (part.part, part.text.data, request.revision.hash, request.scope.key, request.today, request.lang)
    picture = _PICTURES.get(key, lambda: _picture(request, part))
    if not picture:
        raise Http404
    return drawn_response(on_screen(picture))


_PICTURES: Cache[bytes] = Cache(64)


def _picture(request: PageRequest, part: OpenPart) -> bytes:
    """Return the picture of the path; nothing where there is none to be drawn."""
    try:
        answer = ask("where-could-it-settle", case_of(request, part), model=part.name, runs=0)
    except LegationError:
        return b""
    figure = next((one for one in answer.figures if one.id == "moves"), None)
    return b"" if figure is None else render.svg(figure, request.lang).encode()


def _page(request: PageRequest, part: OpenPart) -> ConflictOptions:
    text, lang = part.text, request.lang
    if (lines := _lines(text)) > _LINES:
        return _too_long(request, part, lines)
    today = {str(one) for one in raw_at(text, text.head).get("status_quo", []) if isinstance(one, str)}
    names = text.names((".option",), lang)
    form = _states(text)
    is_drawn = form is not None and len(form.codes) <= _DRAWN and not text.faults
    makers = [_maker(request, text, row, today) for row in text.below((), "maker")]
    return ConflictOptions(
        title=heading_of(text, lang),
        kind=part.kind.id,
        name=part.name,
        base=part.base,
        makers=makers,
        excluded=[_statement(request, text, row, ("statement", "reason")) for row in text.below((), "infeasible")],
        choices=list(names.items()),
        preferences=[_preferred(request, text, row, names, form) for row in text.below((), "maker") if row.values.get("id")],
        states=_count(text),
        drawn=request.href("models.path", kind=part.kind.id, name=part.name) if is_drawn else "",
        unsaved=part.draft is not None,
        faults=[one.remedy for one in text.faults[:12]] if part.draft is not None or part.is_saved else [],
        reason=str(part.draft.settings.get("reason", "")) if part.draft is not None else "",
    )


def _lines(text: PartText) -> int:
    """Return how many decision makers, options and statements a conflict has."""
    makers, wishes = text.below((), "maker"), text.below((), "preference")
    below = sum(len(text.below(one.path, "option")) for one in makers) + sum(len(text.below(one.path, "judgement")) for one in wishes)
    return len(makers) + below + len(text.below((), "infeasible"))


def _too_long(request: PageRequest, part: OpenPart, lines: int) -> ConflictOptions:
    """Return the editor of a conflict of which it shows nothing but its size."""
    return ConflictOptions(
        title=heading_of(part.text, request.lang),
        kind=part.kind.id,
        name=part.name,
        base=part.base,
        makers=[],
        excluded=[],
        choices=[],
        preferences=[],
        states=_count(part.text),
        drawn="",
        unsaved=part.draft is not None,
        faults=[],
        reason="",
        too_long=Message("page-models.options-too-long", count=lines, allowed=_LINES),
    )


def _field(request: PageRequest, text: PartText, row: RawRow, name: str) -> RowField:
    wrong: dict[str, list[Any]] = {}
    for of, one in faults_by_row(text).get(row.path, ()):
        wrong.setdefault(of, []).append(one)
    place = FieldPlace(request, text, row.path, row.table, row.values, wrong, checked=False)
    made = model_field(place, next(one for one in text.columns(row.path) if one.name == name))
    return replace(made, help="", versions=())


def _maker(request: PageRequest, text: PartText, row: RawRow, today: set[str]) -> MakerBlock:
    lines = [
        OptionLine(
            place=written_path(one.path),
            id=str(one.values.get("id", "")),
            name=_field(request, text, one, "name"),
            direction=_field(request, text, one, "direction"),
            today=str(one.values.get("id", "")) in today,
        )
        for one in text.below(row.path, "option")
    ]
    return MakerBlock(
        place=written_path(row.path), title=text.called(row, request.lang), name=_field(request, text, row, "name"), options=lines
    )


def _statement(request: PageRequest, text: PartText, row: RawRow, columns: Sequence[str]) -> StatementLine:
    beside = text.below(row.path[:-2], str(row.path[-2]))
    fields = tuple(replace(_field(request, text, row, name), kind="text") for name in columns)
    return StatementLine(
        place=written_path(row.path),
        fields=fields,
        words=statement_shown(str(row.values.get("statement", "")), text, request.lang),
        first=row.path == beside[0].path,
        last=row.path == beside[-1].path,
    )


def _preferred(request: PageRequest, text: PartText, maker: RawRow, names: Mapping[str, str], form: OptionForm | None) -> PreferenceBlock:
    identity = str(maker.values["id"])
    row = next((one for one in text.below((), "preference") if one.values.get("maker") == identity), None)
    judged = text.below(row.path, "judgement") if row is not None else ()
    levels = [[one] if isinstance(one, str) else one for one in row.values.get("ranking", [])] if row is not None else []
    places = {state: str(number) for number, level in enumerate(levels, start=1) if isinstance(level, list) for state in level}
    ranked: list[RankedState] = []
    if form is not None and len(form.codes) <= _RANKED:
        for number in range(len(form.codes)):
            state = form.name(number)
            taken = tuple(names.get(one, one) for one, bit in zip(form.names, state, strict=True) if bit == "1")
            ranked.append(RankedState(state=state, words=taken or Message("page-models.nothing-taken"), place=places.get(state, "")))
    return PreferenceBlock(
        maker=identity,
        title=text.called(maker, request.lang),
        place=written_path(row.path) if row is not None else "",
        statements=[_statement(request, text, one, ("statement", "reason")) for one in judged],
        ranked=ranked,
        by_order=bool(levels),
    )


def _preference(text: PartText, maker: str) -> tuple[PartText, tuple[Any, ...]]:
    """Return a part in which a decision maker has a preference, and where it stands."""
    for row in text.below((), "preference"):
        if row.values.get("maker") == maker:
            return (text.with_cells(row.path, {"ranking": None, "payoffs": None}) if row.values.get("ranking") else text), row.path
    made = text.with_row((), "preference", {"maker": maker})
    return made, ("preference", len(made.below((), "preference")))


def _ordered(request: PageRequest, text: PartText) -> PartText:
    """Return a part in which the states of a decision maker stand in the order that was given, in place of statements."""
    for maker in [str(row.values.get("id", "")) for row in text.below((), "maker")]:
        if not maker or request.form.get(f"how:{maker}") != "order":
            continue
        start = f"order:{maker}:"
        given = {str(name).removeprefix(start): str(request.form[name]).strip() for name in request.form if str(name).startswith(start)}
        levels: dict[int, list[str]] = {}
        for state, place in given.items():
            number = parse_int(place)
            if number is not None and state and not state.strip("01"):
                levels.setdefault(number, []).append(state)
        ranking = [level[0] if len(level) == 1 else level for _, level in sorted(levels.items())]
        if not ranking:
            continue
        text, path = _preference(text, maker)
        for number in range(len(text.below(path, "judgement")), 0, -1):
            text = text.without((*path, "judgement", number))
        text = text.with_cells(path, {"ranking": ranking, "payoffs": None, "strong": None})
    return text


def _combination(request: PageRequest, text: PartText, start: str) -> str:
    """Return the statement of a combination: of each option that it is taken, that it is not, or nothing."""
    said = []
    for identity in text.names((".option",), request.lang):
        chosen = request.form.get(f"{start}:{identity}", "")
        if chosen in ("yes", "no"):
            said.append(identity if chosen == "yes" else f"not {identity}")
    return " and ".join(said)


def _states(text: PartText) -> OptionForm | None:
    """Return the states that can be; None where there are too many to be counted while one types, or where it is not right yet."""
    options, listed, rules = _parts(text)
    count = sum(map(len, options.values()))
    if not count or (count > _COUNTED and not listed):
        return None
    try:
        return option_form(options, listed or None, [f"not ({rule})" for rule in rules], {})
    except BadValue:
        return None


def _parts(text: PartText) -> tuple[dict[str, list[str]], list[str], list[str]]:
    """Return the options by decision maker, the states that are listed, and the statements that hold in none."""
    options: dict[str, list[str]] = {}
    for maker in text.below((), "maker"):
        own = [str(one.values["id"]) for one in text.below(maker.path, "option") if one.values.get("id")]
        if own:
            options[str(maker.values.get("id") or written_path(maker.path))] = own
    listed = [one for one in raw_at(text, text.head).get("feasible", []) if isinstance(one, str)]
    names = {one for own in options.values() for one in own}
    rules = [str(row.values.get("statement", "")) for row in text.below((), "infeasible")]
    return options, listed, [rule for rule in rules if _is_sound(rule, names)]


def _is_sound(statement: str, names: set[str]) -> bool:
    try:
        return set(read_statement(statement).names) <= names
    except BadValue:
        return False


def _count(text: PartText) -> Message:
    """Return how many states there are; of so many that nobody solves them, that it is so: nothing of them is computed."""
    options, listed, _ = _parts(text)
    count = sum(map(len, options.values()))
    if count and not listed and 2**count > MOST_STATES:
        return Message("page-models.states-beyond", options=count, most=int(np.log2(MOST_STATES)), all=2**count)
    form = _states(text)
    if form is not None:
        return Message("page-models.states", count=len(form.codes), all=2**count)
    return Message("page-models.states-many", all=2**count) if count else Message("page-models.states-none")
