"""What a ``conftest.py`` imports to run its tests under the recorder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from recorder import opened

__all__ = ["nothing_leaves_this_machine", "nothing_left"]

opened.watch(opened.refuse)


@pytest.fixture(autouse=True)
def nothing_leaves_this_machine() -> Iterator[None]:
    """Fail a test that opens a connection to another machine, whatever became of it."""
    opened.LEFT.clear()
    yield
    nothing_left()


def nothing_left() -> None:
    """Fail where something left."""
    assert opened.LEFT == [], f"Opened without being asked: {opened.LEFT}. What may connect is declared in legation.connections."
