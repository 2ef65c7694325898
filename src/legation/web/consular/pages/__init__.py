"""The pages of the desk, each module with what it shows and does; importing this package declares every route."""

from legation.web.consular.pages import (
    assignments,
    calls,
    crises,
    drill,
    home,
    house,
    invitation,
    openings,
    paper,
    people,
    requests,
    retention,
    wardens,
)

__all__ = [
    "assignments",
    "calls",
    "crises",
    "drill",
    "home",
    "house",
    "invitation",
    "openings",
    "paper",
    "people",
    "requests",
    "retention",
    "wardens",
]
