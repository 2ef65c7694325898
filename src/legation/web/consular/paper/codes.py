"""The code of a household on the papers of a crisis: computed of both, so that nothing is stored and each print has the same."""

from __future__ import annotations

from collections.abc import Iterable

from legation.consular.codes import CODES, code_of
from legation.web.consular.records.models import Crisis, Household, Message
from legation.web.consular.vault import vault

__all__ = ["households_with", "paper_code"]

_DIGITS = 16
"""Hexadecimal digits of the HMAC of which a code is made."""


def paper_code(crisis: str, household: str) -> str:
    """Return the code of a household on the papers of a crisis; without the index key nobody computes it.

    Two households of a crisis may have one code, of 10,000 about one pair in a crisis: what is entered by it then asks whom it means.
    """
    return code_of(int(vault().digest("paper", f"{crisis}|{household}")[:_DIGITS], 16) % CODES)


def households_with(crisis: Crisis, codes: Iterable[str], among: Iterable[str] | None = None) -> dict[str, list[str]]:
    """Return of each code the households that have it in a crisis, on paper or in a message that was sent to them.

    Parameters
    ----------
    codes : iterable of str
        As :func:`legation.consular.codes.read_code` returns them.
    among : iterable of str, optional
        The ids of the households that are looked at; those of the posts that the crisis concerns, where none are named.
    """
    wanted = set(codes)
    if not wanted:
        return {}
    posts = {crisis.post, *crisis.posts}
    ids = set(Household.objects.filter(post__in=posts).values_list("pk", flat=True) if among is None else among)
    found: dict[str, set[str]] = {}
    for household, code in _codes_of(crisis.pk, ids).items():
        if code in wanted:
            found.setdefault(code, set()).add(household)
    for code, household in Message.objects.filter(wave__crisis=crisis, code__in=wanted).values_list("code", "household_id"):
        if household in ids:
            found.setdefault(code, set()).add(household)
    return {code: sorted(households) for code, households in found.items()}


_CODES: dict[str, dict[str, str]] = {}
"""By crisis the code of each household that was looked at last: in memory alone, as everything that the unlocked desk knows."""
_MOST_CRISES = 4


def _codes_of(crisis: str, households: set[str]) -> dict[str, str]:
    """Return the code of each of some households; those that were computed before are not computed again."""
    before = _CODES.get(crisis, {})
    codes = {household: before.get(household) or paper_code(crisis, household) for household in households}
    if len(codes) >= len(before):  # a warden's few households do not drive out the others
        _CODES.pop(crisis, None)
        _CODES[crisis] = codes
        for old in list(_CODES)[:-_MOST_CRISES]:
            _CODES.pop(old, None)
    return codes
