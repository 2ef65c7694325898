"""A person who never saw a terminal, on a telephone and in French: a game of the library with simulated players, to the calendar; talks prepared."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path

import pytest
from browsing import LONG, launched, opened, ready
from playwright.sync_api import Browser, Page, expect
from web.browser.conftest import EMAIL
from web.browser.watched import Watched, beside
from web.sites import PASSWORD, ROOT, Server, prepared

pytestmark = pytest.mark.browser

GAME = "Qui surveille l’ICANN"
BOTS = {"administration": "even", "business": "conciliatory", "civil-society": "conciliatory", "technical": "even"}
ACTION = "Demander au secrétariat le calendrier de l’examen indépendant"
RUNS = 5
TIMES = 120
"""How often somebody who plays to the end looks at the table, each time after a pause of three seconds."""


class Walk:
    """Those who take part, each with a telephone."""

    def __init__(self, browser: Browser, base: str, stack: contextlib.ExitStack) -> None:
        self.browser, self.base, self.stack = browser, base, stack
        self.looks = ROOT / "build" / "games"
        self.looks.mkdir(parents=True, exist_ok=True)

    def person(self) -> Watched:
        """Take a telephone."""
        return self.stack.enter_context(beside(self.browser, self.base, width=360, locale="fr", has_touch=True))

    def checked(self, window: Watched, name: str) -> None:
        """Look for what axe finds and for what scrolls sideways, and leave a picture."""
        window.page.screenshot(path=self.looks / f"walk-{name}.png", full_page=True)
        assert window.wide() == [], name
        assert window.serious() == [], name


def _taps(page: Page, role: str, words: str, *, is_still: bool = False) -> None:
    """Follow a link or press a button, and wait until the page that comes listens; one that is still has no script."""
    with page.expect_event("load"):
        page.get_by_role(role, name=words).first.tap()  # type: ignore[arg-type]  # a role of ARIA
    if not is_still:
        ready(page)


def _begins(walk: Walk) -> Watched:
    """Sign in, choose French, and make an empty dossier from the first page."""
    host = walk.person()
    page = host.page
    opened(page, "/account/login/")
    page.locator("input[name=login]").fill(EMAIL)
    page.locator("input[name=password]").fill(PASSWORD)
    with page.expect_event("load"):
        page.locator("main button.primary").tap()
    ready(page)
    if page.locator("html").get_attribute("lang") != "fr":
        page.locator("summary", has_text="EN").first.tap()
        with page.expect_event("load"):
            page.get_by_text("Français").first.tap()
        ready(page)
    _taps(page, "link", "Nouveau dossier")
    form = page.locator("form", has=page.get_by_role("button", name="Créer un dossier vide"))
    form.locator("input[name=title]").fill("Formation")
    with page.expect_event("load"):
        form.get_by_role("button", name="Créer un dossier vide").tap()
    ready(page)
    return host


def _opens(walk: Walk, host: Watched) -> list[str]:
    """Take the game into the dossier, and open it with two people and four simulated players; return the ways of the two."""
    page = host.page
    opened(page, "/dossiers/formation/rooms")
    _taps(page, "link", "Bibliothèque de simulations")
    walk.checked(host, "library")
    piece = page.locator("main section.card").filter(has=page.get_by_role("heading", name=GAME))
    with page.expect_event("load"):
        piece.get_by_role("button", name="Ajouter à ce dossier").tap()
    ready(page)
    if page.locator("[name=host]").count() == 0:
        with page.expect_event("load"):
            piece.get_by_role("link", name="Ouvrir un espace").tap()
        ready(page)
    for side, style in BOTS.items():
        page.locator(f"[name=side-{side}]").select_option(style)
    page.locator("[name=minutes]").fill("5")
    page.locator("[name=host]").fill("Bureau des formations")
    _taps(page, "button", "Ouvrir l’exercice")
    return [str(one.get_attribute("href")) for one in page.locator("main a[href*='/join/']").all()]


def _sits(walk: Walk, way: str) -> Watched:
    """Sit down by a code; what is refused before the talks are open leaves the way to the brief."""
    window = walk.person()
    page = window.page
    page.goto(way)
    _taps(page, "button", "Prendre place")
    expect(page.locator("#now")).to_contain_text("lisez votre dossier")
    page.locator(".places a[href$='?show=talk']").tap()
    page.locator("#text").fill("Bonjour à tous.")
    page.locator("#say button.primary").tap()
    expect(page.locator("[role=alert]")).to_be_visible()
    expect(page.locator("#text")).to_have_value("Bonjour à tous.")
    window.complaints = [said for said in window.complaints if "409" not in said]
    page.wait_for_url("**/seat/?show=talk")  # where it can be read again
    page.locator(".places a[href$='?show=own']").tap()
    page.wait_for_url("**/seat/?show=own")
    ready(page)
    expect(page.locator("#brief")).to_be_visible()
    page.locator(".places a[href$='?show=table']").tap()
    page.wait_for_url("**/seat/?show=table")
    ready(page)
    return window


def _plays(people: list[Watched]) -> None:
    """Say yes to what simulated players put forward; with ``LEGATION_LONG`` until there is a deal or the time is over."""
    for window in people:
        yes = window.page.locator("article.offer button.yes")
        expect(yes.first).to_be_visible()  # put forward by a simulated player, and shown without loading the page
        yes.first.tap()
        window.page.wait_for_url("**done=accepted*")
        ready(window.page)
    for _ in range(TIMES if LONG else 0):
        for window in people:
            if window.page.locator("section.deal, #now .near").count():
                return
            yes = window.page.locator("article.offer button.yes")
            if yes.count():
                with contextlib.suppress(Exception):  # it may be the deal meanwhile
                    yes.first.tap(timeout=3_000)
            window.page.wait_for_timeout(1_500)


def _closes(walk: Walk, host: Watched, people: list[Watched]) -> None:
    """Close the room, unless the clock did, and open the secrets."""
    page = host.page
    page.reload()
    ready(page)
    if page.get_by_role("button", name="Montrer à tous").count() == 0:
        page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
        _taps(page, "button", "Clore la négociation")
    _taps(page, "button", "Montrer à tous")
    for window in people:
        expect(window.page.locator("#after")).to_be_visible()
        expect(window.page.locator("#live")).to_contain_text("Lire le retour d’expérience")
    walk.checked(people[0], "revealed")


def _debriefed(walk: Walk, host: Watched, player: Watched) -> None:
    """Read the debrief as a player and write an action; take it into the dossier as the host, and find it in the calendar."""
    page = player.page
    _taps(page, "link", "Lire le retour d’expérience", is_still=True)
    walk.checked(player, "debrief-seat")
    page.locator("[name=what]").fill(ACTION)
    page.locator("[name=owner]").fill("chef du pôle gouvernance de l’Internet")
    day = str(page.locator("[name=by]").get_attribute("max"))
    page.locator("[name=by]").fill(day)
    _taps(page, "button", "La noter", is_still=True)
    expect(page.locator("main")).to_contain_text("C’est noté")
    page = host.page
    _taps(page, "link", "Lire le retour d’expérience")
    walk.checked(host, "debrief-host")
    page.locator("main input[type=checkbox]").first.check()
    _taps(page, "button", "Proposer celles")
    _taps(page, "button", "La retenir")
    opened(page, "/dossiers/formation/strategy/calendar")
    if page.locator("main").get_by_text(ACTION).count() == 0:
        _taps(page, "link", "Après")
    expect(page.locator("main")).to_contain_text(ACTION)


def _prepares(walk: Walk, host: Watched) -> None:
    """Say our limits, play us against simulated players, and come back; with ``LEGATION_LONG`` five times, then take the page along."""
    page = host.page
    opened(page, "/dossiers/formation/mandate")
    page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
    page.locator("[name=aim]").fill("Garder l’arbitrage et le budget")
    page.locator("[name=deal-icann-accountability-party]").select_option("board")
    page.locator("[name=deal-icann-accountability-floor]").fill("45")
    _taps(page, "button", "Enregistrer")
    with page.expect_event("load"):
        page.locator("main a[href*='/preparation']").first.tap()
    ready(page)
    for run in range(RUNS if LONG else 1):
        page.locator("[name=minutes]").fill("5")
        _taps(page, "button", "Commencer une répétition")
        if run == 0:
            expect(page.locator("article.offer").first).to_be_visible()
        page.locator(".places a[href$='?show=offer']").tap()
        page.wait_for_url("**show=offer*")
        ready(page)
        for issue in page.locator(".issue").all():
            issue.locator(".option").first.tap()
        page.locator("#compose button.primary").tap()
        page.wait_for_url("**done=offered*")
        ready(page)
        _taps(page, "link", "Revenir à la préparation")
        _taps(page, "button", "Terminer cette répétition")
    walk.checked(host, "preparation")
    if LONG:
        with page.expect_download() as taken:
            page.get_by_role("link", name="PDF").tap()
        assert re.fullmatch(r"EXERCICE-.*\.pdf", taken.value.suggested_filename)


def test_a_game_of_the_library_is_played_with_simulated_players_until_what_follows_is_in_the_calendar(
    chromium: str, tmp_path: Path
) -> None:
    with (
        prepared(tmp_path, postgresql=False) as environment,
        launched(chromium) as browser,
        Server(environment) as server,
        contextlib.ExitStack() as stack,
    ):
        walk = Walk(browser, f"http://127.0.0.1:{server.port}", stack)
        host = _begins(walk)
        people = [_sits(walk, way) for way in _opens(walk, host)]
        expect(host.page.get_by_text("Occupée")).to_have_count(2)  # without loading the page
        _taps(host.page, "button", "Ouvrir les discussions")
        _plays(people)
        _closes(walk, host, people)
        _debriefed(walk, host, people[0])
        _prepares(walk, host)
