"""Every route as every role and as anonymous, against the table of permissions; and what must show the same to whoever sees the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from web.samples import WHO, address_of, captured, expected, found, keys_of, made, names_of, objects_of
from web.shown import first_difference, replaced, shown_to

from legation.dossier import decode
from legation.web.access import TABLE, grant_of, scope_of
from legation.web.dossiers import store
from legation.web.dossiers.models import Grant, Proposal, Revision
from legation.web.invited.routes import INVITED_ROUTES
from legation.web.pages.desk import beginning
from legation.web.posts.routes import POST_ROUTES
from legation.web.rooms.routes import SEAT_ROUTES
from legation.web.runs.models import Run
from legation.web.site.routing import ROUTES
from legation.web.stores.drafts.models import Draft
from legation.web.stores.people.models import Person

pytestmark = pytest.mark.django_db
EACH_DATABASE = pytest.mark.each_database("one person opens every page and sends every form once: each query of the site is asked")

OTHERS = frozenset({"health"})
"""Addresses that are neither a route nor the accounts' library, by name: each has a test of its own."""
DOORS = frozenset({"room-join", "room-door", "room-door-report", "room-sit", "room-sit-from-account", "post-open", "invited-open"}) | {
    "public-list",
    "public-list-csv",
    "public-game",
    "public-game-file",
    "public-game-style",
    "learn",
    "learn-forget",
    "learn-lesson",
}
"""The ways into a room, to a post and to an invitation, for which nobody is asked for an account; ``test_rooms_by_role.py`` walks those of
rooms, and the routes of seats, ``test_posts.py`` those of posts, ``test_invited.py`` those of the invited,
``test_public_list.py`` the public lists, ``test_public_game.py`` the public game, ``test_lessons.py`` the path of learners."""
OTHER_PREFIXES = ("api/", "live/")
NOTHING_THERE = frozenset(
    {
        "circulations.links.make",
        "circulations.links.revoke",
        "circulations.revoke",
        "engagement.promise",
        "engagement.step",
        "evidence.file",
        "evidence.shown",
        "library.take",
        "models.words",
        "observations.remove",
        "rooms.open-game",
        "rooms.report",
        "rooms.take-game",
        "rounds.enter",
        "rounds.file",
        "rounds.paste.enter",
        "rounds.paste.read",
        "rounds.posts.give",
        "rounds.posts.late",
        "rounds.posts.link",
        "rounds.posts.print",
        "rounds.posts.revoke",
        "rounds.take-back",
        "runs.file",
    }
)
"""Routes of whose objects the sample holds none, or whose form names the object: 404 where the role is allowed."""
NOT_SHARED = frozenset({"coalitions.compare", "coalitions.one", "votes.drawn", "votes.marks", "votes.one"})
"""Routes of whose objects the guest of the sample sees none, since their table is not shared."""


@pytest.fixture(autouse=True)
def a_small_example(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the worked example that each role asks for be a small one: ``test_home.py`` opens the one that visitors are given."""
    monkeypatch.setattr(beginning, "EXAMPLE", "cable-round-2024")


def may_be_empty(name: str, who: str) -> bool:
    """Whether a route may answer a role that it lets in that nothing is there."""
    return name in NOTHING_THERE or (who == "guest" and name in NOT_SHARED)


@pytest.mark.parametrize("who", [pytest.param(who, marks=EACH_DATABASE) if who == "owner" else who for who in WHO])
def test_every_route_is_as_the_table_says(site: Any, who: str) -> None:
    client, samples = site.client(who), made(site, who)
    wrong = []
    for route in ROUTES.values():
        wanted = expected(route, site, who)
        with transaction.atomic():
            address = address_of(route, site, samples)
            answer = client.post(address) if route.kind == "action" else client.get(address)
            transaction.set_rollback(True)
        got = found(answer)
        if got != wanted and not (may_be_empty(route.name, who) and (wanted, got) == ("allowed", "not-there")):
            wrong.append((route.name, wanted, got, answer.status_code))
    assert not wrong, wrong


@pytest.mark.parametrize("who", WHO)
def test_every_twin_is_as_the_table_says(site: Any, who: str) -> None:
    client, samples = site.client(who), made(site, who)
    wrong = []
    for route in ROUTES.values():
        if route.kind == "page":
            answer = client.get(address_of(route, site, samples, as_json=True))
            wanted = expected(route, site, who)
            got = found(answer, as_json=True)
            if may_be_empty(route.name, who) and (wanted, got) == ("allowed", "not-there"):
                continue
            if (
                got != wanted
                or answer.headers["Content-Type"] != "application/json"
                or answer.json()["ok"] is not (answer.status_code < 400)
            ):
                wrong.append((route.name, wanted, got, answer.status_code))
    assert not wrong, wrong


def test_a_get_does_no_deed_and_a_post_opens_no_page(site: Any) -> None:
    owner, samples = site.client("owner"), made(site)
    for route in ROUTES.values():
        address = address_of(route, site, samples)
        answer = owner.get(address) if route.kind == "action" else owner.post(address)
        assert answer.status_code == 405, (route.name, answer.status_code)
        assert answer.headers["Allow"] == ("POST" if route.kind == "action" else "GET, HEAD")
        assert answer.headers["Allow"] in answer.content.decode()


def test_a_deed_without_the_token_of_its_form_is_refused(site: Any) -> None:
    samples = made(site)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(site.people["owner"], backend="django.contrib.auth.backends.ModelBackend")
    actions = [route for route in ROUTES.values() if route.kind == "action"]

    assert [route.name for route in actions if strict.post(address_of(route, site, samples)).status_code != 403] == []
    assert len(actions) > 20


def patterns(resolver: Any, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        here = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, here)
        else:
            yield here, pattern


def test_every_address_is_a_route_or_the_accounts_library() -> None:
    unknown = []
    for address, pattern in patterns(get_resolver()):
        name = pattern.name or ""
        ours = name in ROUTES or (name.endswith(".json") and name.removesuffix(".json") in ROUTES)
        theirs = address.startswith("account/")
        ours = ours or name in SEAT_ROUTES or name in POST_ROUTES or name in INVITED_ROUTES or name in DOORS
        if not (ours or theirs or name in OTHERS or address.startswith(OTHER_PREFIXES)):
            unknown.append(address)
    assert unknown == []


def test_every_action_of_a_route_is_in_the_table() -> None:
    assert {route.action for route in ROUTES.values()} <= TABLE.keys()
    assert len(ROUTES) > 50


def test_a_grant_that_is_over_opens_nothing(site: Any) -> None:
    Grant.objects.filter(account=site.people["reader"]).update(until=dt.date(2020, 1, 1))

    assert site.client("reader").get("/dossiers/small").status_code == 404


# --- what is hidden ------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["guest", "reader", "contributor"])
def test_what_is_hidden_leaves_no_trace(site: Any, who: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Delete the rows that a role may not see, and ask again at the same moment: the same bytes."""
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    grant = grant_of(site.people[who], site.dossier)
    assert grant is not None
    samples = made(site, who)
    with_hidden = shown_to(site, who, samples)
    assert "hidden-co" in site.client("owner").get("/dossiers/small/actors.json").content.decode()
    whole = store.content(store.revision_of(site.dossier))
    seen = store.view(whole, scope_of(grant))
    assert len(seen.actors) < len(whole.actors)
    replaced(site.dossier, seen)
    assert "hidden-co" not in site.client("owner").get("/dossiers/small/actors.json").content.decode()  # it is gone for everybody
    without = shown_to(site, who, samples)

    differing = [name for name in with_hidden if with_hidden[name] != without[name]]
    assert not differing, [first_difference(name, with_hidden[name], without[name]) for name in differing]
    assert len(with_hidden) > 20
    assert [name for name, text in with_hidden.items() if "SECRET" in text] == []


def test_the_mandate_is_shown_to_owners_and_named_persons_alone(site: Any) -> None:
    """Of editors; that nothing secret is shown to those who see less says the test above."""
    pages = shown_to(site, "editor", made(site, "editor"))

    assert len(pages) > 20
    assert [name for name, text in pages.items() if "SECRET-AIM" in text or "SECRET-LIMIT" in text] == []


@pytest.mark.parametrize("who", ["owner", "named"])
def test_owners_and_named_persons_see_the_mandate(site: Any, who: str) -> None:
    assert any("SECRET-AIM" in text for text in shown_to(site, who, made(site, who)).values())


# --- objects of others ---------------------------------------------------------------------------------------------------------------------


def reached(site: Any, roles: tuple[str, ...], ids: dict[str, Any]) -> tuple[int, list[tuple[str, str, int]]]:
    """Ask for other objects under the address of my dossier; return the attempts, and those that got through."""
    attempts, through = 0, []
    for who in roles:
        client, samples = site.client(who), made(site, who)
        for route in ROUTES.values():
            there = {key: ids[key] for name in names_of(route) for key in keys_of(route, name)[:3] if key in ids}
            if not there or expected(route, site, who) != "allowed":
                continue
            for key in there:
                name = key.rpartition(":")[2]
                taken = {k: v for k, v in samples.items() if k.rpartition(":")[2] != name} | {f"{route.name}:{name}": there[key]}
                for as_json in (False, True) if route.kind == "page" else (False,):
                    with transaction.atomic():
                        address = address_of(route, site, taken, as_json=as_json)
                        answer = client.post(address, {"do": "x"}) if route.kind == "action" else client.get(address)
                        transaction.set_rollback(True)
                    attempts += 1
                    if answer.status_code != 404:
                        through.append((who, route.name, answer.status_code))
    return attempts, through


WITHIN_ANOTHER = frozenset({"runs.*:name", "rooms.debrief-paper:name", "rooms.report:number", "rooms.report:name", "rooms.text-file:name"})
"""Values that say which part of another object is meant, and are the same for each."""
FORMS_OF_ROWS = frozenset({"rows.change", "rows.remove"})
"""Deeds that answer a row that is not there with its problem (422), so that nothing typed is lost."""


def test_no_object_of_another_dossier_or_person_is_reached(site: Any, record_property: Any) -> None:
    parts = {
        "dossier.toml": 'id = "theirs"\n',
        "actors.csv": "id,name,kind\nTHEIR-ACTOR,Theirs,state\n",
        "issues.csv": "id,question\ntheir-issue,Theirs?\n",
        "evidence.csv": "id,kind,title,date\ntheir-evidence,statement,Theirs,2018-01-01\n",
    }
    owner = site.people["other-owner"]
    theirs = store.create(decode({name: text.encode() for name, text in parts.items()}), owner)
    ids = {
        **{key: value for key, value in objects_of(theirs, owner, owner).items() if key not in WITHIN_ANOTHER},
        "actor": "THEIR-ACTOR",
        "evidence": "their-evidence",
        "evidence.*:row": "their-evidence",
        "grant": Grant.objects.get(dossier=theirs).pk,
        "issue": "their-issue",
        "rows.*:row": "their-evidence",
    }
    before = [model.objects.count() for model in (Grant, Proposal, Person, Run, Draft, Revision)]

    attempts, through = reached(site, ("owner", "editor", "contributor", "reader", "guest"), ids)

    record_property("attempts", attempts)
    through = [one for one in through if not (one[1] in FORMS_OF_ROWS and one[2] == 422)]
    assert not through, through
    assert attempts > 100
    assert before[-1] == Revision.objects.count()
    assert Grant.objects.filter(dossier=theirs).exists()


def test_what_another_person_made_in_my_dossier_is_not_reached(site: Any) -> None:
    """A run or a draft of the owner, asked for by others: not there; an owner's run is wider than what they see."""
    objects = objects_of(site.dossier, site.people["owner"], site.people["owner"])
    ids = {key: objects[key] for key in ("runs.*:number", "import.*:draft", "new.*:draft", "engagement.feed.revoke:number")}
    ids["capture"] = captured(site, "owner")

    attempts, through = reached(site, ("editor", "contributor", "reader", "named", "guest"), ids)

    assert not through, through
    assert attempts > 20


def test_hidden_objects_of_my_dossier_are_not_reached(site: Any) -> None:
    hidden = {"actor": "hidden-co", "evidence": "e2", "evidence.*:row": "e2", "issue": "secret-issue", "rows.*:row": "e2"}

    attempts, through = reached(site, ("contributor", "reader", "guest"), hidden)

    through = [one for one in through if not (one[1] in FORMS_OF_ROWS and one[2] == 422)]
    assert not through, through
    assert attempts > 10
