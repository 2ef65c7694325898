"""Slices as files: packed, in folders, twice, cut off, and made to do harm."""

from __future__ import annotations

import gzip
import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from gdelt_made import event, written

from legation.errors import CannotRead
from legation.sources.observations import gdelt
from legation.sources.observations.gdelt import slices

SLICE = "20191024143000.export.CSV"
ROWS = ("\n".join(event(code=code) for code in ("036", "040", "190")) + "\n").encode()
CODES = ["036", "040", "190"]


def zipped(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def codes(path: object) -> list[str]:
    return gdelt.read_events(path).table["code"].to_pylist()  # type: ignore[arg-type]


def test_every_packing_gives_the_same(tmp_path: Path) -> None:
    plain = tmp_path / SLICE
    plain.write_bytes(ROWS)
    packed = tmp_path / f"{SLICE}.gz"
    packed.write_bytes(gzip.compress(ROWS))
    archive = zipped(tmp_path / f"{SLICE}.zip", **{SLICE: ROWS})
    tables = [gdelt.read_events(path).table for path in (plain, packed, archive)]

    assert tables[0].equals(tables[1]) and tables[0].equals(tables[2])
    assert gdelt.read_events(str(archive)).origin.sha256 == hashlib.sha256(archive.read_bytes()).hexdigest()


def test_a_folder_is_read_in_the_order_of_names(tmp_path: Path) -> None:
    written(tmp_path / "20191024144500.export.CSV", event(code="190"))
    written(tmp_path / "20191024143000.export.CSV", event(code="040"))
    written(tmp_path / "20191024143000.mentions.CSV", "a mention")
    written(tmp_path / "masterfilelist.txt", "a list")
    written(tmp_path / "notes.docx", "what is this")
    found = gdelt.read_events(tmp_path)

    assert found.table["code"].to_pylist() == ["040", "190"]
    assert [(p.part, p.code) for p in found.doubts] == [("notes.docx", "gdelt-other-file")]
    assert codes([tmp_path / "20191024144500.export.CSV", tmp_path / "20191024143000.export.CSV"]) == ["040", "190"]


def test_files_that_hold_the_same_are_read_once_and_said(tmp_path: Path) -> None:
    written(tmp_path / "20191024143000.export.CSV", event())
    written(tmp_path / "20191024144500.export.CSV", event())
    zipped(tmp_path / "20191024143000.export.CSV.zip", **{SLICE: (event() + "\n").encode()})
    found = gdelt.read_events(tmp_path)

    assert found.table.num_rows == 1
    assert [(p.part, p.found) for p in found.doubts] == [(f"{SLICE}.zip", SLICE), ("20191024144500.export.CSV", SLICE)]


def test_one_slice_in_two_versions_is_a_doubt(tmp_path: Path) -> None:
    written(tmp_path / SLICE, event())
    (tmp_path / f"{SLICE}.gz").write_bytes(gzip.compress(ROWS))
    found = gdelt.read_events(tmp_path)

    assert found.table.num_rows == 4
    assert [p.code for p in found.doubts] == ["gdelt-slice-twice"]


def test_an_empty_file_is_a_slice_without_rows(tmp_path: Path) -> None:
    found = gdelt.read_events(written(tmp_path / SLICE))

    assert (found.table.num_rows, found.origin.read, len(found.unplaced)) == (0, 0, 0)
    assert found.table.schema.names[0] == "date" and found.origin.sha256


@pytest.mark.parametrize("kind", ["gz", "zip", "damaged"])
def test_a_file_that_is_cut_off_is_not_read(tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "BLOCK", 2000)
    rows = ("\n".join(event(url=os.urandom(99).hex()) for _ in range(200)) + "\n").encode()
    path = tmp_path / f"{SLICE}.{kind}"
    whole = zipped(path, **{SLICE: rows}).read_bytes() if kind == "zip" else gzip.compress(rows)
    path.write_bytes(whole[:-9] + b"\x00" * 9 if kind == "damaged" else whole[: len(whole) // 2])

    with pytest.raises(CannotRead) as error:
        gdelt.read_events(path)
    assert str(path) in str(error.value) and error.value.message.id == "sources.gdelt-cut"  # type: ignore[attr-defined]
    if kind == "gz":
        assert 50 < error.value.message.values["lines"] < 150  # type: ignore[attr-defined]


@pytest.mark.parametrize("members", [{}, {"a.CSV": ROWS, "b.CSV": ROWS}])
def test_a_zip_has_one_member(tmp_path: Path, members: dict[str, bytes]) -> None:
    with pytest.raises(CannotRead, match="one is needed"):
        codes(zipped(tmp_path / f"{SLICE}.zip", **members))


def test_what_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "UNPACKED", 10_000)
    monkeypatch.setattr(slices, "BLOCK", 4_000)
    bomb = (event() + "\n").encode() * 1000
    (tmp_path / "a.CSV.gz").write_bytes(gzip.compress(bomb))
    for path in (zipped(tmp_path / "a.CSV.zip", **{"a.CSV": bomb}), tmp_path / "a.CSV.gz"):
        with pytest.raises(CannotRead, match="unpacks to more than"):
            codes(path)


def test_a_plain_file_may_be_as_large_as_it_likes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "UNPACKED", 10)

    assert len(codes(written(tmp_path / SLICE, event(), event()))) == 2


@pytest.mark.parametrize("block", [2**16, 8 * 2**20])
def test_a_line_without_end_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    monkeypatch.setattr(slices, "BLOCK", block)
    found = gdelt.read_events(written(tmp_path / SLICE, event(), b"\t" * 3_000_000, event(code="040"), "x", event(url="a" * 1_500_000)))

    assert found.table["code"].to_pylist() == ["036", "040"]
    assert [(p.row, p.code) for p in found.unplaced] == [(2, "gdelt-long-line"), (4, "gdelt-width"), (5, "gdelt-long-line")]
    assert found.origin.read == 5


def test_a_line_without_end_does_not_stay_in_memory(tmp_path: Path) -> None:
    path = tmp_path / SLICE
    with path.open("wb") as file:  # a hole of 300 MB, no blocks on disk
        file.write((event() + "\n").encode())
        file.seek(300 * 2**20)
        file.write(("\n" + event(code="040") + "\n").encode())
    check = """if True:
        import re, sys
        from legation.sources import gdelt
        found = gdelt.read_events(sys.argv[1])
        assert found.table["code"].to_pylist() == ["036", "040"] and [p.row for p in found.unplaced] == [2]
        print(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
    """
    told = subprocess.run([sys.executable, "-c", check, str(path)], capture_output=True, text=True, check=True)

    assert int(told.stdout) < 380 * 1024, "kilobytes at most; the compiler of the kernel alone takes 200 MB"


def test_what_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path / "none.CSV", [tmp_path / "none.CSV"], tmp_path):
        with pytest.raises(CannotRead):
            gdelt.read_events(path)
    with pytest.raises(CannotRead, match="device"):
        gdelt.read_events("/dev/null")
    with pytest.raises(CannotRead, match="folder"):
        gdelt.read_events([tmp_path])


def test_nothing_heavy_is_imported_before_it_is_used() -> None:
    check = "import sys; from legation.sources import gdelt, icews, polecat; assert not {'pyarrow', 'ibis', 'pandas'} & sys.modules.keys()"
    subprocess.run([sys.executable, "-c", check], check=True)
