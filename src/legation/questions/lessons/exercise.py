"""What a learner is asked, and whether it is right: compared with an answer that the product has just given, never with a key."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from legation.dossier import Dossier, Evidence, standing
from legation.language import Message
from legation.questions.answer import Answer, AnswerTable

__all__ = ["Choice", "Exercise", "Item", "Verdict", "check", "in_fixed_order", "part_of_table", "rows_of", "sources_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One thing that may be chosen.

    Attributes
    ----------
    id : str
        What a form sends; it tells nothing of what is right.
    label : object
        What a reader sees.
    hint : Message or None
        Why it is not right and where to look, said to who chose it wrongly; it never says what is right.
    """

    id: str
    label: Any
    hint: Message | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that is asked.

    Attributes
    ----------
    id : str
    ask : object
        The sentence, or the name of what is to be filed.
    choices : tuple of Choice
    right : frozenset of str
        The choices that the answer of the product holds to be right.
    many : bool
        Whether several may be chosen.
    missed : Message or None
        What is said where a right choice was left out, and none was wrong.
    """

    id: str
    ask: Any
    choices: tuple[Choice, ...]
    right: frozenset[str]
    many: bool = False
    missed: Message | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """What a lesson asks of an example, with all that is read before and after.

    Attributes
    ----------
    facts : tuple of Message
        Sentences to read first.
    given : tuple of AnswerTable
        Rows to read first, without what would tell the solution.
    items : tuple of Item
    found : tuple of Message
        What the answer says, once the lesson is done.
    rows : tuple of AnswerTable
        The rows that it rests on.
    sources : tuple of Evidence
        The evidence of those rows, in their order.
    example : object
        What the example is called.
    as_of : date or None
        The day as of which it was asked; None where rows were read without a question.
    """

    facts: tuple[Message, ...] = ()
    given: tuple[AnswerTable, ...] = ()
    items: tuple[Item, ...]
    found: tuple[Any, ...]
    rows: tuple[AnswerTable, ...] = ()
    sources: tuple[Evidence, ...] = ()
    example: Any = ""
    as_of: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What is said of an answer of a learner.

    Attributes
    ----------
    open : tuple of str
        Items of which nothing was chosen: then nothing is judged.
    wrong : tuple of str
        Items that are not right.
    hints : mapping of str to tuple of Message
        By item why, and where to look.
    """

    open: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    hints: Mapping[str, tuple[Message, ...]] = field(default_factory=dict)

    @property
    def is_right(self) -> bool:
        """Whether everything was answered, and rightly."""
        return not self.open and not self.wrong


def check(exercise: Exercise, given: Mapping[str, Collection[str]]) -> Verdict:
    """Compare what was chosen with the answer of the product.

    Parameters
    ----------
    exercise : Exercise
    given : mapping of str to collection of str
        By item the choices; what is no choice of an item is not looked at.

    Returns
    -------
    Verdict

    Examples
    --------
    >>> one, other = (Choice(id=name, label=name, hint=Message("lessons.terms.look", title=name, means="")) for name in "ab")
    >>> asks = Exercise(items=(Item(id="x", ask="?", choices=(one, other), right=frozenset("a")),), found=())
    >>> check(asks, {"x": ["a"]}).is_right, check(asks, {"x": ["b"]}).wrong, check(asks, {}).open
    (True, ('x',), ('x',))
    """
    chosen = {item.id: {one.id for one in item.choices}.intersection(given.get(item.id, ())) for item in exercise.items}
    unanswered = tuple(item.id for item in exercise.items if not chosen[item.id] or (len(chosen[item.id]) > 1 and not item.many))
    if unanswered:
        return Verdict(open=unanswered)
    wrong = [item for item in exercise.items if chosen[item.id] != item.right]
    return Verdict(wrong=tuple(item.id for item in wrong), hints={item.id: _hints(item, chosen[item.id]) for item in wrong})


def _hints(item: Item, chosen: Collection[str]) -> tuple[Message, ...]:
    said = tuple(one.hint for one in item.choices if one.id in chosen and one.id not in item.right and one.hint is not None)
    return said or ((item.missed,) if item.missed is not None else ())


def in_fixed_order(choices: Iterable[Choice], salt: str) -> tuple[Choice, ...]:
    """Return choices in an order that is always the same and tells nothing of the order of the answer.

    >>> [one.id for one in in_fixed_order((Choice(id=name, label=name) for name in "abcd"), "votes")]
    ['c', 'b', 'a', 'd']
    """
    return tuple(sorted(choices, key=lambda one: hashlib.sha256(f"{salt}:{one.id}".encode()).digest()))


def part_of_table(table: AnswerTable, columns: Sequence[str], keep: Callable[[Mapping[str, Any]], bool] = lambda row: True) -> AnswerTable:  # noqa: ARG005
    """Return some columns of a table of an answer, those of them that it has, and the rows that are to be kept."""
    ids = [column.id for column in table.columns]
    places = [ids.index(name) for name in columns if name in ids]
    rows = tuple(tuple(row[place] for place in places) for row in table.rows if keep(dict(zip(ids, row, strict=True))))
    return AnswerTable(id=table.id, title=table.title, columns=tuple(table.columns[place] for place in places), rows=rows)


def rows_of(answer: Answer, table: str) -> list[dict[str, Any]]:
    """Return the rows of a table of an answer, each by the ids of its columns."""
    found = answer.table(table)
    return [dict(zip((column.id for column in found.columns), row, strict=True)) for row in found.rows]


def sources_of(dossier: Dossier, evidence: Iterable[str]) -> tuple[Evidence, ...]:
    """Return the current rows of evidence by their ids, each once, in their order."""
    there = {row.id: row for row in standing(dossier.evidence)}
    return tuple(there[one] for one in dict.fromkeys(evidence) if one in there)
