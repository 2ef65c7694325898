"""Choosing while typing: the best rows for some words, only what may be seen; names taken for ids where no script runs."""

from __future__ import annotations

import re
from typing import Any

import pytest
from web.conftest import Site

from legation.dossier import decode
from legation.dossier.edit import Edit, apply
from legation.questions import questions
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier
from legation.web.runs.models import Run

pytestmark = pytest.mark.django_db
PICK = "/dossiers/small/pick"
ASK = "/dossiers/small/questions"


def many(site: Site, count: int = 30) -> None:
    """Save so many more actors and roll calls that they are searched and not listed."""
    dossier = Dossier.objects.get(pk=site.dossier.pk)
    edits = [Edit("actors", "add", f"x{at}", {"name": f"Company {at}", "name_fr": f"Société {at}"}) for at in range(count)]
    edits += [Edit("rollcalls", "add", f"rc{at}", {"symbol": f"A/RES/9{at}", "title": f"Text {at}"}) for at in range(count)]
    edits.append(Edit("actors", "add", "SAU", {"name": "المملكة العربية السعودية"}))
    content = apply(store.content(store.revision_of(dossier)), edits)
    store.save(dossier, dossier.head, content, site.people["owner"], store.EVERYTHING, reason="")
    site.dossier.refresh_from_db()


def ids(answer: Any) -> list[str]:
    return [row["id"] for row in answer.json()["rows"]]


def test_the_best_rows_come_with_how_many_there_are(site: Site, see: Any) -> None:
    many(site)
    answer = see("owner", f"{PICK}/actors?q=compan").json()

    assert (len(answer["rows"]), answer["count"]) == (20, 31)
    assert answer["rows"][0] == {"id": "x0", "name": "Company 0", "note": "other"}
    assert "31" in answer["said"]
    assert ids(see("owner", f"{PICK}/actors?q=العربية")) == ["SAU"]
    assert ids(see("owner", f"{PICK}/rollcalls"))[:2] == ["r2", "r1"]


@pytest.mark.parametrize(("role", "found"), [("owner", ["hidden-co"]), ("reader", []), ("guest", [])])
def test_nobody_is_offered_what_they_may_not_see(site: Site, see: Any, role: str, found: list[str]) -> None:
    answer = see(role, f"{PICK}/actors?q=secret")

    assert ids(answer) == found
    assert answer.json()["count"] == len(found)
    assert see("member", f"{PICK}/actors?q=france").status_code == 404
    assert see("anonymous", f"{PICK}/actors?q=france").status_code == 302


def test_a_guest_is_offered_the_tables_that_are_open_to_them(see: Any) -> None:
    assert ids(see("guest", f"{PICK}/objectives")) == []
    assert ids(see("guest", f"{PICK}/issues")) == ["norms"]
    assert ids(see("reader", f"{PICK}/objectives")) == ["o1"]


def test_what_came_later_is_not_offered_before(see: Any) -> None:
    assert ids(see("owner", f"{PICK}/evidence?as_of=2018-05-10")) == ["e1"]
    assert sorted(ids(see("owner", f"{PICK}/evidence"))) == ["e1", "e2"]


def test_what_may_be_of_several_tables_is_found_in_all_of_them(site: Site, see: Any) -> None:
    many(site)
    form = see("owner", "/dossiers/small/rows/messages/new").content.decode()
    rows = see("owner", f"{PICK}/actors-groups-coalitions?q=friend").json()["rows"]

    assert f'data-pick="{PICK}/actors-groups-coalitions"' in form
    assert "Company" not in form
    assert [(row["id"], row["note"]) for row in rows] == [("friends", "coalition")]
    assert ids(see("owner", f"{PICK}/actors-coalitions?q=company+7"))[0] == "x7"
    assert see("owner", f"{PICK}/actors-votes").status_code == 404
    assert ids(see("reader", f"{PICK}/actors-groups-coalitions?q=secret")) == []


def test_an_audience_is_saved_by_the_names_that_were_typed(site: Site) -> None:
    many(site)
    sent = {"base": "2", "audience": "Société 7; friends", "text": "We share.", "issue": "norms"}
    answer = site.client("owner").post("/dossiers/small/rows/messages/add", sent)

    assert answer.status_code == 302, answer.content.decode()[:2000]
    assert store.content(store.revision_of(Dossier.objects.get(pk=site.dossier.pk))).messages[-1].audience == ("x7", "friends")


def test_words_of_one_s_own_stand_beside_names_that_are_found(site: Site, see: Any) -> None:
    form = see("owner", "/dossiers/small/rows/steps/new?about=the+draft").content.decode()

    assert f'data-pick="{PICK}/rollcalls-actors-coalitions"' in form
    assert 'value="the draft"' in form


@pytest.mark.parametrize("place", ["votes", "actors-", "nothing", "dossier", "file", "mandate", "text"])
def test_a_place_without_names_is_not_there(see: Any, place: str) -> None:
    assert see("owner", f"{PICK}/{place}").status_code == 404


def test_a_search_of_ten_thousand_signs_is_answered(see: Any) -> None:
    assert see("owner", f"{PICK}/actors", data={"q": "zz " * 5000}).json()["count"] == 0


def test_models_are_offered_by_their_titles(site: Site, see: Any) -> None:
    from pathlib import Path

    from legation.dossier import load

    content = load(Path(__file__).parents[2] / "examples" / "iana-transition-2014")
    store.create(content, site.people["owner"], slug="iana")
    models = ids(see("owner", "/dossiers/iana/pick/scenario"))

    assert models == sorted(
        part.removeprefix("scenarios/").removesuffix(".toml") for part in content.files if part.startswith("scenarios/")
    )
    assert models


def test_what_stands_in_a_model_is_searched_too(site: Site, see: Any) -> None:
    from pathlib import Path

    from legation.dossier import load

    content = load(Path(__file__).parents[2] / "examples" / "un-ict-2018")
    store.create(content, site.people["owner"], slug="un")
    form = "/dossiers/un/questions/where-could-it-settle"
    state = see("owner", f"{form}/pick/state?q=3").json()

    assert state["rows"][0]["id"] == "3"
    assert state["count"] > len(state["rows"]) or len(state["rows"]) < 20
    assert len(see("owner", form).content) < 60_000
    assert see("owner", f"{form}/pick/seed").status_code == 404
    assert see("owner", "/dossiers/un/questions/nothing/pick/state").status_code == 404
    assert see("member", f"{form}/pick/state").status_code == 404


def field_of(page: str, name: str) -> str:
    """Return the part of a form with the field of an option."""
    found = re.search(rf'<(?:div|fieldset) class="field"(?:(?!class="help").)*id="option-{name}".*?class="help"', page, re.DOTALL)
    assert found is not None, name
    return found[0]


def test_few_are_listed_and_many_are_searched(site: Site, see: Any) -> None:
    assert "<select" in field_of(see("owner", f"{ASK}/who-can-move").content.decode(), "first")
    many(site)
    page = see("owner", f"{ASK}/who-can-move").content.decode()

    assert f'data-pick="{PICK}/rollcalls"' in field_of(page, "first")
    assert "A/RES/91" not in page


@pytest.mark.parametrize("typed", ["Société 7; companÝ 8", "x7;x8", "x7 x8", "Company 7; x8"])
def test_names_are_taken_for_ids_without_a_script(site: Site, typed: str) -> None:
    many(site)
    answer = site.client("owner").post(f"{ASK}/who-took-up-our-words/ask", {"us": typed, "phrase": "norms"})

    assert answer.status_code == 302, answer.content.decode()[:2000]
    assert Run.objects.latest("pk").options["us"] == "x7 x8"


def test_a_name_that_means_nothing_is_shown_again_with_what_was_chosen(site: Site) -> None:
    many(site)
    answer = site.client("owner").post(f"{ASK}/who-can-move/ask", {"first": "A/RES/91", "second": "Never voted"})
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "Never voted" in field_of(page, "second")
    assert 'aria-invalid="true"' in field_of(page, "second")


def test_what_was_chosen_stands_as_names(site: Site, see: Any) -> None:
    many(site)
    page = see("owner", f"{ASK}/who-took-up-our-words?us=x7+x8").content.decode()

    assert '<li data-id="x7">Company 7</li><li data-id="x8">Company 8</li>' in field_of(page, "us")


def test_what_turns_the_method_stands_apart(see: Any) -> None:
    page = see("owner", f"{ASK}/who-votes-alike").content.decode()
    before, _, advanced = page.partition('<details class="more">')

    assert 'name="resamples"' in advanced
    assert 'name="seed"' in advanced
    assert 'name="actor"' in before
    assert 'name="seed"' not in before


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_option_has_a_label_of_its_own(lang: Any) -> None:
    from legation.language import say

    for question in questions().values():
        said = [say(option.label(question.id), lang) for option in question.all_options]
        assert len(said) == len(set(said)), question.id
        assert all(option.label(question.id).id != "answer.value" for option in question.all_options), question.id


def test_the_heaviest_form_is_light_beside_many_rows(site: Site, see: Any) -> None:
    rows = "id,name,kind\n" + "".join(f"a{at},State number {at},state\n" for at in range(1336))
    parts = {
        "dossier.toml": b'id = "big"\n',
        "actors.csv": rows.encode(),
        "evidence.csv": b"id,title,date,quote\ne1,Said,2020-01-01,norms\n",
    }
    store.create(decode(parts), site.people["owner"], slug="big")

    sizes = {name: len(see("owner", f"/dossiers/big/questions/{name}").content) for name in questions()}

    assert max(sizes.values()) < 60_000, max(sizes, key=lambda name: sizes[name])


def test_thousands_of_rows_are_searched_and_never_listed(site: Site, see: Any) -> None:
    rows = "id,name,kind\n" + "".join(f"a{at},Ministry {at},other\n" for at in range(5_000))
    parts = {"dossier.toml": b'id = "huge"\n', "actors.csv": rows.encode()}
    store.create(decode(parts), site.people["owner"], slug="huge")

    found = see("owner", "/dossiers/huge/pick/actors?q=ministry+4999").json()
    every = see("owner", "/dossiers/huge/pick/actors?q=ministry").json()
    pages = {name: see("owner", f"/dossiers/huge/{name}") for name in ("rows/positions/new", "rows/messages/new", "briefs", "coalitions")}

    assert ([row["id"] for row in found["rows"]], found["count"]) == (["a4999"], 1)
    assert (len(every["rows"]), every["count"]) == (20, 5_000)
    assert "5,000" in every["said"]
    assert all(page.status_code == 200 and len(page.content) < 60_000 for page in pages.values()), {
        name: (page.status_code, len(page.content)) for name, page in pages.items()
    }
