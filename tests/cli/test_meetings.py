"""``legation meeting``: the brief, the form of a record, and a record whose items become rows only when a person confirms them."""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path

import pytest

from legation.cli import main
from legation.dossier import Dossier, load, standing

EXAMPLE = Path(__file__).parents[2] / "examples" / "mission-site-2024"
RECORD = """
date = "2024-07-04"
place_en = "Geneva"
[[answer]]
answer = "yes"
words_en = "With our own example"
[[promise]]
promise_en = "To say the wording"
[[promise]]
direction = "given"
promise_en = "An invitation"
"""


@pytest.fixture
def there(tmp_path: Path) -> Path:
    shutil.copytree(EXAMPLE, tmp_path / "d")
    (tmp_path / "r.toml").write_text(RECORD, "utf-8")
    return tmp_path


def run(there: Path, *more: str) -> int:
    given = ["--lang", "en", "--out", str(there / "out"), "--formats", "html"]
    return main(["meeting", str(there / "d"), "sundermark", *given, "--record", str(there / "r.toml"), *more])


def promises(of: Dossier) -> list[str]:
    return [str(row.promise) for row in standing(of.commitments) if str(row.date) == "2024-07-04"]


def test_without_a_person_nothing_is_saved_and_what_waits_is_listed(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(there) == 1

    said = capsys.readouterr()
    assert "2. Promised to us: To say the wording" in said.out + said.err
    assert load(there / "d").hash == load(EXAMPLE).hash
    assert not (there / "out").exists()


def test_what_is_confirmed_is_saved_in_one_go_and_printed(there: Path) -> None:
    assert run(there, "--confirm", "1,3", "--reason", "As noted") == 0

    now = load(there / "d")
    talk = next(row for row in now.engagements if row.supersedes == "sundermark:visit")
    assert (talk.answer, talk.reason) == ("yes", "As noted")
    assert promises(now) == ["An invitation"]
    (paper,) = (there / "out").iterdir()
    page = paper.read_text("utf-8")
    assert paper.name == "mission-site-2024-record-sundermark-2024-07-04-en.html"
    assert "An invitation" in page
    assert "To say the wording" not in page


def test_a_form_that_is_none_is_refused_before_anything_is_saved(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(there, "--confirm", "all", "--formats", "odt") == 2

    assert "odt" in capsys.readouterr().err
    assert load(there / "d").hash == load(EXAMPLE).hash


def test_a_person_confirms_one_by_one_in_the_terminal(there: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal("no\noui\n\n"))
    assert run(there) == 0
    assert promises(load(there / "d")) == ["To say the wording"]


@pytest.mark.parametrize("confirm", ["4", "x", "1,,9"])
def test_a_number_that_is_none_is_refused(there: Path, confirm: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(there, "--confirm", confirm) != 0
    assert "all | none | 1 | 2 | 3" in capsys.readouterr().err
    assert load(there / "d").hash == load(EXAMPLE).hash


def test_the_form_can_be_filled_and_saved(there: Path) -> None:
    assert main(["meeting", str(there / "d"), "sundermark", "--lang", "en", "--form", str(there / "r.toml")]) == 0
    assert run(there) == 0, "a record without answers and promises waits for nobody"
    assert any(row.supersedes == "sundermark:visit" for row in load(there / "d").engagements)
