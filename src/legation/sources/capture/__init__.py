"""Evidence taken from files and pages: bytes kept unchanged, text taken out within limits, quotations anchored, doubles found.

Nothing here trusts what it is given: a file's kind is asked of its bytes, its text is read in a child process with limits, foreign HTML is
shown only when cleaned, and a page is fetched only from the public web, only when a person asks. Nothing is imported until it is used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from legation.sources.capture.captured import SIZE_LIMIT, Captured, Header, capture
    from legation.sources.capture.isolation import FRAME_POLICY, FRAME_SANDBOX, safe_html, svg_picture
    from legation.sources.capture.near_text import Near, Sketch, near, sketch
    from legation.sources.capture.page import Fetched, capture_page, fetch
    from legation.sources.capture.quote import Anchor, Segment, anchor, highlighted, locate

_HOME = {
    "FRAME_POLICY": "legation.sources.capture.isolation",
    "FRAME_SANDBOX": "legation.sources.capture.isolation",
    "SIZE_LIMIT": "legation.sources.capture.captured",
    "Anchor": "legation.sources.capture.quote",
    "Captured": "legation.sources.capture.captured",
    "Fetched": "legation.sources.capture.page",
    "Header": "legation.sources.capture.captured",
    "Near": "legation.sources.capture.near_text",
    "Segment": "legation.sources.capture.quote",
    "Sketch": "legation.sources.capture.near_text",
    "anchor": "legation.sources.capture.quote",
    "capture": "legation.sources.capture.captured",
    "capture_page": "legation.sources.capture.page",
    "fetch": "legation.sources.capture.page",
    "highlighted": "legation.sources.capture.quote",
    "locate": "legation.sources.capture.quote",
    "near": "legation.sources.capture.near_text",
    "safe_html": "legation.sources.capture.isolation",
    "sketch": "legation.sources.capture.near_text",
    "svg_picture": "legation.sources.capture.isolation",
}

__all__ = [
    "FRAME_POLICY",
    "FRAME_SANDBOX",
    "SIZE_LIMIT",
    "Anchor",
    "Captured",
    "Fetched",
    "Header",
    "Near",
    "Segment",
    "Sketch",
    "anchor",
    "capture",
    "capture_page",
    "fetch",
    "highlighted",
    "locate",
    "near",
    "safe_html",
    "sketch",
    "svg_picture",
]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(importlib.import_module(_HOME[name]), name)
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)
