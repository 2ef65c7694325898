"""What ``legation serve`` serves: the site, made by each process that serves it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from multiprocessing.process import BaseProcess
from typing import Any

__all__ = ["site"]


def site() -> Any:
    """Return the ASGI application, which warms up from now on; one of several processes ends with the one that started it."""
    from legation.web.asgi import application
    from legation.web.serving import warm

    warm.begin()
    if (parent := multiprocessing.parent_process()) is not None:
        threading.Thread(target=_follow, args=(parent,), name="follow", daemon=True).start()
    return application


def _follow(parent: BaseProcess) -> None:
    """End as if stopped when the process that started this one is gone, however it went: else the port would stay taken."""
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)
