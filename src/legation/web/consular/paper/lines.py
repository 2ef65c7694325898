"""What stands on the papers of a crisis: a line for each household, in the order of triage, and the parts that callers share."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from legation.web.consular.crises.calls import Call, in_triage_order
from legation.web.consular.paper.codes import paper_code
from legation.web.consular.records.models import Crisis, Household
from legation.web.consular.vault import Shredded, vault

__all__ = ["PaperLine", "lines_of", "members_of", "split"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """A household on paper.

    Attributes
    ----------
    number : int
        Its number on this print.
    people : tuple of (str, str)
        Id and name of each member, in the order in which their numbers count.
    do_not_contact : tuple of str
        Whose authorities are not told of them.
    """

    number: int
    household: str
    code: str
    people: tuple[tuple[str, str], ...]
    phones: tuple[str, ...]
    languages: tuple[str, ...]
    do_not_contact: tuple[str, ...]


def lines_of(crisis: Crisis, call: Call, *, without_news: bool) -> list[PaperLine]:
    """Return the households of a roll call, the most urgent first; those alone in which somebody is without news, where so chosen."""
    wanted = call.households_without_news() if without_news else set(call.households.values())
    order = dict.fromkeys(call.households[person] for person in in_triage_order(call, call.people))
    there = Household.objects.in_bulk([one for one in order if one in wanted])
    found: list[PaperLine] = []
    for household in order:
        if household in there:
            try:
                contact = vault().open(there[household], "contact") or {}
            except Shredded:
                continue
            found.append(
                PaperLine(
                    number=len(found) + 1,
                    household=household,
                    code=paper_code(crisis.pk, household),
                    people=members_of(call, household),
                    phones=tuple(contact.get("phones", ())),
                    languages=tuple(contact.get("languages", ())),
                    do_not_contact=tuple(contact.get("do_not_contact", ())),
                )
            )
    return found


def members_of(call: Call, household: str) -> tuple[tuple[str, str], ...]:
    """Return id and name of the members of a household, in the order in which papers number them."""
    known = call.stake.people
    return tuple((person, known.name(person)) for person in sorted(known.of_household(household)))


def split(lines: Sequence[T], parts: int) -> list[Sequence[T]]:
    """Return lines in so many parts, of which none has two lines more than another; fewer parts where there are fewer lines.

    Examples
    --------
    >>> split("abcdefg", 3), split("ab", 3)
    (['abc', 'de', 'fg'], ['a', 'b'])
    """
    count = max(1, min(parts, len(lines)))
    each, more = divmod(len(lines), count)
    starts = [part * each + min(part, more) for part in range(count + 1)]
    return [lines[first:last] for first, last in itertools.pairwise(starts)]
