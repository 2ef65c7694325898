"""The desk's own Word template, read within limits: what runs or fetches is dropped and said, letterhead and styles stay."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lxml import etree

from legation.briefing.document import Document
from legation.briefing.layout.composition import compose
from legation.broken_file import what_is_wrong
from legation.dossier.files.entries import stable
from legation.errors import CannotRead
from legation.language import Message

__all__ = ["LARGEST", "LARGEST_WITHIN", "MOST_PARTS", "PART", "Template", "read_template"]

PART = "files/template.docx"
"""The part of a dossier that holds the template of its papers."""
LARGEST = 4 * 1024 * 1024
"""Bytes that a template may have."""
LARGEST_WITHIN = 40 * 1024 * 1024
"""Bytes that its parts may have, unpacked."""
MOST_PARTS = 500
_TYPES = "[Content_Types].xml"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_KINDS = re.compile(r"application/vnd\.(?:openxmlformats-officedocument\.wordprocessingml|ms-word)\.\w+(?:\.macroEnabled\w*)?\.main\+xml")
_MACROS = re.compile(r"vba|macro|keymap|attachedtoolbars|ui/(?:user)?extensibility|customui", re.IGNORECASE)
_OBJECTS = re.compile(r"oleobject|activex|/control\b|/package\b|embeddings?/|afchunk|subdocument|ctrlprop", re.IGNORECASE)
_FETCHING = re.compile(r"\b(?:INCLUDETEXT|INCLUDEPICTURE|DDE|DDEAUTO|LINK|IMPORT|DATABASE|MACROBUTTON|RD|AUTOTEXT)\b", re.IGNORECASE)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_HOLDERS = {"object", "pict", "drawing", "control", "altChunk", "subDoc", "attachedTemplate", "OLEObject"}
"""Elements that go with what they point at."""


@dataclass(frozen=True, slots=True)
class Template:
    """A template that holds nothing that runs or fetches.

    Attributes
    ----------
    data : bytes
        A .docx; the same template gives the same bytes.
    notes : tuple of Message
        What was dropped, and which styles of ours it lacks.
    """

    data: bytes
    notes: tuple[Message, ...]


@lru_cache(maxsize=4)
def read_template(data: bytes) -> Template:
    """Read a desk's .docx or .dotx, also .docm or .dotm.

    Macros, objects and whatever is fetched from elsewhere (a template that it is attached to, linked pictures, fields that read files) are
    dropped; the notes say so. Headers, footers, pictures within, margins and styles stay.

    Parameters
    ----------
    data : bytes

    Raises
    ------
    CannotRead
        It is no Word file, or larger than :data:`LARGEST`, or unpacks to more than :data:`LARGEST_WITHIN` or to more than
        :data:`MOST_PARTS` parts.
    """
    if len(data) > LARGEST:
        raise CannotRead(Message("document.template.large", size=len(data) // 1024, allowed=LARGEST // 1024))
    try:
        dropped = _Dropped()
        made = stable(_packed(_harmless(_unpacked(data), dropped)))
        missing = _missing_styles(made)
        _try_out(made)
    except CannotRead:
        raise
    except Exception as error:
        raise CannotRead(Message("document.template.unreadable", reason=what_is_wrong(error))) from error
    notes = dropped.notes()
    if missing:
        notes.append(Message("document.template.styles", count=len(missing), names=missing[:3]))
    return Template(made, tuple(notes))


def _unpacked(data: bytes) -> dict[str, bytes]:
    """Return the parts by name, never more than is allowed however little the file says of it."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        infos = [info for info in packed.infolist() if not info.is_dir()]
        if len(infos) > MOST_PARTS:
            raise CannotRead(Message("document.template.many", count=len(infos), allowed=MOST_PARTS))
        room, parts = LARGEST_WITHIN, {}
        for info in infos:
            with packed.open(info) as opened:
                found = opened.read(room + 1)
            room -= len(found)
            if room < 0:
                raise CannotRead(Message("document.template.unpacks", allowed=LARGEST_WITHIN // 1024 // 1024))
            parts[info.filename.lstrip("/")] = found
    return parts


def _packed(parts: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, found in parts.items():
            packed.writestr(name, found)
    return made.getvalue()


class _Dropped:
    """How much was dropped, by kind."""

    def __init__(self) -> None:
        self.macros = self.objects = self.links = 0

    def notes(self) -> list[Message]:
        found = {"macros": self.macros, "objects": self.objects, "links": self.links}
        return [Message(f"document.template.dropped-{kind}", count=count) for kind, count in found.items() if count]


def _harmless(parts: Mapping[str, bytes], dropped: _Dropped) -> dict[str, bytes]:
    """Return the parts without those that run, and without what points at them or outside."""
    gone = set()
    for name in parts:
        if name.endswith(".rels") or name == _TYPES:
            continue
        if _MACROS.search(name):
            gone.add(name)
            dropped.macros += 1
        elif _OBJECTS.search(name):
            gone.add(name)
            dropped.objects += 1
    left = {name: data for name, data in parts.items() if name not in gone and _owner(name) not in gone}
    lost: dict[str, set[str]] = {}
    for name in [name for name in left if name.endswith(".rels")]:
        left[name], lost[_owner(name)] = _relations(name, left[name], frozenset(left), dropped)
    for name in [name for name in left if name.endswith(".xml") and name != _TYPES]:
        left[name] = _part(left[name], lost.get(name, set()), dropped)
    left[_TYPES] = _types(left[_TYPES], gone)
    return left


def _owner(name: str) -> str:
    """Return the part that relations belong to: ``word/document.xml`` of ``word/_rels/document.xml.rels``."""
    folder, _, file = name.rpartition("_rels/")
    return folder + file.removesuffix(".rels") if name.endswith(".rels") else ""


def _parsed(data: bytes) -> Any:
    """Return XML as a tree, with no entity of its own and nothing fetched."""
    tree = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False))
    if tree.getroottree().docinfo.doctype:
        raise CannotRead(Message("document.template.unreadable", reason=Message("broken-file.document-type")))
    return tree


def _written(tree: Any) -> bytes:
    written: bytes = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written


def _relations(name: str, data: bytes, there: Collection[str], dropped: _Dropped) -> tuple[bytes, set[str]]:
    """Return relations without those that lead outside or to what is not there, or no longer, and the ids of these."""
    tree, lost = _parsed(data), set()
    for one in [*tree]:
        kind, target = one.get("Type", ""), one.get("Target", "")
        outside = one.get("TargetMode") == "External"
        inside = posixpath.normpath(posixpath.join("/", posixpath.dirname(_owner(name)), target)).lstrip("/")
        if outside or inside not in there or _MACROS.search(kind) or _OBJECTS.search(kind):
            tree.remove(one)
            lost.add(one.get("Id", ""))
            dropped.links += outside
    return _written(tree), lost if name != "_rels/.rels" else set()


def _part(data: bytes, lost: Iterable[str], dropped: _Dropped) -> bytes:
    """Return a part without what points at lost relations, and without fields that read other files; the words of both stay."""
    tree, lost = _parsed(data), frozenset(lost)
    changed = False
    for one in [*tree.iter()] if lost else ():
        if not isinstance(one.tag, str):
            continue
        for attribute in [name for name, value in one.attrib.items() if name.startswith(_R) and value in lost]:
            changed = True
            holder = next((up for up in (one, *one.iterancestors()) if etree.QName(up).localname in _HOLDERS), None)
            if holder is not None and holder.getparent() is not None:
                holder.getparent().remove(holder)
            else:
                del one.attrib[attribute]
    for merged in [*tree.iter(f"{_W}mailMerge")]:
        changed, dropped.links = True, dropped.links + 1
        merged.getparent().remove(merged)
    for field in [*tree.iter(f"{_W}fldSimple")]:
        if _FETCHING.search(field.get(f"{_W}instr", "")):
            changed, dropped.links = True, dropped.links + 1
            field.set(f"{_W}instr", "")
            place = field.getparent()
            for inside in [*field]:
                field.addprevious(inside)
            place.remove(field)
    for paragraph in [*tree.iter(f"{_W}p")]:
        if _FETCHING.search("".join(one.text or "" for one in paragraph.iter(f"{_W}instrText"))):
            changed, dropped.links = True, dropped.links + 1
            for one in [*paragraph.iter(f"{_W}instrText"), *paragraph.iter(f"{_W}fldChar")]:
                one.getparent().remove(one)
    return _written(tree) if changed else data


def _types(data: bytes, gone: Iterable[str]) -> bytes:
    """Return the list of types of a document (.docx), without what is gone."""
    tree, names = _parsed(data), {f"/{name}" for name in gone}
    for one in [*tree]:
        if one.get("PartName") in names or (not one.get("PartName") and _MACROS.search(one.get("ContentType", ""))):
            tree.remove(one)
        elif one.get("PartName") and _KINDS.fullmatch(one.get("ContentType", "")):
            one.set("ContentType", _MAIN)
    return _written(tree)


def _try_out(data: bytes) -> None:
    """Dress a template as for a paper, so that one which cannot bear it is refused when it is given and not when a paper is due."""
    from legation.briefing.docx.elements import Lists, opened
    from legation.briefing.docx.styles import head_and_foot, set_pages, settle

    document = Document(kind="template", name="template", lang="en", title="Template", blocks=(), marking="TLP:CLEAR")
    word = opened(data)
    settle(word, keep=True, language="en-GB")
    set_pages(word, document, own_margins=True)
    head_and_foot(word, compose(document))
    Lists(word).begin(numbered=True)
    word.save(io.BytesIO())


def _missing_styles(data: bytes) -> tuple[str, ...]:
    """Return the names of our styles that a template lacks."""
    import docx

    from legation.briefing.docx.styles import style_names

    there = {style.name for style in docx.Document(io.BytesIO(data)).styles}
    return tuple(name for name in style_names() if name not in there)
