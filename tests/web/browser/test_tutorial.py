"""The tutorial of the site, done step by step in a browser, in French and in English, by the words that stand on the pages."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from browsing import ways
from playwright.sync_api import expect
from web.browser.conftest import Served
from web.browser.walk import Walk
from web.browser.watched import beside, watched

from legation.language import LANGUAGES, Lang, Message, say

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DOCS = Path(__file__).parents[3] / "docs"
MOST_BYTES = 200_000
FLAGSHIP = {"en": "UN rules for ICT, 2018-2019", "fr": "Règles de l’ONU pour les TIC, 2018-2019"}
TITLE = {"en": "Flood warnings", "fr": "Alerte aux crues"}
NAMES = {"en": "France\nKenya\nMexico\nIndia\nKorea\n", "fr": "France\nKenya\nMexique\nInde\nCorée\n"}
QUESTION = {
    "en": "Should members share flood data in real time?",
    "fr": "Les membres doivent-ils partager leurs données de crue en temps réel ?",
}
STATEMENT = {
    "en": "Kenya, statement of 2 March 2026.\n\nWe can share river levels within the hour. We cannot pay for the gauges alone.\n",
    "fr": "Kenya, déclaration du 2 mars 2026.\n\nNous pouvons partager les niveaux des fleuves dans l’heure. Nous ne pouvons pas payer seuls les capteurs.\n",
}
QUOTE = {"en": "We can share river levels within the hour.", "fr": "Nous pouvons partager les niveaux des fleuves dans l’heure."}


def steps(lang: Lang) -> list[str]:
    """Return the headings of the tutorial's steps."""
    return re.findall(r"^## \d+\. (.+)$", (DOCS / lang / "tutorial-site.md").read_text("utf-8"), re.MULTILINE)


def named(lang: Lang) -> set[str]:
    """Return the words that the tutorial sets in bold: they are the site's own."""
    page = re.sub("[ \n]+", " ", (DOCS / lang / "tutorial-site.md").read_text("utf-8"))
    return set(re.findall(r"\*\*(.+?)\*\*", page))


def test_both_languages_take_the_same_steps() -> None:
    assert len(steps("en")) == len(steps("fr")) > 10


@ways("lang", "fr", "en")
def test_the_tutorial_does_what_it_says(served: Served, chromium: str, pictures: Path, tmp_path: Path, lang: Lang, record_property) -> None:
    with watched(chromium, served.address, locale=lang, accept_downloads=True) as window:
        walk = Walk(window, lang, pictures / lang)
        sign_in(walk, served)
        open_flagship(walk)
        ask(walk)
        for name, address in (("home", "/"), ("dossier", "/dossiers/un-ict-2018")):
            came, usable = window.bytes_of(address)
            record_property(name, f"{came} bytes, usable after {usable:.2f} s")
            sys.stdout.write(f"{lang} {name}: {came} bytes, usable after {usable:.2f} s\n")
            assert came < MOST_BYTES
        begin(walk)
        add_issue(walk)
        add_evidence(walk, tmp_path)
        fill_grid(walk)
        who_stands_where(walk)
        coalition(walk)
        strategy(walk)
        contact(walk)
        link = invite(walk)
        with beside(window.browser, served.address, locale=lang) as other:
            guest(Walk(other, lang, pictures / f"{lang}-guest"), link, walk)
        compare_and_restore(walk)
        paper(walk, tmp_path)
        hand_over(walk, tmp_path)
        assert len(walk.stops) >= len(steps(lang))
        for one in LANGUAGES:  # the pages in both languages lead along the same words
            assert named(one) <= walk.read[one], named(one) - walk.read[one]


def sign_in(walk: Walk, served: Served) -> None:
    walk.page.goto("/")
    walk.stop("sign-in")
    walk.page.locator("input[name=login]").fill(served.email)
    walk.page.locator("input[name=password]").fill(served.password)
    walk.follow(walk.page.locator("main button.primary"))
    expect(walk.page.locator(".top .search, .top details").first).to_be_visible()
    if walk.page.locator("html").get_attribute("lang") != walk.lang:
        walk.page.locator(".top summary", has_text=re.compile("^(FR|EN)$")).click()
        walk.follow(walk.page.locator(f".top button[lang={walk.lang}]"))
    walk.shows("page-home.due")
    walk.stop("home")


def open_flagship(walk: Walk) -> None:
    walk.dossier(FLAGSHIP[walk.lang])
    walk.shows("page-dossier.ask")
    walk.stop("dossier")
    walk.place("sharing")
    walk.shows("page-sharing.sees")
    walk.stop("who-sees-what")
    walk.follow(walk.page.locator("main tbody td.num a").first)
    walk.stop("as-they-see")


def ask(walk: Walk) -> None:
    walk.place("questions")
    walk.stop("questions")
    walk.go("who-can-move.title")
    walk.go("page-questions.ask", within="form.form")
    walk.page.locator("#finding").wait_for()
    walk.page.locator(".answer-head .sources summary").click()
    figure = walk.page.locator(".figure .plate img, .figure .plate svg").first
    figure.scroll_into_view_if_needed()
    expect(figure).to_be_visible()
    walk.stop("answer")
    first = walk.page.locator(".answer-head .sources a").first
    first.click()
    expect(walk.page.locator("aside.source .facts")).to_be_visible()
    expect(walk.page.locator("aside.source")).to_be_focused()
    walk.stop("its-evidence")
    walk.page.keyboard.press("Escape")
    expect(first).to_be_focused()
    expect(walk.page.locator("aside.source")).to_have_count(0)
    walk.shows("runs.follow")
    walk.go("runs.again")
    walk.page.locator("#option-top").fill("5")
    walk.go("page-questions.ask", within="form.form")
    walk.page.locator("#finding").wait_for()
    walk.go("runs.compare", within="form.tools")
    walk.shows("runs.compare-lede")
    walk.stop("two-answers")


def begin(walk: Walk) -> None:
    walk.follow(walk.page.locator(".top .name"))
    walk.go("page-home.make")
    walk.shows("page-import.from-list")
    walk.field("page-import.dossier-title").fill(TITLE[walk.lang])
    walk.field("page-import.names").fill(NAMES[walk.lang])
    walk.stop("a-list")
    walk.go("page-import.read-list")
    walk.page.locator("select[name='line:5']").select_option("KOR")
    walk.stop("what-came")
    walk.go("page-import.make")
    expect(walk.page.locator("h1")).to_have_text(TITLE[walk.lang])
    walk.stop("a-new-dossier")


def add_issue(walk: Walk) -> None:
    walk.place("issues")
    walk.go("page-issues.add")
    walk.cell("issues", "question").fill(QUESTION[walk.lang])
    walk.cell("issues", "low").fill({"en": "never", "fr": "jamais"}[walk.lang])
    walk.cell("issues", "high").fill({"en": "within the hour", "fr": "dans l’heure"}[walk.lang])
    walk.stop("an-issue")
    walk.go("page-rows.save")
    expect(walk.page.locator("main")).to_contain_text(QUESTION[walk.lang][:30])


def add_evidence(walk: Walk, folder: Path) -> None:
    file = folder / {"en": "statement.txt", "fr": "declaration.txt"}[walk.lang]
    file.write_text(STATEMENT[walk.lang], "utf-8")
    walk.place("evidence")
    walk.go("page-evidence.add")
    walk.field("page-evidence.file-label").set_input_files(file)
    walk.go("page-evidence.read")
    walk.page.locator("#captured-text").wait_for()
    walk.words("page-evidence.use-selection")
    walk.page.evaluate(
        """(quote) => { const t = document.querySelector("#captured-text"); const at = t.value.indexOf(quote);
        t.focus(); t.setSelectionRange(at, at + quote.length); t.dispatchEvent(new Event("select", { bubbles: true })); }""",
        QUOTE[walk.lang],
    )
    walk.go("page-evidence.use-selection")
    expect(walk.page.locator("#f-quote")).to_have_value(QUOTE[walk.lang])
    walk.page.locator("#f-title").fill({"en": "Statement of Kenya", "fr": "Déclaration du Kenya"}[walk.lang])
    walk.page.locator("#f-date").fill("2026-03-02")
    walk.page.locator("#f-kind").select_option("statement")
    walk.stop("a-source")
    walk.go("page-evidence.keep")
    walk.stop("its-quotation")


def fill_grid(walk: Walk) -> None:
    walk.place("positions")
    if not walk.page.locator("input[name=actors]").is_checked():
        walk.field("page-positions.everyone").check()
        walk.go("page-positions.show")
    keys = walk.page.keyboard
    table = walk.page.locator("#grid")
    columns = table.locator("thead th[data-col]").evaluate_all("cells => cells.map(cell => cell.dataset.col)")
    rows = table.locator("tbody tr")
    expect(rows).to_have_count(5)
    values = ["80", "60", "20", "45", "70"]
    for number, value in enumerate(values):
        for column, typed in (("value", value), ("salience", str(30 + 12 * number)), ("influence", str(90 - 15 * number))):
            walk.page.locator(f'#grid td[data-at="{number},{columns.index(column)}"]').focus()
            keys.type(typed)
            keys.press("Enter")
    walk.page.locator("#grid-reason").fill({"en": "First judgement of the desk", "fr": "Premier jugement du bureau"}[walk.lang])
    walk.words("page-positions.reason")
    walk.stop("the-grid")
    walk.go("page-positions.save", within="#grid-form")
    expect(walk.page.locator(".notice.success")).to_be_visible()


def who_stands_where(walk: Walk) -> None:
    walk.place("issues")
    walk.follow(walk.page.locator("article.card h2 a").first)
    walk.shows("page-issues.who")
    walk.stop("who-stands-where")
    walk.go("page-issues.matters")
    walk.stop("power-and-interest")


def coalition(walk: Walk) -> None:
    walk.place("coalitions")
    walk.field("page-coalitions.name").fill({"en": "river-friends", "fr": "amis-des-fleuves"}[walk.lang])
    walk.field("page-coalitions.first").fill("KEN")
    walk.go("page-coalitions.make")
    walk.page.locator("#add-actor").fill("FRA")
    walk.go("page-coalitions.add")
    expect(walk.page.locator("#piece-FRA")).to_be_visible()
    walk.stop("a-coalition")


def strategy(walk: Walk) -> None:
    walk.place("strategy")
    walk.go("page-strategy.add-objective")
    walk.cell("objectives", "aim").fill({"en": "Mexico shares its river data", "fr": "Le Mexique partage ses données"}[walk.lang])
    walk.cell("objectives", "owner").fill({"en": "River desk", "fr": "Bureau des fleuves"}[walk.lang])
    walk.cell("objectives", "due").fill("2027-06-30")
    walk.go("page-rows.save")
    walk.stop("an-objective")


def contact(walk: Walk) -> None:
    walk.place("engagement")
    walk.go("page-engagement.add")
    walk.cell("engagements", "actor").select_option("KEN")
    walk.cell("engagements", "channel").select_option("meeting")
    walk.cell("engagements", "next_step").fill({"en": "Send the list of gauges", "fr": "Envoyer la liste des capteurs"}[walk.lang])
    walk.cell("engagements", "due").fill("2027-01-15")
    walk.go("page-engagement.part.promise")
    walk.cell("commitments", "direction", within="details.more[open]").select_option("received")
    walk.cell("commitments", "promise", within="details.more[open]").fill(
        {"en": "Kenya opens its river levels", "fr": "Le Kenya ouvre ses niveaux"}[walk.lang]
    )
    walk.stop("a-contact")
    walk.go("page-engagement.save")
    walk.stop("promises")


def invite(walk: Walk) -> str:
    walk.place("sharing")
    form = walk.page.locator("form[action$='/sharing/give']")
    form.locator("input[name=to]").fill(f"partner-{walk.lang}@example.org")
    form.locator("select[name=role]").select_option("guest")
    walk.words("page-sharing.role.guest")
    walk.go("page-sharing.more")
    form.locator("input[name=organisation]").fill({"en": "River Watch", "fr": "Veille des fleuves"}[walk.lang])
    form.locator("select[name=language]").select_option(walk.lang)
    walk.shows("page-sharing.give")
    walk.shows("page-sharing.tables")
    walk.go("page-sharing.share", within="form[action$='/sharing/give']")
    walk.stop("the-link")
    link = walk.page.locator("#link").input_value()
    walk.go("page-accounts.link.back")
    return link


def guest(walk: Walk, link: str, host: Walk) -> None:
    walk.page.goto(link)
    walk.stop("invitation")
    walk.page.locator("input[name=name]").fill({"en": "A partner", "fr": "Un partenaire"}[walk.lang])
    for field in walk.page.locator("input[type=password]").all():
        field.fill("a river that runs to the sea")
    walk.go("page-accounts.make-account")
    walk.stop("home")
    walk.dossier(TITLE[walk.lang])
    walk.stop("dossier")
    walk.place("positions")
    walk.stop("positions")
    page_json = walk.page.request.get(walk.page.url.partition("?")[0] + ".json").json()
    assert len(page_json["rows"]) == 5
    for hidden in ("strategy", "history"):
        assert walk.page.locator(".places").get_by_text(say(Message(f"web.place.{hidden}"), walk.lang), exact=True).count() == 0
    walk.page.goto(f"{walk.page.url.partition('/positions')[0]}/strategy")
    expect(walk.page.locator("main")).not_to_contain_text({"en": "Mexico shares", "fr": "Le Mexique partage"}[walk.lang])
    walk.stop("no-strategy")
    for lang, read in walk.read.items():
        host.read[lang] |= read


def compare_and_restore(walk: Walk) -> None:
    walk.place("positions")
    walk.page.locator('#grid td[data-at="0,1"]').focus()
    walk.page.keyboard.type("3")
    walk.page.keyboard.press("Enter")
    walk.go("page-positions.save", within="#grid-form")
    expect(walk.page.locator(".notice.success")).to_be_visible()
    walk.place("history")
    walk.stop("revisions")
    newest = int(re.findall(r"\d+", walk.page.locator(".timeline strong a").first.inner_text())[0])
    walk.go("page-history.what-changed")
    walk.stop("compare")
    walk.place("history")
    walk.go("page-history.at-title", number=newest - 1)
    walk.go("page-history.restore")
    walk.stop("before-restoring")
    walk.go("page-history.restore-now", number=newest - 1)
    expect(walk.page.locator(".notice.success")).to_be_visible()
    walk.stop("restored")


def paper(walk: Walk, folder: Path) -> None:
    walk.place("briefs")
    walk.stop("papers")
    walk.go("page-briefs.make-note")
    link = walk.page.locator("main a[download]", has_text="PDF").first
    link.wait_for()
    walk.stop("the-brief")
    with walk.page.expect_download() as taken:
        link.click()
    taken.value.save_as(folder / "brief.pdf")
    assert (folder / "brief.pdf").read_bytes().startswith(b"%PDF")


def hand_over(walk: Walk, folder: Path) -> None:
    walk.place("engagement")
    walk.go("page-engagement.handover.title")
    walk.stop("handover")
    with walk.page.expect_download() as taken:
        walk.page.locator(".actions a.primary").click()
    taken.value.save_as(folder / "handover.zip")
    assert (folder / "handover.zip").read_bytes().startswith(b"PK")
