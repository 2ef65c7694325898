"""Our limits in a negotiation on the site: the owner and whom an owner named see the answer, nobody else a byte of it."""

from __future__ import annotations

import dataclasses
import tomllib

import pytest
from questions.negotiation_dossier import MANDATE, SECRET, TALKS

from legation.dossier import Mandate
from legation.web.dossiers import store
from legation.web.runs.models import Run
from legation.web.runs.worker import Worker

pytestmark = pytest.mark.django_db
QUESTION = "what-can-we-live-with"
SAID = "41.6"
"""Our floor as an answer says it."""


@pytest.fixture
def talks(site):
    """Put the talks, and our limits in them, into the small dossier."""
    content = store.content(store.revision_of(site.dossier))
    mandate = Mandate(negotiation=tomllib.loads(MANDATE.decode())["negotiation"])
    text = "\n".join(line for line in TALKS.splitlines() if not line.startswith("evidence"))  # the site's dossier has its own evidence
    content = dataclasses.replace(content, files={**content.files, "negotiations/talks.toml": text.encode()}, mandate=mandate)
    store.save(site.dossier, site.dossier.head, content, site.people["owner"], store.EVERYTHING, reason="", owns=True)
    return site


def answered(site, role, question=QUESTION):
    """Ask as a role, let the worker answer, and return the run."""
    response = site.client(role).post(f"/dossiers/small/questions/{question}/ask", {"as_of": "2019-01-01"})
    assert response.status_code == 302, response.content[-2000:]
    worker = Worker(every=60)
    while worker.once():
        pass
    return Run.objects.get(pk=int(response["Location"].rpartition("/")[2]))


def test_the_owner_sees_the_answer_and_others_get_none(talks) -> None:
    run = answered(talks, "owner")
    address = f"/dossiers/small/runs/{run.pk}"

    assert SAID in talks.client("owner").get(address).content.decode()
    for role in ("editor", "contributor", "reader", "guest", "member", "anonymous"):
        response = talks.client(role).get(address)
        assert response.status_code in (302, 403, 404), role
        assert SAID.encode() not in response.content


@pytest.mark.parametrize("role", ["editor", "reader", "guest"])
@pytest.mark.parametrize("question", [QUESTION, "which-trade"])
def test_who_does_not_see_the_mandate_is_told_nothing_of_it(talks, role, question) -> None:
    refused = talks.client(role).post(f"/dossiers/small/questions/{question}/ask", {"as_of": "2019-01-01"})
    if refused.status_code == 422:  # what it needs is not there for them: told beforehand, and nothing is run
        page = refused.content
    else:
        run = answered(talks, role, question)
        page = talks.client(role).get(f"/dossiers/small/runs/{run.pk}").content

    assert SAID.encode() not in page
    assert SECRET.encode() not in page


def test_it_is_offered_in_no_brief(talks) -> None:
    page = talks.client("owner").get("/dossiers/small/briefs").content.decode()

    assert 'value="which-trade"' in page
    assert f'value="{QUESTION}"' not in page


def test_saving_the_mandate_keeps_what_it_says_of_negotiations(talks) -> None:
    client = talks.client("owner")
    page = client.get("/dossiers/small/mandate").content.decode()
    talks.dossier.refresh_from_db()
    response = client.post("/dossiers/small/mandate/save", {"base": str(talks.dossier.head), "aim": "Another aim"})
    talks.dossier.refresh_from_db()
    mandate = store.content(store.revision_of(talks.dossier)).mandate

    assert SECRET in page
    assert response.status_code == 302
    assert mandate.aim.text == "Another aim"
    assert mandate.negotiation["talks"]["floor"] == float(SECRET)
