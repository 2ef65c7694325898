"""What of the claims is left in each circle: those that are told, those held back, and those that stand there without what they rest on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from legation.dossier.models.statement import Claim
from legation.questions.statement.asked import within

__all__ = ["STANDINGS", "standing"]

STANDINGS = ("told", "bare", "held")
"""Told with what it rests on; told without; held back."""


def standing(claims: Iterable[Claim], tiers: Mapping[str, str], circle: str, out: Collection[str] = ()) -> dict[str, str]:
    """Return for each claim, by id, how it stands in a circle.

    A claim is bare where it names no source and no other claim, or rests, by whatever way, on a claim that is held back or bare there.
    Claims that stay ``out`` of the draft are held back everywhere.

    Examples
    --------
    >>> claims = [Claim(id="a", evidence=("e",), rests_on=("b",)), Claim(id="b", evidence=("f",))]
    >>> standing(claims, {"a": "public", "b": "national"}, "public"), standing(claims, {"a": "public", "b": "national"}, "national")
    ({'a': 'bare', 'b': 'held'}, {'a': 'told', 'b': 'told'})
    """
    rows = tuple(claims)
    found = {
        one.id: ("told" if one.evidence or one.objects or one.rests_on else "bare")
        if within(tiers[one.id], circle) and one.id not in out
        else "held"
        for one in rows
    }
    for _ in rows:
        fallen = [one.id for one in rows if found[one.id] == "told" and any(found[name] != "told" for name in one.rests_on)]
        if not fallen:
            break
        found |= dict.fromkeys(fallen, "bare")
    return found
