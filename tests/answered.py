"""Every question, answered once in a run on every example, for all tests that read the answers."""

from __future__ import annotations

import datetime as dt
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from once import made_once
from questions.answer_forms import forms_of

from legation.dossier import MARKINGS, load
from legation.errors import LegationError
from legation.questions import Answer, Case, ask, questions
from legation.questions.base.answer_folder import FolderStore

__all__ = ["EXAMPLES", "NAMES", "answered_on", "answers_on", "example_case", "forms_on"]

EXAMPLES = Path(__file__).parents[1] / "examples"
NAMES = sorted(path.parent.name for path in EXAMPLES.glob("*/dossier.toml"))


def example_case(example: str) -> Case:
    """Return an example as its owner sees it, at its own date, with the store of the answers that were computed in this run."""
    case = Case(dossier=load(EXAMPLES / example).cleared(MARKINGS[-1], "owner"), today=dt.date(2026, 1, 1))
    return case.at(case.as_of).with_store(FolderStore(_made(example) / "answers"))


def answers_on(example: str) -> Iterator[Answer]:
    """Yield the answer to every question that an example can answer, read back as it was written."""
    case = example_case(example)
    for path in sorted(_made(example).glob("*.forms")):
        yield ask(path.stem, case)


def answered_on(example: str) -> frozenset[str]:
    """Return the ids of the questions that an example can answer."""
    return frozenset(path.stem for path in _made(example).glob("*.forms"))


def forms_on(example: str) -> Iterator[tuple[str, list[Any]]]:
    """Yield what a reader or a program got of each answer when it was computed, with its question."""
    for path in sorted(_made(example).glob("*.forms")):
        yield path.stem, pickle.loads(path.read_bytes())


def _made(example: str) -> Path:
    return made_once(f"answers-{example}", lambda folder: _ask_all(example, folder))


def _ask_all(example: str, folder: Path) -> None:
    case = Case(dossier=load(EXAMPLES / example).cleared(MARKINGS[-1], "owner"), today=dt.date(2026, 1, 1))
    case = case.at(case.as_of).with_store(FolderStore(folder / "answers"))
    for question in questions():
        try:
            answer = ask(question, case)
        except LegationError:
            continue
        (folder / f"{question}.forms").write_bytes(pickle.dumps(forms_of(answer)))
