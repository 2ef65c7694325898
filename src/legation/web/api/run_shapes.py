"""The shapes of questions, runs and answers, as the description in OpenAPI shows them."""

from __future__ import annotations

from typing import Any, Literal

from ninja import Schema
from pydantic import Field

__all__ = ["Answer", "AskBody", "Asked", "Question", "Questions", "Run", "Runs"]


class OptionLine(Schema):
    """An option of a question."""

    name: str
    kind: str
    allowed: str
    default: Any
    help: str


class Question(Schema):
    """A question as it is declared."""

    id: str
    title: str
    needs: list[str]
    method: str
    limits: str
    options: list[OptionLine]


class Questions(Schema):
    """What can be asked."""

    items: list[Question]


class AskBody(Schema):
    """What a question is asked with. ``audience`` narrows what it looks at: ``desk`` leaves out the mandate, as the command line does."""

    options: dict[str, str | int | float | bool | None] = Field(default_factory=dict)
    wait: float = Field(0, ge=0, le=25)
    audience: Literal["own", "desk"] = "own"


class Run(Schema):
    """A question or paper that is computed; ``done`` of ``total`` steps are behind it."""

    id: int
    kind: str
    question: str
    state: Literal["waiting", "running", "done", "failed", "cancelled"]
    done: int
    total: int
    error: str
    revision: int
    options: dict[str, Any]
    made: str
    files: list[str]


class Runs(Schema):
    """Runs, the newest first."""

    items: list[Run]


class Answer(Schema):
    """An answer. As data: findings, tables, figures, caveats and provenance, as the command line writes them with ``--json``."""

    findings: list[dict[str, Any]]
    tables: list[dict[str, Any]]
    figures: list[dict[str, Any]]
    caveats: list[str]
    missing: list[str]
    provenance: dict[str, Any] | None


class Asked(Schema):
    """The run of a question, with its answer where that is there already."""

    run: Run
    answer: dict[str, Any] | None
