"""The page of the sources: each kind of file that is read, what it must hold, and the headings that are known."""

from __future__ import annotations

from typing import Any

from legation import sources
from legation.language import Lang
from legation.sources import impact_matrix, logframe, misp, polis, scenariowizard, stix, taxii
from legation.sources.words import words
from making.markdown import choices, code, heading, said, table
from making.methods import signature

__all__ = ["page", "readers"]


def page(lang: Lang) -> str:
    """Return the page."""
    blocks = [heading(1, said("sources.title", lang)), said("sources.intro", lang)]
    for name, reader in readers().items():
        blocks += [heading(2, code(name)), said(f"source.{name}", lang), code(signature(reader))]
    for area in ("fields", "kinds", "positions"):
        blocks += [heading(2, said(f"sources.{area}", lang)), said(f"sources.{area}-intro", lang)]
        header = [said("column.field", lang), said("column.words", lang)]
        blocks += [table(header, ((code(target), choices(listed)) for target, listed in words(area).items()))]
    return "\n\n".join(blocks)


def readers() -> dict[str, Any]:
    """Return the function behind each source."""
    return {
        "unvotes": sources.read_unvotes,
        "undl": sources.read_undl,
        "supporters": sources.read_supporters,
        "list": sources.read_actor_list,
        "logframe": logframe.read_logframe,
        "polis": polis.read,
        "scenariowizard": scenariowizard.read,
        "impact-matrix": impact_matrix.read,
        "stix": stix.read,
        "misp": misp.read,
        "taxii": taxii.pull,
    }
