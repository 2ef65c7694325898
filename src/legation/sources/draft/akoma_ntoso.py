r"""A text under negotiation as Akoma Ntoso 3.0 (OASIS LegalDocML), written and read.

Written is a ``statement`` with one ``paragraph``, ``article`` or ``hcontainer`` for each numbered paragraph and one ``p`` for each line.
Every bracket is an ``inline`` that holds its signs; over several lines it is several with one number. Who said it, the verb, the status
and the group stand in attributes of a namespace of our own, ``urn:legation:draft:1``; a program that knows them not reads the text.

Read back, our own files give the same text with every line end as ``\n``; any other file of the standard gives its lines. Files with a
document type are refused: nothing outside the file is ever read.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from legation.dossier.folder import write_file
from legation.errors import CannotRead, CannotWrite
from legation.language import Message
from legation.methods.drafting import MEANINGS, Draft, parse
from legation.sources.draft.akn_body import add_body
from legation.sources.draft.akn_names import AKN, BETWEEN, OURS, akn, ours
from legation.sources.draft.xml_text import check_sayable
from legation.sources.reading import file_bytes

__all__ = ["DEEPEST", "About", "encoded", "read", "write"]

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
        For brackets over 120 deep, and a character that XML has not, such as NUL; nothing was changed.
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
        held = add(known, level)
        add(held, "FRBRthis", value=f"{address}/!main" if level != "FRBRManifestation" else f"{expression}/!main.akn")
        add(held, "FRBRuri", value=address)
        add(held, "FRBRdate", date=about.date.isoformat(), name="version")
        add(held, "FRBRauthor", href="#editor")
        if level == "FRBRWork":
            add(held, "FRBRcountry", value="un")
        elif level == "FRBRExpression":
            add(held, "FRBRlanguage", language=about.language)
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
    from lxml import etree

    path = Path(path)
    data = file_bytes(path, LIMIT)
    safe = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, safe)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise CannotRead(Message("sources.draft-not-xml", path=str(path), why=str(error).splitlines()[0])) from error
    if root.getroottree().docinfo.doctype:
        raise CannotRead(Message("sources.draft-doctype", path=str(path)))
    if root.tag != akn("akomaNtoso"):
        raise CannotRead(Message("sources.draft-not-akn", path=str(path), found=root.tag[:80]))
    said = next(root.iter(ours("draft")), None)
    own = {} if said is None else said.attrib
    bis = own.get("bis", MEANINGS[0])
    known = [name for name in own.get("known", "").split(BETWEEN) if name]
    return parse(_lines(root, " " if said is None else ""), bis if bis in MEANINGS else MEANINGS[0], known)


def _lines(root: Any, after_number: str) -> str:
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
        held = "".join(element.itertext())
        if name == "num":
            number = held + after_number
        else:
            lines.append(number + held)
            number = ""
    return "\n".join([*lines, number] if number else lines)
