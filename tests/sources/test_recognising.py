"""Every source's sample is recognised by its bytes, whatever it is called; parts and dossiers too; and what is neither is told apart."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path
from typing import Any

import pytest
from source_samples import ISSUES, ROLLCALLS, SAMPLES, UNVOTES, written

from legation.dossier import Dossier, Info, Wording, encode
from legation.dossier.files.folder import carrier_bytes
from legation.dossier.parts import ModelKind, kinds
from legation.dossier.records import TABLES
from legation.language import LANGUAGES, Lang, say
from legation.sources.imports.dossier import bring
from legation.sources.recognising import not_recognised, recognised, recognised_together
from legation.sources.registry import OURS, sources
from legation.sources.signature import FileBytes
from legation.sources.source import Wanted

FILES = {name: source for name, source in OURS.items() if not source.files.address}
DOSSIER = Dossier(info=Info(id="d", title=Wording("D")))


def test_every_source_has_a_sample() -> None:
    assert set(SAMPLES) == set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_a_sample_is_recognised_first_and_says_why(name: str) -> None:
    (first, *_) = found = recognised_together(SAMPLES[name].files)

    assert first.source.id == name, [one.source.id for one in found]
    assert first.is_complete
    for lang in LANGUAGES:
        assert not say(first.why, lang).startswith("[")


@pytest.mark.parametrize("name", [name for name in FILES if name not in ("documents", "speeches")])
def test_content_beats_the_name(name: str) -> None:
    files = {f"{number}.mp3": data for number, data in enumerate(SAMPLES[name].files.values())}

    first = recognised_together(files)[0]

    assert first.source.id == name


@pytest.mark.parametrize("name", [name for name, source in FILES.items() if source.read is not None])
def test_a_sample_is_imported_as_it_was_recognised(name: str, tmp_path: Path) -> None:
    sample = SAMPLES[name]
    written(sample, tmp_path)
    first = recognised_together(sample.files)[0]
    options = {option.name: sample.options.get(option.name, option.absent()) for option in first.source.options}
    wanted = Wanted(options=options, dossier=DOSSIER, evidence="e", place="d", today=dt.date(2026, 1, 1))

    made = bring(first.source, [tmp_path / one for one in first.names], wanted)

    assert made is not None and sample.holds(made.after)


def test_files_of_one_import_stand_in_its_order_and_a_missing_one_is_said() -> None:
    files = {"a.csv": ISSUES.encode(), "b.csv": ROLLCALLS.encode(), "c.csv": UNVOTES.encode()}

    assert recognised_together(files)[0].names == ("c.csv", "b.csv", "a.csv")
    (alone, *_) = recognised_together({"c.csv": UNVOTES.encode()})
    assert (alone.source.id, alone.is_complete) == ("unvotes", False)
    twice = recognised_together({"c.csv": UNVOTES.encode(), "d.csv": UNVOTES.encode()})[0]
    assert not twice.is_complete
    assert not recognised_together({"a.csv": ROLLCALLS.encode(), "b.docx": SAMPLES["draft"].files["text.docx"]})


@pytest.mark.parametrize("form", ["zip", "xlsx", "json"])
def test_a_whole_dossier_is_recognised(form: str) -> None:
    from source_samples import LIST

    from legation.sources import read_actor_list

    dossier = read_actor_list(LIST).dossier("d")
    first = recognised("holiday.jpg", carrier_bytes(dossier, f".{form}"))[0]
    assert (first.way, first.strength) == ("dossier", 3)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", [kind for kind in kinds() if isinstance(kind, ModelKind)], ids=lambda kind: kind.id)
def test_a_model_is_recognised_by_its_fields(kind: ModelKind[Any], lang: Lang) -> None:
    first = recognised("x.txt", kind.template(lang).encode())[0]
    assert (first.way, first.id) == ("part", kind.called("x"))


@pytest.mark.parametrize("name", ["actors", "positions", "rollcalls", "evidence", "objectives", "relations", "engagements"])
def test_a_table_of_a_dossier_is_recognised_by_its_columns(name: str) -> None:
    from legation.dossier import load

    dossier = load(Path(__file__).parents[2] / "examples" / "un-ict-2018")
    part = encode(dossier).get(TABLES[name].part)
    if part is None:
        pytest.skip("the example has no such table")
    first = recognised("mine.csv", part)[0]
    assert (first.way, first.id) == ("part", TABLES[name].part)


def test_what_is_no_format_is_told_apart() -> None:
    for data in (b"%PDF-1.7", b"", b"\x00\x01\x02" * 40, b"<html><body><p>x</p></body></html>", b'{"a": '):
        error = not_recognised("x", data, allowed=sources().values())
        for lang in LANGUAGES:
            assert "[" not in say(error.message, lang)
    assert recognised("x", b"") == ()


@pytest.mark.parametrize(
    "data",
    [b"[" * 300_000, b"<!--" * 60_000, b"\n" * 300_000, b'"' * 300_000, b"[[" * 100_000 + b"=", b"a=" * 150_000, b"{" * 300_000, b"1. a\n" * 60_000,
     b"," * 300_000, b"\t\n" * 150_000, b"x " * 150_000, b"PK\x03\x04" * 75_000, b"%" * 300_000],
    ids=lambda data: repr(data[:6]),
)  # fmt: skip
def test_a_file_made_to_take_long_is_told_in_seconds(data: bytes) -> None:
    begun = time.process_time()

    recognised("x.txt", data)
    not_recognised("x.txt", data)

    assert time.process_time() - begun < 3


@pytest.mark.parametrize("many", [40, 3_000])
def test_a_key_of_a_thousand_names_is_not_read_for_its_columns(many: int) -> None:
    """Its reader takes memory by the square of their number: 34,000 took 3 GiB."""
    way = ".".join("a" * many)

    assert FileBytes("access.log", f"[party]\n{way} = 1\n".encode()).toml is None
    assert FileBytes("access.log", f'[party]\na = "{way}"\n'.encode()).toml == {"party": {"a": way}}
