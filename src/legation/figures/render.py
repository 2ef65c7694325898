"""From a figure to a file's content: SVG for pages, PNG for word processors. No browser, no network; same figure, same bytes."""

from __future__ import annotations

import functools
import re
from html import escape
from pathlib import Path
from typing import Any

from legation.figures.figure import Figure
from legation.figures.paint import is_drawing, painted
from legation.language import Lang, say

__all__ = ["png", "svg"]

_PARTS = re.compile(r' (?:role="graphics-[^"]*"|aria-roledescription="[^"]*")(?=[^<>]*>)')
"""What the renderer writes on each mark for screen readers: a figure is one image with one text alternative, not an image in images."""
_FONTS = Path(__file__).parent.parent / "briefing" / "fonts"


def svg(figure: Figure, lang: Lang, footer: str = "") -> str:
    """Return a figure as SVG with its text alternative; ``footer`` names source, method and the dossier's hash."""
    spec = figure.specification(lang, footer=footer)
    if is_drawing(spec):
        return painted(spec, lang)
    drawn: str = _converter().vegalite_to_svg(spec, allowed_base_urls=[])
    alt = escape(say(figure.alt, lang).replace("\n", " "), quote=True)
    opening = f'<svg role="img" lang="{lang}" aria-label="{alt}" '
    drawn = _PARTS.sub("", drawn)
    drawn = re.sub(r"<svg ", lambda _: opening, drawn, count=1)
    return re.sub(r"(<svg [^>]*>)", lambda found: f"{found[1]}<desc>{alt}</desc>", drawn, count=1)


def png(figure: Figure, lang: Lang, footer: str = "", scale: float = 2) -> bytes:
    """Return a figure as PNG, ``scale`` pixels to one of the drawing."""
    content: bytes = _converter().svg_to_png(svg(figure, lang, footer), scale=scale)
    return content


@functools.cache
def _converter() -> Any:
    """Load the converter when a first figure is rendered; with the fonts of the documents where they have been fetched."""
    import vl_convert

    if _FONTS.is_dir():
        vl_convert.register_font_directory(str(_FONTS))
    return vl_convert
