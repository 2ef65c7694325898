"""Models made in a real browser from nothing to their answer: wide and narrow, in both languages, by mouse, touch and keyboard."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from browsing import opened, ready
from playwright.sync_api import Browser, Page, expect
from web.browser.watched import AXE, Watched

from legation.dossier.models.conflict import CONFLICT
from legation.dossier.models.frames import FRAMES
from legation.dossier.models.negotiation import NEGOTIATION
from legation.dossier.models.scenario import SCENARIO
from legation.language import Message, say
from legation.questions import Case, ask
from legation.web.accounts.models import Account
from legation.web.dossiers import store

from .conftest import Site
from .window import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MODELS = "/dossiers/small/models"


def head(site: Site) -> Any:
    site.dossier.refresh_from_db()
    return store.content(store.revision_of(site.dossier))


@pytest.fixture
def window(lang_and_width: tuple[str, int], browser: Browser, live_server: Any, site: Site) -> Iterator[Page]:
    """A page of the owner, in a language and of a width."""
    lang, width = lang_and_width
    Account.objects.filter(pk=site.people["owner"].pk).update(language=lang)
    with signed_in(browser, live_server, site.people["owner"], quiet=False) as page:  # an answer of 422 is an error of the console
        page.set_viewport_size({"width": width, "height": 900})
        yield page


def press(page: Page, button: str) -> None:
    """Press the button of the form that does something, and wait for the page that it leads to."""
    with page.expect_navigation():
        page.locator(f'main button[name="do"][value="{button}"]:not(.hidden)').first.click()
    ready(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def write(page: Page, name: str, text: str) -> None:
    """Type into a field of a form."""
    page.locator(f'main [name="{name}"]').first.fill(text)


def begin(page: Page, kind: str, title: str) -> None:
    opened(page, f"{MODELS}/{kind}/new")
    page.fill("#title", title)
    with page.expect_navigation():
        page.locator("main form button.primary").click()
    ready(page)


def sound(page: Page) -> list[Any]:
    """Return the serious faults that axe finds on a page; none where it is not there."""
    return Watched(page, "").serious() if AXE.is_file() else []


def test_a_scenario_is_made_from_nothing_to_its_answer(window: Page, site: Site) -> None:
    begin(window, "scenario", "Talks by 2030")
    press(window, "go:descriptor")
    for number, (name, first, second) in enumerate((("The talks", "open", "shut"), ("Trust", "high", "low")), start=1):
        if number > 1:
            press(window, "add:descriptor")
        write(window, f"descriptor.{number}:name", name)
        write(window, f"descriptor.{number}.variant.1:name", first)
        write(window, f"descriptor.{number}.variant.2:name", second)
    assert sound(window) == []
    press(window, "stay")
    opened(window, f"{MODELS}/scenario/talks-by-2030/matrix")
    assert sound(window) == []
    cell = window.locator('tr[data-actor="the-talks.open"] td').nth(2)
    cell.focus()
    window.keyboard.type("3")
    window.keyboard.press("Enter")
    window.keyboard.press("ArrowUp")
    window.fill("#cell-reason", "Who talks learns what the other fears.")
    cell.focus()
    window.keyboard.press("ArrowRight")
    window.keyboard.type("-2")
    window.keyboard.press("Enter")
    window.locator('#scenario select[name="v"]').nth(1).select_option("trust.low")
    expect(window.locator('#scenario tr[data-descriptor="trust"] [data-rival]')).to_contain_text("+5")
    with window.expect_navigation():
        window.locator("#grid-save").click()
    ready(window)
    expect(window.locator("main h1")).to_have_text("Talks by 2030")

    made = SCENARIO.read(head(site).files["scenarios/talks-by-2030.toml"], "scenarios/talks-by-2030.toml")
    assert made.matrix().array[0][2:].tolist() == [3, -2]
    assert [str(one.reason) for one in made.judgements if one.reason] == ["Who talks learns what the other fears."]
    assert ask("what-futures-hold", Case(dossier=head(site), today=dt.date(2030, 1, 1))).findings


WARNS = "() => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }))"


def talks(page: Page) -> str:
    """Begin a scenario model from its template, and return where it is edited."""
    opened(page, f"{MODELS}/scenario/new")
    page.fill("#title", "Talks")
    page.locator('main form [name="way"][value="template"]').check()
    with page.expect_navigation():
        page.locator("main form button.primary").click()
    return f"{MODELS}/scenario/talks"


def test_the_matrix_warns_on_leaving_only_of_what_the_site_has_not(window: Page) -> None:
    opened(window, f"{talks(window)}/matrix")
    cell = window.locator("#grid td:not(.own)[data-at]").nth(4)
    assert not window.evaluate(WARNS)
    cell.click()
    window.keyboard.type("1")
    window.keyboard.press("Enter")
    expect(window.locator("#grid td.edited")).to_have_count(1)
    assert window.evaluate(WARNS)
    expect(window.locator("#grid-form")).to_have_attribute("data-asked", "answered")
    assert not window.evaluate(WARNS)

    window.fill("#cell-reason", "Who talks learns.")
    assert window.evaluate(WARNS)
    expect(window.locator("#grid-form")).to_have_attribute("data-asked", "answered")
    assert not window.evaluate(WARNS)

    window.route("**/matrix/check", lambda route: route.abort())
    window.locator("#grid-undo").click()
    expect(window.locator("#grid-said")).to_have_text(window.locator("#grid-form").get_attribute("data-failed") or "")
    assert window.evaluate(WARNS)


def test_a_cell_that_is_undone_after_the_site_has_it_is_sent_again(window: Page) -> None:
    opened(window, f"{talks(window)}/matrix")
    form, cell = window.locator("#grid-form"), window.locator('tr[data-actor="talks.open"] td').nth(2)
    before = cell.inner_text()
    cell.click()
    for text in ("1", "-1"):
        window.keyboard.type(text)
        window.keyboard.press("Enter")
        window.keyboard.press("ArrowUp")
        expect(form).to_have_attribute("data-asked", "answered")
    for _ in range(2):
        window.locator("#grid-undo").click()
    expect(cell).to_have_text(before)
    expect(form).to_have_attribute("data-asked", "answered")
    window.reload()
    ready(window)
    expect(cell).to_have_text(before)


def twenty() -> str:
    """Return a scenario model of twenty descriptors with two or three variants, each block of which is judged."""
    variants = [("low", "high"), ("falls", "stays", "rises")]
    lines = ['[model]\ntitle_en = "Twenty"\n']
    for d in range(20):
        lines.append(f'[[descriptor]]\nid = "d{d}"\nname_en = "The matter number {d} of them"\n')
        lines += [f'[[descriptor.variant]]\nid = "{one}"\n' for one in variants[d % 2]]
    for d in range(20):
        rows = ", ".join(f"{one} = {[(d + k) % 7 - 3 for k in range(len(variants[(d + 1) % 2]))]}" for one in variants[d % 2])
        lines.append(f'[[judgement]]\nfrom = "d{d}"\nto = "d{(d + 1) % 20}"\nrows = {{ {rows} }}\nreason_en = "So it is."\n')
    return "".join(lines)


def test_twenty_descriptors_are_seen_at_a_glance(window: Page) -> None:
    opened(window, f"{MODELS}/scenario/new")
    window.locator('main form [name="way"][value="file"]').check()
    window.locator('main form [name="file"]').set_input_files({"name": "m.toml", "mimeType": "text/plain", "buffer": twenty().encode()})
    with window.expect_navigation():
        window.locator("main form button.primary").click()
    opened(window, f"{MODELS}/scenario/twenty/matrix")
    wide = (window.viewport_size or {})["width"] >= 900
    box = "document.querySelector('#grid').closest('.scroll')"
    assert window.evaluate(f"{box}.scrollWidth <= {box}.clientWidth") is wide
    assert window.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    cell = window.locator('#grid td[data-at="49,49"]')
    cell.focus()
    expect(window.locator("[data-cell]")).to_have_text("The matter number 19 of them: rises → The matter number 19 of them: rises")
    for head in window.locator("#grid th.aimed").all():
        expect(head).to_be_in_viewport()  # headings stay where the last row and column are gone to
    cell.locator("xpath=preceding-sibling::td[40]").focus()
    window.keyboard.type("3")
    window.keyboard.press("Enter")
    expect(window.locator("#grid td.edited")).to_have_attribute("data-tint", "p3")
    expect(window.locator("#cell-pane [data-verdict]")).to_have_text(window.locator("#scenario [data-verdict]").inner_text())
    assert sound(window) == []


def test_a_matrix_that_is_pasted_one_column_too_wide_is_told(browser: Browser, live_server: Any, site: Site) -> None:
    with signed_in(browser, live_server, site.people["owner"], permissions=("clipboard-read", "clipboard-write")) as page:
        opened(page, f"{talks(page)}/matrix")
        wide = page.locator("#grid thead th[data-col]").count() + 1
        page.evaluate("(text) => navigator.clipboard.writeText(text)", "\t".join(["1"] * wide))
        page.locator('#grid td[data-at="0,0"]').focus()
        page.keyboard.press("Control+v")

        expect(page.locator("#grid-said")).to_contain_text(say(Message("page-positions.outside", count=1), "en"))


def test_two_editors_of_one_model_are_joined_by_row_and_of_one_field_choose(browser: Browser, live_server: Any, site: Site) -> None:
    who = (site.people["owner"], site.people["editor"])
    with signed_in(browser, live_server, who[0], quiet=False) as first, signed_in(browser, live_server, who[1], quiet=False) as second:
        begin(first, "frames", "How it is told")
        press(first, "go:frame")
        for number, name in enumerate(("Security", "Cost"), start=1):
            press(first, "add:frame")
            write(first, f"frame.{number}:name", name)
            write(first, f"frame.{number}:examples", f"About {name}.")
        press(first, "save")
        for page, row, meaning in ((first, 1, "As a threat"), (second, 2, "As a price")):
            opened(page, f"{MODELS}/frames/how-it-is-told/edit?section=frame&row=frame.{row}")
            write(page, f"frame.{row}:meaning", meaning)
        for page in (first, second):
            press(page, "save")
        made = FRAMES.read(head(site).files["debates/how-it-is-told.frames.toml"], "debates/how-it-is-told.frames.toml")
        assert [str(one.meaning) for one in made.frames] == ["As a threat", "As a price"]

        for page, meaning in ((first, "Of one"), (second, "Of another")):
            opened(page, f"{MODELS}/frames/how-it-is-told/edit?section=frame&row=frame.1")
            write(page, "frame.1:meaning", meaning)
        press(first, "save")
        press(second, "save")
        for meaning in ("Of one", "Of another"):
            expect(second.locator("main .conflict").first).to_contain_text(meaning)
        opened(second, f"{MODELS}/frames/how-it-is-told/edit?section=frame&row=frame.1")
        expect(second.locator('[name="frame.1:meaning"]')).to_have_value("Of another")  # nothing is lost before one has chosen


def test_states_beyond_all_solving_are_said_while_one_types(window: Page) -> None:
    begin(window, "conflict", "Forty")
    press(window, "go:maker")
    opened(window, f"{MODELS}/conflict/forty/text")
    options = "".join(f'[[maker.option]]\nid = "o{n}"\nname = "Option {n}"\n' for n in range(40))
    window.fill("main textarea[name=text]", f'[model]\ntitle = "Forty"\n[[maker]]\nid = "m"\nname = "Mover"\n{options}')
    with window.expect_navigation():
        window.locator("main form button[name=do]").last.click()
    opened(window, f"{MODELS}/conflict/forty/options")
    states = window.locator("[data-states]")
    expect(states).to_contain_text("40")
    press(window, "add:maker.1.option")
    window.locator('[name="maker.1.option.41:name"]').press_sequentially("one more")
    expect(states).to_contain_text("41")


def test_a_conflict_is_made_from_nothing_to_its_answer(window: Page, site: Site) -> None:
    begin(window, "conflict", "Strait")
    opened(window, f"{MODELS}/conflict/strait/options")
    for number, (name, option) in enumerate((("Mover", "close"), ("Other", "send ships")), start=1):
        press(window, "add:maker")
        write(window, f"maker.{number}:name", name)
        press(window, f"add:maker.{number}.option")
        write(window, f"maker.{number}.option.1:name", option)
    press(window, "stay")
    for maker, option in (("mover", "close"), ("other", "send-ships")):
        window.locator(f"#wish-{maker} details").first.locator("summary").click()
        window.locator(f'[name="wish:{maker}:{option}"]').select_option("yes")
        press(window, f"prefer:{maker}")
    expect(window.locator("[data-states]")).to_contain_text("4")
    assert window.locator("figure img").evaluate("(one) => one.complete || new Promise((done) => (one.onload = () => done(true)))")
    assert sound(window) == []
    press(window, "save")

    made = CONFLICT.read(head(site).files["conflicts/strait.toml"], "conflicts/strait.toml")
    assert [maker.id for maker in made.makers] == ["mover", "other"]
    assert ask("where-could-it-settle", Case(dossier=head(site), today=dt.date(2030, 1, 1))).findings


def test_a_negotiation_with_its_mandate_is_made_from_nothing_to_its_answer(window: Page, site: Site) -> None:
    begin(window, "negotiation", "Deal")
    press(window, "go:party")
    for number, name in enumerate(("Us", "Them"), start=1):
        press(window, "add:party")
        write(window, f"party.{number}:name", name)
    press(window, "go:issue")
    press(window, "add:issue")
    for name, text in (("issue.1:name", "Scope"), ("issue.1.option.1:name", "wide"), ("issue.1.option.2:name", "narrow")):
        write(window, name, text)
    press(window, "go:worth")
    for number, (party, points) in enumerate((("us", ("10", "4")), ("them", ("2", "8"))), start=1):
        press(window, "add:worth")
        window.locator(f'[name="worth.{number}:party"]').select_option(party)
        window.locator(f'[name="worth.{number}:issue"]').select_option("scope")
        press(window, "stay")
        write(window, f"worth.{number}:points=wide", points[0])
        write(window, f"worth.{number}:points=narrow", points[1])
    press(window, "save")
    opened(window, "/dossiers/small/mandate")
    window.locator("main details.more summary").first.click()
    window.locator('[name="deal-deal-party"]').select_option("us")
    write(window, "deal-deal-floor", "3")
    with window.expect_navigation():
        window.locator("main form button.primary").click()

    assert NEGOTIATION.read(head(site).files["negotiations/deal.toml"], "negotiations/deal.toml").parties[1].id == "them"
    assert head(site).mandate.negotiation["deal"] == {"party": "us", "floor": 3}
    assert ask("what-can-we-live-with", Case(dossier=head(site), today=dt.date(2030, 1, 1))).findings


def test_a_draft_is_made_from_nothing_to_its_answer(window: Page, site: Site) -> None:
    begin(window, "draft", "On floods")
    press(window, "go:version")
    press(window, "add:version")
    press(window, "save")
    expect(window.locator("main .notice.error li")).to_have_count(1)  # the day; the rest of the row comes by itself
    write(window, "version.1:date", "2025-11-01")
    assert sound(window) == []
    press(window, "save")
    for name in ("version-1", ".txt"):
        assert name not in window.locator("main").inner_text()
    window.locator("textarea[name=text]").fill(
        "1. Calls upon Members to report [annually – FRA].\n\n2. Decides to meet [in Geneva (DEU)].\n"
    )
    with window.expect_navigation():
        window.locator("main form[action$='/words'] button").click()
    ready(window)

    assert ask("where-is-the-text-stuck", Case(dossier=head(site), today=dt.date(2030, 1, 1))).findings


def test_a_body_and_its_rule_are_made_from_nothing_to_the_answer(window: Page, site: Site) -> None:
    opened(window, f"{MODELS}/bodies/new")
    with window.expect_navigation():
        window.locator("main form button.primary").click()
    ready(window)
    press(window, "add:body")
    write(window, "body.1:name", "The Council")
    window.locator('[name="body.1:members"]').select_option("EU")
    press(window, "add:body.1.rule")
    write(window, "body.1.rule.1:share", "2/3")
    press(window, "add:body.1.rule.1.part")
    press(window, "save")
    expect(window.locator("main .notice.error li")).not_to_have_count(0)
    assert "[[" not in window.locator("main .notice.error").first.inner_text()
    press(window, "remove:body.1.rule.1.part.1")
    assert sound(window) == []
    press(window, "save")
    expect(window.locator("main .notice.error")).to_have_count(0)

    assert [(body.id, body.members) for body in head(site).bodies] == [("the-council", "EU")]
    assert ask("who-has-power", Case(dossier=head(site), today=dt.date(2030, 1, 1))).findings


def test_frames_are_made_from_nothing_and_lead_to_the_question_that_reads_them(window: Page, site: Site) -> None:
    begin(window, "frames", "How it is told")
    press(window, "go:frame")
    press(window, "add:frame")
    write(window, "frame.1:name", "Security")
    write(window, "frame.1:examples", "\n".join(f"A threat to the cables, number {one}." for one in range(8)))
    assert sound(window) == []
    press(window, "save")
    expect(window.locator("main .notice.error")).to_have_count(0)
    with window.expect_navigation():
        window.locator("main section.card li a").first.click()

    assert window.url.endswith("/questions/what-is-said")


def test_a_register_of_an_incident_leads_to_where_it_is_imported(window: Page) -> None:
    opened(window, MODELS)
    with window.expect_navigation():
        window.locator("#register a").click()

    assert window.url.endswith("/dossiers/small/import")


def test_what_is_typed_stays_though_the_window_is_closed(window: Page, site: Site) -> None:
    begin(window, "room", "Forum")
    write(window, "room:holder", "the desk")
    write(window, "room:opened", "soon")
    expect(window.locator('[id="f-room:opened-error"]')).to_be_visible()
    expect(window.locator("[data-said]")).not_to_be_empty()
    opened(window, f"{MODELS}/room/forum/edit")
    expect(window.locator('[name="room:holder"]')).to_have_value("the desk")
    assert head(site).files == {}


def test_a_form_is_filled_and_saved_by_keyboard_alone(browser: Browser, live_server: Any, site: Site) -> None:
    with signed_in(browser, live_server, site.people["owner"], quiet=False) as page:
        opened(page, f"{MODELS}/room/new")
        page.locator("#title").focus()
        page.keyboard.type("Forum")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        ready(page)
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.value === 'save'"):
                break
        with page.expect_navigation():
            page.keyboard.press("Enter")
        ready(page)

    assert "rooms/forum.toml" in head(site).files
