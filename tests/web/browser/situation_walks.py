"""The walks along the eight paths, from the door to the note, or as far as their steps exist; a person presses and writes what a step wants."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect
from web.browser.path_walk import PathWalk

from legation.language import Message
from legation.questions.situations.paths import all_paths

__all__ = ["WALKS"]

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
    "issues": {"question": "Partager ?"},
    "question": {"question": "Partager ?"},
    "posture": {"criterion": "nis2-a", "level": "2"},
    "threats": {"claim": "Des données sont volées.", "holder": "le service informatique", "kind": "criminal_group", "likelihood": "likely"},
    "deterrents": {"measure": "Plainte", "kind": "criminal_group", "by": "prosecution", "test": "Aucune enquête n’est ouverte."},
    "activities": {"title": "Un plan"},
    "indicators": {"measure": "Reprises"},
    "signposts": {"title": "Reprises dans la presse", "threshold": "5", "action": "Arrêter la campagne."},
    "challenges": {"claim": "Trop tard", "role": "le service juridique", "answer": "La date est avancée.", "outcome": "changed"},
    "consulted": {"who": "le service juridique", "view": "agreed"},
    "invitations": {"actor": "KEN", "ask": "Venir"},
    "into-positions": {"actor": "KEN", "issue": "1", "value": "60"},
    "harms": {"fact": "Les serveurs sont arrêtés.", "affected": "Tous les sites", "at": "2027-02-01T10:00+01:00", "zone": "Europe/Paris"},
    "notices": {"to": "L’autorité compétente", "basis": "nis2", "since": "2027-02-01T10:00+01:00", "hours": "24", "zone": "Europe/Paris"},
    "rules": {"text": "Personne n’est nommé.", "kind": "promise"},
}
"""What is typed for each thing that a step wants and that has the general form."""
BRIEFED = {"decision": ("decision", "recommendation"), "fallback": ("fallback",), "use": ("purpose",), "report": ("purpose", "decision")}
"""The fields of the note's settings that it wants."""


def begin(walk: PathWalk, situation: str, title: str, names: str) -> None:
    """Come with a situation, and make a dossier of a list of names."""
    walk.go("page-home.make")
    walk.go("path.choose")
    walk.stop("what-one-comes-with")
    walk.go(f"situation.{situation}")
    walk.write(walk.field("page-import.dossier-title"), title)
    walk.write(walk.field("page-import.names"), names)
    if situation == "vote":
        walk.write(walk.page.locator("input[name=vote]"), walk.text("Projet de résolution sur les données de crue", "Draft on flood data"))
        walk.write(walk.page.locator("input[name=vote_date]"), "2027-03-15")
    walk.stop("a-list-of-names")
    walk.go("page-import.read-list")
    walk.stop("names-as-read")
    walk.go("page-import.make")
    walk.arrived()
    walk.stop("the-path-begins")


def vote(walk: PathWalk) -> None:
    """From the door of a vote to its printed note."""
    names = walk.text("France\nKenya\nMexique\nInde\nCorée du Sud\n", "France\nKenya\nMexico\nIndia\nRepublic of Korea\n")
    begin(walk, "vote", walk.text("Données de crue", "Flood data"), names)
    text_and_aim(walk)
    past_and_authors(walk)
    count_and_approach(walk)
    answers_and_note(walk)


def text_and_aim(walk: PathWalk) -> None:
    walk.is_next("text", "vote")
    walk.wanted("issue")
    question = walk.text("Les membres partagent-ils leurs données ?", "Do members share their data?")
    walk.write(walk.cell("issues", "question"), question)
    walk.write(walk.cell("issues", "low"), walk.text("jamais", "never"))
    walk.write(walk.cell("issues", "high"), walk.text("toujours", "always"))
    walk.stop("the-issue")
    walk.save()
    walk.wanted("vote-issue")
    expect(walk.cell("rollcalls", "issue")).not_to_have_value("")
    walk.save()
    walk.is_next("aim", "vote")
    walk.wanted("goal")
    walk.write(walk.cell("objectives", "aim"), walk.text("La résolution est adoptée", "The draft is adopted"))
    walk.choose(walk.cell("objectives", "goal"), "adopt")
    walk.save()
    walk.wanted("fallback")
    walk.write(walk.page.locator(f"[name=fallback_{walk.lang}]"), walk.text("Un texte sans délai", "A text without a deadline"))
    walk.save("web.save")


def past_and_authors(walk: PathWalk) -> None:
    walk.is_next("past", "vote")
    walk.go("path.mark.not_needed", within=".next-step")
    walk.is_next("authors", "vote")
    walk.stop("a-step-not-needed")
    walk.wanted("authors")
    for actor in ("FRA", "KEN"):
        walk.tick(walk.page.locator(f"input[name=sponsors][value={actor}]"))
    walk.stop("the-authors")
    walk.save()
    walk.wanted("positions")
    for number in range(5):
        walk.into_grid(number, "value", str(20 + 15 * number))
    walk.stop("the-positions")
    walk.save("page-positions.save", within="#grid-form")


def count_and_approach(walk: PathWalk) -> None:
    walk.is_next("count", "vote")
    walk.wanted("count")
    walk.write(walk.cell("forecasts", "question"), walk.text("La résolution est-elle adoptée ?", "Is the draft adopted?"))
    walk.write(walk.cell("forecasts", "outcome"), walk.text("adoptée", "adopted"))
    walk.write(walk.cell("forecasts", "probability"), walk.text("0,6", "0.6"))
    walk.stop("the-count")
    walk.save()
    walk.is_next("approach", "vote")
    walk.wanted("approaches")
    walk.choose(walk.cell("engagements", "actor"), "KEN")
    walk.write(walk.cell("engagements", "date"), "2027-02-10")
    walk.choose(walk.cell("engagements", "level"), "mission")
    walk.write(walk.cell("engagements", "by"), walk.text("notre poste à Nairobi", "our post in Nairobi"))
    walk.write(walk.cell("engagements", "ask"), walk.text("Un vote pour", "A vote in favour"))
    walk.stop("the-approach")
    walk.save()
    walk.wanted("lines")
    lines(walk)
    walk.save()


def lines(walk: PathWalk) -> None:
    walk.tick(walk.page.locator("input[name=audience][value=KEN]"))
    walk.write(walk.cell("messages", "text"), walk.text("Des données partagées sauvent des vies.", "Shared data save lives."))
    walk.stop("the-lines")


def answers_and_note(walk: PathWalk) -> None:
    walk.is_next("answers", "vote")
    walk.wanted("decision")
    decision = walk.text("Approuver une démarche.", "Approve an approach.")
    for name, words in (
        ("to", walk.text("la directrice", "the director")),
        ("decision", decision),
        ("recommendation", walk.text("Appeler le Kenya.", "Call Kenya.")),
    ):
        walk.write(walk.page.locator(f"[name={name}_{walk.lang}]"), words)
    walk.stop("the-decision")
    walk.save("web.save")
    walk.stop("before-the-note")
    walk.paper("note")
    walk.stop("the-papers")
    walk.go("page-briefs.make-note")
    walk.page.locator("main a[download]", has_text="PDF").first.wait_for()
    expect(walk.page.frame_locator("iframe").locator("main")).to_contain_text(decision)
    walk.stop("the-note")


def meeting(walk: PathWalk) -> None:
    """From the door of a meeting over its printed brief to its record."""
    begin(walk, "meeting", walk.text("Visite de la Kényane", "Visit from Nairobi"), "France\nKenya\n")
    prepare_meeting(walk)
    walk.is_next("lines", "meeting")
    walk.wanted("their-lines")
    lines(walk)
    walk.save()
    walk.is_next("print", "meeting")
    walk.stop("before-the-brief")
    walk.paper("meeting")
    walk.go("page-briefs.make-meeting")
    walk.page.locator("main a[download]", has_text="PDF").first.wait_for()
    walk.stop("the-brief")
    walk.go("path.back")
    walk.go("path.mark.done", within=".next-step")
    walk.is_next("record", "meeting")
    walk.wanted("record")
    expect(walk.page.locator("h1")).to_contain_text("Kenya")
    walk.stop("the-record")


def prepare_meeting(walk: PathWalk) -> None:
    walk.is_next("whom", "meeting")
    walk.wanted("meeting")
    walk.choose(walk.cell("engagements", "actor"), "KEN")
    walk.write(walk.cell("engagements", "date"), "2027-02-10")
    walk.choose(walk.cell("engagements", "channel"), "meeting")
    for column, words in (
        ("participants", walk.text("la ministre", "the minister")),
        ("ask", walk.text("Un texte commun", "A common text")),
        ("fallback", walk.text("Une réunion", "A meeting")),
        ("points", walk.text("Les délais", "Deadlines")),
    ):
        walk.write(walk.cell("engagements", column), words)
    walk.stop("the-meeting")
    walk.save()
    walk.is_next("stand", "meeting")
    walk.wanted("issue")
    walk.write(walk.cell("issues", "question"), walk.text("Partager les données ?", "Share the data?"))
    walk.save()
    walk.wanted("their-position")
    rows = walk.page.locator("#grid tbody tr").evaluate_all("rows => rows.map(row => row.dataset.actor)")
    walk.into_grid(rows.index("KEN"), "value", "60")
    walk.save("page-positions.save", within="#grid-form")


def as_it_asks(situation: str) -> Callable[[PathWalk], None]:
    """Return the walk that does what each step wants, the first thing first, until nothing is left to do."""

    def walk_path(walk: PathWalk) -> None:
        begin(walk, situation, walk.text(f"Parcours {situation}", f"Path of {situation}"), "France\nKenya\n")
        things = 0
        while walk.page.locator("#next-step").count():
            things += 1
            assert things < 30, "it goes on"
            one_thing(walk, situation)
        walk.shows("path.all-done")
        walk.stop("all-done")

    return walk_path


def one_thing(walk: PathWalk, situation: str) -> None:
    """Do the first thing that the next step wants: in a form, or by hand where nothing is to be added or a file is wanted."""
    doors = walk.page.locator(".next-step .doors a")
    said = doors.first.inner_text() if doors.count() else ""
    entries = {one.id for step in all_paths()[situation].steps for one in step.adds}
    wanted = next((name for name in entries if said == walk.said(Message("path.add", what=Message(f"path.entry.{name}")))), "")
    if wanted not in {*FILLED, *BRIEFED, "processes"}:  # or a model, whose form has walks of its own
        walk.go("path.mark.not_needed", within=".next-step")
        walk.arrived()
        return
    if wanted == "processes":
        take_forum(walk)
        return
    walk.wanted(wanted)
    if wanted in BRIEFED:
        for name in BRIEFED[wanted]:
            walk.write(walk.page.locator(f"[name={name}_{walk.lang}]"), walk.text("Approuver.", "Approve."))
    else:
        for column, text in FILLED[wanted].items():
            fill(walk, column, text)
    walk.stop(wanted)
    walk.save("web.save" if wanted in BRIEFED else "page-rows.save")


def take_forum(walk: PathWalk) -> None:
    """Take a forum from the pack: where a dossier has none yet, the door leads to those that are to be had."""
    path = walk.page.url
    walk.wanted("processes")
    walk.tick(walk.page.locator("input[name=fora][value=icann]"))
    for _ in ("looked at", "taken"):
        walk.follow(walk.page.locator("main button.primary").first)
    walk.page.goto(path)
    walk.arrived()


def fill(walk: PathWalk, column: str, text: str) -> None:
    """Write into a field of the general form, choose from its list, or check one of its boxes."""
    box = walk.page.locator(f"main input[type=checkbox][name={column}][value='{text}']")
    if box.count():
        walk.tick(box)
        return
    field = walk.page.locator(f"main #f-{column}, main [id='f-{column}_{walk.lang}']").first
    if field.evaluate("one => one.tagName") == "SELECT":
        walk.choose(field, int(text) if text.isdigit() else text)
    else:
        walk.write(field, text)


WALKS: dict[str, Callable[[PathWalk], None]] = {
    "vote": vote,
    "meeting": meeting,
    **{one: as_it_asks(one) for one in ("incident", "negotiation", "coalition", "debate", "consultation", "strategy")},
}
"""The walk of each situation."""
