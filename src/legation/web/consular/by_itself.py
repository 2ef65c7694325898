"""What the desk does by itself while it is served, and how often: imported once, when the desk begins."""

from __future__ import annotations

from legation.web.consular.carry import EVERY as BETWEEN_CARRIES
from legation.web.consular.carry import carry
from legation.web.consular.hourly import EVERY, hourly
from legation.web.consular.serving import BY_ITSELF
from legation.web.consular.taking.letters import EVERY as BETWEEN_LETTERS
from legation.web.consular.taking.letters import send_links

__all__: list[str] = []

BY_ITSELF.append((EVERY, hourly))
BY_ITSELF.append((BETWEEN_CARRIES, carry))
BY_ITSELF.append((BETWEEN_LETTERS, send_links))
