"""Columns of answers' tables: those that stand everywhere, and how an area makes its own."""

from __future__ import annotations

from dataclasses import dataclass

from legation.language import Message
from legation.questions.answer import CellKind, TableColumn

__all__ = ["ACTOR", "DATE", "EVIDENCE", "GROUP", "SHARED", "SPEAKERS", "Columns"]


@dataclass(frozen=True, slots=True)
class Columns:
    """Makes columns whose headings are messages of one area.

    Each method makes columns of one kind, in the order in which they are named, to be put into a table with a star. A column's heading is
    the message ``prefix`` + id, with ``-`` for ``_``. Where it is another one, the column is given as ``id=heading``: a key under the
    prefix, a whole id of a message, which has a dot, or a message.

    Attributes
    ----------
    prefix : str
        How the ids of the headings begin: ``who-reads-us.column.``.

    Examples
    --------
    >>> column = Columns("who-reads-us.column.")
    >>> [(one.id, str(one.title), one.kind) for one in column.number("people", bots="visits-bots")]
    [('people', 'Persons', 'number'), ('bots', 'Visits of programs', 'number')]
    >>> [one.id for one in (ACTOR, *column.share("low", "high"), EVIDENCE)]
    ['actor', 'low', 'high', 'evidence']
    """

    prefix: str

    def of(self, kind: CellKind, /, *names: str, judgement: str = "", unit: str = "", **headings: str | Message) -> tuple[TableColumn, ...]:
        """Return columns of a kind that is chosen while the program runs.

        Parameters
        ----------
        kind : str
        *names : str
            Ids of the columns.
        judgement : str
            The judgement that all of them bear, by its id on the score card.
        unit : str
            The unit of all of them, where their kind does not tell it: ``days``.
        **headings
            Further columns, whose headings are called otherwise.
        """
        plain = ((name, name.replace("_", "-")) for name in names)
        return tuple(TableColumn(name, self._heading(heading), kind, judgement, unit=unit) for name, heading in (*plain, *headings.items()))

    def text(self, /, *names: str, judgement: str = "", **headings: str | Message) -> tuple[TableColumn, ...]:
        """Return columns of words, names and messages."""
        return self.of("text", *names, judgement=judgement, unit="", **headings)

    def number(self, /, *names: str, judgement: str = "", unit: str = "", **headings: str | Message) -> tuple[TableColumn, ...]:
        """Return columns of numbers as they are."""
        return self.of("number", *names, judgement=judgement, unit=unit, **headings)

    def points(self, /, *names: str, judgement: str = "", **headings: str | Message) -> tuple[TableColumn, ...]:
        """Return columns of points of a scale, with one decimal."""
        return self.of("points", *names, judgement=judgement, unit="", **headings)

    def chance(self, /, *names: str, judgement: str = "", **headings: str | Message) -> tuple[TableColumn, ...]:
        """Return columns of probabilities from 0 to 1, never written as 0 or 100 %."""
        return self.of("chance", *names, judgement=judgement, unit="", **headings)

    def share(self, /, *names: str, judgement: str = "", **headings: str | Message) -> tuple[TableColumn, ...]:
        """Return columns of shares from 0 to 1 that were counted, in whole per cent."""
        return self.of("share", *names, judgement=judgement, unit="", **headings)

    def fine_share(self, /, *names: str, judgement: str = "", **headings: str | Message) -> tuple[TableColumn, ...]:
        """Return columns of shares from 0 to 1, with a decimal of the per cent."""
        return self.of("fine-share", *names, judgement=judgement, unit="", **headings)

    def date(self, /, *names: str, judgement: str = "", **headings: str | Message) -> tuple[TableColumn, ...]:
        """Return columns of days, months or years."""
        return self.of("date", *names, judgement=judgement, unit="", **headings)

    def vote(self, /, *names: str, judgement: str = "", **headings: str | Message) -> tuple[TableColumn, ...]:
        """Return columns of votes: yes, no, abstain, absent."""
        return self.of("vote", *names, judgement=judgement, unit="", **headings)

    def actors(self, /, *names: str, judgement: str = "", **headings: str | Message) -> tuple[TableColumn, ...]:
        """Return columns of several actors, whom a reader sees in the order of the alphabet."""
        return self.of("actors", *names, judgement=judgement, unit="", **headings)

    def evidence(self, /, *names: str, judgement: str = "", **headings: str | Message) -> tuple[TableColumn, ...]:
        """Return columns of the ids of evidence."""
        return self.of("evidence", *names, judgement=judgement, unit="", **headings)

    def _heading(self, heading: str | Message) -> Message:
        if isinstance(heading, Message):
            return heading
        return Message(heading if "." in heading else f"{self.prefix}{heading}")


SHARED = Columns("column.")
"""Makes columns whose headings are those of all questions."""

(ACTOR,) = SHARED.text("actor")
(GROUP,) = SHARED.text("group")
(DATE,) = SHARED.date("date")
(SPEAKERS,) = SHARED.actors("speakers")
(EVIDENCE,) = SHARED.evidence("evidence")
