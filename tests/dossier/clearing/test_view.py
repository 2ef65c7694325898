"""What a reader sees beside rows: what the dossier says of itself, its files, and parts of other kinds."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pytest

from legation.dossier import Dossier, decode
from legation.dossier.clearing.scope import AUDIENCES, OUTSIDE, Clearance
from legation.dossier.clearing.view import known_at, seen, with_files, with_known_cells
from legation.dossier.column import column
from legation.dossier.kind.composite import PartName
from legation.dossier.models.conflict import CONFLICT as KIND
from legation.dossier.parts.form import ModelHead
from legation.dossier.parts.kind import ModelKind, PartKind
from legation.dossier.parts.registry import kind_of
from legation.dossier.records import MARKINGS
from legation.dossier.tables.cells import Unknown

NONE: Mapping[str, bytes] = MappingProxyType({})
DRAFT, TEXT = "drafts/r.toml", "drafts/r/a.txt"
CONFLICT = "conflicts/c.toml"


def dossier(marking: str = "", parts: Mapping[str, bytes] = NONE, more: str = "") -> Dossier:
    own = f'marking = "{marking}"\n' if marking else ""
    return decode({"dossier.toml": f'format = 2\nid = "d"\n{own}{more}'.encode(), **parts})


def sight(marking: str = "TLP:RED", audience: str = "desk", **more: Any) -> Clearance:
    return Clearance(marking=marking, audience=audience, **more)


def files(whole: Dossier, marking: str = "TLP:RED", audience: str = "desk", **more: Any) -> set[str]:
    return set(seen(whole, sight(marking, audience, **more)).files)


def conflict(*, head: str = "", option: str = "", last: str = "") -> bytes:
    maker = '[[maker]]\nid = "{0}"\n[[maker.option]]\nid = "do-{0}"\n'
    judged = '[[preference]]\nmaker = "{0}"\n[[preference.judgement]]\nstatement = "not do-{0}"\n'
    return (
        f'# a comment\n[model]\ntitle = "C"\n{head}{maker.format("a")}{option}{maker.format("b")}{judged.format("a")}{judged.format("b")}{last}'
    ).encode()


# --- what a dossier says of itself ---------------------------------------------------------------------------------------------------------

MORE = (
    'title = "A matter"\nlanguages = ["en"]\nhandling = "by hand"\nbeside = ["raw"]\nweather = "fair"\n'
    '[parameters]\ngoal = "win"\n[brief]\nquestion = "who"\n'
)
BODIES = b'# ours\n[[body]]\nid = "b"\nname = "B"\n[[body.rule]]\nof = "consensus"\n'
SETTINGS = {"mandate.toml": b'aim = "a yes"\n', "bodies.toml": BODIES, "actors.csv": b"id,name,orbit,marking\nFRA,France,high,TLP:CLEAR\n"}


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("marking", MARKINGS)
def test_above_the_reader_a_dossier_says_its_name_its_format_and_its_marking(marking: str, audience: str) -> None:
    whole = dossier("TLP:AMBER", SETTINGS, MORE)
    left = seen(whole, sight(marking, audience))

    assert (left.info.id, left.info.format, left.info.languages, left.info.marking) == ("d", 2, ("en",), "TLP:AMBER")
    above, outside = MARKINGS.index(marking) < 2, audience in OUTSIDE
    elsewhere = dataclasses.replace(whole, info=dataclasses.replace(whole.info, format=1))
    assert seen(elsewhere, sight(marking, audience)).info.format == 1
    assert (str(left.info.title), left.info.handling) == (("", "") if above else ("A matter", "by hand"))
    assert bool(left.info.parameters) == bool(left.info.brief) == bool(left.info.beside) == (not above and not outside)
    is_owner = not above and audience == "owner"
    assert left.info.unknown == ({"weather": "fair"} if is_owner else {})
    assert left.info.source == (whole.info.source if is_owner else b"")
    assert [body.id for body in left.bodies] == ([] if above else ["b"])
    assert [body.source for body in left.bodies] == ([] if above else [b"" if outside else BODIES])
    assert (left.mandate is None) == (audience != "owner") or above
    assert bool(left.unknown) == (audience == "owner" and marking == "TLP:RED")
    assert [row.id for row in left.actors] == ["FRA"]


def test_who_sees_every_marking_sees_rows_whose_sources_are_nowhere() -> None:
    parts = {"evidence.csv": b"id,title\ne,E\n", "actors.csv": b"id,name,evidence\nFRA,France,e\nDEU,Germany,\n"}
    lost = dataclasses.replace(dossier("", parts), evidence=())

    for more in ({}, {"audience": "partner"}, {"as_of": dt.date(2030, 1, 1)}):
        assert [row.id for row in seen(lost, sight(**more)).actors] == ["FRA", "DEU"]
    assert [row.id for row in seen(lost, sight("TLP:AMBER+STRICT")).actors] == ["DEU"]


def test_of_a_day_nobody_is_given_what_is_not_known() -> None:
    whole = dossier("", SETTINGS, MORE)

    assert seen(whole, sight("TLP:RED", "owner")).unknown == whole.unknown != Unknown()
    assert seen(whole, sight("TLP:RED", "owner", as_of=dt.date(2030, 1, 1))).unknown == Unknown()


@pytest.mark.parametrize("more", ["", 'weather = "fair"\n'])
@pytest.mark.parametrize("part", ["", "mandate.toml", "bodies.toml"])
def test_where_nothing_is_hidden_the_dossier_is_the_same_for_the_house(part: str, more: str) -> None:
    whole = dossier("", {name: data for name, data in SETTINGS.items() if name == part}, more)

    assert seen(whole, sight(audience="owner")) is whole
    assert (seen(whole, sight()) is whole) == (part != "mandate.toml" and not more)
    assert seen(whole, sight("TLP:CLEAR", "owner")) is whole
    assert seen(whole, sight(audience="partner")).info.source == b""


def test_the_source_of_what_a_dossier_says_of_itself_stays_where_all_of_it_is_known() -> None:
    whole = dossier()

    assert whole.info.source
    assert seen(whole, sight()).info.source == whole.info.source
    assert seen(whole, sight(audience="public")).info.source == b""


# --- annexes -------------------------------------------------------------------------------------------------------------------------------

ANNEX = {
    "annexes/x/actors.csv": b"id,name,marking\nAUT,Austria,\nCHE,Switzerland,TLP:RED\n",
    "annexes/x/NOTICE.txt": b"a licence",
    "annexes/xy/NOTICE.txt": b"of nobody",
    "annexes/z/evidence.csv": b"id,title,marking\ne,E,TLP:RED\n",
    "annexes/z/NOTICE.txt": b"hidden",
}


def test_outside_an_annex_is_there_with_a_row_of_it_and_its_folder_with_it() -> None:
    whole = dossier("", ANNEX)

    for audience in OUTSIDE:
        left = seen(whole, sight("TLP:GREEN", audience))
        assert dict(left.annex) == {("actors", "AUT"): "x"}
        assert set(left.files) == {"annexes/x/NOTICE.txt"}
    assert files(whole, "TLP:RED", "partner") == {"annexes/x/NOTICE.txt", "annexes/z/NOTICE.txt"}
    desk = seen(whole, sight("TLP:GREEN"))
    assert dict(desk.annex) == dict(whole.annex), "the house is told in which annex a row stands"
    assert set(desk.files) == set(whole.files)


# --- parts of other kinds ------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, eq=False)
class Register(PartKind):
    """A kind that shows what a function makes of its parts and of the sight."""

    shown: Callable[[Mapping[str, bytes], Clearance], Mapping[str, bytes]]

    def seen(self, parts: Mapping[str, bytes], sight: Clearance) -> Mapping[str, bytes]:
        return self.shown(parts, sight)


def known(
    monkeypatch: pytest.MonkeyPatch,
    rows: Mapping[str, bytes],
    kinds: Mapping[str, PartKind | None],
    parts: Mapping[str, bytes] = NONE,
    marking: str = "",
) -> Dossier:
    """Return a dossier in which the kind of each part is that of the beginning of its name, where one is given."""

    def of(part: str) -> PartKind | None:
        return next((kind for start, kind in kinds.items() if part.startswith(start)), kind_of(part))

    monkeypatch.setattr("legation.dossier.clearing.ledger.kind_of", of)
    return dossier(marking, {**rows, **parts})


def test_a_part_of_no_kind_is_the_owners_alone_up_to_the_dossiers_marking(monkeypatch: pytest.MonkeyPatch) -> None:
    for marking in ("TLP:CLEAR", "TLP:AMBER"):
        whole = known(monkeypatch, NONE, {"files/": None}, {"files/a.txt": b"a"}, marking)
        for to in MARKINGS:
            for audience in AUDIENCES:
                there = audience == "owner" and MARKINGS.index(to) >= MARKINGS.index(marking)
                assert ("files/a.txt" in files(whole, to, audience)) == there, (marking, to, audience)


def test_a_kind_shows_all_of_its_parts_at_once_to_a_reader_of_the_dossier(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Any, ...]] = []

    def shown(parts: Mapping[str, bytes], to: Clearance) -> Mapping[str, bytes]:
        asked.append(
            (dict(parts), to.marking, to.audience, to.as_of, to.day, to.unmarked, {part: one.part for part, one in to.models.items()})
        )
        return {part: data.upper() for part, data in parts.items() if part != "files/b.txt"}

    parts = {"files/a.txt": b"a", "files/b.txt": b"b", CONFLICT: conflict(), "conflicts/d.toml": conflict(head='marking = "TLP:RED"\n')}
    whole = known(monkeypatch, NONE, {"files/": Register(id="r", pattern="r", shown=shown)}, parts, "TLP:GREEN")
    left = seen(whole, sight("TLP:AMBER", day=dt.date(2020, 1, 1)))

    assert asked == [
        ({"files/a.txt": b"a", "files/b.txt": b"b"}, "TLP:AMBER", "desk", None, dt.date(2020, 1, 1), "TLP:GREEN", {CONFLICT: CONFLICT})
    ]
    assert {part: data for part, data in left.files.items() if part.startswith("files")} == {"files/a.txt": b"A"}
    assert list(left.files) == ["files/a.txt", CONFLICT], "in their order"


def test_what_a_kind_cannot_clear_is_shown_to_nobody_who_does_not_see_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    def raising(parts: Mapping[str, bytes], to: Clearance) -> Mapping[str, bytes]:
        raise RuntimeError

    whole = known(monkeypatch, NONE, {"files/": Register(id="r", pattern="r", shown=raising)}, {"files/a.txt": b"a"})

    assert files(whole) == files(whole, audience="owner") == {"files/a.txt"}
    for more in ({"marking": "TLP:AMBER+STRICT"}, {"marking": "TLP:AMBER", "audience": "owner"}, {"as_of": dt.date(2030, 1, 1)}):
        assert files(whole, **more) == set()


def test_each_kind_is_asked_for_its_own_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    def only(name: str) -> Register:
        return Register(id=name, pattern=name, shown=lambda parts, _: {part: name.encode() for part in parts})

    whole = known(
        monkeypatch, NONE, {"files/a": only("a"), "files/b": only("b")}, {"files/a.txt": b"", "files/b.txt": b"", "files/a2.txt": b""}
    )

    assert dict(seen(whole, sight()).files) == {"files/a.txt": b"a", "files/b.txt": b"b", "files/a2.txt": b"a"}


# --- files that rows name ------------------------------------------------------------------------------------------------------------------

ROWS = "id,title,marking,known_on,part\n"


def archived(*rows: str, marking: str = "") -> Dossier:
    names = {row.rpartition(",")[2] for row in rows} - {""} | {"files/loose.txt"}
    return dossier(marking, {"evidence.csv": (ROWS + "\n".join(rows) + "\n").encode(), **dict.fromkeys(names, b"data")})


def test_a_file_is_as_open_as_every_row_that_names_it_and_one_was_known() -> None:
    whole = archived("a,A,,,files/a.txt", "b,B,TLP:RED,,files/a.txt", "c,C,,2019,files/c.txt", "d,D,,2021,files/c.txt")

    assert files(whole, "TLP:AMBER") == {"files/c.txt", "files/loose.txt"}
    assert files(whole, "TLP:AMBER", "partner") == {"files/c.txt"}
    assert files(whole, "TLP:RED", "partner") == {"files/a.txt", "files/c.txt"}
    assert files(whole, "TLP:RED") == {"files/a.txt", "files/c.txt", "files/loose.txt"}
    assert files(whole, as_of=dt.date(2020, 1, 1)) == {"files/a.txt", "files/c.txt", "files/loose.txt"}
    assert files(whole, as_of=dt.date(2018, 1, 1)) == {"files/a.txt", "files/loose.txt"}


def test_a_file_that_nobody_names_is_as_open_as_the_dossier_and_stays_in_the_house() -> None:
    whole = archived("a,A,TLP:CLEAR,,files/a.txt", marking="TLP:AMBER")

    assert files(whole, "TLP:GREEN") == {"files/a.txt"}
    assert files(whole, "TLP:AMBER") == {"files/a.txt", "files/loose.txt"}
    assert files(whole, "TLP:AMBER", "public") == {"files/a.txt"}


def test_of_a_file_that_is_not_seen_its_row_loses_the_part_and_the_hash() -> None:
    whole = archived("a,A,,,files/a.txt", "b,B,TLP:RED,,files/a.txt", "c,C,,,files/c.txt", "d,D,,,")
    whole = dataclasses.replace(whole, evidence=tuple(dataclasses.replace(row, sha256="0" * 64) for row in whole.evidence))
    rows = {row.id: (row.part, row.sha256) for row in seen(whole, sight("TLP:AMBER")).evidence}

    assert rows == {"a": ("", ""), "c": ("files/c.txt", "0" * 64), "d": ("", "0" * 64)}
    changed = with_files(whole, {"files/a.txt": b"other", "files/c.txt": b"data"})
    assert {row.id: (row.part, row.sha256) for row in changed.evidence} == {
        "a": ("files/a.txt", ""),
        "b": ("files/a.txt", ""),
        "c": ("files/c.txt", "0" * 64),
        "d": ("", "0" * 64),
    }
    assert dict(changed.files) == {"files/a.txt": b"other", "files/c.txt": b"data"}
    assert with_files(whole, dict(whole.files)) is whole


# --- texts that models name ----------------------------------------------------------------------------------------------------------------


def drafted(*versions: str, more: Mapping[str, bytes] = NONE) -> Dossier:
    rows = "".join(f'[[version]]\nid = "v{at}"\npart = "{TEXT}"\ndate = "2019"\n{one}\n' for at, one in enumerate(versions))
    texts = {TEXT: b"words", "drafts/r/nobody.txt": b"words"}
    return dossier("", {DRAFT: f'[draft]\ntitle = "T"\n{rows}'.encode(), **texts, **more})


def test_a_text_is_seen_with_all_the_rows_that_name_it_and_with_none_not_at_all() -> None:
    assert files(drafted("")) == {DRAFT, TEXT, "drafts/r/nobody.txt"}, "who sees everything"
    assert files(drafted(""), "TLP:AMBER") == {DRAFT, TEXT}
    assert files(drafted("", 'marking = "TLP:RED"'), "TLP:AMBER") == {DRAFT}
    assert files(drafted(), "TLP:AMBER") == {DRAFT}
    assert files(drafted(""), as_of=dt.date(2018, 1, 1)) == {DRAFT}
    assert files(drafted("", 'known_on = "2010"'), as_of=dt.date(2018, 1, 1)) == {DRAFT, TEXT}


def test_while_a_model_that_may_name_texts_cannot_be_read_no_text_is_seen() -> None:
    broken = {"drafts/s.toml": b"[draft"}

    assert files(drafted("", more=broken), "TLP:AMBER") == {DRAFT}
    assert files(drafted("", more=broken)) >= {DRAFT, TEXT, "drafts/s.toml"} - {"drafts/s.toml"}
    assert files(drafted("", more={CONFLICT: b"[model"}), "TLP:AMBER") == {DRAFT, TEXT}


def test_outside_a_part_goes_with_a_row_of_a_table_and_not_with_one_of_a_model() -> None:
    brought = {"evidence.csv": f"{ROWS}a,A,,,{TEXT}\n".encode()}

    assert files(drafted(""), "TLP:RED", "partner") == set()
    assert files(drafted("", more=brought), "TLP:RED", "partner") == {TEXT}
    hidden = {"evidence.csv": f"{ROWS}a,A,TLP:RED,,{TEXT}\n".encode()}
    assert files(drafted("", more=hidden), "TLP:AMBER", "partner") == set()


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming(ModelHead):
    """A head that names a part."""

    text: str = column(PartName("files/.+", "files/*"), "")


def test_outside_no_head_of_a_model_brings_a_part(monkeypatch: pytest.MonkeyPatch) -> None:
    kind = ModelKind(id="naming", pattern="namings/{name}.toml", head=Naming, section="naming")
    parts = {"namings/n.toml": b'[naming]\ntitle = "N"\ntext = "files/a.txt"\nmarking = "TLP:GREEN"\n', "files/a.txt": b"a"}
    whole = known(monkeypatch, NONE, {"namings/": kind}, parts)

    assert dict(whole.ledger.naming) == {"files/a.txt": [0]}
    assert files(whole, "TLP:RED", "partner") == set()
    assert files(whole, "TLP:GREEN") == {"files/a.txt", "namings/n.toml"}
    assert files(whole, "TLP:CLEAR") == set()


# --- models --------------------------------------------------------------------------------------------------------------------------------


def test_who_sees_everything_is_given_the_bytes_of_a_model_and_everybody_else_one_written_anew() -> None:
    whole = dossier("", {CONFLICT: conflict(), "conflicts/broken.toml": b"[model"})

    for audience in ("owner", "desk"):
        assert seen(whole, sight(audience=audience)).files[CONFLICT] == conflict()
        assert seen(whole, sight(audience=audience)).files["conflicts/broken.toml"] == b"[model"
        below = seen(whole, sight("TLP:AMBER+STRICT", audience)).files
        assert b"a comment" not in below[CONFLICT]
        assert "conflicts/broken.toml" not in below
    assert b"a comment" not in seen(whole, sight(as_of=dt.date(2030, 1, 1))).files[CONFLICT]
    assert files(whole, audience="partner") == set()
    strange = dossier("", {CONFLICT: conflict() + b"[[comet]]\nx = 1\n"})
    assert b"comet" in seen(strange, sight(audience="owner")).files[CONFLICT]
    assert b"comet" not in seen(strange, sight()).files[CONFLICT]
    assert b"a comment" not in seen(strange, sight()).files[CONFLICT]


@dataclass(frozen=True, kw_only=True, eq=False)
class Exact(type(KIND)):  # type: ignore[misc]
    """A kind that reads a part by its name alone."""

    def parsed(self, part: str, data: bytes) -> Any:
        if part != CONFLICT:
            raise RuntimeError
        return super().parsed(part, data)


def test_what_is_not_known_of_a_model_is_asked_of_the_part_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    kind = Exact(id="conflict", pattern="conflicts/{name}.toml", head=KIND.head, section="model", whole=KIND.whole)
    whole = known(monkeypatch, NONE, {CONFLICT: kind}, {CONFLICT: conflict() + b"[[comet]]\nx = 1\n"})

    assert b"comet" in seen(whole, sight(audience="owner")).files[CONFLICT]
    assert b"comet" not in seen(whole, sight()).files[CONFLICT]


# --- days ----------------------------------------------------------------------------------------------------------------------------------


def test_what_was_known_on_a_day_is_there_with_its_files_and_the_rest_stays_as_it_was() -> None:
    later = conflict(option='[[maker.option]]\nid = "later"\nknown_on = "2021"\n')
    parts = {
        "evidence.csv": f"{ROWS}a,A,TLP:RED,2019,files/a.txt\nb,B,,2021,files/a.txt\nc,C,,2021,files/c.txt\n".encode(),
        CONFLICT: conflict(),
        "conflicts/d.toml": later,
        "conflicts/e.toml": conflict(head='known_on = "2021"\n'),
        "conflicts/broken.toml": b"[model",
        **dict.fromkeys(("files/a.txt", "files/c.txt", "files/loose.txt"), b"data"),
    }
    whole = dossier("TLP:AMBER", {**parts, "mandate.toml": b'aim = "a yes"\n'})
    left = known_at(whole, dt.date(2020, 1, 1))

    assert [row.id for row in left.evidence] == ["a"]
    assert set(left.files) == {"files/a.txt", "files/loose.txt", CONFLICT, "conflicts/d.toml", "conflicts/broken.toml"}
    assert left.files[CONFLICT] == conflict()
    assert b"later" not in left.files["conflicts/d.toml"]
    assert left.mandate == whole.mandate
    assert known_at(whole, dt.date(2022, 1, 1)) is whole
    assert known_at(whole, dt.date(2021, 12, 31)) is whole


def test_cells_of_columns_that_are_not_known_go_with_their_rows() -> None:
    actors = b"id,name,orbit\nFRA,France,high\nDEU,Germany,low\n"
    whole = dossier("", {"actors.csv": actors, "issues.csv": b"id,question,orbit\ni,I,mid\n"})
    less = dataclasses.replace(whole, actors=whole.actors[:1])

    assert dict(with_known_cells(less).unknown.cells) == {("actors", "FRA"): {"orbit": "high"}, ("issues", "i"): {"orbit": "mid"}}
    assert with_known_cells(less).unknown.columns == whole.unknown.columns
    bare = dossier("", {"actors.csv": b"id,name\nFRA,France\n"})
    assert with_known_cells(bare) is bare
