"""Statements: drafted by one, released by another; a changed text is no longer released; nobody sees one above their marking."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest

from legation.dossier import Evidence, SaidTo, Wording
from legation.errors import CannotWrite
from legation.web.access import TABLE, grant_of, scope_of
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier, Grant
from legation.web.site.routing import ROUTES
from legation.web.stores.audit import trail
from legation.web.stores.statements import drafting
from legation.web.stores.statements.models import TIERS, Release, Statement, Version

pytestmark = pytest.mark.django_db
each_database = pytest.mark.each_database("versions have one number each, under a lock")

LIST, ADD = "/dossiers/small/statements", "/dossiers/small/statements/add"
CLEAN = {"title": "On the incident", "text": "We condemn this act and stand with those whom it harmed.", "tier": "public"}
BAD = "We assess with high confidence that Russia very likely attacked the network."


def draft(site: Any, who: str = "contributor", **changes: str) -> int:
    answer = site.client(who).post(ADD, CLEAN | changes)
    assert answer.status_code == 302, answer.content
    return int(answer.url.rpartition("/")[2])


def act(site: Any, who: str, statement: int, what: str, **sent: Any) -> int:
    return int(site.client(who).post(f"{LIST}/{statement}/{what}", {"version": 1} | sent).status_code)


def taken(site: Any, statement: int, who: str = "reader") -> Any:
    return site.client(who).get(f"{LIST}/{statement}/text")


@each_database
def test_drafted_by_one_and_released_by_another(site: Any) -> None:
    number = draft(site)
    assert taken(site, number).status_code == 409
    assert act(site, "editor", number, "release") == 302
    made = Release.objects.get()

    assert (made.by, made.version.author) == (site.people["editor"], site.people["contributor"])
    assert (made.findings, made.reason, made.sha256) == ([], "", drafting.fingerprint(made.version))
    text = taken(site, number)
    assert text.content.decode() == f"{CLEAN['title']}\n\n{CLEAN['text']}\n"
    assert text["Content-Type"].startswith("text/plain")
    assert act(site, "owner", number, "release") == 409  # once


@pytest.mark.parametrize("who", ["owner", "editor"])
def test_nobody_releases_what_they_wrote(site: Any, who: str) -> None:
    number = draft(site, who)

    assert act(site, who, number, "release") == 409
    assert not Release.objects.exists()
    assert "Whoever wrote a version" in site.client(who).get(f"{LIST}/{number}").content.decode()


def test_nor_what_they_wrote_before_another_changed_it(site: Any) -> None:
    number = draft(site, "editor")
    assert act(site, "contributor", number, "change", title="On the incident", text="We condemn this act.") == 302

    assert act(site, "editor", number, "release", version=2) == 409
    assert act(site, "owner", number, "release", version=2) == 302


@pytest.mark.parametrize("who", ["contributor", "reader", "named", "guest", "administrator", "member", "other-owner", "anonymous"])
def test_only_editors_and_owners_release(site: Any, who: str) -> None:
    number = draft(site, "owner")

    assert act(site, who, number, "release") in (302, 403, 404)
    assert not Release.objects.exists()


@pytest.mark.parametrize(("who", "code"), [("reader", 403), ("guest", 403), ("other-owner", 404), ("contributor", 302), ("editor", 302)])
def test_who_drafts(site: Any, who: str, code: int) -> None:
    assert site.client(who).post(ADD, CLEAN).status_code == code
    assert Statement.objects.count() == (code == 302)


def test_a_changed_text_is_no_longer_released(site: Any) -> None:
    number = draft(site)
    act(site, "editor", number, "release")
    assert taken(site, number).status_code == 200
    assert act(site, "contributor", number, "change", title=CLEAN["title"], text="Another text.") == 302
    assert taken(site, number).status_code == 409
    assert act(site, "contributor", number, "change", version=2, title=CLEAN["title"], text=CLEAN["text"]) == 302

    assert taken(site, number).status_code == 409  # the same words again need another release
    assert not site.client("reader").get(f"{LIST}/{number}.json").json()["released"]
    assert act(site, "editor", number, "release", version=3) == 302
    assert taken(site, number).status_code == 200


@each_database
def test_the_same_text_kept_again_changes_nothing(site: Any) -> None:
    number = draft(site)
    act(site, "editor", number, "release")
    act(site, "contributor", number, "change", title=CLEAN["title"], text=CLEAN["text"])

    assert Version.objects.count() == 1
    assert taken(site, number).status_code == 200


@each_database
def test_a_version_that_was_not_read_is_neither_released_nor_overwritten(site: Any) -> None:
    number = draft(site)
    act(site, "contributor", number, "change", title="T", text="Second text.")

    assert act(site, "editor", number, "release", version=1) == 409
    answer = site.client("owner").post(f"{LIST}/{number}/change", {"version": 1, "title": "T", "text": "What I typed meanwhile."})
    assert answer.status_code == 409
    assert "What I typed meanwhile." in answer.content.decode()  # it is not lost
    assert Version.objects.count() == 2


@each_database
@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 40])
def test_a_number_that_is_none_releases_nothing(site: Any, version: str) -> None:
    number = draft(site)

    assert act(site, "editor", number, "release", version=version) == 409


def test_what_the_lint_finds_is_shown_and_needs_a_reason(site: Any) -> None:
    number = draft(site, text=BAD)
    shown = site.client("editor").get(f"{LIST}/{number}.json").json()

    assert {f["rule"] for f in shown["findings"]} == {"likelihood and confidence in one sentence", "no assessment"}
    assert shown["blocks"] == 2
    for reason in ("", "short", "  \n          "):
        assert act(site, "editor", number, "release", reason=reason) == 409
    assert act(site, "editor", number, "release", reason="The minister has decided so.") == 302
    made = Release.objects.get()
    assert (made.reason, sorted(f["rule"] for f in made.findings)) == (
        "The minister has decided so.",
        ["likelihood-and-confidence", "no-assessment"],
    )
    assert "The minister has decided so." in site.client("reader").get(f"{LIST}/{number}").content.decode()


def test_the_title_goes_out_and_is_read_too(site: Any) -> None:
    number = draft(site, title=BAD)

    assert act(site, "editor", number, "release") == 409
    assert not Release.objects.exists()


def test_a_letter_that_hides_a_name_stands_against_the_release(site: Any) -> None:
    number = draft(site, text="We condemn this act. Rus\u00adsia attacked the grid.")

    assert act(site, "editor", number, "release") == 409
    assert not Release.objects.exists()


def test_what_was_read_is_what_is_released(site: Any) -> None:
    number = draft(site)
    there = Statement.objects.get(pk=number)
    read = drafting.newest(there)
    drafting.change(site.people["contributor"], there, 1, "On the incident", BAD)

    for version in (1, 2):
        with pytest.raises(CannotWrite):
            drafting.release(site.people["editor"], read, version, (), "")
    assert not Release.objects.exists()


def test_the_lint_reads_with_the_dossier_of_who_asks(site: Any) -> None:
    secret = "the operator used the same password for both servers that month"
    whole = store.content(store.revision_of(site.dossier))
    red = Evidence(id="red-1", title=Wording("Cable"), quote=secret, marking="TLP:RED")
    grant = grant_of(site.people["owner"], site.dossier)
    assert grant is not None
    changed = dataclasses.replace(whole, evidence=(*whole.evidence, red))
    store.save(site.dossier, site.dossier.head, changed, site.people["owner"], scope_of(grant), reason="for the test")
    number = draft(site, text=f"We note that {secret}.")

    def rules(who: str) -> list[str]:
        return [f["message"] for f in site.client(who).get(f"{LIST}/{number}.json").json()["findings"]]

    assert any("red-1" in message for message in rules("owner"))
    assert not any("red-1" in message for message in rules("reader"))
    assert act(site, "owner", number, "release", reason="Cleared by the service in writing.") == 302
    assert "red-1" not in site.client("reader").get(f"{LIST}/{number}").content.decode()  # what is kept of it names no row


@pytest.mark.parametrize("tier", TIERS)
def test_a_statement_above_the_marking_does_not_exist(site: Any, tier: str) -> None:
    number = draft(site, "owner", tier=tier, title=f"Title {tier}")
    Grant.objects.filter(account=site.people["reader"]).update(marking="TLP:GREEN")
    Grant.objects.filter(account=site.people["editor"]).update(marking="TLP:GREEN")
    seen = tier == "public"

    assert site.client("reader").get(f"{LIST}/{number}").status_code == (200 if seen else 404)
    assert (f"Title {tier}" in site.client("reader").get(LIST).content.decode()) == seen
    for what in ("change", "release"):
        assert act(site, "editor", number, what, title="T", text="Text.") == (302 if seen and what == "change" else 409 if seen else 404)
    assert site.client("editor").post(ADD, CLEAN | {"tier": tier}).status_code == (302 if seen else 404)


def test_a_statement_of_another_dossier_is_not_there(site: Any) -> None:
    other = Dossier.objects.create(slug="other")
    elsewhere = drafting.add(site.people["owner"], other, "public", "Elsewhere", "Text.")

    for what in ("change", "release"):
        assert act(site, "editor", elsewhere.pk, what, title="T", text="T") == 404
    for address in (f"{LIST}/{elsewhere.pk}", f"{LIST}/{elsewhere.pk}/text", f"{LIST}/{2**63}"):
        assert site.client("owner").get(address).status_code == 404


@pytest.mark.parametrize("changes", [{"title": " "}, {"text": ""}, {"tier": "everybody"}, {"text": "a" * 20_001}, {"title": "a" * 201}])
def test_what_is_missing_or_too_much_is_said_and_what_was_typed_stays(site: Any, changes: dict[str, str]) -> None:
    answer = site.client("contributor").post(ADD, CLEAN | {"text": "Typed by hand."} | changes)

    assert answer.status_code == 422
    assert not Statement.objects.exists()
    if "text" not in changes:
        assert "Typed by hand." in answer.content.decode()


def test_in_a_closed_dossier_nothing_is_drafted_or_released(site: Any) -> None:
    number = draft(site)
    Dossier.objects.filter(pk=site.dossier.pk).update(closed=True)

    assert act(site, "editor", number, "release") == 409
    assert act(site, "editor", number, "change", title="T", text="T") == 409
    assert site.client("reader").get(f"{LIST}/{number}").status_code == 200


@each_database
def test_rows_are_never_changed_and_the_trail_says_who(site: Any) -> None:
    number = draft(site)
    act(site, "editor", number, "release")
    for row in (Statement.objects.get(), Version.objects.get(), Release.objects.get()):
        with pytest.raises(TypeError):
            row.save()
    trail.flush()
    shown = site.client("owner").get("/dossiers/small/audit.json").content.decode()

    assert f"statement={number}" in shown
    assert CLEAN["text"] not in shown


@each_database
def test_a_text_changed_in_the_database_is_not_given_out(site: Any) -> None:
    number = draft(site)
    act(site, "editor", number, "release")
    Version.objects.update(text="Something else.")

    assert taken(site, number).status_code == 409


@each_database
def test_of_two_who_change_at_once_one_is_told(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    statement = Statement.objects.get(pk=draft(site))
    first = drafting.newest(statement)
    drafting.change(site.people["editor"], statement, 1, "T", "First.")
    monkeypatch.setattr(drafting, "newest", lambda _: first)  # as it was read before the other wrote

    with pytest.raises(CannotWrite):
        drafting.change(site.people["owner"], statement, 1, "T", "Second.")
    assert Version.objects.count() == 2


@each_database
def test_an_account_that_is_gone_leaves_the_statement(site: Any) -> None:
    number = draft(site)
    act(site, "editor", number, "release")
    Grant.objects.filter(account=site.people["contributor"]).delete()
    site.people["contributor"].delete()

    assert Version.objects.get().author is None
    assert taken(site, number).status_code == 200


def test_the_actions() -> None:
    assert {name: ROUTES[name].action for name in ROUTES if name.startswith("statements")} == {
        "statements": "see-statements",
        "statements.add": "draft-statement",
        "statements.one": "see-statements",
        "statements.change": "draft-statement",
        "statements.release": "release-statement",
        "statements.text": "see-statements",
    }
    assert TABLE["release-statement"] == {"owner", "editor"}
    assert "guest" not in TABLE["see-statements"]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_script_stays_text_in_both_languages(site: Any, lang: str) -> None:
    site.people["reader"].language = lang
    site.people["reader"].save()
    number = draft(site, title="<script>x</script>", text="<img src=x onerror=y> Russia attacked it.")
    html = site.client("reader").get(f"{LIST}/{number}").content.decode() + site.client("reader").get(LIST).content.decode()

    assert "<script>x" not in html
    assert "<img src=x" not in html
    assert "[page-statements" not in html
    assert "[lint" not in html
    assert ("Déclarations" if lang == "fr" else "Statements") in html


@each_database
def test_a_long_list_is_cut_into_pages(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafting, "OPEN", 1_000)
    made = [drafting.add(site.people["editor"], site.dossier, "public", f"Statement {at:03}", "We condemn this act.") for at in range(101)]
    pages = [site.client("reader").get(f"{LIST}?page={number}").content.decode() for number in (1, 2, 3)]

    listed = [[at for at in range(len(made)) if f"Statement {at:03}<" in page] for page in pages]
    assert [len(one) for one in listed] == [50, 50, 1] and sorted(at for one in listed for at in one) == [*range(101)]
    assert 'rel="next"' in pages[1] and 'rel="prev"' in pages[1] and 'rel="next"' not in pages[2]


@each_database
def test_only_so_many_drafts_of_one_person_wait(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafting, "OPEN", 2)
    first, _ = draft(site), draft(site)
    refused = site.client("contributor").post(ADD, CLEAN | {"title": "A third"})

    assert refused.status_code == 409 and "wait for a release" in refused.content.decode() and "A third" in refused.content.decode()
    assert Statement.objects.count() == 2
    assert draft(site, "owner") and act(site, "editor", first, "release") == 302
    assert draft(site)
    Statement.objects.update(made=dt.datetime.now(dt.UTC) - dt.timedelta(days=drafting.OPEN_DAYS + 1))
    assert draft(site) and draft(site)


PREPARED = "incidents/a.statement.toml"


def prepared(site: Any) -> None:
    """Keep the claims on an incident in the dossier: one of them for partners."""
    from questions.statement_dossier import STATEMENT

    dossier = Dossier.objects.get(pk=site.dossier.pk)
    whole = store.content(store.revision_of(dossier))
    rows = tuple(Evidence(id=one, kind="statement", title=Wording(f"Source {one}"), marking="TLP:CLEAR") for one in ("p1", "p2"))
    claims = STATEMENT.replace('"e1"', '"p1"').replace('"e2"', '"p2"').encode()
    mine = dataclasses.replace(whole, evidence=(*whole.evidence, *rows), files={**whole.files, PREPARED: claims})
    store.save(dossier, dossier.head, mine, site.people["owner"], store.EVERYTHING, reason="")


def test_the_form_is_filled_from_the_claims_on_an_incident_for_the_tier_and_in_the_language(site: Any) -> None:
    prepared(site)
    owner = site.client("owner")
    page = owner.get(LIST).content.decode()

    assert "?incident=a&amp;for=public#statement-title" in page
    assert "?incident=a&amp;for=national#statement-title" in page
    public, partners = (owner.get(f"{LIST}?incident=a&for={tier}").content.decode() for tier in ("public", "partners"))
    assert "On the breach of the tax office" in public
    assert "Two million files were copied." in public
    assert "A partner watched it." not in public
    assert "A partner watched it." in partners
    assert '<option value="partners" selected>' in partners
    assert not Statement.objects.exists()


def test_only_who_may_draft_and_is_cleared_for_the_tier_is_given_a_draft(site: Any) -> None:
    prepared(site)

    assert "Two million" not in site.client("reader").get(f"{LIST}?incident=a&for=public").content.decode()
    Grant.objects.filter(dossier=site.dossier, account=site.people["editor"]).update(marking="TLP:CLEAR")
    page = site.client("editor").get(f"{LIST}?incident=a&for=national").content.decode()
    assert "for=national#" not in page
    assert "Two million" not in page
    assert site.client("owner").get(f"{LIST}?incident=none&for=public").status_code == 200


def test_a_text_that_moves_blame_from_the_firm_needs_a_reason_and_the_true_sentence_is_given(site: Any) -> None:
    prepared(site)
    number = draft(site, text="Nobody could have prevented this crime.")
    page = site.client("owner").get(f"{LIST}/{number}").content.decode()

    assert "moves blame from the supplier" in page and "The password was known" in page
    assert act(site, "editor", number, "release") == 409
    honest = draft(
        site,
        text="Nobody could have prevented this crime once they were in; the password was known, and the regulator was told 3 days late.",
    )
    assert "moves blame" not in site.client("owner").get(f"{LIST}/{honest}").content.decode().replace("NOT", "")


def test_a_message_that_moves_blame_is_withheld_in_the_strategy_and_the_handover(site: Any) -> None:
    prepared(site)
    dossier = Dossier.objects.get(pk=site.dossier.pk)
    whole = store.content(store.revision_of(dossier))
    said = SaidTo(id="excuse", audience=("FRA",), text=Wording(en="The supplier was not at fault."))
    store.save(dossier, dossier.head, dataclasses.replace(whole, messages=(said,)), site.people["owner"], store.EVERYTHING, reason="")

    for place in ("strategy", "engagement/handover"):
        page = site.client("owner").get(f"/dossiers/small/{place}").content.decode()
        assert "not at fault" not in page
        assert "The password was known" in page
