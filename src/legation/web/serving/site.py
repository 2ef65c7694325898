"""The application of a site of dossiers, as each process of its server makes it."""

from __future__ import annotations

from typing import Any

__all__ = ["APPLICATION", "site"]

APPLICATION = "legation.web.serving.site:site"


def site() -> Any:
    """Return the ASGI application, which warms up from now on; one of several processes ends with the one that started it."""
    from legation.web.asgi import application
    from legation.web.dossiers.preparation import turn_on
    from legation.web.rooms.clock import begin_clock
    from legation.web.rooms.hearing import begin_hearing
    from legation.web.rooms.stream import end_with_server
    from legation.web.serving.server import end_with_parent
    from legation.web.serving.warm import begin_warming, warm_daily
    from legation.web.stores.overwriting import begin_together

    turn_on()
    end_with_server()
    begin_clock()
    begin_hearing()
    begin_together()
    begin_warming()
    warm_daily()
    end_with_parent()
    return application
