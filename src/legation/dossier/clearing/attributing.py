"""Whose information an evidence is: of one that may not be attributed, the owner's alone."""

from __future__ import annotations

import dataclasses
from typing import Any, TypeVar

from legation.dossier.contents import Contents

__all__ = ["protected", "unattributed", "with_sources_of"]

TELLING = ("publisher", "origin", "speaker_level", "channel", "url", "part", "sha256")
"""What tells whose information an evidence is."""
_Contents = TypeVar("_Contents", bound=Contents)


def protected(dossier: Contents) -> frozenset[str]:
    """Return the evidence that may not be attributed: what says so, and what it supersedes."""
    found = {row.id for row in dossier.evidence if row.attributable is False}
    if found:
        before = {row.id: row.supersedes for row in dossier.evidence}
        waiting = list(found)
        while waiting:
            earlier = before.get(waiting.pop(), "")
            if earlier and earlier not in found:
                found.add(earlier)
                waiting.append(earlier)
    return frozenset(found)


def unattributed(left: _Contents, whole: Contents) -> _Contents:
    """Return what is left of a dossier without what tells of protected sources, nor the files that they archived."""
    ids = protected(whole)
    if not any(row.id in ids for row in left.evidence):
        return left
    nothing: dict[str, Any] = dict.fromkeys(TELLING, "")
    gone = {row.part for row in left.evidence if row.id in ids and row.part}
    evidence = tuple(dataclasses.replace(row, attributable=False, **nothing) if row.id in ids else row for row in left.evidence)
    still = {row.part for row in evidence}
    files = {part: data for part, data in left.files.items() if part not in gone or part in still}
    return dataclasses.replace(left, evidence=evidence, files=files)


def with_sources_of(dossier: _Contents, head: Contents) -> _Contents:
    """Return a dossier in which the protected sources of another are as they are there: who does not see them changes nothing of them."""
    ids = protected(head)
    if not ids:
        return dossier
    theirs = {row.id: row for row in head.evidence if row.id in ids}
    evidence = tuple(
        dataclasses.replace(row, attributable=False, **{name: getattr(theirs[row.id], name) for name in TELLING})
        if row.id in theirs
        else row
        for row in dossier.evidence
    )
    files = {row.part: head.files[row.part] for row in evidence if row.id in theirs and row.part in head.files}
    return dataclasses.replace(dossier, evidence=evidence, files={**dossier.files, **files})
