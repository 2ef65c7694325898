"""Counts of people that left a consular house: by day, crisis or service, post and status, as shown; nobody is named."""

from __future__ import annotations

from dataclasses import dataclass

from legation.dossier.column import choice, code, flag, text
from legation.dossier.column import day as day_column
from legation.dossier.records.row import Revisable
from legation.dossier.when import When

__all__ = ["CONSULAR_STATUSES", "DRILL_SCORES", "PEOPLE_STATUSES", "WITHOUT_NEWS", "ConsularCount"]

PEOPLE_STATUSES = ("injured", "need_help", "want_out", "safe", "left")
"""What a person or an officer reported, the most urgent first."""
WITHOUT_NEWS = ("asked", "unreachable", "not_asked")
"""Why there is no news: no reply, no channel reached them, or nobody asked."""
DRILL_SCORES = ("first_wave_minutes", "wrongly_safe", "found_late", "reports_lost")
"""What an exercise measured of a team."""
CONSULAR_STATUSES = ("all", "unaccounted", *PEOPLE_STATUSES, *WITHOUT_NEWS, *DRILL_SCORES)
"""What a count is of: everybody, all without news, each status, and the score of an exercise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsularCount(Revisable):
    """How many people had a status in a crisis, or in a service, on a day; ``count`` as it was shown: few are a range.

    A row without a post is of all posts together, rounded on its own.
    """

    crisis: str = text()
    service: str = text()
    post: str = text()
    status: str = choice(*CONSULAR_STATUSES)
    count: str = code("[0-9]{1,7}|1 to 4", "a whole number | 1 to 4")
    drill: bool = flag()
    day: When | None = day_column()
