"""Everything that can go wrong and that we foresaw.

::

    LegationError                a sentence for a person; an exit code for the shell
    ├── WrongUse                 2  the words of a call are off: unknown question, wrong option
    ├── BadValue                 2  a method was given arrays or numbers outside its range (also a ValueError)
    ├── CannotRead               3  a file or folder is not there, not readable or not what it says
    ├── CannotWrite              3  nothing was changed: the old file is whole
    ├── DossierError             1  a dossier breaks its own rules; carries every problem
    ├── NotAvailable             1  the question needs something that the dossier does not hold
    ├── NotReady                 1  what was asked for is still being made ready: ask again in a moment
    └── Cancelled                1  a person stopped a long computation

An error carries a message in the sense of :class:`legation.language.Message`: ``str(error)`` is English, ``say(error.message, "fr")``
French.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from legation.problem import Problem

__all__ = [
    "BadValue",
    "Cancelled",
    "CannotRead",
    "CannotWrite",
    "DossierError",
    "LegationError",
    "NotAvailable",
    "NotReady",
    "WrongUse",
]


class LegationError(Exception):
    """The root: one sentence that says what happened, where, and what to do next."""

    exit_code = 1

    def __init__(self, message: object) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


class WrongUse(LegationError):
    """The words of a call are off: an unknown question, option, actor or roll call."""

    exit_code = 2


class BadValue(LegationError, ValueError):
    """A method was given arrays or numbers that it cannot take; the sentence names the argument and its range."""

    exit_code = 2


class CannotRead(LegationError):
    """A file or folder is missing, unreadable or not of the format that it claims."""

    exit_code = 3


class CannotWrite(LegationError):
    """A save did not happen; what stood before still stands."""

    exit_code = 3


class DossierError(LegationError):
    """A dossier breaks its own rules.

    Attributes
    ----------
    problems : tuple of Problem
        Every problem found, in the order part, row, column.
    """

    def __init__(self, message: object, problems: tuple[Problem, ...]) -> None:
        super().__init__(message)
        self.problems = problems


class NotAvailable(LegationError):
    """A question needs something that the dossier does not hold; the sentence says what to add."""


class NotReady(LegationError):
    """Something is still being made ready, and is there in a moment."""


class Cancelled(LegationError):
    """A person stopped a long computation; nothing was changed."""
