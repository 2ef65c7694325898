"""The pack of fora: what is in it, that every row has a source or says that it was not verified, and that all of it fits into a dossier."""

from __future__ import annotations

import csv
import io
from collections import Counter

import pytest

from legation.dossier import Dossier, decode, encode
from legation.dossier.parts.rules import every_rule
from legation.dossier.records import TABLES
from legation.language import LANGUAGES
from legation.sources.packs.extract import Extract
from legation.sources.packs.pack import packs_folder, read_pack
from legation.sources.packs.taking import taken

TABLES_OF_FACTS = ("processes", "forum_steps", "forum_access")
WITH_WORDS = {"processes": ("forum", "mandate", "subject", "output"), "forum_steps": ("what",), "forum_access": ("condition",)}
DECISIONAL = {"ALAC", "ASO", "ccNSO", "GAC", "GNSO"}


@pytest.fixture(scope="module")
def pack() -> Dossier:
    return read_pack("internet-governance").outline


@pytest.fixture(scope="module")
def whole() -> Dossier:
    return taken(read_pack("internet-governance"), Extract(fora=("all",)), decode({"dossier.toml": b'id = "desk"'})).after


def test_it_holds_fora_steps_and_access(pack: Dossier) -> None:
    counts = {name: len(getattr(pack, name)) for name in TABLES_OF_FACTS}
    assert counts["processes"] >= 30 and counts["forum_steps"] >= 35 and counts["forum_access"] >= 40
    summary = read_pack("internet-governance").facts.summary
    assert all(getattr(summary, lang).startswith(f"{counts['processes']} ") for lang in LANGUAGES)
    assert {row.forum for row in pack.forum_access} | {row.forum for row in pack.forum_steps} <= {row.id for row in pack.processes}
    assert {"drafting", "advice", "answer", "ours"} <= {row.kind for row in pack.forum_steps}


@pytest.mark.parametrize("name", TABLES_OF_FACTS)
def test_every_row_has_a_source_or_says_that_it_was_not_verified(pack: Dossier, name: str) -> None:
    rows = getattr(pack, name)
    assert [row.id for row in rows if not row.evidence and row.verified != "no"] == []
    assert [row.id for row in rows if not row.verified] == []
    assert [row.id for row in rows if row.evidence and row.compared_on is None] == []


def test_every_rule_has_a_source_or_says_that_it_was_not_verified(pack: Dossier) -> None:
    rules = [(body.id, rule) for body in pack.bodies for rule in body.rules]
    assert [(body, rule.matter) for body, rule in rules if not rule.verified or not (rule.evidence or rule.verified == "no")] == []
    assert [(body, rule.matter) for body, rule in rules if rule.matter and not (rule.title.en and rule.title.fr)] == []


def test_how_many_rows_are_marked_as_not_verified(pack: Dossier) -> None:
    marked = {name: sum(row.verified == "no" for row in getattr(pack, name)) for name in TABLES_OF_FACTS}
    marked["rules"] = sum(rule.verified == "no" for body in pack.bodies for rule in body.rules)
    assert marked == {"processes": 6, "forum_steps": 28, "forum_access": 48, "rules": 22}


def test_every_text_is_in_both_languages_and_no_row_marked(pack: Dossier) -> None:
    for name, columns in WITH_WORDS.items():
        for row in getattr(pack, name):
            for column in columns:
                wording = getattr(row, column)
                assert not wording.text and all(getattr(wording, lang) for lang in LANGUAGES), (name, row.id, column)
    assert all(row.title.en and row.title.fr for row in pack.evidence)
    assert all(not row.marking for name in TABLES if name != "votes" for row in getattr(pack, name))


def test_each_group_has_its_members(pack: Dossier) -> None:
    members = Counter(row.group for row in pack.groups)
    assert members == {
        "un-members": 193,
        "itu-members": 194,
        "icann-decisional-participants": 5,
        "icann-participants-without-gac": 4,
        "icann-board": 16,
    }
    assert {row.actor for row in pack.groups if row.group == "icann-decisional-participants"} == DECISIONAL
    assert {row.actor for row in pack.groups if row.group == "icann-participants-without-gac"} == DECISIONAL - {"GAC"}
    assert {row.actor for row in pack.groups if row.group == "itu-members"} - {
        row.actor for row in pack.groups if row.group == "un-members"
    } == {"VAT"}
    names = [row.name.en for row in pack.actors if row.id.startswith("icann-board-seat")]
    assert Counter(name.partition("(")[2].rstrip(")") for name in names) == {
        "Nominating Committee": 8,
        "ASO": 2,
        "ccNSO": 2,
        "GNSO": 2,
        "At-Large": 1,
        "President and CEO of ICANN": 1,
    }
    assert {row.id: row.members for row in pack.processes if row.id in ("cstd", "itu-council")} == {"cstd": 43, "itu-council": 48}


def test_the_powers_over_icann_are_rules_of_their_own(pack: Dossier) -> None:
    rules = {rule.matter: rule for body in pack.bodies if body.id == "icann-ec" for rule in body.rules}
    asked = {matter: (rule.number, rule.most_against, rule.verified) for matter, rule in rules.items() if rule.of == "count"}
    assert asked["reject budget"] == (4, "1", "no") and asked["recall Board"] == (4, "1", "proposal")
    assert asked["reject standard bylaw"] == asked["remove NomCom director"] == (3, "1", "no")
    assert asked["GAC carve-out"] == (3, "1", "yes") and rules["GAC carve-out"].members == "icann-participants-without-gac"
    board, community = rules["approve fundamental bylaw"].parts
    assert (board.body, board.matter) == ("icann-board", "approve fundamental bylaw") and (community.number, community.most_against) == (
        3,
        "1",
    )
    matters = {rule.matter for body in pack.bodies for rule in every_rule(body.rules) if rule.matter}
    paths = {row.matter for row in pack.forum_steps if row.forum == "icann-ec" and row.days == 21}
    assert paths <= matters and {"reject budget", "recall Board", "approve fundamental bylaw", "remove NomCom director"} <= paths


def test_what_is_taken_whole_is_a_dossier_without_fault_or_notice(whole: Dossier, pack: Dossier) -> None:
    assert decode(encode(whole)) == whole
    assert decode(encode(whole)).notices == ()
    assert {name: len(getattr(whole, name)) for name in TABLES_OF_FACTS} == {name: len(getattr(pack, name)) for name in TABLES_OF_FACTS}
    again = taken(read_pack("internet-governance"), Extract(fora=("all",)), whole)
    assert again.after is whole and sum(again.report.added.values()) == 0 and again.report.conflicts == ()


def test_its_files_can_be_read_in_a_text_editor() -> None:
    place = packs_folder() / "internet-governance"
    assert sorted(one.name for one in place.iterdir()) == sorted(
        ["pack.toml", "dossier.toml", "bodies.toml", *(TABLES[name].part for name in ("actors", "evidence", "groups", *TABLES_OF_FACTS))]
    )
    for file in place.glob("*.csv"):
        rows = list(csv.reader(io.StringIO(file.read_text("utf-8"))))
        assert {len(row) for row in rows} == {len(rows[0])}, file.name
