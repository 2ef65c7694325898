"""What an answer depends on, as one hash: equal keys mean equal answers, and whoever sees less of a dossier has another key."""

from __future__ import annotations

import functools
import hashlib
import json
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from legation.figures.registry import figure_kinds
from legation.questions.base.answer_data import plain
from legation.questions.base.case import Case
from legation.questions.question import Question
from legation.version import VERSION

__all__ = ["answer_key", "code_version", "hash_of_values"]

_OURS = "legation"
_SURFACES = frozenset({"briefing", "cli", "web"})
"""Folders of our package that no answer rests on."""


def answer_key(question: Question, case: Case, options: Mapping[str, Any]) -> str:
    """Return the key of an answer: the SHA-256 of all that it depends on.

    That is the dossier as the reader may see it, at the date and with its later rows; what else the case holds (earlier revisions, the
    lake); the day of asking; the question with every option, defaults and seed among them; and the code.

    Parameters
    ----------
    question : Question
    case : Case
        Cleared for its reader, and at the date of the question.
    options : mapping
        A typed value for every option, as :func:`legation.questions.base.ask.ask` hands them to the question.

    Raises
    ------
    NotPlain
        Where an option has a value that cannot be written.
    """
    return hash_of_values(
        question=question.id,
        options={name: plain(value) for name, value in options.items()},
        dossier=[case.dossier.hash, case.later.hash],
        beside={name: one.hash for name, one in (case.files or {}).items()},
        dates=[case.as_of.isoformat(), case.today.isoformat()],
        lake=case.lake.hash() if case.lake is not None else "",
        code=[code_version(), *sorted(_sources(package) for package in _packages(question) - {_OURS})],
    )


def hash_of_values(**values: Any) -> str:
    """Return the SHA-256 of values by their names, as JSON with sorted keys."""
    return hashlib.sha256(json.dumps(values, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()


@functools.cache
def code_version() -> str:
    """Return what code computes answers: our version with the hash of our sources, and the versions of all that is installed.

    The number of a version stays the same while somebody works on the code; the hash does not.
    """
    return hash_of_values(version=VERSION, python=sys.version, sources=_sources(_OURS), installed=sorted(set(_installed())))


def _installed() -> Iterator[str]:
    """Yield the names of what is installed, which tell the versions: ``numpy-2.2.0.dist-info``."""
    for folder in sys.path:
        try:
            yield from (path.name for path in Path(folder or ".").iterdir() if path.suffix in (".dist-info", ".egg-info"))
        except OSError:  # a zip of modules, or a folder that is not there
            continue


def _packages(question: Question) -> set[str]:
    """Return the packages whose code makes an answer: the question's, and those of the figures that others add."""
    makers = (question.answer, *(kind.draw for kind in figure_kinds(question.id)))
    return {str(maker.__module__).partition(".")[0] for maker in makers}


@functools.cache
def _sources(package: str) -> str:
    """Return the hash of the files of a package, or of its one module; of what has no file, a value of this process alone."""
    module = sys.modules[package]
    if not getattr(module, "__file__", None):
        return f"process {os.getpid()}"
    whole = hashlib.sha256()
    for name, path in sorted(_files(Path(str(module.__file__)), _SURFACES if package == _OURS else frozenset())):
        whole.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()


def _files(first: Path, without: frozenset[str]) -> Iterator[tuple[str, Path]]:
    """Yield the files of a module, or of the package that it begins but for some of its folders, each with its name there."""
    if first.name != "__init__.py":
        yield first.name, first
        return
    for folder, inside, names in os.walk(first.parent):
        inside[:] = [name for name in inside if name != "__pycache__" and not (name in without and Path(folder) == first.parent)]
        for name in names:
            path = Path(folder, name)
            yield path.relative_to(first.parent).as_posix(), path
