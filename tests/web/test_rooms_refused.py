"""Why something was not taken: on every page in words on which its reader can act, and never with a number of the log."""

from __future__ import annotations

import re
from typing import Any

import pytest
from web.test_rooms_hosting import FORM

from legation.language import LANGUAGES, Lang, say
from legation.rooms import Refused
from legation.rooms.refused import CODES
from legation.web.pages.rooms.answers import IN_OTHER_WORDS, why_not
from legation.web.stores.rooms.models import Room


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("reader", IN_OTHER_WORDS)
@pytest.mark.parametrize("code", CODES)
def test_no_refusal_says_the_number_of_an_entry(code: str, reader: str, lang: Lang) -> None:
    refused = Refused(code, 4711, field="text", found="x", allowed=280)
    for at in ((), ("proposed", "paused"), ("withdrawn", "open")):
        said = say(why_not(refused, reader, *at), lang)
        assert "4711" not in said and "{" not in said
    if reader == "host":
        assert not re.search("ask the host|until the host|l’hôte", say(why_not(refused, reader), lang))


@pytest.mark.django_db
def test_the_pages_of_a_host_say_what_to_do_and_no_number(site: Any) -> None:
    host = site.client("editor", "en")
    host.post("/dossiers/small/rooms/open", FORM)
    address = f"/dossiers/small/rooms/{Room.objects.get().pk}"
    host.post(f"{address}/phase", {"phase": "closed"})
    sent = {
        "judge": {"statement": "seed-1", "verdict": "in"},
        "second/ask": {"synthesis": "Another wording."},
        "deadline/set": {"do": "none"},
        "phase": {"phase": "vote"},
    }
    said = {}
    for place, form in sent.items():
        answer = host.post(f"{address}/{place}", form)
        found = re.search(r'role="alert">(?:<p>)?([^<]+)', answer.content.decode())
        said[place] = (answer.status_code, found[1].strip() if found else "")
    closed = "The room is closed: nothing of it changes any more."
    assert said == dict.fromkeys(sent, (409, closed)) | {"second/ask": (409, "The vote is closed.")}
