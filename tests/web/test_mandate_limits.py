"""Our limits in a negotiation, filled in the browser: by an owner alone, seen by nobody else, and answered on."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from legation.dossier.models.negotiation import NEGOTIATION
from legation.questions import Case, ask
from legation.web.dossiers import store

pytestmark = pytest.mark.django_db

MANDATE = "/dossiers/small/mandate"


def head(site: Any) -> Any:
    site.dossier.refresh_from_db()
    return store.content(store.revision_of(site.dossier))


@pytest.fixture
def talks(site: Any) -> Any:
    """A site whose dossier has the template of a negotiation, under the name ``talks``."""
    client = site.client("owner")
    data = NEGOTIATION.template("en").encode()
    address = client.post(
        "/dossiers/small/models/negotiation/begin", {"way": "file", "title": "Talks", "file": SimpleUploadedFile("x.toml", data)}
    ).url
    assert client.post(address.removesuffix("edit") + "keep", {"do": "save"}).status_code == 302
    return site


def test_an_owner_fills_it_and_the_question_answers(talks: Any) -> None:
    model = NEGOTIATION.read(NEGOTIATION.template("en").encode(), "negotiations/talks.toml")
    party, issue = model.parties[0].id, model.issues[0]
    sent = {"deal-talks-party": party, "deal-talks-floor": "1,5", "deal-talks-red": [f"{issue.id}.{issue.options[0].id}"]}
    assert talks.client("owner").post(f"{MANDATE}/save", {"aim": "SECRET-AIM", "walk_away": "SECRET-LIMIT", **sent}).status_code == 302

    assert head(talks).mandate.negotiation == {"talks": {"party": party, "floor": 1.5, "red_lines": {issue.id: [issue.options[0].id]}}}
    answer = ask("what-can-we-live-with", Case(dossier=head(talks), today=dt.date(2030, 1, 1)))
    assert answer.findings
    assert "our floor is 1.5" in talks.client("owner").get(MANDATE).content.decode()


@pytest.mark.parametrize("role", ["editor", "contributor", "reader", "guest"])
def test_nobody_else_fills_or_sees_it(talks: Any, role: str) -> None:
    assert talks.client(role).post(f"{MANDATE}/save", {"aim": "x", "deal-talks-party": "us"}).status_code == 403
    assert "deal-talks" not in talks.client(role).get(MANDATE).content.decode()


@pytest.mark.parametrize(("sent", "field"), [({"deal-talks-floor": "many"}, "floor"), ({"deal-talks-floor": "3"}, "party")])
def test_what_is_wrong_stands_beside_its_field(talks: Any, sent: dict[str, str], field: str) -> None:
    answer = talks.client("owner").post(f"{MANDATE}/save", {"aim": "x", "deal-talks-party": "", **sent})

    assert answer.status_code == 422
    shown = answer.content.decode().partition(f'name="deal-talks-{field}"')[2].partition("</p>")[0]
    assert 'class="error"' in shown
    assert head(talks).mandate.negotiation == {}


def test_an_emptied_form_takes_the_limits_of_the_negotiation_away(talks: Any) -> None:
    client = talks.client("owner")
    client.post(f"{MANDATE}/save", {"aim": "x", "deal-talks-party": "us", "deal-talks-floor": "3"})
    client.post(f"{MANDATE}/save", {"aim": "x", "deal-talks-party": "", "deal-talks-floor": ""})

    assert head(talks).mandate.negotiation == {}
