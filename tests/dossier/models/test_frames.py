"""Frames as a part of a dossier: read with every fault at once, written back, seen by whoever may."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from legation.dossier import Dossier, decode
from legation.dossier.models.frames import FRAMES
from legation.errors import DossierError
from legation.language import LANGUAGES, Lang
from legation.methods.text.frames import Frame, learn
from legation.sources.imports.merge import model_faults

PART = "debates/x.frames.toml"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_template_is_read_and_can_be_learnt(lang: Lang) -> None:
    model = FRAMES.read(FRAMES.template(lang).encode(), PART)

    assert model.illustration
    assert FRAMES.read(FRAMES.write(model), PART) == model
    (one,) = model.frames
    assert learn([Frame(name=one.id, examples=one.examples, counter_examples=one.counter_examples)]).names == (one.id,)


def test_every_fault_is_named_with_its_place() -> None:
    text = """
    [debate]
    marking = "TLP:PINK"
    strange = 1
    [[frame]]
    id = "a"
    name = "one"
    examples = ["War.", "war. ", ""]
    [[frame]]
    id = "c"
    examples = "not a list"
    [[frame]]
    id = "d"
    name = "d"
    counter_examples = ["x"]
    [[frame]]
    id = "d"
    name = "again"
    [[frame]]
    id = "a b"
    name = "two"
    [[other]]
    """
    with pytest.raises(DossierError) as caught:
        FRAMES.read(text.encode(), PART)
    found = {(one.code, one.column) for one in caught.value.problems}

    assert found >= {
        ("toml-value", "debate.title"),
        ("bad-id", "frame 5.id"),
        ("twice-in-model", "frame 1.examples 2"),
        ("toml-value", "frame 1.examples 3"),
        ("toml-value", "frame 2.name"),
        ("toml-value", "frame 2.examples"),
        ("twice-in-model", "frame 4"),
    }


@pytest.mark.parametrize("data", [b"\xff\xfe", b"[debate", b"", b'debate = "x"', b"[[frame]]\n" * 300])
def test_what_is_no_such_file_is_refused(data: bytes) -> None:
    with pytest.raises(DossierError):
        FRAMES.read(data, PART)


def test_a_frame_is_seen_with_its_marking_its_day_and_its_evidence() -> None:
    rows = [
        'id = "open"\nname = "open"',
        'id = "red"\nname = "red"\nmarking = "TLP:RED"',
        'id = "late"\nname = "late"\nknown_on = "2030-01-01"',
        'id = "leans"\nname = "leans"\nevidence = ["e1"]',
    ]
    data = ('[debate]\ntitle = "t"\n# a comment\n' + "".join(f"[[frame]]\n{row}\n" for row in rows)).encode()

    def whole(marked: str, data: bytes = data) -> Dossier:
        parts = {"dossier.toml": b'id = "d"', "evidence.csv": f"id,title,marking\ne1,A,{marked}\n".encode()}
        return decode(parts | {PART: data, "files/a.txt": b"x"})

    def seen(marked: str, marking: str, as_of: dt.date | None = None) -> list[str]:
        files = whole(marked).cleared(marking, as_of=as_of).files
        assert files["files/a.txt"] == b"x"
        return [one.id for one in FRAMES.read(files[PART], PART).frames]

    assert seen("", "TLP:RED") == ["open", "red", "late", "leans"]
    assert seen("", "TLP:AMBER") == ["open", "late", "leans"]
    assert seen("TLP:RED", "TLP:AMBER", dt.date(2025, 1, 1)) == ["open"]
    assert PART not in whole("", b"[debate").cleared("TLP:AMBER").files
    shown = whole("").cleared("TLP:AMBER").files[PART]
    assert b"red" not in shown
    assert b"comment" not in shown
    assert PART not in whole("").cleared("TLP:RED", "public").files


def test_check_tells_of_faults_and_of_evidence_that_is_not_there() -> None:
    parts = {
        "dossier.toml": b'id = "d"',
        PART: f'[debate]\ntitle = "t"\n[[frame]]\nid = "a"\nname = "a"\nevidence = {json.dumps(["e9"])}\n'.encode(),
    }

    assert [(one.code, one.found) for one in model_faults(decode(parts))] == [("unknown-reference", "e9")]
    assert [one.part for one in model_faults(decode(parts | {PART: b"[model]\n"}))][:1] == [PART]
