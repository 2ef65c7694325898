"""The body of a draft in Akoma Ntoso: its paragraphs, their lines, and the brackets in these."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from legation.methods.drafting import Draft, Unit
from legation.methods.drafting.tree import placed
from legation.sources.draft.akn_names import BETWEEN, akn, ours

__all__ = ["add_body"]

_LINE = re.compile(r"([^\r\n\u2028\u2029]*)(\r\n|[\r\n\u2028\u2029]|\Z)")
_ELEMENT = {"PP": ("hcontainer", "pp"), "OP": ("paragraph", "op"), "Art": ("article", "art"), "other": ("paragraph", "para")}
_STOP = re.compile(r"[.):]?[ \t\u00a0]*")
_NUMBER = re.compile(r"[0-9].*")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of the text: where it stands, the brackets round it from outside in, and who it speaks of."""

    start: int
    end: int
    within: tuple[int, ...]
    kind: str


def add_body(body: Any, draft: Draft) -> None:
    """Add a draft's paragraphs to an element; lines that are in none stand in it directly."""
    from lxml import etree

    writer = _Writer(draft)
    starts = [unit.start for unit in draft.units]
    notes = {note.start: note for note in draft.reservations}
    used: set[str] = set()
    parent, of_parent = body, -1
    for start, end in _lines(draft.text):
        first = start + len(draft.text[start:end]) - len(draft.text[start:end].lstrip(" \t\u00a0\ufeff"))
        unit = bisect_right(starts, first) - 1
        if first in notes or unit < 0:
            parent, of_parent = body, unit
        elif unit != of_parent:
            parent, of_parent = _unit(body, draft.units[unit], used), unit
            number = _number_end(draft, draft.units[unit])
            writer.add(etree.SubElement(parent, akn("num")), start, number)
            parent, start = etree.SubElement(parent, akn("content")), number
        line = etree.SubElement(parent, akn("p"))
        if first in notes and notes[first].actors:
            line.set(ours("actors"), BETWEEN.join(notes[first].actors))
            line.set(ours("verb"), notes[first].verb)
        writer.add(line, start, end)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    while True:
        line = _LINE.match(text, at)
        assert line is not None  # noqa: S101 - the pattern takes any text
        yield line.span(1)
        at = line.end()
        if not line[2]:
            return


def _unit(body: Any, unit: Unit, used: set[str]) -> Any:
    from lxml import etree

    element, series = _ELEMENT[unit.kind]
    found = _NUMBER.search(unit.label)
    name = f"{series}_{re.sub(r'[^0-9A-Za-z.]', '', found.group() if found else unit.label)}"
    again = 2
    chosen = name
    while chosen in used:
        chosen, again = f"{name}__{again}", again + 1
    used.add(chosen)
    made = etree.SubElement(body, akn(element), eId=chosen)
    if element == "hcontainer":
        made.set("name", "preambular")
    if unit.status:
        made.set(ours("status"), unit.status)
    if unit.version_of:
        made.set(ours("version-of"), unit.version_of)
    return made


def _number_end(draft: Draft, unit: Unit) -> int:
    stop = _STOP.match(draft.text, draft.text.index(unit.label, unit.start) + len(unit.label))
    return min(unit.end, stop.end() if stop else unit.end)


class _Writer:
    """Writes passages of a draft as elements; what was written of the pieces is kept, since passages come in order."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.pieces = list(_pieces(draft))
        self.at = 0

    def add(self, line: Any, start: int, end: int) -> None:
        """Add the text from start up to end to an element."""
        from lxml import etree

        open_elements: list[tuple[int, Any]] = []
        while self.at < len(self.pieces) and self.pieces[self.at].end <= start:
            self.at += 1
        n = self.at
        while n < len(self.pieces) and self.pieces[n].start < end:
            piece = self.pieces[n]
            shared = 0
            while shared < min(len(open_elements), len(piece.within)) and open_elements[shared][0] == piece.within[shared]:
                shared += 1
            del open_elements[shared:]
            for bracket in piece.within[shared:]:
                outer = open_elements[-1][1] if open_elements else line
                open_elements.append((bracket, self._bracket(outer, bracket)))
            inner = open_elements[-1][1] if open_elements else line
            if piece.kind in {"attribution", "status"}:
                inner = etree.SubElement(inner, akn("inline"), name=piece.kind)
            _append(inner, self.draft.text[max(start, piece.start) : min(end, piece.end)])
            n += 1

    def _bracket(self, outer: Any, number: int) -> Any:
        from lxml import etree

        bracket = self.draft.brackets[number]
        made = etree.SubElement(outer, akn("inline"), name="bracket")
        made.set(ours("bracket"), str(number + 1))
        for name, value in (
            ("actors", BETWEEN.join(bracket.actors)),
            ("verb", bracket.verb),
            ("status", bracket.status),
            ("group", str(bracket.group or "")),
        ):
            if value:
                made.set(ours(name), value)
        return made


def _pieces(draft: Draft) -> Iterator[_Piece]:
    """Give the pieces of the text in order; brackets are counted as in ``draft.brackets``."""
    rank: dict[int, int] = {}
    for number, node in enumerate(draft.nodes):
        if node.kind == "bracket":
            rank[number] = len(rank)
    within: tuple[int, ...] = ()
    at = 0
    for number, text in placed(draft.nodes):
        end = at + len(text)
        own = rank.get(number)
        if own is None:
            yield _Piece(at, end, within, draft.nodes[number].kind)
        elif own in within:
            yield _Piece(at, end, within, "sign")
            within = within[:-1]
        else:
            within = (*within, own)
            yield _Piece(at, end, within, "sign")
        at = end


def _append(element: Any, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text
