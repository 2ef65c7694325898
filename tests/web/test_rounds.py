"""A round of démarches is made and led on the site: its row, who speaks to whom, the instruction, what a post sees, the evening's page."""

from __future__ import annotations

import datetime as dt
import html
import io
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from web.shown import replaced

from legation.dossier import decode, encode, standing
from legation.dossier.tables.countries import countries
from legation.web.access import TABLE
from legation.web.dossiers import store
from legation.web.links.secret import POSTS
from legation.web.posts import holders
from legation.web.site.routing import ROUTES
from legation.web.stores.posts.models import Post

pytestmark = pytest.mark.django_db

NEW = {
    "title_fr": "Avant le vote",
    "title_en": "Before the vote",
    "rollcall": "",
    "issue": "norms",
    "marking": "TLP:GREEN",
    "silent_after": "24",
    "opens": "2020-03-01",
    "day": "2999-03-05",
    "time": "18:00",
    "zone": "Europe/Paris",
}
TEXT = {
    "number": "1",
    "ask_fr": "Obtenir un oui",
    "ask_en": "Obtain a yes",
    "points_fr": "Il lie tout le monde",
    "points_en": "It binds all",
    "avoid_fr": "Ne rien dire des seuils",
    "avoid_en": "Nothing on thresholds",
    "fallback_fr": "À défaut, une abstention",
    "fallback_en": "Failing that, an abstention",
    "fallback_marking": "TLP:RED",
    "zone": "Europe/Paris",
}
LINES = "Tallinn : Estonie, France\nBerlin + DEU : Allemagne\n+ DEU : France"


def address(route: str, round: str = "before-the-vote", **more: Any) -> str:  # noqa: A002 - the word of the address
    return reverse(f"rounds.{route}", kwargs={"slug": "small", "round": round, **more})


def whole(site: Any) -> Any:
    site.dossier.refresh_from_db()
    return store.content(store.revision_of(site.dossier))


def made(site: Any, who: str = "editor", **changed: str) -> Client:
    """Make a round, and return the browser of whoever did."""
    client = site.client(who)
    answer = client.post("/dossiers/small/engagement/add-round", {**NEW, **changed})
    assert (answer.status_code, answer.url) == (302, address("speakers"))
    return client


def given(client: Client, lines: str = LINES) -> Any:
    """Paste lines, look at them, and give them."""
    read = client.post(address("assign"), {"lines": lines, "do": "read"})
    assert read.status_code == 200, read.content.decode()
    return client.post(address("assign"), {"lines": lines, "do": "save", "shown": lines})


def instructed(client: Client, **changed: str) -> Any:
    return client.post(address("instruct"), {**TEXT, **changed})


def text_of(answer: Any) -> str:
    """Return what a page says."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


@pytest.mark.each_database("a round is made of rows that several saves write one after the other")
def test_from_nothing_to_the_page_of_the_evening(site) -> None:
    """The whole way: a round, its lines, its instruction, a report of a post, the tally, the one page."""
    client = made(site)
    assert given(client).url == address("one")
    assert instructed(client).status_code == 302
    post = holders.post_for(site.dossier, "before-the-vote", "Tallinn")
    link = Client(headers={"Accept-Language": "en"})
    link.cookies[POSTS.cookie_of(post.pk)] = holders.make_link(post, None)
    sent = {
        "key": "0" * 32,
        "reached": "yes",
        "answer": "yes",
        "level": "mission",
        "form": "said",
        "version": "1",
        "words": "Nous voterons oui",
    }
    assert link.post(f"/posts/{post.pk}/to/EST/report", sent).status_code == 302

    shown = client.get(address("tally") + "?x=1").content.decode()
    page = client.get(f"{address('tally')}.json").json()
    counts = {one["place"]: (one["now"], one["before"]) for one in page["counts"]}
    assert (page["capitals"], page["goes_on"], page["version"]) == (3, True, 1)
    assert counts == {"yes": (1, 0), "not approached yet": (2, 3)} or counts["yes"] == (1, 0)
    assert 'hx-trigger="every 20s"' in shown
    assert address("tally") in shown
    assert re.findall(r'href="([^"]+)"[^>]*>The page', shown) == [address("page", form="pdf"), address("page", form="docx")]
    paper = client.get(address("page", form="docx"))
    assert paper.content[:2] == b"PK"
    assert client.get(address("page", form="pdf")).content[:5] == b"%PDF-"
    assert client.get(address("page", form="html")).status_code == 404


def test_what_is_saved_is_rows_of_the_dossier_with_author_and_revision(site) -> None:
    client, before = made(site), site.dossier.head
    given(client)
    instructed(client)
    dossier = whole(site)
    (row,) = dossier.rounds

    assert (row.title.fr, row.issue, row.deadline, row.zone, row.silent_after) == (
        "Avant le vote",
        "norms",
        "2999-03-05T18:00",
        "Europe/Paris",
        24,
    )
    assert row.opened.instant == dt.datetime(2020, 2, 29, 23, tzinfo=dt.UTC)
    assert row.author == "Editor"
    assert [(one.actor, one.post, one.partner) for one in dossier.assignments] == [
        ("EST", "Tallinn", ""), ("FRA", "Tallinn", ""), ("DEU", "Berlin", "DEU"), ("FRA", "", "DEU"),
    ]  # fmt: skip
    main, fallback = dossier.instructions
    assert (main.version, main.change, str(main.ask.fr), main.marking, main.fallback.fr) == (1, "first", "Obtenir un oui", "", "")
    assert (fallback.version, fallback.fallback.en, fallback.marking) == (1, "Failing that, an abstention", "TLP:RED")
    assert site.dossier.head == before + 3


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title_fr": "", "title_en": ""}, "no-title"),
        ({"title_fr": "=1+1"}, "formula"),
        ({"day": ""}, "needed"),
        ({"day": "2026-03-29", "time": "02:30"}, "clocks"),
        ({"opens": "2999-04-01"}, "ends-first"),
        ({"zone": "Mars/Olympus"}, "choice"),
        ({"marking": "TLP:PINK"}, "choice"),
        ({"time": "25:99"}, "time"),
    ],
)
def test_what_is_wrong_in_a_round_is_said_beside_it_and_nothing_is_lost(site, wrong: dict[str, str], field: str) -> None:
    client, before = site.client("editor"), site.dossier.head
    answer = client.post("/dossiers/small/engagement/add-round", {**NEW, "desk": "My desk", **wrong})
    site.dossier.refresh_from_db()

    assert (answer.status_code, site.dossier.head) == (422, before), field
    assert 'class="error"' in answer.content.decode()
    assert "My desk" in answer.content.decode()


def test_a_deadline_that_the_clocks_show_twice_asks_which(site) -> None:
    client = site.client("editor")
    twice = {**NEW, "day": "2026-10-25", "time": "02:30"}
    asked = client.post("/dossiers/small/engagement/add-round", twice)
    assert 'name="fold"' in asked.content.decode()
    client.post("/dossiers/small/engagement/add-round", {**twice, "fold": "1"})
    assert whole(site).rounds[0].until == dt.datetime(2026, 10, 25, 1, 30, tzinfo=dt.UTC)


def test_a_round_that_is_changed_is_the_same_round_and_closing_ends_it(site) -> None:
    client = made(site)
    given(client)
    fields = client.get(f"{address('edit')}.json").json()["fields"]
    sent = {one["name"]: one["value"] for one in fields}
    assert (sent["opens"], sent["day"], sent["time"], sent["silent_after"]) == ("2020-03-01", "2999-03-05", "18:00", "24")
    client.post(address("change"), {**sent, "time": "19:30"})
    page = client.get(f"{address('one')}.json").json()
    assert (page["is_closed"], len(page["approaches"])) == (False, 4)
    assert "19:30 (Paris time)" in page["until"]
    client.post(address("close"))
    page = client.get(f"{address('one')}.json").json()

    assert page["is_closed"]
    assert client.get(f"{address('tally')}.json").json()["goes_on"] is False
    assert client.post(address("close")).status_code == 302
    assert len(whole(site).rounds) == 3


def test_a_round_that_is_changed_keeps_the_name_of_its_desk_in_both_languages(site) -> None:
    client = made(site)
    parts = encode(whole(site))
    table = "id,title_en,title_fr,opened,deadline,zone,desk_en,desk_fr\n"
    table += "before-the-vote,Before the vote,Avant le vote,2020-03-01T00:00Z,2999-03-05T18:00,Europe/Paris,The cable desk,Le bureau des câbles\n"
    site.dossier.refresh_from_db()
    replaced(site.dossier, *[decode({**parts, "rounds.csv": table.encode()})] * store.revision_of(site.dossier).number)
    sent = {one["name"]: one["value"] for one in client.get(f"{address('edit')}.json").json()["fields"]}
    assert client.post(address("change"), {**sent, "time": "19:30"}).status_code == 302
    row = standing(whole(site).rounds)[-1]
    assert (row.deadline, row.desk.en, row.desk.fr) == ("2999-03-05T19:30", "The cable desk", "Le bureau des câbles")

    sent["desk"] = "Another desk"
    assert client.post(address("change", row.id), sent).status_code == 302
    desk = standing(whole(site).rounds)[-1].desk
    assert {str(desk.in_language(lang)) for lang in ("en", "fr")} == {"Another desk"}


# --- who speaks to whom ---------------------------------------------------------------------------------------------------------------------


def test_nothing_is_written_before_it_was_shown(site) -> None:
    client = made(site)
    site.dossier.refresh_from_db()
    before = site.dossier.head
    for sent in ({"do": "read"}, {"do": "save"}, {"do": "save", "shown": LINES + "\nParis : Estonie"}):
        answer = client.post(address("assign"), {"lines": LINES, **sent})
        assert answer.status_code == 200
        assert "4 approaches" in text_of(answer)
    site.dossier.refresh_from_db()
    assert site.dossier.head == before
    assert whole(site).assignments == ()


def test_lines_that_cannot_be_read_are_named_and_stay_in_the_form(site) -> None:
    client = made(site)
    lines = "Tallinn : Estonie\nParis : Atlantide\nno speaker\n=cmd : France\nTallinn : Estonie\nBern :"
    answer = client.post(address("assign"), {"lines": lines, "do": "save", "shown": lines})
    page, shown = text_of(answer), html.unescape(answer.content.decode())

    assert answer.status_code == 422
    assert [f"Line {number}:" in page for number in range(1, 7)] == [False, True, True, True, True, True]
    assert "Atlantide" in page
    assert f">\n{lines}</textarea>" in shown
    assert whole(site).assignments == ()


def test_two_posts_on_one_capital_and_a_contradictory_ask_show_before_anything_is_given(site) -> None:
    client = made(site)
    given(client, "Tallinn : France")
    instructed(client, fallback_fr="", fallback_en="")
    client.post("/dossiers/small/engagement/add-round", {**NEW, "title_en": "Second", "title_fr": "Second"})
    client.post(address("assign", "second"), {"lines": "Oslo: France", "do": "save", "shown": "Oslo: France"})
    sent = {**TEXT, "ask_en": "Obtain a no", "ask_fr": "Obtenir un non"}
    shown = client.post(address("instruct", "second"), sent)
    assert (shown.status_code, "Obtain a yes" in shown.content.decode()) == (200, True)
    assert len(whole(site).instructions) == 1
    assert client.post(address("instruct", "second"), {**sent, "seen": "yes"}).status_code == 302
    answer = client.post(address("assign", "second"), {"lines": "Paris: France\nBern: France", "do": "read"})
    page = answer.content.decode()
    clashes = re.findall(r"<li>(.*?)</li>", page[page.index("notice warning") : page.index("</ul>", page.index("notice warning"))])

    assert len(clashes) == 4
    assert any("Bern" in one for one in clashes)
    assert any("Tallinn" in one and "Obtain a yes" in one for one in map(html.unescape, clashes))
    assert [one.round for one in whole(site).assignments] == ["before-the-vote", "second"]


def test_a_line_is_composed_of_a_group_of_names_and_of_whom_to_call_first(site) -> None:
    client = made(site)
    group = client.post(address("assign"), {"do": "compose", "lines": "", "post": "Tallinn", "group": "EU"})
    assert "Tallinn: France, Germany, Estonia</textarea>" in group.content.decode()
    typed = client.post(
        address("assign"), {"do": "compose", "lines": "Tallinn: EST", "post": "Bern", "partner": "DEU", "targets": "France\nICANN"}
    )
    assert "Tallinn: EST\nBern + DEU: France, ICANN</textarea>" in typed.content.decode()
    for sent in ({"targets": "France"}, {"post": "Bern"}):
        answer = client.post(address("assign"), {"do": "compose", "lines": "kept: EST", **sent})
        assert (answer.status_code, "kept: EST</textarea>" in answer.content.decode()) == (422, True)
    assert whole(site).assignments == ()


def test_whom_to_call_first_is_proposed_where_the_dossier_knows_it(site) -> None:
    client = made(site)
    answer = client.post(address("assign"), {"do": "compose", "lines": "", "post": "Tallinn", "first": "5"})

    assert answer.status_code in (200, 422)
    assert ("Tallinn: " in answer.content.decode()) == (answer.status_code == 200)


def test_a_hundred_and_ninety_three_capitals_in_one_paste(site) -> None:
    states = [one for one in countries().values() if one.un_member]
    rows = "".join(f'{one.iso3},"{one.name.en}","{one.name.fr}",state,{one.iso3}\n' for one in states)
    kept = encode(whole(site))["dossier.toml"]
    replaced(site.dossier, decode({"dossier.toml": kept, "actors.csv": f"id,name_en,name_fr,kind,iso3\n{rows}".encode()}))
    client = made(site, issue="")
    lines = "\n".join(f"New York: {one.name.fr if number % 2 else one.iso3}" for number, one in enumerate(states))
    assert given(client, lines).status_code == 302
    page = client.get(f"{address('one')}.json").json()

    assert (page["capitals"], len(page["approaches"]), len(states)) == (193, 193, 193)
    first = {one["post"] for one in page["approaches"]}
    assert first == {"New York"}


def test_a_script_in_a_name_is_shown_as_text(site) -> None:
    client = made(site)
    given(client, "<script>alert(1)</script> + <img src=x onerror=alert(2)>: France")
    for route in ("one", "speakers", "tally", "instruction", "posts", "preview"):
        page = client.get(address(route)).content.decode()
        assert "<script>alert" not in page, route
        assert "<img src=x" not in page, route
    assert "&lt;script&gt;" in client.get(address("one")).content.decode()


def test_an_approach_is_taken_back_once(site) -> None:
    client = made(site)
    given(client)
    wanted = {"actor": "FRA", "post": "Tallinn", "partner": ""}
    assert client.post(address("take-back"), wanted).status_code == 302
    assert client.post(address("take-back"), wanted).status_code == 404
    states = {(one["actor"], one["post"]): one["is_closed"] for one in client.get(f"{address('one')}.json").json()["approaches"]}
    assert states == {("EST", "Tallinn"): False, ("FRA", "Tallinn"): True, ("DEU", "Berlin"): False, ("FRA", ""): False}
    assert given(client, "Tallinn: France").status_code == 302  # given anew in the same minute
    page = client.get(f"{address('one')}.json").json()
    assert [one["is_closed"] for one in page["approaches"] if (one["actor"], one["post"]) == ("FRA", "Tallinn")] == [False]


@pytest.mark.parametrize("other", [False, True], ids=["its own", "of another round"])
def test_what_takes_an_approach_back_is_marked_as_high_as_what_gave_it(site, other: bool) -> None:
    client = made(site)
    if other:
        client.post("/dossiers/small/engagement/add-round", {**NEW, "title_en": "Second", "title_fr": "Second"})
    given(client, "Tallinn : Estonie")
    parts = encode(whole(site))
    (row,) = whole(site).assignments
    table = "id,round,event,actor,post,at,marking\n" + f"{row.id},before-the-vote,,EST,Tallinn,{row.at},{'' if other else 'TLP:RED'}\n"
    table += f"b,second,,EST,Tallinn,{row.at},TLP:RED\n" if other else ""
    site.dossier.refresh_from_db()
    replaced(site.dossier, *[decode({**parts, "assignments.csv": table.encode()})] * store.revision_of(site.dossier).number)
    assert client.post(address("take-back"), {"actor": "EST", "post": "Tallinn", "partner": ""}).status_code == 302

    (back,) = (one for one in whole(site).assignments if one.event == "closed")
    assert back.marking == ("" if other else "TLP:RED")


# --- the instruction ------------------------------------------------------------------------------------------------------------------------


def test_a_version_is_editorial_or_of_substance_and_which_post_has_read_it_shows(site) -> None:
    client = made(site)
    given(client)
    instructed(client)
    post = holders.post_for(site.dossier, "before-the-vote", "Tallinn")
    link = Client(headers={"Accept-Language": "en"})
    link.cookies[POSTS.cookie_of(post.pk)] = holders.make_link(post, None)
    link.post(f"/posts/{post.pk}/read", {"version": "1"})
    assert instructed(client, number="2").status_code == 422  # what it changes is not said
    assert instructed(client, number="2", change="substance", ask_en="Obtain a firm yes").status_code == 302
    page = client.get(f"{address('instruction')}.json").json()
    versions = {one["number"]: (one["read"], one["unread"], one["change"]) for one in page["versions"]}

    assert versions == {2: ([], ["Tallinn", "Berlin"], "of substance"), 1: (["Tallinn"], ["Berlin"], None)}
    assert "Obtain a firm yes" in page["telegram"]
    assert "BY " not in page["telegram"].splitlines()[0]
    readers = client.get(f"{address('one')}.json").json()["readers"]
    assert [(one["post"], one["version"], one["is_newest"]) for one in readers] == [("Berlin", 0, False), ("Tallinn", 1, False)]


def test_a_version_that_somebody_else_gave_meanwhile_is_shown_and_nothing_typed_is_lost(site) -> None:
    client, other = made(site), site.client("owner")
    instructed(client)
    late = instructed(other, ask_en="Mine")

    assert late.status_code == 409
    assert "Mine" in late.content.decode()
    assert {one.version for one in whole(site).instructions} == {1}


@pytest.mark.parametrize(
    "wrong",
    [{"ask_fr": "", "ask_en": ""}, {"points_en": "=1+1"}, {"fallback_marking": "TLP:PINK"}, {"day": "2999-13-01"}, {"ask_en": "x" * 8_001}],
)
def test_what_is_wrong_in_an_instruction_is_said_beside_it(site, wrong: dict[str, str]) -> None:
    client = made(site)
    answer = instructed(client, **wrong)

    assert answer.status_code == 422
    assert 'class="error"' in answer.content.decode()
    assert "Nothing on thresholds" in answer.content.decode()
    assert whole(site).instructions == ()


def test_an_instruction_has_its_own_deadline(site) -> None:
    client = made(site)
    instructed(client, day="2999-01-02", time="12:00")
    assert whole(site).instructions[0].reply_by.instant == dt.datetime(2999, 1, 2, 11, tzinfo=dt.UTC)
    assert "2 January 2999, 12:00 (Paris time)" in client.get(address("one")).content.decode()


# --- what a post sees -----------------------------------------------------------------------------------------------------------------------


def test_the_preview_is_what_the_post_sees_and_makes_no_post(site) -> None:
    client = made(site)
    given(client)
    instructed(client)
    page = client.get(address("preview") + "?post=Tallinn")
    assert not Post.objects.exists()
    post = holders.post_for(site.dossier, "before-the-vote", "Tallinn")
    link = Client(headers={"Accept-Language": "en"})
    link.cookies[POSTS.cookie_of(post.pk)] = holders.make_link(post, None)
    own = link.get(f"/posts/{post.pk}/assignments.json").json()
    preview = client.get(f"{address('preview')}.json?post=Tallinn").json()

    assert preview["instruction"] == own["instruction"]
    assert [one[0] for one in preview["targets"]] == [one["name"] for one in own["targets"]]
    assert "abstention" not in text_of(page)  # the fallback is marked higher than what a post sees
    assert "Obtain a yes" in text_of(page)
    sheet = client.get(preview["targets"][0][2])
    assert sheet.status_code == 200
    assert sheet.content == link.get(f"/posts/{post.pk}/script/EST").content
    assert client.get(address("preview") + "?post=Nowhere").status_code == 404
    assert client.get(address("script", actor="DEU") + "?post=Tallinn").status_code == 404


def test_a_preview_shows_no_more_than_its_reader_sees(site) -> None:
    client = made(site, "owner")
    given(client)
    instructed(client, fallback_marking="TLP:AMBER")
    grant = site.dossier.grants.get(account=site.people["editor"])
    grant.marking = "TLP:GREEN"
    grant.save()
    page = text_of(site.client("editor").get(address("preview") + "?post=Tallinn"))

    assert "abstention" not in page
    assert "abstention" in text_of(client.get(address("preview") + "?post=Tallinn"))


def test_a_round_that_is_not_open_shows_nothing_to_its_posts(site) -> None:
    client = made(site, opens="2998-01-01")
    given(client)
    instructed(client)
    page = client.get(f"{address('one')}.json").json()
    assert (page["to_come"], len(page["approaches"]), page["version"]) == (True, 4, 1)
    assert "1 January 2998" in text_of(client.get(address("preview") + "?post=Tallinn"))
    post = holders.post_for(site.dossier, "before-the-vote", "Tallinn")
    link = Client(headers={"Accept-Language": "en"})
    link.cookies[POSTS.cookie_of(post.pk)] = holders.make_link(post, None)
    assert link.get(f"/posts/{post.pk}/").status_code == 404


# --- a partner ------------------------------------------------------------------------------------------------------------------------------


def test_the_sheet_of_a_partner_holds_only_what_is_chosen(site) -> None:
    client = made(site)
    given(client)
    instructed(client)
    usual = client.get(f"{address('partner')}.json?partner=DEU").json()
    chosen = client.get(f"{address('partner')}.json?partner=DEU&columns=ask&columns=avoid&columns=fallback").json()
    book = client.get(address("sheet", form="xlsx") + "?partner=DEU&columns=ask&columns=answer")
    cells = [cell.value for row in load_workbook(io.BytesIO(book.content)).worksheets[0].iter_rows() for cell in row if cell.value]

    assert [row[0] for row in usual["rows"]] == ["Germany", "France"]
    assert "thresholds" not in str(usual["rows"])
    assert "abstention" not in str(usual) + str(chosen)
    assert "Nothing on thresholds" not in str(usual) + str(chosen)
    assert [len(one["warnings"]) for one in (chosen, usual)] == [1, 1]
    assert cells[0] == "Capital"
    assert {"Obtain a yes", "Germany", "France"} <= set(cells)
    assert "Estonia" not in cells
    for wrong in ("", "?partner=Nobody", "?partner=EST"):
        assert client.get(address("partner") + wrong).status_code == 404, wrong
    assert client.get(address("sheet", form="exe") + "?partner=DEU").status_code == 404


# --- who may --------------------------------------------------------------------------------------------------------------------------------


def test_what_is_done_to_a_round_is_as_the_table_says(site) -> None:
    client = made(site)
    given(client)
    instructed(client)
    names = [
        name
        for name in ROUTES
        if re.fullmatch(
            r"rounds(\.(new|add|one|edit|change|close|speakers|assign|take-back|instruct(ion)?|preview|script|partner|sheet|tally|page))?",
            name,
        )
    ]
    assert len(names) == 18
    forms = {"lines": LINES, **NEW, **TEXT, "actor": "FRA", "post": "Tallinn", "partner": ""}
    for who in ("owner", "editor", "contributor", "reader", "guest"):
        other = site.client(who)
        for name in sorted(names, key=lambda name: name == "rounds.close"):
            route = ROUTES[name]
            more = {"actor": "EST", "form": "csv" if name == "rounds.sheet" else "docx"}
            values = {key: value for key, value in {"round": "before-the-vote", **more}.items() if f":{key}>" in route.path}
            where = reverse(name, kwargs={"slug": "small", **values}) + ("?partner=DEU" if name == "rounds.partner" else "")
            if route.kind == "action" and who in TABLE[route.action]:
                continue
            answer = other.post(where, forms) if route.kind == "action" else other.get(where)
            assert answer.status_code == (200 if who in TABLE[route.action] else 403), (who, name)


def test_a_round_that_is_marked_higher_is_not_there_for_who_sees_less(site) -> None:
    client = made(site, "owner", marking="TLP:RED")
    given(client)
    instructed(client)
    for who in ("editor", "reader"):
        other = site.client(who)
        grant = site.dossier.grants.get(account=site.people[who])
        grant.marking = "TLP:GREEN"
        grant.save()
        for route in ("one", "tally", "instruction", "speakers", "preview", "partner"):
            assert other.get(address(route)).status_code in (403, 404), (who, route)
        assert "Before the vote" not in other.get("/dossiers/small/rounds").content.decode()
    assert {one.marking for one in (*whole(site).assignments, *whole(site).instructions)} == {"TLP:RED"}


def test_the_door_of_rounds_stands_beside_the_contacts(site) -> None:
    made(site)
    page = site.client("reader").get("/dossiers/small/engagement").content.decode()

    assert 'href="/dossiers/small/rounds"' in page
    assert address("one") in page
    assert "/dossiers/small/rounds" not in site.client("guest").get("/dossiers/small/engagement").content.decode()
