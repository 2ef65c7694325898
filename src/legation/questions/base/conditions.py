"""What a question needs beside rows that are simply there: declared once, told before it is asked, and read by what the question reads.

A condition is declared beside the function that would refuse, and calls it: so a refusal never knows more than the declaration. Its words
stand in the catalogue ``need`` in both languages; a package gives its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from legation.errors import LegationError
from legation.language import Message
from legation.questions.base.case import Case

__all__ = ["Condition", "chosen_option"]


@dataclass(frozen=True, kw_only=True)
class Condition:
    """Something that a dossier, or who asks, must give before a question has an answer.

    Attributes
    ----------
    id : str
        ``vote-ahead``; what it is called stands in the catalogue ``need``.
    check : callable
        ``(case, options) -> object``: true where it is given. What the question reads is called here as it is: a refusal of it means no.
    place : str
        Where it is added: a table, a kind of part, ``mandate``, or a table of the lake (``lake:requests``); empty where only an option
        mends it.
    option : str
        The option of the question by which who asks can give it instead.
    title : Message
        What it is called, as it stands in a list: *a vote ahead*.

    Examples
    --------
    >>> import datetime as dt
    >>> from legation.dossier import decode
    >>> three = Condition(id="x", check=lambda case, options: len(case.dossier.actors) >= 3, place="actors")
    >>> three.holds(Case(dossier=decode({"dossier.toml": b'id = "x"'}), today=dt.date(2026, 1, 1)), {})
    False
    """

    id: str
    check: Callable[[Case, Mapping[str, Any]], object] = field(compare=False)
    place: str = ""
    option: str = ""
    title: Message = field(default=None)  # type: ignore[assignment]  # set below, never None afterwards

    def __post_init__(self) -> None:
        if self.title is None:
            object.__setattr__(self, "title", Message(f"need.{self.id}"))

    def holds(self, case: Case, options: Mapping[str, Any]) -> bool:
        """Whether it is given in a case at its date; ``options`` holds a value for every option of the question."""
        try:
            return bool(self.check(case, options))
        except LegationError:
            return False


def chosen_option(option: str, *, id: str = "", also: Callable[[Case, Mapping[str, Any]], object] | None = None) -> Condition:  # noqa: A002
    """Declare an option that has no default: who asks must choose.

    Parameters
    ----------
    option : str
    id : str
        Of its words; without it ``choose-OPTION``.
    also : callable, optional
        What must be true of what is chosen.

    Examples
    --------
    >>> chosen_option("accused").id, chosen_option("accused").place
    ('choose-accused', '')
    """

    def check(case: Case, options: Mapping[str, Any]) -> object:
        return options.get(option) not in (None, "", ()) and (also is None or also(case, options))

    return Condition(id=id or f"choose-{option}", check=check, option=option)
