"""The tables and pictures of a draft: versions, paragraphs, open brackets, packages, and who holds what open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from legation.figures.figure import Figure
from legation.figures.kit.matrix import EMPTY, Cell, Head, Sample, matrix
from legation.figures.kit.multiples import Course, Panel, Reading, multiples
from legation.figures.kit.rows import Fill, Item, Row, Scale, row_chart
from legation.language import Message
from legation.questions.answer import AnswerTable
from legation.questions.base.case import joined_evidence
from legation.questions.base.columns import ACTOR, DATE, EVIDENCE, SHARED, Columns
from legation.questions.deals.drafting.draft import DraftInputs, DraftOpenness, SurvivingWords, VersionOpenness
from legation.rooms.drafting import SILENT, Blocking, Landing, Package, Stance, State, opposing, standing, supporting
from legation.rooms.drafting.obstacles import words_in

__all__ = [
    "KIND",
    "LEVEL",
    "STANCE",
    "actors_table",
    "alternatives_table",
    "blocked_by_package",
    "blockers_of",
    "bracketed_words_by_voice",
    "brackets_table",
    "convergence_of",
    "disputed_brackets_table",
    "pairs_table",
    "stances_table",
    "survivors_of",
    "units_table",
    "versions_table",
    "waiting",
]


KIND = {name: Message(f"drafting.kind.{name}") for name in ("zero", "compilation", "rolling", "chair", "L", "final")}
STANCE = {
    name: Message(f"drafting.stance.{name}") for name in ("support", "can_live_with", "flexible", "reserve", "oppose", "no_instructions")
}
LEVEL = {
    "proposed": Message("drafting.level.proposed"),
    "bracketed": Message("drafting.level.bracketed"),
    "informals": Message("drafting.level.informals"),
    "ad ref": Message("drafting.level.ad-ref"),
    "committee": Message("drafting.level.committee"),
    "adopted": Message("drafting.level.adopted"),
}


def blocked_by_package(state: State, blocking: Blocking) -> Mapping[str, tuple[str, ...]]:
    """Return by bracket that nobody opposes the opposed brackets in its packages; a paragraph in a package stands for its open brackets."""
    found: dict[str, tuple[str, ...]] = {}
    for package in state.packages.values():
        free, opposed = waiting(package, state, blocking)
        for name in free if opposed else ():
            found[name] = tuple(dict.fromkeys((*found.get(name, ()), *opposed)))
    return found


def waiting(package: Package, state: State, blocking: Blocking) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the open brackets of a package that nobody opposes, and those that somebody does."""
    names = [name for target in package.targets for name, one in state.held.items() if target in (name, one.unit)]
    inside = tuple(dict.fromkeys(names))
    return tuple(n for n in inside if not blocking.objectors[n]), tuple(n for n in inside if blocking.objectors[n])


STUCK = "where-is-the-text-stuck"
stuck_column = Columns(f"{STUCK}.")


def versions_table(inputs: DraftInputs, openness: DraftOpenness) -> AnswerTable:
    """Return a row for each version."""
    rows = [
        (
            version.date,
            KIND[one.kind],
            one.open,
            one.share,
            one.depth,
            one.agreed,
            one.stable,
            inputs.seen(version.evidence),
        )
        for version, one in zip(inputs.room.versions, openness.moments, strict=True)
    ]
    columns = (
        DATE,
        *SHARED.text("kind"),
        *stuck_column.number("open"),
        *stuck_column.share("share"),
        *stuck_column.number("depth"),
        *stuck_column.share("agreed", "stable"),
        EVIDENCE,
    )
    return AnswerTable(id="versions", title=Message(f"{STUCK}.versions"), columns=columns, rows=tuple(rows))


def units_table(inputs: DraftInputs, openness: DraftOpenness) -> AnswerTable:
    """Return a row for each paragraph, the most bracketed first."""
    rows: list[tuple[Any, ...]] = []
    for one in openness.units:
        words = one.words
        level = LEVEL[one.unit.level]
        pending = inputs.names(one.unit.pending)
        rows.append((one.unit.label, level, pending, one.brackets, words, one.bracketed / words if words else None))
    columns = (
        *stuck_column.text("unit", "level"),
        *stuck_column.actors("pending"),
        *stuck_column.number(brackets="open", words="words"),
        *stuck_column.share("share"),
    )
    return AnswerTable(id="units", title=Message(f"{STUCK}.units"), columns=columns, rows=tuple(rows))


def brackets_table(inputs: DraftInputs, blocking: Blocking) -> Iterator[AnswerTable]:
    """Yield a row for each open bracket, in the order of opening; nothing where none is open."""
    state = inputs.room.state
    if not state.held:
        return
    rows: list[tuple[Any, ...]] = []
    back = blocked_by_package(state, blocking)
    for one in state.held.values():
        opened = dt.date.fromisoformat(one.opened[:10])
        wanted, unwanted = (inputs.names(side(state, one.id)) for side in (supporting, opposing))
        behind = tuple(inputs.target(name) for name in back.get(one.id, ()))
        age = (inputs.case.as_of - opened).days
        rows.append((inputs.label(one.unit), inputs.words(one), words_in(state, [one.id]), opened, age, wanted, unwanted, behind))
    columns = (
        *stuck_column.text("unit", text="bracket"),
        *stuck_column.number("words"),
        *stuck_column.date("opened"),
        *stuck_column.number("age", unit="days"),
        *stuck_column.actors(wanting="drafting.wanting", objecting="drafting.objecting"),
        *stuck_column.text("behind"),
    )
    yield AnswerTable(id="brackets", title=Message(f"{STUCK}.brackets"), columns=columns, rows=tuple(rows))


def alternatives_table(inputs: DraftInputs, zones: tuple[Landing, ...]) -> Iterator[AnswerTable]:
    """Yield a row for each alternative, of each group that with the least opposition first; nothing where there is none."""
    rows: list[tuple[Any, ...]] = []
    for zone in zones:
        for name, against, for_ in zip(zone.brackets, zone.against, zone.for_, strict=True):
            bracket = inputs.room.state.held[name]
            movers = inputs.names(opposing(inputs.room.state, name))
            least = Message(f"{STUCK}.least") if name in zone.best else ""
            rows.append((inputs.label(zone.unit), inputs.words(bracket), against, for_, zone.silent, movers, least))
    if not rows:
        return
    columns = (
        *stuck_column.text("unit", text="bracket"),
        *stuck_column.number("against", "for", silent="silent-column"),
        *stuck_column.actors("movers"),
        *stuck_column.text(least="least-column"),
    )
    yield AnswerTable(id="alternatives", title=Message(f"{STUCK}.alternatives"), columns=columns, rows=tuple(rows))


BLOCKING = "who-is-blocking"
blocking_column = Columns(f"{BLOCKING}.")
MOST_PAIRS = 50


def bracketed_words_by_voice(inputs: DraftInputs, blocking: Blocking) -> dict[str, int]:
    """Return by voice the words that its objections keep in brackets."""
    return {
        actor: words_in(inputs.room.state, [n for n in blocking.brackets if actor in blocking.objectors[n]]) for actor in blocking.actors
    }


def actors_table(inputs: DraftInputs, blocking: Blocking) -> AnswerTable:
    """Return a row for each voice, those that object to most words first."""
    rows: list[tuple[Any, ...]] = []
    surviving = bracketed_words_by_voice(inputs, blocking)
    order = sorted(range(len(blocking.actors)), key=lambda n: (-surviving[blocking.actors[n]], blocking.actors[n]))
    for n in order:
        actor, stances = blocking.actors[n], blocking.stance[n]
        alone = sum(one == actor for one in blocking.lone.values())
        counts = [int((stances == value).sum()) for value in (-1, 1, 0, SILENT)]
        rows.append((inputs.named(actor), counts[0], alone, surviving[actor], *counts[1:]))
    columns = (
        ACTOR,
        *blocking_column.number(
            "objects", alone="alone-column", words="words-column", wants="wants", neither="neither", silent="silent-column"
        ),
    )
    return AnswerTable(id="actors", title=Message(f"{BLOCKING}.actors-table"), columns=columns, rows=tuple(rows))


def disputed_brackets_table(inputs: DraftInputs, blocking: Blocking) -> AnswerTable:
    """Return a row for each open bracket, in the order of opening."""
    rows = [
        (
            inputs.label(inputs.room.state.held[name].unit),
            inputs.words(inputs.room.state.held[name]),
            words_in(inputs.room.state, [name]),
            inputs.names(blocking.objectors[name]),
            inputs.names(blocking.wanting[name]),
            int((blocking.stance[:, n] == SILENT).sum()),
        )
        for n, name in enumerate(blocking.brackets)
    ]
    columns = (
        *blocking_column.text("unit", text="bracket"),
        *blocking_column.number(words="count-of-words"),
        *blocking_column.actors(objecting="drafting.objecting", wanting="drafting.wanting"),
        *blocking_column.number(silent="silent-voices"),
    )
    return AnswerTable(id="brackets", title=Message(f"{BLOCKING}.brackets-table"), columns=columns, rows=tuple(rows))


def stances_table(inputs: DraftInputs, blocking: Blocking) -> AnswerTable:
    """Return the stances on open brackets and on paragraphs: a row for those who said the same of the same words on the same day."""
    state = inputs.room.state
    together: dict[tuple[str, str, str, str, str], list[Stance]] = {}
    for target in (*blocking.brackets, *(unit.id for unit in state.units)):
        for one in standing(state, target).values():
            depends = one.conditional_on if _is_there(inputs, one.conditional_on) else ""
            together.setdefault((target, one.stance, one.at[:10], _taken_from(inputs, one), depends), []).append(one)
    rows: list[tuple[Any, ...]] = []
    for (target, stance, day, origin, depends), those in together.items():
        source = _TAKEN_FROM[origin]
        names = inputs.names(tuple(one.actor for one in those))
        behind = joined_evidence(map(inputs.behind, those))
        on = inputs.target(depends) if depends else ""
        rows.append((inputs.target(target), STANCE[stance], names, dt.date.fromisoformat(day), source, on, behind))
    columns = (
        *blocking_column.text(target="of-what", stance="stance"),
        *SHARED.actors("actors"),
        DATE,
        *blocking_column.text("source", "depends"),
        EVIDENCE,
    )
    return AnswerTable(id="stances", title=Message(f"{BLOCKING}.stances-table"), columns=columns, rows=tuple(rows))


_TAKEN_FROM = {
    "room": Message(f"{BLOCKING}.from-room"),
    "statement": Message(f"{BLOCKING}.from-statement"),
    "text": Message(f"{BLOCKING}.from-text"),
}


def _taken_from(inputs: DraftInputs, stance: Stance) -> str:
    """Return where a stance is taken from: a live room, a statement of its own, the text."""
    if (stance.actor, stance.target, stance.at) in inputs.room.in_room:
        return "room"
    return "statement" if stance.evidence else "text"


def _is_there(inputs: DraftInputs, name: str) -> bool:
    return name in inputs.room.state.held or any(unit.id == name for unit in inputs.room.state.units)


def pairs_table(inputs: DraftInputs, blocking: Blocking) -> Iterator[AnswerTable]:
    """Yield those who object to the same two brackets or more; nothing where nobody does."""
    rows = tuple((inputs.named(a), inputs.named(b), count) for a, b, count in blocking.pairs[:MOST_PAIRS] if count > 1)
    if not rows:
        return
    columns = (ACTOR, *SHARED.text("with"), *blocking_column.number(brackets="same-brackets"))
    yield AnswerTable(id="pairs", title=Message(f"{BLOCKING}.pairs-table"), columns=columns, rows=rows)


def convergence_of(inputs: DraftInputs, openness: DraftOpenness) -> Figure:
    """Return open brackets and bracketed words, version by version."""
    moments = openness.moments
    first, last = moments[0], moments[-1]
    title = _course(first, last, len(moments))
    known = [one.share for one in moments if one.share == one.share] or [0.0]
    counts = [Reading(at=one.day, value=float(one.open), **_said(one, Message("figures.bands.number", value=one.open))) for one in moments]
    shares = [Reading(at=one.day, value=one.share, **_said(one, Message("answer.share", share=one.share))) for one in moments]
    return multiples(
        [
            Panel(name=name, courses=(Course(name=name, readings=tuple(readings), labelled=False),), share=share)
            for name, readings, share in (
                (Message("drafting.figure.open"), counts, False),
                (Message("drafting.figure.share"), shares, True),
            )
        ],
        id="convergence",
        ticks=[(one.day, _called(one)) for one in moments],
        title=title,
        subtitle=Message("drafting.picture.course-subtitle", title=inputs.title, as_of=inputs.case.as_of),
        alt=Message("drafting.picture.course-alt", finding=title, low=min(known), high=max(known)),
    )


def _said(one: VersionOpenness, text: Message) -> dict[str, Any]:
    return {"text": text, "beside": text, "label": _called(one)}


def _called(one: VersionOpenness) -> Message:
    return Message("figures.bands.at", name=KIND[one.kind], when=Message("figures.timeline.day", day=one.day))


def _course(first: VersionOpenness, last: VersionOpenness, versions: int) -> Message:
    """Return how many brackets are open, beside the first version; none is said as none."""
    if not last.open:
        form = "course-closed" if first.open else "course-without"
        return Message(f"drafting.picture.{form}", count=first.open, date=last.day)
    form = "course-one" if versions == 1 else "course" if first.open else "course-from-none"
    return Message(f"drafting.picture.{form}", count=last.open, first=first.open, date=last.day)


def survivors_of(inputs: DraftInputs, surviving: SurvivingWords) -> Figure:
    """Return whose words stand outside brackets now."""
    origins = [_origin(Message("drafting.picture.first-version"), surviving.first, surviving.first_words)]
    for one in surviving.origins[:_ORIGINS]:
        names = Message("drafting.picture.proposers", actors=inputs.names(one.actors))
        origins.append(_origin(names, one.survived, one.proposed))
    origins.append(_origin(Message("drafting.picture.new-words"), surviving.new, None))
    most = float(max(1, *(item.value or 0 for row in origins for item in row.items)))
    title = Message("drafting.picture.kept", first=surviving.first, of=surviving.words)
    left = len(surviving.origins) - _ORIGINS
    return row_chart(
        origins,
        [Scale(high=most, head=Message(f"drafting.figure.key-{name}")) for name in ("kept", "proposed")],
        id="survivors",
        title=title,
        subtitle=Message("drafting.picture.kept-subtitle", title=inputs.title, as_of=inputs.case.as_of),
        alt=Message("drafting.picture.kept-alt", finding=title, count=len(surviving.origins), new=surviving.new),
        notes=(Message("drafting.figure.more-origins", count=left),) if left > 0 else (),
    )


_ORIGINS = 24
"""Proposals of the picture."""


def _origin(name: Message, stand_now: int, proposed: int | None) -> Row:
    """Return an origin of words: how many stand, and of how many that were proposed; nobody proposed those of None."""
    words = [("kept", stand_now)] + ([("proposed", proposed)] if proposed is not None else [])
    fills: tuple[Fill, ...] = ("full", "open")
    items = []
    for at, (key, count) in enumerate(words):
        said = Message("figures.counted", what=Message(f"drafting.figure.key-{key}"), count=count)
        items.append(Item(value=float(count), text=Message("answer.value", value=count), said=said, scale=at, fill=fills[at]))
    return Row(name=name, items=tuple(items))


def blockers_of(inputs: DraftInputs, blocking: Blocking) -> Figure:
    """Return who holds which bracket open."""
    opposed = sum(map(bool, blocking.objectors.values()))
    form = "blockers" if blocking.lone else "blockers-shared" if opposed else "blockers-unopposed"
    described = "blockers-alt" if opposed else "blockers-unopposed-alt"
    title = Message(f"drafting.picture.{form}", count=len(blocking.brackets), alone=len(blocking.lone))
    counts = [[int((stances == value).sum()) for value in (-1, SILENT)] for stances in blocking.stance]
    actors = sorted(range(len(counts)), key=lambda n: (-counts[n][0], counts[n][1], blocking.actors[n]))
    against = [
        (-int((blocking.stance[:, n] == -1).sum()), int((blocking.stance[:, n] == SILENT).sum()), n) for n in range(len(blocking.brackets))
    ]
    brackets = [n for *_, n in sorted(against)]
    behind = {(one.actor, name): inputs.behind(one) for name in blocking.brackets for one in standing(inputs.room.state, name).values()}
    return matrix(
        [Head(name=_bracket_named(inputs, blocking.brackets[n])) for n in brackets],
        [Head(name=inputs.named(blocking.actors[n]), row=inputs.case.actor_row(inputs.named(blocking.actors[n]).id)) for n in actors],
        [
            [_stance(int(blocking.stance[actor, n]), behind.get((blocking.actors[actor], blocking.brackets[n]), ())) for actor in actors]
            for n in brackets
        ],
        id="blockers",
        title=title,
        subtitle=Message("drafting.picture.blockers-subtitle", title=inputs.title, as_of=inputs.case.as_of),
        alt=Message(f"drafting.picture.{described}", finding=title, actors=len(blocking.actors), count=opposed),
        key=(*(Sample((tone,), _SAID[stance], sign) for stance, (tone, sign) in _SIGNS.items()), Sample((), _SAID[SILENT])),
    )


_SIGNS = {1: ("full", "+"), -1: ("against", "×"), 0: ("open", "·")}
_SAID = {
    1: Message("drafting.figure.wants"),
    -1: Message("drafting.figure.opposes"),
    0: Message("drafting.figure.neither"),
    SILENT: Message("drafting.figure.silent"),
}


def _stance(stance: int, evidence: tuple[str, ...]) -> Cell:
    if stance == SILENT:
        return EMPTY
    tone, sign = _SIGNS[stance]
    return Cell(text=sign, says=_SAID[stance], tone=tone, evidence=evidence)


def _bracket_named(inputs: DraftInputs, name: str) -> Message:
    bracket = inputs.room.state.held[name]
    return Message("drafting.figure.row", unit=inputs.label(bracket.unit), words=inputs.words(bracket))
