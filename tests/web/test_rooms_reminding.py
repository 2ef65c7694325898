"""Letters to those who moderate rooms in which statements wait: to accounts alone, once a day, and to nobody who does not want them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from web.test_rooms_hosting import opened

from legation.web.accounts.models import Account
from legation.web.dossiers.models import Grant
from legation.web.rooms.desk import DESK
from legation.web.runs.reminding import remind_moderators

pytestmark = pytest.mark.django_db
CANARY = "Canary words that wait"
LATER = dt.timedelta(hours=3)


def _waiting(site: Any, **more: str) -> tuple[Any, Any]:
    room, host = opened(site, **more)
    person = Client()
    person.post(f"/join/{room.doors.get().code}/sit")
    assert person.post(f"/rooms/{room.pk}/seat/write", {"kind": "stated", "text": CANARY, "anyway": "yes"}).status_code == 302
    return room, host


@pytest.mark.parametrize("inside", ["anonymous", "seat"])
def test_a_moderator_is_written_to_once_a_day_and_no_word_of_the_room_is_in_the_letter(site: Any, settings: Any, inside: str) -> None:
    settings.ORIGIN = "https://desk.example.org"
    room, host = _waiting(site, inside=inside)
    now = timezone.now()
    assert remind_moderators(now - dt.timedelta(hours=2)) == 0  # nothing has waited for an hour
    assert [remind_moderators(now + LATER), remind_moderators(now + 2 * LATER)] == [1, 0]
    (letter,) = mail.outbox
    assert letter.to == ["editor@example.org"]
    assert f"https://desk.example.org/dossiers/small/rooms/{room.pk}/queue" in letter.body
    assert not [
        word for word in (CANARY, "Forum on norms", "What should come first?", "A small matter") if word in f"{letter.subject}{letter.body}"
    ]
    assert remind_moderators(now + LATER + dt.timedelta(days=1)) == 1
    host.post(f"/dossiers/small/rooms/{room.pk}/judge", {"statement": next(iter(_own(room))), "verdict": "in"})
    assert remind_moderators(now + dt.timedelta(days=5)) == 0


def _own(room: Any) -> list[str]:
    state: Any = DESK.room(room.pk).state
    return [one.id for one in state.statements.values() if one.text == CANARY]


@pytest.mark.parametrize("how", ["not wanted", "inactive", "no grant", "closed", "no mail"])
def test_nobody_is_written_to_who_does_not_moderate_or_does_not_want_it(site: Any, settings: Any, how: str) -> None:
    room, host = _waiting(site)
    editor = Account.objects.filter(pk=site.people["editor"].pk)
    if how == "not wanted":
        page = host.get("/me").content.decode()
        assert 'name="room_letters" checked' in page
        assert host.post("/me/save", {"name": "Editor", "language": "fr", "theme": "auto"}).status_code == 302
        assert 'name="room_letters">' in host.get("/me").content.decode()
    elif how == "inactive":
        editor.update(is_active=False)
    elif how == "no grant":
        Grant.objects.filter(account=site.people["editor"]).update(role="reader")
    elif how == "closed":
        host.post(f"/dossiers/small/rooms/{room.pk}/phase", {"phase": "closed"})
    else:
        settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
        assert "room_letters" not in host.get("/me").content.decode()
        host.post("/me/save", {"name": "Editor", "language": "fr", "theme": "auto"})
        assert editor.get().room_letters  # what the page does not offer it does not take away
    assert remind_moderators(timezone.now() + LATER) == 0
    assert mail.outbox == []


def test_a_letter_that_no_server_takes_is_tried_again(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    _waiting(site)
    now = timezone.now() + LATER

    def fail(*_: object) -> None:
        raise OSError

    with monkeypatch.context() as patched:
        patched.setattr("legation.web.accounts.letters.send_mail", fail)
        assert remind_moderators(now) == 0
    assert remind_moderators(now) == 1
