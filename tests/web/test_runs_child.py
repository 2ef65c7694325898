"""The worker beside a server: started again where it ends, gone where its parent is gone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from legation.web.runs.worker_process import WorkerProcess

from .sites import prepared

SLEEPER = [sys.executable, "-c", "import time; time.sleep(600)"]


def another(child: WorkerProcess, than: int | None) -> int:
    """Return the process that works, once it is another one."""
    for _ in range(1000):
        if child.pid not in (None, than):
            return child.pid
        threading.Event().wait(0.02)
    pytest.fail("no worker was started")


def test_a_worker_that_ends_is_started_again_until_the_server_stops() -> None:
    child = WorkerProcess(SLEEPER)
    try:
        first = another(child, None)
        os.kill(first, signal.SIGKILL)
        second = another(child, first)
    finally:
        child.stop()

    assert first != second
    assert child.pid is None
    with pytest.raises(ProcessLookupError):
        os.kill(second, 0)


def test_stopping_at_once_leaves_nothing_behind() -> None:
    child = WorkerProcess(SLEEPER)
    child.stop()

    assert child.pid is None


@pytest.mark.slow
def test_the_command_ends_when_its_parent_is_gone(tmp_path: Path) -> None:
    with prepared(tmp_path, postgresql=False) as environment:
        done = subprocess.run(
            [sys.executable, "-m", "legation", "worker", "--parent", "1"],
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
