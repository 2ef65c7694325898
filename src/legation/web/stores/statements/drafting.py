"""Writing, changing and releasing statements: one drafts, another lets it go out.

Whoever wrote any version of a statement cannot release it, so each text that goes out was read by somebody who had no hand in it. A new
version is a new text: what was released before it does not cover it, and the same words written again need another release.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from legation.briefing.lint import Finding, blocking
from legation.dossier import MARKINGS
from legation.errors import CannotWrite, WrongUse
from legation.language import Message
from legation.web.accounts.models import Account
from legation.web.dossiers.models import Dossier
from legation.web.stores.statements.models import TIERS, Release, Statement, Version

__all__ = [
    "LONGEST",
    "OPEN",
    "OPEN_DAYS",
    "REASON",
    "add",
    "change",
    "fingerprint",
    "newest",
    "release",
    "release_of",
    "seen",
    "whole_text",
    "wrote",
]

LONGEST = 20_000
"""Characters of a statement."""
OPEN, OPEN_DAYS = 30, 30
"""Statements that one person may have begun in a dossier in so many days without a release: nobody could read more."""
REASON = 10
"""The fewest characters of a reason to release in spite of what the lint found."""


def seen(dossier: Dossier, marking: str) -> QuerySet[Statement]:
    """Return the statements of a dossier that somebody cleared up to a marking sees, newest first."""
    tiers = [tier for tier, least in TIERS.items() if MARKINGS.index(least) <= MARKINGS.index(marking)]
    return Statement.objects.filter(dossier=dossier, tier__in=tiers).order_by("-pk")


def newest(statement: Statement) -> Version:
    """Return the version that stands."""
    return statement.versions.select_related("author", "release", "release__by").order_by("-number")[0]


def release_of(version: Version) -> Release | None:
    """Return the release of a version; None where it may not go out."""
    return getattr(version, "release", None)


def wrote(account: Any, statement: Statement) -> bool:
    """Whether a person wrote a version of a statement."""
    return statement.versions.filter(author=account).exists()


def fingerprint(version: Version) -> str:
    """Return the SHA-256 of what is released: tier, title and text."""
    return hashlib.sha256("\n".join((version.statement.tier, version.title, version.text)).encode()).hexdigest()


def add(account: Any, dossier: Dossier, tier: str, title: str, text: str) -> Statement:
    """Begin a statement.

    Raises
    ------
    CannotWrite
        Where too many that the person began lately wait for a release.
    WrongUse
        For a tier that is none, or words that are missing or too many.
    """
    if tier not in TIERS:
        raise WrongUse(Message("all-questions.bad-option", name="tier", found=tier[:40], allowed=" | ".join(TIERS)))
    title, text = _sound(title, text)
    with transaction.atomic():
        Account.objects.select_for_update().filter(pk=account.pk).first()  # of two that come at once, one waits
        since = dt.datetime.now(dt.UTC) - dt.timedelta(days=OPEN_DAYS)
        begun = Statement.objects.filter(dossier=dossier, made__gte=since, versions__number=1, versions__author=account)
        waiting = begun.exclude(pk__in=Release.objects.values("version__statement")).count()
        if waiting >= OPEN:
            raise CannotWrite(Message("page-statements.too-many-open", count=waiting, days=OPEN_DAYS))
        statement = Statement(dossier=dossier, tier=tier)
        statement.save(force_insert=True)
        Version(statement=statement, number=1, title=title, text=text, author=account).save(force_insert=True)
    return statement


def change(account: Any, statement: Statement, base: int, title: str, text: str) -> Version:
    """Add a version on top of the one that was read.

    Raises
    ------
    CannotWrite
        Where somebody else wrote one meanwhile.
    WrongUse
        For words that are missing or too many.
    """
    title, text = _sound(title, text)
    newest_version = newest(statement)
    if newest_version.number != base:
        raise CannotWrite(Message("page-statements.changed-meanwhile"))
    if (newest_version.title, newest_version.text) == (title, text):
        return newest_version
    version = Version(statement=statement, number=base + 1, title=title, text=text, author=account)
    try:
        with transaction.atomic():
            version.save(force_insert=True)
    except IntegrityError:
        raise CannotWrite(Message("page-statements.changed-meanwhile")) from None
    return version


def whole_text(version: Version) -> str:
    """Return what goes out: the title, an empty line, the text."""
    return f"{version.title}\n\n{version.text}"


def release(account: Any, version: Version, number: int, findings: Iterable[Finding], reason: str) -> Release:
    """Let the version that was read go out.

    Parameters
    ----------
    version : Version
        The one that stands and that ``findings`` is about.
    number : int
        Of the version that the person read.
    findings : iterable of Finding
        What the lint says of it for whoever releases.

    Raises
    ------
    CannotWrite
        Where the person wrote a version of it, it was changed or released meanwhile, or something stands against it and no reason is given.
    """
    if not newest(version.statement).number == version.number == number:
        raise CannotWrite(Message("page-statements.changed-meanwhile"))
    if wrote(account, version.statement):
        raise CannotWrite(Message("page-statements.own"))
    if release_of(version) is not None:
        raise CannotWrite(Message("page-statements.released-already"))
    against, reason = blocking(findings), reason.strip()
    if against and len(reason) < REASON:
        raise CannotWrite(Message("page-statements.reason-needed", count=len(against)))
    places = [{"rule": one.rule, "start": one.start, "end": one.end} for one in against]
    released = Release(version=version, by=account, reason=reason[:2000], findings=places, sha256=fingerprint(version))
    try:
        with transaction.atomic():
            released.save(force_insert=True)
    except IntegrityError:
        raise CannotWrite(Message("page-statements.released-already")) from None
    return released


def _sound(title: str, text: str) -> tuple[str, str]:
    title, text = " ".join(title.split()), text.replace("\r\n", "\n").strip()
    if not title or not text:
        raise WrongUse(Message("page-statements.empty"))
    if len(title) > 200 or len(text) > LONGEST:
        raise WrongUse(Message("page-statements.too-long", allowed=LONGEST))
    return title, text
