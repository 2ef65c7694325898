"""A drill in the house of the tests: its declaration, its citizens, its truth; all of it gone afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from legation.web.consular.drills import declared, playing, plays, recorded, truth
from legation.web.consular.drills.declared import Drill, write_drill
from legation.web.consular.drills.filling import fill
from legation.web.consular.house import house_folder
from legation.web.consular.people import forget_people

NOW = dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC)


@pytest.fixture
def drill(db: Any, settings: Any) -> Iterator[Drill]:
    """A drill of some seventy citizens that nobody has started."""
    settings.CONSULAR_DRILL = True
    settings.EMAIL_BACKEND = "legation.web.consular.crises.accounts_mail.DeskMail"
    made = Drill(name="Karse", seed=7, people=70, place="Karse", longitude=-28.0, latitude=41.0, radius_km=60.0, made=NOW)
    write_drill(house_folder(), made)
    forget_people()
    fill(made)
    yield made
    forget_people()
    for name in (declared.DECLARED, plays.FILE, recorded.FILE, truth.FILE):
        (house_folder() / name).unlink(missing_ok=True)
    playing._front.cache_clear()


@pytest.fixture
def starts(drill: Drill) -> Callable[..., Drill]:
    """Start the clock of the drill."""
    return lambda speed=1, at=NOW: declared.start_drill(at, speed)
