"""Whatever a reader does to its process, the caller gets an answer."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from legation.sources.capture import child, isolation
from legation.sources.capture.isolation import Outcome, isolated

MISDEEDS = """
import os, signal, socket, subprocess, sys, time
def crash(data):
    yield {"more": "before"}
    signal.raise_signal(signal.SIGSEGV) if data == b"kill" else os._exit(7)
def abort(data):
    yield {"more": "before"}
    os.abort()
def spin(data):
    yield {"more": "before"}
    while True:
        pass
def sleep(data):
    yield {"more": "before"}
    time.sleep(60)
def swell(data):
    yield {"more": "before"}
    kept = []
    while True:
        kept.append(bytearray(50_000_000))
def flood(data):
    while True:
        yield {"more": "x" * 1_000_000}
def wrong(data):
    yield {"more": "before"}
    raise KeyError("secret")
def missing(data):
    import a_module_that_is_not_there
    yield {}
def chatter(data):
    print('{"more": "not an answer"}', flush=True)
    os.write(1, b'{"more": "not an answer"}\\n')
    yield {"more": data.decode()}
def limits(data):
    import resource
    yield {name: resource.getrlimit(getattr(resource, "RLIMIT_" + name)) for name in ("CPU", "AS", "FSIZE", "CORE")}
def reach(data):
    told = []
    for deed in (
        lambda: socket.create_connection(("127.0.0.1", 9)),
        lambda: socket.socket(),
        lambda: subprocess.run(["true"]),
        lambda: os.system("true"),
        lambda: os.fork(),
        lambda: open("left-behind", "w"),
        lambda: open("left-behind", "ab"),
        lambda: os.open("left-behind", os.O_CREAT | os.O_WRONLY),
        lambda: os.remove("left-behind"),
        lambda: os.kill(os.getppid(), 0),
    ):
        try:
            deed()
            told.append("done")
        except PermissionError:
            told.append("refused")
    yield {"told": told, "names": sorted(os.environ)}
"""


@pytest.fixture
def misdeed(tmp_path, monkeypatch):
    """Run one of the misdeeds in a child, as if it were a reader."""
    (tmp_path / "misdeeds.py").write_text(MISDEEDS, "utf-8")
    (tmp_path / "run.py").write_text(
        "import sys, importlib\n"
        "import legation.sources.capture.child as child\n"
        f"sys.path.insert(0, {str(tmp_path)!r})\n"
        "import misdeeds\n"
        "sys.modules['legation.sources.capture.misdeeds'] = misdeeds\n"
        "child.JOBS = {name: ('misdeeds', name) for name in dir(misdeeds)}\n"
        "sys.exit(child.main(*sys.argv[-2:]))\n",
        "utf-8",
    )
    begin = subprocess.Popen

    def other(command, **options):
        assert command[:-2] == [sys.executable, "-P", "-s", "-m", "legation.sources.capture.child"]
        return begin([sys.executable, "-P", "-s", str(tmp_path / "run.py"), *command[-2:]], cwd=tmp_path, **options)

    monkeypatch.setattr(isolation.subprocess, "Popen", other)
    return isolated


BEFORE = ({"more": "before"},)


@pytest.mark.parametrize("data", [b"kill", b"leave"])
def test_a_crash_is_an_answer(misdeed, data):
    assert misdeed("crash", data) == Outcome(BEFORE, "crash")


def test_an_abort_of_a_library_is_an_answer(misdeed):
    assert misdeed("abort", b"") == Outcome(BEFORE, "crash")


def test_one_that_does_not_end_is_ended(misdeed):
    assert misdeed("spin", b"", seconds=1) == Outcome(BEFORE, "time")
    assert misdeed("sleep", b"", seconds=1) == Outcome(BEFORE, "time")


def test_processor_time_has_its_own_limit(monkeypatch, misdeed):
    """Where our clock is late, the system's limit ends the child and says why."""
    begin = isolation.subprocess.Popen

    def with_one_second(command, **options):
        return begin([*command[:-1], "1"], **options)

    monkeypatch.setattr(isolation.subprocess, "Popen", with_one_second)
    assert misdeed("spin", b"", seconds=20) == Outcome(BEFORE, "time")


def test_the_system_is_told_every_limit(misdeed):
    memory, output = isolation.MEMORY_LIMIT, isolation.OUTPUT_LIMIT
    limits = {"CPU": [7, 8], "AS": [memory, memory], "FSIZE": [output, output], "CORE": [0, 0]}

    assert misdeed("limits", b"", seconds=7) == Outcome((limits,))


def test_one_that_swells_is_ended(misdeed):
    assert misdeed("swell", b"") == Outcome(BEFORE, "memory")


def test_one_that_floods_is_ended(misdeed):
    outcome = misdeed("flood", b"")

    assert outcome.fault in ("crash", "unreadable")
    assert 0 < sum(len(line["more"]) for line in outcome.found) <= isolation.OUTPUT_LIMIT


def test_an_error_is_told_without_what_it_says(misdeed):
    outcome = misdeed("wrong", b"")

    assert outcome.fault == "unreadable"
    assert outcome.found == BEFORE


def test_a_reader_that_is_not_installed_is_said_to_be_missing(misdeed):
    assert misdeed("missing", b"").fault == "missing"


def test_what_a_library_prints_is_no_answer(misdeed):
    assert misdeed("chatter", b"hello") == Outcome(({"more": "hello"},))


def test_a_reader_reaches_nothing_and_knows_no_secret(misdeed, tmp_path, monkeypatch):
    monkeypatch.setenv("LEGATION_DATABASE_URL", "postgresql://me:secret@db/legation")
    monkeypatch.setenv("A_SECRET", "secret")
    told = misdeed("reach", b"").found[0]

    assert told["told"] == ["refused"] * 10
    assert not (tmp_path / "left-behind").exists()
    assert set(told["names"]) <= {*isolation._PASSED_ON, "PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "OPENBLAS_NUM_THREADS", "LC_CTYPE"}


def test_every_job_is_there():
    for module, function in child.JOBS.values():
        assert callable(getattr(importlib.import_module(f"legation.sources.capture.{module}"), function))


def test_no_child_and_no_file_stays_behind(misdeed):
    before = len(list(Path("/proc/self/fd").iterdir()))
    misdeed("sleep", b"", seconds=1)
    misdeed("chatter", b"x")

    assert len(list(Path("/proc/self/fd").iterdir())) == before
