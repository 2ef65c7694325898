"""Plane: things by their places in two dimensions, with their groups, what stands round them, and names that never overlap."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from legation.errors import BadValue
from legation.figures.figure import Figure
from legation.figures.kit.plane_sheet import draw
from legation.figures.kit.spots import Axis, Group, Plane, Region, Spot
from legation.language import Message, Spoken

__all__ = ["Axis", "Group", "Region", "Spot", "plane"]

_NAMES = 40
"""Up to so many things, names are written in full."""


def plane(
    spots: Sequence[Spot],
    groups: Sequence[Group],
    *,
    axes: tuple[Axis, Axis] | None = None,
    corners: Sequence[Spoken | str] = (),
    regions: Sequence[Region] = (),
    hulls: bool = False,
    in_full: bool | None = None,
    notes: Sequence[Spoken | str] = (),
    id: str,  # noqa: A002 - the field of a figure
    title: Message,
    subtitle: Message,
    alt: Message,
) -> Figure:
    """Draw things in two dimensions: on a map whose directions have no unit and one scale, or between two axes.

    Names stand where they have room. On a map the crowds in which they have none are drawn again below, larger; whose name still finds no
    place is said. Things at one point stand side by side round it.

    Parameters
    ----------
    spots : sequence of Spot
        At least one.
    groups : sequence of Group
        By number.
    axes : (Axis, Axis), optional
        The level one and the upright one.
    corners : sequence of Spoken or str
        What the quarters of parted axes are called: upper left, upper right, lower left, lower right.
    regions : sequence of Region
        On axes, which then have one scale.
    hulls : bool
        Whether an outline goes round each group, and one, shaded, round those of it that are sure.
    in_full : bool or None
        Names in full instead of ids; None: up to 40 things.
    notes : sequence of Spoken or str
        Below the plane.
    title, subtitle, alt : Message
        The finding, the measure with its date, and the picture in words.

    Raises
    ------
    BadValue
        Without a thing, with a group that has no number, and for a place or a range off the axes.

    Examples
    --------
    >>> from legation.figures.figure import Named
    >>> said = Message("language.yes")
    >>> spots = [Spot(name=Named("FRA", "France"), x=0, y=0, row=("actors", "FRA")), Spot(name=Named("PER", "Peru"), x=1, y=1, group=1)]
    >>> figure = plane(spots, [Group(name="West"), Group(name="South")], id="map", title=said, subtitle=said, alt=said)
    >>> [(mark["label"], mark["row"]) for mark in figure.records("en")]
    [('France', {'table': 'actors', 'id': 'FRA'}), ('Peru', None)]
    """
    if not spots:
        raise BadValue(Message("figures.empty"))
    for spot in spots:
        _checked(spot, len(groups), on_axes=axes is not None)
    if axes and any(not 0 <= value <= 100 for region in regions if region.sign for value in region.sign):
        raise BadValue(Message("figures.plane.bad-spot", name=regions[0].name, x=0, y=0, groups=len(groups)))
    shown = tuple(spots)
    if not any(spot.name for spot in spots):  # nothing of the order of the rows is left in the picture
        shown = tuple(sorted(spots, key=lambda spot: (spot.group, spot.x, spot.y, spot.sure)))
    drawn = Plane(
        shown,
        tuple(groups),
        axes,
        tuple(corners),
        tuple(regions),
        hulls,
        len(spots) <= _NAMES if in_full is None else in_full,
        tuple(notes),
    )
    return Figure(id=id, title=title, subtitle=subtitle, alt=alt, marks=tuple(drawn.marks()), spec=functools.partial(draw, drawn))


def _checked(spot: Spot, groups: int, *, on_axes: bool) -> None:
    spans = [(spot.x,), (spot.y,)]
    spans += [(span[0], value, span[1]) for span, value in ((spot.across, spot.x), (spot.up, spot.y)) if span]  # type: ignore[misc]
    known = [value for span in spans for value in span if value == value]
    rising = all(list(span) == sorted(span) for span in spans)
    inside = all(0 <= value <= 100 for value in known) if on_axes else all(abs(value) < float("inf") for value in known)
    if not rising or not inside or not -1 <= spot.group < groups:
        raise BadValue(Message("figures.plane.bad-spot", name=spot.name, x=spot.x, y=spot.y, groups=groups))
