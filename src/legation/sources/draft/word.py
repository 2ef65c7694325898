"""A text under negotiation as a Word file, read and written, with its tracked changes and comments.

Paragraphs of the body and of its tables are read in order, a line for each. Headers, footers, text boxes and pictures are not.
Nothing in the file is run, and nothing outside it is read.
"""

from __future__ import annotations

import datetime as dt
import io
import itertools
import re
import unicodedata
import zipfile
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from legation.broken_file import refused, what_is_wrong
from legation.dossier.files.entries import stable
from legation.dossier.files.folder import write_file
from legation.errors import CannotRead
from legation.language import Message
from legation.methods.drafting import Draft, parse
from legation.methods.drafting.tree import spans
from legation.sources.draft.tracked_changes import Remark, Tracked, TrackedText, check_sayable
from legation.sources.reading import file_bytes

__all__ = [
    "LARGEST",
    "LARGEST_TEXT",
    "MOST_PARTS",
    "decoded",
    "encoded",
    "read",
    "write",
]


LIMIT = 64 * 1024 * 1024
LARGEST = 256 * 1024 * 1024
"""Bytes of all parts of a file, unpacked."""
LARGEST_TEXT = 64 * 1024 * 1024
"""Bytes of the part that holds the text, and of that with the comments, unpacked."""
MOST_PARTS = 5_000
"""Parts of a file."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_KINDS = {f"{_W}ins": "insert", f"{_W}moveTo": "insert", f"{_W}del": "delete", f"{_W}moveFrom": "delete"}
_PASSED = frozenset({f"{_W}pPr", f"{_W}rPr", f"{_W}instrText", f"{_W}delInstrText", f"{_W}txbxContent", f"{_W}pict", f"{_W}drawing"})
_SPACE = {f"{_W}tab": "\t", f"{_W}br": "\v", f"{_W}cr": "\v", f"{_W}noBreakHyphen": "\u2011"}
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def read(path: str | Path) -> TrackedText:
    """Read a Word file.

    Raises
    ------
    CannotRead
        For a file that is not there, over 64 MB or over 256 MB unpacked, of more than 5,000 parts, no Word file, or with a document type
        in it.
    """
    path = Path(path)
    return decoded(str(path), file_bytes(path, LIMIT))


def decoded(name: str, data: bytes) -> TrackedText:
    """Return the text of the bytes of a Word file; errors are those of :func:`read`."""
    with refused(name, "sources.draft-not-word"), zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        if len(entries) > MOST_PARTS:
            raise CannotRead(Message("sources.draft-too-many-parts", path=name, count=len(entries), allowed=MOST_PARTS))
        if sum(entry.file_size for entry in entries) > LARGEST:
            raise CannotRead(Message("sources.draft-too-large", path=name, megabytes=LARGEST // 1024**2))
        names = [entry.filename for entry in entries]
        if names.count("word/document.xml") != 1 or names.count("word/comments.xml") > 1:
            raise CannotRead(Message("sources.draft-not-word", path=name, why=Message("broken-file.lacks-part")))
        body = _parsed(name, _unpacked(name, archive, "word/document.xml"))
        comments = _parsed(name, _unpacked(name, archive, "word/comments.xml")) if "word/comments.xml" in names else None
    reader = _WordReader(_said(comments))
    for paragraph in body.iter(f"{_W}p"):
        if not any(above.tag == f"{_W}txbxContent" for above in paragraph.iterancestors()):
            reader.paragraph(paragraph)
    return reader.text()


def _unpacked(name: str, archive: zipfile.ZipFile, part: str) -> bytes:
    """Return a part, never more of it than is allowed, whatever the file says of its size."""
    with archive.open(part) as opened:
        data = opened.read(LARGEST_TEXT + 1)
    if len(data) > LARGEST_TEXT:
        raise CannotRead(Message("sources.draft-too-large", path=name, megabytes=LARGEST_TEXT // 1024**2))
    return data


def _parsed(name: str, data: bytes) -> Any:
    from lxml import etree

    if _DOCTYPE.search(data[:4096]):
        raise CannotRead(Message("sources.draft-doctype", path=name))
    safe = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, safe)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise CannotRead(Message("sources.draft-not-xml", path=name, why=what_is_wrong(error))) from error
    if root.getroottree().docinfo.doctype:
        raise CannotRead(Message("sources.draft-doctype", path=name))
    return root


def _said(comments: Any) -> dict[str, tuple[str, str, str]]:
    """Return text, author and date of each comment by its number."""
    if comments is None:
        return {}
    found = {}
    for one in comments.iter(f"{_W}comment"):
        lines = ["".join(said.text or "" for said in paragraph.iter(f"{_W}t")) for paragraph in one.iter(f"{_W}p")]
        found[one.get(f"{_W}id", "")] = ("\n".join(lines).strip(), *_author_and_date(one))
    return found


@dataclass
class _WordReader:
    """Gathers the text and what stands over it."""

    said: dict[str, tuple[str, str, str]]
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    changes: list[Tracked] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    begun: dict[str, int] = field(default_factory=dict)
    line_end: tuple[str, str, str] | None = None
    first: bool = True

    def add(self, text: str, by: tuple[str, str, str] | None) -> None:
        if not text:
            return
        if by is not None:
            last = self.changes[-1] if self.changes else None
            if last is not None and last.end == self.length and (last.kind, last.author, last.date) == by:
                self.changes[-1] = Tracked(last.kind, last.start, self.length + len(text), last.author, last.date)
            else:
                self.changes.append(Tracked(by[0], self.length, self.length + len(text), by[1], by[2]))
        self.pieces.append(text)
        self.length += len(text)

    def paragraph(self, paragraph: Any) -> None:
        """Read one paragraph: the line end before it belongs to the paragraph before."""
        if not self.first:
            self.add("\n", self.line_end)
        self.first = False
        mark = paragraph.find(f"{_W}pPr/{_W}rPr")
        changed = next((one for one in mark if one.tag in _KINDS), None) if mark is not None else None
        self.line_end = None if changed is None else _by(changed)
        left: list[tuple[Any, tuple[str, str, str] | None]] = [(child, None) for child in reversed(paragraph)]
        while left:
            element, by = left.pop()
            if element.tag in _PASSED or element.tag == f"{_W}p":
                continue
            if element.tag in {f"{_W}t", f"{_W}delText"}:
                self.add((element.text or "").replace("\n", " "), by)
            elif element.tag in _SPACE:
                self.add(_SPACE[element.tag], by)
            elif element.tag == f"{_W}commentRangeStart":
                self.begun[element.get(f"{_W}id", "")] = self.length
            elif element.tag == f"{_W}commentRangeEnd":
                self._end(element.get(f"{_W}id", ""))
            else:
                inner = _by(element) if element.tag in _KINDS else by
                left.extend((child, inner) for child in reversed(element))

    def _end(self, number: str) -> None:
        start = self.begun.pop(number, None)
        if start is not None and number in self.said:
            self.remarks.append(Remark(start, self.length, *self.said[number]))

    def text(self) -> TrackedText:
        """Return what was gathered."""
        return TrackedText("".join(self.pieces), tuple(self.changes), tuple(sorted(self.remarks, key=lambda one: (one.start, one.end))))


def _by(element: Any) -> tuple[str, str, str]:
    return _KINDS[element.tag], *_author_and_date(element)


def _author_and_date(element: Any) -> tuple[str, str]:
    """Return who changed or said something, and when; empty where the file says neither."""
    author, date = element.get(f"{_W}author", ""), element.get(f"{_W}date", "")
    return "" if author == "–" else author, "" if date.startswith("1980-01-01") else date


_STYLES = {"PP": "Draft preamble", "OP": "Draft paragraph", "Art": "Draft article", "other": "Draft paragraph", "note": "Draft footnote"}
_NO_DAY = "1980-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True)
class _Look:
    """How a stretch of text looks, and who changed it: the number of its change, -1 for none."""

    bold: bool = False
    grey: bool = False
    change: int = -1


def write(path: str | Path, draft: Draft | TrackedText, title: str = "", bis: str = "alternative") -> None:
    """Write a draft, or a text with its tracked changes, as DOCX; the same text gives the same bytes.

    Raises
    ------
    CannotWrite
        For a character that XML does not allow, such as NUL; nothing was changed.
    """
    write_file(Path(path), encoded(str(path), draft, title, bis))


def encoded(name: str, draft: Draft | TrackedText, title: str = "", bis: str = "alternative") -> bytes:
    """Return the bytes of the file; errors are those of :func:`write`."""
    import docx

    tracked = draft if isinstance(draft, TrackedText) else TrackedText(draft.text)
    read = parse(tracked.text, bis) if isinstance(draft, TrackedText) else draft
    check_sayable(name, tracked.text + title, "DOCX")
    word = docx.Document()
    _add_styles(word)
    if title:
        word.add_paragraph(title, style="Title")
    _WordWriter(word, read, tracked).write()
    word.core_properties.author = "Legation"
    word.core_properties.title = title
    word.core_properties.created = word.core_properties.modified = dt.datetime(1980, 1, 1)  # noqa: DTZ001 - a fixed mark, not a moment
    raw = io.BytesIO()
    word.save(raw)
    return stable(raw.getvalue())


def _add_styles(word: Any) -> None:
    from docx.shared import Cm, Pt

    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(12)
    for name in dict.fromkeys(_STYLES.values()):
        style = word.styles.add_style(name, 1)
        style.base_style = normal
        style.paragraph_format.space_after = Pt(8)
        style.paragraph_format.line_spacing = 1.15
        style.paragraph_format.first_line_indent = Cm(0 if name == _STYLES["note"] else 1)
    word.styles[_STYLES["Art"]].font.bold = False
    word.styles[_STYLES["note"]].font.size = Pt(10)


class _WordWriter:
    """Writes the text of a draft into a Word document, a line for each paragraph."""

    def __init__(self, word: Any, draft: Draft, tracked: TrackedText) -> None:
        self.word, self.draft, self.tracked = word, draft, tracked
        self.number = 0
        self.changed = [change.start for change in tracked.changes]
        self.runs: list[tuple[int, int, Any]] = []

    def write(self) -> None:
        """Write every line, then the comments over the runs that they speak of."""
        starts = [unit.start for unit in self.draft.units]
        notes = {note.start for note in self.draft.reservations}
        looks = list(self._looks())
        begins = [at for at, _, _ in looks]
        at = 0
        for line in self.tracked.text.split("\n"):
            end = at + len(line)
            first = at + len(line) - len(line.lstrip())
            n = bisect_right(starts, first) - 1
            inside = n >= 0 and first < self.draft.units[n].end
            style = _STYLES["note"] if first in notes else _STYLES[self.draft.units[n].kind] if inside else "Normal"
            paragraph = self.word.add_paragraph(style=style)
            if _right_to_left(line):
                paragraph._p.get_or_add_pPr().append(_element("bidi"))
            for low, high, look in looks[max(0, bisect_right(begins, at) - 1) :]:
                if low >= end:
                    break
                if high > at:
                    self._run(paragraph, max(low, at), min(high, end), look)
            self._mark(paragraph, end)
            at = end + 1
        ends = [high for _, high, _ in self.runs]
        for remark in self.tracked.remarks:
            over = list(self._runs_over(ends, remark))
            if over:
                comment = self.word.add_comment([over[0], over[-1]], remark.text, remark.author or "–", (remark.author or "–")[:2])
                comment._comment_elm.set(_name("date"), _moment(remark.date))

    def _runs_over(self, ends: list[int], remark: Remark) -> Iterator[Any]:
        """Yield the runs on which a comment lies; that on a place between two words lies on the word after it."""
        for low, high, run in self.runs[bisect_right(ends, remark.start) :]:
            if low >= max(remark.end, remark.start + 1):
                return
            if high > low:
                yield run

    def _looks(self) -> Iterator[tuple[int, int, _Look]]:
        """Give stretches of the text that look alike, in order, cut where comments begin and end."""
        text, nodes = self.tracked.text, self.draft.nodes
        grey = [span for node, span in zip(nodes, spans(nodes), strict=True) if node.kind in {"attribution", "status"}]
        signs = [place for b in self.draft.brackets for place in (b.start, b.end - 1)]
        cuts = {0, len(text)}
        for low, high in [*grey, *((c.start, c.end) for c in self.tracked.changes), *((r.start, r.end) for r in self.tracked.remarks)]:
            cuts |= {low, high}
        for sign in signs:
            cuts |= {sign, sign + 1}
        bold, order = set(signs), sorted(cut for cut in cuts if cut <= len(text))
        grey_starts = [low for low, _ in grey]
        for low, high in itertools.pairwise(order):
            g, c = bisect_right(grey_starts, low) - 1, bisect_right(self.changed, low) - 1
            within = c >= 0 and low < self.tracked.changes[c].end
            yield low, high, _Look(low in bold, g >= 0 and low < grey[g][1], c if within else -1)

    def _run(self, paragraph: Any, low: int, high: int, look: _Look) -> None:
        from docx.shared import RGBColor

        run = paragraph.add_run(self.tracked.text[low:high].replace("\r", ""))
        run.bold = look.bold or None
        if look.grey:
            run.font.color.rgb = RGBColor(0x5A, 0x5A, 0x5A)
        if look.change >= 0:
            change = self.tracked.changes[look.change]
            holder = self._change(change.kind, change.author, change.date)
            run._r.addprevious(holder)
            holder.append(run._r)
            if change.kind == "delete":
                for said in run._r.findall(_name("t")):
                    said.tag = _name("delText")
        self.runs.append((low, high, run))

    def _mark(self, paragraph: Any, at: int) -> None:
        """Track the end of a paragraph where the end of its line came or went."""
        n = bisect_right(self.changed, at) - 1
        change = self.tracked.changes[n] if n >= 0 else None
        if change is not None and at < change.end and at < len(self.tracked.text):
            properties = paragraph._p.get_or_add_pPr()
            marks = _element("rPr")
            marks.append(self._change(change.kind, change.author, change.date))
            properties.append(marks)

    def _change(self, kind: str, author: str, date: str) -> Any:
        self.number += 1
        made = _element("ins" if kind == "insert" else "del")
        made.set(_name("id"), str(self.number))
        made.set(_name("author"), author or "–")
        made.set(_name("date"), _moment(date))
        return made


def _moment(date: str) -> str:
    """Return a day or an instant as Word has it, to the second."""
    if len(date) < len("2025-01-01"):
        return _NO_DAY
    return (
        f"{date[:10]}T00:00:00Z" if len(date) < len("2025-01-01T10:00") else f"{date[:16]}{date[16:19] if date[16:17] == ':' else ':00'}Z"
    )


def _right_to_left(line: str) -> bool:
    for sign in line:
        way = unicodedata.bidirectional(sign)
        if way in {"L", "R", "AL"}:
            return way != "L"
    return False


def _name(local: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(f"w:{local}"))


def _element(local: str) -> Any:
    from docx.oxml import OxmlElement

    return OxmlElement(f"w:{local}")
