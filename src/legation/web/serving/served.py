"""What ``legation serve`` serves: the site, which warms up as soon as a process has loaded it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from multiprocessing.process import BaseProcess

from legation.web.asgi import application
from legation.web.serving import warm

__all__ = ["application"]


def _follow(parent: BaseProcess) -> None:
    """End as if stopped when the process that started this one is gone, however it went: else the port would stay taken."""
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)


warm.begin()
if (parent := multiprocessing.parent_process()) is not None:  # one of several
    threading.Thread(target=_follow, args=(parent,), name="follow", daemon=True).start()
