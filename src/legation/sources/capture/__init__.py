"""Evidence taken from files and pages: bytes kept unchanged, text taken out within limits, quotations anchored, doubles found.

Nothing here trusts what it is given: a file's kind is asked of its bytes, its text is read in a child process with limits, foreign HTML is
shown only when cleaned, and a page is fetched only from the public web, only when a person asks. Nothing is imported until it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from legation.late_exports import late_exports

if TYPE_CHECKING:
    from legation.sources.capture.evidence import SIZE_LIMIT, Captured, Header, capture
    from legation.sources.capture.isolation import FRAME_POLICY, FRAME_SANDBOX, safe_html, svg_picture
    from legation.sources.capture.near_text import Near, Sketch, near, sketch
    from legation.sources.capture.page import Fetched, capture_page, fetch
    from legation.sources.capture.quote import Anchor, Segment, anchor, highlighted, locate
else:
    __getattr__, __dir__ = late_exports(
        __name__,
        {
            "legation.sources.capture.evidence": "Captured Header SIZE_LIMIT capture",
            "legation.sources.capture.isolation": "FRAME_POLICY FRAME_SANDBOX safe_html svg_picture",
            "legation.sources.capture.near_text": "Near Sketch near sketch",
            "legation.sources.capture.page": "Fetched capture_page fetch",
            "legation.sources.capture.quote": "Anchor Segment anchor highlighted locate",
        },
    )

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
