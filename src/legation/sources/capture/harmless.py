"""What others made, fit to be shown: a page as harmless HTML, a drawing as a picture.

Both are meant for a frame of their own: ``<iframe sandbox="" ...>`` on an address that answers with :data:`FRAME_POLICY`. Cleaning and the
frame each suffice; together they are two locks on one door. SVG is never shown as SVG, only drawn to PNG.
"""

from __future__ import annotations

import base64

from legation.errors import CannotRead
from legation.language import Message
from legation.sources.capture.isolation import Outcome, isolated

__all__ = ["FRAME_POLICY", "FRAME_SANDBOX", "safe_html", "svg_picture"]

FRAME_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox"
"""The Content-Security-Policy of the address that shows a captured page: nothing runs, nothing is loaded."""
FRAME_SANDBOX = ""
"""The ``sandbox`` attribute of the frame: empty, so nothing is allowed."""
_SECONDS = 8.0


def safe_html(data: bytes) -> str:
    """Return foreign HTML without anything that acts: a fragment of text, headings, lists, tables and links.

    Scripts, event handlers, styles, forms, frames and every address from which a browser would load something are gone; of a picture its
    text alternative stays. Links are kept for http, https and mail, with ``rel="noopener nofollow noreferrer"``.

    Raises
    ------
    CannotRead
        Where the page is made so that cleaning it takes too long or fails; its text and the file itself can still be read.

    Examples
    --------
    >>> safe_html(b'<p onclick="steal()">Hello <script>steal()</script><a href="javascript:steal()">you</a></p>')
    '<p>Hello <a rel="noopener nofollow noreferrer">you</a></p>'
    """
    return str(_only(isolated("clean-html", data, seconds=_SECONDS), "html"))


def svg_picture(data: bytes) -> bytes:
    """Return an SVG drawn as PNG, no side longer than 1,600 points; nothing in it is run or loaded.

    Raises
    ------
    CannotRead
        Where it is no SVG, or drawing it takes too much time or memory.
    """
    return base64.b64decode(_only(isolated("draw-svg", data, seconds=_SECONDS), "png"))


def _only(outcome: Outcome, key: str) -> str:
    for found in outcome.found:
        if isinstance(found.get(key), str):
            return str(found[key])
    raise CannotRead(Message("capture.not-shown"))
