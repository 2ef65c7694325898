"""The score card: each judgement beside simple rules, what follows (better, no different, off), and answers without those that are off."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

from legation.errors import WrongUse
from legation.figures.figure import Figure
from legation.figures.kit.rows import Item, Row, Scale, Shape, Tone, row_chart
from legation.language import Message
from legation.questions.answer import Answer, AnswerTable, Finding, TableColumn

__all__ = [
    "FEWEST",
    "MEASURED",
    "Better",
    "DeclaredJudgement",
    "MeasuredJudgement",
    "Rule",
    "Unit",
    "Verdict",
    "judgement",
    "judgements",
    "measured",
    "picture",
    "saved",
    "withheld",
    "without_what_is_off",
]


MEASURED = Path(__file__).with_name("measured.toml")
FEWEST = 8
"""Of fewer independent cases (sessions, titles, incidents) than these nothing is called better: a bootstrap of so few only repeats them."""
Unit: TypeAlias = Literal["share", "score", "loss", "members", "points", "count"]
Better: TypeAlias = Literal["low", "high"]
Verdict: TypeAlias = Literal["better", "few", "no-different", "behind", "worse", "not-measured"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A simple rule on the same cases.

    Attributes
    ----------
    name : str
    value : float
        Its figure, in the judgement's unit.
    difference, low, high : float
        Ours less its own, with a 90 % interval (paired bootstrap).
    binding : bool
        Whether a judgement that is worse than it is off; see :attr:`Judgement.beside`.
    """

    name: str
    value: float
    difference: float
    low: float
    high: float
    binding: bool = True

    @property
    def title(self) -> Message:
        """What the rule says, in a few words."""
        return Message(f"judgements.rule.{self.name}")


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredJudgement:
    """What a judgement scored.

    Attributes
    ----------
    better : {"low", "high"}
    ours : float
        The figure, in the judgement's unit.
    rules : tuple of Rule
        One at least.
    n, clusters : int
        Units scored, and how many of them are independent of each other.
    data_to : str
        Until when the data tell: a year, month or day; empty for simulated ones.
    looks : int
        How many times the test part was examined; 0 where each run draws its own.
    looks_known : bool
        Whether that is all looks there were; False: looks before counting began are not known.
    measured_on : date
    """

    better: Better
    ours: float
    rules: tuple[Rule, ...]
    n: int
    clusters: int
    data_to: str
    looks: int
    looks_known: bool
    measured_on: dt.date

    def gain(self, rule: Rule) -> tuple[float, float, float]:
        """Return by how much ours is better than a rule, with the 90 % interval; below 0 it is worse."""
        if self.better == "low":
            return -rule.difference, -rule.high, -rule.low
        return rule.difference, rule.low, rule.high

    @property
    def best(self) -> Rule:
        """The simple rule that did best on the same cases."""
        return min(self.rules, key=lambda rule: self.gain(rule)[0])

    @property
    def behind(self) -> Rule | None:
        """The simple rule by which it is off: of those that are better beyond doubt, the best; None where it is on."""
        ahead = [rule for rule in self.rules if rule.binding and self.gain(rule)[2] < 0]
        return min(ahead, key=lambda rule: self.gain(rule)[0], default=None)

    @property
    def verdict(self) -> Verdict:
        """What is to be thought of it.

        ``worse`` where the 90 % interval of the difference to a binding simple rule lies on the wrong side; ``better`` where it lies on the
        right side for all rules, on cases enough; ``few`` where it does so on too few; ``behind`` where
        the interval to a rule that stands beside it lies on the wrong side; ``no-different`` for the rest.
        """
        if self.behind is not None:
            return "worse"
        if any(self.gain(rule)[2] < 0 for rule in self.rules):
            return "behind"
        if any(self.gain(rule)[1] <= 0 for rule in self.rules):
            return "no-different"
        return "better" if self.clusters >= FEWEST else "few"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredJudgement:
    """Something that the product infers and prints as a number or a ranking about the world.

    Attributes
    ----------
    id : str
        Its sentences stand in the catalogue ``judgements``: what it says, by what it is measured, or why it is not.
    questions : tuple of str
        The questions that print it.
    made_by : tuple of str
        The functions of :mod:`legation.methods` that make it, ``voting.swing``: a test finds by them who prints it.
    unit : {"share", "score", "loss", "members", "points", "count"}
        Of its figure: a share, 0 to 1; a score that is no share; a loss (natural logarithm); members of a body; points of the line that
        votes lie on; a count.
    better : {"low", "high"}
    rules : tuple of str
        The simple rules that it is set beside; none: nobody has measured it.
    beside : tuple of str
        Those of the rules that stand beside it and do not switch it off: they know more of the case than the judgement is asked with.
    data : str
        On what it is measured, a name in the catalogue; empty: it is not.
    """

    id: str
    questions: tuple[str, ...]
    made_by: tuple[str, ...] = ()
    unit: Unit = "share"
    better: Better = "high"
    rules: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    data: str = ""

    @property
    def title(self) -> Message:
        """What it says, in a few words."""
        return Message(f"judgements.{self.id}.says")

    @property
    def measure(self) -> Message:
        """By what it is measured; where nobody has measured it, why not."""
        return Message(f"judgements.{self.id}.measure")

    @property
    def measured(self) -> MeasuredJudgement | None:
        """What was measured; None: nothing was."""
        return measured().get(self.id)

    @property
    def verdict(self) -> Verdict:
        """What is to be thought of it; ``not-measured`` where nothing was."""
        return self.measured.verdict if self.measured is not None else "not-measured"

    @property
    def off(self) -> bool:
        """Whether no question may print it."""
        return self.verdict == "worse"


@functools.cache
def judgements() -> Mapping[str, DeclaredJudgement]:
    """Return every judgement by its id, in the order in which they are declared."""
    from legation.questions.base.judgements.catalogue import JUDGEMENTS

    return MappingProxyType({one.id: one for one in JUDGEMENTS})


def judgement(identifier: str) -> DeclaredJudgement:
    """Return a judgement by its id.

    Raises
    ------
    WrongUse
        Where none is declared.

    Examples
    --------
    >>> judgement("landing").verdict, judgement("landing").off
    ('not-measured', False)
    """
    there = judgements()
    if identifier not in there:
        raise WrongUse(Message("judgements.unknown", found=identifier, there=tuple(there)))
    return there[identifier]


@functools.cache
def measured() -> Mapping[str, MeasuredJudgement]:
    """Return what was measured, by judgement."""
    if not MEASURED.is_file():
        return MappingProxyType({})
    there = tomllib.loads(MEASURED.read_text("utf-8"))
    return MappingProxyType({name: _read(one, judgement(name)) for name, one in there.items()})


def _read(one: Mapping[str, Any], of: DeclaredJudgement) -> MeasuredJudgement:
    rules = tuple(
        Rule(name=name, binding=name not in of.beside, **{key: float(value) for key, value in rule.items()})
        for name, rule in one["rules"].items()
    )
    rest = {name: one[name] for name in ("n", "clusters", "data_to", "looks", "looks_known", "measured_on")}
    return MeasuredJudgement(better=of.better, ours=float(one["ours"]), rules=rules, **rest)


def picture() -> Figure | None:
    """Draw every judgement that was measured in a unit with an end, beside its best simple rule; None where there is none."""
    rows = [(one, saved(one)) for one in judgements().values() if one.measured is not None]
    compared = [(one, of) for one, of in rows if of is not None]
    if not compared:
        return None
    states = [_state(one) for one, _ in compared]
    values = {"count": len(compared), "off": states.count("worse"), "better": states.count("better")}
    ticks = tuple((tick, Message("answer.share", share=tick)) for tick in (-1.0, -0.5, 0.0, 0.5, 1.0))
    ends = (Message("figures.skills.worse"), Message("figures.skills.better"))
    return row_chart(
        [_compared(one, of, state) for (one, of), state in zip(compared, states, strict=True)],
        [Scale(low=-1.0, high=1.0, origin=0.0, ticks=ticks, ends=ends)],
        id="how-good",
        title=Message("judgements.picture.title", **values),
        subtitle=Message("judgements.picture.subtitle"),
        alt=Message("judgements.picture.alt", **values),
    )


def _compared(one: DeclaredJudgement, of: tuple[float, float, float], state: str) -> Row:
    """Return a judgement: right of the line ours is better, left of it the simple rule; hollow where the interval holds no difference."""
    value, low, high = of
    tones: dict[str, Tone] = {"better": "first", "worse": "warning"}
    shape: Shape = "square" if state == "worse" else "circle"
    said = Message("answer.share", share=value)
    return Row(
        name=one.title,
        items=(
            Item(
                value=value,
                low=low,
                high=high,
                text=said,
                shape=shape,
                tone=tones.get(state, "quiet"),
                fill="full" if state in tones else "open",
            ),
        ),
    )


def saved(one: DeclaredJudgement) -> tuple[float, float, float] | None:
    """Return which share of the best simple rule's error ours saves, with the 90 % interval.

    The error of a share or score of which higher is better is what it lacks to 1. None for a count, which has no such end, and where the
    rule made no error.
    """
    found = one.measured
    if found is None or one.unit == "count":
        return None
    error = found.best.value if one.better == "low" else 1 - found.best.value
    if error <= 0:
        return None
    value, low, high = (min(end / error, 1.0) for end in found.gain(found.best))
    return value, min(low, value), max(high, value)


def _state(one: DeclaredJudgement) -> Literal["better", "no-different", "worse"]:
    verdict = one.verdict
    if verdict == "behind":
        return "worse"
    return verdict if verdict in ("better", "worse") else "no-different"


def without_what_is_off(answer: Answer) -> Answer:
    """Return the answer without the findings, tables, columns and figures whose judgement is off.

    Where the first of them stood, or after all findings where none was a finding, a sentence says what is not said, and which simple rule
    did better; it has no number.

    Raises
    ------
    WrongUse
        Where something carries a judgement that is not declared.

    Examples
    --------
    >>> plain = Answer(question="who-can-move", title=Message("who-can-move.title"))
    >>> without_what_is_off(plain) is plain
    True
    """
    off = {name for name in dict.fromkeys(_carried(answer)) if judgement(name).off}
    if not off:
        return answer
    said: set[str] = set()
    findings: list[Finding] = []
    for finding in answer.findings:
        if finding.judgement not in off:
            findings.append(finding)
        elif finding.judgement not in said:
            said.add(finding.judgement)
            findings.append(withheld(finding.judgement))
    findings += [withheld(name) for name in dict.fromkeys(_carried(answer)) if name in off - said]
    return dataclasses.replace(
        answer,
        findings=tuple(findings),
        tables=tuple(_columns(table, off) for table in answer.tables if table.judgement not in off),
        figures=tuple(figure for figure in answer.figures if figure.judgement not in off),
    )


def _carried(answer: Answer) -> Iterator[str]:
    """Yield the judgements that parts of the answer carry."""
    columns = (column for table in answer.tables for column in table.columns)
    parts: tuple[Iterable[Finding | AnswerTable | TableColumn | Figure], ...] = (answer.findings, answer.tables, columns, answer.figures)
    yield from (part.judgement for part in chain.from_iterable(parts) if part.judgement)


def withheld(name: str) -> Finding:
    """Return the sentence that stands where a judgement is off: that nothing is said, and which simple rule did better on past cases."""
    one = judgement(name)
    behind = one.measured.behind if one.measured is not None else None
    rule = behind.title if behind is not None else ""
    return Finding(id=f"off-{name}", message=Message("judgements.off", judgement=one.title, rule=rule), confidence="high")


def _columns(table: AnswerTable, off: set[str]) -> AnswerTable:
    shown = [at for at, column in enumerate(table.columns) if column.judgement not in off]
    if len(shown) == len(table.columns):
        return table
    return dataclasses.replace(
        table, columns=tuple(table.columns[at] for at in shown), rows=tuple(tuple(row[at] for at in shown) for row in table.rows)
    )
