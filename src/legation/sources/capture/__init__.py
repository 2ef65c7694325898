"""Evidence taken from files and pages: bytes kept unchanged, text taken out within limits, quotations anchored, doubles found.

Nothing here trusts what it is given: a file's kind is asked of its bytes, its text is read in a child process with limits, foreign HTML is
shown only when cleaned, and a page is fetched only from the public web, only when a person asks. Nothing is imported until it is used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from legation.sources.capture.captured import SIZE_LIMIT, Captured, capture
    from legation.sources.capture.harmless import FRAME_POLICY, FRAME_SANDBOX, safe_html, svg_picture
    from legation.sources.capture.header import Header
    from legation.sources.capture.likeness import Near, Sketch, near, sketch
    from legation.sources.capture.page import Fetched, capture_page, fetch
    from legation.sources.capture.quote import Anchor, Segment, anchor, highlighted, locate

_HOME = {
    "FRAME_POLICY": "harmless",
    "FRAME_SANDBOX": "harmless",
    "SIZE_LIMIT": "captured",
    "Anchor": "quote",
    "Captured": "captured",
    "Fetched": "page",
    "Header": "header",
    "Near": "likeness",
    "Segment": "quote",
    "Sketch": "likeness",
    "anchor": "quote",
    "capture": "captured",
    "capture_page": "page",
    "fetch": "page",
    "highlighted": "quote",
    "locate": "quote",
    "near": "likeness",
    "safe_html": "harmless",
    "sketch": "likeness",
    "svg_picture": "harmless",
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
        return getattr(importlib.import_module(f"legation.sources.capture.{_HOME[name]}"), name)
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)
