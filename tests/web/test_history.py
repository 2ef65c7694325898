"""The history: who changed what, compared and restored, and nothing in it that a person may not see."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st
from web.conftest import PARTS, small

from legation.dossier import decode, encode, hash_of
from legation.dossier.edit import Edit, apply
from legation.dossier.tables import csv_sheet
from legation.errors import DossierError
from legation.web.access import AccessScope
from legation.web.dossiers import changed_parts, older_revisions, store
from legation.web.dossiers.models import Dossier, Revision

pytestmark = pytest.mark.django_db
GREEN = AccessScope("TLP:GREEN", "desk")


def head_of(site):
    site.dossier.refresh_from_db()
    return store.revision_of(site.dossier)


def change(site, edits, role="owner", reason="because"):
    """Save edits on the newest revision as a person who sees everything."""
    head = store.revision_of(site.dossier)
    mine = apply(store.content(head), edits, author=role)
    return store.save(site.dossier, head.number, mine, site.people[role], store.EVERYTHING, reason=reason).revision


def test_each_revision_says_who_when_why_and_what(site, see) -> None:
    change(site, [Edit("actors", "add", "ITA", {"name": "Italy", "kind": "state"})], reason="Italy joined")

    page = see("owner", "/dossiers/small/history.json").json()

    newest, first = page["revisions"]
    assert (newest["number"], newest["by"], newest["reason"], newest["summary"]) == (2, "Owner", "Italy joined", "1 actor added")
    assert (first["number"], first["reason"]) == (1, "First revision")
    assert see("guest", "/dossiers/small/history").status_code == 403


def test_two_are_compared_once_there_are_two(site, see) -> None:
    assert see("owner", "/dossiers/small/history.json").json()["compare"] == ""
    change(site, [Edit("actors", "add", "ITA", {"name": "Italy", "kind": "state"})])
    assert see("owner", "/dossiers/small/history.json").json()["compare"] == "/dossiers/small/history/compare"


def test_what_is_hidden_leaves_no_word_in_the_history(site, see) -> None:
    change(site, [Edit("actors", "add", "x-co", {"name": "SECRET-NEW", "marking": "TLP:RED"})], reason="SECRET-REASON")

    for address in ("history", "history/2", "history/1", "history/compare?a=1&b=2"):
        body = see("reader", f"/dossiers/small/{address}").content.decode()
        assert "SECRET" not in body, address
    assert see("reader", "/dossiers/small/history.json").json()["revisions"][0]["summary"] is None
    assert "SECRET-REASON" in see("owner", "/dossiers/small/history").content.decode()


def test_what_was_marked_higher_later_is_hidden_in_older_revisions_too(site, see) -> None:
    change(site, [Edit("actors", "change", "EST", {"marking": "TLP:RED", "status_note": "SECRET-NOTE"})])

    old = older_revisions.seen_at(store.revision_of(site.dossier, 1), store.revision_of(site.dossier), GREEN)

    assert [a.id for a in old.actors] == ["FRA", "DEU", "icann"]
    assert "EST" not in old.votes.actors
    assert "Estonia" not in see("reader", "/dossiers/small/history/1").content.decode()
    assert "Estonia" not in see("reader", "/dossiers/small/history/compare?a=1&b=2").content.decode()


def test_a_dossier_marked_higher_later_hides_its_older_rows(site) -> None:
    whole = store.content(store.revision_of(site.dossier))
    marked = dataclasses.replace(whole, info=dataclasses.replace(whole.info, marking="TLP:AMBER"))
    store.save(site.dossier, 1, marked, site.people["owner"], store.EVERYTHING, reason="", owns=True)

    old = older_revisions.seen_at(store.revision_of(site.dossier, 1), store.revision_of(site.dossier), GREEN)

    assert (old.actors, str(old.info.title)) == ((), "")


def test_two_revisions_are_compared_field_by_field_in_both_languages(site, see) -> None:
    change(site, [Edit("actors", "change", "FRA", {"status_note": "chair"}), Edit("positions", "change", "p1", {"value": "65"})])

    page = see("reader", "/dossiers/small/history/compare.json?a=1&b=2").json()

    by_part = {section["part"]: section["changes"] for section in page["sections"]}
    assert by_part["actors"][0]["fields"] == [{"field": "note on status", "before": None, "now": "chair"}]
    assert {"field": "value", "before": 60.0, "now": 65.0} in by_part["positions"][0]["fields"]
    french = site.people["reader"]
    french.language = "fr"
    french.save()
    html = see("reader", "/dossiers/small/history/compare?a=1&b=2").content.decode()
    assert "chair" in html and "Révision" in html and "corrected" not in html


def test_a_part_alone_is_shown_in_pages(site, see) -> None:
    change(site, [Edit("actors", "add", f"x{n}", {"name": f"Actor {n}"}) for n in range(230)])

    some = see("owner", "/dossiers/small/history/compare.json?a=1&b=2").json()["sections"][0]
    first = see("owner", "/dossiers/small/history/compare.json?a=1&b=2&part=actors").json()
    second = see("owner", "/dossiers/small/history/compare.json?a=1&b=2&part=actors&page=2").json()

    assert (some["count"], some["shown"]) == (230, 30)
    assert (first["sections"][0]["shown"], second["sections"][0]["shown"], second["next"]) == (200, 30, "")


@pytest.mark.parametrize("query", ["a=9&b=1", "a=x&b=1", "a=-1&b=1", f"a={10**30}&b=1", "a=²&b=1"])
def test_a_revision_that_is_not_there_is_said(site, see, query) -> None:
    assert see("owner", f"/dossiers/small/history/compare?{query}").status_code == 400


@pytest.mark.parametrize("query", ["page=0", "page=x", "page=99999999999", "part=nothing", "page=²"])
def test_an_odd_address_gives_the_page(site, see, query) -> None:
    assert see("owner", f"/dossiers/small/history?{query}").status_code == 200
    assert see("owner", f"/dossiers/small/history/compare?{query}").status_code == 200


def test_restoring_makes_a_new_revision_equal_to_the_old_one(site) -> None:
    old = store.revision_of(site.dossier).hash
    change(site, [Edit("actors", "change", "FRA", {"kind": "other"}), Edit("positions", "remove", "p1")])
    client = site.client("owner")
    shown = client.get("/dossiers/small/history/1/confirm")
    assert "Restore revision 1" in shown.content.decode()

    answer = client.post("/dossiers/small/history/1/restore", {"base": "2"})

    assert answer.status_code == 302
    assert (head_of(site).number, head_of(site).hash) == (3, old)
    assert Revision.objects.filter(dossier=site.dossier).count() == 3
    assert client.get("/dossiers/small/history/2").status_code == 200


def test_restoring_leaves_what_the_person_does_not_see(site) -> None:
    change(site, [Edit("actors", "change", "FRA", {"kind": "other"}), Edit("positions", "change", "p4", {"value": "12"})])
    site.people["editor"].grants.update(marking="TLP:GREEN")

    answer = site.client("editor").post("/dossiers/small/history/1/restore", {"base": "2"})

    whole = store.content(head_of(site))
    assert answer.status_code == 302
    assert next(a for a in whole.actors if a.id == "FRA").kind == "state"
    assert {p.id for p in whole.positions} == {"p1", "p2", "p3", "p4", "p4-2"}
    assert whole.mandate is not None


def test_a_restore_is_confirmed_again_when_somebody_saved_meanwhile(site) -> None:
    change(site, [Edit("actors", "change", "FRA", {"kind": "other"})])
    change(site, [Edit("actors", "add", "ITA", {"name": "Italy"})])

    answer = site.client("owner").post("/dossiers/small/history/1/restore", {"base": "2"})

    assert answer.status_code == 409
    assert "Somebody saved meanwhile" in answer.content.decode() and "Italy" in answer.content.decode()
    assert head_of(site).number == 3


def test_readers_and_contributors_do_not_restore(site) -> None:
    change(site, [Edit("actors", "change", "FRA", {"kind": "other"})])

    for role in ("reader", "contributor", "guest", "named"):
        assert site.client(role).post("/dossiers/small/history/1/restore", {"base": "2"}).status_code == 403
        assert site.client(role).get("/dossiers/small/history/1/confirm").status_code == 403


def test_script_in_a_row_and_in_a_reason_stays_text(site, see) -> None:
    change(site, [Edit("actors", "add", "x", {"name": "<script>alert(1)</script>"})], reason="<img src=x onerror=alert(2)>")

    for address in ("history", "history/2", "history/compare", "history/1/confirm"):
        html = see("owner", f"/dossiers/small/{address}").content.decode()
        assert "<script>alert" not in html and "<img src=x" not in html


def _edited(content, kinds):
    edits = {
        "supersede": [Edit("positions", "change", "p1", {"note_en": "n"})],
        "add": [Edit("actors", "add", "ITA", {"name": "Italy"}), Edit("groups", "add", "", {"group": "EU", "actor": "ITA"})],
        "remove": [Edit("positions", "remove", "p4")],
        "vote": [Edit("votes", "change", "r1:EST", {"vote": "abstain"})],
        "title": None,
        "mandate": None,
        "file": None,
        "annex": None,
        "empty": None,
    }
    for kind in kinds:
        if edits[kind]:
            content = apply(content, edits[kind])
        elif kind == "title":
            content = dataclasses.replace(content, info=dataclasses.replace(content.info, author="me"))
        elif kind == "mandate":
            content = dataclasses.replace(content, mandate=None)
        elif kind == "file":
            content = dataclasses.replace(content, files={**content.files, "files/a.txt": b"a"})
        elif kind == "annex":
            content = decode(encode(dataclasses.replace(content, annex={("actors", "icann"): "partner", ("evidence", "e2"): "other"})))
        else:
            content = dataclasses.replace(content, objectives=())
    return content


KINDS = ["supersede", "add", "remove", "vote", "title", "mandate", "file", "annex", "empty"]


@given(st.lists(st.sampled_from(KINDS), unique=True), st.lists(st.sampled_from(KINDS), unique=True))
def test_writing_what_changed_alone_gives_the_same_bytes_as_writing_it_all(before, after) -> None:
    old = decode(encode(_edited(small(), before)))
    new = _edited(old, [kind for kind in after if kind not in before])
    stored = {name: changed_parts.digest(data) for name, data in encode(old).items()}

    made = changed_parts.encode_changed(new, old, stored)

    whole = encode(new)
    assert made.hash == hash_of(whole) == new.hash
    assert {name: changed_parts.digest(data) for name, data in whole.items()} == dict(made.digests)
    assert all(whole[name] == data for name, data in made.fresh.items())
    assert made.content == decode(whole) and encode(made.content) == whole
    by_hash = {changed_parts.digest(data): data for data in (*whole.values(), *encode(old).values())}
    fetch = lambda digests: {sha256: by_hash[sha256] for sha256 in digests}  # noqa: E731 - two uses below
    assert changed_parts.decode_changed(made.digests, fetch, (stored, old)) == decode(whole)
    assert changed_parts.decode_changed(stored, fetch, (made.digests, made.content)) == old


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        (lambda d: dataclasses.replace(d, actors=d.actors[1:]), "unknown-actor"),
        (lambda d: dataclasses.replace(d, rollcalls=d.rollcalls[1:]), "unknown-rollcall"),
        (lambda d: dataclasses.replace(d, actors=(dataclasses.replace(d.actors[0], kind="planet"), *d.actors[1:])), "not-a-choice"),
        (lambda d: dataclasses.replace(d, positions=d.positions + d.positions[:1]), "duplicate-key"),
        (lambda d: dataclasses.replace(d, files={"../x": b""}), "bad-part-name"),
        (lambda d: dataclasses.replace(d, info=dataclasses.replace(d.info, pap="PAP:BLUE")), "not-a-choice"),
        (
            lambda d: dataclasses.replace(d, evidence=(dataclasses.replace(d.evidence[0], part="files/none.pdf"), *d.evidence[1:])),
            "archive-missing",
        ),
    ],
)
def test_a_rule_that_is_broken_is_found_in_what_changed_alone(broken, code) -> None:
    old = small()
    stored = {name: changed_parts.digest(data) for name, data in encode(old).items()}

    with pytest.raises(DossierError) as caught:
        changed_parts.encode_changed(broken(old), old, stored)

    assert code in {problem.code for problem in caught.value.problems}


def test_an_archived_file_that_is_not_what_was_recorded_is_found() -> None:
    data = b"page"
    row = dataclasses.replace(small().evidence[0], part="files/a.txt", sha256=changed_parts.digest(data))
    old = dataclasses.replace(small(), evidence=(row, *small().evidence[1:]), files={"files/a.txt": data})
    stored = {name: changed_parts.digest(content) for name, content in encode(old).items()}

    with pytest.raises(DossierError, match="sha256"):
        changed_parts.encode_changed(dataclasses.replace(old, files={"files/a.txt": b"other"}), old, stored)
    assert changed_parts.encode_changed(dataclasses.replace(old, objectives=()), old, stored).digests.keys() == stored.keys() - {
        "objectives.csv"
    }


def test_everything_is_what_clearing_for_an_owner_leaves(site) -> None:
    whole = store.content(store.revision_of(site.dossier))

    assert store.view(whole, store.EVERYTHING) is whole
    assert whole.cleared("TLP:RED", "owner") == whole


def test_the_history_of_another_dossier_is_not_there(site) -> None:
    other = store.create(decode({name: text.encode() for name, text in PARTS.items()}), site.people["other-owner"], slug="other")

    assert Dossier.objects.count() == 2
    for address in ("history", "history/1", "history/compare", "history/1/confirm", "export/zip"):
        assert site.client("owner").get(f"/dossiers/{other.slug}/{address}").status_code == 404


def test_a_table_that_nobody_could_read_again_is_refused_though_few_rows_are_new(monkeypatch) -> None:
    old = small()
    stored = {name: changed_parts.digest(data) for name, data in encode(old).items()}
    new = dataclasses.replace(old, actors=(*old.actors, dataclasses.replace(old.actors[0], id="XXX")))
    assert changed_parts.encode_changed(new, old, stored).content.actors[-1].id == "XXX"
    for module in (changed_parts, csv_sheet):
        monkeypatch.setattr(module, "PART_LIMIT", len(encode(old)["actors.csv"]))

    with pytest.raises(DossierError) as caught:
        changed_parts.encode_changed(new, old, stored)

    assert {problem.code for problem in caught.value.problems} == {"part-too-large"}
