"""Drawings as a page shows them: an image on a page can use neither the letters of the page nor the colours of its theme."""

from __future__ import annotations

import functools
import re

from legation.figures.dark import dark_rules

__all__ = ["on_screen"]


def on_screen(svg: bytes) -> bytes:
    """Return an SVG with its colours for a dark page, and with the faces that its texts need.

    A browser takes the theme of the page for the image's own.

    >>> on_screen(b'<svg xmlns="x"><g/></svg>')[:58]
    b'<svg xmlns="x"><style>@media (prefers-color-scheme: dark){'
    """
    text = svg.decode("utf-8")
    wide = any(ord(sign) > 0xFF and not 0x2000 <= ord(sign) < 0x2070 for sign in text)
    rules = f"@media (prefers-color-scheme: dark){{{dark_rules()}}}{_faces(wide)}"
    return re.sub(r"<svg\b[^>]*>", lambda opening: f"{opening[0]}<style>{rules}</style>", text, count=1).encode("utf-8")


@functools.cache
def _faces(wide: bool) -> str:  # noqa: FBT001 - one of two style sheets
    from legation.briefing.typeface import style_sheet

    rules = [rule for rule in style_sheet().splitlines() if '"Inter"' in rule]
    return "\n".join(rule for rule in rules if wide or "U+0000-00FF" in rule)
