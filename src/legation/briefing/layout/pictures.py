"""The figures of a document, each drawn once: the same drawing serves the page, the PDF and, as points, the word processor."""

from __future__ import annotations

import re
import tempfile
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path

# The drawings are made by this program, not received; expat refuses external entities by itself.
from xml.etree import ElementTree as ET

from legation.briefing.document import Picture
from legation.briefing.layout import typefaces
from legation.briefing.layout.composition import printable
from legation.figures import render
from legation.figures.figure import Figure
from legation.figures.theme import PAPER
from legation.language import Lang

__all__ = ["inline_svg", "pngs", "printed", "size", "svg", "width_on_paper"]

_MM = 25.4 / 96  # of a drawing's point
_POINT = 25.4 / 72  # of type
_LEAST_TYPE = 7.0  # points of the smallest letters of a drawing on paper
_LETTERS = re.compile(r'font-size="([\d.]+)')
_ENLARGED = 1.15
_CACHED = 48  # drawings, enough for a brief in both languages
_SVG = "http://www.w3.org/2000/svg"
_LINK = "{http://www.w3.org/1999/xlink}href"
_REFERENCE = re.compile(r"url\(\s*['\"]?#([^)'\"]+)['\"]?\s*\)")
_cache: OrderedDict[tuple[int, Lang, str], tuple[Figure, str]] = OrderedDict()
"""By the figure itself, which is cached with its drawing so that no other can take its place; figures never change."""


def svg(picture: Picture, lang: Lang) -> str:
    """Return the drawing of a picture as SVG text, drawing it only if the same figure was not drawn lately."""
    key = (id(picture.figure), lang, picture.footer)
    if key not in _cache:
        _cache[key] = picture.figure, printable(render.svg(picture.figure, lang, footer=picture.footer))
        while len(_cache) > _CACHED:
            _cache.popitem(last=False)
    _cache.move_to_end(key)
    return _cache[key][1]


def printed(picture: Picture, lang: Lang) -> str:
    """Return the drawing on the white of paper instead of the tint of a screen."""
    return re.sub(PAPER, "#FFFFFF", svg(picture, lang), flags=re.IGNORECASE)


def pngs(pictures: Sequence[Picture], lang: Lang) -> list[bytes]:
    """Return drawings as PNG, two points for each of their own: all in one run of typst, which is six times as quick as one by one.

    Parameters
    ----------
    pictures : sequence of Picture
    lang : {"en", "fr"}
    """
    import typst

    if not pictures:
        return []
    drawings = [printed(picture, lang) for picture in pictures]
    system = typefaces.uncovered("".join(drawings))
    with tempfile.TemporaryDirectory(prefix="legation-") as name:
        folder = Path(name)
        for number, drawing in enumerate(drawings):
            (folder / f"{number}.svg").write_text(drawing, "utf-8")
        pages = "".join(f'#page(image("{number}.svg"))\n' for number in range(len(drawings)))
        (folder / "drawings.typ").write_text(f"#set page(width: auto, height: auto, margin: 0pt, fill: white)\n{pages}", "utf-8")
        images = typst.compile(
            str(folder / "drawings.typ"),
            root=name,
            font_paths=typefaces.for_typst(system=system),
            ignore_system_fonts=not system,
            format="png",
            ppi=2 * 96,
        )
    return list(images) if isinstance(images, list) else [images]


def size(picture: Picture, lang: Lang) -> tuple[float, float]:
    """Return the width and height of the drawing in its own points."""
    root = ET.fromstring(svg(picture, lang))  # noqa: S314 - see the import
    return _size(root)


def width_on_paper(picture: Picture, lang: Lang, *, landscape: bool) -> float:
    """Return a drawing's width on A4 in millimetres.

    It is its share of the text, but wide enough to read its smallest letters; no wider than the text, no higher than the page, hardly
    enlarged.
    """
    across, down = (257.0, 150.0) if landscape else (170.0, 225.0)
    width, height = size(picture, lang)
    wanted = max(across * min(1.0, max(0.1, picture.width)), min(across, _readable(picture, lang)))
    return min(wanted, down * width / height, width * _MM * _ENLARGED)


def _readable(picture: Picture, lang: Lang) -> float:
    """Return the width at which the smallest letters of a drawing have the size that can be read [mm]; 0 of one without letters."""
    letters = min(map(float, _LETTERS.findall(svg(picture, lang))), default=0.0)
    return _LEAST_TYPE / letters * size(picture, lang)[0] * _POINT if letters else 0.0


def inline_svg(picture: Picture, lang: Lang, *, prefix: str, label: str) -> str:
    """Return the drawing as an element of a page: ids of its own, a label for those who hear it, nothing that runs or loads.

    Parameters
    ----------
    prefix : str
        Put before each id, so that two drawings on one page do not answer to the same one.
    label : str
        What the drawing says, in words.
    """
    ET.register_namespace("", _SVG)
    root = ET.fromstring(svg(picture, lang))  # noqa: S314 - see the import
    width, height = _size(root)
    _disarm(root)
    for element in root.iter():
        for name, value in list(element.attrib.items()):
            if name == "id":
                element.set(name, prefix + value)
            elif name in ("href", _LINK):
                element.set(name, f"#{prefix}{value[1:]}")
            elif "url(" in value:
                element.set(name, _REFERENCE.sub(rf"url(#{prefix}\1)", value))
    for name in [name for name in root.attrib if name.startswith("aria-") or name in ("role", "class", "style")]:
        del root.attrib[name]
    root.attrib |= {"role": "img", "aria-label": label, "width": f"{width:g}", "height": f"{height:g}"}
    root.attrib.setdefault("viewBox", f"0 0 {width:g} {height:g}")
    return ET.tostring(root, encoding="unicode")


def _disarm(element: ET.Element) -> None:
    """Drop what a picture does not need: scripts, foreign content, handlers, addresses outside the drawing."""
    for child in list(element):
        if not isinstance(child.tag, str) or child.tag.rpartition("}")[2] in (
            "script",
            "foreignObject",
            "iframe",
            "image",
            "style",
            "title",
            "desc",
        ):
            element.remove(child)
        else:
            _disarm(child)
    for name in list(element.attrib):
        plain, value = name.rpartition("}")[2].lower(), element.attrib[name]
        outside = plain in ("href", "src") and not value.startswith("#")
        if plain.startswith("on") or outside or ("url(" in value and not _REFERENCE.search(value)):
            del element.attrib[name]


def _size(root: ET.Element) -> tuple[float, float]:
    box = [float(number) for number in root.get("viewBox", "0 0 640 400").replace(",", " ").split()]
    width, height = (re.sub(r"[^\d.]", "", root.get(side, "")) for side in ("width", "height"))
    return float(width or box[2]), float(height or box[3])
