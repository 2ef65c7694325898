"""What every test may ask for, and which files go to one worker, the long ones first."""

from __future__ import annotations

import fcntl
import gc
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from dead_workers import pytest_sessionfinish, pytest_terminal_summary, pytest_testnodedown
from hypothesis import settings
from once import keep_in
from recorder.watching import nothing_leaves_this_machine

__all__ = ["nothing_leaves_this_machine", "pytest_sessionfinish", "pytest_terminal_summary", "pytest_testnodedown"]

ROOT = Path(__file__).parents[1]
collect_ignore = ["all_settings.py", "crisis_made.py", "desk_settings.py"]
"""Of other sites: whoever imports them makes such a site of this process, or needs one."""
SHARED = {
    "tests/briefing/test_in_browser.py": "the papers of the examples",
    "tests/briefing/test_in_word.py": "the papers of the examples",
    "tests/briefing/test_written.py": "the papers of the examples",
    "tests/methods/text/test_diplomacy.py": "the models of texts",
    "tests/questions/debate/test_models.py": "the models of texts",
    "tests/questions/base/test_answer_data.py": "the answers on the examples",
    "tests/questions/base/test_head.py": "the answers on the examples",
    "tests/sources/test_name_proposals.py": "the models of texts",
    "tests/sources/test_sentence_vectors.py": "the models of texts",
    "tests/test_one_number.py": "the answers on the examples",
    "tests/test_imports.py": "the trees of the source",
    "tests/test_language.py": "the trees of the source",
    "tests/test_moment.py": "the trees of the source",
    "tests/test_other_systems.py": "the trees of the source",
    "tests/test_reached.py": "the trees of the source",
    "tests/test_words.py": "the trees of the source",
    "tests/web/browser/test_first_note.py": "the site that is served",
    "tests/web/browser/test_first_stop.py": "the site that is served",
    "tests/web/browser/test_keyboard.py": "the site that is served",
    "tests/web/browser/test_observations.py": "the site that is served",
    "tests/web/browser/test_phone.py": "the site that is served",
    "tests/web/browser/test_room_and_incident.py": "the site that is served",
    "tests/web/browser/test_situations.py": "the site that is served",
    "tests/web/browser/test_tutorial.py": "the site that is served",
    "tests/web/browser/test_what_if.py": "the site that is served",
}
"""What files ask for that takes many seconds to make: they go to one worker, which makes it once."""
MAY_SKIP = (
    "on SQLite it is refused",
    "on PostgreSQL it is allowed",
    "a file cannot be stopped",
    "writes into the file of SQLite itself",
    "a network without a route needs rights that are absent here",
    "a disk of its own needs rights that are absent here",
    "part of make faults",
    "half a minute: LEGATION_LONG=1",
    "one process serves on SQLite",
    "the database lies elsewhere",
    "part of the long proof: LEGATION_SENDS_NOTHING=all",
)
"""Why a test may be left out of a whole run: it promises something of the other database, or stands beside others that prove the same under
fewer rights or in less time. Any other reason is a fault there."""
LONG = ("slow", "browser")
"""Markers of tests that take seconds: their files begin first, so that no worker is left alone with one of them at the end."""


os.fsync = lambda handle: None  # type: ignore[assignment]
# a busy machine is no fault of what is tested; the same properties are asked of the same examples every time
settings.register_profile("legation", deadline=None, derandomize=True, max_examples=20)
# drawn anew from a seed alone, so that the seed repeats the run: make test-random
settings.register_profile("random", deadline=None, derandomize=False, database=None, print_blob=True, max_examples=100)
settings.load_profile("legation")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Order the tests by file: first the files with the most long tests, then those with the most tests; within a file nothing changes."""
    size: dict[str, tuple[int, int]] = {}
    for item in items:
        work = work_of(item.nodeid)
        long, count = size.get(work, (0, 0))
        size[work] = (long - any(item.get_closest_marker(name) for name in LONG), count - 1)
    items.sort(key=lambda item: (*size[work_of(item.nodeid)], work_of(item.nodeid)))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection(session: pytest.Session) -> Any:
    """In a fresh checkout let one process after the other collect the tests: it compiles some thousand modules, which the next one reads."""
    compiled = ROOT / "tests/web/__pycache__"
    if session.config.getoption("numprocesses", None) or sys.dont_write_bytecode or any(compiled.glob("test_*.pyc")):
        return (yield)
    compiled.mkdir(exist_ok=True)
    with (compiled / "collecting.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return (yield)


def pytest_configure() -> None:
    """Look for no garbage while tests are collected: nearly all that is made stays."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Leave what was collected out of every later look for garbage, none of it is; and look a hundred times less often than is usual."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    gc.enable()


def work_of(nodeid: str) -> str:
    """Return the name of the work to which a test belongs: its file, or what several files share."""
    file = nodeid.partition("::")[0]
    return SHARED.get(file, file)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Deal out whole files, those that share what is dear to make to one worker, in the order above."""
    if config.getoption("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class Files(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return work_of(nodeid)

    config.option.loadscopereorder = False
    return Files(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """Where LEGATION_REQUIRE_ALL asks for every test, a test that is skipped for a reason that is not declared fails."""
    report = yield
    if os.environ.get("LEGATION_REQUIRE_ALL") and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2].removeprefix("Skipped: ") if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if reason not in MAY_SKIP:
            report.outcome, report.longrepr = (
                "failed",
                f"{item.nodeid} is skipped: {reason}. MAY_SKIP in tests/conftest.py does not name this.",
            )
    return report


@pytest.fixture(scope="session", autouse=True)
def what_is_made_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Name the folder in which :mod:`once` keeps for all workers what one of them made."""
    own = tmp_path_factory.getbasetemp()
    keep_in(own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own)


def program(name: str, package: str) -> str:
    """Return a program's path; where it is missing skip, or fail where LEGATION_REQUIRE_ALL asks for every test."""
    path = shutil.which(name)
    if path is None:
        sentence = f"{name} is not on this machine: requirements/debian.sh installs {package} as root."
        if os.environ.get("LEGATION_REQUIRE_ALL"):
            pytest.fail(sentence)
        pytest.skip(sentence)
    return path


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of Debian's browser."""
    return program("chromium", "chromium")


@pytest.fixture(scope="session")
def soffice() -> str:
    """Return the path of the word processor."""
    return program("soffice", "libreoffice-writer")


@pytest.fixture(scope="session")
def pdftoppm() -> str:
    """Return the path of the program that draws the pages of a PDF."""
    return program("pdftoppm", "poppler-utils")


@pytest.fixture(scope="session")
def pdftotext() -> str:
    """Return the path of the program that reads the text of a PDF."""
    return program("pdftotext", "poppler-utils")
