"""A run of the tests that lost a worker is red and says so, whatever the worker was doing when it died."""

from __future__ import annotations

from typing import Any

import pytest

_DEAD: pytest.StashKey[list[str]] = pytest.StashKey()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """Remember a worker that did not end in order."""
    if error:
        node.config.stash.setdefault(_DEAD, []).append(node.gateway.id)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Make the run red: a worker that dies between two tests fails none of them."""
    if exitstatus == pytest.ExitCode.OK and session.config.stash.get(_DEAD, []):
        session.exitstatus = pytest.ExitCode.INTERNAL_ERROR


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Say which worker died."""
    for name in config.stash.get(_DEAD, []):
        terminalreporter.write_line(f"Worker {name} died, and the run ended there: tests that are not named above were not run.", red=True)
