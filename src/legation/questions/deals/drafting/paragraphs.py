"""A version of a text cut into the paragraphs of a room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from legation.methods.drafting import Bracket, Draft, Unit, paragraphs, parse, unit_at
from legation.rooms.drafting import Paragraph

__all__ = ["VersionParagraphs", "cut_version", "key_of"]

_AFTER_LABEL = " \t\u00a0\u202f.):–—-"


@dataclass(frozen=True, slots=True)
class VersionParagraphs:
    """A version as paragraphs.

    Attributes
    ----------
    paragraphs : tuple of Paragraph
        In the order of the text; a bracket over several paragraphs stands in each of them.
    stray : int
        Bracket signs without their other half; they are left out of the paragraphs.
    reservations : tuple of (actor, paragraph, text)
        Footnotes whose mark stands in a paragraph.
    """

    paragraphs: tuple[Paragraph, ...]
    stray: int
    reservations: tuple[tuple[str, str, str], ...]


def key_of(label: str) -> str:
    """Return the id of a paragraph by its number: one spelling for ``OP 3 bis``, ``op3bis`` and ``OP3bis.``.

    >>> key_of("OP 3 bis"), key_of("op3bis."), key_of("5")
    ('op3bis', 'op3bis', '5')
    """
    return "".join(label.split()).rstrip(".").casefold()


def cut_version(text: str, bis: str, renumbered: Mapping[str, Any] | None = None, sources: Iterable[str] = ()) -> VersionParagraphs:
    r"""Return the paragraphs of a version.

    What stands before the first numbered paragraph is no paragraph, unless there are brackets in it: then it is paragraph 0. A text
    without numbers is counted line by line.

    Parameters
    ----------
    text : str
        Anything.
    bis : {"alternative", "new"}
    renumbered : mapping of str to str, optional
        A number in this version, and the number under which the paragraph stood at first.

    Examples
    --------
    >>> [(one.id, one.text) for one in cut_version("1. A [b].\n\n[OP2. C.\nOP3. D. (EU)]", "new").paragraphs]
    [('1', 'A [b].'), ('op2', '[C. (EU)]'), ('op3', '[D. (EU)]')]
    """
    draft = parse(text, bis)
    earlier = {key_of(label): key_of(str(was)) for label, was in (renumbered or {}).items()}
    used: dict[str, int] = {}
    made: list[Paragraph] = []
    keys: dict[tuple[int, int], str] = {}
    for unit in _units(draft):
        key = earlier.get(key_of(unit.label), key_of(unit.label))
        used[key] = used.get(key, 0) + 1
        key = key if used[key] == 1 else f"{key}#{used[key]}"
        keys[unit.start, unit.end] = key
        made.append(Paragraph(id=key, label=unit.label, text=_whole(_current_text(draft, unit), bis), sources=tuple(sources)))
    noted = [
        (actor, unit_at(draft.units, place), note.text) for note in draft.reservations for place in note.places for actor in note.actors
    ]
    stances = tuple((actor, keys[unit.start, unit.end], said) for actor, unit, said in noted if unit is not None)
    return VersionParagraphs(tuple(made), len(draft.problems), stances)


def _units(draft: Draft) -> tuple[Unit, ...]:
    """Return the numbered paragraphs; lines where none has a number, and the head where it is bracketed."""
    if not draft.units:
        return tuple(Unit(str(at), "other", start, end) for at, (start, end) in enumerate(paragraphs(draft.text), 1))
    first = draft.units[0].start
    if any(bracket.end <= first for bracket in draft.brackets):
        return (Unit("0", "other", 0, len(draft.text[:first].rstrip())), *draft.units)
    return draft.units


def _current_text(draft: Draft, unit: Unit) -> str:
    """Return a paragraph without its number, with the signs that brackets over several paragraphs leave in others."""
    text = draft.text[unit.start : unit.end]
    stray = {one.position - unit.start for one in draft.problems if unit.start <= one.position < unit.end}
    text = "".join(sign for at, sign in enumerate(text) if at not in stray)
    at = text.find(unit.label) if unit.kind != "other" or text.lstrip("[［【").startswith(unit.label) else -1
    body = text[:at] + text[at + len(unit.label) :].lstrip(_AFTER_LABEL) if at >= 0 else text
    over = [one for one in draft.brackets if one.start < unit.end and one.end > unit.start]
    before = "".join("[" for one in over if one.start < unit.start)
    after = "".join(f"{_said(one)}]" for one in reversed(over) if one.end > unit.end)
    return before + body.strip() + after


def _said(bracket: Bracket) -> str:
    said = ""
    for one in bracket.attributions:
        names = ", ".join(one.actors)
        said += f" – {names} {one.verb} {one.place}".rstrip() if one.verb else f" ({names})"
    return said


def _whole(text: str, bis: str) -> str:
    """Return the text without signs that have no other half once it stands alone."""
    problems = parse(text, bis).problems
    while problems:
        gone = {one.position for one in problems}
        text = "".join(sign for at, sign in enumerate(text) if at not in gone)
        problems = parse(text, bis).problems
    return text
