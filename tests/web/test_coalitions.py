"""Coalitions: dated moves that forget nothing, the mix and the gaps, two editors at once, and what a reader may not see."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.dossier import TABLES, decode
from legation.dossier.edit import Edit, apply
from legation.dossier.records import COALITION_TIERS
from legation.dossier.tables.labels import choice_word
from legation.language import LANGUAGES, say
from legation.questions import Case, ask
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier
from legation.web.pages.stakeholders.coalition_moves import OUT, moves
from legation.web.pages.stakeholders.coalitions import members_at, tier_label, tier_read

pytestmark = pytest.mark.django_db

FIRST = dt.date(2020, 1, 1)
LENGTH = 12
BOARD = "/dossiers/small/coalitions/friends/board"
PLACE = "/dossiers/small/coalitions/friends/place?as_of=2019-06-01"


def day(number: int) -> dt.date:
    return FIRST + dt.timedelta(days=number)


def moved(cells: list[tuple[int, str] | None], at: int, tier: str, name: int) -> None:
    """What a move means, told day by day: it reaches as far as the membership that held, or up to the next one."""
    cell = cells[at]
    if (cell is not None and cell[1] == tier) or (cell is None and tier == OUT):
        return
    begins = cell is not None and (at == 0 or cells[at - 1] is None or cells[at - 1][0] != cell[0])  # type: ignore[index]
    new = cell[0] if begins and cell else name
    for number in range(at, len(cells)):
        here = cells[number]
        if (here is None) != (cell is None) or (here is not None and cell is not None and here[0] != cell[0]):
            break
        cells[number] = None if tier == OUT else (new, tier)


@given(st.lists(st.tuples(st.integers(0, LENGTH - 1), st.sampled_from(["core", "supporter", "observer", OUT])), max_size=12))
def test_after_any_moves_on_any_days_each_day_shows_what_the_moves_say(sequence: list[tuple[int, str]]) -> None:
    view = decode({"dossier.toml": b'id = "x"\n', "actors.csv": b"id,name,kind\nFRA,France,state\n"})
    cells: list[tuple[int, str] | None] = [None] * LENGTH
    for name, (at, tier) in enumerate(sequence):
        view = apply(view, moves(view, "allies", {"FRA": tier}, day(at)))
        moved(cells, at, tier, name)

    shown = [[row.tier for row in members_at(view, "allies", day(number))] for number in range(LENGTH)]
    assert shown == [[] if cell is None else [cell[1]] for cell in cells]


def test_who_stands_there_already_is_not_moved() -> None:
    view = decode(
        {
            "dossier.toml": b'id = "x"\n',
            "actors.csv": b"id,name,kind\nFRA,France,state\n",
            "coalitions.csv": b"coalition,actor,tier,start\nallies,FRA,core,2020-01-01\n",
        }
    )

    assert moves(view, "allies", {"FRA": "core"}, day(5)) == []
    assert [edit.do for edit in moves(view, "allies", {"FRA": "observer"}, day(0))] == ["change"]
    assert [edit.do for edit in moves(view, "allies", {"FRA": "observer"}, day(5))] == ["change", "add"]


def rows_of(dossier: Dossier) -> list[tuple[str, str, str, str]]:
    dossier.refresh_from_db()
    found = store.content(store.revision_of(dossier)).coalitions
    return sorted((row.actor, row.tier, str(row.start or ""), str(row.end or "")) for row in found)


@pytest.fixture(autouse=True)
def friends(site: Any) -> None:
    """Who is in ``friends`` when a test begins: France since 2018, and somebody whom a reader does not see."""
    whole = store.content(store.revision_of(site.dossier))
    without = dataclasses.replace(whole, coalitions=())
    rows = [
        Edit("coalitions", "add", "", {"coalition": "friends", "actor": "FRA", "tier": "core", "start": "2018-01-01"}),
        Edit("coalitions", "add", "", {"coalition": "friends", "actor": "hidden-co", "tier": "supporter", "start": "2018-01-01"}),
    ]
    store.save(site.dossier, site.dossier.head, apply(without, rows), site.people["owner"], store.EVERYTHING, reason="made")
    site.dossier.refresh_from_db()


def test_a_move_ends_the_old_place_on_the_day_before_and_begins_the_new_one(site: Any) -> None:
    answer = site.client("editor").post(PLACE, {"tier:FRA": "observer"})

    assert answer.status_code == 302
    assert rows_of(site.dossier) == [
        ("FRA", "core", "2018-01-01", "2019-05-31"),
        ("FRA", "observer", "2019-06-01", ""),
        ("hidden-co", "supporter", "2018-01-01", ""),
    ]
    before = site.client("editor").get(f"{BOARD}.json?as_of=2019-05-31").json()
    after = site.client("editor").get(f"{BOARD}.json?as_of=2019-06-01").json()
    assert [len(tier["pieces"]) for tier in before["tiers"]] == [1, 1, 0]
    assert [len(tier["pieces"]) for tier in after["tiers"]] == [0, 1, 1]
    assert [change["day"] for change in after["changes"]] == ["2019-06-01", "2018-01-01"]


def test_several_places_are_saved_as_one_revision_with_a_reason(site: Any) -> None:
    number = site.dossier.head
    site.client("editor").post(PLACE, {"tier:FRA": OUT, "tier:hidden-co": "core", "actor": "Allemagne", "tier": "observer"})

    site.dossier.refresh_from_db()
    assert site.dossier.head == number + 1
    assert {row[:2] for row in rows_of(site.dossier) if not row[3]} == {("DEU", "observer"), ("hidden-co", "core")}


def test_the_board_alone_comes_back_to_a_page_that_asks_for_it(site: Any) -> None:
    htmx = {"HTTP_HX_REQUEST": "true"}
    moved = site.client("editor").post(PLACE, {"actor": "DEU", "tier": "core"}, follow=True, **htmx).content.decode()

    assert "<html" not in moved and 'id="piece-DEU"' in moved and "data-said" in moved
    wrong = site.client("editor").post(PLACE, {"actor": "nobody"}, **htmx)
    assert (wrong.status_code, wrong["HX-Retarget"]) == (422, "#board")
    assert "“nobody”" in wrong.content.decode()


def test_two_editors_who_move_different_actors_are_joined_and_the_same_one_is_a_choice(site: Any) -> None:
    base = {"base": str(site.dossier.head)}
    assert site.client("owner").post(PLACE, {"tier:FRA": "observer", **base}).status_code == 302
    assert site.client("editor").post(PLACE, {"actor": "DEU", "tier": "core", **base}).status_code == 302
    clash = site.client("editor").post(PLACE, {"tier:FRA": "supporter", **base}, HTTP_HX_REQUEST="true")

    assert (clash.status_code, clash["HX-Retarget"]) == (409, "#main")
    assert {row[:2] for row in rows_of(site.dossier) if not row[3]} == {("DEU", "core"), ("FRA", "observer"), ("hidden-co", "supporter")}


def test_the_mix_and_the_gaps_are_those_of_the_members(site: Any) -> None:
    page = site.client("editor").get(f"{BOARD}.json?as_of=2019-06-01").json()

    assert {one["label"]: one["count"] for one in page["kinds"]} == {"states": 1, "companies": 1}
    assert "NGOs" in page["missing_kinds"] and "states" not in page["missing_kinds"]
    assert [(one["label"], one["count"], one["of"]) for one in page["groups"]] == [("EU", 1, 3)]
    assert page["influential"][0]["name"] == "Germany"


def test_a_reader_sees_no_trace_of_a_hidden_member_and_moves_nobody(site: Any) -> None:
    answer = site.client("reader").get(f"{BOARD}?as_of=2019-06-01")
    text = answer.content.decode()

    assert "France" in text and "SECRET" not in text and "hidden-co" not in text and "<select" not in text
    assert site.client("reader").post(PLACE, {"tier:FRA": "observer"}).status_code == 403
    assert site.client("reader").get("/dossiers/small/coalitions/nothing/board").status_code == 404


def test_a_coalition_begins_with_its_first_member_under_a_name_that_is_not_taken(site: Any) -> None:
    client, address = site.client("editor", "en"), "/dossiers/small/coalitions/new"
    for name, actor, sentence in (
        ("friends", "FRA", "there already"),
        ("FRIENDS", "FRA", "there already"),
        ("third", "nobody", "“nobody”"),
        ("", "FRA", "letters or digits"),
        (" / ", "FRA", "letters or digits"),
    ):
        answer = client.post(address, {"coalition": name, "actor": actor, "tier": "core"})
        assert answer.status_code == 422 and sentence in answer.content.decode(), name
    answer = client.post(address, {"coalition": "third", "actor": "Estonia", "tier": "core"})

    assert answer.url == "/dossiers/small/coalitions/third/board"
    assert client.get(answer.url).status_code == 200


def test_when_the_last_row_goes_the_list_is_shown(site: Any) -> None:
    client = site.client("owner")
    client.post("/dossiers/small/coalitions/new", {"coalition": "short", "actor": "FRA", "tier": "core"})
    answer = client.post("/dossiers/small/coalitions/short/place", {"tier:FRA": OUT})

    assert answer.url == "/dossiers/small/coalitions"


def test_a_name_of_several_words_is_one_word_for_other_tables_and_stands_as_it_was_written(site: Any) -> None:
    client = site.client("editor")
    answer = client.post("/dossiers/small/coalitions/new", {"coalition": "Amis des normes", "actor": "FRA", "tier": "Early movers"})

    assert answer.url == "/dossiers/small/coalitions/Amis_des_normes/board"
    board = client.get(f"{answer.url}.json").json()
    assert (board["title"], board["name"]) == ("Amis des normes", "Amis_des_normes")
    assert {tier["name"]: tier["label"] for tier in board["tiers"] if tier["count"]} == {"early": "Early movers"}
    assert [row["title"] for row in client.get("/dossiers/small/coalitions.json").json()["rows"]] == ["Amis des normes", "Friends"]


def test_a_coalition_is_called_by_its_name_in_either_language_on_every_page_and_in_answers(site: Any) -> None:
    named = Edit("coalitions", "change", "friends:FRA:2018-01-01", {"name_en": "Friends of the norms", "name_fr": "Amis des normes"})
    whole = store.content(store.revision_of(site.dossier))
    (row,) = [row for row in whole.coalitions if row.actor == "FRA"]
    named = dataclasses.replace(named, row=TABLES["coalitions"].identity(row))
    store.save(site.dossier, site.dossier.head, apply(whole, [named]), site.people["owner"], store.EVERYTHING, reason="named")
    site.people["reader"].language = "fr"
    site.people["reader"].save()
    reader, editor = site.client("reader"), site.client("editor")

    assert reader.get(f"{BOARD}.json").json()["title"] == "Amis des normes"
    assert [one["title"] for one in editor.get("/dossiers/small/coalitions.json").json()["rows"]] == ["Friends of the norms"]
    assert "Friends of the norms" in editor.get("/dossiers/small/coalitions/compare?coalition=friends").content.decode()
    assert "Amis des normes" in reader.get("/dossiers/small/questions/who-is-in").content.decode()
    assert "Friends of the norms" in editor.get("/dossiers/small/actors/FRA/history").content.decode()
    case = Case(dossier=store.content(store.revision_of(site.dossier)), today=dt.date(2026, 1, 1))
    assert say(ask("who-is-in", case).finding("size").message, "fr").startswith("«\u202fAmis des normes\u202f»")


def test_a_place_has_the_name_that_people_give_it(site: Any) -> None:
    client = site.client("editor")
    client.post(PLACE, {"tier:FRA": "noyau", "actor": "DEU", "tier": "À convaincre"})
    client.post(PLACE, {"actor": "EST", "tier": "Amis de la présidence"})
    tiers = client.get(f"{BOARD}.json?as_of=2019-06-01").json()["tiers"]
    french = site.client("owner", "fr").get(f"{BOARD}?as_of=2019-06-01", HTTP_ACCEPT_LANGUAGE="fr").content.decode()

    assert [(tier["label"], tier["count"]) for tier in tiers] == [
        ("Core", 1),
        ("Supporters", 1),
        ("To convince", 1),
        ("Observers", 0),
        ("Amis de la présidence", 1),
    ]
    assert "Amis de la présidence" in french
    assert [row[:2] for row in rows_of(site.dossier) if not row[3]] == [
        ("DEU", "to-convince"),
        ("EST", "Amis de la présidence"),
        ("FRA", "core"),
        ("hidden-co", "supporter"),
    ]


def test_the_usual_places_are_meant_by_their_names_in_both_languages() -> None:
    for lang in LANGUAGES:
        for tier in COALITION_TIERS:
            for words in (say(tier_label(tier), lang), say(choice_word("coalitions", "tier", tier), lang)):
                assert tier_read(words.upper()) == tier, words


def test_a_place_of_too_many_signs_and_a_day_that_is_none_are_refused(site: Any) -> None:
    client = site.client("editor")
    assert client.post(PLACE, {"tier:FRA": "b" * 61}).status_code == 422
    assert client.post(PLACE, {"tier:FRA": "a\x07b"}).status_code == 422
    assert client.post(PLACE.replace("2019-06-01", "soon"), {"tier:FRA": "core"}).status_code == 400
    assert client.post(PLACE, {"tier:NOBODY": "core"}).status_code == 422
    assert len(rows_of(site.dossier)) == 2
