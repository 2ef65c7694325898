"""A reading enters a dossier: new rows are added, old ones stay, differences are listed, twice is once."""

from __future__ import annotations

import dataclasses
import re
import tomllib
from pathlib import Path

import pytest

import legation
import legation.sources
from legation.dossier import Actor, Dossier, Info, RollCall, Votes, When, Wording
from legation.language import LANGUAGES
from legation.sources import Origin, Reading, merge

CALL = RollCall(id="r1", symbol="A/RES/73/27", session=73, date=When("2018-12-05"))
READING = Reading(
    tables={
        "actors": (Actor(id="FRA", name=Wording("France"), kind="state"), Actor(id="PER", name=Wording("Peru"), kind="state")),
        "rollcalls": (CALL,),
        "votes": Votes.of(["FRA", "PER"], ["r1", "r1"], [1, 2]),
    },
    origin=Origin(title="Made", publisher="Us", sha256="0" * 64, read=2),
)


def test_merging_twice_is_merging_once():
    once, first = merge(Dossier(info=Info(id="x")), READING, evidence_id="made", known_on="2019")
    twice, second = merge(once, READING, evidence_id="made", known_on="2019")
    assert twice == once
    assert sum(first.added.values()) == 2 + 1 + 2 + 1
    assert sum(second.added.values()) == 0
    assert second.kept == first.added
    assert all(a.evidence == ("made",) for a in once.actors)
    assert str(once.evidence[0].known_on) == "2019"


def test_what_is_there_is_never_overwritten():
    there = Dossier(
        info=Info(id="x"),
        actors=(Actor(id="FRA", name=Wording("République française"), kind="state"),),
        rollcalls=(dataclasses.replace(CALL, session=72),),
        votes=Votes.of(["FRA"], ["r1"], [3]),
    )
    merged, report = merge(there, READING)
    assert merged.actors[0] == there.actors[0]
    assert merged.rollcalls == there.rollcalls
    assert [v.vote for v in merged.votes.rows()] == ["no", "abstain"]
    assert [(p.code, p.part, p.column, p.allowed, p.found) for p in report.conflicts] == [
        ("row-differs", "rollcalls.csv", "session", "72", "73"),
        ("vote-differs", "votes.csv", "vote", "no", "yes"),
    ]
    assert report.kept["actors"] == 1, "another wording is no contradiction"


def test_ids_and_declared_intents_of_votes_are_kept():
    there = Dossier(info=Info(id="x"), votes=Votes.of(["FRA"], ["r0"], [4], [1], ["v1"]))
    merged, _ = merge(there, READING)
    assert [(v.id, v.rollcall, v.actor, v.vote, v.intent) for v in merged.votes.rows()] == [
        ("v1", "r0", "FRA", "absent", "yes"),
        ("", "r1", "FRA", "yes", ""),
        ("", "r1", "PER", "abstain", ""),
    ]


def test_every_sentence_is_in_both_languages_and_used():
    catalogues = {
        lang: tomllib.loads((Path(legation.__file__).parent / "locale" / lang / "sources.toml").read_text("utf-8")) for lang in LANGUAGES
    }
    assert list(catalogues["en"]) == list(catalogues["fr"])
    for key in catalogues["en"]:
        fields = [sorted(set(re.findall(r"(?<!\{)\{(\w+)", str(catalogues[lang][key])))) for lang in LANGUAGES]
        assert fields[0] == fields[1], key
    package = Path(legation.__file__).parent
    code = "".join(
        path.read_text("utf-8")
        for path in (*package.rglob("sources/**/*.py"), *package.rglob("dossier/**/*.py"), package / "questions/base/case.py")
    )
    unused = [key for key in catalogues["en"] if f"sources.{key}" not in code and f'"{key}"' not in code]
    assert not unused


def test_public_names_are_sorted_and_there():
    assert sorted(legation.sources.__all__) == legation.sources.__all__
    for name in legation.sources.__all__:
        assert getattr(legation.sources, name)
    with pytest.raises(AttributeError):
        legation.sources.nothing  # noqa: B018
