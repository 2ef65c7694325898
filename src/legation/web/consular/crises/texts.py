"""Texts that a wave sends: plain, of a version, in a language. A head of post approves each, with the day on which it was verified."""

from __future__ import annotations

import datetime as dt
import functools
import string
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from legation.errors import BadValue, NotAvailable
from legation.language import Message
from legation.web.consular.crises.discretion import words_that_tell
from legation.web.consular.records.models import Text

__all__ = [
    "DISCREET",
    "LANGUAGES",
    "NAMES",
    "PLACEHOLDERS",
    "approve",
    "check_text",
    "drafts_made",
    "language_for",
    "newest",
    "placeholders_of",
    "save_text",
    "sendable",
    "written",
]

PLACEHOLDERS = {
    "wave": ("link", "code"),
    "wave-again": ("link", "code"),
    "discreet": ("link", "code"),
    "discreet-again": ("link", "code"),
    "registration": ("link",),
    "expiring": ("link",),
    "request-code": ("code",),
}
"""What stands in each text once: of waves, the first one and the ones after, and both as a discreet wave has them; of the letter that
confirms a registration, of the question before it ends, and of the code that says who makes a request."""
NAMES = tuple(PLACEHOLDERS)
DISCREET = frozenset({"discreet", "discreet-again"})
LANGUAGES = ("en", "fr", "es", "ar")
LONGEST = 1_200
"""Characters of a text: eight parts of a message or so."""
_MARKUP = ("<", ">", "http:", "https:")


@functools.cache
def _first() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads((files("legation.web.consular.crises") / "first_texts.toml").read_text("utf-8"))


def drafts_made() -> int:
    """Make the first texts as drafts, those of which no version is there; return how many."""
    there = set(Text.objects.values_list("name", "lang"))
    new = [
        Text(name=name, lang=lang, **text)
        for name, by_lang in _first().items()
        for lang, text in by_lang.items()
        if (name, lang) not in there
    ]
    Text.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def newest(name: str, lang: str) -> Text | None:
    """Return the newest version of a text, be it a draft or approved."""
    return Text.objects.filter(name=name, lang=lang).order_by("-version").first()


def sendable(name: str, *, in_drill: bool) -> dict[str, Text]:
    """Return of each language the text that a wave may send: the newest approved version; in a drill the newest, drafts too."""
    found: dict[str, Text] = {}
    for text in Text.objects.filter(name=name).order_by("version"):
        if in_drill or text.state == "approved":
            found[text.lang] = text
    return found


def language_for(contact: Mapping[str, Any], texts: Mapping[str, Text]) -> str:
    """Return the language in which a household is written to: the first of theirs in which there is a text, else English, else any.

    Examples
    --------
    >>> language_for({"languages": ["pt", "es"]}, {"en": Text(), "es": Text()}), language_for({}, {"fr": Text()})
    ('es', 'fr')
    """
    spoken = [one for one in contact.get("languages", ()) if one in texts]
    return str(spoken[0]) if spoken else "en" if "en" in texts else next((one for one in LANGUAGES if one in texts), "en")


def placeholders_of(name: str) -> str:
    """Return which placeholders stand in a text: ``link``, ``code`` or ``both``.

    Examples
    --------
    >>> placeholders_of("wave"), placeholders_of("request-code")
    ('both', 'code')
    """
    return "both" if len(PLACEHOLDERS[name]) > 1 else PLACEHOLDERS[name][0]


def check_text(name: str, subject: str, body: str) -> None:
    """Refuse a text that is not plain, lacks link or code, or says what it must not.

    Raises
    ------
    BadValue
        With what is wrong with it.
    """
    try:
        named = [field for _, field, _, _ in string.Formatter().parse(body) if field is not None]
    except ValueError:
        raise BadValue(Message("desk-crisis.text-braces")) from None
    if sorted(named) != sorted(PLACEHOLDERS[name]):
        raise BadValue(Message(f"desk-crisis.text-placeholders.{placeholders_of(name)}"))
    if any(mark in body.lower() or mark in subject.lower() for mark in _MARKUP) or not _is_plain(body + subject):
        raise BadValue(Message("desk-crisis.text-plain"))
    if len(body) > LONGEST:
        raise BadValue(Message("desk-crisis.text-long", limit=LONGEST, count=len(body)))
    if "{" in subject or not subject.strip() or "\n" in subject:
        raise BadValue(Message("desk-crisis.text-subject"))
    found = words_that_tell(subject) or (words_that_tell(body) if name in DISCREET else [])
    if found:
        raise BadValue(Message("desk-crisis.text-tells", found=tuple(found[:5])))


def save_text(name: str, lang: str, subject: str, body: str, seen: int) -> Text:
    """Save a draft: over the newest version while that is one, else as the next version.

    Parameters
    ----------
    seen : int
        The version that the writer saw.

    Raises
    ------
    BadValue
        For a text that must not be sent.
    NotAvailable
        Where somebody has written a version meanwhile.
    """
    body, subject = body.replace("\r\n", "\n").strip(), subject.strip()
    check_text(name, subject, body)
    last = Text.objects.filter(name=name, lang=lang).aggregate(last=Max("version"))["last"] or 0
    if last != seen:
        raise NotAvailable(Message("desk-crisis.text-changed"))
    drafts = Text.objects.filter(name=name, lang=lang, version=last, state="draft")
    if drafts.update(subject=subject, body=body, made=dt.datetime.now(dt.UTC)):
        return drafts.get()
    try:
        with transaction.atomic():
            return Text.objects.create(name=name, lang=lang, version=last + 1, subject=subject, body=body)
    except IntegrityError:
        raise NotAvailable(Message("desk-crisis.text-changed")) from None


def approve(text: Text, account: Any, verified_on: dt.date, *, read: str) -> None:
    """Approve a text as somebody has read it: the words that they saw must be those that are stored.

    Raises
    ------
    BadValue
        For a day that is to come, or a text that must not be sent.
    NotAvailable
        Where the text was written anew meanwhile.
    """
    now = dt.datetime.now(dt.UTC)
    if verified_on > now.date() + dt.timedelta(days=1):
        raise BadValue(Message("desk-crisis.text-day"))
    check_text(text.name, text.subject, text.body)
    same = Text.objects.filter(pk=text.pk, state="draft", body=text.body)
    if read != text.body or not same.update(state="approved", approved_by=account, approved=now, verified_on=verified_on):
        raise NotAvailable(Message("desk-crisis.text-changed"))


def written(text: Text, link: str, code: str) -> str:
    """Return a text with somebody's own link and code.

    Examples
    --------
    >>> written(Text(body="Here: {link} or {code}"), "https://x.example/en/a/T", "XYQKP8")
    'Here: https://x.example/en/a/T or XYQKP8'
    """
    return text.body.format(link=link, code=code)


def _is_plain(text: str) -> bool:
    return all(character.isprintable() or character == "\n" for character in text)
