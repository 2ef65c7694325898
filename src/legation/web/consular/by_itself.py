"""What the desk does by itself while it is served, and how often."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings

from legation.web.consular import carry, hourly, intake, openings
from legation.web.consular.crises import sending, stored_situations
from legation.web.consular.drills import playing
from legation.web.consular.taking import ending, letters

__all__ = ["BY_ITSELF"]

BY_ITSELF: list[tuple[float, Callable[[], object]]] = [
    (hourly.EVERY, hourly.hourly),
    (stored_situations.EVERY, stored_situations.store_situations),
    (carry.EVERY, carry.carry),
    (intake.EVERY, intake.try_again),
    (letters.EVERY, letters.send_links),
    (openings.EVERY, openings.tell_protection),
    (ending.EVERY, ending.let_end),
    *((sending.EVERY, lane) for lane in sending.LANES),
]
"""What is done, each with after how many seconds again."""

if settings.CONSULAR_DRILL:
    BY_ITSELF.append((playing.EVERY, playing.play_now))
