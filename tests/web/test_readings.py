"""The passages that wait: offered to editors alone, one at a time; what a person says of one is a row, and from ten on there are shares."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

import pytest

from legation.dossier import Evidence, When, Wording
from legation.dossier.edit import Edit, apply
from legation.methods.text.blame import TARGETS
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier
from legation.web.stores.audit import trail
from legation.web.stores.audit.models import Entry

pytestmark = pytest.mark.django_db

AT = "/dossiers/small/evidence/readings"
INCIDENT = '[statement]\ntitle_en = "On the breach"\naddressee_en = "the public"\nfirm_en = "the Bank of Kestria"\n'
BLAME = "The mayor accuses the Bank of Kestria of having ignored warning {}."
FIRM, ATTACKER = TARGETS[2], TARGETS[0]


def matter(site: Any, *quotes: str, marking: str = "", **files: str) -> Dossier:
    """Put an incident and some texts about it into the dossier ``small``."""
    rows = [
        Evidence(
            id=f"t{at}",
            kind="press",
            title=Wording("Bank of Kestria"),
            publisher="Gazette",
            date=When("2019-01-02"),
            quote=q,
            marking=marking,
        )
        for at, q in enumerate(quotes)
    ]
    head = store.revision_of(site.dossier)
    there = store.content(head)
    files_ = {"incidents/breach.statement.toml": INCIDENT.encode(), **{f"incidents/{name}": text.encode() for name, text in files.items()}}
    new = dataclasses.replace(there, evidence=(*there.evidence, *rows), files={**there.files, **files_})
    store.save(site.dossier, head.number, new, site.people["owner"], store.EVERYTHING, reason="")
    return current(site)


def current(site: Any) -> Dossier:
    site.dossier.refresh_from_db()
    return site.dossier


def readings(site: Any) -> list[Any]:
    return list(store.content(store.revision_of(current(site))).readings)


def offered(site: Any, role: str = "editor", query: str = "") -> dict[str, Any]:
    return site.client(role).get(f"{AT}.json{query}").json()


def send(site: Any, passage: str, role: str = "editor", **fields: str) -> Any:
    sent = {"incident": "breach", "passage": passage, "at": "1", "base": str(current(site).head), "do": "save", **fields}
    return site.client(role).post(f"{AT}/save", sent)


SAID = {"0-target": FIRM, "0-stance": "blames", "0-cause": "negligence", "0-holder": "the mayor"}


def test_a_passage_waits_with_its_source_and_the_text_around_and_marked(site: Any) -> None:
    matter(site, f"It rained on Monday. {BLAME.format(1)} The tram ran.")
    page = offered(site)
    html = site.client("editor").get(AT).content.decode()

    assert (page["waiting"], page["read"], page["called"]) == (1, 0, "Bank of Kestria")
    passage = page["passage"]
    assert passage["text"] == BLAME.format(1) and passage["sources"][0]["publisher"] == "Gazette"
    assert "".join(one["text"] for one in passage["stretches"]) == f"It rained on Monday. {BLAME.format(1)} The tram ran."
    assert any(one["marked"] for one in passage["stretches"]) and not passage["stretches"][0]["own"]
    assert "<mark>" in html and f'lang="{passage["lang"]}"' in html


def test_what_is_confirmed_is_a_row_with_author_history_and_trail_and_no_longer_waits(site: Any) -> None:
    matter(site, BLAME.format(1), BLAME.format(2))
    passage = offered(site)["passage"]["text"]
    answer = send(site, passage, **SAID)

    assert answer.status_code == 302 and answer["Location"] == f"{AT}?incident=breach"
    (row,) = readings(site)
    assert (row.passage, row.target, row.stance, row.cause, row.holder) == (passage, FIRM, "blames", "negligence", "the mayor")
    assert (row.incident, row.author, len(row.evidence)) == ("breach", "Editor", 1) and row.recorded and row.verdict == "confirmed"
    assert (offered(site)["waiting"], offered(site)["read"], offered(site)["blaming"]) == (1, 1, 1)
    assert "reading" in site.client("editor").get("/dossiers/small/history").content.decode()
    trail.flush()
    assert Entry.objects.filter(dossier="small", kind="changed", route="evidence.readings.save").exists()


def test_a_reading_stands_on_the_page_of_its_text_and_has_a_page_and_a_form_of_its_own(site: Any) -> None:
    matter(site, BLAME.format(1))
    send(site, BLAME.format(1), **SAID)
    (row,) = readings(site)
    client = site.client("editor", "fr")

    assert "ignored warning 1" in client.get("/dossiers/small/evidence/t0/read").content.decode()
    assert "the organisation that was hit" in client.get(f"/dossiers/small/rows/readings/{row.id}/row").content.decode()
    changed = client.post(f"/dossiers/small/rows/readings/{row.id}/change", {"stance": "excuses", "base": str(current(site).head)})
    assert changed.status_code == 302
    assert [(one.supersedes, one.stance) for one in readings(site)] == [("", "blames"), (row.id, "excuses")]
    assert offered(site)["blaming"] == 0, "the newest reading counts"


def test_another_target_is_a_correction_and_several_readings_are_several_rows(site: Any) -> None:
    matter(site, BLAME.format(1))
    more = {"1-target": ATTACKER, "1-stance": "excuses"}
    send(site, BLAME.format(1), **SAID | {"0-target": TARGETS[3]} | more)

    assert [(row.target, row.stance, row.verdict) for row in readings(site)] == [
        (TARGETS[3], "blames", "corrected"),
        (ATTACKER, "excuses", "corrected"),
    ]
    assert len({row.id for row in readings(site)}) == 2


def test_nobody_is_blamed_is_written_down_and_counts_as_read(site: Any) -> None:
    matter(site, BLAME.format(1))
    send(site, BLAME.format(1), do="reject")

    (row,) = readings(site)
    assert (row.verdict, row.target, row.stance) == ("rejected", "", "")
    assert (offered(site)["waiting"], offered(site)["read"], offered(site)["blaming"]) == (0, 1, 0)


@pytest.mark.parametrize("fields", [{}, {"0-target": FIRM}, {"0-stance": "blames"}])
def test_a_form_without_a_choice_saves_nothing_and_says_what_to_choose(site: Any, fields: dict[str, str]) -> None:
    matter(site, BLAME.format(1))
    answer = send(site, BLAME.format(1), **fields)

    assert answer.status_code == 422 and "choose whom the passage speaks of" in answer.content.decode()
    assert readings(site) == []


def test_a_word_that_is_no_choice_is_refused_and_what_was_typed_stays(site: Any) -> None:
    matter(site, BLAME.format(1))
    answer = send(site, BLAME.format(1), **SAID | {"0-target": "Mr Smith", "0-holder": "a newspaper"})

    assert answer.status_code == 422 and 'value="a newspaper"' in answer.content.decode()
    assert readings(site) == []


def test_an_actor_that_is_typed_by_name_is_put_down_by_its_id(site: Any) -> None:
    matter(site, BLAME.format(1))
    send(site, BLAME.format(1), **SAID | {"0-holder": "Estonia"})

    assert readings(site)[0].holder == "EST"


@pytest.mark.parametrize("role", ["contributor", "reader", "named", "guest"])
def test_who_may_not_edit_is_offered_nothing_and_writes_nothing(site: Any, role: str) -> None:
    matter(site, BLAME.format(1))

    assert site.client(role).get(AT).status_code == 403
    assert send(site, BLAME.format(1), role, **SAID).status_code == 403
    assert "evidence/readings" not in site.client(role).get("/dossiers/small/evidence").content.decode()
    assert readings(site) == []


@pytest.mark.parametrize("role", ["member", "anonymous"])
def test_a_stranger_finds_nothing(site: Any, role: str) -> None:
    matter(site, BLAME.format(1))

    assert site.client(role).get(AT).status_code in (302, 404)
    assert send(site, BLAME.format(1), role, **SAID).status_code in (302, 404)
    assert readings(site) == []


def test_a_passage_that_a_person_may_not_see_does_not_wait_for_them(site: Any) -> None:
    matter(site, BLAME.format(1), marking="TLP:RED")
    grant = site.dossier.grants.get(account=site.people["editor"])
    grant.marking = "TLP:GREEN"
    grant.save()

    assert offered(site)["waiting"] == 0
    assert send(site, BLAME.format(1), **SAID).status_code in (400, 422)
    assert readings(site) == []


def test_a_reading_is_seen_by_who_may_see_its_text(site: Any) -> None:
    matter(site, BLAME.format(1), marking="TLP:RED")
    send(site, BLAME.format(1), "owner", **SAID)

    assert readings(site)
    for role, may_see in (("owner", True), ("editor", True), ("reader", False)):
        html = site.client(role).get("/dossiers/small/rows/readings").content.decode()
        assert ("ignored warning" in html) == may_see, role


def test_of_two_who_read_one_passage_the_second_is_told(site: Any) -> None:
    matter(site, BLAME.format(1))
    base = str(current(site).head)
    send(site, BLAME.format(1), **SAID)
    answer = site.client("owner").post(
        f"{AT}/save", {"incident": "breach", "passage": BLAME.format(1), "base": base, "do": "reject"}, follow=True
    )

    assert "somebody else has read this passage meanwhile" in answer.content.decode()
    assert [row.verdict for row in readings(site)] == ["confirmed"]


def test_two_who_save_one_passage_in_the_same_moment_choose_between_their_readings(site: Any) -> None:
    matter(site, BLAME.format(1))
    before = store.revision_of(current(site))
    send(site, BLAME.format(1), **SAID)
    (row,) = readings(site)
    cells = {"evidence": "t0", "incident": "breach", "passage": row.passage, "verdict": "rejected"}
    mine = apply(store.content(before), [Edit("readings", "add", row.id, cells)], author="Owner")
    saved = store.save(site.dossier, before.number, mine, site.people["owner"], store.EVERYTHING, reason="")

    assert saved.revision is None and saved.conflicts
    assert [one.verdict for one in readings(site)] == ["confirmed"]


def test_rows_that_were_changed_meanwhile_are_kept(site: Any) -> None:
    matter(site, BLAME.format(1), BLAME.format(2))
    base = str(current(site).head)
    head = store.revision_of(site.dossier)
    other = apply(store.content(head), [Edit("actors", "change", "FRA", {"level": "national"})], author="x")
    store.save(site.dossier, head.number, other, site.people["owner"], store.EVERYTHING, reason="")
    answer = send(site, BLAME.format(1), **SAID | {"base": base})

    assert answer.status_code == 302 and len(readings(site)) == 1
    assert next(a for a in store.content(store.revision_of(current(site))).actors if a.id == "FRA").level == "national"


def test_ten_confirmed_passages_give_a_share_with_its_interval(site: Any) -> None:
    matter(site, *(BLAME.format(at) for at in range(10)))
    for at in range(10):
        assert offered(site)["shares"] == [] or offered(site)["shares"][0]["share"] is None
        assert send(site, BLAME.format(at), **SAID).status_code == 302

    page = offered(site)
    (line,) = page["shares"]
    assert page["waiting"] == 0 and line["count"] == 10
    assert line["low"] <= line["share"] <= line["high"] and line["share"] > 0.9
    assert re.search(r"100% \(\d+% to 100%\)", site.client("editor").get(AT).content.decode())


def test_without_an_incident_or_a_text_it_says_what_to_do(site: Any) -> None:
    assert "Give it a name" in site.client("editor").get(AT).content.decode()
    matter(site)
    assert "No text is about this incident" in site.client("editor").get(AT).content.decode()


def test_a_text_about_nothing_of_the_dossier_is_not_offered(site: Any) -> None:
    head = store.revision_of(site.dossier)
    new = apply(
        store.content(head),
        [Edit("evidence", "add", "x", {"title": "T", "kind": "press", "quote": "Hackers robbed the clinic."})],
        author="x",
    )
    store.save(site.dossier, head.number, new, site.people["owner"], store.EVERYTHING, reason="")
    matter(site)

    assert (offered(site)["waiting"], offered(site)["aside"]) == (0, 3)


@pytest.mark.parametrize("passage", ["Nobody wrote this.", "", "x" * 10_000])
def test_a_passage_that_stands_nowhere_is_not_written(site: Any, passage: str) -> None:
    matter(site, BLAME.format(1))

    assert send(site, passage, **SAID).status_code in (400, 422)
    assert readings(site) == []


def test_later_leads_to_the_next_and_incidents_are_chosen(site: Any) -> None:
    other = INCIDENT.replace("Bank of Kestria", "Clinic of Ombria")
    matter(site, BLAME.format(1), BLAME.format(2), **{"clinic.statement.toml": other})
    page = offered(site)

    assert page["skip"].endswith("?incident=breach&at=2")
    assert offered(site, query="?incident=breach&at=2")["passage"]["text"] != page["passage"]["text"]
    assert offered(site, query="?incident=breach&at=99")["at"] == 2
    assert [one["label"] for one in page["incidents"]] == ["Bank of Kestria", "Clinic of Ombria"]
    assert site.client("editor").get(f"{AT}?incident=storm").status_code in (400, 422)


def test_a_closed_dossier_takes_no_reading(site: Any) -> None:
    matter(site, BLAME.format(1))
    Dossier.objects.filter(pk=site.dossier.pk).update(closed=True)

    assert send(site, BLAME.format(1), **SAID).status_code == 409
    assert readings(site) == []


ASIDE = "It rained. The customers blame the bank for the breach. The clerk accuses the vendor of having warned nobody."


def test_an_incident_is_opened_by_a_name_that_texts_use(site: Any) -> None:
    head = store.revision_of(site.dossier)
    text = {"title": "T", "kind": "press", "quote": "The mayor accuses the Port of Kestria of having ignored a warning."}
    new = apply(store.content(head), [Edit("evidence", "add", "x", text)], author="x")
    store.save(site.dossier, head.number, new, site.people["owner"], store.EVERYTHING, reason="")
    client = site.client("editor")
    for bad in ("", "the leak", "x" * 121):
        answer = client.post(f"{AT}/incident", {"name": bad})
        assert answer.status_code == 422 and "No incident was opened" in answer.content.decode()
    answer = client.post(f"{AT}/incident", {"name": " Port of  Kestria ", "base": str(current(site).head)})

    assert answer.status_code == 302 and answer["Location"] == f"{AT}?incident=port-of-kestria"
    page = offered(site)
    assert (page["called"], page["texts"], page["waiting"]) == ("Port of Kestria", 1, 1)
    again = client.post(f"{AT}/incident", {"name": "Port of Kestria"})
    assert again["Location"] == f"{AT}?incident=port-of-kestria-2", "what is there is never written over"
    assert site.client("reader").post(f"{AT}/incident", {"name": "Storm"}).status_code in (403, 404)


def aside(site: Any) -> None:
    """An incident, and a text that does not name it."""
    matter(site)
    head = store.revision_of(site.dossier)
    new = apply(store.content(head), [Edit("evidence", "add", "x", {"title": "T", "kind": "press", "quote": ASIDE})], author="x")
    store.save(site.dossier, head.number, new, site.people["owner"], store.EVERYTHING, reason="")
    current(site)


def test_a_text_is_bound_to_an_incident_by_a_sentence_that_a_person_reads(site: Any) -> None:
    aside(site)
    page = offered(site, query="?incident=breach&text=x")
    html = site.client("editor").get(AT).content.decode()

    assert [one["text"] for one in page["binding"]["sentences"]] == re.split(r"(?<=[.]) ", ASIDE) and page["passage"] is None
    assert "incident=breach&amp;text=x" in html and "Bind to this incident" in html
    answer = send(site, "The customers blame the bank for the breach.", text="x", **SAID)
    assert answer.status_code == 302
    (row,) = readings(site)
    assert (row.evidence, row.incident, row.verdict) == (("x",), "breach", "confirmed")
    after = offered(site)
    assert (after["texts"], after["read"], after["waiting"], after["passage"]["text"]) == (1, 1, 1, ASIDE.split(". ")[2])
    assert "x" not in [one["href"].rsplit("/", 1)[-1] for one in after["elsewhere"]]


@pytest.mark.parametrize(
    ("passage", "fields", "refusal"),
    [
        ("", SAID, "choose the sentence"),
        ("It rained.", {}, "choose whom the passage speaks of"),
        ("Nobody wrote this.", SAID, "no longer"),
    ],
)
def test_a_text_is_not_bound_without_a_sentence_of_it_and_a_reading(site: Any, passage: str, fields: dict[str, str], refusal: str) -> None:
    aside(site)
    answer = send(site, passage, text="x", **fields)

    assert answer.status_code in (400, 422) and refusal in answer.content.decode()
    assert readings(site) == []


def test_a_text_that_names_the_incident_is_not_offered_to_be_bound(site: Any) -> None:
    matter(site, BLAME.format(1))

    assert offered(site, query="?incident=breach&text=t0")["binding"] is None
    assert offered(site, query="?incident=breach&text=nothing")["binding"] is None
