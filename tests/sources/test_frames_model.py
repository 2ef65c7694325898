"""Frames as a part of a dossier: read with every fault at once, written back, seen by whoever may."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json

import pytest

from legation.dossier import decode
from legation.errors import DossierError
from legation.language import LANGUAGES, Lang
from legation.methods.text.frames import Frame, learn
from legation.sources.clearing import cleared
from legation.sources.frames_model import frames_seen, read_frames_model, template, write_frames_model
from legation.sources.models import TEMPLATES, model_faults

PART = "debates/x.frames.toml"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_template_is_read_and_can_be_learnt(lang: Lang) -> None:
    assert TEMPLATES["frames"](lang) == template(lang)
    model = read_frames_model(template(lang).encode(), PART)

    assert model.illustration
    assert write_frames_model(model) == template(lang).encode()
    changed = dataclasses.replace(model, author="other")
    assert read_frames_model(write_frames_model(changed), PART) == changed
    (one,) = model.frames
    assert learn([Frame(name=one.id, examples=one.examples, counter_examples=one.counter_examples)]).names == (one.id,)


def test_every_fault_is_named_with_its_place() -> None:
    text = """
    [debate]
    marking = "TLP:PINK"
    strange = 1
    [[frame]]
    id = "a b"
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
    [[other]]
    """
    with pytest.raises(DossierError) as caught:
        read_frames_model(text.encode(), PART)
    found = {(one.code, one.column) for one in caught.value.problems}

    assert found >= {
        ("unknown-key", "other"),
        ("unknown-key", "debate.strange"),
        ("toml-value", "debate.title"),
        ("bad-id", "frame 1.id"),
        ("twice-in-model", "frame 1.examples 2"),
        ("toml-value", "frame 1.examples 3"),
        ("toml-value", "frame 2.name"),
        ("toml-value", "frame 2.examples"),
        ("twice-in-model", "frame 4"),
    }


@pytest.mark.parametrize("data", [b"\xff\xfe", b"[debate", b"", b'debate = "x"', b"[[frame]]\n" * 300])
def test_what_is_no_such_file_is_refused(data: bytes) -> None:
    with pytest.raises(DossierError):
        read_frames_model(data, PART)


def test_a_frame_is_seen_with_its_marking_its_day_and_its_evidence() -> None:
    rows = [
        'id = "open"\nname = "open"',
        'id = "red"\nname = "red"\nmarking = "TLP:RED"',
        'id = "late"\nname = "late"\nknown_on = "2030-01-01"',
        'id = "leans"\nname = "leans"\nevidence = ["e1"]',
    ]
    data = ('[debate]\ntitle = "t"\n# a comment\n' + "".join(f"[[frame]]\n{row}\n" for row in rows)).encode()

    def seen(**options: object) -> list[str]:
        files = frames_seen({PART: data, "files/a.txt": b"x"}, options.pop("evidence", ()), **options)  # type: ignore[arg-type]
        assert files["files/a.txt"] == b"x"
        return [one.id for one in read_frames_model(files[PART], PART).frames]

    assert seen(evidence=("e1",)) == ["open", "red", "late", "leans"]
    assert seen(as_of=dt.date(2025, 1, 1), marking="TLP:AMBER") == ["open"]
    assert frames_seen({PART: b"[debate"}, ()) == {}
    dossier = decode({"dossier.toml": b'id = "d"', PART: data})
    shown = cleared(dossier, "TLP:AMBER").files[PART]
    assert b"red" not in shown
    assert b"comment" not in shown
    assert PART not in cleared(dossier, "TLP:RED", "public").files


def test_check_tells_of_faults_and_of_evidence_that_is_not_there() -> None:
    parts = {
        "dossier.toml": b'id = "d"',
        PART: f'[debate]\ntitle = "t"\n[[frame]]\nid = "a"\nname = "a"\nevidence = {json.dumps(["e9"])}\n'.encode(),
    }

    assert [(one.code, one.found) for one in model_faults(decode(parts))] == [("unknown-reference", "e9")]
    assert [one.part for one in model_faults(decode(parts | {PART: b"[model]\n"}))][:1] == [PART]
