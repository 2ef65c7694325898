"""Files brought in by a browser without scripts: both layouts of recorded votes, a pasted list with doubts, a STIX bundle; in both languages.

Where ``LEGATION_TEST_PICTURES`` asks for it, a picture of each stop is left in ``build/import``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import LONG, opened, ready, ways
from django.test import Client
from playwright.sync_api import Browser, FilePayload, Page, expect
from source_samples import ROLLCALLS, SAMPLES, UNDL, UNVOTES
from web.browser.watched import Watched, beside
from web.conftest import Site
from web.test_import_packs import pack_of

from legation.language import Lang, Message, say
from legation.web.dossiers import store

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASTED = "Pays\tVote\nFrance\toui\nRASD\tnon\nCongo\toui\nPérou\tnon\nJapon\toui\nTchad\tabstention\nKenya\t"
PROSE = "Mr. President, my country attaches great importance to the question that is before us today.\n\nWe have listened to all.\n"
TWO = "Pays;Vote\nFrance;pour\nChili;contre\n\nname;kind;date\nAccess Now;ngo;2020-01-02\nMicrosoft;company;2020-01-03\n"
CUT = b"Pays;Vote\nFrance;pour\nCongo;contre\nFrance;pour\nNiger"
CASES: tuple[tuple[Lang, int], ...] = (("fr", 390), ("en", 1280), ("fr", 1280), ("en", 390))


def signed_in(site: Site, lang: Lang) -> Client:
    editor = site.people["editor"]
    editor.language = lang
    editor.save()
    client = Client()
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture(params=CASES if LONG else CASES[2:], ids=lambda case: f"{case[0]}-{case[1]}")
def window(request: pytest.FixtureRequest, browser: Browser, live_server: Any, site: Site) -> Iterator[tuple[Watched, Lang, int]]:
    lang, width = request.param
    client = signed_in(site, lang)
    with beside(browser, live_server.url, width=width, java_script_enabled=False) as there:
        cookie = {"name": "legation-session", "value": client.cookies["legation-session"].value, "url": live_server.url}
        there.page.context.add_cookies([cookie])  # type: ignore[list-item]
        yield there, lang, width


def press(page: Page, lang: Lang, identifier: str) -> None:
    page.locator("main button").filter(has_text=say(Message(identifier), lang)).first.click()


def picture(window: Watched, name: str, lang: Lang, width: int) -> None:
    """See that nothing scrolls sideways, and leave a picture where one is wanted."""
    assert window.wide() == []
    page = window.page
    if os.environ.get("LEGATION_TEST_PICTURES"):
        folder = Path("build/import")
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"{name}-{lang}-{width}.png", full_page=True)


def payload(files: dict[str, bytes]) -> list[FilePayload]:
    return [{"name": name, "mimeType": "application/octet-stream", "buffer": data} for name, data in files.items()]


def sent(page: Page, lang: Lang, files: dict[str, bytes]) -> None:
    """Send files by the page, and see them as they were read."""
    page.goto("/dossiers/small/import")
    page.locator("#files").set_input_files(payload(files))
    press(page, lang, "page-import.check")
    expect(page.locator("h1")).to_have_text(say(Message("page-import.read-title"), lang))


def test_recorded_votes_a_pasted_list_and_a_bundle(window: tuple[Watched, Lang, int], site: Site) -> None:
    there, lang, width = window
    page = there.page

    page.goto("/dossiers/small/import")
    picture(there, "1-form", lang, width)
    sent(page, lang, {"undl.csv": UNDL.encode()})
    expect(page.locator("table.table").first).to_contain_text("FRANCE")
    picture(there, "2-undl", lang, width)
    press(page, lang, "page-import.take")
    expect(page.locator("h1")).not_to_have_text(say(Message("page-import.read-title"), lang))

    sent(page, lang, {"calls.csv": ROLLCALLS.replace("R/73/27", "R/73/99").encode(), "votes.csv": UNVOTES.encode()})
    picture(there, "3-unvotes", lang, width)
    press(page, lang, "page-import.take")

    page.goto("/dossiers/small/import")
    page.locator("#pasted").fill(PASTED)
    press(page, lang, "page-import.check")
    expect(page.locator("#doubtful select")).to_have_count(2)
    picture(there, "4-pasted", lang, width)
    page.locator("#line-3").select_option("new")
    page.locator("#line-4").select_option("COD")
    press(page, lang, "page-import.take")

    sent(page, lang, {"bundle.json": SAMPLES["stix"].files["bundle.json"]})
    picture(there, "5-stix", lang, width)
    press(page, lang, "page-import.take")
    expect(page.locator("h1")).not_to_have_text(say(Message("page-import.read-title"), lang))

    page.goto("/dossiers/small/import")
    page.locator("#files").set_input_files(payload({"page.csv": b"<!DOCTYPE html><p>x</p>"}))
    press(page, lang, "page-import.check")
    expect(page.locator(".notice.error")).to_contain_text("page.csv")
    picture(there, "6-wrong", lang, width)

    there.complaints.clear()  # the browser notes the 422 of the wrong file

    site.dossier.refresh_from_db()
    content = store.content(store.revision_of(site.dossier))
    assert {"A/RES/73/27", "A/RES/73/99"} <= set(content.votes.rollcalls)
    assert {"COD", "rasd", "KEN"} <= {actor.id for actor in content.actors}
    assert "incidents/bundle.json" in content.files


@ways("lang, width", ("fr", 390), ("en", 1280))
def test_observations_a_pack_a_choice_and_a_cut_file(browser: Browser, live_server: Any, site: Site, lang: Lang, width: int) -> None:
    """What came in another way is looked at by axe-core too, and says no id of a source."""
    client = signed_in(site, lang)
    with beside(browser, live_server.url, width=width) as there:
        there.page.context.add_cookies(
            [{"name": "legation-session", "value": client.cookies["legation-session"].value, "url": live_server.url}]
        )
        page = there.page

        def stop(name: str) -> None:
            ready(page)
            picture(there, name, lang, width)
            text = page.locator("main").inner_text().lower()
            assert [word for word in ("undl", "source “un", "source « un", "pack.toml", "--", "`", "pasted-", "/tmp") if word in text] == []
            assert there.serious() == []

        def bring(files: dict[str, bytes] | None = None, pasted: str = "") -> None:
            opened(page, "/dossiers/small/import")
            if files:
                page.locator("#files").set_input_files(payload(files))
            page.locator("#pasted").fill(pasted)
            press(page, lang, "page-import.check")

        opened(page, "/dossiers/small/import")
        stop("7-form")
        bring({"access.log": SAMPLES["requests"].files["access.log"]})
        stop("8-observed")
        bring({"hall.zip": pack_of()})
        stop("9-pack")
        page.locator("[name=words]").fill("fishing")
        page.locator("[name=whose]").select_option("all")
        press(page, lang, "packs.show")
        stop("10-taken")
        bring(pasted=PROSE)
        stop("11-text")
        bring(pasted=TWO)
        stop("12-tables")
        page.locator("main form button").first.click()
        stop("13-first-table")
        bring({"corridor.csv": CUT})
        stop("14-cut")
        expect(page.locator(".notice.warning")).to_contain_text("corridor.csv")
        assert there.elsewhere == []
