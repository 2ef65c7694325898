"""The page of the sources: each format that goes into a dossier, as it is declared, and the headings that are known."""

from __future__ import annotations

import importlib
from typing import Any

from legation.dossier.parts import kinds
from legation.language import Lang, say
from legation.sources.names.spelling import words
from legation.sources.registry import for_dossiers
from legation.sources.source import Source
from making.markdown import choices, code, heading, said, table
from making.methods import signature

__all__ = ["described", "page"]


def page(lang: Lang) -> str:
    """Return the page."""
    blocks = [heading(1, said("sources.title", lang)), said("sources.intro", lang)]
    header = [said("column.source", lang), said("column.meaning", lang)]
    there = for_dossiers()
    blocks += [table(header, ((f"[{code(name)}](#{name})", say(of.title, lang)) for name, of in there.items()))]
    for of in there.values():
        blocks += described(of, lang)
    for area in ("fields", "kinds", "positions"):
        blocks += [heading(2, said(f"sources.{area}", lang)), said(f"sources.{area}-intro", lang)]
        header = [said("column.field", lang), said("column.words", lang)]
        blocks += [table(header, ((code(target), choices(listed)) for target, listed in words(area).items()))]
    return "\n\n".join(blocks)


def described(of: Source, lang: Lang) -> list[str]:
    """Return what is said of one source."""
    patterns = {kind.id: kind.pattern for kind in kinds()}
    points = [
        (said("sources.files", lang), _files(of, lang)),
        (said("sources.brings", lang), choices(patterns[name] for name in of.brings)),
        *((code(f"--{one.name}{'' if one.kind == 'flag' else ' ' + one.metavar}"), say(one.meaning, lang)) for one in of.options),
        (said("sources.terms", lang), say(of.terms, lang) if of.terms else ""),
        (said("sources.example", lang), code(of.example())),
        (said("sources.function", lang), code(signature(_function(of.function))) if of.function else ""),
        (said("sources.package", lang), code(of.package) if of.package != "legation" else ""),
    ]
    colon = "\u00a0:" if lang == "fr" else ":"
    listed = "\n".join(f"- {name}{colon} {what}" for name, what in points if what)
    return [heading(2, code(of.id)), f"**{say(of.title, lang)}**", say(of.about, lang), listed]


def _files(of: Source, lang: Lang) -> str:
    """Return which files a source takes."""
    endings = f" ({choices(of.files.endings)})" if of.files.endings else ""
    return f"{say(of.takes, lang)}{endings}{said('sources.or-folder', lang) if of.files.folder else ''}"


def _function(name: str) -> Any:
    module, _, function = name.partition(":")
    return getattr(importlib.import_module(module), function)
