"""Who can stop it, asked in the browser: a body and a matter are chosen by their names, in the language of the reader."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from community_dossier import COMMUNITY, parts, power

from legation.dossier import decode
from legation.web.dossiers import store
from legation.web.runs.models import Run
from legation.web.runs.worker import Worker

pytestmark = pytest.mark.django_db
PAGE = "/dossiers/names/questions/who-can-stop-it"
BODIES = (
    COMMUNITY
    + power("reject budget", 4, "no", 'title_en = "Rejection of a budget"\ntitle_fr = "Rejet d’un budget"')
    + power("reject standard bylaw", 3, "no", 'title_en = "Rejection of a standard bylaw"\ntitle_fr = "Rejet d’un statut ordinaire"')
)
PARTS = parts(BODIES, **{"dossier.toml": 'id = "names"\nmarking = "TLP:GREEN"\n'})


def test_a_body_and_a_matter_are_chosen_by_name(site: Any) -> None:
    store.create(decode(PARTS), site.people["owner"])
    site.people["owner"].language = "fr"
    site.people["owner"].save()
    client = site.client("owner")
    page = html.unescape(client.get(PAGE).content.decode())

    assert re.search(r'<option value="ec"[^>]*>\s*Communauté habilitée', page)
    assert re.search(r'<option value="reject budget"[^>]*>\s*Rejet d’un budget', page)
    response = client.post(f"{PAGE}/ask", {"body": "ec", "matter": "Rejet d’un budget"})
    assert response.status_code == 302
    worker = Worker(every=60)
    while worker.once():
        pass
    run = Run.objects.get(pk=int(response["Location"].rpartition("/")[2]))
    text = html.unescape(client.get(response["Location"]).content.decode())
    assert run.state == "done"
    assert "4 membres sur 5" in text.replace("\xa0", " ").replace("\u202f", " ")
    assert "(Non vérifié.)" in text
