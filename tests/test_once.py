"""What is made once: by the first who asks, whole, and again where making it failed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import once
import pytest
from once import keep_in, made_once


@pytest.fixture(autouse=True)
def place(tmp_path: Path) -> Iterator[Path]:
    before = list(once._place)
    keep_in(tmp_path)
    yield tmp_path
    once._place[:] = before


def test_of_many_who_ask_at_once_the_first_makes_it(place: Path) -> None:
    made: list[Path] = []
    found: list[Path] = []

    def make(folder: Path) -> None:
        made.append(folder)
        (folder / "paper").write_text("whole")

    threads = [threading.Thread(target=lambda: found.append(made_once("papers", make))) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert made == [place / "papers"]
    assert found == [place / "papers"] * 5
    assert (place / "papers" / "paper").read_text() == "whole"


def test_what_fails_leaves_nothing_and_is_made_anew() -> None:
    def fail(folder: Path) -> None:
        (folder / "half").write_text("half")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        made_once("papers", fail)

    assert list(made_once("papers", lambda folder: None).iterdir()) == []


def test_all_tests_at_the_site_that_is_served_go_to_one_worker(request: pytest.FixtureRequest) -> None:
    """It takes forty seconds of a processor to make, and ends as soon as a test of another folder follows."""
    here = request.config.rootpath
    ours = request.config.pluginmanager.get_plugin(str(here / "tests/conftest.py"))
    assert ours is not None
    asking = {
        path.relative_to(here).as_posix() for path in (here / "tests/web").rglob("test_*.py") if "served: Served" in path.read_text("utf-8")
    }

    assert len(asking) > 5
    assert {ours.work_of(f"{file}::test") for file in asking} == {"the site that is served"}
