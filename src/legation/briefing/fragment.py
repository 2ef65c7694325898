"""An answer as a piece of HTML: what a notebook shows, and a page may hold."""

from __future__ import annotations

from html import escape

from legation.figures import render
from legation.language import Lang, say
from legation.questions import Answer

__all__ = ["fragment"]

ROWS = 30


def fragment(answer: Answer, lang: Lang, *, rows: int = ROWS) -> str:
    """Return sentences, pictures and the first rows of tables; every text is escaped."""
    parts = [f'<section lang="{lang}"><h3>{escape(say(answer.title, lang))}</h3><ul>']
    parts += [f"<li>{escape(sentence)}</li>" for sentence in answer.sentences(lang)]
    parts.append("</ul>")
    parts += [f"<figure>{render.svg(figure, lang)}</figure>" for figure in answer.figures]
    for table in answer.tables:
        head = "".join(f'<th scope="col">{escape(say(column.title, lang))}</th>' for column in table.columns)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(table.cell(r, c, lang))}</td>" for c in range(len(table.columns))) + "</tr>"
            for r in range(min(rows, len(table.rows)))
        )
        caption = escape(say(table.title, lang))
        parts.append(f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>")
    notes = [*answer.missing, *answer.caveats]
    parts.append("<ul>" + "".join(f"<li><small>{escape(say(note, lang))}</small></li>" for note in notes) + "</ul></section>")
    return "".join(parts)
