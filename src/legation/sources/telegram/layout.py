"""How a pasted report is laid out: its headings, sections, labelled lines and sentences."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field

from legation.sources.telegram.dates import days
from legation.sources.telegram.report import Span
from legation.sources.telegram.wordings import table, words_pattern

__all__ = ["Block", "Layout", "Named", "Sentence", "laid_out"]

_BREAK = re.compile(r"\r\n|\r|\n")
_MARK = re.compile(r"\s*(?:[-•*·]\s+|\(?\d{1,2}(?:[.)]\s+|/\s*)|\(?[a-z]\)\s+|§\s*\d+\s+)+")
_END = re.compile(r"[.!?…]+[\"')\]]*(?=\s|\Z)")
_PLACE = re.compile(r"(?:[^\W\d_]+(?:[\s'-][^\W\d_]+){0,3}\s*,\s*)?(?:le\s+|the\s+)?")
_SHORT = re.compile(
    r"(?:\b(?:m|mm|mme|mmes|mr|mrs|ms|dr|s\.e|h\.e|no|nos|n°|art|st|par|cf|p|pp|vs|u\.s|u\.k|ref|op|l|c|d|resp|e\.g|i\.e|amb|gal)|(?<![\w'])\w)\.$"
)
_LONGEST_HEADING = 120


@dataclass(frozen=True, slots=True)
class Named:
    """An actor named at a place of the plain text; ``actor`` is empty where several may be meant."""

    start: int
    end: int
    actor: str
    kind: str
    group: bool


@dataclass(slots=True)
class Sentence:
    """A sentence of a report.

    ``owner`` is the actor of the heading it stands under ("": none, "?": several, or unclear); ``section`` is ``main``, ``before`` (what
    was before) or ``aside`` (what the post makes of it); ``leads`` where it follows the heading on its line.
    """

    start: int
    end: int
    paragraph: int
    owner: str
    section: str
    leads: bool = False


@dataclass(slots=True)
class Block:
    """Labelled lines about one target: for each field where its value stands."""

    target: str
    values: dict[str, Span] = field(default_factory=dict)
    start: int = 0
    end: int = 0


@dataclass(slots=True)
class Layout:
    """What a text consists of; ``day`` is the telegram's own, ``subject`` whom its subject line names."""

    sentences: list[Sentence] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    day: dt.date | None = None
    subject: set[str] = field(default_factory=set)


@functools.cache
def _label() -> re.Pattern[str]:
    kinds = "|".join(f"(?P<{kind}>{words_pattern(f'labels.{kind}')})" for kind in table()["labels"])
    return re.compile(rf"(?:{kinds})\s*[:=]")


@functools.cache
def _section() -> re.Pattern[str]:
    kinds = "|".join(f"(?P<{kind}>{words_pattern(f'sections.{kind}')})" for kind in table()["sections"])
    return re.compile(rf"(?:{kinds})\s*(?:(?::|\.|-(?=\s))\s*|$)")


def laid_out(text: str, named: Sequence[Named], target_of: Callable[[str], str], *, closing: Collection[int], day_first: bool) -> Layout:
    """Return the layout of a plain text.

    Parameters
    ----------
    text : str
        In plain letters, line ends kept.
    named : sequence of Named
        Ascending.
    target_of : callable
        The value of a labelled line -> the actor that it names and nothing else; empty where it does not.
    closing : collection of int
        Places of quotation marks that close; a plain text does not tell them from those that open.
    day_first : bool
        As in :func:`legation.sources.telegram.dates.days`.
    """
    return _Reader(text, named, target_of, closing, day_first=day_first).read()


class _Reader:
    """Goes through a text line by line."""

    def __init__(
        self, text: str, named: Sequence[Named], target_of: Callable[[str], str], closing: Collection[int], *, day_first: bool
    ) -> None:
        self.text, self.named, self.target_of, self.closing, self.day_first = text, named, target_of, closing, day_first
        self.made = Layout()
        self.owner, self.section, self.passing = "", "main", False
        self.paragraph, self.block, self.leads = 0, _NO_BLOCK, False
        self.open: Span | None = None
        self.next = 0

    def read(self) -> Layout:
        at = 0
        while at < len(self.text):
            found = _BREAK.search(self.text, at)
            end, after = found.span() if found else (len(self.text), len(self.text))
            self._line(at, at + len(self.text[at:end].rstrip()))
            at = after
        self._close()
        return self.made

    def _line(self, start: int, end: int) -> None:
        mark = _MARK.match(self.text, start, end)
        begin = mark.end() if mark else start
        while begin < end and self.text[begin].isspace():
            begin += 1
        if begin >= end:
            self._blank()
            return
        if self._labelled(begin, end) or self._dated(begin, end):
            return
        begin = self._headed(begin, end)
        if begin >= end:
            return
        if mark or self.leads:
            self._close()
        self.open = (self.open[0] if self.open else begin, end)

    def _blank(self) -> None:
        self._close()
        self.paragraph += 1
        self.block = _NO_BLOCK
        if self.passing:
            self.section, self.passing = "main", False

    def _labelled(self, begin: int, end: int) -> bool:
        """Whether a line is a label and its value, which are kept."""
        found = _label().match(self.text, begin, end)
        if found is None:
            return False
        kind, value = str(found.lastgroup), (found.end(), end)
        if kind == "target" and (actor := self.target_of(self.text[slice(*value)])):
            self._close()
            self.block = Block(actor, {"target": value}, begin, end)
            self.made.blocks.append(self.block)
            return True
        if self.block is not _NO_BLOCK and kind in ("day", "answer", "level", "form", "condition", "wording"):
            self.block.values.setdefault(kind, value)
            self.block.end = end
            return True
        if kind == "header":
            self._close()
            self.made.subject |= {one.actor for one in self._names(begin, end)} if "obj" in found[0] or "sub" in found[0] else set()
            return True
        if kind == "day":
            self._close()
            self._set_day(*value)
            return True
        return False

    def _dated(self, begin: int, end: int) -> bool:
        """Whether a line is a place and a day, as over a letter."""
        if end - begin > 70:
            return False
        found = list(days(self.text, begin, end, day_first=self.day_first))
        if len(found) != 1 or found[0].end < end - 1 or not _PLACE.fullmatch(self.text[begin : found[0].start]):
            return False
        self._close()
        self._set_day(begin, end)
        return True

    def _set_day(self, begin: int, end: int) -> None:
        found = [one.date() for one in days(self.text, begin, end, day_first=self.day_first)]
        if self.made.day is None and len(found) == 1:
            self.made.day = found[0]

    def _headed(self, begin: int, end: int) -> int:
        """Take a heading off a line, and return where the rest begins."""
        section = _section().match(self.text, begin, end)
        if section:
            self._close()
            self.owner, self.section = "", str(section.lastgroup)
            self.passing = self.section == "before" and section.end() < end
            return section.end()
        names = self._names(begin, min(end, begin + _LONGEST_HEADING))
        article = re.compile(r"(?:le|la|les|l'|the)?\s*").match(self.text, begin)
        if not names or article is None or names[0].start != article.end():
            return begin
        last = names[0]
        for one in names[1:]:
            if re.fullmatch(r"\s*(?:,|/|&|et|and|-)\s*(?:le|la|les|l'|the)?\s*", self.text[last.end : one.start]):
                last = one
        rest = re.compile(r"\s*(?:\([^()\n]{0,80}\)\s*)?(?:(?P<colon>:)|-(?=\s)|\.(?=\s)|\.?$)\s*").match(self.text, last.end, end)
        if rest is None or (names[0].kind in ("metonym", "demonym") and not rest["colon"]):
            return begin
        self._close()
        self.owner = names[0].actor if last is names[0] and names[0].actor else "?"
        self.section, self.passing = ("main", False) if self.section == "before" else (self.section, self.passing)
        self.leads = rest.end() < end
        return rest.end()

    def _names(self, begin: int, end: int) -> list[Named]:
        while self.next < len(self.named) and self.named[self.next].end <= begin:
            self.next += 1
        found, at = [], self.next
        while at < len(self.named) and self.named[at].start < end:
            if self.named[at].start >= begin:
                found.append(self.named[at])
            at += 1
        return found

    def _close(self) -> None:
        """Part what was read into sentences."""
        if self.open is None:
            return
        begin, end = self.open
        self.open = None
        leads, self.leads = self.leads, False
        at = begin
        for stop in [*self._stops(begin, end), end]:
            if self.text[at:stop].strip():
                while self.text[at].isspace():
                    at += 1
                self.made.sentences.append(Sentence(at, stop, self.paragraph, self.owner, self.section, leads))
                leads = False
            at = max(at, stop)

    def _stops(self, begin: int, end: int) -> Iterator[int]:
        """Yield where sentences end, behind the quotation marks that close them."""
        for found in _END.finditer(self.text, begin, end):
            if _SHORT.search(self.text, max(begin, found.start() - 6), found.start() + 1):
                continue
            stop = found.end()
            while stop < end and (stop in self.closing or (self.text[stop] in " \t" and stop + 1 in self.closing)):
                stop += 1
            yield stop


_NO_BLOCK = Block("")
