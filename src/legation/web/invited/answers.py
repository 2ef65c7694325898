"""What one that is invited answers: read from a form, said back before it is sent, and written as one row of the dossier, once."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from legation import moment
from legation.dossier import Dossier as Content
from legation.dossier.edit import Edit, apply, known_from, marked_by, new_id
from legation.errors import BadValue, CannotWrite, WrongUse
from legation.language import Message
from legation.methods.drafting import parse
from legation.methods.signing.circulation import SIGNINGS
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier
from legation.web.invited.invitation import Invited, invited
from legation.web.invited.names import fault_of_name, fault_of_words
from legation.web.stores.invited.models import InvitationLink, LinkAnswer

__all__ = ["FIELDS", "TAKES", "AnswerRead", "read_answer", "send", "units_of"]

FIELDS = ("kind", "unit", "words", "until", "fold", "name_fr", "name_en", "version", "hash", "key")
"""What the form sends."""
TAKES: Mapping[str, tuple[str, ...]] = {
    "sign": (),
    "reservation": ("unit", "words"),
    "dissociate": ("unit", "words"),
    "sign_if": ("unit", "words"),
    "clearance": ("until", "words"),
    "decline": ("words",),
    "withdraw": ("words",),
    "object": ("words",),
}
"""Which fields each answer takes; a signing takes names as well."""
_NEEDS: Mapping[str, tuple[str, ...]] = {"reservation": ("words",), "dissociate": ("unit",), "sign_if": ("words",)}
MOST = 50
"""Answers by one link: whoever it was handed on to fills no dossier with them."""
_KEY = re.compile(r"[0-9a-f]{16,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRead:
    """An answer, read from a form.

    Attributes
    ----------
    given : Invited
        What the invited one sees at that instant.
    typed : mapping of str to str
        What was typed, by field.
    cells : mapping of str to str
        The row of the dossier that it makes, by column.
    errors : mapping of str to Message or str
        By field what is wrong.
    both : tuple of datetime
        Of a time that the clocks show twice the two instants, of which one is to be chosen.
    is_replaced : bool
        Whether the form was about another text than the one that is answered now.
    is_over : bool
        Whether such an answer is received no more.
    is_other : bool
        Whether another answer was sent from this form before.
    """

    given: Invited
    typed: Mapping[str, str]
    cells: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, Any] = field(default_factory=dict)
    both: tuple[dt.datetime, ...] = ()
    is_replaced: bool = False
    is_over: bool = False
    is_other: bool = False

    @property
    def is_right(self) -> bool:
        """Whether it may be sent as it is."""
        return not (self.errors or self.is_replaced or self.is_over or self.is_other)


def units_of(given: Invited) -> tuple[str, ...]:
    """Return the numbers of the paragraphs of the text that is answered."""
    texts = given.texts[given.version.id] if given.version is not None else {}
    words = texts.get(given.inputs.model.language) or next(iter(texts.values()), "")
    return tuple(dict.fromkeys(one.label.rstrip(".") for one in parse(words).units))


def read_answer(form: Mapping[str, Any], given: Invited) -> AnswerRead:
    """Read a form, of either step; nothing is written.

    Raises
    ------
    WrongUse
        Where it has no key of a browser: it is too old.
    """
    typed = _typed(form)
    if not _KEY.fullmatch(typed["key"]):
        raise WrongUse(Message("page-invited.no-key"))
    kind, version = typed["kind"], given.version
    if not given.offered or (given.is_closed and kind not in given.offered):
        return AnswerRead(given=given, typed=typed, is_over=True)
    if version is None or (typed["version"], typed["hash"]) != (version.id, given.hashes[version.id]):
        return AnswerRead(given=given, typed=typed, is_replaced=True)
    if kind not in given.offered:
        return AnswerRead(given=given, typed=typed, errors={"kind": Message("page-invited.choose")})
    wrong = dict(_faults(typed, kind, given))
    until, both = _until(typed, given, wrong) if kind == "clearance" else ("", ())
    cells = {"draft": given.invitation.draft, "actor": given.invitation.actor, "version": version.id, "answer": kind, "until": until}
    cells |= {name: typed[name] for name in ("unit", "words") if name in TAKES[kind]}
    if kind in SIGNINGS:
        cells |= {"printed_as_fr": typed["name_fr"], "printed_as_en": typed["name_en"]}
    return AnswerRead(given=given, typed=typed, cells={name: cell for name, cell in cells.items() if cell}, errors=wrong, both=both)


def _typed(form: Mapping[str, Any]) -> dict[str, str]:
    return {name: unicodedata.normalize("NFC", str(form.get(name, "")).replace("\r\n", "\n")).strip() for name in FIELDS}


def _is_same(typed: Mapping[str, str], given: Invited, there: LinkAnswer) -> bool:
    """Whether what was typed is the answer that was sent from the form before: sent once more, since its receipt did not arrive."""
    sent = {"kind": "answer", "version": "version", "unit": "unit", "words": "words"}
    if typed["kind"] in SIGNINGS:
        sent |= {"name_fr": "printed_as_fr", "name_en": "printed_as_en"}
    until, _ = _until(typed, given, {})
    said = all(typed[name] == there.cells.get(column, "") for name, column in sent.items())
    return said and typed["hash"] == there.text_hash and until == there.cells.get("until", "")


def _faults(typed: Mapping[str, str], kind: str, given: Invited) -> Mapping[str, Any]:
    """Return what is wrong with an answer, by field: what is missing, and what was typed although such an answer takes none."""
    wrong: dict[str, Any] = {}
    needs, units = {name: name for name in _NEEDS.get(kind, ())}, units_of(given)
    if "unit" in needs and not units:  # no paragraph has a number: what is excepted is said in words
        needs = {"words": "exception"}
    for name in ("unit", "words", "until"):
        if typed[name] and name not in TAKES[kind]:
            wrong[name] = Message(f"page-invited.takes-no-{name}")
        elif not typed[name] and name in needs:
            wrong[name] = Message(f"page-invited.needs-{needs[name]}")
    if typed["unit"] and typed["unit"] not in units:
        wrong["unit"] = Message("page-invited.no-unit")
    faults = {"words": fault_of_words(typed["words"])}
    if kind in SIGNINGS:
        faults |= {name: fault_of_name(typed[name]) for name in ("name_fr", "name_en")}
    return wrong | {name: fault for name, fault in faults.items() if fault is not None and name not in wrong}


def _until(typed: Mapping[str, str], given: Invited, wrong: dict[str, Any]) -> tuple[str, tuple[dt.datetime, ...]]:
    """Return until when a text is examined, as a row has it, and the two instants of a time that the clocks show twice."""
    if not typed["until"]:
        return "", ()
    fold, closing = typed["fold"], given.terms.closing
    try:
        at = moment.instant(typed["until"], given.zone, int(fold) if fold in ("0", "1") else None)
    except moment.TwoSuchTimes as two:
        wrong["until"] = two.message
        return "", two.both
    except BadValue as error:
        wrong["until"] = error.message
        return "", ()
    if at <= given.at:
        wrong["until"] = Message("page-invited.until-past")
    elif closing is not None and at > closing:
        wrong["until"] = Message("page-invited.until-closing", closing=moment.shown(closing, given.zone))
    return moment.cell(at), ()


def send(link: InvitationLink, form: Mapping[str, Any]) -> tuple[LinkAnswer | AnswerRead, bool]:
    """Write an answer into the dossier, once for each key; and whether it had not been there. What may not be sent is returned as read.

    The same answer under a key that was sent before is there already; another one under it is not sent, and returned as read.

    Raises
    ------
    Http404
        Where the link was revoked, or its invitation taken back, meanwhile.
    WrongUse
        Where the form has no key.
    CannotWrite
        Where :data:`MOST` answers were sent by the link before.
    """
    with transaction.atomic():  # an answer, its receipt and its row are there together or not at all
        dossier = Dossier.objects.select_for_update().get(pk=link.dossier_id)
        if dossier.closed or not InvitationLink.objects.filter(pk=link.pk, revoked=None).exists():
            raise Http404
        now = timezone.now().replace(microsecond=0)
        given = invited(dossier, link.invitation, now)
        if given is None:
            raise Http404
        typed = _typed(form)
        there = LinkAnswer.objects.filter(link=link, key=typed["key"][:64]).first()
        if there is not None:
            return (there if _is_same(typed, given, there) else AnswerRead(given=given, typed=typed, is_other=True)), False
        read = read_answer(form, given)
        if not read.is_right:
            return read, False
        if LinkAnswer.objects.filter(link=link).count() >= MOST:
            raise CannotWrite(Message("page-invited.too-many", most=MOST))
        row = _write(dossier, read)
        receipt = LinkAnswer(link=link, key=read.typed["key"], at=now, row=row, cells=dict(read.cells), text_hash=read.typed["hash"])
        receipt.save()
        return receipt, True


def _write(dossier: Dossier, read: AnswerRead) -> str:
    """Write an answer into the dossier at its newest revision, which is locked; return its row."""
    whole = store.content(store.revision_of(dossier))
    actor = read.given.invitation.actor
    called = f"{actor}:{read.cells['answer']}:{read.cells['version']}"
    row = new_id("signatures", {"actor": called}, {one.id for one in whole.signatures})
    cells = {**read.cells, "at": moment.cell(read.given.at), **_marked(whole, read.given)}
    today = timezone.now().date()
    mine = apply(whole, [Edit("signatures", "add", row, cells)], day=today, known=known_from(whole, today))
    store.save(dossier, dossier.head, mine, None, store.EVERYTHING, reason=Message("page-invited.reason", actor=actor))
    return row


def _marked(whole: Content, given: Invited) -> dict[str, str]:
    """Return the marking of an answer: that of the text or of the invitation, where it is above the dossier's."""
    return marked_by(whole, given.invitation.marking, given.inputs.model.marking)
