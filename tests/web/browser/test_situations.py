"""A vote from its door to its printed note, by clicks alone, on a telephone and in French; each situation's path on both widths."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect
from web.browser.conftest import Served
from web.browser.test_tutorial import sign_in
from web.browser.walk import Walk
from web.browser.watched import watched

from legation.language import Message
from legation.questions.situations.paths import all_paths

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TITLE = "Données de crue"
VOTE = "Projet de résolution sur les données de crue"
PATHS = {
    "un-ict-2018": "vote",
    "mission-site-2024": "meeting",
    "notpetya-2017": "incident",
    "iana-transition-2014": "negotiation",
    "death-penalty-moratorium": "coalition",
    "brexit-consensus-2017": "consultation",
}
"""A dossier for the situations that the examples have."""


class Counted(Walk):
    """A walk that counts what is pressed."""

    pressed = 0

    def go(self, identifier: str, within: str = "main", **values: object) -> None:
        self.pressed += 1
        super().go(identifier, within, **values)

    def cell(self, table: str, column: str, within: str = "main") -> Locator:
        """Return the field of a column; a fold in which it stands is opened, which is a click."""
        return self.unfolded(super().cell(table, column, within))

    def unfolded(self, found: Locator) -> Locator:
        """Open the fold in which something stands."""
        folded = found.locator("xpath=ancestor::details[not(@open)][1]/summary")
        if folded.count():
            self.pressed += 1
            folded.click()
        return found

    def wanted(self, entry: str) -> None:
        """Press what the next step wants, by its words."""
        self.pressed += 1
        said = self.words("path.add", what=Message(f"path.entry.{entry}"))
        self.follow(self.page.locator(".next-step .doors").get_by_role("link", name=said, exact=True))

    def save(self) -> None:
        self.go("page-rows.save")
        self.arrived()

    def arrived(self) -> None:
        """Look that one is back on the path."""
        expect(self.page.locator("ol.path")).to_be_visible()

    def is_next(self, step: str, situation: str = "vote") -> None:
        """Look which step comes next."""
        number = [one.id for one in all_paths()[situation].steps].index(step) + 1
        title = Message(f"path.{situation}.{step}")
        expect(self.page.locator("#next-step")).to_have_text(self.said(Message("path.next", number=number, step=title)))


def test_a_vote_from_its_door_to_its_note_on_a_telephone_in_french(served: Served, chromium: str, pictures: Path) -> None:
    with watched(chromium, served.address, width=390, locale="fr", has_touch=True, is_mobile=True) as window:
        walk = Counted(window, "fr", pictures / "fr-vote")
        sign_in(walk, served)
        begun = time.monotonic()
        make_dossier(walk)
        text_and_aim(walk)
        past_and_authors(walk)
        count_and_approach(walk)
        note(walk)
        sys.stdout.write(f"fr vote 390 px: {walk.pressed} clicks, {time.monotonic() - begun:.0f} s\n")
        assert not window.complaints


def make_dossier(walk: Counted) -> None:
    walk.go("page-home.make")
    walk.go("path.choose")
    walk.stop("what-one-comes-with")
    walk.go("situation.vote")
    walk.field("page-import.dossier-title").fill(TITLE)
    walk.field("page-import.names").fill("France\nKenya\nMexique\nInde\nCorée du Sud\n")
    walk.page.locator("input[name=vote]").fill(VOTE)
    walk.page.locator("input[name=vote_date]").fill("2027-03-15")
    walk.go("page-import.read-list")
    walk.go("page-import.make")
    walk.is_next("text")
    walk.stop("the-path-begins")


def text_and_aim(walk: Counted) -> None:
    walk.wanted("issue")
    walk.cell("issues", "question").fill("Les membres partagent-ils leurs données ?")
    walk.cell("issues", "low").fill("jamais")
    walk.cell("issues", "high").fill("toujours")
    walk.save()
    walk.wanted("vote-issue")
    expect(walk.cell("rollcalls", "issue")).not_to_have_value("")
    walk.save()
    walk.is_next("aim")
    walk.wanted("goal")
    walk.cell("objectives", "aim").fill("La résolution est adoptée")
    walk.cell("objectives", "goal").select_option("adopt")
    walk.save()
    walk.wanted("fallback")
    walk.page.locator("[name=fallback_fr]").fill("Un texte sans délai")
    walk.go("web.save")
    walk.arrived()


def past_and_authors(walk: Counted) -> None:
    walk.is_next("past")
    walk.go("path.mark.not_needed", within=".next-step")
    walk.is_next("authors")
    walk.stop("a-step-not-needed")
    walk.wanted("authors")
    for actor in ("FRA", "KEN"):
        walk.unfolded(walk.page.locator(f"input[name=sponsors][value={actor}]")).check()
    walk.save()
    walk.wanted("positions")
    columns = walk.page.locator("#grid thead th[data-col]").evaluate_all("cells => cells.map(cell => cell.dataset.col)")
    for number in range(5):
        walk.page.locator(f'#grid td[data-at="{number},{columns.index("value")}"]').tap()
        walk.page.locator("#grid td input").fill(str(20 + 15 * number))
        walk.page.locator("#grid td input").press("Enter")
    walk.go("page-positions.save", within="#grid-form")
    walk.arrived()


def count_and_approach(walk: Counted) -> None:
    walk.is_next("count")
    walk.wanted("count")
    walk.cell("forecasts", "question").fill("La résolution est-elle adoptée ?")
    walk.cell("forecasts", "outcome").fill("adoptée")
    walk.cell("forecasts", "probability").fill("0,6")
    walk.save()
    walk.is_next("approach")
    walk.wanted("approaches")
    walk.cell("engagements", "actor").select_option("KEN")
    walk.cell("engagements", "date").fill("2027-02-10")
    walk.cell("engagements", "level").select_option("mission")
    walk.cell("engagements", "by").fill("notre poste à Nairobi")
    walk.cell("engagements", "ask").fill("Un vote pour")
    walk.save()
    walk.wanted("lines")
    walk.unfolded(walk.page.locator("input[name=audience][value=KEN]")).check()
    walk.cell("messages", "text").fill("Des données partagées sauvent des vies.")
    walk.save()


def note(walk: Counted) -> None:
    walk.is_next("answers")
    walk.wanted("decision")
    for name, words in (("to", "la directrice"), ("decision", "Approuver une démarche."), ("recommendation", "Appeler le Kenya.")):
        walk.page.locator(f"[name={name}_fr]").fill(words)
    walk.go("web.save")
    walk.arrived()
    walk.stop("before-the-note")
    walk.pressed += 1
    walk.follow(walk.page.locator(".next-step").get_by_role("link", name=walk.words("path.paper.note"), exact=True))
    walk.go("page-briefs.make-note")
    walk.page.locator("main a[download]", has_text="PDF").first.wait_for()
    expect(walk.page.frame_locator("iframe").locator("main")).to_contain_text("Approuver une démarche.")
    walk.stop("the-note")


def test_a_meeting_from_its_door_to_its_record_on_a_telephone_in_french(served: Served, chromium: str, pictures: Path) -> None:
    with watched(chromium, served.address, width=390, locale="fr", has_touch=True, is_mobile=True) as window:
        walk = Counted(window, "fr", pictures / "fr-meeting")
        sign_in(walk, served)
        begun = time.monotonic()
        prepare_meeting(walk)
        hold_meeting(walk)
        sys.stdout.write(f"fr meeting 390 px: {walk.pressed} clicks, {time.monotonic() - begun:.0f} s\n")
        assert not window.complaints


def prepare_meeting(walk: Counted) -> None:
    walk.go("page-home.make")
    walk.go("path.choose")
    walk.go("situation.meeting")
    walk.field("page-import.dossier-title").fill("Visite de la Kényane")
    walk.field("page-import.names").fill("France\nKenya\n")
    walk.go("page-import.read-list")
    walk.go("page-import.make")
    walk.is_next("whom", "meeting")
    walk.wanted("meeting")
    walk.cell("engagements", "actor").select_option("KEN")
    walk.cell("engagements", "date").fill("2027-02-10")
    walk.cell("engagements", "channel").select_option("meeting")
    for column, words in (
        ("participants", "la ministre"),
        ("ask", "Un texte commun"),
        ("fallback", "Une réunion"),
        ("points", "Les délais"),
    ):
        walk.cell("engagements", column).fill(words)
    walk.save()
    walk.is_next("stand", "meeting")
    walk.wanted("issue")
    walk.cell("issues", "question").fill("Partager les données ?")
    walk.save()
    walk.wanted("their-position")
    columns = walk.page.locator("#grid thead th[data-col]").evaluate_all("cells => cells.map(cell => cell.dataset.col)")
    walk.page.locator(f'#grid tr[data-actor=KEN] td[data-at$=",{columns.index("value")}"]').tap()
    walk.page.locator("#grid td input").fill("60")
    walk.page.locator("#grid td input").press("Enter")
    walk.go("page-positions.save", within="#grid-form")
    walk.arrived()


def hold_meeting(walk: Counted) -> None:
    walk.is_next("lines", "meeting")
    walk.wanted("their-lines")
    walk.unfolded(walk.page.locator("input[name=audience][value=KEN]")).check()
    walk.cell("messages", "text").fill("Des données partagées sauvent des vies.")
    walk.save()
    walk.is_next("print", "meeting")
    walk.stop("before-the-brief")
    walk.pressed += 1
    walk.follow(walk.page.locator(".next-step").get_by_role("link", name=walk.words("path.paper.meeting"), exact=True))
    walk.go("page-briefs.make-meeting")
    walk.page.locator("main a[download]", has_text="PDF").first.wait_for()
    walk.go("path.back")
    walk.go("path.mark.done", within=".next-step")
    walk.is_next("record", "meeting")
    walk.wanted("record")
    expect(walk.page.locator("h1")).to_contain_text("Kenya")
    walk.stop("the-record")


FILLED: dict[str, dict[str, str]] = {
    "objectives": {"aim": "Un but", "owner": "le bureau"},
    "members": {"coalition": "amis", "actor": "KEN", "tier": "core"},
    "interests": {"actor": "KEN", "interest": "Une voix"},
    "approaches": {"actor": "KEN", "channel": "call", "date": "2027-02-10", "level": "mission", "by": "notre poste"},
    "common-text": {"text": "Nous agissons ensemble."},
    "what-is-said": {"title": "Déclaration du Kenya", "kind": "statement"},
    "evidence": {"title": "Journal des serveurs"},
    "assessed": {"title": "Rapport", "reliability": "A"},
    "messages": {"audience": "KEN", "text": "Nous disons ce que nous savons."},
    "dated-activities": {"title": "Tribune", "date": "2027-02-01"},
    "measured": {"measure": "Reprises", "reached": "3"},
    "partners": {"coalition": "amis", "actor": "KEN", "tier": "observer"},
    "calendar": {"forum": "Groupe de travail"},
    "processes": {"forum": "Groupe de travail"},
    "issues": {"question": "Partager ?"},
    "question": {"question": "Partager ?"},
    "activities": {"title": "Un plan"},
    "indicators": {"measure": "Reprises"},
    "consulted": {"who": "le service juridique", "view": "agreed"},
    "invitations": {"actor": "KEN", "ask": "Venir"},
    "into-positions": {"actor": "KEN", "issue": "1", "value": "60"},
    "rules": {"text": "Personne n’est nommé.", "kind": "promise"},
}
"""What is typed for each thing that a step wants and that has the general form."""
BRIEFED = {"decision": ("decision", "recommendation"), "fallback": ("fallback",), "use": ("purpose",), "report": ("purpose", "decision")}
"""The fields of the note's settings that it wants."""


@pytest.mark.parametrize("situation", ["incident", "negotiation", "coalition", "debate", "consultation", "strategy"])
def test_a_path_is_walked_to_its_end_by_clicks(served: Served, chromium: str, pictures: Path, situation: str) -> None:
    with watched(chromium, served.address, width=390, locale="fr", has_touch=True, is_mobile=True) as window:
        walk = Counted(window, "fr", pictures / f"fr-{situation}")
        sign_in(walk, served)
        begun, how = time.monotonic(), {"form": 0, "hand": 0, "file": 0}
        begin(walk, situation)
        while walk.page.locator("#next-step").count():
            assert sum(how.values()) < 30, "it goes on"
            how[one_thing(walk, situation)] += 1
        walk.shows("path.all-done")
        walk.stop("all-done")
        sys.stdout.write(f"fr {situation} 390 px: {walk.pressed} clicks, {time.monotonic() - begun:.0f} s, {how}\n")
        assert not window.complaints


def begin(walk: Counted, situation: str) -> None:
    walk.go("page-home.make")
    walk.go("path.choose")
    walk.go(f"situation.{situation}")
    walk.field("page-import.dossier-title").fill(f"Parcours {situation}")
    walk.field("page-import.names").fill("France\nKenya\n")
    walk.go("page-import.read-list")
    walk.go("page-import.make")
    walk.arrived()


def one_thing(walk: Counted, situation: str) -> str:
    """Do the first thing that the next step wants, and say how: in a form, or by hand where nothing is to be added or a file is wanted."""
    doors = walk.page.locator(".next-step .doors a")
    said = doors.first.inner_text() if doors.count() else ""
    entries = {one.id for step in all_paths()[situation].steps for one in step.adds}
    wanted = next((name for name in entries if said == walk.said(Message("path.add", what=Message(f"path.entry.{name}")))), "")
    if not wanted:
        walk.go("path.mark.not_needed", within=".next-step")
        walk.arrived()
        return "file" if said else "hand"
    walk.wanted(wanted)
    if wanted in BRIEFED:
        for name in BRIEFED[wanted]:
            walk.page.locator(f"[name={name}_fr]").fill("Approuver.")
        walk.go("web.save")
        walk.arrived()
        return "form"
    for column, text in FILLED[wanted].items():
        fill(walk, column, text)
    walk.save()
    return "form"


def fill(walk: Counted, column: str, text: str) -> None:
    """Write into a field of the general form, choose from its list, or check one of its boxes."""
    box = walk.page.locator(f"main input[type=checkbox][name={column}][value='{text}']")
    if box.count():
        walk.unfolded(box).check()
        return
    field = walk.unfolded(walk.page.locator(f"main #f-{column}, main [id='f-{column}_fr']").first)
    if field.evaluate("one => one.tagName") == "SELECT":
        field.select_option(**({"index": int(text)} if text.isdigit() else {"value": text}))
    else:
        field.fill(text)


@pytest.mark.parametrize(("lang", "width"), [("fr", 390), ("en", 1280)])
def test_each_path_is_in_front_and_leads_back(served: Served, chromium: str, pictures: Path, lang: str, width: int) -> None:
    with watched(chromium, served.address, width=width, locale=lang) as window:
        walk = Counted(window, "fr" if lang == "fr" else "en", pictures / f"{lang}-paths")
        sign_in(walk, served)
        for slug, situation in PATHS.items():
            begun = time.monotonic()
            walk.page.goto(f"{served.address}/dossiers/{slug}/situations")
            walk.settled()
            walk.go(f"situation.{situation}")
            walk.arrived()
            walk.stop(f"{situation}-path")
            links = walk.page.locator(".path a, .next-step a").evaluate_all("all => all.map((one) => one.getAttribute('href'))")
            dead = [one for one in links if walk.page.request.get(f"{served.address}{one.partition('#')[0]}").status != 200]
            sys.stdout.write(f"{lang} {situation} {width} px: {len(links)} links, {time.monotonic() - begun:.1f} s\n")
            assert links and not dead, dead
        assert not window.complaints


def test_a_step_is_marked_with_the_keyboard_alone(served: Served, chromium: str) -> None:
    with watched(chromium, served.address, width=1280, locale="en") as window:
        walk = Walk(window, "en", Path())
        sign_in(walk, served)
        walk.page.goto(f"{served.address}/dossiers/mission-site-2024/situations/strategy")
        walk.settled()
        fold = walk.page.locator("#step-fora summary")
        fold.focus()
        walk.page.keyboard.press("Enter")
        button = walk.page.locator("#step-fora").get_by_role("button", name=walk.words("path.mark.not_needed"))
        expect(button).to_be_visible()
        for _ in range(20):
            walk.page.keyboard.press("Tab")
            if button.evaluate("one => one === document.activeElement"):
                break
        with walk.page.expect_event("load"):
            walk.page.keyboard.press("Enter")
        walk.settled()
        expect(walk.page.locator("#step-fora .badge")).to_have_text(walk.words("path.state.not_needed"))
