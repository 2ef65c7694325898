"""Roll calls that repeat an earlier one: the same title, stage, object and body in an earlier session."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from legation.dossier import RollCall
from legation.language import fold

__all__ = ["repeats"]

_Matter = tuple[str, str, str, str]
_WHOLE = ("", "resolution", "draft")
"""What a roll call may be on to be compared: paragraphs and amendments under one title are other texts."""


def repeats(rollcalls: Sequence[RollCall], sessions: Sequence[int], contested: Sequence[bool] | None = None) -> dict[int, int]:
    """Return for each roll call that repeats one the place of the latest that it repeats, both as places in ``rollcalls``.

    A title that stands twice in one session says of neither which one is repeated: both are left alone.

    Parameters
    ----------
    rollcalls : sequence of RollCall, length n
    sessions : sequence of int, length n
        The session of each.
    contested : sequence of bool, length n, optional
        Whether votes differ; one that is unanimous repeats nothing and is not repeated, for no point rests on it.

    Limits
    ------
    Titles are compared, not texts: a resolution may come back under its title with other demands.

    Examples
    --------
    >>> from legation.dossier.column import Wording
    >>> held = [RollCall(id=name, title=Wording("Sky")) for name in ("a", "b", "c")]
    >>> repeats(held, [70, 71, 73])
    {1: 0, 2: 1}
    """
    matters = [_matter(rollcall) for rollcall in rollcalls]
    often = Counter((matter, session) for matter, session in zip(matters, sessions, strict=True))
    found: dict[int, int] = {}
    latest: dict[_Matter, int] = {}
    for at in sorted(range(len(rollcalls)), key=lambda at: (sessions[at], at)):
        matter = matters[at]
        if matter is None or often[matter, sessions[at]] > 1 or (contested is not None and not contested[at]):
            continue
        if matter in latest:
            found[at] = latest[matter]
        latest[matter] = at
    return found


def _matter(rollcall: RollCall) -> _Matter | None:
    title = rollcall.title.in_language("en")
    if not title or rollcall.on not in _WHOLE:
        return None
    return fold(" ".join(title.split())), rollcall.stage, rollcall.on, rollcall.body
