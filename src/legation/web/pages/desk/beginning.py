"""With what home begins: what people come with, the worked example of a first visit, and the first three steps of an administrator."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from legation.dossier import load
from legation.example_folder import example_folders
from legation.language import Message
from legation.questions.situations.paths import all_paths, situations_of
from legation.web.access import can
from legation.web.accounts.models import Account, Invitation
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier, Grant, WaitingGrant
from legation.web.pages.desk.changes import OpenDossier
from legation.web.runs.loading import submit_example
from legation.web.serving.last_backup import last_backup
from legation.web.site.cache import Cache
from legation.web.site.frame import titled
from legation.web.site.page import PageRequest
from legation.web.site.routing import action

__all__ = ["EXAMPLE", "FirstStep", "SituationDoor", "example_href", "first_steps", "is_first_visit", "situation_doors"]

EXAMPLE = "un-ict-2018"
"""The worked example that a first visit opens: a vote ahead, with positions, sources and a coalition."""
_DOSSIERS = 24
"""How many dossiers are looked at for what they are about, those that changed last."""
_NAMED = 4
"""Dossiers that stand behind a door."""
_SITUATIONS: Cache[list[str]] = Cache(256)
_RECENT = dt.timedelta(days=31)


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationDoor:
    """What a person may come with: the dossiers that are about it, by title and address, and where a new one begins."""

    id: str
    title: Message
    dossiers: list[tuple[str, str]]
    make: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstStep:
    """A step of who sets up a site; ``code`` is a command that is typed, ``href`` a page that leads on."""

    id: str
    is_done: bool
    title: Message
    help: Message
    href: str = ""
    code: str = ""


def situation_doors(request: PageRequest, dossiers: Sequence[OpenDossier]) -> list[SituationDoor]:
    """Return the eight situations, each with the dossiers that have it and the address of its path there."""
    about: dict[str, list[tuple[str, str]]] = {}
    for one in dossiers[:_DOSSIERS]:
        for name in _situations_of(one):
            address = reverse("situations.one", kwargs={"slug": one.dossier.slug, "situation": name})
            about.setdefault(name, []).append((titled(one.grant, request.lang), address))
    new = reverse("new") if can(request.account, "make-dossier") else ""
    doors = [
        SituationDoor(
            id=name,
            title=Message(f"situation.{name}"),
            dossiers=about.get(name, [])[:_NAMED],
            make=f"{new}?situation={name}" if new else "",
        )
        for name in all_paths()
    ]
    return [door for door in doors if door.make or door.dossiers]


def _situations_of(dossier: OpenDossier) -> list[str]:
    """Return the situations that a dossier has, each once."""
    key = (dossier.revision.hash, dossier.scope.key, dossier.case.as_of)
    return _SITUATIONS.get(key, lambda: list(dict.fromkeys(one.situation.id for one in situations_of(dossier.case))))


def is_first_visit(dossiers: Iterable[OpenDossier], visited: Iterable[int]) -> bool:
    """Whether the person has neither looked at a dossier nor made one of their own."""
    return not any(visited) and not any(one.grant.role == "owner" and one.dossier.slug not in example_folders() for one in dossiers)


def example_href(request: PageRequest, dossiers: Iterable[OpenDossier]) -> str:
    """Return the address of the worked example where the person may open it, or of the action that makes one; empty where neither is."""
    there = next((one for one in dossiers if one.dossier.slug == EXAMPLE), None)
    if there is not None:
        return reverse("dossier", kwargs={"slug": EXAMPLE})
    return reverse("home.example") if can(request.account, "make-dossier") and EXAMPLE in example_folders() else ""


@action("example", name="home.example", action="make-dossier")
def example(request: PageRequest) -> str:
    """Make the worked example a dossier of the person, and open it; one that they have made is opened again."""
    mine = Grant.objects.filter(account=request.account, role="owner", dossier__slug__startswith=EXAMPLE).select_related("dossier").first()
    if mine is None:
        content = load(example_folders()[EXAMPLE])
        made = store.create(content, request.account, slug=_free(), reason=Message("web.reason.example"))
        submit_example(made, request.account, example_folders()[EXAMPLE], request.lang)
        return reverse("dossier", kwargs={"slug": made.slug})
    return reverse("dossier", kwargs={"slug": mine.dossier.slug})


def _free() -> str:
    """Return an address that no dossier has."""
    taken = set(Dossier.objects.filter(slug__startswith=EXAMPLE).values_list("slug", flat=True))
    return next(name for name in (EXAMPLE, *(f"{EXAMPLE}-{n}" for n in range(2, len(taken) + 3))) if name not in taken)


def first_steps(request: PageRequest) -> list[FirstStep]:
    """Return the first steps of an administrator with their state; none for others, or where all are done."""
    if not can(request.account, "administer"):
        return []
    day = last_backup()
    with_others = Account.objects.exclude(pk=request.account.pk).exists() or Invitation.objects.filter(used__isnull=True).exists()
    done = {
        "dossier": Dossier.objects.exclude(slug__in=list(example_folders())).exists(),
        "colleague": with_others or WaitingGrant.objects.exists(),
        "backup": day is not None and request.today - day < _RECENT,
    }
    places: dict[str, dict[str, Any]] = {
        "dossier": {"href": reverse("new")},
        "colleague": {"href": f"{reverse('accounts')}#invite"},
        "backup": {"code": "legation backup legation.zip"},
    }
    steps = [
        FirstStep(
            id=name, is_done=is_done, title=Message(f"page-home.first.{name}"), help=Message(f"page-home.first.{name}-help"), **places[name]
        )
        for name, is_done in done.items()
    ]
    return [] if all(done.values()) else steps
