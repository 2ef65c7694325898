"""Letters and lines of the first page to accounts that hold a post: before a report is due, once for each deadline, and of no matter."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from web.posted import PARTS, PAST, TARGETS, Posted, filled

from legation.web.accounts.models import Account
from legation.web.posts import holders
from legation.web.posts.reminding import remind_posts
from legation.web.stores.posts.models import PostReminder

pytestmark = pytest.mark.django_db
ON_EACH = pytest.mark.each_database("a letter is claimed by a row that is there once")
DEADLINE = dt.datetime(2999, 3, 5, 17, tzinfo=dt.UTC)
BEFORE = DEADLINE - dt.timedelta(hours=20)
MATTER = re.compile("october|Round of|Campagne|Tallinn|Berlin|Estonia|France|TLP|Ask for|small|matter", re.IGNORECASE)


@pytest.fixture
def held(site: Any, settings: Any) -> Posted:
    settings.ORIGIN = "https://desk.example.org"
    posted = filled(site)
    holders.give_account(posted.posts["Tallinn"], site.people["member"], site.people["owner"])
    return posted


def member(held: Posted) -> Any:
    return Account.objects.filter(pk=held.site.people["member"].pk)


def due_at(held: Posted, deadline: str, zone: str = "Europe/Paris") -> None:
    held.change(rounds=PARTS["rounds.csv"].replace("2999-03-05T18:00,Europe/Paris", f"{deadline},{zone}", 1))


def reported(held: Posted, *actors: str) -> None:
    rows = "".join(f"x{one},{one},Tallinn,october,{PAST},2020-01-01,yes,mission,said,\n" for one in actors)
    held.change(engagements=PARTS["engagements.csv"].replace("g2,", "h2,").replace(",Tallinn,october", ",Berlin,october") + rows)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_letter_holds_a_link_and_the_deadline_and_nothing_of_the_matter(held: Posted, lang: str) -> None:
    member(held).update(language=lang)

    assert remind_posts(BEFORE) == 1
    (letter,) = mail.outbox
    assert letter.to == ["member@example.org"]
    written = f"{letter.subject}{letter.body}"
    assert {"en": "5 March 2999, 18:00 (Paris time)", "fr": "5 mars 2999 à\u00a018:00 (heure\u00a0de Paris)"}[lang] in written
    address = f"/posts/{held.posts['Tallinn'].pk}/"
    (link,) = re.findall(r"https://desk.example.org(/\S+next=\S+)", letter.body)
    assert not MATTER.search(written)
    assert Client().get(link).status_code == 200, "who is not signed in is asked to"
    client = held.site.client("member")
    assert client.get(link).url == address
    assert client.get(address).status_code == 200


@ON_EACH
def test_it_is_written_once_for_each_deadline_whatever_runs_again(held: Posted) -> None:
    assert remind_posts(DEADLINE - dt.timedelta(hours=25)) == 0
    assert [remind_posts(BEFORE), remind_posts(BEFORE), remind_posts(DEADLINE)] == [1, 0, 0]
    assert remind_posts(DEADLINE + dt.timedelta(minutes=1)) == 0

    due_at(held, "2999-03-06T18:00")
    assert [remind_posts(BEFORE), remind_posts(BEFORE + dt.timedelta(days=1))] == [0, 1]
    assert PostReminder.objects.count() == len(mail.outbox) == 2


def test_one_letter_tells_of_all_posts_of_a_person(held: Posted) -> None:
    holders.give_account(held.posts["Berlin"], held.site.people["member"], held.site.people["owner"])

    assert remind_posts(BEFORE) == 1
    assert all(held.posts[name].pk in mail.outbox[0].body for name in TARGETS)


@pytest.mark.parametrize("how", ["not wanted", "inactive", "revoked", "closed", "reported", "no deadline", "no mail"])
def test_nobody_is_written_to_who_owes_nothing_or_wants_no_letter(held: Posted, settings: Any, how: str) -> None:
    client = held.site.client("member")
    if how == "not wanted":
        assert 'name="post_letters" checked' in client.get("/me").content.decode()
        assert client.post("/me/save", {"name": "Member", "language": "en", "theme": "auto", "room_letters": "on"}).status_code == 302
        assert (member(held).get().post_letters, member(held).get().room_letters) == (False, True)
    elif how == "inactive":
        member(held).update(is_active=False)
    elif how == "revoked":
        post = held.posts["Tallinn"]
        holders.revoke(post, holders.holders_of(post, member(held).get())[0].pk)
    elif how == "closed":
        held.close()
    elif how == "reported":
        reported(held, *TARGETS["Tallinn"])
    elif how == "no deadline":
        due_at(held, "", "")
    else:
        settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
        assert "post_letters" not in client.get("/me").content.decode()

    assert remind_posts(BEFORE) == 0
    assert (mail.outbox, PostReminder.objects.count()) == ([], 0)


@ON_EACH
def test_a_letter_that_no_server_takes_is_tried_again(held: Posted, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError

    with monkeypatch.context() as patched:
        patched.setattr("legation.web.accounts.letters.send_mail", fail)
        assert remind_posts(BEFORE) == 0
    assert remind_posts(BEFORE) == 1


def test_an_hour_that_comes_twice_is_named_with_its_distance_from_utc(held: Posted) -> None:
    due_at(held, "2026-10-25T02:30+01:00")

    assert remind_posts(dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)) == 1
    assert "02:30 (Paris time, UTC+1)" in mail.outbox[0].body


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_first_page_reminds_of_what_a_post_owes(held: Posted, lang: str) -> None:
    member(held).update(language=lang)

    def card() -> Any:
        (one,) = held.site.client("member", lang).get("/home.json", headers={"Accept-Language": lang}).json()["posts"]
        return one["until"], one["open"], one["is_late"]

    until = {"en": "5 March 2999, 18:00 (Paris time)", "fr": "5 mars 2999 à\u00a018:00 (heure\u00a0de Paris)"}[lang]
    assert card() == (until, 1, False), "of one target there is a report"
    page = held.site.client("member", lang).get("/", headers={"Accept-Language": lang}).content.decode()
    assert until in page and {"en": "1 target without a report", "fr": "1 interlocuteur sans compte rendu"}[lang] in page
    due_at(held, "2020-03-05T18:00")
    assert card()[1:] == (1, True)
    reported(held, *TARGETS["Tallinn"])
    assert card()[1:] == (0, False)


def test_a_post_that_reached_nobody_owes_and_is_late_nowhere(held: Posted) -> None:
    """What the post's own card calls late is what the page of the evening counts as silent."""

    def late() -> tuple[int, bool, bool]:
        (card,) = held.site.client("member").get("/home.json").json()["posts"]
        evening = held.site.client("owner").get("/dossiers/small/rounds/october/tally.json").json()["owed"]
        return card["open"], card["is_late"], "Tallinn" in str(evening)

    due_at(held, "2020-03-05T18:00")
    assert late() == (1, True, True)
    tried = f"t1,EST,Tallinn,october,{PAST},2020-01-01,,mission,said,,no\n"
    rows = (
        PARTS["engagements.csv"].replace("form,words", "form,words,reached").replace("REPORT\n", "REPORT,\n").replace("TALK\n", "TALK,\n")
    )
    held.change(engagements=rows + tried)
    assert late() == (1, False, False)
