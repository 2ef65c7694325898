"""The pack that comes with the product: what is in it, what is known to be wrong in its source, and how it is built."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from benchmarks.unga_pack import built, write

from legation.dossier import Dossier, decode
from legation.dossier.files.folder import read_carrier
from legation.dossier.records import MemberOfGroup
from legation.dossier.tables.countries import countries
from legation.dossier.tables.rollcalls import members_of, totals_of
from legation.dossier.tables.votes import ABSTAIN, NO, YES
from legation.questions import Case
from legation.questions.votes.result import result_of
from legation.sources import read_actor_list
from legation.sources.packs.extract import Extract, extracted
from legation.sources.packs.pack import Pack, packs, packs_folder, read_pack
from legation.sources.packs.taking import members_in, taken

MOST = 6_000_000


@pytest.fixture(scope="module")
def pack() -> Pack:
    return read_pack("unga-votes")


def test_says_where_it_comes_from_in_both_languages_and_is_small(pack: Pack) -> None:
    facts = packs()["unga-votes"]
    for wording in (facts.title, facts.summary, facts.origin, facts.later, facts.terms):
        assert wording.en
        assert wording.fr
    assert (str(facts.until), facts.licence.startswith("MIT")) == ("2019-12-27", True)
    assert pack.size <= MOST
    assert pack.size == sum(file.stat().st_size for file in (packs_folder() / "unga-votes").iterdir())


def test_holds_the_whole_record_with_totals_that_are_those_of_its_votes(pack: Pack) -> None:
    votes = extracted(pack, Extract()).reading.tables["votes"]
    assert (len(pack.outline.rollcalls), len(votes)) == (6202, 869_937)  # type: ignore[arg-type]
    at = {name: number for number, name in enumerate(votes.rollcalls)}  # type: ignore[union-attr]
    for code, total in ((YES, "total_yes"), (NO, "total_no"), (ABSTAIN, "total_abstain")):
        counted = np.bincount(votes.rollcall[votes.vote == code], minlength=len(at))  # type: ignore[union-attr]
        whole = [row for row in pack.outline.rollcalls if row.total_yes is not None]
        assert [getattr(row, total) for row in whole] == [int(counted[at[row.id]]) for row in whole]
    last = max(row.date.last for row in pack.outline.rollcalls if row.date)
    assert last.isoformat() == "2019-12-27"


def test_prints_no_day_that_is_wrong_in_the_source(pack: Pack) -> None:
    for row in pack.outline.rollcalls:
        session = row.session or 0
        if row.date is None:
            assert str(row.known_on) == str(1946 + session)
            continue
        assert row.date.first.year in (1945 + session, 1946 + session)
        assert (len(str(row.date)) == 4) == (session < 44)
    assert sum(row.date is None for row in pack.outline.rollcalls) == 2


def test_namibia_and_states_without_a_code_have_their_votes(pack: Pack) -> None:
    actors = {row.id: row for row in pack.outline.actors}
    votes = extracted(pack, Extract(members=("NAM", "YMD", "EAZ", "YUG"))).reading.tables["votes"]
    assert {"NAM", "YMD", "EAZ", "YUG"} <= set(votes.actors)  # type: ignore[union-attr]
    assert (actors["NAM"].name.en, actors["NAM"].name.fr) == ("Namibia", "Namibie")
    assert len(actors) == 199
    ended = {row.actor: str(row.end) for row in pack.outline.groups if row.group == "un-members" and row.end}
    assert ended["TWN"] == "1971-10-25"


def test_whoever_held_no_seat_yet_is_not_absent(pack: Pack) -> None:
    outline, today = pack.outline, dt.date(2026, 1, 1)
    members = {row.id: members_of(outline, row, today) for row in outline.rollcalls}
    years: dict[str, set[int]] = {}
    for row in outline.rollcalls:
        cast = sum(totals_of(row))
        assert cast <= len(members[row.id]), row.id
        years.setdefault(str(row.date or row.known_on)[:4], set()).add(len(members[row.id]))
    assert (years["1950"], max(years["1968"]), years["2019"]) == ({60}, 126, {193})
    spells = {name: [(str(row.start), str(row.end or "")) for row in _seats(outline, name)] for name in ("FRA", "SSD", "ZAF", "CHN")}
    assert spells["FRA"] == [("1946", "")]
    assert spells["SSD"] == [("2011-09-16", "")]
    assert spells["ZAF"] == [("1946", "1974"), ("1994-07-06", "")]
    assert spells["CHN"] == [("1971", "")]
    origin = {row.id: row for row in outline.evidence}["unga-seats"]
    assert "sans les sessions" in (origin.title.fr or "")
    assert {row.evidence for row in outline.groups if row.group == "un-members"} == {("unga-seats",)}


def _seats(outline: Dossier, name: str) -> list[MemberOfGroup]:
    return [row for row in outline.groups if row.group == "un-members" and row.actor == name]


def test_a_list_of_todays_members_makes_nobody_a_member_of_1950(pack: Pack) -> None:
    first = read_actor_list("\n".join(one.iso3 for one in countries().values() if one.un_member)).dossier("d")
    extract = Extract(members=members_in(first), first=1950, last=1950)
    came = taken(pack, extract, first)
    case = Case(dossier=came.after, today=dt.date(2026, 1, 1))
    results = [result_of(case, row) for row in came.after.rollcalls]
    assert len(results) == 50
    assert max(one.absent for one in results if one.absent is not None) < 10
    assert taken(pack, extract, came.after).after is came.after
    assert len(came.after.members("un-members", "1950-12-31")) == 57
    assert len(came.after.members("un-members", "2026-01-01")) == 193


@pytest.mark.parametrize(
    ("words", "symbol"),
    [
        ("cyber", "A/RES/73/27"),
        ("peine de mort", "A/RES/73/175"),
        ("essais nucléaires", "A/RES/74/78"),
        ("Nuclear Test Ban", "A/RES/74/78"),
    ],
)
def test_a_subject_is_found_in_the_words_of_the_desk(pack: Pack, words: str, symbol: str) -> None:
    found = extracted(pack, Extract(members=("FRA",), words=words)).reading.tables["rollcalls"]
    assert symbol in {row.symbol for row in found}  # type: ignore[union-attr]
    assert len(found) < 600


def test_is_a_dossier_that_can_be_read_as_it_lies() -> None:
    parts, _ = read_carrier(packs_folder() / "unga-votes" / "dossier.zip")
    parts.pop("votes.csv")
    assert decode(parts).notices == ()


def test_goes_into_the_wheel_with_the_code() -> None:
    settings = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text("utf-8"))
    packages = settings["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert packages == ["src/legation"]
    assert packs_folder() == Path(__file__).parents[3] / "src/legation/packs"


def test_is_built_of_the_tables_by_one_script(tmp_path: Path) -> None:
    calls = {
        "rcid": [1.0, 2.0, 3.0],
        "session": [22.0, 70.0, 70.0],
        "importantvote": [0.0] * 3,
        "date": ["1966-12-01", "2015-12-01", "2015-12-02"],
        "unres": ["R/22/2300", "R/70/1", "R/70/2"],
        "amend": [0.0] * 3,
        "para": [0.0] * 3,
        "short": ["OLD", "TRADE [of Peru]", "TESTS"],
        "descr": ["Old", "Trade [of Peru]", "Tests"],
    }
    votes = {
        "rcid": [1.0, 1.0, 2.0, 3.0, 3.0],
        "country": ["Peru", "France", "France", "Namibia", "Peru"],
        "country_code": ["PE", "FR", "FR", "NA", "PE"],
        "vote": [1, 2, 3, 1, 1],
    }
    issues = {"rcid": [3.0], "short_name": ["nu"], "issue": ["Nuclear weapons and nuclear material"]}
    for name, table in (("un_votes", votes), ("un_roll_calls", calls), ("un_roll_call_issues", issues)):
        pq.write_table(pa.table(table), tmp_path / f"{name}_s1.parquet")
    made = built(tmp_path)
    old, trade, tests = made.rollcalls
    assert (old.date, str(old.known_on), old.total_yes, old.total_abstain) == (None, "1968", 1, 1)
    assert (str(trade.date), trade.note.fr, trade.total_no) == ("2015-12-01", "", 1)
    assert tests.note.fr.endswith("[Armes et matières nucléaires]")
    seats = {(row.actor, str(row.start), str(row.end or "")) for row in made.groups if row.group == "un-members"}
    assert seats >= {("PER", "2015-12-02", ""), ("FRA", "2015-12-01", ""), ("NAM", "2015-12-02", "")}
    assert {(vote.actor, vote.vote) for vote in made.votes.rows()} >= {("NAM", "yes"), ("FRA", "abstain")}
    sizes = {write(tmp_path, tmp_path / name) for name in ("one", "two")}
    assert len(sizes) == 1
    assert (tmp_path / "one/dossier.zip").read_bytes() == (tmp_path / "two/dossier.zip").read_bytes()


def test_a_vote_of_which_the_data_set_has_a_handful_has_no_totals_and_says_so(pack: Pack) -> None:
    partial = [row for row in pack.outline.rollcalls if row.total_yes is None]

    assert [row.id for row in partial] == ["A/RES/56/139", "A/RES/66/33+5893"]
    assert all("no result is given" in row.note.in_language("en") and "aucun résultat" in row.note.in_language("fr") for row in partial)
