"""Files of drafts: read and written, every fault with its place, and what a reader may see of rows and of the words that they name."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from questions.draft_dossier import DRAFT, LISTED, PARTS

from legation.dossier import Dossier, decode, encode
from legation.dossier.models import draft
from legation.dossier.models.draft import ADOPTED
from legation.dossier.models.draft import DRAFT as KIND
from legation.errors import DossierError
from legation.rooms import drafting
from legation.sources.draft.text import text_of
from legation.sources.draft.tracked_changes import redline
from legation.sources.draft.versions import bracketed, text_from, with_version
from legation.sources.imports.merge import model_faults

PART = "drafts/report.toml"
HEAD = '[draft]\ntitle = "T"\n'
DAY = dt.date(2019, 3, 11)


def faults(text: str) -> set[tuple[str, str]]:
    with pytest.raises(DossierError) as raised:
        KIND.read(text.encode(), PART)
    assert all(str(one.remedy) for one in raised.value.problems)
    return {(one.code, one.column or "") for one in raised.value.problems}


def test_a_file_gives_its_rows() -> None:
    model = KIND.read(DRAFT.encode(), PART)

    assert (model.id, len(model.versions), len(model.stances), model.stances[1].public) == ("report", 2, 3, False)
    assert model.cited() == ("e1", "e2")
    assert model.parts() == ("drafts/report/v1.txt", "drafts/report/v2.txt")


@pytest.mark.parametrize("text", [DRAFT, KIND.template("en"), KIND.template("fr")])
def test_what_is_written_is_read_again(text: str) -> None:
    model = KIND.read(text.encode(), PART)

    assert KIND.read(KIND.write(model), PART) == model


def test_the_words_of_a_file_are_those_of_a_room() -> None:
    for name in ("KINDS", "STANCES", "LEVELS", "SCHEMES"):
        assert getattr(draft, name) == getattr(drafting, name)


VERSION = '[[version]]\nid = "a"\npart = "drafts/r/a.txt"\ndate = "2019"\n'


@pytest.mark.parametrize(
    "text, code, column",
    [
        ("[draft]\n", "toml-value", "draft.title"),
        (HEAD + 'bis = "ter"\n', "not-a-choice", "draft.bis"),
        (HEAD + 'marking = "secret"\n', "not-a-choice", "draft.marking"),
        (HEAD + VERSION + VERSION, "twice-in-model", "version 2"),
        (HEAD + VERSION.replace("drafts/r/", "../"), "toml-value", "version 1.part"),
        (HEAD + VERSION.replace("2019", "soon"), "toml-value", "version 1.date"),
        (HEAD + VERSION + 'kind = "first"\n', "not-a-choice", "version 1.kind"),
        (HEAD + '[[stance]]\nactor = "A"\nunit = "1"\nstance = "likes"\ndate = "2019"\n', "not-a-choice", "stance 1.stance"),
        (HEAD + '[[stance]]\nactor = "A"\nstance = "oppose"\ndate = "2019"\n', "toml-value", "stance 1.unit"),
        (HEAD + '[[agreement]]\nunit = "1"\nlevel = "done"\ndate = "2019"\n', "not-a-choice", "agreement 1.level"),
        (HEAD + '[[broken]]\nsilence = "s"\nactor = "A"\ndate = "2019"\n', "unknown-in-model", "broken 1.silence"),
        (HEAD + '[[silence]]\nid = "s"\nunits = ["1"]\ndate = "2019-02"\ndeadline = "2019-01"\n', "out-of-range", "silence 1.deadline"),
        (HEAD + '[[party]]\nactor = "A"\nwritten = "X"\n[[party]]\nactor = "B"\nwritten = "x"\n', "twice-in-model", "party 2.written"),
        ("draft = 3\n", "toml-value", "draft"),
    ],
)
def test_a_fault_is_named_with_its_place(text: str, code: str, column: str) -> None:
    assert (code, column) in faults(text)


@given(st.binary(max_size=200))
def test_garbage_is_refused_or_read_and_never_a_crash(data: bytes) -> None:
    for read in (lambda: KIND.read(data, PART), lambda: ADOPTED.read(data, ADOPTED.pattern)):
        try:
            read()
        except DossierError as error:
            assert error.problems
    assert text_of({"drafts/r/a.txt": data}, "drafts/r/a.txt") is None or data.replace(b"\xff", b"") is not None


def test_adopted_texts_are_read_written_and_checked() -> None:
    listed = ADOPTED.read(LISTED.encode(), ADOPTED.pattern)
    assert ADOPTED.read(ADOPTED.write(listed), ADOPTED.pattern) == listed
    with pytest.raises(DossierError) as raised:
        text = LISTED + "without_vote = true\n" + LISTED + LISTED.replace("quoted", "stolen")
        ADOPTED.read(text.encode(), ADOPTED.pattern)
    assert {one.code for one in raised.value.problems} == {"toml-value", "not-a-choice", "twice-in-model"}


def dossier(**changed: bytes) -> Dossier:
    parts = {"dossier.toml": b'id = "d"\n', "evidence.csv": b"id,title,marking\ne1,First,\ne2,Second,TLP:RED\n", **PARTS}
    return decode(parts | {name.replace("__", "/") + ".toml": data for name, data in changed.items()})


def test_check_names_missing_words_and_brackets_without_their_half() -> None:
    parts = {**PARTS, "drafts/report/v1.txt": b"1. A [b.\n", "drafts/adopted/sky.txt": b"\xff\xfe\x00"}
    parts.pop("drafts/report/v2.txt")
    found = {
        (one.part, one.code) for one in model_faults(decode({"dossier.toml": b'id = "d"\n', **parts})) if one.code != "unknown-reference"
    }

    assert found == {
        (PART, "draft-text-missing"),
        ("drafts/report/v1.txt", "draft-stray-bracket"),
        ("drafts/adopted/sky.txt", "draft-text-unreadable"),
    }


def test_a_version_above_the_reader_takes_its_words_with_it() -> None:
    marked = DRAFT.replace('id = "v1"\n', 'id = "v1"\nmarking = "TLP:RED"\n')
    seen = dossier(drafts__report=marked.encode()).cleared("TLP:AMBER", "desk")

    assert "drafts/report/v1.txt" not in seen.files
    assert [one.id for one in KIND.read(seen.files[PART], PART).versions] == []  # the second leans on evidence that is red
    assert "drafts/report/v2.txt" not in seen.files
    assert dossier().cleared("TLP:RED", "desk").files[PART] == DRAFT.encode()


def test_later_versions_and_texts_of_nobody_are_left_out() -> None:
    seen = dossier().cleared("TLP:RED", "desk", as_of=dt.date(2018, 6, 1))
    assert sorted(name for name in seen.files if name.endswith(".txt")) == ["drafts/adopted/sky.txt", "drafts/report/v1.txt"]
    for audience in ("partner", "public"):
        assert not [name for name in dossier().cleared("TLP:RED", audience).files if name.startswith("drafts/")]


@pytest.mark.parametrize("name", ["drafts/mine.toml", "drafts/adopted.toml"])
def test_a_hidden_text_does_not_come_to_light_by_being_named_again(name: str) -> None:
    named = VERSION if name == "drafts/mine.toml" else '[[adopted]]\nid = "a"\nsymbol = "A"\npart = "drafts/r/a.txt"\ndate = "2019"\n'
    naming = (HEAD + named if name == "drafts/mine.toml" else named).encode()
    for secret in (HEAD + 'marking = "TLP:RED"\n' + VERSION, HEAD + VERSION + 'marking = "TLP:RED"\n', "not a draft"):
        whole = decode({"dossier.toml": b'id = "d"\n', "drafts/r.toml": secret.encode(), "drafts/r/a.txt": b"1. Secret.", name: naming})
        seen = whole.cleared("TLP:AMBER")

        assert name in seen.files
        assert "drafts/r/a.txt" not in seen.files


@given(st.sets(st.integers(0, 4)))
def test_deleting_the_hidden_rows_first_gives_the_same_bytes(hidden: set[int]) -> None:
    row = '[[stance]]\nactor = "A"\nunit = "{at}"\nstance = "oppose"\ndate = "2019"\n'

    def text(shown: range | list[int], marks: set[int]) -> bytes:
        return (HEAD + "".join(row.format(at=at) + ('marking = "TLP:RED"\n' if at in marks else "") for at in shown)).encode()

    whole, less = (
        dossier(drafts__report=text(range(5), hidden)),
        dossier(drafts__report=text([n for n in range(5) if n not in hidden], set())),
    )
    assert encode(whole.cleared("TLP:AMBER")) == encode(less.cleared("TLP:AMBER"))


def test_files_become_versions_and_comments_stay(tmp_path) -> None:
    (tmp_path / "a.txt").write_text("1. A [b].\n", "utf-8")
    words = text_from(tmp_path / "a.txt")
    files, part = with_version({"drafts/report.toml": b"# ours\n" + DRAFT.encode()}, "report", words, DAY)
    assert (part, files[part]) == ("drafts/report/v3.txt", b"1. A [b].\n")
    assert files[PART].startswith(b"# ours\n")
    assert [one.id for one in KIND.read(files[PART], PART).versions] == ["v1", "v2", "v3"]
    begun, part = with_version({}, "new", words, DAY)
    assert KIND.read(begun["drafts/new.toml"], "drafts/new.toml").versions[0].kind == "zero"


def test_tracked_changes_become_brackets_and_only_codes_are_named() -> None:
    assert (
        bracketed(redline("States should report.", "States shall report.", "RUS")) == "States [should – RUS delete] [shall (RUS)] report."
    )
    assert bracketed(redline("States should report.", "States shall report.", "A. Person")) == "States [should] [shall] report."
