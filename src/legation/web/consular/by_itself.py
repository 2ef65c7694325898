"""What the desk does by itself while it is served, and how often: imported once, when the desk begins."""

from __future__ import annotations

from django.conf import settings

from legation.web.consular import carry, hourly
from legation.web.consular.crises import sending
from legation.web.consular.drills import playing
from legation.web.consular.serving import BY_ITSELF
from legation.web.consular.taking import letters

__all__: list[str] = []

BY_ITSELF += [
    (hourly.EVERY, hourly.hourly),
    (carry.EVERY, carry.carry),
    (letters.EVERY, letters.send_links),
    *((sending.EVERY, lane) for lane in sending.LANES),
]
if settings.CONSULAR_DRILL:
    BY_ITSELF.append((playing.EVERY, playing.play_now))
