"""A register of incidents on the site: each reader sees the objects that they may, and a save keeps those that its author does not see."""

from __future__ import annotations

import dataclasses
import io
import json
import zipfile
from typing import Any

import pytest
from django.test import Client
from stix_made import ident, made

from legation.dossier.edit import Edit, apply
from legation.errors import CannotRead, CannotWrite
from legation.sources import stix
from legation.sources.stix.vocabulary import STANDARD_MARKINGS
from legation.web.access import grant_of, scope_of
from legation.web.api import tokens
from legation.web.api.models import SCOPES
from legation.web.dossiers import older_revisions, store
from legation.web.dossiers.models import Dossier, Grant

pytestmark = pytest.mark.django_db

PART = "incidents/breach.json"
RED = next(identity for identity, marking in STANDARD_MARKINGS.items() if marking == "TLP:RED")
OWN_MARK = ident("marking-definition", 9)
INCIDENT, GROUP, SECRET = made("incident", 1, name="The breach"), made("intrusion-set", 2, name="PLAIN-GROUP"), "SECRET-GROUP"
HIDDEN = made("intrusion-set", 3, name=SECRET, object_marking_refs=[RED])
CLAIM = made(
    "relationship",
    4,
    relationship_type="attributed-to",
    source_ref=INCIDENT["id"],
    target_ref=HIDDEN["id"],
    description="SECRET-CLAIM",
)
DEFINITION = {
    "type": "marking-definition",
    "spec_version": "2.1",
    "id": OWN_MARK,
    "created": "2024-01-01T00:00:00.000Z",
    "definition_type": "tlp",
    "definition": {"tlp": "red"},
}
NOTE = made("note", 5, content="SECRET-NOTE", object_refs=[GROUP["id"]], object_marking_refs=[OWN_MARK])
OBJECTS = (INCIDENT, GROUP, HIDDEN, CLAIM, DEFINITION, NOTE)


@pytest.fixture
def register(site: Any) -> Any:
    """Return the site, its dossier with a register, and an editor who sees up to TLP:AMBER."""
    Grant.objects.filter(dossier=site.dossier, account=site.people["editor"]).update(marking="TLP:AMBER")
    put(site, OBJECTS)
    return site


def put(site: Any, objects: Any) -> None:
    """Save the register as the owner."""
    whole = store.content(head(site))
    mine = dataclasses.replace(whole, files={**whole.files, PART: stix.encode(stix.Incidents.of(objects))})
    store.save(dossier_of(site), dossier_of(site).head, mine, site.people["owner"], store.EVERYTHING, reason="")


def dossier_of(site: Any) -> Dossier:
    return Dossier.objects.get(pk=site.dossier.pk)


def head(site: Any) -> Any:
    return store.revision_of(dossier_of(site))


def scope(site: Any, who: str) -> Any:
    grant = grant_of(site.people[who], site.dossier)
    assert grant is not None
    return scope_of(grant)


def objects_of(content: Any) -> tuple[Any, ...]:
    return stix.decode(content.files[PART], PART).objects


def save_as(site: Any, who: str, data: bytes | None) -> None:
    """Save the register as a role that sees it in part; None deletes it."""
    seen = store.seen(head(site), scope(site, who))
    files = {name: one for name, one in seen.files.items() if name != PART} | ({PART: data} if data is not None else {})
    store.save(
        dossier_of(site), dossier_of(site).head, dataclasses.replace(seen, files=files), site.people[who], scope(site, who), reason=""
    )


def token(site: Any, who: str) -> dict[str, str]:
    _, secret = tokens.make(site.people[who], "mine", tuple(SCOPES), days=7, dossiers=None)
    return {"Authorization": f"Bearer {secret}"}


def test_a_reader_below_the_marking_edits_a_row_and_the_hidden_objects_are_still_there(register: Any) -> None:
    seen = store.seen(head(register), scope(register, "editor"))
    assert objects_of(seen) == (INCIDENT, GROUP, DEFINITION)

    mine = apply(seen, [Edit("actors", "change", "FRA", {"name": "French Republic"})])
    store.save(dossier_of(register), dossier_of(register).head, mine, register.people["editor"], scope(register, "editor"), reason="")

    whole = store.content(head(register))
    assert objects_of(whole) == OBJECTS
    assert next(row for row in whole.actors if row.id == "FRA").name.text == "French Republic"


def test_their_own_objects_are_saved_beside_the_hidden_ones(register: Any) -> None:
    new = made("tool", 7, name="A tool")
    save_as(register, "editor", stix.encode(stix.Incidents.of([INCIDENT, GROUP, DEFINITION, new])))

    assert sorted(o["id"] for o in objects_of(store.content(head(register)))) == sorted(o["id"] for o in (*OBJECTS, new))
    assert new in objects_of(store.seen(head(register), scope(register, "editor")))


def test_what_hidden_objects_rest_on_is_not_removed(register: Any) -> None:
    for left in ([INCIDENT, DEFINITION], None):
        with pytest.raises(CannotWrite):
            save_as(register, "editor", stix.encode(stix.Incidents.of(left)) if left is not None else None)
    with pytest.raises(CannotRead):
        save_as(register, "editor", b"[]")
    assert objects_of(store.content(head(register))) == OBJECTS


def test_a_lower_definition_of_their_marking_brings_nothing_to_light(register: Any) -> None:
    lower = DEFINITION | {"definition": {"tlp": "clear"}}
    save_as(register, "editor", stix.encode(stix.Incidents.of([INCIDENT, GROUP, lower])))

    assert NOTE in objects_of(store.content(head(register)))
    assert not any(o["id"] == NOTE["id"] for o in objects_of(store.seen(head(register), scope(register, "editor"))))


def test_a_second_object_of_a_hidden_name_is_refused(register: Any) -> None:
    same = made("intrusion-set", 3, name="A group of that name")
    with pytest.raises(CannotWrite):
        save_as(register, "editor", stix.encode(stix.Incidents.of([INCIDENT, GROUP, DEFINITION, same])))


def test_only_hidden_objects_are_left_where_the_rest_was_deleted(register: Any) -> None:
    put(register, (INCIDENT, HIDDEN))
    save_as(register, "editor", None)

    assert objects_of(store.content(head(register))) == (HIDDEN,)
    assert objects_of(store.seen(head(register), scope(register, "editor"))) == ()


def test_what_was_marked_higher_since_is_gone_from_older_revisions_too(register: Any) -> None:
    before = head(register)
    given = store.seen(before, scope(register, "editor"))
    assert older_revisions.is_still_seen(given, head(register), scope(register, "editor"))
    put(register, (INCIDENT, GROUP | {"object_marking_refs": [RED]}, HIDDEN, CLAIM, DEFINITION, NOTE))

    old = older_revisions.seen_at(store.revision_of(dossier_of(register), before.number), head(register), scope(register, "editor"))
    assert objects_of(old) == (INCIDENT, DEFINITION)
    assert not older_revisions.is_still_seen(given, head(register), scope(register, "editor"))


def test_a_save_from_before_the_raise_does_not_bring_it_back(register: Any) -> None:
    before = head(register)
    mine = apply(store.seen(before, scope(register, "editor")), [Edit("actors", "change", "FRA", {"name": "French Republic"})])
    raised = (INCIDENT, GROUP | {"object_marking_refs": [RED]}, HIDDEN, CLAIM, DEFINITION, NOTE)
    put(register, raised)
    saved = store.save(dossier_of(register), before.number, mine, register.people["editor"], scope(register, "editor"), reason="")

    assert saved.merged and objects_of(store.content(head(register))) == raised


@pytest.mark.parametrize("who", ["editor", "contributor", "reader", "guest"])
def test_exports_and_the_api_hold_no_hidden_object(register: Any, who: str) -> None:
    everything = b""
    exported = register.client(who).get("/dossiers/small/export/zip")
    if exported.status_code == 200:
        with zipfile.ZipFile(io.BytesIO(exported.content)) as found:
            everything += b"".join(found.read(name) for name in found.namelist())
    headers = token(register, who)
    for path in ("parts", f"parts/{PART}", "export/xlsx", "revisions", "search?q=SECRET-GROUP"):
        everything += Client().get(f"/api/v1/dossiers/small/{path}", headers=headers).content
    for path in ("", "/export", "/history", "/search?q=SECRET-GROUP"):
        everything += register.client(who).get(f"/dossiers/small{path}").content.replace(b"q=SECRET", b"")

    assert b"SECRET-CLAIM" not in everything and b"SECRET-NOTE" not in everything
    assert HIDDEN["id"].encode() not in everything
    if who == "editor":
        assert b"PLAIN-GROUP" in everything


def test_a_part_is_put_through_the_api_without_loss(register: Any) -> None:
    headers = token(register, "editor")
    sent = stix.encode(stix.Incidents.of([INCIDENT, GROUP | {"description": "Seen by the editor"}, DEFINITION]))
    answer = Client().put(
        f"/api/v1/dossiers/small/parts/{PART}?base={dossier_of(register).head}",
        sent,
        content_type="application/octet-stream",
        headers=headers,
    )

    assert answer.status_code == 200, answer.content
    there = {o["id"]: o for o in objects_of(store.content(head(register)))}
    assert there[GROUP["id"]]["description"] == "Seen by the editor"
    assert there[HIDDEN["id"]] == HIDDEN and there[CLAIM["id"]] == CLAIM and there[NOTE["id"]] == NOTE


@pytest.mark.parametrize("who", ["member", "other-owner"])
def test_strangers_find_no_register(register: Any, who: str) -> None:
    assert Client().get(f"/api/v1/dossiers/small/parts/{PART}", headers=token(register, who)).status_code == 404
    assert register.client(who).get("/dossiers/small/export/zip").status_code == 404


def test_a_register_that_cannot_be_read_is_for_those_who_see_everything(register: Any) -> None:
    whole = store.content(head(register))
    mine = dataclasses.replace(whole, files={**whole.files, PART: json.dumps(["SECRET"]).encode()})
    store.save(dossier_of(register), dossier_of(register).head, mine, register.people["owner"], store.EVERYTHING, reason="")

    assert PART not in store.seen(head(register), scope(register, "editor")).files
    assert PART in store.content(head(register)).files


def old_for(site: Any, before: Any) -> Any:
    """Return an older revision as the editor sees it today."""
    return older_revisions.seen_at(store.revision_of(dossier_of(site), before.number), head(site), scope(site, "editor"))


def test_a_register_that_cannot_be_read_any_more_is_gone_from_older_revisions_too(register: Any) -> None:
    before = head(register)
    given = store.seen(before, scope(register, "editor"))
    whole = store.content(before)
    broken = dataclasses.replace(whole, files={**whole.files, PART: b"["})
    store.save(dossier_of(register), dossier_of(register).head, broken, register.people["owner"], store.EVERYTHING, reason="")

    assert PART not in old_for(register, before).files
    assert not older_revisions.is_still_seen(given, head(register), scope(register, "editor"))


def test_an_open_twin_in_another_register_opens_no_older_revision(register: Any) -> None:
    before = head(register)
    whole = store.content(before)
    raised = stix.encode(stix.Incidents.of([INCIDENT, GROUP | {"object_marking_refs": [RED]}]))
    same = stix.encode(stix.Incidents.of([GROUP]))
    mine = dataclasses.replace(whole, files={**whole.files, PART: raised, "incidents/twin.json": same})
    store.save(dossier_of(register), dossier_of(register).head, mine, register.people["owner"], store.EVERYTHING, reason="")

    assert objects_of(old_for(register, before)) == (INCIDENT, DEFINITION)


def test_an_open_version_beside_a_hidden_one_is_neither_lost_nor_closed(register: Any) -> None:
    before = head(register)
    newer = GROUP | {"modified": "2025-01-01T00:00:00.000Z", "name": "SECRET-NAME", "object_marking_refs": [RED]}
    put(register, (*OBJECTS, newer))
    given = store.seen(head(register), scope(register, "editor"))

    assert GROUP in objects_of(given) and older_revisions.is_still_seen(given, head(register), scope(register, "editor"))
    assert objects_of(old_for(register, before)) == (INCIDENT, GROUP, DEFINITION)
    now = dossier_of(register)
    store.save(now, now.head, old_for(register, before), register.people["editor"], scope(register, "editor"), reason="")
    assert {GROUP["name"], "SECRET-NAME"} <= {o.get("name") for o in objects_of(store.content(head(register)))}


def test_an_older_revision_restored_by_who_sees_it_in_part_keeps_what_they_do_not_see(register: Any) -> None:
    before = head(register)
    secret = made("report", 8, name="SECRET-REPORT", object_refs=[HIDDEN["id"]], object_marking_refs=[RED])
    put(register, (INCIDENT | {"name": "Renamed"}, GROUP, HIDDEN, CLAIM, DEFINITION, NOTE, secret))
    old = older_revisions.seen_at(store.revision_of(dossier_of(register), before.number), head(register), scope(register, "editor"))
    now = dossier_of(register)
    store.save(now, now.head, old, register.people["editor"], scope(register, "editor"), reason="")

    there = objects_of(store.content(head(register)))
    assert INCIDENT in there and all(o in there for o in (HIDDEN, CLAIM, NOTE, secret))


def test_restoring_leaves_what_is_withheld_of_the_older_revision_as_it_is_now(register: Any) -> None:
    before = head(register)
    edited = GROUP | {"name": "Edited in place"}
    secret = GROUP | {"modified": "2025-01-01T00:00:00.000Z", "name": "SECRET-NAME", "object_marking_refs": [RED]}
    new = made("tool", 9, name="Made since")
    put(register, (INCIDENT | {"name": "Renamed"}, edited, secret, HIDDEN, CLAIM, DEFINITION, NOTE, new))
    old = older_revisions.restored(store.revision_of(dossier_of(register), before.number), head(register), scope(register, "editor"))
    assert objects_of(old) == (INCIDENT, DEFINITION, edited)

    answer = register.client("editor").post(f"/dossiers/small/history/{before.number}/restore", {"base": dossier_of(register).head})
    assert answer.status_code == 302
    there = objects_of(store.content(head(register)))
    assert all(o in there for o in (INCIDENT, edited, secret, HIDDEN, CLAIM, NOTE)) and new not in there


def test_restoring_what_can_be_read_no_more_leaves_the_register(register: Any) -> None:
    readable = store.content(head(register))
    broken = dataclasses.replace(readable, files={**readable.files, PART: b"["})
    for mine in (broken, readable):
        store.save(dossier_of(register), dossier_of(register).head, mine, register.people["owner"], store.EVERYTHING, reason="")
    older = store.revision_of(dossier_of(register), head(register).number - 1)

    assert objects_of(older_revisions.restored(older, head(register), scope(register, "editor"))) == (INCIDENT, GROUP, DEFINITION)


@pytest.mark.parametrize("since", ["unreadable", "marked higher"])
def test_a_change_of_what_is_hidden_by_now_is_refused_by_name(register: Any, since: str) -> None:
    before = head(register)
    seen = store.seen(before, scope(register, "editor"))
    mine = stix.encode(stix.Incidents.of([INCIDENT, GROUP | {"description": "Seen"}, DEFINITION]))
    whole = store.content(before)
    raised = stix.encode(stix.Incidents.of([INCIDENT, GROUP | {"object_marking_refs": [RED]}, HIDDEN, CLAIM, DEFINITION, NOTE]))
    after = dataclasses.replace(whole, files={**whole.files, PART: b"[" if since == "unreadable" else raised})
    store.save(dossier_of(register), before.number, after, register.people["owner"], store.EVERYTHING, reason="")
    there = head(register).hash

    with pytest.raises(CannotWrite) as refused:
        wanted = dataclasses.replace(seen, files={**seen.files, PART: mine})
        store.save(dossier_of(register), before.number, wanted, register.people["editor"], scope(register, "editor"), reason="")
    assert refused.value.message.values["what"] == (PART if since == "unreadable" else GROUP["id"])
    assert head(register).hash == there


def test_an_answer_given_to_who_may_no_longer_see_an_object_is_closed_and_one_that_held_it_not_stays_open(register: Any) -> None:
    given = store.seen(head(register), scope(register, "editor"))
    put(register, (*OBJECTS, made("tool", 9, name="SECRET-TOOL", object_marking_refs=[RED])))
    assert older_revisions.is_still_seen(given, head(register), scope(register, "editor"))

    put(register, (INCIDENT | {"object_marking_refs": [RED]}, GROUP, DEFINITION))
    assert not older_revisions.is_still_seen(given, head(register), scope(register, "editor"))
