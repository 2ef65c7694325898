"""Six delegations, a chair and a screen bring a text from a Word file to adoption, on telephones, by keyboard, in French and in English."""

from __future__ import annotations

import contextlib
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from browsing import launched, opened, ready, ways
from playwright.sync_api import Browser, Locator, Page, expect
from source_samples import word
from web.browser.watched import Watched, beside
from web.sites import PASSWORD, ROOT, Server, prepared

pytestmark = pytest.mark.browser

PHONES, DESKS = ("FRA", "DEU", "EST"), ("BRA", "IND", "RUS")
TEXT = """1. States shall report incidents in good faith.

2. States share what they learn at once.

3. States protect [critical] services.

4. The Secretary-General is invited to report each year.

5. This text enters into force at once."""
ADOPTED = {
    "1": "States shall report incidents without delay.",
    "2": "States share what they learn.",
    "3": "States protect critical services.",
    "4": "The Secretary-General is invited to report each year.",
    "5": "This text enters into force at once.",
}
SECRETS = {
    "CANARYASIDE": ("FRA", "DEU", "EST", "BRA"),  # shown by France to three
    "CANARYCONFIDED": ("FRA", "chair"),
    "CANARYMANDATE": ("EST",),
}
"""What only some may ever see, and who, among them its author."""
_ACTORS = """
from legation.web.serving.database import set_up_there
set_up_there()
import sys
sys.path.insert(0, "tests")
from web.conftest import PARTS
from web.shown import replaced
from legation.dossier import decode
from legation.web.dossiers.models import Dossier
more = "BRA,Brazil,Brésil,state,BRA,\\nIND,India,Inde,state,IND,\\nRUS,Russia,Russie,state,RUS,\\n"
files = {name: text.encode() for name, text in (PARTS | {"actors.csv": PARTS["actors.csv"] + more}).items()}
replaced(Dossier.objects.get(slug="small"), decode(files))
"""
_ASK = """
import datetime as dt
from legation.web.serving.database import set_up_there
set_up_there()
from legation import moment
from legation.web.rooms import seats
from legation.web.rooms.desk import DESK, Draft
from legation.web.stores.rooms.models import Room
room = Room.objects.get()
chair = seats.chair_of(room)
ends = moment.written(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=2))
(written,) = DESK.write(room.pk, chair, [Draft(kind="asked", data={"id": "soon", "units": ["5"], "deadline": ends, "level": "adopted", "zone": "UTC"})])
assert written.refused is None, written.refused
"""
"""The form takes minutes: a silence of seconds is asked for beside it."""


@dataclass
class Table:
    """All who sit there, each in a browser of their own."""

    seats: dict[str, Watched] = field(default_factory=dict)
    pictures: Path = Path()
    lang: str = "en"
    secrets: dict[str, tuple[str, ...]] = field(default_factory=lambda: dict(SECRETS))

    def __getitem__(self, who: str) -> Page:
        return self.seats[who].page

    def at(self, names: Iterable[str]) -> Iterator[Page]:
        """Yield the pages of those."""
        for one in names:
            yield self[one]

    @property
    def readers(self) -> tuple[str, ...]:
        """Those who have the text before them: all but its chair."""
        return tuple(one for one in self.seats if one != "chair")

    def all_read(self, unit: str, words: str | re.Pattern[str]) -> None:
        """Wait until a paragraph says this to everybody."""
        for page in self.at(self.readers):
            expect(page.locator(f"#u-{unit}")).to_contain_text(words)

    def keep(self) -> None:
        """Look whether anybody sees what is not for them, in the page before them and in what the server gives them now."""
        for who in self.seats:
            page = self[who]
            answer = page.request.get(page.url)
            assert answer.status == 200, (who, answer.status)
            seen = page.content() + answer.text()
            assert not [one for one, may in self.secrets.items() if one in seen and who not in may], who

    def checked(self, who: str, name: str) -> None:
        """Look at a page: nothing runs over its edge, and axe finds nothing serious."""
        window = self.seats[who]
        window.page.screenshot(path=self.pictures / f"adopted-{name}.png", full_page=True)
        assert window.wide() == [], name
        assert window.serious() == [], name


def _press(page: Page, button: str | Locator) -> None:
    found = page.locator(button) if isinstance(button, str) else button
    with page.expect_event("load"):
        found.click()


def _opened_by(host: Page) -> dict[str, str]:
    """Open the room from a Word file, seat six delegations and a screen; return to where the code of each leads."""
    opened(host, "/account/login/")
    host.locator("input[name=login]").fill("admin@legation.localhost")
    host.locator("input[name=password]").fill(PASSWORD)
    _press(host, "main button.primary")
    opened(host, "/dossiers/small/rooms/new/text")
    said = {"title": "Norms", "host": "The desk", "interest": "To agree", "machine": "The ministry", "law": "French law"}
    for name, words in said.items():
        host.locator(f"[name={name}]").fill(words)
    host.locator("[name=silence_accepts]").check()
    host.locator("#room-file").set_input_files({"name": "text.docx", "mimeType": "application/octet-stream", "buffer": word(TEXT)})
    _press(host, "main button.primary")
    ready(host)
    address = host.url
    _press(host, "form[action$='/negotiation/projector'] button")
    screen = host.url
    opened(host, address)
    doors = {"chair": host.locator("section[aria-labelledby=chair] p.num a").inner_text(), "screen": screen}
    opened(host, f"{address}/organisations")
    for one in (*PHONES, *DESKS):
        host.locator("#organisation").select_option(one)
        _press(host, "main form.card button.primary")
    for one in (*PHONES, *DESKS):
        doors[one] = host.locator(f"li.card:has(input[value='{one}']) p a").inner_text()
    return doors


def _sits(page: Page, door: str, *, types_it: bool = False) -> None:
    if types_it:
        page.goto("/join/")
        code = door.rstrip("/").rsplit("/", 1)[1].lower()
        page.locator("#code").fill(f"{code[:5]} {code[5:]}")
        page.keyboard.press("Enter")
        page.wait_for_url("**/join/*/")
    else:
        page.goto(door)
    page.locator("main button.primary").click()
    page.wait_for_url("**/seat/**")
    ready(page)


def _tap(page: Page, unit: str, first: int, last: int) -> None:
    for n in (first, last):
        page.locator(f"#u-{unit} .w[data-n='{n}']").tap()


def _send(page: Page, operation: str, text: str = "") -> None:
    page.locator(f"#compose [name=operation][value={operation}]").check()
    if text:
        page.locator("#compose #text").fill(text)
    page.locator("#compose button.primary").click()


def _bracket(page: Page, unit: str, words: str) -> Locator:
    return page.locator(f"#u-{unit} .br").filter(has_text=words)


def _stands(page: Page, unit: str, words: str, stance: str, *, to_chair: bool = False) -> None:
    """Take a position on the bracket of some words."""
    _bracket(page, unit, words).locator(".who").click()
    expect(page.locator("#stand")).to_be_visible()
    page.locator("#stand [name=chair]").set_checked(to_chair)
    page.locator(f"#stand [value={stance}]").click()
    expect(_bracket(page, unit, words).locator(f".who[data-mine={stance}]")).to_have_count(1)


def _paragraph(page: Page, unit: str, act: Callable[[Page], None], done: Callable[[Page], None]) -> None:
    """Open a paragraph, do something there, see that it was done, and come back to the text."""
    there = page.url
    opened(page, f"{there.split('?')[0]}?unit={unit}")
    act(page)
    done(page)
    opened(page, there)


def _on_whole(page: Page, unit: str, stance: str) -> None:
    _paragraph(
        page,
        unit,
        lambda there: there.locator(f"#b-{unit} [value={stance}]").click(),
        lambda there: expect(there.locator(f"#u-{unit} .marks .mine")).to_have_count(1),
    )


def _closes(chair: Page, unit: str, words: str, mode: str, *, by_keyboard: bool = False) -> None:
    """Close the bracket of some words at the chair's desk."""
    row = chair.locator(f"#u-{unit} ul.brackets > li").filter(has=chair.locator("q", has_text=words))
    if by_keyboard:
        row.locator("summary").focus()
        chair.keyboard.press("Enter")
        row.locator("select").select_option(mode)
        with chair.expect_event("load"):
            row.locator("details[open] button").press("Enter")
    else:
        row.locator("summary").click()
        row.locator("select").select_option(mode)
        _press(chair, row.locator("details[open] button"))
    expect(chair.locator(f"#u-{unit} ul.brackets q", has_text=words)).to_have_count(0)


def _raises(chair: Page, unit: str, *, refused: bool = False) -> None:
    """Adopt a paragraph at the chair's desk, or try to."""
    form = chair.locator(f"#u-{unit} details:has(input[value=agreed])")
    form.locator("summary").click()
    form.locator("select").select_option("adopted")
    _press(chair, form.locator("button"))
    expect(chair.locator("[role=alert]")).to_have_count(int(refused))


def _proposed(at: Table) -> None:
    """Two replace the same words, one by touch and one by keyboard; a third deletes some."""
    _tap(at["FRA"], "1", 4, 6)
    expect(at["FRA"].locator("#compose [data-chosen] q")).to_have_text("in good faith")
    _send(at["FRA"], "replace", "without delay")
    at.all_read("1", "without delay")
    page = at["BRA"]
    page.locator("#u-1 .words").focus()
    for key in ("ArrowRight",) * 5 + ("Shift+ArrowRight",) * 2 + ("Enter",):
        page.keyboard.press(key)
    expect(page.locator("#compose [data-chosen] q")).to_have_text("in good faith")
    page.locator("#compose #text").focus()
    page.keyboard.type("within three days")
    while not page.evaluate("document.activeElement.matches('#compose button.primary')"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    at.all_read("1", "within three days")
    for reader in at.at(at.readers):  # alternatives: nobody's words were merged with another's
        expect(reader.locator("#u-1 .br")).to_have_count(3)
    _tap(at["DEU"], "2", 5, 6)
    _send(at["DEU"], "delete")
    for reader in at.at(at.readers):
        expect(reader.locator("#u-2 .br.out")).to_contain_text("at once")
    expect(at["screen"].locator("#u-2 .who")).to_contain_text("DEU")


def _stood(at: Table) -> None:
    """Positions for all, and one for the chair alone."""
    _stands(at["DEU"], "1", "without delay", "support")
    _stands(at["IND"], "1", "within three days", "oppose", to_chair=True)
    _stands(at["EST"], "1", "without delay", "can_live_with")
    for who in at.readers:
        expect(_bracket(at[who], "1", "without delay").locator(".who")).to_contain_text("DEU")
        if who != "IND":
            expect(_bracket(at[who], "1", "within three days").locator(".who")).not_to_contain_text("IND")
    at["chair"].goto(_desk(at))
    row = at["chair"].locator("#u-1 ul.brackets > li").filter(has_text="within three days")
    expect(row).to_contain_text("IND")


def _aside(at: Table) -> None:
    """A text for three, and a confidence that its party releases."""
    page = at["FRA"]
    page.locator("details:has(#caucus-title) > summary").click()
    page.locator("#caucus-title").fill("CANARYASIDE")
    page.locator("#caucus-text").fill("Three days, then a review.")
    for one in ("DEU", "EST", "BRA"):
        page.locator(f"[name=to][value={one}]").check()
    page.locator("form:has(#caucus-title) button").click()
    for who in ("FRA", "DEU", "EST", "BRA"):
        expect(at[who].locator("#panels .caucus h3")).to_have_text("CANARYASIDE")
    at["BRA"].locator("#panels .caucus [name=what]").press("Enter")
    expect(at["BRA"].locator("#panels .caucus .good")).to_have_count(1)
    page.locator("details:has(#confided) > summary").click()
    page.locator("#confided").fill("CANARYCONFIDED")
    page.locator("form:has(#confided) button").click()
    expect(page.locator("#state")).not_to_be_empty()
    chair = at["chair"]
    chair.goto(f"{_desk(at)}/caucus")
    expect(chair.locator("article.zone")).to_contain_text("CANARYCONFIDED")
    assert "CANARYASIDE" not in chair.content()
    at.keep()
    page.locator("#panels form:has([value=released]) button").click()
    expect(page.locator("#panels form:has([value=released])")).to_have_count(0)
    at.secrets.pop("CANARYCONFIDED")
    for who in (*PHONES, *DESKS):
        expect(at[who].locator("#panels")).to_contain_text("CANARYCONFIDED")
    chair.reload()
    expect(chair.locator("article.zone .good")).to_have_count(1)


def _desk(at: Table) -> str:
    return at["FRA"].url.split("/seat/")[0] + "/seat/chair"


def _packaged(at: Table) -> None:
    """Two paragraphs are agreed together or not at all: first an objection stands against one of them."""
    chair = at["chair"]
    chair.goto(_desk(at))
    _closes(chair, "3", "critical", "accepted", by_keyboard=True)
    details = chair.locator("details:has(#package)")
    details.locator("summary").click()
    details.locator("#package").fill("Services")
    for unit in ("3", "4"):
        details.locator(f"[name=targets][value='{unit}']").check()
    _press(chair, details.locator("button"))
    for unit in ("3", "4"):
        at.all_read(unit, "Services")
    _on_whole(at["RUS"], "4", "oppose")
    chair.goto(_desk(at))
    raised = chair.locator("form:has([value=agreed]):has([value=Services])")
    raised.locator("select").select_option("adopted")
    _press(chair, raised.locator("button"))
    expect(chair.locator("[role=alert]")).to_contain_text({"fr": "Russie", "en": "Russia"}[at.lang])
    expect(chair.locator("#u-4")).to_contain_text("RUS")
    assert at["FRA"].locator("#u-3 .adopted").count() == 0
    at.checked("chair", "refused")
    _on_whole(at["RUS"], "4", "support")
    chair.goto(_desk(at))
    raised.locator("select").select_option("adopted")
    _press(chair, raised.locator("button"))
    for page in at.at(at.readers):
        for unit in ("3", "4"):
            expect(page.locator(f"#u-{unit} .level.adopted")).to_have_count(1)


def _silent(at: Table, environment: dict[str, str]) -> None:
    """A silence is broken with a reason, and another one is kept until the clock ends it."""
    chair = at["chair"]
    chair.goto(f"{_desk(at)}/silences")
    chair.locator("[name=units][value='2']").check()
    chair.locator("[name=level]").select_option("adopted")
    chair.locator("[name=day]").fill("2099-07-14")
    chair.locator("[name=time]").fill("18:30")
    chair.locator("[name=zone]").select_option("America/New_York")
    _press(chair, "form button.primary")
    with subprocess.Popen([sys.executable, "-c", _ASK], env=environment, cwd=ROOT, stderr=subprocess.PIPE, text=True) as asking:
        for who in (*PHONES, *DESKS):
            expect(at[who].locator("#panels .silence").filter(has_text="2099")).to_have_count(1)
        page = at["IND"]
        silence = page.locator("#panels .silence").filter(has_text="2099")
        silence.locator("summary").press("Enter")  # by keyboard alone
        silence.locator("textarea").focus()
        page.keyboard.type("Our capital reads it still.")
        while not page.evaluate("document.activeElement.matches('.silence button.danger')"):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        for who in (*PHONES, *DESKS):
            expect(at[who].locator("#panels")).to_contain_text("Our capital reads it still.")  # among the silences that are over
        at.checked("FRA", "silence")
        _, wrong = asking.communicate()
        assert asking.returncode == 0, wrong
    for reader in at.at(at.readers):
        expect(reader.locator("#u-5 .level.adopted")).to_have_count(1)
    assert at["FRA"].locator("#u-2 .level.adopted").count() == 0
    chair.reload()
    expect(chair.locator("section.card h3 + ul")).to_contain_text("Our capital reads it still.")
    at.checked("chair", "silences")


def _capitals(at: Table) -> None:
    """What is accepted ad referendum is not adopted before it is confirmed; then all is."""
    _stands(at["BRA"], "1", "within three days", "flexible")
    opened(at["EST"], f"{at['EST'].url}?unit=1")
    at.checked("EST", "paragraph")
    at["EST"].locator("form:has([value=referred]) button").click()
    at.all_read("1", "EST")
    chair = at["chair"]
    chair.goto(_desk(at))
    at.checked("chair", "desk")
    _closes(chair, "1", "within three days", "withdrawn")
    _closes(chair, "1", "in good faith", "withdrawn")
    _closes(chair, "1", "without delay", "accepted")
    _raises(chair, "1", refused=True)
    opened(at["EST"], at["EST"].url)
    at["EST"].locator("form:has([value=confirmed]) button").click()
    expect(at["EST"].locator("#state")).not_to_be_empty()
    opened(at["EST"], at["EST"].url.split("?")[0])
    chair.goto(_desk(at))
    _raises(chair, "1")
    _closes(chair, "2", "at once", "withdrawn")
    _raises(chair, "2")
    for page in at.at(at.readers):
        for unit, words in ADOPTED.items():
            expect(page.locator(f"#u-{unit} .words")).to_have_text(words)
            expect(page.locator(f"#u-{unit} .level.adopted")).to_have_count(1)


def _walked(at: Table, environment: dict[str, str]) -> None:
    at["EST"].locator("#mandate summary").click()
    at["EST"].locator("#mandate-text").fill("1: CANARYMANDATE")
    _proposed(at)
    _stood(at)
    at.checked("FRA", "section")
    at.checked("screen", "screen-brackets")
    _aside(at)
    _packaged(at)
    _silent(at, environment)
    _capitals(at)
    at.keep()
    at.checked("screen", "screen")
    at["FRA"].goto(at["FRA"].url + "capital")
    expect(at["FRA"].locator("main ul").first).to_contain_text("without delay")
    expect(at["FRA"].locator("main")).not_to_contain_text("2099")  # that silence was broken
    at.checked("FRA", "capital")


@contextlib.contextmanager
def _table(browser: Browser, base: str, doors: dict[str, str], locale: str, pictures: Path) -> Iterator[Table]:
    """Seat everybody."""
    with contextlib.ExitStack() as stack:
        at = Table(pictures=pictures, lang=locale[:2])
        for who, door in doors.items():
            is_phone = who in PHONES
            window = beside(browser, base, width=360 if is_phone else 1280, locale=locale, has_touch=is_phone)
            at.seats[who] = stack.enter_context(window)
            _sits(at[who], door, types_it=who == "FRA")
        yield at


@pytest.mark.slow
@ways("lang", "fr", "en")
def test_from_a_file_to_adoption(chromium: str, tmp_path: Path, pictures: Path, lang: str) -> None:
    pictures.mkdir(parents=True, exist_ok=True)
    locale = {"fr": "fr-FR", "en": "en-GB"}[lang]
    with prepared(tmp_path, postgresql=False) as environment, launched(chromium) as browser:
        subprocess.run([sys.executable, "-c", _ACTORS], env=environment, cwd=ROOT, check=True)
        with Server(environment) as server:
            base = f"http://127.0.0.1:{server.port}"
            with beside(browser, base, width=1280, locale=locale) as host:
                doors = _opened_by(host.page)
                with _table(browser, base, doors, locale, pictures) as at:
                    _walked(at, environment)
                    for window in at.seats.values():  # what was refused is said so
                        window.complaints = [one for one in window.complaints if "409" not in one]
