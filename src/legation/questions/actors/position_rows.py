"""Where actors stand on one issue, as rows of a figure: those who stand alike share a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from legation.errors import BadValue
from legation.figures.figure import Figure, Named
from legation.figures.kit.rows import Item, Row, Scale, Tone, row_chart
from legation.figures.mark import Mark
from legation.language import LANGUAGES, AnyOrder, Message, Spoken, say
from legation.questions.answer import first_of

__all__ = ["Stand", "position_chart", "position_rows", "scale_of"]

_TALL, _WIDE = 840.0, 42
"""The height that rows may have together [px]; so many signs of a name stand on a line."""
_FORMS = ((0.0, 999), (2.0, 999), (5.0, 999), (10.0, 999), (20.0, 999), (5.0, 8), (10.0, 6), (20.0, 4), (20.0, 2))
"""Who stands no further apart shares a row [points], of so many names: the first form that fits a page."""
_TICKS = tuple((float(value), str(value)) for value in (0, 25, 50, 75, 100))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """One position of one actor; several of one actor, contradictory ones too, are lines of one row.

    Attributes
    ----------
    actor : Named
    value, low, high : float or None
        On the issue's scale [points, 0 to 100]; None where not known.
    basis : str
        ``vote``, ``statement``, ``text``, ``expert``, ``model``, ``game``, ``room`` or empty.
    evidence : tuple of str
    share : float or None
        Its share of the weight [0 to 1].
    """

    actor: Named
    value: float | None
    low: float | None = None
    high: float | None = None
    basis: str = ""
    share: float | None = None
    evidence: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether no range is given."""
        return self.low is None or self.high is None

    @property
    def words(self) -> Message:
        """The value and what it rests on."""
        value = Message("figures.positions.unknown") if self.value is None else Message("figures.positions.points", value=self.value)
        return Message("figures.positions.basis", value=value, basis=Message(f"basis.{self.basis}")) if self.basis else value


def position_chart(
    stands: Sequence[Stand],
    *,
    id: str,  # noqa: A002 - the field of a figure
    low: Spoken | str,
    high: Spoken | str,
    notes: Sequence[Spoken | str] = (),
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw positions in the order of their values; who stands alike shares a row, and where rows are too many, who stands near.

    Raises
    ------
    BadValue
        A number is outside 0 to 100, or a range runs backwards.
    """
    rows, said = position_rows(stands)
    return row_chart(
        rows,
        [scale_of(low, high)],
        id=id,
        notes=(*notes, *said),
        title=title,
        subtitle=subtitle,
        alt=alt,
    )


def scale_of(low: Spoken | str, high: Spoken | str) -> Scale:
    """Return the scale of an issue, with what its ends mean."""
    return Scale(low=0, high=100, ticks=_TICKS, head=Message("figures.positions.ends", low=low, high=high))


def position_rows(stands: Sequence[Stand], *, tall: float = _TALL) -> tuple[list[Row], list[Message]]:
    """Return the rows in the order of their values, no taller together than a page has room for, and what is said below them.

    Raises
    ------
    BadValue
        A number is outside 0 to 100, or a range runs backwards.
    """
    by_actor: dict[str, list[Stand]] = {}
    for stand in stands:
        numbers = [n for n in (stand.low, stand.value, stand.high) if n is not None]
        if numbers != sorted(numbers) or any(not 0 <= n <= 100 for n in numbers):
            found = (stand.low, stand.value, stand.high)
            raise BadValue(Message("figures.positions.bad-stand", actor=stand.actor, found=found, basis=stand.basis))
        by_actor.setdefault(stand.actor.id, []).append(stand)
    forms = ((_shared(by_actor, near), many) for near, many in _FORMS)
    shared, many = next((form for form in forms if _fits(*form, tall)), (_shared(by_actor, _FORMS[-1][0]), _FORMS[-1][1]))
    shown = shared
    while not _fits(shown, many, tall):
        shown = shown[:-1]
    said = []
    if any(len({stand.value for stand in column}) > 1 for row in shown for column in zip(*row, strict=True)):
        said.append(Message("figures.positions.near"))
    if without := len({stand.actor.id for stand in stands if stand.is_open}):
        said.append(Message("figures.positions.open", count=without))
    if left_out := sum(len(row) for row in shared[len(shown) :]):
        said.append(Message("figures.positions.left-out", count=left_out))
    return [_row(row, many) for row in shown], said


def _fits(rows: list[list[list[Stand]]], many: int, most: float) -> bool:
    """Whether rows of no more names than so many are no taller than allowed, in every language."""
    tall = 0.0
    for row in rows:
        names = [stands[0].actor for stands in row[:many]]
        lines = max(-(-sum(len(say(name, lang)) + 2 for name in names) // _WIDE) for lang in LANGUAGES)
        tall += max(15 * (lines + (len(row) > 1)), 17 * len(row[0])) + 9
    return tall <= most


def _shared(by_actor: dict[str, list[Stand]], near: float) -> list[list[list[Stand]]]:
    """Return actors with their positions, those together who stand alike to so many points; by mean value, without any value last."""
    rows: dict[tuple[tuple[object, ...], ...], list[list[Stand]]] = {}
    for stands in by_actor.values():
        ordered = sorted(stands, key=lambda stand: (stand.value is None, stand.value or 0.0, stand.basis))
        key = tuple((_step(s.value, near), *((s.low, s.high) if not near else (s.is_open,)), s.basis) for s in ordered)
        rows.setdefault(key, []).append(ordered)

    def place(row: list[list[Stand]]) -> tuple[bool, float, str]:
        values = [s.value for stands in row for s in stands if s.value is not None]
        return not values, sum(values) / len(values) if values else 0.0, row[0][0].actor.id

    return sorted(rows.values(), key=place)


def _step(value: float | None, near: float) -> float | None:
    return value if value is None or not near else min(value, 99.9) // near


def _row(row: list[list[Stand]], many: int) -> Row:
    """Return a row: its actors, and for each of their positions the mean, with the range that holds all of theirs."""
    actors = [stands[0].actor for stands in row]
    items = tuple(_item(column, line) for line, column in enumerate(zip(*row, strict=True)))
    shares = [stand.share for stands in row for stand in stands[:1] if stand.share is not None]
    weight = Message("figures.positions.weight", share=sum(shares)) if shares else ""
    if len(actors) == 1:
        sources = tuple(dict.fromkeys(e for stand in row[0] for e in stand.evidence))
        return Row(name=actors[0], under=weight, items=items, row=("actors", actors[0].id), evidence=sources)
    parts = tuple(Mark(label=s.actor, value=s.words, row=("actors", s.actor.id), evidence=s.evidence) for stands in row for s in stands)
    names = Message("figures.positions.names", names=AnyOrder(first_of(actors, many)))
    count = Message("figures.flows.actors", count=len(actors))
    under = Message("figures.positions.count-weight", count=len(actors), share=sum(shares)) if shares else count
    return Row(name=names, under=under, items=items, parts=parts)


def _item(column: tuple[Stand, ...], line: int) -> Item:
    values = [stand.value for stand in column if stand.value is not None]
    lows, highs = [s.low for s in column if s.low is not None], [s.high for s in column if s.high is not None]
    mean = sum(values) / len(values) if values else None
    spread = bool(values) and min(values) < max(values)
    closed = len(lows) == len(highs) == len(column)
    ends = (min([*lows, *values]), max([*highs, *values])) if closed else (min(values), max(values)) if spread else (None, None)
    first = column[0]
    apart = spread and round(min(values)) != round(max(values))
    words = Message("figures.positions.between", low=min(values), high=max(values)) if apart else first.words
    if apart and first.basis:
        words = Message("figures.positions.basis", value=words, basis=Message(f"basis.{first.basis}"))
    tone: Tone = "third" if first.basis == "model" else "first"
    return Item(value=mean, low=ends[0], high=ends[1], text=words, line=line, shape="circle", tone=tone)
