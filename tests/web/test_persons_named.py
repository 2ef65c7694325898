"""The owner's page of the persons whom texts name: found, counted, decided on; nobody else sees it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from web.test_actors import saved

from legation.dossier.edit import Edit
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier

pytestmark = pytest.mark.django_db
HERE = "/dossiers/small/persons-named"


@pytest.fixture
def spoken(site: Any) -> Any:
    """Return the site with two messages that name persons, and a published quotation."""
    saved(
        site,
        Edit("messages", "add", "m1", {"text": "Call Susan Whitfield before Friday."}),
        Edit("messages", "add", "m2", {"text": "Mr Talbot <b>objects</b>.", "evidence": "e1"}),
        Edit("evidence", "add", "e9", {"kind": "statement", "title": "Statement by Mr Talbot", "publisher": "The Daily"}),
    )
    return site


def sent(site: Any, row: str, **form: str) -> Any:
    page = site.client("owner").get(HERE).content.decode()
    section = next(one for one in page.split("<section")[1:] if f'value="messages/{row}/' in one)
    fields = dict(re.findall(r'type="hidden" name="(base|place|name)" value="([^"]*)"', section))
    return site.client("owner").post(f"{HERE}/choose", fields | form)


def texts() -> dict[str, str]:
    content = store.content(store.revision_of(Dossier.objects.get(slug="small")))
    return {row.id: str(row.text) for row in content.messages}


@pytest.mark.each_database(why="a choice is a revision")
def test_the_owner_sees_each_name_and_decides(spoken: Any) -> None:
    page = spoken.client("owner").get(HERE).content.decode()
    assert "<mark>Susan Whitfield</mark>" in page and "<mark>Mr Talbot</mark> &lt;b&gt;objects" in page
    assert page.count('name="choice" value="function"') == 2 and page.count('value="quote"') == 1
    assert "2 names of persons stand in texts; 1 more in published quotations." in page

    assert sent(spoken, "m1", choice="function", function="the head of division").status_code == 302
    assert sent(spoken, "m2", choice="quote").status_code == 302
    assert texts() == {"m1": "Call the head of division before Friday.", "m2": "“Mr Talbot <b>objects</b>.”"}
    page = spoken.client("owner").get(HERE).content.decode()
    assert "No text names a person" in page and "2 names stand in published quotations and may stay." in page
    assert 'href="/dossiers/small/persons-named"' in spoken.client("owner").get("/dossiers/small/people").content.decode()


def test_a_choice_that_is_none_and_a_name_that_is_gone_change_nothing(spoken: Any) -> None:
    before = texts()
    assert sent(spoken, "m1", choice="function", function=" ").status_code == 400
    assert sent(spoken, "m1", choice="shred").status_code == 400
    assert sent(spoken, "m1", choice="quote").status_code == 400
    assert sent(spoken, "m1", choice="remove", name="Somebody Else").status_code == 409
    assert sent(spoken, "m1", choice="remove", place="messages/none/text/0").status_code == 409
    assert texts() == before


@pytest.mark.parametrize("role", ["editor", "contributor", "reader", "guest", "named", "member", "anonymous"])
def test_nobody_but_the_owner_sees_or_changes_them(spoken: Any, role: str) -> None:
    before = texts()
    for answer in (
        spoken.client(role).get(HERE),
        spoken.client(role).post(f"{HERE}/choose", {"choice": "remove", "place": "messages/m1/text/5"}),
    ):
        assert answer.status_code in (302, 403, 404) and "Whitfield" not in answer.content.decode()
    assert "persons-named" not in spoken.client(role).get("/dossiers/small/people").content.decode()
    assert texts() == before


def test_the_page_speaks_french(spoken: Any) -> None:
    spoken.people["owner"].language = "fr"
    spoken.people["owner"].save()
    page = spoken.client("owner").get(HERE).content.decode()

    assert "Noms de personnes dans les textes" in page and "Dire la fonction à la place" in page
