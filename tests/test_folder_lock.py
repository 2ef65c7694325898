"""One process at a time writes to a folder, on systems with locks on folders and on those without."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from legation.folder_lock import LOCK_FILE, lock_folder

HOLDER = """
import sys
if sys.argv[2] == "sqlite":
    sys.modules["fcntl"] = None
from pathlib import Path
from legation.folder_lock import lock_folder
with lock_folder(Path(sys.argv[1]), shared=sys.argv[3] == "shared") as held:
    print(held, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(params=["flock", "sqlite"])
def how(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Give each way of locking; without ``fcntl`` the second is taken, as on Windows."""
    if request.param == "sqlite":
        monkeypatch.setitem(sys.modules, "fcntl", None)
    return str(request.param)


def holding(folder: Path, how: str, kind: str) -> subprocess.Popen[str]:
    """Return another process that holds the folder, in which somebody has written before."""
    with lock_folder(folder):
        pass
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder), how, kind], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "True\n"
    return process


def taken(folder: Path, shared: bool) -> tuple[threading.Thread, threading.Event]:
    """Ask for the folder in a thread; the event says that it is held."""
    got = threading.Event()

    def take() -> None:
        with lock_folder(folder, shared=shared) as held:
            assert held
            got.set()

    thread = threading.Thread(target=take)
    thread.start()
    return thread, got


@pytest.mark.parametrize(("other", "shared"), [("alone", False), ("alone", True), ("shared", False)])
def test_who_comes_second_waits_until_the_first_is_killed(tmp_path: Path, how: str, other: str, shared: bool) -> None:
    with holding(tmp_path, how, other) as first:
        thread, got = taken(tmp_path, shared)
        assert not got.wait(0.3)
        first.kill()
        assert got.wait(10)
        thread.join()


def test_readers_hold_a_folder_together(tmp_path: Path, how: str) -> None:
    with holding(tmp_path, how, "shared") as first:
        thread, got = taken(tmp_path, shared=True)
        assert got.wait(10)
        thread.join()
        first.kill()


def test_who_reads_leaves_no_file(tmp_path: Path, how: str) -> None:
    with lock_folder(tmp_path, shared=True) as held:
        assert held == (how == "flock")
    assert list(tmp_path.iterdir()) == []


def test_what_is_raised_inside_comes_out_and_frees_the_folder(tmp_path: Path, how: str) -> None:
    for _ in range(2):
        with pytest.raises(ZeroDivisionError), lock_folder(tmp_path):
            1 / 0  # noqa: B018
    assert {path.name for path in tmp_path.iterdir()} == ({LOCK_FILE} if how == "sqlite" else set())
    assert all(path.stat().st_size == 0 for path in tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_refused_to_writers_and_not_held_for_readers(tmp_path: Path, how: str) -> None:
    with lock_folder(tmp_path / "none", shared=True) as held:
        assert not held
    if how == "flock":
        with pytest.raises(FileNotFoundError), lock_folder(tmp_path / "none"):
            pass
    assert list(tmp_path.iterdir()) == []
