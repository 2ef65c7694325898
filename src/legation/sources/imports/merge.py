"""Rows and parts put into a dossier; and what is wrong with its parts that are no tables: in themselves, in what they cite and name."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from legation.broken_file import logged
from legation.dossier.clearing import unconfirmed
from legation.dossier.dossier import Dossier
from legation.dossier.parts import ModelKind, kind_of
from legation.dossier.parts.checks import unknown_elsewhere
from legation.dossier.parts.registry import folders
from legation.dossier.problem import Problem, problem
from legation.dossier.tables.forecasts import touched_papers
from legation.dossier.tables.integrity import names_of
from legation.errors import CannotRead, DossierError, WrongUse
from legation.language import Message
from legation.sources.draft.text import text_faults
from legation.sources.imports.lines import lines_of
from legation.sources.polis.rooms import vote_faults
from legation.sources.reading import Reading, merge, notice
from legation.sources.source import Brought, Done, Wanted

__all__ = ["merged", "model_faults", "model_notices", "rows_added", "with_model", "with_new_parts"]

_BESIDE: Mapping[str, Callable[[Any, Mapping[str, bytes]], Iterator[Problem]]] = {
    "adopted": text_faults,
    "draft": text_faults,
    "room": vote_faults,
}
"""By kind what is wrong with the files of other people's formats that a model names."""


def model_faults(dossier: Dossier) -> Iterator[Problem]:
    """Yield what is wrong with the parts that are no tables, and what they cite that is not there, in the order of the parts.

    A part of a kind that nobody declared is named, and so is a row that is marked lower than what it cites and was not
    confirmed, and a paper of ours that printed what is contradicted since.

    Examples
    --------
    >>> from legation.dossier import decode
    >>> faulty = decode({"dossier.toml": b'id = "d"', "scenarios/f.toml": b"[model]"})
    >>> {fault.part for fault in model_faults(faulty)}
    {'scenarios/f.toml'}
    """
    there = {row.id for row in dossier.evidence}
    for name, data in sorted(dossier.files.items()):
        kind = kind_of(name)
        if kind is None:
            if name.partition("/")[0] in folders():  # what stands in no folder of ours is named as it is read
                yield problem("undeclared-part", name)
            continue
        try:
            part = kind.parsed(name, data)
        except DossierError as error:
            yield from error.problems
            continue
        except CannotRead as error:
            yield Problem(name, None, None, "", "", Message("problem.unforeseen", why=error.message), "unforeseen")
            continue
        except Exception as error:  # noqa: BLE001 - a declaration may be anybody's
            yield notice("kind-raised", name, kind=kind.id, **logged(error, kind.id, name))
            continue
        yield from part.doubts
        if kind.id in _BESIDE:
            yield from _BESIDE[kind.id](part.model, dossier.files)
        yield from unknown_elsewhere(part, {"evidence": there})
    yield from unconfirmed(dossier)
    yield from touched_papers(dossier)


def model_notices(dossier: Dossier) -> Iterator[Problem]:
    """Yield the names in models, those of sources aside, that lead to no row of a table; of models that can be read."""
    names = {place: found for place, found in names_of(dossier).items() if place != "evidence"}
    for name, data in sorted(dossier.files.items()):
        kind = kind_of(name)
        if isinstance(kind, ModelKind):
            with contextlib.suppress(Exception):  # model_faults says what is wrong with it
                yield from unknown_elsewhere(kind.parsed(name, data), names)


def merged(reading: Reading, wanted: Wanted) -> Brought:
    """Return the dossier with the rows of a reading that are new; what the dossier has stands, and what differs is listed."""
    after, report = merge(wanted.before, reading, evidence_id=wanted.evidence, known_on=wanted.options.get("known-on") or None)
    rejected = len(reading.unplaced) + len(report.conflicts)
    return Brought(
        after=after,
        done=(rows_added(sum(report.added.values()), rejected),),
        problems=(*reading.unplaced, *reading.doubts, *report.conflicts),
        unplaced=rejected,
        doubtful=reading.doubtful,
        decided=reading.decided,
        lines=lines_of(reading, report),
    )


def rows_added(count: int, rejected: int = 0) -> Done:
    """Return what is told of rows that were added."""
    return Done("bringing.rows", {"count": count, "unplaced": rejected})


def with_new_parts(dossier: Dossier, parts: Mapping[str, bytes], place: str) -> Dossier:
    """Return a dossier with parts that it did not have; the very dossier where it has all of them as they are.

    Raises
    ------
    WrongUse
        Where it has one of them that says something else.
    """
    there = next((part for part, data in parts.items() if dossier.files.get(part, data) != data), None)
    if there is not None:
        raise WrongUse(Message("bringing.part-there", part=there, path=place))
    if parts.keys() <= dossier.files.keys():
        return dossier
    return dataclasses.replace(dossier, files={**dossier.files, **parts})


def with_model(kind: Any, model: Any, part: str, wanted: Wanted, done: Done) -> Brought:
    """Return the dossier with a model that it had not; one beyond what a dossier holds is refused before anything is saved."""
    written = kind.write(model)
    after = with_new_parts(wanted.before, {part: written}, wanted.place)
    kind.read(written, part)
    return Brought(after=after, done=(Done(done.id, {"part": part, **done.values}),))
