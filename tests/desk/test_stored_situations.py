"""The situation reports that the desk stores by itself: one an hour while a crisis is open, for each post and for all, counts alone."""

from __future__ import annotations

import datetime as dt

import pytest
from crisis_made import a_family, a_made_crisis

from legation.consular.roll_call import STATUSES
from legation.sources.capture.isolation import pdf_words
from legation.web.consular import by_itself
from legation.web.consular.clocks import start_clocks
from legation.web.consular.crises.about import move_on
from legation.web.consular.crises.statuses import record_event
from legation.web.consular.crises.stored_situations import KIND, store_situations, stored_situations
from legation.web.consular.people import forget_people
from legation.web.consular.records.models import Report
from legation.web.consular.vault import vault

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
HOUR = dt.timedelta(hours=1)
BOTH = ["lyndon", "novara"]


@pytest.fixture(autouse=True)
def _nobody_is_known() -> None:
    forget_people()


def test_one_is_stored_in_each_hour_for_each_post_and_for_all():
    a_family(people=2)
    a_family("novara")
    crisis = a_made_crisis()
    now = dt.datetime.now(dt.UTC).replace(minute=10) + HOUR

    assert [store_situations(now), store_situations(now + dt.timedelta(minutes=40)), store_situations(now + HOUR)] == [3, 0, 3]
    assert [[one.people for _, one in stored_situations(crisis, posts)] for posts in (BOTH, ["lyndon"], ["novara"])] == [
        [3, 3],
        [2, 2],
        [1, 1],
    ]
    assert all(bytes(one.about).find(b"unaccounted") < 0 for one in Report.objects.filter(kind=KIND))
    assert store_situations in [work for _, work in by_itself.BY_ITSELF]


def test_one_whose_storing_was_cut_after_its_key_is_stored_at_the_next_look(monkeypatch):
    a_family()
    crisis, now = a_made_crisis(), dt.datetime.now(dt.UTC)

    class Cut(BaseException):
        """A power cut."""

    def cut(*_):
        raise Cut

    with monkeypatch.context() as without:
        without.setattr(vault(), "seal", cut)
        with pytest.raises(Cut):
            store_situations(now)
    assert not Report.objects.exists()
    assert store_situations(now) > 0
    assert [one.people for _, one in stored_situations(crisis, ["lyndon"])] == [1]


def test_nothing_is_stored_before_a_crisis_is_declared_nor_after_it_is_closed():
    a_family()
    crisis = a_made_crisis(state="prepared")
    assert store_situations() == 0
    for state in ("declared", "stood-down", "closed"):
        move_on(crisis, crisis.version, state)
    assert store_situations() == 0


def test_the_page_lists_them_and_says_what_changed_since_the_last(browser):
    _, people = a_family(people=3)
    crisis = a_made_crisis()
    store_situations()
    record_event(crisis, "officer", [people[0].pk], {"status": "injured"})
    head = browser("head")
    address = f"/posts/lyndon/crises/{crisis.pk}/report"

    page = head.get(f"{address}.json").json()
    assert len(page["stored"]) == 1
    changes = {status: one["change"] for status, one in zip(STATUSES, page["counts"], strict=True)}
    assert (changes["injured"], changes["not_asked"], changes["safe"]) == (1, -1, 0)
    earlier = head.get(page["stored"][0]["href"]).content.decode()
    assert "3 people of 3 without news" in earlier
    assert "stored by the desk" in earlier
    assert "Since the report of" not in earlier
    for (lang, href), word in zip(page["papers"], ("without news", "sans nouvelles"), strict=True):
        assert lang in ("en", "fr")
        assert word in pdf_words(head.get(href).content).text
    stored = page["stored"][0]["href"].partition("?stored=")[2]
    assert "0 of 3 people" in " ".join(pdf_words(head.get(f"{address}.pdf?stored={stored}&lang=en").content).text.split())


def test_a_reader_gets_those_of_their_own_posts_alone(browser):
    a_family(people=2)
    a_family("novara")
    crisis = a_made_crisis()
    store_situations()
    (lyndon, _), *_ = stored_situations(crisis, ["lyndon"])
    (both, _), *_ = stored_situations(crisis, BOTH)

    theirs = f"/posts/novara/crises/{crisis.pk}/report"
    assert [one["people"] for one in browser("other-head").get(f"{theirs}.json").json()["stored"]] == [1]
    assert [one["people"] for one in browser("crisis").get(f"{theirs}.json").json()["stored"]] == [3]
    for stored in (lyndon, both, "0" * 32):
        assert browser("other-head").get(f"{theirs}?stored={stored}").status_code == 404
        assert browser("other-head").get(f"{theirs}.pdf?stored={stored}").status_code == 404


def test_they_go_with_the_reports_of_the_crisis():
    a_family()
    crisis = a_made_crisis()
    store_situations()
    for state in ("stood-down", "closed"):
        move_on(crisis, crisis.version, state)
    start_clocks()

    assert not Report.objects.filter(kind=KIND, purge_at=None).exists()
