"""The figures of a conflict, for the questions that show it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from legation.figures.figure import Figure
from legation.figures.kit import network as nets
from legation.figures.kit.matrix import Cell, Head, Sample, matrix, shaded
from legation.figures.kit.network import Key, Node, Stroke, Tie, network
from legation.figures.theme import EDGE, INK
from legation.language import Message, Spoken
from legation.questions.base.case import Case
from legation.questions.conflict.inputs import ConflictInputs
from legation.questions.conflict.shown import Choice, State, colour_of, dash_of, letter_of
from legation.questions.conflict.words import changed, kinds, notion_words, numbered

if TYPE_CHECKING:
    from legation.methods.conflict import Chains, Stability, Step

__all__ = ["SHOWN", "ConflictView", "form_picture", "moves_picture", "subtitle_of", "tableau_picture"]

SHOWN = 18
"""States that a figure shows; what is more is counted."""
_ALL_ARROWS = 26


@dataclass(frozen=True)
class ConflictView:
    """What the figures of a conflict are made of.

    ``equilibria`` are in the order in which they are shown; ``path`` is the way that is emphasised; ``also`` are further states to show.
    """

    conflict: ConflictInputs
    found: Stability
    equilibria: tuple[int, ...]
    start: int | None
    led: Chains | None
    path: tuple[Step, ...] = ()
    also: tuple[int, ...] = ()

    def state(self, number: int) -> State:
        """Return a state with its marks."""
        notions = kinds(self.found, number) if number in self.equilibria else ()
        names = notion_words(notions, "short")
        words = "" if not names else names[0] if len(names) == 1 else Message("conflict.kinds", names=names)
        step = None if self.led is None or self.led.earliest[number] < 0 else int(self.led.earliest[number])
        return State(
            number=number + 1,
            taken=self.conflict.taken(number),
            strength=0 if not notions else 2 if "nash" in notions else 1,
            words=words,
            start=number == self.start,
            step=step,
        )

    @property
    def choices(self) -> list[Choice]:
        """The options."""
        named = zip(self.conflict.options, self.conflict.owner, self.conflict.form.direction, strict=True)
        return [Choice(name=name, maker=owner, direction=way) for name, owner, way in named]


def subtitle_of(case: Case, conflict: ConflictInputs) -> Message:
    """Return what stands below the title of each figure: the model, its size, the day."""
    return Message(
        "conflict.figure-subtitle",
        model=conflict.model.title or conflict.model.id,
        count=conflict.g.count,
        makers=len(conflict.makers),
        as_of=case.as_of,
    )


def moves_picture(view: ConflictView, title: Message, subtitle: Message) -> Figure:
    """Draw the graph of moves."""
    g = view.conflict.g
    shown = _first(view, SHOWN)
    there = set(shown)
    better = [[(i, s, t) for s in shown for t in g.network.moves(i, s, better=True) if t in there] for i in range(len(g.decision_makers))]
    every = [move for some in better for move in some]
    best_only = len(every) > _ALL_ARROWS
    listed = set(_best(view.conflict, every)) if best_only else set(every)
    path = {(g.number(step.decision_maker), step.before, step.after) for step in view.path}
    reached = [s for s in view.equilibria if view.led is not None and view.led.earliest[s] >= 0]
    states = [view.state(s) for s in shown]
    steps: list[int | None] = [*sorted({state.step for state in states if state.step is not None})]
    steps += [None] if any(state.step is None for state in states) else []
    strokes = [Stroke(dash_of(i), 1.4, arrow=True, colour=colour_of(i), letter=letter_of(i)) for i in range(len(g.decision_makers))]
    moved = sorted(listed | path)
    ties = [Tie(str(s + 1), str(t + 1), strokes[i], _change(view, s, t), way=int((i, s, t) in path)) for i, s, t in moved]
    return network(
        [_node(state, steps.index(state.step)) for state in states],
        ties,
        columns=[_head(step) for step in steps],
        key=_key(view, states, strokes, {i for i, _, _ in moved}),
        notes=tuple(_left_out(view, len(shown), len(set(view.equilibria) - there), best_only=best_only)),
        id="moves",
        title=title,
        subtitle=subtitle,
        alt=Message(
            "conflict.moves-alt",
            shown=len(shown),
            count=len(view.equilibria),
            equilibria=tuple(numbered(s) for s in view.equilibria[:SHOWN]) or ("—",),
            reached=tuple(numbered(s) for s in reached[:SHOWN]) or ("—",),
        ),
    )


def _node(state: State, column: int) -> Node:
    """Return a state: a square for an equilibrium, full where nobody has an improvement."""
    return Node(
        id=str(state.number),
        name=state.words,
        label=Message("conflict.state-number", number=str(state.number)),
        value=state.words,
        shape="square" if state.strength else "circle",
        colour=INK if state.strength else EDGE,
        hollow=state.strength < 2,
        ring=state.start,
        inside=str(state.number),
        column=column,
    )


def _change(view: ConflictView, before: int, after: int) -> Message:
    return Message("conflict.to-state", change=changed(view.conflict, before, after), to=numbered(after))


def _head(step: int | None) -> nets.Head:
    if step is None:
        return nets.Head(Message("conflict.not-reached"), Message("conflict.not-reached-short"), apart=True)
    return nets.Head(Message("conflict.steps", count=step), str(step)) if step else nets.Head(Message("conflict.start"))


def _key(view: ConflictView, states: Sequence[State], strokes: Sequence[Stroke], moving: set[int]) -> list[Key]:
    """Return whose the arrows are, and what the shapes are."""
    found = [Key(maker, strokes[i]) for i, maker in enumerate(view.conflict.makers) if i in moving]
    found += [Key(Message("conflict.way"))] if view.path else []
    kinds_there = {state.strength for state in states}
    words = ((2, Message("conflict.key-nash")), (1, Message("conflict.key-sanctions")), (0, Message("conflict.key-left")))
    found += [Key(said, _sample(strength=k)) for k, said in words if k in kinds_there]
    found += [Key(Message("conflict.key-start"), _sample(start=True))] if any(state.start for state in states) else []
    return found


def _sample(*, strength: int = 0, start: bool = False) -> Node:
    return dataclasses.replace(_node(State(number=0, taken=(), strength=strength, start=start), 0), inside="")


def _left_out(view: ConflictView, shown: int, equilibria: int, *, best_only: bool) -> Iterator[Message]:
    """Yield the moves of the way in words, that lesser improvements are not drawn, and which states are not."""
    for step in view.path:
        change = changed(view.conflict, step.before, step.after)
        move = Message("conflict.move", maker=view.conflict.maker(step.decision_maker), change=change, to=numbered(step.after))
        yield Message("conflict.step", state=numbered(step.before), move=move)
    if best_only:
        yield Message("conflict.best-only")
    if count := view.conflict.g.count - shown:
        form = "left-out" if equilibria else "left-out-plain"
        yield Message(f"conflict.{form}", count=count, shown=shown, equilibria=equilibria)


def tableau_picture(view: ConflictView, title: Message, subtitle: Message) -> Figure:
    """Draw the preference tableau."""
    g = view.conflict.g
    shown = _first(view, SHOWN)
    rankings = [[(np.flatnonzero(rank == level) + 1).tolist() for level in range(int(rank.max()), -1, -1)] for rank in g.network.rank]
    tops = tuple(
        Message("conflict.prefers-most", maker=maker, states=tuple(map(str, ranking[0][:3])), count=len(ranking[0]))
        for maker, ranking in zip(view.conflict.makers, rankings, strict=True)
    )
    places = [[1 + int((rank > rank[s]).sum()) for s in shown] for rank in g.network.rank]
    last = max(1, g.count - 1)
    preferred = Message("conflict.places", count=g.count)
    return _states_picture(
        view,
        shown,
        [
            Head(
                name=Message("conflict.lettered", letter=letter_of(at), maker=maker),
                block=preferred,
                evidence=view.conflict.evidence_of([maker.id]),
            )
            for at, maker in enumerate(view.conflict.makers)
        ],
        [[Cell(text=Message("answer.value", value=place), tone=shaded(1 - (place - 1) / last)) for place in row] for row in places],
        id="tableau",
        title=title,
        subtitle=subtitle,
        alt=Message("conflict.tableau-alt", tops=tops),
    )


def _states_picture(
    view: ConflictView, shown: Sequence[int], heads: Sequence[Head], cells: Sequence[Sequence[Cell]], **words: Any
) -> Figure:
    """Draw states side by side: what they are, some rows of their own, and which options are taken in each."""
    states = [view.state(s) for s in shown]
    rows = [Head(name=Message("conflict.states")), *heads]
    table = [[_number(state) for state in states], *cells]
    for number, maker in enumerate(view.conflict.makers):
        own = [k for k, choice in enumerate(view.choices) if choice.maker == number]
        called = Message("conflict.lettered", letter=letter_of(number), maker=maker)
        rows += [
            Head(name=_choice(view.choices[k]), block=called, evidence=view.conflict.evidence_of((), [view.conflict.form.names[k]]))
            for k in own
        ]
        table += [[_TAKEN if state.taken[k] else _LEFT for state in states] for k in own]
    kinds = {state.strength for state in states}
    key = [Sample((_TONES[kind],), said) for kind, said in _KEY.items() if kind in kinds]
    if any(state.start for state in states):
        key.append(Sample(("half",), Message("conflict.status-quo")))
    return matrix(rows, [Head(name="") for _ in states], table, key=key, **words)


def _choice(choice: Choice) -> Spoken | str:
    """Return an option's name, with what is said of one that goes one way only."""
    form = {"on_only": "stays", "off_only": "gone"}.get(choice.direction)
    return Message(f"conflict.{form}", option=choice.name) if form else choice.name


_TAKEN = Cell(text=Message("conflict.yes"), tone="half")
_LEFT = Cell(text=Message("conflict.no"))
_TONES = {2: "strong", 1: "framed", 0: "open"}
_KEY = {2: Message("conflict.key-nash"), 1: Message("conflict.key-sanctions"), 0: Message("conflict.key-left")}


def _number(state: State) -> Cell:
    """Return a state's number: in a frame where it is an equilibrium, on ink where nobody has an improvement from it."""
    said = Message("conflict.status-quo") if state.start else state.words or _KEY[state.strength]
    number = Message("answer.value", value=state.number)
    return Cell(
        text=number, says=Message("conflict.numbered", number=number, kind=said), tone="half" if state.start else _TONES[state.strength]
    )


def form_picture(view: ConflictView, title: Message, subtitle: Message) -> Figure | None:
    """Draw the status quo and the equilibria in option form; None where there is neither."""
    start = (view.start,) if view.start is not None and view.start not in view.equilibria else ()
    shown = tuple(dict.fromkeys((*start, *view.also, *view.equilibria)))[:SHOWN]
    if not shown:
        return None
    return _states_picture(
        view,
        shown,
        (),
        (),
        id="option-form",
        title=title,
        subtitle=subtitle,
        alt=Message("conflict.form-alt", states=tuple(numbered(s) for s in shown), options=len(view.choices)),
    )


def _first(view: ConflictView, most: int) -> tuple[int, ...]:
    """Return the states of a figure, ascending: the status quo and the way always, then equilibria, then what is led to soonest."""
    led = view.led
    always = [
        *([view.start] if view.start is not None else []),
        *(s for step in view.path for s in (step.before, step.after)),
        *view.also,
    ]
    near = sorted(led.reached, key=lambda s: (int(led.earliest[s]), s)) if led is not None else []
    wanted = dict.fromkeys([*always, *view.equilibria, *near])
    if view.conflict.g.count <= most:
        wanted |= dict.fromkeys(range(view.conflict.g.count))
    return tuple(sorted(list(wanted)[: max(most, len(set(always)))])) or (0,)


def _best(conflict: ConflictInputs, every: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Return of each decision maker's improvements from a state those that it likes best."""
    rank = conflict.g.network.rank
    best: dict[tuple[int, int], int] = {}
    for i, s, t in every:
        best[i, s] = max(best.get((i, s), -1), int(rank[i, t]))
    return [(i, s, t) for i, s, t in every if rank[i, t] == best[i, s]]
