"""Engagement: one short form for a conversation, its promise and its next step; what is owed; the handover pack."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from legation.dossier import decode
from legation.dossier.edit import Edit, apply
from legation.questions import Case
from legation.questions.strategy.dates import deadlines
from legation.web.accounts.models import Account
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier
from legation.web.site.cache import Cache
from legation.web.stores.audit import trail
from legation.web.stores.audit.models import Entry
from legation.web.stores.people.models import Person

from .conftest import Site

pytestmark = pytest.mark.django_db
BASE = "/dossiers/small/engagement"
TODAY = dt.datetime.now(dt.UTC).date()


def ago(days: int) -> str:
    return (TODAY - dt.timedelta(days=days)).isoformat()


def changed(site: Site, *edits: Edit) -> None:
    dossier = Dossier.objects.get(pk=site.dossier.pk)
    seen = store.seen(store.revision_of(dossier), store.EVERYTHING)
    now = apply(seen, edits, author="desk", day=TODAY)
    store.save(dossier, dossier.head, now, site.people["owner"], store.EVERYTHING, reason="For the test")


def head(site: Site) -> Any:
    return store.content(store.revision_of(Dossier.objects.get(pk=site.dossier.pk)))


@pytest.fixture
def engaged(site: Site) -> Site:
    """Return the site with contacts and promises, one of which is for named persons only."""
    changed(
        site,
        Edit(
            "engagements",
            "add",
            "a",
            {
                "date": ago(40),
                "actor": "FRA",
                "channel": "meeting",
                "by": "Head of desk",
                "ask": "A vote",
                "next_step": "Write",
                "due": ago(10),
            },
        ),
        Edit("engagements", "add", "b", {"date": ago(20), "actor": "DEU", "channel": "letter", "words": "Received", "due": ago(-30)}),
        Edit("engagements", "add", "c", {"date": ago(5), "actor": "DEU", "channel": "other", "words": "In public"}),
        Edit(
            "engagements", "add", "red", {"date": ago(5), "actor": "DEU", "channel": "call", "words": "SECRET-CALL", "marking": "TLP:RED"}
        ),
        Edit("commitments", "add", "p", {"actor": "FRA", "direction": "given", "promise": "A text", "due": ago(3), "kept": "open"}),
        Edit("commitments", "add", "q", {"actor": "FRA", "direction": "received", "promise": "A word", "due": ago(-3), "kept": "kept"}),
        Edit("messages", "add", "m", {"audience": "EST", "text": "Say this", "avoid": "Not that"}),
        Edit("relations", "add", "", {"source": "FRA", "target": "EST", "kind": "reaches"}),
    )
    return site


def json_of(site: Site, role: str = "owner", query: str = "") -> Any:
    answer = site.client(role).get(f"{BASE}.json{query}")
    assert answer.status_code == 200
    return answer.json()


# --- the page ------------------------------------------------------------------------------------------------------------------------
def test_contacts_promises_and_what_is_due(engaged: Site) -> None:
    made = json_of(engaged, "reader")

    assert [talk["row"] for talk in made["talks"]] == ["c", "b", "a"]
    assert [(one["actor"], one["days"], one["late"], one["promises"]) for one in made["contacts"]] == [
        ("France", 40, True, 1),
        ("Germany", 20, False, 0),
    ]
    assert [(one["row"], one["given"], one["outcome"], one["late"]) for one in made["promises"]] == [
        ("p", True, "open", True),
        ("q", False, "kept", False),
    ]
    assert (made["open"], made["overdue"]) == (1, 2)


def test_one_rule_of_lateness_on_every_page(engaged: Site) -> None:
    """A step without a contact, and without the date of one, is late here as it is at home, in the calendar and in the answer."""
    changed(
        engaged,
        Edit("engagements", "add", "never", {"actor": "EST", "next_step": "Meet them", "due": ago(1)}),
        Edit("engagements", "add", "public", {"date": ago(30), "actor": "icann", "channel": "other", "next_step": "Reply", "due": ago(2)}),
        Edit("engagements", "add", "undated", {"actor": "DEU", "next_step": "Send it", "due": ago(8)}),
        Edit("objectives", "remove", "o1"),
    )
    client, made = engaged.client("owner"), json_of(engaged)

    late = {(one["actor"], one["step"], one["last"]) for one in made["contacts"] if one["late"]}
    assert late == {("France", "Write", made["contacts"][0]["last"]), ("Estonia", "Meet them", None), ("ICANN", "Reply", None)}
    assert made["met"] == 2
    assert made["overdue"] == client.get("/home.json").json()["late"] == 4
    due = [one for one in client.get("/dossiers/small/engagement/handover.json").json()["due"] if one["late"]]
    assert len(due) == 4
    assert "no contact yet" in client.get(BASE).content.decode()


def test_filters(engaged: Site) -> None:
    assert [talk["row"] for talk in json_of(engaged, "reader", "?actor=FRA")["talks"]] == ["a"]
    assert [talk["row"] for talk in json_of(engaged, "reader", "?channel=letter")["talks"]] == ["b"]
    assert [talk["row"] for talk in json_of(engaged, "reader", "?q=RECEIVED")["talks"]] == ["b"]
    assert json_of(engaged, "reader", "?q=nowhere")["talks"] == []
    assert [choice["value"] for choice in json_of(engaged, "reader")["channels"]] == ["meeting", "letter", "other"]


def test_many_engagements_stand_on_pages(site: Site) -> None:
    changed(site, *(Edit("engagements", "add", f"n{i}", {"date": ago(i), "actor": "FRA", "channel": "call"}) for i in range(1, 61)))
    first, second = json_of(site), json_of(site, query="?page=2")

    assert (len(first["talks"]), len(second["talks"]), first["pages"]) == (50, 10, 2)
    assert not {t["row"] for t in first["talks"]} & {t["row"] for t in second["talks"]}
    assert [json_of(site, query=f"?page={bad}")["number"] for bad in ("0", "99", "x", "²")] == [1, 2, 1, 1]


def test_nothing_hidden_shows(engaged: Site) -> None:
    for role in ("reader", "contributor", "guest"):
        assert b"SECRET" not in engaged.client(role).get(BASE).content, role
    assert b"SECRET-CALL" in engaged.client("editor").get(BASE).content
    assert json_of(engaged, "guest")["all"] == 0


def test_a_promise_is_closed_by_one_button(engaged: Site) -> None:
    client = engaged.client("editor")
    base = Dossier.objects.get(pk=engaged.dossier.pk).head

    assert client.post(f"{BASE}/promise", {"row": "p", "kept": "kept", "base": base}).status_code == 302
    newest = next(row for row in head(engaged).commitments if row.supersedes == "p")
    assert (newest.kept, newest.author) == ("kept", "Editor")
    assert client.post(f"{BASE}/promise", {"row": "p", "kept": "forgotten"}).status_code == 400
    assert client.post(f"{BASE}/promise", {"row": "nowhere", "kept": "kept"}).status_code == 404
    for role in ("reader", "contributor", "guest"):
        assert engaged.client(role).post(f"{BASE}/promise", {"row": "p", "kept": "kept"}).status_code == 403, role


def test_a_next_step_is_marked_done_and_what_announced_it_stays_on_record(engaged: Site) -> None:
    page = engaged.client("editor").get(BASE).content.decode()
    assert f'action="{BASE}/step"' in page
    (row,) = [one for one in head(engaged).engagements if one.id == "b"]

    answer = engaged.client("editor").post(f"{BASE}/step", {"row": "b", "base": "2"})

    assert answer.status_code == 302
    rows = {one.id: one for one in head(engaged).engagements}
    assert rows["b"] == row
    assert (rows["b-2"].supersedes, rows["b-2"].due, rows["b-2"].next_step.text) == ("b", None, "")
    assert rows["b-2"].reason.startswith("Next step done")
    assert "b" not in {one.row for one in deadlines(Case(dossier=head(engaged), today=TODAY))}
    assert engaged.client("editor").post(f"{BASE}/step", {"row": "nowhere"}).status_code == 404
    for role in ("reader", "contributor", "guest"):
        assert engaged.client(role).post(f"{BASE}/step", {"row": "a"}).status_code == 403, role


# --- the short form ------------------------------------------------------------------------------------------------------------------
def test_a_conversation_with_promise_and_next_step_is_one_form(site: Site) -> None:
    sent = {
        "talk.actor": "France",  # the name stands for the id
        "talk.date": ago(1),
        "talk.channel": "call",
        "talk.by": "Desk",
        "talk.ask": "A vote",
        "talk.answer": "yes",
        "talk.next_step": "Send the text",
        "talk.due": ago(-7),
        "promise.direction": "given",
        "promise.promise": "The text",
        "promise.due": ago(-7),
        "base": "1",
    }
    answer = site.client("editor").post(f"{BASE}/add", sent)

    assert (answer.status_code, answer["Location"]) == (302, BASE)
    (talk,) = head(site).engagements
    (promise,) = head(site).commitments
    assert (talk.actor, talk.channel, talk.answer, str(talk.due)) == ("FRA", "call", "yes", ago(-7))
    assert (promise.actor, promise.direction, promise.kept, str(promise.date)) == ("FRA", "given", "open", ago(1))
    assert (talk.author, promise.author) == ("Editor", "Editor")


def test_without_a_promise_none_is_put_down(site: Site) -> None:
    sent = {"talk.actor": "FRA", "talk.date": ago(1), "promise.direction": "given", "promise.promise": "  ", "again": "yes"}
    answer = site.client("editor").post(f"{BASE}/add", sent)

    assert answer["Location"] == f"{BASE}/new"
    assert len(head(site).engagements) == 1
    assert head(site).commitments == ()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"talk.actor": ""}, "talk.actor"),
        ({"talk.actor": "NOBODY"}, "talk.actor"),
        ({"talk.date": "yesterday"}, "talk.date"),
        ({"promise.promise": "x", "promise.due": "2019-99"}, "promise.due"),
        ({"talk.next_step": "Write", "talk.due": ago(9)}, "talk.due"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(site: Site, wrong: dict[str, str], field: str) -> None:
    answer = site.client("editor").post(f"{BASE}/add", {"talk.actor": "FRA", "talk.ask": "TYPED-WORDS", "talk.date": ago(1), **wrong})
    text = answer.content.decode()

    assert answer.status_code == 422
    assert f'id="f-{field}-error"' in text
    assert "TYPED-WORDS" in text
    assert head(site).engagements == ()


def test_the_form_fills_in_with_whom_and_offers_no_hidden_actor(site: Site) -> None:
    text = site.client("editor").get(f"{BASE}/new?actor=DEU").content.decode()

    assert re.search(r'value="DEU"[^>]*selected', text)
    assert f'value="{TODAY.isoformat()}"' in text
    for role in ("reader", "contributor", "guest"):
        assert site.client(role).get(f"{BASE}/new").status_code == 403
        assert site.client(role).post(f"{BASE}/add", {"talk.actor": "FRA"}).status_code == 403


# --- the handover --------------------------------------------------------------------------------------------------------------------
def test_the_pack_says_whom_what_is_owed_and_the_way(engaged: Site) -> None:
    made = engaged.client("editor").get(f"{BASE}/handover.json").json()

    assert [(one["actor"], one["by"], one["promises"], one["way"]) for one in made["actors"]] == [
        ("France", ["Head of desk"], 1, ["France"]),
        ("Germany", [], 0, ["Germany"]),
        ("Estonia", [], 0, ["France", "Estonia"]),
    ]
    assert [(one["promise"], one["given"], one["is_late"]) for one in made["promises"]] == [("A text", True, True)]
    assert [one["avoid"] for one in made["messages"]] == ["Not that"]
    assert made["people"] == []


def test_lists_of_the_page_are_short_and_what_is_left_is_counted(engaged: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = engaged.client("editor").get(f"{BASE}/handover.json").json()
    monkeypatch.setattr("legation.web.pages.outreach.handover.LISTED", 1)
    monkeypatch.setattr("legation.web.site.routing._JSON", Cache(10))
    short = engaged.client("editor").get(f"{BASE}/handover.json").json()

    assert [len(short[name]) for name in ("promises", "due")] == [1, 1]
    assert [short[f"{name}_more"] for name in ("promises", "due")] == [len(whole[name]) - 1 for name in ("promises", "due")]


@pytest.mark.parametrize("role", ["reader", "contributor", "guest"])
def test_only_editors_hand_over(engaged: Site, role: str) -> None:
    for path in ("/handover", "/handover/roles/pdf", "/handover/people/zip"):
        assert engaged.client(role).get(BASE + path).status_code == 403


def person(site: Site, **more: Any) -> Person:
    fields = {"name": "NAMED-PERSON", "actor": "FRA", "contact": "+33 1", "basis": "public_role", "source": "Blue book"}
    return Person.objects.create(dossier=site.dossier, retain_until=TODAY + dt.timedelta(days=90), **{**fields, **more})


def test_persons_are_in_it_only_where_asked_for(engaged: Site) -> None:
    trail.gathered.forget()
    known = person(engaged)
    person(engaged, name="PROTECTED-PERSON", protected=True)
    person(engaged, name="OF-A-HIDDEN-ACTOR", actor="nobody-visible")
    client = engaged.client("editor")

    plain, named = client.get(f"{BASE}/handover").content.decode(), client.get(f"{BASE}/handover?people=yes").content.decode()
    assert "NAMED-PERSON" not in plain
    assert "NAMED-PERSON" in named
    for absent in ("PROTECTED-PERSON", "OF-A-HIDDEN-ACTOR"):
        assert absent not in plain + named
    assert b"NAMED-PERSON" not in client.get(f"{BASE}/handover/roles/html").content
    assert b"NAMED-PERSON" in client.get(f"{BASE}/handover/people/html").content
    assert b"PROTECTED-PERSON" not in engaged.client("owner").get(f"{BASE}/handover?people=yes").content
    trail.flush()
    entries = Entry.objects.filter(route="engagement.handover", object=f"person={known.key}", account=engaged.people["editor"].pk)
    assert sorted(entries.values_list("kind", flat=True)) == ["seen", "taken"]


def test_the_files_are_what_they_say_and_hold_nothing_hidden(engaged: Site) -> None:
    client = engaged.client("editor")
    for form, begins in (("pdf", b"%PDF"), ("docx", b"PK"), ("html", b"<!DOCTYPE"), ("zip", b"PK")):
        answer = client.get(f"{BASE}/handover/roles/{form}")
        assert answer.content[: len(begins)].upper() == begins.upper(), form
        assert answer["Content-Disposition"].startswith("attachment")
    archive = zipfile.ZipFile(io.BytesIO(client.get(f"{BASE}/handover/roles/zip").content))
    names = set(archive.namelist())
    assert {f"handover-{lang}.{form}" for lang in ("en", "fr") for form in ("pdf", "docx", "html")} <= names
    assert not any("mandate" in name for name in names)
    parts = {name.removeprefix("dossier/"): archive.read(name) for name in names if name.startswith("dossier/")}
    assert [row.id for row in decode(parts).engagements] == ["a", "b", "c", "red"], "an editor cleared for red sees it"
    whole = b"".join(archive.read(name) for name in names if name.endswith((".csv", ".toml", ".html")))
    assert b"SECRET-AIM" not in whole
    assert b"SECRET-LIMIT" not in whole
    assert client.get(f"{BASE}/handover/roles/exe").status_code == 404
    assert client.get(f"{BASE}/handover/everything/pdf").status_code == 404


def test_the_same_pack_gives_the_same_bytes(engaged: Site) -> None:
    client = engaged.client("editor")

    assert client.get(f"{BASE}/handover/roles/zip").content == client.get(f"{BASE}/handover/roles/zip").content


@pytest.mark.parametrize(("role", "marking"), [("reader", "TLP:GREEN"), ("contributor", "TLP:AMBER"), ("guest", "TLP:GREEN")])
def test_without_the_hidden_rows_every_page_is_the_same(engaged: Site, role: str, marking: str) -> None:
    paths = ["engagement", "strategy", "strategy/calendar", "strategy/timeline", "strategy/logframe"]
    if role != "guest":
        paths += [f"engagement?actor={actor}" for actor in ("FRA", "DEU")]

    def shown() -> list[Any]:
        client = engaged.client(role)
        pages = [client.get(f"/dossiers/small/{path.replace('?', '.json?') if '?' in path else f'{path}.json'}").json() for path in paths]
        return [{name: value for name, value in page.items() if name != "base"} for page in pages]

    before = shown()
    whole, dossier = head(engaged), Dossier.objects.get(pk=engaged.dossier.pk)
    cleared = whole.cleared(marking, "desk")
    assert len(cleared.engagements) < len(whole.engagements)
    store.save(dossier, dossier.head, cleared, engaged.people["owner"], store.EVERYTHING, reason="For the test")

    assert shown() == before


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_pages_are_complete_in_both_languages(engaged: Site, see: Callable[..., Any], lang: str) -> None:
    person(engaged)
    Account.objects.filter(pk=engaged.people["owner"].pk).update(language=lang)
    for path in ("", "/new", "/feed", "/handover?people=yes", "/handover/people/html"):
        text = see("owner", BASE + path).content.decode()
        assert not re.search(r"\[(page-|handover|dates)[\w.-]*\]", text), path


def test_text_is_escaped(engaged: Site) -> None:
    evil = "<script>alert(1)</script>"
    changed(
        engaged,
        Edit(
            "engagements",
            "add",
            "x",
            {"date": ago(2), "actor": "FRA", "channel": "call", "by": evil, "ask": evil, "words": evil, "next_step": evil, "due": ago(-2)},
        ),
        Edit("commitments", "add", "x", {"actor": "FRA", "promise": evil, "due": ago(-2), "kept": "open"}),
        Edit("messages", "add", "x", {"audience": "FRA", "text": evil, "avoid": evil}),
    )
    person(engaged, name=evil, contact=evil, function=evil)
    for path in ("", "/handover?people=yes", "/handover/people/html", f"/new?actor={evil}&by={evil}"):
        text = engaged.client("owner").get(BASE + path).content.decode()
        assert evil not in text, path
        assert "&lt;script&gt;" in text, path
