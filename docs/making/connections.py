"""The page of the connections: what may call another machine, as it is declared."""

from __future__ import annotations

from legation.connections import CONNECTIONS
from legation.language import Lang, say
from making.markdown import code, heading, said, table

__all__ = ["page"]


def page(lang: Lang) -> str:
    """Return the page."""
    header = [said(f"connections.{name}", lang) for name in ("what", "asked", "when", "sends")]
    rows = ((say(one.title, lang), code(one.set_by), say(one.when, lang), say(one.sends, lang)) for one in CONNECTIONS)
    blocks = [heading(1, said("connections.title", lang)), said("connections.intro", lang), table(header, rows)]
    blocks += [heading(2, said("connections.proof-title", lang)), said("connections.proof", lang)]
    return "\n\n".join(blocks)
