"""The text of a room: clean, bracketed, with who wants what, for one delegation; and its alternatives side by side."""

from __future__ import annotations

from dataclasses import dataclass

from legation.rooms.drafting.event import one_of
from legation.rooms.drafting.state import Held, State, Unit, opposing, supporting

__all__ = ["VIEWS", "Alternatives", "alternatives", "view", "view_for"]

VIEWS = ("clean", "bracketed", "attributed")


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Versions of the same words.

    Attributes
    ----------
    group, unit : str
        The paragraph is that of the first.
    brackets, texts : tuple of str
    supporting, opposing : tuple of tuple of str
        Who wants each in, and out.
    """

    group: str
    unit: str
    brackets: tuple[str, ...]
    texts: tuple[str, ...]
    supporting: tuple[tuple[str, ...], ...]
    opposing: tuple[tuple[str, ...], ...]


def view(state: State, form: str = "bracketed") -> str:
    """Return the text, a paragraph a line, with an empty line between.

    Parameters
    ----------
    form : {"clean", "bracketed", "attributed"}
        ``clean``: only what stands outside brackets, and words that stood before somebody wanted them out; ``bracketed``: with brackets,
        nobody named; ``attributed``: with who wants words in, and out.
    """
    one_of(form, VIEWS, "form")
    attributed = form == "attributed"
    lines = [_clean(state, unit) if form == "clean" else _bracketed(state, unit, attributed=attributed) for unit in state.units]
    return "\n\n".join(line for line in lines if line)


def view_for(state: State, actor: str) -> str:
    """Return the bracketed text with one actor's own stances in it, and nobody else's."""
    return "\n\n".join(_bracketed(state, unit, attributed=True, only=actor) for unit in state.units)


def alternatives(state: State) -> tuple[Alternatives, ...]:
    """Return the table of alternatives: groups of two or more brackets, in the order of opening."""
    groups: dict[str, list[Held]] = {}
    for bracket in state.held.values():
        groups.setdefault(bracket.group, []).append(bracket)
    return tuple(
        Alternatives(
            group,
            brackets[0].unit,
            tuple(bracket.id for bracket in brackets),
            tuple("".join(state.words(bracket)).strip() for bracket in brackets),
            tuple(supporting(state, bracket.id) for bracket in brackets),
            tuple(opposing(state, bracket.id) for bracket in brackets),
        )
        for group, brackets in groups.items()
        if len(brackets) > 1
    )


def _clean(state: State, unit: Unit) -> str:
    out = {
        n for bracket in _over(state, unit) if not (bracket.verb or bracket.id.endswith(".was")) for n in range(bracket.start, bracket.end)
    }
    words = "".join(word for n, word in enumerate(unit.words) if n not in out).strip()
    return f"{unit.label}. {words}" if words else ""


def _bracketed(state: State, unit: Unit, *, attributed: bool, only: str = "") -> str:
    brackets = sorted(_over(state, unit), key=lambda one: (one.start, -one.end))
    begins: dict[int, list[Held]] = {}
    ends: dict[int, list[Held]] = {}
    for one in brackets:
        begins.setdefault(one.start, []).append(one)
        ends.setdefault(one.end, []).insert(0, one)
    out: list[str] = []
    closed: list[Held] = []
    for n, word in enumerate(unit.words):
        opened = begins.get(n, [])
        lead = word[: len(word) - len(word.lstrip())]
        joined = any(a.group == b.group for a in opened[:1] for b in closed)
        out.append(("" if joined else lead) + "[" * len(opened) + word.lstrip())
        closed = ends.get(n + 1, [])
        out.extend(f"{_attribution(state, one, only) if attributed else ''}]" for one in closed)
    status = f" (agreed {unit.level})" if unit.level == "ad ref" else ""
    return f"{unit.label}. {''.join(out)}{status}"


def _attribution(state: State, bracket: Held, only: str) -> str:
    """Return what is written at the end of a bracket: who wants it, and who wants it out."""
    public = {actor for (actor, target), one in state.stances.items() if target == bracket.id and one.public}
    seen = public if not only else {only}
    wanted = [actor for actor in supporting(state, bracket.id) if actor in seen]
    unwanted = [actor for actor in opposing(state, bracket.id) if actor in seen]
    verb = "delete" if bracket.verb == "delete" else "oppose"
    pieces = [f" ({', '.join(wanted)})"] if wanted else []
    pieces += [f" – {', '.join(unwanted)} {verb}"] if unwanted else []
    return "".join(pieces)


def _over(state: State, unit: Unit) -> list[Held]:
    return [bracket for bracket in state.held.values() if bracket.unit == unit.id]
