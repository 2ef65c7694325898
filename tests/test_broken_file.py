"""What a library says of a damaged file is said in both languages; what no reader foresaw has a reference, and the log says the rest."""

from __future__ import annotations

import csv
import io
import json
import logging
import tomllib
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from source_samples import LIST

from legation.broken_file import UNFORESEEN, foreseen, refused, what_is_wrong
from legation.cli import main
from legation.errors import CannotRead
from legation.language import say
from legation.sources.registry import OURS
from legation.sources.tables import actors


def _quoted() -> None:
    list(csv.reader(io.StringIO('a,"b'), strict=True))


DAMAGE = {
    "json": (lambda: json.loads("[1,\n}"), "line 2, column 1: no JSON", "ligne 2, colonne 1"),
    "toml": (lambda: tomllib.loads("a = 1\nb = \n"), "line 2: no TOML", "ligne 2"),
    "lxml": (lambda: etree.fromstring(b"<a>\n<b></a>"), "line 2: no XML", "ligne 2"),
    "elementtree": (lambda: ET.fromstring("<a>\n<b></a>"), "line 2: no XML", "ligne 2"),
    "letters": (lambda: b"a\nb\xff".decode("utf-8"), "line 2 holds letters that are not UTF-8", "ligne 2"),
    "archive": (lambda: zipfile.ZipFile(io.BytesIO(b"PK")), "damaged, cut, or none", "endommagée"),
    "csv": (_quoted, "quotation mark is not closed", "guillemet"),
    "digits": (lambda: int("1" * 5_000), "too many digits", "trop de chiffres"),
    "system": (lambda: Path("/no/such/file").read_bytes(), "no such file or directory", "aucun fichier ni répertoire de ce nom"),
    "other": (lambda: [][1], "damaged, or not what its name says", "endommagé"),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_is_said_with_its_place_in_both_languages(name) -> None:
    work, english, french = DAMAGE[name]
    try:
        work()
    except Exception as error:  # noqa: BLE001 - each raises its own
        said = what_is_wrong(error)

    assert english in say(said, "en")
    assert french in say(said, "fr")


def test_an_error_of_ours_passes_as_it_is() -> None:
    for way in (foreseen, refused):
        with pytest.raises(CannotRead, match=r"^a sentence$"), way("x.csv"):
            raise CannotRead("a sentence")


def test_memory_and_a_full_disk_are_no_faults_of_the_file() -> None:
    with pytest.raises(MemoryError), foreseen("x.csv"):
        raise MemoryError
    with pytest.raises(CannotRead, match=r"x.csv could not be read \(no space left on device\)"), foreseen("x.csv"):
        raise OSError(28, "No space left on device")


@pytest.fixture
def failing(monkeypatch, tmp_path) -> None:
    """A reader of lists that fails in a way that nobody foresaw."""

    def read(*_: object, **__: object) -> None:
        raise SyntaxError("lxml says no")

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(actors, "settle_columns", read)


def test_the_terminal_names_a_reference_and_the_log_has_the_lines_of_code(failing, tmp_path, capsys, monkeypatch) -> None:
    log = logging.getLogger("legation.reading")
    monkeypatch.setattr(log, "propagate", False)
    monkeypatch.setattr(log, "handlers", [])
    dossier = tmp_path / "d"
    dossier.mkdir()
    (dossier / "dossier.toml").write_text('id = "d"\n')
    (tmp_path / "list.csv").write_text(LIST)

    assert main(["import", "list", str(tmp_path / "list.csv"), "--into", str(dossier), "--lang", "fr"]) == 3
    (said,) = capsys.readouterr().err.splitlines()
    reference = said.partition("référence ")[2].partition(")")[0]
    written = (tmp_path / "cache/legation/faults.log").read_text()

    assert "Traceback" not in said
    assert f"reference {reference}" in written
    assert "SyntaxError: lxml says no" in written
    assert (tmp_path / "cache/legation/faults.log").stat().st_mode & 0o077 == 0


def test_every_reader_of_ours_stands_within_the_boundary(tmp_path, monkeypatch, caplog) -> None:
    from legation.sources.registry import failing as within

    for source in OURS.values():
        with pytest.raises(CannotRead) as told, within(source, ["a.file"]):
            raise AttributeError("nobody foresaw it")
        message = told.value.message
        assert (message.id, message.values["path"]) == (UNFORESEEN, "a.file")
        assert message.values["reference"] in caplog.text
