"""A sample of each value that an address may hold, so that tests can walk every route. A new kind of value adds its line here.

A key is the name of the value (``actor``); ``FAMILY.*:NAME`` where the routes of a family need another one, ``ROUTE:NAME`` where one does.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from legation.dossier import decode, encode
from legation.dossier.models.conflict import CONFLICT
from legation.dossier.models.scenario import SCENARIO
from legation.web import urls  # noqa: F401 - declares the routes
from legation.web.access import ON_SITE, TABLE, AccessScope, grant_of, role_in_site, scope_of
from legation.web.accounts import invitations
from legation.web.accounts.models import Organisation
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier, Grant, Proposal
from legation.web.dossiers.waiting_grants import wait_for
from legation.web.lessons.classes import make_class
from legation.web.pages.outreach import feed as tokens
from legation.web.rooms import reports, seats
from legation.web.rooms.desk import DESK, Draft
from legation.web.runs.models import Run
from legation.web.site.page import PageRequest
from legation.web.site.routing import ROUTES, Route
from legation.web.stores.drafts import storage
from legation.web.stores.feeds.models import FeedToken
from legation.web.stores.people.models import Person
from legation.web.stores.rooms.models import Room
from legation.web.stores.statements import drafting as statements

__all__ = [
    "STRANGERS",
    "WHO",
    "address_of",
    "expected",
    "found",
    "made",
    "names_of",
    "objects_of",
    "room_of",
    "text_room_of",
]

WHO = ("owner", "editor", "contributor", "reader", "named", "guest", "administrator", "member", "other-owner", "anonymous")
QUERIES = {"coalitions.compare": "?coalition=friends&without=FRA", "drawn": "?issue=norms", "rounds.partner": "?partner=DEU"}
"""What follows the address of a route that shows nothing without it."""
STRANGERS = ("administrator", "member", "other-owner")


def made(site: Any, who: str = "owner") -> dict[str, Any]:
    """Return a sample of each value; what belongs to a person belongs to the one who asks."""
    account = site.people.get(who) or site.people["owner"]
    grant = Grant.objects.filter(dossier=site.dossier).exclude(role="owner").first()
    assert grant is not None
    invitation, token = invitations.invite("sample@example.org", site.people["administrator"])
    return {
        "account": site.people["member"].pk,
        "actor": "FRA",
        "capture": captured(site, who),
        "classes.*:code": make_class(account, "", dt.date(2999, 1, 1)).code,
        "coalition": "friends",
        "contents": "roles",
        "engagement.*:form": "pdf",
        "preparation.paper:form": "pdf",
        "strategy.*:form": "csv",
        "rounds.page:form": "docx",
        "rounds.sheet:form": "csv",
        "rounds.script:actor": "EST",
        "drawn:question": "who-matters",
        "evidence": "e1",
        "form": "zip",
        "grant": grant.pk,
        "invitation": invitation.pk,
        "issue": "norms",
        "kind": "brief",
        "lang": "en",
        "number": 1,
        "picture": "seats",
        "part": "actors.csv",
        "place": "actors",
        "models.*:kind": "adopted",
        "models.*:name": "adopted",
        **models_of(site),
        **round_of(site),
        **circulation_of(site),
        "organisation": Organisation.objects.order_by("pk")[0].pk,
        "question": "who-stands-where",
        "questions.pick:question": "where-could-it-settle",
        "option": "model",
        "rollcall": "r1",
        "row": "FRA",
        "evidence.*:row": "e1",
        "rows.*:row": "e1",
        "rows.*:table": "evidence",
        "situation": "vote",
        "table": "actors",
        "token": token,
        "waiting": wait_for("waits@example.org", site.dossier, site.people["owner"], {"role": "reader"}).pk,
        **objects_of(site.dossier, account, site.people["contributor"]),
        "engagement.calendar:token": feed(site.people["owner"], site.dossier),
    }


def objects_of(dossier: Dossier, account: Any, author: Any) -> dict[str, Any]:
    """Make an object of every kind that the database keeps for a dossier or a person, and return their ids."""
    grant = grant_of(account, dossier)
    scope = scope_of(grant) if grant else AccessScope("TLP:CLEAR", "desk")
    person = Person.objects.create(dossier=dossier, name="Sample", basis="consent", source="card", retain_until="2030-01-01")
    run = Run.objects.create(
        dossier=dossier,
        owner=account,
        revision=1,
        marking=scope.marking,
        audience=scope.audience,
        tables=scope.tables,
        kind="question",
        question="who-stands-where",
        today=dt.date(2020, 1, 1),
        lang="en",
        key="0" * 64,
    )
    load = Run.objects.create(
        dossier=dossier,
        owner=account,
        revision=1,
        marking=scope.marking,
        audience=scope.audience,
        kind="load",
        options={"parts": [{"kind": "requests", "source": "", "options": {}, "files": ["access.log"], "register": False}]},
        today=dt.date(2020, 1, 1),
        lang="en",
        key="1" * 64,
    )
    parts = encode(store.view(store.content(store.revision_of(dossier)), scope))
    request = PageRequest(HttpRequest(), account, "en", dossier, grant or Grant(role="reader", marking="TLP:CLEAR"))
    feed(account, dossier)
    settings = {"source": "list", "names": ["list.txt"], "why": {}, "reason": "", "next": "", "options": {}, "answers": {}}
    files = storage.keep(request, "import", {"000": b"France\nPeru\n"}, base=1, settings=settings).pk
    log = b'192.0.2.1 - - [05/Mar/2024:10:00:00 +0000] "GET / HTTP/1.1" 200 5 "-" "x"\n'
    waiting = {"observed": ["access.log"], "choose": ["access.log"], "how": "add", "reason": "", "next": ""}
    observed = storage.keep(request, "import", {"000": log}, base=1, settings=waiting).pk
    room = room_of(dossier, author)
    return {
        "engagement.feed.revoke:number": FeedToken.objects.filter(account=account, dossier=dossier).latest("pk").pk,
        "key": person.key,
        "room": room.pk,
        **dict.fromkeys(
            (
                "rooms.negotiation-phase:room",
                "rooms.negotiation-chair:room",
                "rooms.negotiation-projector:room",
                "rooms.text:room",
                "rooms.text-file:room",
            ),
            text_room_of(dossier, author).pk,
        ),
        **dict.fromkeys(
            (f"rooms.game-{one}:room" for one in ("phase", "reveal", "text", "seat", "projector", "return", "log")),
            revealed_room_of(dossier, author).pk,
        ),
        "rooms.text-file:name": "bracketed-en-docx",
        **dict.fromkeys(
            (f"rooms.{one}:room" for one in ("debrief", "debrief-paper", "debrief-take", "debrief-positions")),
            revealed_room_of(dossier, author).pk,
        ),
        "rooms.debrief-paper:name": "fr-pdf",
        "rooms.report:number": room.reports.get().number,
        "rooms.report:name": "fr-html",
        "statement": statements.add(author, dossier, "public", "Sample", "We condemn this act.").pk,
        "proposal": Proposal.objects.create(dossier=dossier, base=1, edits=[], author=author).pk,
        "runs.*:number": run.pk,
        "observations.*:number": load.pk,
        "runs.*:name": "answer.json",
        "import.read:draft": files,
        "import.take:draft": files,
        "import.drop:draft": files,
        "import.observed:draft": observed,
        "import.load:draft": observed,
        "import.choice:draft": observed,
        "import.choose:draft": observed,
        "import.*:draft": storage.keep(request, "save", parts, base=1).pk,
        "new.*:draft": storage.keep(PageRequest(HttpRequest(), account, "en"), "new", parts).pk,
    }


def room_of(dossier: Dossier, host: Any, **settings: Any) -> Room:
    """Open a room of a dossier with a door, a statement of its host, one of a participant that waits, and a report; return it."""
    given = {"inside": "seat", "leaves": "chatham", "question": "What should come first?", **settings}
    room = seats.open_room(dossier, host, "deliberation", given, title={"en": "Talks", "fr": "Échange"}, notice={}, seats=16)
    seats.new_door(room, timezone.now() + dt.timedelta(hours=1))
    taken = seats.sit(room, role="participant", account=None, anonymous=given["inside"] == "anonymous")
    assert taken is not None
    seed = {"statement": "seed-1", "text": "Begin with what is agreed.", "language": "en", "source": "seed"}
    DESK.write(room.pk, str(seats.seat_by_account(room, None, "host")), [Draft(kind="stated", data=seed, key="seed-1")])
    waits = seed | {"statement": "waits", "text": "Publish a budget.", "source": "participant"}
    DESK.write(room.pk, taken[0], [Draft(kind="stated", data=waits, key="waits")])
    if given["leaves"] != "nothing":
        reports.publish(room, {})
    return room


def text_room_of(dossier: Dossier, host: Any, **settings: Any) -> Room:
    """Open a room for a text of one paragraph, with a chair whose seat waits; return it."""
    title = {"en": "Rolling text", "fr": "Texte évolutif"}
    room = seats.open_room(dossier, host, "drafting", {"inside": "organisation", "leaves": "chatham", **settings}, title=title, notice={})
    text = [{"id": "1", "label": "1", "text": "States [shall] report.", "sources": []}]
    chair = seats.seat_chair(room, timezone.now() + dt.timedelta(hours=1))
    DESK.write(room.pk, chair, [Draft(kind="brought", data={"kind": "zero", "paragraphs": text}, key="brought")])
    return room


def revealed_room_of(dossier: Dossier, host: Any) -> Room:
    """Open a rehearsal of two sides in which one offer was made, close it, and open its secrets; return it."""
    named = [{"id": one, "name_fr": one, "name_en": one} for one in ("here", "there")]
    settings = {
        "inside": "organisation",
        "leaves": "organisation",
        "session": "rehearsal",
        "protocol": "free",
        "side_rooms": True,
        "title_fr": "Répétition",
        "title_en": "Rehearsal",
        "issues": [named[0] | {"options": named}, named[1] | {"options": named}],
        "sides": [one | {"public_fr": "", "public_en": ""} for one in named],
        "status_quo": [0, 0],
        "scores": {"here": [[0, 9], [5, 0]], "there": [[4, 0], [0, 8]]},
    }
    room = seats.open_room(dossier, host, "negotiation", settings, title={"en": "Rehearsal", "fr": "Répétition"}, notice={})
    first = str(seats.seat_by_account(room, None, "host"))
    DESK.write(room.pk, first, [Draft(kind="seated", data={"seat": "0a0b", "role": "delegate", "side": "here"}, key="seat")])
    DESK.write(room.pk, "0a0b", [Draft(kind="offered", data={"package": [1, 1]}, key="offer")])
    for kind, data in (("phase", {"phase": "closed"}), ("revealed", {})):
        DESK.write(room.pk, first, [Draft(kind=kind, data=data, key=kind)])
    return room


def captured(site: Any, who: str) -> int:
    """Send a file as evidence and return the number of what waits to be confirmed; 0 for a role that may not."""
    answer = site.client(who).post(reverse("evidence.upload", args=["small"]), {"file": SimpleUploadedFile("words.txt", b"Some words.")})
    number = re.search(r"/add/(\d+)", getattr(answer, "url", ""))
    return int(number[1]) if number else 0


_SAID = re.compile(r'name = "(go on|high|low|none|State)"')
"""Names of the templates that are words of the site as well."""


def _in_both(found: re.Match[str]) -> str:
    """Return a name in both languages, so that a page in French has none of the other."""
    return f'name_en = "{found[1]}"\nname_fr = "« {found[1]} »"'


def models_of(site: Any) -> dict[str, str]:
    """Put a scenario model and a conflict into every revision, where they are not there yet; return where their editors find them."""
    contents = [store.content(store.revision_of(site.dossier, number)) for number in range(1, site.dossier.head + 1)]
    parts = {kind.called("sample"): _SAID.sub(_in_both, kind.template("en")).encode() for kind in (SCENARIO, CONFLICT)}
    if not parts.keys() <= contents[-1].files.keys():
        from web.shown import replaced

        replaced(site.dossier, *(dataclasses.replace(one, files={**one.files, **parts}) for one in contents))
    of = {"scenario": ("matrix", "matrix.check", "matrix.save"), "conflict": ("options", "options.keep", "path")}
    return {
        f"models.{route}:{name}": one
        for kind, routes in of.items()
        for route in routes
        for name, one in (("kind", kind), ("name", "sample"))
    }


ROUND = {
    "rounds.csv": "id,title,title_fr,opened,deadline,zone\noctober,Round of October,Campagne d’octobre,2020-01-01T09:00Z,2999-03-05T18:00,Europe/Paris\n",
    "instructions.csv": "id,round,version,change,at,ask,ask_fr\ni1,october,1,first,2020-01-01T09:00Z,Ask for a yes,Demander un oui\n",
    "assignments.csv": "id,round,actor,post,partner,at\na1,october,EST,Tallinn,,2020-01-01T09:00Z\na2,october,FRA,,DEU,2020-01-01T09:00Z\n",
}
"""A round of démarches with one post and one partner."""


def round_of(site: Any) -> dict[str, str]:
    """Put a round with one post into every revision, where none is there yet; return where its pages find it."""
    contents = [store.content(store.revision_of(site.dossier, number)) for number in range(1, site.dossier.head + 1)]
    if not contents[-1].rounds:
        from web.shown import replaced

        replaced(site.dossier, *(decode({**encode(one), **{name: text.encode() for name, text in ROUND.items()}}) for one in contents))
    return {"round": "october"}


CIRCULATION = {
    "drafts/cables.toml": """[draft]
title_en = "Draft on cables"
title_fr = "Projet sur les câbles"

[circulation]
kind = "cosponsorship"
closes = "2999-03-05T18:00"
zone = "Europe/Paris"

[[version]]
id = "v1"
part = "drafts/cables/v1.txt"
date = "2020-01-01"
at = "2020-01-01T09:00Z"
[version.translations]
fr = "drafts/cables/v1.fr.txt"
""",
    "drafts/cables/v1.txt": "1. States repair cables.\n",
    "drafts/cables/v1.fr.txt": "1. Les États réparent les câbles.\n",
    "invitations.csv": "id,draft,actor,at\nn1,cables,EST,2020-01-01T09:00Z\nn2,cables,FRA,2020-01-01T09:00Z\n",
    "signatures.csv": "id,draft,actor,version,answer,at,confirmed,channel\n"
    "a1,cables,EST,v1,sign,2020-01-02T09:00Z,2020-01-03T09:00Z,note\na2,cables,FRA,v1,sign,2020-01-02T09:00Z,,\n",
}
"""A text in circulation with one who is confirmed, and one who is to be."""


def circulation_of(site: Any) -> dict[str, str]:
    """Put a text in circulation into every revision, where none is there yet; return where its pages find it."""
    contents = [store.content(store.revision_of(site.dossier, number)) for number in range(1, site.dossier.head + 1)]
    if not contents[-1].invitations:
        from web.shown import replaced

        own = {name: text.encode() for name, text in CIRCULATION.items()}
        replaced(site.dossier, *(decode({**encode(one), **own}) for one in contents))
    return {"circulations.*:draft": "cables"}


def feed(account: Any, dossier: Dossier) -> str:
    """Make another address of a calendar, the only one beside the newest that was there, and return its secret."""
    old = FeedToken.objects.filter(account=account, dossier=dossier).order_by("-pk").values_list("pk", flat=True)
    FeedToken.objects.filter(pk__in=list(old[1:])).delete()
    return tokens.make_address(account, dossier)


def names_of(route: Route) -> list[str]:
    """Return the names of the values of an address."""
    return [name for name in re.findall(r"<(?:\w+:)?(\w+)>", route.path) if name != "slug"]


def keys_of(route: Route, name: str) -> list[str]:
    """Return the keys under which the value of a route may be found, the closest first."""
    return [f"{route.name}:{name}", f"{route.name.partition('.')[0]}.*:{name}", name]


def address_of(route: Route, site: Any, samples: dict[str, Any], *, as_json: bool = False) -> str:
    """Return the address of a route with sample values."""
    values: dict[str, Any] = {}
    for name in names_of(route):
        keys = [key for key in keys_of(route, name) if key in samples]
        if not keys:
            pytest.fail(f"The route {route.name} has a value {name}: add a sample of it to made() in {__file__}.")
        values[name] = samples[keys[0]]
    if "<slug:slug>" in route.path:
        values["slug"] = site.dossier.slug
    return reverse(f"{route.name}.json" if as_json else route.name, kwargs=values) + QUERIES.get(route.name, "")


def expected(route: Route, site: Any, who: str) -> str:
    """Return what the table of permissions says: allowed, forbidden, not there, or sign in first."""
    account = site.people.get(who)
    if "<slug:slug>" not in route.path:
        role = role_in_site(account) if account else "anonymous"
        return "allowed" if role in TABLE[route.action] else "sign-in" if role == "anonymous" else "forbidden"
    if account is None:
        return "sign-in"
    if who in STRANGERS:
        return "not-there"
    role = "reader" if who == "named" else who
    allowed = role_in_site(account) in TABLE[route.action] if route.action in ON_SITE else role in TABLE[route.action]
    return "allowed" if allowed else "forbidden"


def found(answer: Any, *, as_json: bool = False) -> str:
    """Return what an answer says, in the same words."""
    if answer.status_code == 302 and answer.url.startswith("/account/login/"):
        return "sign-in"
    if answer.status_code == 401 and as_json:
        return "sign-in"
    return {403: "forbidden", 404: "not-there"}.get(answer.status_code, "allowed" if answer.status_code < 500 else "broken")


assert ROUTES, "No route is declared."
