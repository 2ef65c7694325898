"""The text of a room: clean, bracketed, with who wants what, for one delegation; and its alternatives side by side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from legation.rooms.drafting.event import one_of
from legation.rooms.drafting.state import Held, State, Text, Unit, opposing, supporting

__all__ = ["VIEWS", "Alternatives", "Line", "Says", "alternatives", "clean_line", "line", "lines", "view", "view_for"]

VIEWS = ("clean", "bracketed", "attributed")
Says: TypeAlias = Callable[[str, str], str]
"""How a text says ``delete`` and ``oppose`` of some names, and ``ad ref`` of a paragraph: that word and the names -> what is written."""


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


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph as a view writes it.

    Attributes
    ----------
    unit, text : str
    brackets : tuple of (str, int, int)
        The brackets in it by where they begin, the outer first: id, and the place of its signs from start up to end, in characters.
    """

    unit: str
    text: str
    brackets: tuple[tuple[str, int, int], ...] = ()


def lines(state: State, form: str = "bracketed", only: str = "", says: Says | None = None) -> tuple[Line, ...]:
    """Return the paragraphs as a view writes them, with the places of their brackets; what is empty in it is left out.

    Parameters
    ----------
    form : {"clean", "bracketed", "attributed"}
        As :func:`view` has it.
    only : str
        With ``attributed``: the one actor whose stances stand in it, those that are not public too.
    says : callable, optional
        How it is said in a language; by default as negotiators write it, which :func:`legation.methods.drafting.parse` reads again.

    Examples
    --------
    >>> from legation.rooms.drafting import Brought, Opened, Paragraph, fold
    >>> text = (Paragraph(id="5", label="5", text="States [shall] report."),)
    >>> lines(fold([Opened(at="2025-03-01"), Brought(at="2025-03-01", kind="zero", paragraphs=text)]))
    (Line(unit='5', text='5. States [shall] report.', brackets=(('5:56ee5b50', 10, 17),)),)
    """
    one_of(form, VIEWS, "form")
    looking = only or "" if form == "attributed" and (only or state.settings.attributed) else None
    made = (
        Line(unit.id, clean_line(state, unit))
        if form == "clean"
        else _laid_out(state, unit, looking, None, says or _as_written, alone=bool(only))
        for unit in state.units
    )
    return tuple(one for one in made if one.text)


def view(state: State, form: str = "bracketed") -> str:
    """Return the text, a paragraph a line, with an empty line between.

    Parameters
    ----------
    form : {"clean", "bracketed", "attributed"}
        ``clean``: only what stands outside brackets, and words that stood before somebody wanted them out; ``bracketed``: with brackets,
        nobody named; ``attributed``: with who wants words in, and out, as far as they said so in public and the room shows it.
    """
    return "\n\n".join(one.text for one in lines(state, form))


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
    return _laid_out(text, unit, looking, name, _as_written, alone=alone).text


def _as_written(what: str, names: str) -> str:
    return f"(agreed {what})" if what == "ad ref" else f"– {names} {what}"


def _laid_out(text: Text, unit: Unit, looking: str | None, name: Callable[[str], str | None] | None, says: Says, *, alone: bool) -> Line:
    brackets = sorted(text.over(unit.id), key=lambda one: (one.start, -one.end))
    begins: dict[int, list[Held]] = {}
    ends: dict[int, list[Held]] = {}
    for one in brackets:
        begins.setdefault(one.start, []).append(one)
        ends.setdefault(one.end, []).insert(0, one)
    out = [f"{unit.label}. "]
    length = len(out[0])
    places: dict[str, list[int]] = {}
    closed: list[Held] = []
    for n, word in enumerate(unit.words):
        opened = begins.get(n, [])
        said = word.lstrip()
        lead = "" if any(a.group == b.group for a in opened[:1] for b in closed) else word[: len(word) - len(said)]
        for number, one in enumerate(opened):
            places[one.id] = [length + len(lead) + number]
        out.append(lead + "[" * len(opened) + said)
        length += len(out[-1])
        closed = ends.get(n + 1, [])
        for one in closed:
            out.append(f"{_attribution(text, one, looking, name, says, alone=alone) if looking is not None else ''}]")
            length += len(out[-1])
            places[one.id].append(length)
    if unit.level == "ad ref":
        out.append(f" {says(unit.level, '')}")
    return Line(unit.id, "".join(out), tuple((bracket, start, end) for bracket, (start, end) in places.items()))


def _attribution(text: Text, bracket: Held, looking: str, name: Callable[[str], str | None] | None, says: Says, *, alone: bool) -> str:
    """Return what is written at the end of a bracket: who wants it, and who wants it out."""
    wanted = [actor for actor in supporting(text, bracket.id, looking) if not alone or actor == looking]
    unwanted = [actor for actor in opposing(text, bracket.id, looking) if not alone or actor == looking]
    if name is not None:
        wanted, unwanted = ([one for one in map(name, actors) if one] for actors in (wanted, unwanted))
    verb = "delete" if bracket.verb == "delete" else "oppose"
    pieces = [f" ({', '.join(wanted)})"] if wanted else []
    pieces += [f" {says(verb, ', '.join(unwanted))}"] if unwanted else []
    return "".join(pieces)
