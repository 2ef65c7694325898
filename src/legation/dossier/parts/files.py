"""Parts that are kept as they are: archived files, notices of annexes, and texts that a row names."""

from __future__ import annotations

from legation.dossier.parts.kind import PartKind

__all__ = ["FILES"]

FILES: tuple[PartKind, ...] = (
    PartKind(id="file", pattern="files/{path}"),
    PartKind(id="annex", pattern="annexes/{path}"),
    PartKind(id="text", pattern="drafts/{path}.txt", is_named=True),
)
