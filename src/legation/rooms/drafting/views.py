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
    told = form == "attributed"
    lines = [_clean(state, unit) if form == "clean" else _bracketed(state, unit, told=told) for unit in state.units]
    return "\n\n".join(line for line in lines if line)


def view_for(state: State, actor: str) -> str:
    """Return the bracketed text with one actor's own stances in it, and nobody else's."""
    return "\n\n".join(_bracketed(state, unit, told=True, only=actor) for unit in state.units)


def alternatives(state: State) -> tuple[Alternatives, ...]:
    """Return the table of alternatives: groups of two or more brackets, in the order of opening."""
    groups: dict[str, list[Held]] = {}
    for held in state.held.values():
        groups.setdefault(held.group, []).append(held)
    return tuple(
        Alternatives(
            group,
            found[0].unit,
            tuple(held.id for held in found),
            tuple("".join(state.words(held)).strip() for held in found),
            tuple(supporting(state, held.id) for held in found),
            tuple(opposing(state, held.id) for held in found),
        )
        for group, found in groups.items()
        if len(found) > 1
    )


def _clean(state: State, unit: Unit) -> str:
    out = {n for held in _over(state, unit) if not (held.verb or held.id.endswith(".was")) for n in range(held.start, held.end)}
    words = "".join(word for n, word in enumerate(unit.words) if n not in out).strip()
    return f"{unit.label}. {words}" if words else ""


def _bracketed(state: State, unit: Unit, *, told: bool, only: str = "") -> str:
    held = sorted(_over(state, unit), key=lambda one: (one.start, -one.end))
    begins: dict[int, list[Held]] = {}
    ends: dict[int, list[Held]] = {}
    for one in held:
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
        out.extend(f"{_said(state, one, only) if told else ''}]" for one in closed)
    status = f" (agreed {unit.level})" if unit.level == "ad ref" else ""
    return f"{unit.label}. {''.join(out)}{status}"


def _said(state: State, held: Held, only: str) -> str:
    """Return what is written at the end of a bracket: who wants it, and who wants it out."""
    public = {actor for (actor, target), one in state.stances.items() if target == held.id and one.public}
    seen = public if not only else {only}
    wanted = [actor for actor in supporting(state, held.id) if actor in seen]
    unwanted = [actor for actor in opposing(state, held.id) if actor in seen]
    verb = "delete" if held.verb == "delete" else "oppose"
    pieces = [f" ({', '.join(wanted)})"] if wanted else []
    pieces += [f" – {', '.join(unwanted)} {verb}"] if unwanted else []
    return "".join(pieces)


def _over(state: State, unit: Unit) -> list[Held]:
    return [held for held in state.held.values() if held.unit == unit.id]
