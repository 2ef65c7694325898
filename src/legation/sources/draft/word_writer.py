"""A draft as a Word file: its paragraphs in styles, brackets bold, who said what in grey, changes tracked, comments in the margin."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from legation.dossier.archive import stable
from legation.dossier.folder import write_file
from legation.methods.drafting import Draft, parse
from legation.methods.drafting.tree import spans
from legation.sources.draft.tracked import TrackedText
from legation.sources.draft.xml_text import check_sayable

__all__ = ["encoded", "write"]

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
        For a character that XML has not, such as NUL; nothing was changed.
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
    _Writer(word, read, tracked).write()
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


class _Writer:
    """Writes the text of a draft into a Word document, a line for each paragraph."""

    def __init__(self, word: Any, draft: Draft, tracked: TrackedText) -> None:
        self.word, self.draft, self.tracked = word, draft, tracked
        self.number = 0
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
        for remark in self.tracked.remarks:
            over = [run for low, high, run in self.runs if low < max(remark.end, remark.start + 1) and high > remark.start]
            if over:
                comment = self.word.add_comment(over, remark.text, remark.author or "–", (remark.author or "–")[:2])
                comment._comment_elm.set(_name("date"), _NO_DAY)

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
        changed = [change.start for change in self.tracked.changes]
        for low, high in itertools.pairwise(order):
            g, c = bisect_right(grey_starts, low) - 1, bisect_right(changed, low) - 1
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
        for change in self.tracked.changes:
            if change.start <= at < change.end and at < len(self.tracked.text):
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
    if not date:
        return _NO_DAY
    return f"{date}T00:00:00Z" if len(date) == len("2025-01-01") else date if date.endswith("Z") else f"{date[:16]}:00Z"


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
