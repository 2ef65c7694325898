"""The page of the errors: the tree, the exit codes, and every code of a problem with its remedy."""

from __future__ import annotations

import ast
from pathlib import Path

import legation.sources
from legation import errors
from legation.dossier.problem import NOTICES
from legation.errors import LegationError
from legation.language import Lang, catalogue
from making.markdown import code, heading, said, slots_shown, table

__all__ = ["page", "problem_codes", "reading_codes"]


def page(lang: Lang) -> str:
    """Return the page."""
    classes = [LegationError, *(c for c in map(errors.__dict__.get, errors.__all__) if c is not LegationError)]
    blocks = [heading(1, said("errors.title", lang)), said("errors.intro", lang)]
    header = [said(f"column.{name}", lang) for name in ("error", "exit", "meaning")]
    blocks += [table(header, ((code(c.__name__), str(c.exit_code), said(f"error.{c.__name__}", lang)) for c in classes))]
    blocks += [heading(2, said("errors.problems", lang)), said("errors.problems-intro", lang)]
    header = [said(f"column.{name}", lang) for name in ("code", "weight", "remedy")]
    rows = ((code(c), said("errors.notice" if c in NOTICES else "errors.fault", lang), _text("problem", c, lang)) for c in problem_codes())
    blocks += [table(header, rows), heading(2, said("errors.reading", lang)), said("errors.reading-intro", lang)]
    header = [said(f"column.{name}", lang) for name in ("code", "remedy")]
    blocks += [table(header, ((code(c), _text("sources", c, lang)) for c in reading_codes()))]
    return "\n\n".join(blocks)


def problem_codes() -> list[str]:
    """Return the codes of what may be wrong with a part, sorted."""
    return sorted(key for key in catalogue("problem", "en") if not key.startswith("line") or key == "line-endings")


def reading_codes() -> list[str]:
    """Return the codes that readers of other people's files give to rows, sorted: the words that stand in calls of ``notice``."""
    folder = Path(str(legation.sources.__file__)).parent
    found: set[str] = set()
    for path in sorted(folder.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="notice") | ast.Attribute(attr="each_row"), args=[first, *_]):
                    found |= _words(first)
                case ast.Assign(targets=[ast.Name(id="code")], value=value):
                    found |= _words(value)
    return sorted(found & catalogue("sources", "en").keys())


def _words(node: ast.AST) -> set[str]:
    return {inner.value for inner in ast.walk(node) if isinstance(inner, ast.Constant) and isinstance(inner.value, str)}


def _text(area: str, key: str, lang: Lang) -> str:
    return slots_shown(str(catalogue(area, lang)[key]))
