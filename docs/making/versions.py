"""The page of versions: what this release reads and writes of dossiers and backups of every format so far, and what it refuses."""

from __future__ import annotations

from legation.dossier.files.format import FORMAT, MIGRATIONS
from legation.language import Lang
from legation.version import VERSION
from legation.web.serving.backup import FORMAT as BACKUP_FORMAT
from making.markdown import heading, said, table

__all__ = ["page"]


def page(lang: Lang) -> str:
    """Return the page; a format without its words stops the making of it."""
    header = [said(f"column.{name}", lang) for name in ("format", "written-by", "this-release")]
    blocks = [heading(1, said("versions.title", lang)), said("versions.intro", lang, version=VERSION)]
    for kind, newest, known in (("dossier", FORMAT, len(MIGRATIONS) + 1), ("backup", BACKUP_FORMAT, BACKUP_FORMAT)):
        rows = [(str(n), said(f"versions.{kind}.{n}", lang), _does(kind, n, newest, lang)) for n in range(1, known + 1)]
        rows.append((f"{newest + 1} …", said("versions.newer", lang), said(f"versions.{kind}.newer", lang)))
        blocks += [heading(2, said(f"versions.{kind}.title", lang)), table(header, rows), said(f"versions.{kind}.note", lang)]
    blocks += [heading(2, said("versions.tables.title", lang)), said("versions.tables.note", lang)]
    return "\n\n".join(blocks)


def _does(kind: str, number: int, newest: int, lang: Lang) -> str:
    return said(f"versions.{kind}.{'same' if number == newest else 'older'}", lang, newest=newest)
