"""What a post reports: read from a form, written as one row of the dossier, once; after the closing kept apart until the desk admits it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from legation import moment
from legation.dossier import Dossier as Content
from legation.dossier.edit import Edit, apply, known_from, marked_by, new_id
from legation.dossier.records import MARKINGS
from legation.dossier.records.rounds import ANSWERS, FORMS, SPEAKERS
from legation.dossier.tables.csv_sheet import UNPRINTABLE, is_formula
from legation.errors import BadValue, CannotRead, CannotWrite, WrongUse
from legation.language import LANGUAGES, Message, say
from legation.place_name import PlaceName
from legation.questions import Case
from legation.sources.capture.isolation import stripped_document
from legation.sources.capture.plain import one_line
from legation.sources.telegram.marking import classified_line
from legation.web.accounts.models import Account
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier
from legation.web.posts.assigned import Assigned, ever_assigned, version_row
from legation.web.posts.holders import assigned_to, closed_since, has_ended, seen_by, whole_of
from legation.web.stores.posts.models import Post, PostHolder, PostReading, PostReport

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

__all__ = [
    "HOURS",
    "LEVELS",
    "MOST_LATE",
    "Report",
    "admit",
    "check_takes",
    "drop",
    "mark_read",
    "marking_of_report",
    "read_report",
    "sent_before",
    "sent_document",
    "take",
]

LEVELS = tuple(level for level in SPEAKERS if level != "desk")
"""Who may have spoken: our own desk settles, and is spoken to by nobody."""
HOURS = 72
"""How long a report may wait in a telephone, and so for how long after the closing one is still taken."""
MOST_LATE = 50
"""Reports of a post that wait for the desk after the closing."""
LONGEST = 4_000
LARGEST_FILE = 10 * 1024 * 1024
"""Bytes of a file."""
_KEY = re.compile(r"[0-9a-f]{16,64}")
_SHORT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was reported, read from a form.

    Attributes
    ----------
    key : str
        Of the browser, the same however often it sends the report.
    cells : mapping of str to str
        The row of the dossier that it makes, by column.
    errors : mapping of str to Message or str
        By field of the form what is wrong.
    """

    key: str
    cells: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, Any] = field(default_factory=dict)


def read_report(form: Mapping[str, Any], given: Assigned, actor: str, *, instruction: str, earlier: tuple[str, ...] = ()) -> Report:
    """Read a form; one that names a day instead of a moment is of a report that was pasted or entered later.

    Parameters
    ----------
    instruction : str
        The row of the version under which it was made; empty where there is none.
    earlier : tuple of str
        The rows of what the post reported of the actor before, which the report may replace.
    """
    said = {name: UNPRINTABLE.sub("", str(form.get(name, "")).replace("\r\n", "\n")).strip() for name in form}
    key, wrong = said.get("key", ""), dict[str, Message]()
    if not _KEY.fullmatch(key):
        raise WrongUse(Message("page-posts.no-key"))
    chosen = {"reached": ("yes", "no"), "answer": ANSWERS, "level": LEVELS, "form": FORMS}
    if said.get("reached") == "no":
        chosen = {"reached": ("yes", "no")}
    for name, allowed in chosen.items():
        if said.get(name, "") not in allowed:
            wrong[name] = Message(f"page-posts.choose-{name}")
    for name, most in (("function", _SHORT), ("words", LONGEST), ("condition", LONGEST)):
        if len(said.get(name, "")) > most:
            wrong[name] = Message("page-posts.too-long", found=len(said[name]), most=most)
        elif is_formula(said.get(name, "")):
            wrong[name] = Message("page-posts.formula")
        elif found := classified_line(said.get(name, "")):
            wrong[name] = Message("page-posts.classified", level=found[0])
    if said.get("replaces") and earlier and not said.get("words"):
        wrong["words"] = Message("page-posts.replaces-words")
    when = _day(said["day"], given, wrong) if "day" in said else _at(_moment(said.get("at", ""), wrong))
    cells = {name: said[name] for name in chosen} | ({"answer": "none"} if said.get("reached") == "no" else {}) if not wrong else {}
    cells |= {"actor": actor, "by": given.name, "round": given.round.id, "instruction": instruction}
    cells |= when
    if said.get("reached") == "yes":
        cells |= {"condition": said.get("condition", ""), "words": said.get("words", ""), "participants": said.get("function", "")}
        cells |= {"attributable": "no"} if said.get("withheld") else {}
        cells |= {"replaces": " ".join(earlier)} if said.get("replaces") and earlier else {}
    if said.get("call_me"):
        cells |= {f"next_step_{lang}": say(Message("page-posts.calls-back", post=given.name), lang) for lang in LANGUAGES}
    return Report(key=key, cells={name: cell for name, cell in cells.items() if cell}, errors=wrong)


def _at(at: dt.datetime) -> dict[str, str]:
    return {"at": moment.cell(at), "date": at.date().isoformat()}


def _day(text: str, given: Assigned, wrong: dict[str, Message]) -> dict[str, str]:
    """Return when somebody spoke, where the day alone is known; a report of a day that is not over counts from when it is taken."""
    now = timezone.now()
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        wrong["day"] = Message("page-posts.no-day")
        return {}
    today = max(now.date(), moment.local(now, given.round.zone or "UTC").date())
    if day > today:
        wrong["day"] = Message("page-posts.day-ahead", today=today)
    return {"date": day.isoformat()} if moment.ends(day, "UTC") <= now else _at(now)


def _moment(text: str, wrong: dict[str, Message]) -> dt.datetime:
    """Return when somebody spoke: now, or when it was kept in a telephone, no longer ago than it may wait there."""
    now = timezone.now()
    if not text:
        return now
    try:
        at = moment.parse(text)
    except BadValue:
        wrong["at"] = Message("page-posts.no-moment")
        return now
    return min(at, now) if at >= now - dt.timedelta(hours=HOURS) else now


def take(
    post: Post, report: Report, *, holder: PostHolder | None = None, by: Account | None = None, file: tuple[str, bytes] = ("", b"")
) -> tuple[PostReport, bool]:
    """Take a report, once: as a row of the dossier, or kept apart where the round is closed; and whether it had not been there.

    Raises
    ------
    WrongUse
        Where the actor is none of the post's own.
    CannotWrite
        Where the post takes no report any more.
    Http404
        Where what makes the holder hold the post was revoked meanwhile.
    """
    actor = report.cells["actor"]
    values = {"holder": holder, "by": by, "actor": actor, "file_name": file[0], "file": file[1]}
    with transaction.atomic():  # a report, its key and its row are there together or not at all
        dossier = Dossier.objects.select_for_update().get(pk=post.dossier_id)
        post.dossier = dossier
        _check_holds(holder)
        there = sent_before(post, report.key)
        if there is not None:
            return there, False
        if holder is not None:
            _check_own(post, actor)
            check_takes(post)
        if has_ended(post):
            return PostReport.objects.create(post=post, key=report.key, state="late", cells=dict(report.cells), **values), True
        row = _write(post, report.cells, author=by)
        return PostReport.objects.create(post=post, key=report.key, state="taken", engagement=row, **values), True


def sent_before(post: Post, key: str) -> PostReport | None:
    """Return what became of a report that was sent before; None where it comes for the first time."""
    return PostReport.objects.filter(post=post, key=key).defer("file").first()


def check_takes(post: Post) -> None:
    """Refuse a report that comes too long after the closing, or after too many others, or to a dossier that is closed.

    Raises
    ------
    CannotWrite
    """
    if post.dossier.closed:
        raise CannotWrite(Message("page-posts.is-closed"))
    since = closed_since(post, timezone.now())
    if since is None:
        return
    if since > dt.timedelta(hours=HOURS):
        raise CannotWrite(Message("page-posts.too-late", hours=HOURS))
    if PostReport.objects.filter(post=post, state="late").exclude(cells={}).count() >= MOST_LATE:
        raise CannotWrite(Message("page-posts.too-many", most=MOST_LATE))


def sent_document(file: UploadedFile[Any]) -> tuple[str, bytes]:
    """Return the name and the bytes of a document that was sent, without what tells where its pictures were taken.

    Raises
    ------
    CannotRead
        Where it is no document, or cannot be stripped.
    """
    name = one_line(str(file.name), _SHORT) or "?"
    if (file.size or 0) > LARGEST_FILE:
        raise CannotRead(Message("page-posts.too-large", most=LARGEST_FILE // 2**20))
    return name, stripped_document(file.read(), name)


def admit(late: PostReport, by: Account) -> str:
    """Write a report that was sent after the closing into the dossier, as the desk decides; return its row.

    Raises
    ------
    Http404
        Where it was admitted or left out meanwhile.
    """
    with transaction.atomic():
        dossier = Dossier.objects.select_for_update().get(pk=late.post.dossier_id)
        there = PostReport.objects.select_for_update().filter(pk=late.pk, state="late").first()
        if there is None or not there.cells:
            raise Http404
        late.post.dossier = dossier
        row = _write(late.post, there.cells, author=by, event="admitted")
        PostReport.objects.filter(pk=late.pk).update(state="taken", engagement=row, cells={})
    return row


def drop(late: PostReport) -> None:
    """Take a report away that was sent after the closing and is not admitted; its key stays, so that it is not sent again."""
    PostReport.objects.filter(pk=late.pk, state="late").update(cells={}, file=b"", file_name="")


def mark_read(post: Post, version: int, holder: PostHolder | None, by: Account | None = None) -> bool:
    """Note that a post has read a version of its instruction, once; whether it had not yet.

    Who pressed the button stays here; the dossier has the post and the moment.

    Raises
    ------
    CannotWrite
        Where the round is closed.
    WrongUse
        Where the post sees no such version.
    """
    now = timezone.now()
    with transaction.atomic():
        post.dossier = Dossier.objects.select_for_update().get(pk=post.dossier_id)
        _check_holds(holder)
        if has_ended(post, now):
            raise CannotWrite(Message("page-posts.is-closed"))
        given = assigned_to(post)
        row = version_row(seen_by(post, given).instructions, version) if given is not None else ""
        if given is None or not row:
            raise WrongUse(Message("page-posts.no-version", version=version))
        if not PostReading.objects.get_or_create(post=post, version=version, defaults={"holder": holder, "at": now})[1]:
            return False
        whole = whole_of(post)
        cells = {"round": given.round.id, "post": post.name, "event": "read", "instruction": row, "at": moment.cell(now)}
        _save(
            post.dossier, whole, [("assignments", cells | _marked(whole, given, ""))], by, Message("page-posts.reason-read", post=post.name)
        )
    return True


def _check_holds(holder: PostHolder | None) -> None:
    """Refuse whoever held a post when they came, and by now hold it no more."""
    if holder is not None and not PostHolder.objects.filter(pk=holder.pk, revoked=None).exists():
        raise Http404


def _check_own(post: Post, actor: str) -> None:
    """Refuse a report on an actor that is none of a post's own, as far as the post sees them."""
    given = assigned_to(post)
    if given is None or actor not in given.targets:
        raise WrongUse(Message("page-posts.not-yours"))


def _write(post: Post, cells: Mapping[str, str], *, author: Account | None, event: str = "") -> str:
    """Write a report into the dossier at its newest revision, which is locked; return its row."""
    whole = store.content(store.revision_of(post.dossier))
    given = ever_assigned(whole, post.round, post.name, timezone.now())
    actor = cells["actor"]
    if given is None or not (event or actor in given.targets):  # what the desk admits was an assignment when it was sent
        raise WrongUse(Message("page-posts.not-yours"))
    row = new_id("engagements", {"actor": actor, "date": cells["date"]}, {one.id for one in whole.engagements})
    marked = _marked(whole, given, actor)
    edits = [("engagements", {"id": row, **cells, **marked})]
    if event:
        more = {
            "round": given.round.id,
            "actor": actor,
            "post": post.name,
            "event": event,
            "report": row,
            "at": moment.cell(timezone.now()),
        }
        edits.append(("assignments", more | marked))
    named = Case(dossier=whole, today=timezone.now().date()).named(actor)
    _save(post.dossier, whole, edits, author, Message("page-posts.reason", post=PlaceName(post.name), actor=named))
    return row


def _save(dossier: Dossier, whole: Content, rows: list[tuple[str, dict[str, str]]], author: Account | None, reason: Message) -> None:
    edits = [Edit(table, "add", cells.pop("id", ""), cells) for table, cells in rows]
    today = timezone.now().date()
    signed = str(author) if author is not None else ""
    mine = apply(whole, edits, author=signed, day=today, known=known_from(whole, today))
    store.save(dossier, dossier.head, mine, author, store.EVERYTHING, reason=reason)


def marking_of_report(whole: Content, given: Assigned, actor: str = "") -> str:
    """Return how a report of a post on an actor is marked, on any of them where none is named: as round, assignment and dossier are."""
    return _marked(whole, given, actor).get("marking") or whole.info.marking or MARKINGS[0]


def _marked(whole: Content, given: Assigned, actor: str) -> dict[str, str]:
    """Return the marking of a row that a post adds: that of round and assignment, where it is above the dossier's."""
    own = [row.marking for row in whole.assignments if ("assignments", row.id) in given.rows and actor in ("", row.actor)]
    return marked_by(whole, given.round.marking, *own)
