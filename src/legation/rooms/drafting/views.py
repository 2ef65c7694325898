"""The text of a room: clean, bracketed, with who wants what, for one delegation; and its alternatives side by side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from legation.rooms.drafting.event import one_of
from legation.rooms.drafting.state import Held, State, Text, Unit, opposing, supporting

__all__ = ["VIEWS", "Alternatives", "alternatives", "clean_line", "line", "view", "view_for"]

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
        nobody named; ``attributed``: with who wants words in, and out, as far as they said so in public and the room shows it.
    """
    one_of(form, VIEWS, "form")
    looking = "" if form == "attributed" and state.settings.attributed else None
    lines = [clean_line(state, unit) if form == "clean" else line(state, unit, looking) for unit in state.units]
    return "\n\n".join(line for line in lines if line)


def view_for(state: State, actor: str) -> str:
    """Return the bracketed text with one actor's own stances in it, and nobody else's."""
    return "\n\n".join(line(state, unit, actor, alone=True) for unit in state.units)


def alternatives(state: State, looking: str = "") -> tuple[Alternatives, ...]:
    """Return the table of alternatives: groups of two or more brackets, in the order of opening.

    Parameters
    ----------
    looking : str
        Who looks: an actor sees its own stances beside the public ones, ``"chair"`` all that it was told; by default public ones alone.
    """
    groups: dict[str, list[Held]] = {}
    for bracket in state.held.values():
        groups.setdefault(bracket.group, []).append(bracket)
    return tuple(
        Alternatives(
            group,
            brackets[0].unit,
            tuple(bracket.id for bracket in brackets),
            tuple("".join(state.words(bracket)).strip() for bracket in brackets),
            tuple(supporting(state, bracket.id, looking) for bracket in brackets),
            tuple(opposing(state, bracket.id, looking) for bracket in brackets),
        )
        for group, brackets in groups.items()
        if len(brackets) > 1
    )


def clean_line(text: Text, unit: Unit) -> str:
    """Return a paragraph without what is in brackets but for words that stood before; empty where nothing is left."""
    out = {
        n for bracket in text.over(unit.id) if not (bracket.verb or bracket.id.endswith(".was")) for n in range(bracket.start, bracket.end)
    }
    words = "".join(word for n, word in enumerate(unit.words) if n not in out).strip()
    return f"{unit.label}. {words}" if words else ""


def line(text: Text, unit: Unit, looking: str | None, *, alone: bool = False, name: Callable[[str], str | None] | None = None) -> str:
    """Return a paragraph with its brackets.

    Parameters
    ----------
    looking : str or None
        With the names that somebody sees: an actor, ``"chair"``, ``""`` for all; None: nobody is named.
    alone : bool
        Whether only that actor's own stances are shown.
    name : callable, optional
        How an actor is named; None for nobody's name.
    """
    brackets = sorted(text.over(unit.id), key=lambda one: (one.start, -one.end))
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
        out.extend(f"{_attribution(text, one, looking, name, alone=alone) if looking is not None else ''}]" for one in closed)
    status = f" (agreed {unit.level})" if unit.level == "ad ref" else ""
    return f"{unit.label}. {''.join(out)}{status}"


def _attribution(text: Text, bracket: Held, looking: str, name: Callable[[str], str | None] | None, *, alone: bool) -> str:
    """Return what is written at the end of a bracket: who wants it, and who wants it out."""
    wanted = [actor for actor in supporting(text, bracket.id, looking) if not alone or actor == looking]
    unwanted = [actor for actor in opposing(text, bracket.id, looking) if not alone or actor == looking]
    if name is not None:
        wanted, unwanted = ([one for one in map(name, actors) if one] for actors in (wanted, unwanted))
    verb = "delete" if bracket.verb == "delete" else "oppose"
    pieces = [f" ({', '.join(wanted)})"] if wanted else []
    pieces += [f" – {', '.join(unwanted)} {verb}"] if unwanted else []
    return "".join(pieces)
