"""The comparison of what the examples give: the same is found to be the same, and one other row is found."""

from __future__ import annotations

import importlib
import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
if str(ROOT) not in sys.path:  # the benchmarks are no part of the package
    sys.path.append(str(ROOT))
main = importlib.import_module("benchmarks.unchanged.__main__").main
compare = importlib.import_module("benchmarks.unchanged.comparison").compare
Written = importlib.import_module("benchmarks.unchanged.written").Written
DOSSIER = {
    "dossier.toml": 'id = "small"\nlanguages = ["en"]\ntitle = "A small matter"\nas_of = 2020-01-01\n',
    "actors.csv": "id,name,kind,iso3\nFRA,France,state,FRA\nDEU,Germany,state,DEU\n",
}


def made(folder: Path, **changed: str) -> Path:
    (folder / "small").mkdir(parents=True)
    for name, text in {**DOSSIER, **changed}.items():
        (folder / "small" / name).write_text(text, "utf-8")
    return folder


def put(folder: Path, **files: bytes) -> Path:
    for name, data in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def archive(**members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as written:
        for name, text in members.items():
            written.writestr(name, text)
    return out.getvalue()


@pytest.mark.slow
def test_the_same_is_the_same_and_one_other_row_is_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    examples = made(tmp_path / "examples")
    changed = made(tmp_path / "changed", **{"actors.csv": DOSSIER["actors.csv"].replace("Germany", "Austria")})
    for name, of in (("first", examples), ("second", examples), ("third", changed)):
        assert main(["record", str(tmp_path / name), "--examples", str(of), "--part", "exports", "--processes", "1"]) == 0
    capsys.readouterr()

    assert main(["compare", str(tmp_path / "first"), str(tmp_path / "second")]) == 0
    said = capsys.readouterr().out
    assert said.endswith(" 0 differences, 0 texts of errors changed.\n")
    assert int(said.split(" files compared")[0].rpartition(" ")[2]) > 10

    assert main(["compare", str(tmp_path / "first"), str(tmp_path / "third")]) == 1
    said = capsys.readouterr().out
    assert "differs: small/exports/desk-folder/actors.csv: line 3," in said
    assert "Germany" in said
    assert "Austria" in said


def test_what_is_there_only_once_differs(tmp_path: Path) -> None:
    before = put(tmp_path / "before", a__answers__x=b"1", a__answers__y=b"2")
    after = put(tmp_path / "after", a__answers__x=b"1", a__answers__z=b"3")

    found = compare(before, after)

    assert [(one.file, one.where) for one in found.differences] == [("a/answers/y", "only before"), ("a/answers/z", "only after")]
    assert (found.files, found.size) == (3, 2)


def test_of_two_archives_the_member_is_named(tmp_path: Path) -> None:
    before = put(tmp_path / "before", x=archive(one="same", two="first"))
    after = put(tmp_path / "after", x=archive(one="same", two="fiRst"))

    (found,) = compare(before, after).differences

    assert found.where.startswith("member two: line 1, byte 2:")


def test_texts_of_errors_are_counted_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = put(tmp_path / "before", a__errors__answers__x=b"must be 1")
    after = put(tmp_path / "after", a__errors__answers__x=b"must be 1 (got 2)")

    assert main(["compare", str(before), str(after)]) == 0
    assert "0 differences, 1 texts of errors changed." in capsys.readouterr().out


def test_what_is_new_each_time_is_constant(tmp_path: Path) -> None:
    to = Written(tmp_path / "out", tmp_path / "errors", ("/tmp/place",))

    to.put_text("a", f'/tmp/place/x /calendar/{"a" * 43}/legation.ics "address": "{"0f" * 8}" s3cret', [("s3cret", "TOKEN")])

    assert (tmp_path / "out/a").read_text() == 'PLACE/x /calendar/SECRET/legation.ics "address": "ADDRESS" TOKEN'


def test_the_clock_stands_still() -> None:
    code = (
        "import datetime as dt; from datetime import date, datetime; from benchmarks.unchanged.clock import NOW, stop_the_clock; stop_the_clock();"
        "assert (date.today(), datetime.now(dt.UTC), datetime.now()) == (NOW.date(), NOW, NOW.replace(tzinfo=None)), datetime.now();"
        "assert type(datetime.today()) is datetime and type(date.today()) is date"
    )

    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env={"TZ": "UTC"}, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["record", "{}/new", "--only", "no-such"], "--only must be"),
        (["record", "{}"], "must be a new or an empty folder"),
    ],
)
def test_wrong_use_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str) -> None:
    put(tmp_path, there=b"")

    with pytest.raises(SystemExit) as raised:
        main([word.format(tmp_path) for word in words])

    assert raised.value.code == 2
    assert said in capsys.readouterr().err


def test_a_record_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", str(tmp_path), str(tmp_path / "none")]) == 2
    assert "must be a folder" in capsys.readouterr().err
