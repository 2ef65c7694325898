"""The public game as one HTML file: no network, no store, and a script that only looks up in a table made here."""

from __future__ import annotations

import base64
import functools
import hashlib
import json
from pathlib import Path

from markupsafe import Markup

from legation.briefing.exercise import exercise_name
from legation.briefing.public_game.pieces import word
from legation.briefing.public_game.table import table_of
from legation.language import Lang, Message, say

__all__ = ["file_name", "one_file", "style_sheet"]

_HERE = Path(__file__).parent
_POLICY = Markup("default-src 'none'; style-src {style}; script-src {script}; base-uri 'none'; form-action 'none'")
"""Nothing is fetched, nothing is sent, and no other script runs."""
_PAGE = """<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="referrer" content="no-referrer">
<title>{exercise} · {title}</title>
<style>{style}</style>
</head>
<body>
<header class="exercise">{exercise}</header>
<main><form><div class="body"></div><div class="choices start"></div></form></main>
<script type="application/json" id="table">{table}</script>
<script>{script}</script>
</body>
</html>
"""


@functools.cache
def style_sheet() -> str:
    """Return the style of the game, for the site and for the file."""
    return (_HERE / "game.css").read_text("utf-8")


def file_name(lang: Lang) -> str:
    """Return what the file is called: its name says that it is play.

    >>> file_name("fr")
    'EXERCICE-qui-le-dit-a-qui-la-faute.html'
    """
    return exercise_name(f"{word('file', lang)}.html", lang)


@functools.cache
def one_file(lang: Lang) -> bytes:
    """Return the game in a language.

    Returns
    -------
    bytes
        UTF-8, at most 300 kB; the same each time.

    Examples
    --------
    >>> page = one_file("en")
    >>> len(page) <= 300_000, b"http://" in page or b"https://" in page
    (True, False)
    """
    table = json.dumps(table_of(lang), ensure_ascii=False, separators=(",", ":"))
    # What is marked as safe: our own style and script, and a table in which no "<" is left that could end it.
    style, script, data = (
        Markup(text)  # noqa: S704
        for text in (style_sheet(), (_HERE / "game.js").read_text("utf-8"), table.replace("<", "\\u003c"))
    )
    return str(
        Markup(_PAGE).format(  # noqa: S704 - a page of ours
            lang=lang,
            exercise=say(Message("game.exercise"), lang),
            title=word("title", lang),
            style=style,
            policy=_POLICY.format(style=_hash(style), script=_hash(script)),
            script=script,
            table=data,
        )
    ).encode("utf-8")


def _hash(text: str) -> Markup:
    """Return by what a policy knows a style or a script of ours."""
    return Markup("'sha256-{}'").format(base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode())
