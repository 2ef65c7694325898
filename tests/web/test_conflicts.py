"""Two people change the same place: nothing is written before the choice, and nothing is lost by it, however many rounds it takes."""

from __future__ import annotations

import dataclasses
import html
import json
import re

import pytest
from django.http import HttpRequest

from legation.dossier import encode
from legation.dossier.edit import Edit, apply
from legation.errors import CannotWrite
from legation.web.access import CHANGES, AccessScope, can, grant_of
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier, Proposal
from legation.web.forms.saving import take_edits
from legation.web.site.page import PageRequest
from legation.web.stores.drafts.models import Draft

pytestmark = pytest.mark.django_db


def head_of(site):
    site.dossier.refresh_from_db()
    return store.revision_of(site.dossier)


def other(site, edits, person="editor"):
    """Somebody else saves."""
    head = head_of(site)
    mine = apply(store.content(head), edits, author=person)
    return store.save(site.dossier, head.number, mine, site.people[person], store.EVERYTHING, reason="").revision


def send(site, edits, role="owner", **form):
    """Send edits made from revision 1, as the conflicts page sends them."""
    plain = json.dumps([edit.to_plain() for edit in edits])
    return site.client(role).post(
        "/dossiers/small/merge", {"edits": plain, "base": "1", "next": "/dossiers/small", "reason": "mine", **form}
    )


def fields_in(answer):
    """Return the hidden fields of the page of conflicts, and the choices that it offers by key."""
    page = answer.content.decode()
    form = page[page.index('<form class="form" method="post"') :]
    hidden = {html.unescape(n): html.unescape(v) for n, v in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)}
    offered: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="radio" required name="([^"]+)" value="([^"]+)"', form):
        offered.setdefault(html.unescape(name), []).append(value)
    hidden.pop("csrfmiddlewaretoken", None)
    return hidden, offered


def again(site, answer, choice="mine", role="owner"):
    """Choose one side everywhere and send the page back."""
    hidden, offered = fields_in(answer)
    assert offered, answer.content
    chosen = {name: choice if choice in values else values[0] for name, values in offered.items()}
    return site.client(role).post("/dossiers/small/merge", {**hidden, **chosen})


MINE = [
    Edit("actors", "change", "FRA", {"kind": "ngo", "status_note": "chair"}),
    Edit("actors", "add", "ITA", {"name": "Italy"}),
    Edit("positions", "change", "p2", {"note_en": "seen"}),
]


@pytest.mark.parametrize(("choice", "kind"), [("mine", "ngo"), ("theirs", "other")])
def test_a_choice_keeps_everything_else_of_both(site, choice, kind) -> None:
    other(site, [Edit("actors", "change", "FRA", {"kind": "other", "level": "national"})])

    answer = send(site, MINE)

    assert answer.status_code == 409 and head_of(site).number == 2
    page = answer.content.decode()
    for words in ("Actor “France”", "ngo", "other", "Editor"):
        assert words in page, words
    done = again(site, answer, choice)
    assert (done.status_code, done.headers["Location"]) == (302, "/dossiers/small")
    content = store.content(head_of(site))
    france = next(a for a in content.actors if a.id == "FRA")
    assert (france.kind, france.status_note.text, france.level) == (kind, "chair", "national")
    assert "ITA" in {a.id for a in content.actors} and "p2-2" in {p.id for p in content.positions}
    assert store.read_reason(head_of(site).reason) == "mine"


def test_a_third_save_between_leads_to_a_new_round_with_the_choices_kept(site) -> None:
    mine = [
        Edit("actors", "change", "FRA", {"kind": "ngo", "status_note": "chair"}),
        Edit("actors", "change", "DEU", {"level": "national"}),
    ]
    other(site, [Edit("actors", "change", "FRA", {"kind": "other", "status_note": "host"})])
    first = send(site, mine)
    assert len(fields_in(first)[1]) == 2

    other(site, [Edit("actors", "change", "DEU", {"level": "sub_national"}), Edit("actors", "change", "FRA", {"status_note": "guest"})])
    second = again(site, first, "mine")

    assert second.status_code == 409 and head_of(site).number == 3
    hidden, offered = fields_in(second)
    assert sorted(name.split(":")[3].split("#")[0] for name in offered) == ["level", "status_note"]
    assert [value for name, value in hidden.items() if name.startswith("choice:") and ":kind#" in name] == ["mine"]
    assert again(site, second, "mine").status_code == 302
    actors = {a.id: a for a in store.content(head_of(site)).actors}
    assert (actors["FRA"].kind, actors["FRA"].status_note.text, actors["DEU"].level) == ("ngo", "chair", "national")


def test_a_position_that_both_changed_shows_what_stood_before_and_names_instead_of_ids(site) -> None:
    other(site, [Edit("positions", "change", "p1", {"value": "65", "evidence": ""})])

    page = send(site, [Edit("positions", "change", "p1", {"value": "62"})]).content.decode()
    shown = re.sub(r"<[^>]+>|\s+", " ", page[page.index('<fieldset class="conflict">') : page.index("</fieldset>")])

    for words in ("Position of France on issue “Binding norms?”", "60", "62", "65", "Statement of France", "contradict each other"):
        assert words in shown, words
    assert shown.count("Position of France") == 1, "the place is named once"
    for word in ("author", "reason", "(empty) ·", "p1-2", " e1 "):
        assert word not in shown, word


def test_a_row_that_both_added_can_stand_twice(site) -> None:
    other(site, [Edit("actors", "add", "ITA", {"name": "Italy (theirs)"})])

    answer = send(
        site, [Edit("actors", "add", "ITA", {"name": "Italy (mine)"}), Edit("groups", "add", "", {"group": "EU", "actor": "ITA"})]
    )

    assert "both" in next(iter(fields_in(answer)[1].values()))
    assert again(site, answer, "both").status_code == 302
    content = store.content(head_of(site))
    names = {a.name.text: a.id for a in content.actors}
    assert names["Italy (theirs)"] == "ITA" and names["Italy (mine)"] != "ITA"
    assert names["Italy (mine)"] in {row.actor for row in content.groups}


def test_a_row_that_one_deleted_and_the_other_changed_is_asked_for(site) -> None:
    other(site, [Edit("positions", "remove", "p1")])

    answer = send(site, [Edit("positions", "remove", "p2")])
    assert answer.status_code == 302
    answer = send(site, [Edit("actors", "change", "DEU", {"kind": "other"})])
    assert answer.status_code == 302
    other(site, [Edit("actors", "remove", "icann")])
    answer = send(site, [Edit("actors", "change", "icann", {"status_note": "seated"})])

    assert answer.status_code == 409
    assert "Theirs: deleted" in answer.content.decode()
    assert again(site, answer, "theirs").status_code == 302
    assert "icann" not in {a.id for a in store.content(head_of(site)).actors}


def test_a_row_that_names_what_the_other_deleted_is_asked_for(site) -> None:
    other(site, [Edit("actors", "remove", "icann")])

    answer = send(site, [Edit("relations", "add", "", {"source": "FRA", "target": "icann", "kind": "funds"})])

    assert answer.status_code == 409
    assert "Relation from France to ICANN" in answer.content.decode()
    assert again(site, answer, "mine").status_code == 302
    content = store.content(head_of(site))
    assert "icann" in {a.id for a in content.actors} and len(content.relations) == 1


def test_whole_contents_are_chosen_in_as_well_and_kept_for_their_author_alone(site) -> None:
    form = {"base": "1", "title": "Mine", "languages": ["en", "fr"], "marking": "TLP:GREEN", "pap": "", "handling": "for the desk"}
    theirs = dataclasses.replace(
        store.content(head_of(site)).info, title=dataclasses.replace(store.content(head_of(site)).info.title, text="Theirs")
    )
    mine = dataclasses.replace(store.content(head_of(site)), info=theirs)
    store.save(site.dossier, 1, mine, site.people["editor"], store.EVERYTHING, reason="")

    answer = site.client("owner").post("/dossiers/small/settings/save", {**form, "title_fr": "Une petite affaire"})

    assert answer.status_code == 409 and head_of(site).number == 2
    hidden, _ = fields_in(answer)
    assert Draft.objects.get().pk == int(hidden["draft"])
    assert site.client("editor").post("/dossiers/small/merge", hidden).status_code == 404
    assert again(site, answer, "mine").status_code == 302
    info = store.content(head_of(site)).info
    assert (info.title.text, info.title.fr, info.handling) == ("Mine", "Une petite affaire", "for the desk")
    assert not Draft.objects.exists()


def test_a_third_save_between_two_rounds_of_a_whole_content(site) -> None:
    begun = store.content(head_of(site))

    def retitled(**texts):
        head = head_of(site)
        info = store.content(head).info
        new = dataclasses.replace(store.content(head), info=dataclasses.replace(info, **texts))
        store.save(site.dossier, head.number, new, site.people["editor"], store.EVERYTHING, reason="")

    retitled(author="theirs")
    form = {
        "base": "1",
        "title": str(begun.info.title.text),
        "title_fr": begun.info.title.fr,
        "languages": ["en", "fr"],
        "marking": "TLP:GREEN",
    }
    first = site.client("owner").post("/dossiers/small/settings/save", {**form, "author": "mine", "licence": "mine"})
    retitled(licence="theirs")
    second = again(site, first, "mine")

    assert (first.status_code, second.status_code) == (409, 409)
    assert again(site, second, "theirs").status_code == 302
    info = store.content(head_of(site)).info
    assert (info.author, info.licence) == ("mine", "theirs")


def test_a_program_is_told_the_same_as_json(site) -> None:
    other(site, [Edit("actors", "change", "FRA", {"kind": "other"})])
    plain = json.dumps([edit.to_plain() for edit in MINE])

    answer = site.client("owner").post("/dossiers/small/merge", {"edits": plain, "base": "1"}, headers={"Accept": "application/json"})

    body = answer.json()
    assert (answer.status_code, body["ok"], len(body["conflicts"])) == (409, False, 1)
    assert body["conflicts"][0]["lines"] == [{"field": "kind", "base": "state", "mine": "NGO", "theirs": "other"}]
    assert body["conflicts"][0]["allowed"] == ["mine", "theirs"]


@pytest.mark.parametrize("edits", ["", "{", "[1]", '[{"table": "nothing"}]', "[" * 5000, "null", "7"])
def test_a_form_that_nobody_sends_changes_nothing(site, edits) -> None:
    answer = site.client("owner").post("/dossiers/small/merge", {"edits": edits, "base": "1"})

    assert answer.status_code in (302, 400) and head_of(site).number == 1


def test_an_impossible_choice_is_refused_in_a_sentence(site) -> None:
    other(site, [Edit("actors", "change", "FRA", {"kind": "other"})])
    hidden, offered = fields_in(send(site, MINE))

    answer = site.client("owner").post("/dossiers/small/merge", {**hidden, **dict.fromkeys(offered, "both")})

    assert answer.status_code == 400 and head_of(site).number == 2


def test_markup_in_what_collides_stays_text(site) -> None:
    other(site, [Edit("actors", "change", "FRA", {"status_note": "<script>alert(1)</script>"})])

    page = send(site, [Edit("actors", "change", "FRA", {"status_note": '"><img src=x onerror=alert(2)>'})], reason='"><i>').content.decode()

    assert "<script>alert" not in page and "<img src=x" not in page and '"><i>' not in page and "alert(2)" in page


@pytest.mark.parametrize("target", ["https://evil.example", "//evil.example", "/dossiers/small//evil", "javascript:alert(1)", "/"])
def test_the_way_back_stays_in_the_dossier(site, target) -> None:
    answer = send(site, [Edit("actors", "add", "ITA", {"name": "Italy"})], next=target)

    assert answer.headers["Location"] == "/dossiers/small"


def test_what_a_hidden_row_rests_on_is_not_taken_away(site) -> None:
    scope = AccessScope("TLP:GREEN", "desk")
    other(site, [Edit("actors", "add", "POL", {"name": "Poland"})])
    other(site, [Edit("positions", "add", "p9", {"actor": "POL", "issue": "norms", "value": "1", "marking": "TLP:RED"})])
    begun = store.seen(head_of(site), scope)

    with pytest.raises(CannotWrite):
        store.save(site.dossier, 3, apply(begun, [Edit("actors", "remove", "POL")]), site.people["editor"], scope, reason="")
    assert head_of(site).number == 3


def test_references_to_hidden_rows_stay_in_a_list_that_is_changed(site) -> None:
    scope = AccessScope("TLP:GREEN", "desk")
    other(site, [Edit("rollcalls", "change", "r1", {"sponsors": "FRA hidden-co"})])
    begun = store.seen(head_of(site), scope)
    assert next(r for r in begun.rollcalls if r.id == "r1").sponsors == ("FRA",)

    store.save(
        site.dossier, 2, apply(begun, [Edit("rollcalls", "change", "r1", {"sponsors": "DEU"})]), site.people["editor"], scope, reason=""
    )

    assert next(r for r in store.content(head_of(site)).rollcalls if r.id == "r1").sponsors == ("hidden-co", "DEU")


def test_a_closed_dossier_is_read_and_not_changed(site) -> None:
    client = site.client("owner")
    assert site.client("editor").post("/dossiers/small/settings/close", {"closed": "yes"}).status_code == 403
    client.post("/dossiers/small/settings/close", {"closed": "yes"})

    answer = send(site, [Edit("actors", "add", "ITA", {"name": "Italy"})])
    assert answer.status_code == 409 and "closed" in answer.content.decode()
    assert head_of(site).number == 1 and client.get("/dossiers/small").status_code == 200
    client.post("/dossiers/small/settings/close", {"closed": "no"})
    assert send(site, [Edit("actors", "add", "ITA", {"name": "Italy"})]).status_code == 302


def test_a_closed_dossier_invites_no_work(site) -> None:
    """Nobody may change it or offer changes, by the table itself; who opens it again may still do so."""
    Dossier.objects.filter(pk=site.dossier.pk).update(closed=True)
    dossier = Dossier.objects.get(pk=site.dossier.pk)
    for who in ("owner", "editor", "contributor"):
        assert not any(can(site.people[who], action, dossier) for action in CHANGES), who
    assert can(site.people["owner"], "share", dossier) and can(site.people["owner"], "close", dossier)
    for who in ("owner", "editor"):
        client = site.client(who)
        assert client.get("/dossiers/small/settings").status_code == 200
        assert "/import" not in client.get("/dossiers/small").content.decode()
        assert "/actors/FRA/edit" not in client.get("/dossiers/small/rows/actors").content.decode()
        for address in ("import", "rows/actors/FRA/edit", "evidence/add", "history/1/confirm"):
            answer = client.get(f"/dossiers/small/{address}")
            assert (answer.status_code, "closed" in answer.content.decode()) == (409, True), address
    offered = send(site, [Edit("positions", "add", "", {"actor": "DEU", "issue": "norms", "value": "1"})], role="contributor")
    assert offered.status_code == 403
    added = {"actor": "DEU", "issue": "norms", "value": "1", "base": "1"}
    assert site.client("contributor").post("/dossiers/small/rows/positions/add", added).status_code == 409
    assert not Proposal.objects.exists()
    assert site.client("contributor").get("/dossiers/small/proposals").status_code == 200


def test_a_change_that_is_offered_while_the_dossier_is_closed_is_refused(site) -> None:
    request = PageRequest(HttpRequest(), site.people["contributor"], "en", site.dossier, grant_of(site.people["contributor"], site.dossier))
    Dossier.objects.filter(pk=site.dossier.pk).update(closed=True)

    with pytest.raises(CannotWrite):
        take_edits(request, [Edit("positions", "add", "", {"actor": "DEU", "issue": "norms", "value": "1"})], reason="", base=1)
    assert not Proposal.objects.exists()


def test_settings_are_saved_as_a_revision_and_faults_stand_beside_the_field(site) -> None:
    form = {
        "base": "1",
        "title": "A matter",
        "title_fr": "Une affaire",
        "languages": ["fr"],
        "marking": "TLP:AMBER",
        "pap": "PAP:GREEN",
        "as_of": "2019-12",
    }
    client = site.client("owner")
    assert client.get("/dossiers/small/settings").status_code == 200

    wrong = client.post("/dossiers/small/settings/save", {**form, "as_of": "soon"})
    assert wrong.status_code == 422 and "soon is no date" in wrong.content.decode() and 'value="Une affaire"' in wrong.content.decode()
    assert client.post("/dossiers/small/settings/save", {**form, "languages": []}).status_code == 422
    assert client.post("/dossiers/small/settings/save", form).status_code == 302

    info = store.content(head_of(site)).info
    assert (info.title.fr, info.languages, info.marking, info.pap, str(info.as_of.text)) == (
        "Une affaire",
        ("fr",),
        "TLP:AMBER",
        "PAP:GREEN",
        "2019-12",
    )
    assert site.dossier.title["fr"] == "Une affaire"


def test_an_editor_sets_no_marking_and_below_it_nothing(site) -> None:
    form = {"base": "1", "title": "A matter", "languages": ["fr", "en"], "marking": "TLP:CLEAR"}

    assert site.client("editor").post("/dossiers/small/settings/save", form).status_code == 302
    assert store.content(head_of(site)).info.marking == "TLP:GREEN"
    site.people["editor"].grants.update(marking="TLP:CLEAR")
    assert site.client("editor").get("/dossiers/small/settings").status_code == 403
    assert site.client("editor").post("/dossiers/small/settings/save", form).status_code == 403


def test_the_mandate_is_read_by_those_named_and_written_by_owners(site) -> None:
    form = {"base": "1", "aim": "NEW-AIM", "red_lines": "first\r\nsecond\r\n", "reservation": 'norms = 40\nlabel = "x"'}
    for role in ("editor", "contributor", "reader", "guest"):
        page = site.client(role).get("/dossiers/small/mandate")
        assert page.status_code == 200 and b"SECRET" not in page.content
        assert b"SECRET" not in site.client(role).get("/dossiers/small/mandate.json").content
    for role in ("editor", "named", "reader", "guest"):
        assert site.client(role).post("/dossiers/small/mandate/save", form).status_code == 403
    assert b"SECRET-AIM" in site.client("named").get("/dossiers/small/mandate").content
    wrong = site.client("owner").post("/dossiers/small/mandate/save", {**form, "reservation": "norms = = 4"})
    assert wrong.status_code == 422 and b"NEW-AIM" in wrong.content

    assert site.client("owner").post("/dossiers/small/mandate/save", form).status_code == 302

    mandate = store.content(head_of(site)).mandate
    assert (mandate.aim.text, mandate.red_lines, dict(mandate.reservation)) == ("NEW-AIM", ("first", "second"), {"norms": 40, "label": "x"})
    assert site.client("owner").post("/dossiers/small/mandate/save", {"base": "2"}).status_code == 302
    assert store.content(head_of(site)).mandate is None
    assert "mandate.toml" not in encode(store.content(head_of(site)))
