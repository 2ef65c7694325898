"""Drawings that carry their letters: an image on a page cannot use the letters of the page."""

from __future__ import annotations

import functools
import re

__all__ = ["with_letters"]


def with_letters(svg: bytes) -> bytes:
    """Return an SVG with the faces that its texts need.

    >>> with_letters(b'<svg xmlns="x"><g/></svg>')[:28]
    b'<svg xmlns="x"><defs><style>'
    """
    text = svg.decode("utf-8")
    wide = any(ord(sign) > 0xFF and not 0x2000 <= ord(sign) < 0x2070 for sign in text)
    return re.sub(r"<svg\b[^>]*>", lambda opening: f"{opening[0]}<defs><style>{_faces(wide)}</style></defs>", text, count=1).encode("utf-8")


@functools.cache
def _faces(wide: bool) -> str:  # noqa: FBT001 - one of two style sheets
    from legation.briefing.typeface import style_sheet

    rules = [rule for rule in style_sheet().splitlines() if '"Inter"' in rule]
    return "\n".join(rule for rule in rules if wide or "U+0000-00FF" in rule)
