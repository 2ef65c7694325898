"""A document as one HTML file: nothing to fetch, nothing that runs, for a screen of any width and for paper."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING

from legation.briefing.document import Document
from legation.briefing.layout import pictures, typefaces
from legation.briefing.layout.composition import Plain, compose, drawable, printable
from legation.briefing.markings.labels import PAPER
from legation.figures.theme import INK
from legation.language import say

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["css_string", "render"]

_TEMPLATES = Path(__file__).parent / "templates"
_ONE_LINE = 40
"""Signs of a marking that stand beside the date and the number at the foot of a page on one line."""


def render(document: Document) -> bytes:
    """Return a document as a page that stands alone: style, letters and figures are inside.

    Parameters
    ----------
    document : Document

    Returns
    -------
    bytes
        UTF-8. The same document gives the same bytes.

    Examples
    --------
    >>> page = render(Document(kind="brief", name="x", lang="fr", title="Qui <script> ?", blocks=())).decode()
    >>> page.splitlines()[1], "<script" in page
    ('<html lang="fr">', False)
    """
    from markupsafe import Markup

    plain = compose(document)
    # What is marked as safe: our own style sheets, and drawings that were parsed, disarmed and written anew.
    style = Markup("\n".join((typefaces.style_sheet(), (_TEMPLATES / "document.css").read_text("utf-8"), _pages(plain))))  # noqa: S704
    drawings = {number: Markup(text) for number, text in _drawings(document).items()}  # noqa: S704
    return _templates().get_template("document.html").render(doc=plain, drawings=drawings, style=style).encode("utf-8")


def css_string(text: str) -> str:
    r"""Return text as a string of a style sheet, in which nothing but letters and digits stands unescaped.

    >>> css_string('A"}</style>')
    '"A\\22 \\7d \\3c \\2f style\\3e "'
    """
    return '"' + "".join(c if c.isascii() and c.isalnum() else f"\\{ord(c):x} " for c in text) + '"'


def _drawings(document: Document) -> dict[int, str]:
    return {
        number: pictures.inline_svg(picture, document.lang, prefix=f"f{number}-", label=printable(say(picture.figure.alt, document.lang)))
        for number, picture in enumerate(drawable(document), 1)
    }


def _pages(plain: Plain) -> str:
    """Return the rules of the printed page, whose margins carry the document's own words."""
    words = plain["words"]
    marking = css_string(plain["marking"])
    top, bottom = (marking if plain["marking_place"] in (place, "both") else "none" for place in ("top", "bottom"))
    colour, wrap = plain["marking_colour"], "nowrap" if len(plain["marking"]) <= _ONE_LINE else "normal"
    issue = css_string("\n".join(part for part in (plain["date"], plain["version"]) if part))
    page, of = (css_string(words[word] + "\u00a0") for word in ("page", "of"))
    own = (
        ""
        if colour == INK
        else f""".marking {{ color: {colour}; background: {PAPER}; }}
"""
    )
    side, above, below = plain["margins"] or (20, 20, 20)
    return f"""{own}@page {{
  size: {plain["paper"].upper()} {"landscape" if plain["landscape"] else "portrait"};
  margin: {f"{above:g}mm {side:g}mm {below:g}mm" if plain["margins"] else "20mm"};
  @top-center {{ content: {top}; font-weight: 600; color: {colour}; }}
  @bottom-left {{ content: {issue}; white-space: pre-line; }}
  @bottom-center {{ content: {bottom}; font-weight: 600; color: {colour}; white-space: {wrap}; }}
  @bottom-right {{ content: {page} counter(page) {css_string(" ")} {of} counter(pages); }}
}}
@page :first {{ @top-center {{ content: none; }} }}
"""


@functools.cache
def _templates() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
