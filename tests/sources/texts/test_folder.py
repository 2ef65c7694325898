"""A folder of texts: what names, metadata and documents tell, in that order; what cannot be read is told."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import docx
import pytest

from legation.errors import CannotRead, WrongUse
from legation.sources.observations.tables import TABLES
from legation.sources.observations.texts import TextMapping, batches, read_folder
from legation.sources.observed import Observed

TODAY = dt.date(2022, 1, 1)
ENGLISH = "We shall pursue the discussion on the rules of responsible behaviour of States in the use of these technologies. " * 3
FRENCH = "Nous poursuivrons la discussion sur les règles de comportement responsable des États dans l'usage de ces techniques. " * 3
PAGE = f"<!doctype html><html lang=fr><head><title>Discours</title><meta property='article:published_time' content='2019-05-02'></head><body><article><p>{FRENCH}</p></article></body></html>"


def word(text: str) -> bytes:
    document = docx.Document()
    document.core_properties.title = "Working paper"
    document.add_paragraph(text)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def read(folder: Path, files: dict[str, bytes | str], **more: object) -> Observed:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    return read_folder(folder, today=TODAY, **more)  # type: ignore[arg-type]


def rows(found: Observed) -> dict[str, dict[str, object]]:
    return {row["id"]: row for row in found.table.to_pylist()}


def test_names_and_documents_tell(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        {
            "2017-09-19 France.html": PAGE,
            "page.html": PAGE.replace("Discours", "Autre"),
            "sub/DEU_2018-03.docx": word(ENGLISH),
            "sub/FRA_72_2017.txt": ENGLISH + "x",
            "2020_note.fr.md": "# Note\n\nbref",
        },
    )

    there = rows(found)
    assert found.table.schema == TABLES["texts"].schema
    assert {name: (row["actor"], row["time"].date().isoformat(), row["language"], row["kind"]) for name, row in there.items()} == {  # type: ignore[attr-defined]
        "2017-09-19 France.html": ("FRA", "2017-09-19", "fr", "document"),
        "2020_note.fr.md": (None, "2020-12-31", "fr", "document"),
        "page.html": (None, "2019-05-02", "fr", "document"),
        "sub/DEU_2018-03.docx": ("DEU", "2018-03-31", "en", "document"),
        "sub/FRA_72_2017.txt": ("FRA", "2017-09-15", "en", "speech"),
    }
    assert there["sub/DEU_2018-03.docx"]["title"] == "Working paper"
    assert there["page.html"]["title"] == "Autre"
    assert sorted(fault.code for fault in found.doubts.faults) == ["texts-last-day", "texts-last-day", "texts-same"]


def test_metadata_comes_first(tmp_path: Path) -> None:
    metadata = "Fichier;Date;Pays;Langue;Titre;URL\na.txt;19 septembre 2017;Suisse;fr;Déclaration;https://user:pw@m.example/a\nsub/b.txt;2018;acme-foundation;;;javascript:x\nc.txt;2018;Jane Doe;;;\ngone.txt;2018;;;;\na.txt;2019;;;;\n"
    found = read(tmp_path, {"metadata.csv": metadata, "a.txt": ENGLISH, "sub/b.txt": FRENCH, "c.txt": "c" * 50})

    there = rows(found)
    assert [there[name]["actor"] for name in ("a.txt", "sub/b.txt", "c.txt")] == ["CHE", "acme-foundation", None]
    assert (there["a.txt"]["title"], there["a.txt"]["url"], there["a.txt"]["language"]) == ("Déclaration", "https://m.example/a", "fr")
    assert there["sub/b.txt"]["url"] is None
    assert [(fault.part, fault.row, fault.code) for fault in found.unplaced.faults] == [
        ("metadata.csv", 5, "texts-no-file"),
        ("metadata.csv", 6, "texts-file-twice"),
    ]
    assert found.origin.read == 3
    assert "texts-actor" in {fault.code for fault in found.doubts.faults}


def test_a_mapping_tells_columns_and_actors(tmp_path: Path) -> None:
    mapping = TextMapping({"file": ("f",), "time": ("w",), "actor": ("who",)}, order="dmy", actors={"the bloc": "group-x"})
    found = read(tmp_path, {"metadata.csv": "f,w,who\na.txt,03/04/2020,The Bloc\n", "a.txt": ENGLISH}, mapping=mapping)

    assert [(row["actor"], row["time"].date().isoformat()) for row in rows(found).values()] == [("group-x", "2020-04-03")]  # type: ignore[attr-defined]


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "outside").write_text("x")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "link.txt").symlink_to(tmp_path / "outside")
    found = read(
        folder,
        {
            "empty_2020.txt": b"",
            "blank_2020.txt": " \n ",
            "undated.txt": ENGLISH,
            "x_2020.exe": b"MZ",
            "bin_2020.txt": b"\x00\x01\x02" * 9,
            "broken_2020.docx": b"PK\x03\x04rubbish",
            "broken_2020.pdf": b"%PDF-1.7 rubbish",
            "future_2031-01-01.txt": ENGLISH,
            "early_1901-01-01.txt": FRENCH,
            ".hidden_2020.txt": "x",
            "latin_2020-01-01.txt": "été".encode("cp1252"),
        },
    )

    assert {fault.part: fault.code for fault in found.unplaced.faults} == {
        "link.txt": "texts-link",
        "empty_2020.txt": "texts-no-text",
        "blank_2020.txt": "texts-no-text",
        "undated.txt": "texts-no-date",
        "x_2020.exe": "texts-kind",
        "bin_2020.txt": "texts-kind",
        "broken_2020.docx": "texts-kind",
        "broken_2020.pdf": "texts-no-text",
    }
    assert {fault.part: fault.code for fault in found.doubts.faults} == {
        "future_2031-01-01.txt": "texts-future",
        "early_1901-01-01.txt": "texts-early",
    }
    assert rows(found)["latin_2020-01-01.txt"]["text"] == "été"


def test_a_day_for_all_that_tell_none(tmp_path: Path) -> None:
    found = read(tmp_path, {"a.txt": ENGLISH}, day="2017-09-19", outlet="Ministry", language="en", kind="statement")

    row = rows(found)["a.txt"]
    assert (row["time"].date().isoformat(), row["outlet"], row["kind"]) == ("2017-09-19", "Ministry", "statement")  # type: ignore[attr-defined]


def test_batches_are_the_whole_in_order(tmp_path: Path) -> None:
    whole = read(tmp_path, {f"2020-01-{day:02}.txt": f"text {day}" for day in range(1, 8)})
    parts = list(batches(tmp_path, today=TODAY, size=3))

    assert [part.table.num_rows for part in parts] == [3, 3, 1]
    assert [name for part in parts for name in part.table["id"].to_pylist()] == whole.table["id"].to_pylist()


def test_wrong_uses(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    for path in (tmp_path / "none", tmp_path / "a.txt"):
        with pytest.raises(CannotRead):
            read_folder(path)
    with pytest.raises(WrongUse):
        TextMapping({"sense": ("a",)})
    (tmp_path / "metadata.csv.mapping.toml").write_text("columns = 3")
    with pytest.raises(CannotRead):
        read_folder(tmp_path)
