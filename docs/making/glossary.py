"""The page of the terms: the catalogue of the site's glossary, with the public name that carries each term in the code."""

from __future__ import annotations

from collections.abc import Iterator

from legation.glossary import CODE, GROUPS, meaning, name, title
from legation.language import LANGUAGES, Lang, collation_key
from making.markdown import code, heading, said, sentence, table

__all__ = ["page"]


def page(lang: Lang) -> str:
    """Return the page."""
    blocks = [heading(1, said("glossary.title", lang)), said("glossary.intro", lang)]
    for group, terms in GROUPS.items():
        other = next(one for one in LANGUAGES if one != lang)
        header = [said(f"column.{name}", lang) for name in ("term", f"term-{other}", "meaning", "in-code")]
        blocks += [heading(2, sentence(title(group), lang)), table(header, _rows(terms, lang, other))]
    return "\n\n".join(blocks)


def _rows(terms: tuple[str, ...], lang: Lang, other: Lang) -> Iterator[tuple[str, ...]]:
    """Return the lines of a group in the order of a dictionary."""
    names = {term: sentence(name(term), lang) for term in terms}
    for term in sorted(terms, key=lambda term: collation_key(names[term])):
        yield f"**{names[term]}**", sentence(name(term), other), sentence(meaning(term), lang), code(CODE[term]) if term in CODE else ""
