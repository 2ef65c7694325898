"""What ``legation serve`` serves: the site, which warms up as soon as a process has loaded it."""

from __future__ import annotations

from legation.web.asgi import application
from legation.web.serving import warm

__all__ = ["application"]

warm.begin()
