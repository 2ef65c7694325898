r"""A text under negotiation as Akoma Ntoso 3.0 (OASIS LegalDocML), written and read.

Written is a ``statement`` with one ``paragraph``, ``article`` or ``hcontainer`` for each numbered paragraph and one ``p`` for each line.
Every bracket is an ``inline`` that holds its signs; over several lines it is several with one number. Who said it, the verb, the status
and the group stand in attributes of a namespace of our own, ``urn:legation:draft:1``; a program that knows them not reads the text.

Read back, our own files give the same text with every line end as ``\n``; any other file of the standard gives its lines. Files with a
document type are refused: nothing outside the file is ever read.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from legation.broken_file import what_is_wrong
from legation.dossier.files.folder import write_file
from legation.errors import CannotRead, CannotWrite
from legation.language import Message
from legation.methods.drafting import MEANINGS, Draft, Unit, parse
from legation.methods.drafting.tree import placed
from legation.sources.draft.tracked_changes import check_sayable
from legation.sources.reading import file_bytes

__all__ = [
    "AKN",
    "BETWEEN",
    "DEEPEST",
    "OURS",
    "About",
    "add_body",
    "akn",
    "decoded",
    "encoded",
    "ours",
    "read",
    "write",
]


AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
OURS = "urn:legation:draft:1"
"""Who said what of a bracket, which the standard has no words for."""
BETWEEN = "; "
"""Between names of actors in one attribute."""


def akn(name: str) -> str:
    """Return a name of the standard."""
    return f"{{{AKN}}}{name}"


def ours(name: str) -> str:
    """Return a name of our own."""
    return f"{{{OURS}}}{name}"


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

    writer = _BodyWriter(draft)
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


class _BodyWriter:
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


LIMIT = 64 * 1024 * 1024
DEEPEST = 120
"""Brackets in each other that are written: programs that read XML stop at some 256 levels."""
_LEAVES = frozenset({"p", "num", "heading", "subheading", "block", "docTitle", "listIntroduction", "listWrapUp"})


@dataclass(frozen=True, slots=True)
class About:
    """What the standard asks to be said of a text.

    Attributes
    ----------
    name : str
        In the address of the text: letters, digits, ``-``.
    date : date
        Of this version.
    language : str
        ISO 639: ``en``, ``fr``.
    author : str
        Who edits it, in the address of an organisation: letters, digits, ``-``.
    """

    name: str
    date: dt.date
    language: str = "en"
    author: str = "editor"


def write(path: str | Path, draft: Draft, about: About) -> None:
    """Write a draft; the same draft gives the same bytes.

    Raises
    ------
    CannotWrite
        For brackets over 120 deep, and a character that XML does not allow, such as NUL; nothing was changed.
    """
    write_file(Path(path), encoded(str(path), draft, about))


def encoded(name: str, draft: Draft, about: About) -> bytes:
    """Return the bytes of the file; errors are those of :func:`write`."""
    from lxml import etree

    deepest = max((b.depth for b in draft.brackets), default=0)
    if deepest > DEEPEST:
        raise CannotWrite(Message("sources.draft-too-deep", path=name, allowed=DEEPEST, count=deepest))
    check_sayable(name, draft.text, "XML")
    root = etree.Element(akn("akomaNtoso"), nsmap={None: AKN, "draft": OURS})
    statement = etree.SubElement(root, akn("statement"), name="draft", contains="singleVersion")
    _add_meta(statement, draft, about)
    add_body(etree.SubElement(statement, akn("mainBody")), draft)
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _add_meta(statement: Any, draft: Draft, about: About) -> None:
    from lxml import etree

    def add(parent: Any, element: str, **values: str) -> Any:
        return etree.SubElement(parent, akn(element), values)

    meta = add(statement, "meta")
    known = add(meta, "identification", source="#editor")
    work = f"/akn/un/statement/{about.date:%Y}/{about.name}"
    expression = f"{work}/{about.language}@{about.date.isoformat()}"
    for level, address in (("FRBRWork", work), ("FRBRExpression", expression), ("FRBRManifestation", f"{expression}.akn")):
        block = add(known, level)
        add(block, "FRBRthis", value=f"{address}/!main" if level != "FRBRManifestation" else f"{expression}/!main.akn")
        add(block, "FRBRuri", value=address)
        add(block, "FRBRdate", date=about.date.isoformat(), name="version")
        add(block, "FRBRauthor", href="#editor")
        if level == "FRBRWork":
            add(block, "FRBRcountry", value="un")
        elif level == "FRBRExpression":
            add(block, "FRBRlanguage", language=about.language)
    references = add(meta, "references", source="#editor")
    add(references, "TLCOrganization", eId="editor", href=f"/akn/ontology/organization/un/{about.author}", showAs=about.author)
    proprietary = add(meta, "proprietary", source="#editor")
    etree.SubElement(proprietary, ours("draft"), {"bis": draft.bis, "known": BETWEEN.join(sorted(draft.known))})


def read(path: str | Path) -> Draft:
    """Read a draft.

    Raises
    ------
    CannotRead
        For a file that is not there, over 64 MB, no XML, with a document type, or not of the standard.

    Limits
    ------
    Of files by others the lines are read and no marks: deletions and insertions stand in the text alike.
    """
    path = Path(path)
    return decoded(str(path), file_bytes(path, LIMIT))


def decoded(name: str, data: bytes) -> Draft:
    """Return the draft of the bytes of a file; errors are those of :func:`read`."""
    from lxml import etree

    safe = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, safe)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise CannotRead(Message("sources.draft-not-xml", path=name, why=what_is_wrong(error))) from error
    if root.getroottree().docinfo.doctype:
        raise CannotRead(Message("sources.draft-doctype", path=name))
    if root.tag != akn("akomaNtoso"):
        raise CannotRead(Message("sources.draft-not-akn", path=name, found=root.tag[:80]))
    said = next(root.iter(ours("draft")), None)
    own = {} if said is None else said.attrib
    bis = own.get("bis", MEANINGS[0])
    known = [name for name in own.get("known", "").split(BETWEEN) if name]
    return parse(_lines_read(root, " " if said is None else ""), bis if bis in MEANINGS else MEANINGS[0], known)


def _lines_read(root: Any, after_number: str) -> str:
    """Return the text of all that is no metadata, a line for each leaf; a number stands on the line that follows it."""
    from lxml import etree

    lines: list[str] = []
    number = ""
    left = [root]
    while left:
        element = left.pop()
        name = etree.QName(element).localname
        if name == "meta":
            continue
        if name not in _LEAVES:
            left.extend(reversed(element))
            continue
        text = "".join(element.itertext())
        if name == "num":
            number = text + after_number
        else:
            lines.append(number + text)
            number = ""
    return "\n".join([*lines, number] if number else lines)
