"""A post's page on a telephone, in both languages: six taps, without connection and back, a new version of the instruction on an open form."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from browsing import PATIENCE
from playwright.sync_api import Browser, expect
from web.browser.watched import beside
from web.posted import PARTS, Posted, filled

from legation.web.links.secret import POSTS as LINKS
from legation.web.stores.posts.models import PostReport

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = {
    "en": ("Open", "Estonia", ("Yes", "yes", "embassy or mission", "said"), "Send the report", "Mark as read"),
    "fr": ("Ouvrir", "Estonie", ("Oui", "oui", "mission", "de vive voix"), "Envoyer le compte rendu", "Marquer comme lue"),
}
STORED = """async () => {
  const base = await new Promise((done) => { const asked = indexedDB.open("legation-post", 1); asked.onsuccess = () => done(asked.result);
    asked.onupgradeneeded = () => asked.result.createObjectStore("reports", { keyPath: "key" }); });
  const all = await new Promise((done) => { const asked = base.transaction("reports").objectStore("reports").getAll(); asked.onsuccess = () => done(asked.result); });
  base.close();
  return all.length;
}"""
AGED = """async (hours) => {
  const base = await new Promise((done) => { const asked = indexedDB.open("legation-post", 1); asked.onsuccess = () => done(asked.result); });
  const reports = base.transaction("reports", "readwrite").objectStore("reports");
  await new Promise((done) => { const asked = reports.getAll(); asked.onsuccess = () => { for (const one of asked.result) reports.put({ ...one, kept: Date.now() - hours * 3600000 }); done(); }; });
  base.close();
}"""


@pytest.fixture
def posted(site: Any, live_server: Any) -> Posted:
    return filled(site)


@pytest.fixture
def window(lang_and_width: tuple[str, int], browser: Browser, live_server: Any, posted: Posted) -> Iterator[Any]:
    """A telephone that has opened the link of Tallinn, in a language."""
    lang, _ = lang_and_width
    with beside(browser, live_server.url, width=360, has_touch=True, is_mobile=True, locale=lang) as there:
        there.lang = lang
        there.page.goto(f"/posts/open/{posted.links['Tallinn']}")
        there.page.get_by_role("button", name=WORDS[lang][0], exact=True).tap()
        expect(there.page.locator("h1")).to_have_text("Tallinn")
        yield there
        there.complaints[:] = [said for said in there.complaints if "Failed to load resource" not in said]  # there was no connection


def tap(page: Any, name: str, value: str) -> None:
    page.locator(f'[name="{name}"][value="{value}"]').tap()


def form(page: Any, posted: Posted) -> None:
    """Open the form of Estonia and fill it."""
    page.goto(posted.address("Tallinn", "to/EST"))
    for name, value in (("reached", "yes"), ("answer", "yes"), ("level", "mission"), ("form", "said")):
        tap(page, name, value)


def nothing_waits(page: Any) -> None:
    """Wait until the browser keeps no report."""
    end = time.monotonic() + PATIENCE / 1000
    while page.evaluate(STORED) and time.monotonic() < end:
        page.wait_for_timeout(50)
    assert page.evaluate(STORED) == 0


def test_six_taps_send_a_report(window: Any, posted: Posted) -> None:
    page, (_, target, _, send, _) = window.page, WORDS[window.lang]
    assert window.serious() == []
    assert window.wide() == []
    page.get_by_role("link", name=target).tap()
    for name, value in (("reached", "yes"), ("answer", "yes"), ("level", "mission"), ("form", "said")):
        tap(page, name, value)
    assert window.serious() == []
    assert window.wide() == []
    page.get_by_role("button", name=send).tap()

    expect(page.locator("#draft")).to_be_visible()
    assert window.serious() == []
    assert [
        (row.actor, row.answer, row.level, row.form) for name, row in posted.engagements().items() if name not in ("g1", "g2", "g3")
    ] == [("EST", "yes", "mission", "said")]


def test_a_report_without_connection_waits_and_is_sent_once(window: Any, posted: Posted) -> None:
    page = window.page
    form(page, posted)
    page.context.set_offline(True)
    for _ in range(2):
        page.locator("button.primary").tap()
        expect(page.locator("#state")).not_to_be_empty()
    assert page.evaluate(STORED) == 1
    assert not PostReport.objects.exists()

    page.context.set_offline(False)
    expect(page.locator("#draft")).to_be_visible()
    assert page.evaluate(STORED) == 0
    assert PostReport.objects.count() == 1
    assert len(posted.engagements()) == 4


def test_a_report_of_somebody_who_is_no_longer_let_in_waits_until_they_are(window: Any, posted: Posted) -> None:
    page = window.page
    form(page, posted)
    page.locator("details summary").first.tap()
    page.fill("#words", "TYPED")
    page.context.clear_cookies(name=LINKS.cookie_of(posted.posts["Tallinn"].pk))
    page.locator("button.primary").tap()
    expect(page.locator("#state")).to_contain_text("72")
    assert page.input_value("#words") == "TYPED"
    assert not PostReport.objects.exists()

    page.goto(f"/posts/open/{posted.links['Tallinn']}")
    page.get_by_role("button", name=WORDS[window.lang][0], exact=True).tap()
    expect(page.locator("#state")).not_to_be_empty()
    nothing_waits(page)
    assert [str(row.words) for row in posted.engagements().values()][-1] == "TYPED"


def test_what_is_too_old_is_wiped_at_the_next_opening(window: Any, posted: Posted) -> None:
    page = window.page
    form(page, posted)
    page.route("**/report", lambda route: route.abort())
    page.locator("button.primary").tap()
    expect(page.locator("#state")).not_to_be_empty()
    page.evaluate(AGED, 73)
    page.unroute_all()
    page.goto(posted.address("Tallinn"))
    nothing_waits(page)
    assert not PostReport.objects.exists()


def test_what_waited_when_the_round_was_closed_is_sent_from_its_page_and_kept_apart(window: Any, posted: Posted) -> None:
    page = window.page
    form(page, posted)
    page.route("**/report", lambda route: route.abort())
    page.locator("button.primary").tap()
    expect(page.locator("#state")).not_to_be_empty()
    page.goto("about:blank")
    page.unroute_all()
    posted.close()

    assert page.goto(posted.address("Tallinn")).status == 403
    expect(page.locator("#state")).to_contain_text({"en": "kept apart", "fr": "reste à part"}[window.lang])
    assert window.serious() == []
    nothing_waits(page)
    assert PostReport.objects.get().state == "late"


def test_leaving_wipes_what_waits_and_forgets_the_link(window: Any, posted: Posted) -> None:
    page = window.page
    form(page, posted)
    page.route("**/report", lambda route: route.abort())
    page.locator("button.primary").tap()
    expect(page.locator("#state")).not_to_be_empty()
    assert page.evaluate(STORED) == 1
    page.goto(posted.address("Tallinn"))
    page.locator("#leave button").tap()
    expect(page.locator("[role=status]")).to_be_visible()
    nothing_waits(page)
    assert page.goto(posted.address("Tallinn")).status == 404


def test_above_amber_nothing_is_kept_on_the_telephone(window: Any, posted: Posted) -> None:
    """The round is raised while a report waits and another form is open."""
    page = window.page
    form(page, posted)
    page.route("**/report", lambda route: route.abort())
    page.locator("button.primary").tap()
    expect(page.locator("#state")).not_to_be_empty()
    assert page.evaluate(STORED) == 1
    form(page, posted)
    posted.change(rounds=PARTS["rounds.csv"].replace("Europe/Paris,,\n", "Europe/Paris,,TLP:RED\n", 1))
    here = {"en": "no report of yours waits on this device", "fr": "aucun de vos comptes rendus n’attend plus"}
    expect(page.locator("#state")).to_contain_text(here[window.lang])
    nothing_waits(page)

    page.context.set_offline(True)
    page.locator("button.primary").tap()
    expect(page.locator("button.primary")).to_be_enabled()
    assert page.evaluate(STORED) == 0
    assert page.locator('[name="answer"][value="yes"]').is_checked()


def test_a_report_that_is_marked_above_amber_is_not_kept_on_the_telephone(window: Any, posted: Posted) -> None:
    """One of two assignments to speak to the target is marked so."""
    rows = PARTS["assignments.csv"].replace("post,at\n", "post,at,marking\n")
    posted.change(assignments=f"{rows}a9,october,EST,Tallinn,2020-01-01T09:00Z,TLP:RED\n")
    page = window.page
    form(page, posted)
    page.context.set_offline(True)
    page.locator("button.primary").tap()
    here = {"en": "A report under this marking is not kept", "fr": "Sous cette mention de diffusion, un compte rendu n’est pas conservé"}
    expect(page.locator("#state")).to_contain_text(here[window.lang])
    assert page.evaluate(STORED) == 0
    assert page.locator('[name="answer"][value="yes"]').is_checked()


def test_a_new_version_shows_within_six_seconds_and_wipes_nothing(window: Any, posted: Posted) -> None:
    page = window.page
    form(page, posted)
    page.locator("details summary").first.tap()
    page.fill("#words", "TYPED")
    posted.change(
        instructions=PARTS["instructions.csv"].replace("2999-01-01T09:00Z", "2020-02-01T09:00Z").replace("SECRET-FUTURE", "ASK-ANEW")
    )
    begun = time.monotonic()
    expect(page.locator("#instruction")).to_contain_text("ASK-ANEW")
    took = time.monotonic() - begun

    assert took < 6.0
    assert page.input_value("#words") == "TYPED"
    assert page.locator('[name="answer"][value="yes"]').is_checked()
    assert page.input_value('#report [name="version"]') == "1"
    page.get_by_role("button", name=WORDS[window.lang][4]).tap()
    expect(page.locator("#instruction .good")).to_be_visible()
    assert page.input_value('#report [name="version"]') == "2"
    assert page.input_value("#words") == "TYPED"
    page.locator("button.primary").tap()
    expect(page.locator("#draft")).to_be_visible()
    assert [row.instruction for row in posted.engagements().values()][-1] == "i2"
