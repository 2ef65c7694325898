"""Logs that say themselves how their lines are laid out: blocks parted where a new ``#Fields:`` line stands."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from legation.sources.access_log.blocks import Block
from legation.sources.access_log.detecting import Way
from legation.sources.access_log.formats import fields_directive
from legation.sources.access_log.layout import Layout

__all__ = ["Directed", "Part"]

_NO_DAY = -(2**62)
_LONGEST_DIRECTIVE = 4_096
_DIRECTIVE = re.compile(rb"^#(Fields|Date):[^\n]*", re.MULTILINE)


class Part(NamedTuple):
    """A run of lines of one layout."""

    text: bytes
    line: int
    layout: Layout | None
    day: int


class Directed:
    """What lines of the log itself have said so far of those that follow: their fields, their day."""

    def __init__(self, way: Way, fields: str) -> None:
        self.way = way
        self.fields = fields
        self.layout = way.layout
        self.day = _NO_DAY
        if fields:
            self.layout = fields_directive(fields)

    def parts(self, block: Block) -> list[Part]:
        """Return the runs of lines of a block."""
        if not self.way.directed:
            return [Part(block.text, block.line, self.layout, self.day)]
        parts: list[Part] = []
        at, line = 0, block.line
        for found in _DIRECTIVE.finditer(block.text):
            if found.start() > at:
                parts.append(Part(block.text[at : found.start()], line, self.layout, self.day))
                line += parts[-1].text.count(b"\n")
            at = found.start()
            said = found[0].decode("utf-8", "replace").strip()
            if found[1] == b"Fields":
                self.fields, self.layout = said[:_LONGEST_DIRECTIVE], fields_directive(said[:_LONGEST_DIRECTIVE])
            else:
                self.day = _day_of(said.partition(":")[2])
        return [*parts, Part(block.text[at:], line, self.layout, self.day)]


def _day_of(text: str) -> int:
    try:
        return (date.fromisoformat(text.strip()[:10]) - date(1970, 1, 1)).days * 86_400_000_000
    except ValueError:
        return _NO_DAY
