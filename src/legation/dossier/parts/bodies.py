"""``bodies.toml`` as a form knows it: the columns of a body, of its rules and of the parts of a rule.

What the part is read as are :class:`legation.dossier.parts.rules.Body` and :class:`legation.dossier.parts.rules.BodyRule`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from legation.dossier.column import Wording, choice, column, day, ref, refs, text, wording
from legation.dossier.kind import Choice, Flag, Key, Number, Reference
from legation.dossier.kind.composite import Keyed
from legation.dossier.parts.form import ModelHead, ModelRow, rows
from legation.dossier.parts.kind import ModelKind
from legation.dossier.parts.rules import COUNTED, PUT_TOGETHER, read_bodies
from legation.dossier.problem import Problem, stop_at
from legation.dossier.records.fora import VERIFIED
from legation.dossier.when import When
from legation.language import LANGUAGES, Message

__all__ = ["BODIES", "BodiesHead", "BodyForm", "RuleForm", "RulePart"]

_WEIGHTS = Keyed(of=Keyed(by=Reference(("actors",)), of=Number(0, 1e15), within="members"), shape="{ name = { ACTOR = 1 } }")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A row of a part that has no columns of its own for sources, marking and date of knowing."""

    LATER: ClassVar[dict[str, tuple[str, ...]]] = {}
    EARLIER: ClassVar[dict[str, dict[str, str]]] = {}
    KNOWN: ClassVar[tuple[str, ...]] = ()
    NAMES: ClassVar[str] = ""
    REPEATED: ClassVar[bool] = False
    NAMED_BY: ClassVar[tuple[str, ...]] = ("of", "share")
    TWICE: ClassVar[tuple[str, str]] = ModelRow.TWICE


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePart(_Row):
    """One of the rules that a rule is put together of."""

    of: str = choice(*COUNTED, default="present_and_voting")
    share: str = text("1/2")
    strict: bool = column(Flag(), default=True)
    number: int = column(Number(0, 2**31 - 1, whole=True), 0)
    weights: str = text()
    veto: tuple[str, ...] = refs("actors")
    quorum: int = column(Number(0, 2**31 - 1, whole=True), 0)
    most_against: str = text()
    most_abstaining: str = text()
    body: str = ref("bodies")
    members: str = ref("groups")
    matter: str = text()
    evidence: tuple[str, ...] = refs("evidence")
    verified: str = choice(*VERIFIED, words="verified")
    compared_on: When | None = day()


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleForm(RulePart):
    """How a body decides, from a date on."""

    of: str = column(Choice((*COUNTED, *PUT_TOGETHER)), "present_and_voting")
    title: Wording = wording()
    stage: str = choice("committee", "plenary")
    start: When | None = day()
    end: When | None = day()
    parts: tuple[RulePart, ...] = rows("part", RulePart)


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyForm(_Row):
    """Who decides."""

    id: str = column(Key())
    name: Wording = wording()
    members: str = ref("groups")
    rules: tuple[RuleForm, ...] = rows("rule", RuleForm)
    weights: Mapping[str, Any] = column(_WEIGHTS, {})
    board: str = choice(*LANGUAGES)
    board_order: tuple[str, ...] = refs("actors")


@dataclass(frozen=True, slots=True, kw_only=True)
class BodiesHead(ModelHead):
    """Bodies, one after the other."""

    bodies: tuple[BodyForm, ...] = rows("body", BodyForm)


@dataclass(frozen=True, kw_only=True, eq=False)
class BodiesKind(ModelKind[BodiesHead]):
    """``bodies.toml``: what is wrong with it, its own reader says."""

    def read(self, data: bytes, part: str, notices: list[Problem] | None = None) -> BodiesHead:  # noqa: ARG002 - the signature of kinds
        problems: list[Problem] = []
        read_bodies(data, problems)
        stop_at(problems)
        return BodiesHead(part=part)

    def meaning(self, table: str, column: str) -> Message:
        """Return what a column means: that of a part of a rule is that of the rule."""
        return ModelKind.meaning(self, "body.rule" if table == "body.rule.part" and column != "_" else table, column)


BODIES = BodiesKind(id="bodies", pattern="bodies.toml", head=BodiesHead, section="")
"""The form of ``bodies.toml``."""
