"""Reports taken from a pasted telegram: what is read in it for a person to confirm, and what that person sends back.

The text is read and shown, and kept nowhere: whoever confirms a report sends its fields, and the text once more, so that a page that asks
again can mark it. A report has a key made of the post, the text and the target, so that a telegram pasted twice is taken once.
"""

from __future__ import annotations

import datetime as dt
import hmac
import secrets
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from legation import moment
from legation.dossier import Actor
from legation.dossier.tables.countries import countries
from legation.errors import WrongUse
from legation.language import Message
from legation.questions.actors.rounds.log import TextOfVersion
from legation.sources.names.gazetteer import gazetteer
from legation.sources.telegram import Report as Reading
from legation.sources.telegram import read_reports
from legation.web.accounts.models import Account
from legation.web.posts.assigned import Assigned
from legation.web.posts.holders import whole_of
from legation.web.posts.reports import Report, read_report, take
from legation.web.site.values import parse_int
from legation.web.stores.posts.models import Post, PostHolder, PostReport

__all__ = ["LONGEST", "MOST", "PastedText", "Sent", "keys_of", "read_pasted", "sent_in", "take_all", "today_in", "typed_of"]

LONGEST = 50_000
"""Characters of a paste: reading them takes a second or two."""
MOST = 60
"""Reports that one paste may hold."""
_BY_NAME = ("name", "demonym")
_DECIDED = ("yes", "no", "abstain", "absent", "follows")
"""Answers that may hang on a condition."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastedText:
    """A pasted text as it is read.

    Attributes
    ----------
    text : str
    reports : tuple of Report
        In the order of the text, at most :data:`MOST`.
    besides : tuple of str
        Actors, or states by their code, that the text names and that are none of the targets: nothing is written of them.
    """

    text: str
    reports: tuple[Reading, ...]
    besides: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A report as a person sent it: the number of its place on the page, what was typed there, and what is made of it.

    Attributes
    ----------
    report : Report or None
        None where the person leaves it out.
    """

    number: int
    typed: Mapping[str, str]
    report: Report | None
    wrong: Mapping[str, Any] = field(default_factory=dict)


def read_pasted(
    text: str, targets: Iterable[Actor], others: Iterable[Actor], ours: Iterable[Actor], known: Iterable[Actor], today: dt.date
) -> PastedText:
    """Read a pasted text.

    Parameters
    ----------
    targets : iterable of Actor
        Of the post.
    others, ours : iterable of Actor
        Whom else the dossier knows, so that what is said of them is told apart, and our own side among them.
    known : iterable of Actor
        Those of them, and of the targets, who may be named to the person beside the states of the world.

    Raises
    ------
    WrongUse
        For a text that is empty, too long, or marked with a classified level.
    """
    text = text.replace("\r\n", "\n")
    if not text.strip():
        raise WrongUse(Message("page-pasted.empty"))
    if len(text) > LONGEST:
        raise WrongUse(Message("telegram.too-long", allowed=LONGEST, count=len(text)))
    wanted, our = tuple(targets), tuple(ours)
    here = {one.id for one in wanted}
    besides = tuple(one for one in others if one.id not in here)
    reports = read_reports(text, wanted, others=besides, own={one.id for one in our}, today=today)
    left_out = here | {name for one in our for name in (one.id, one.iso3)}
    shown = tuple(known)
    there = {one.id for one in shown}
    tags = gazetteer(shown).tag(text)
    named = dict.fromkeys(tag.actor for tag in tags if tag.actor and tag.sure and tag.kind in _BY_NAME)
    return PastedText(
        text=text,
        reports=reports[:MOST],
        besides=tuple(one for one in named if one not in left_out and (one in countries() or one in there)),
    )


def keys_of(post: Post, pasted: PastedText) -> tuple[tuple[str, bool], ...]:
    """Return for each report of a text its key, and whether it was taken before; what was taken and is there no more may be taken anew."""
    plain, seen = " ".join(unicodedata.normalize("NFC", pasted.text).split()), Counter[str]()
    made = []
    for one in pasted.reports:
        seen[one.target] += 1
        keyed = "\x1f".join((post.pk, one.target, str(seen[one.target]), plain))
        made.append(hmac.new(settings.SECRET_KEY.encode(), keyed.encode(), "sha256").hexdigest()[:32])
    rows = {row.id for row in whole_of(post).engagements}
    taken = PostReport.objects.filter(post=post, key__in=made).defer("file")
    there = {one.key: one.engagement in rows if one.state == "taken" else bool(one.cells) for one in taken}
    return tuple((key if there.get(key, True) else secrets.token_hex(16), there.get(key, False)) for key in made)


def typed_of(reading: Reading, key: str) -> dict[str, str]:
    """Return the fields of a report as they are read; what the text does not surely say is empty, and asked."""
    return {
        "key": key,
        "actor": reading.target,
        "day": reading.day.isoformat() if reading.day else "",
        "reached": "yes" if reading.answer else "",
        "answer": reading.answer,
        "level": reading.level,
        "form": reading.form,
        "words": reading.wording,
        "condition": reading.condition,
        "conditional": "yes" if reading.condition else "" if "condition" in reading.asked else "no",
    }


def sent_in(
    form: Mapping[str, Any],
    given: Assigned,
    targets: Collection[str],
    versions: Sequence[TextOfVersion],
    earlier: Callable[[str], tuple[str, ...]],
) -> list[Sent]:
    """Return the reports that a person sent, each with what is wrong in it.

    Parameters
    ----------
    targets : collection of str
        Of the post, as far as whoever sends sees them.
    versions : sequence of TextOfVersion
        Of the instruction until now, the first one first.
    earlier : callable
        Target -> the rows of what the post reported of it before.
    """
    count = parse_int(form.get("count"), 0, most=MOST)
    found = []
    for number in range(1, count + 1):
        typed = {name.removeprefix(f"{number}-"): str(value) for name, value in form.items() if name.startswith(f"{number}-")}
        if typed.get("drop") or not typed:
            found.append(Sent(number=number, typed=typed, report=None))
            continue
        found.append(_sent(number, typed, given, targets, versions, earlier))
    return found


def _sent(
    number: int,
    typed: dict[str, str],
    given: Assigned,
    targets: Collection[str],
    versions: Sequence[TextOfVersion],
    earlier: Callable[[str], tuple[str, ...]],
) -> Sent:
    actor, wrong = typed.get("actor", ""), dict[str, Any]()
    if actor not in targets:
        wrong["actor"] = Message("page-pasted.choose-target") if not actor else Message("page-posts.not-yours")
    hangs = typed.get("conditional", "")
    if typed.get("reached") == "yes" and typed.get("answer") in _DECIDED:
        if hangs not in ("yes", "no"):
            wrong["conditional"] = Message("page-pasted.choose-conditional")
        elif hangs == "yes" and not typed.get("condition", "").strip():
            wrong["condition"] = Message("page-pasted.write-condition")
    cells = {**typed, "condition": typed.get("condition", "") if hangs == "yes" else "", "day": typed.get("day", "")}
    cells.pop("at", None)
    row, ambiguous = _instruction(typed, given, versions)
    if ambiguous:
        wrong["version"] = Message("page-pasted.choose-version")
    report = read_report(cells, given, actor, instruction=row, earlier=earlier(actor))
    return Sent(number=number, typed=typed, report=report, wrong={**report.errors, **wrong})


def _instruction(typed: Mapping[str, str], given: Assigned, versions: Sequence[TextOfVersion]) -> tuple[str, bool]:
    """Return the row of the version under which a report was made, and whether the day leaves more than one and none was chosen."""
    chosen = parse_int(typed.get("version"), 0, most=999)
    named = next((one for one in versions if one.number == chosen), None)
    if named is not None:
        return named.rows[0], False
    try:
        day = dt.date.fromisoformat(typed.get("day", ""))
    except ValueError:
        return "", False
    zone = given.round.zone or "UTC"
    begun = [one for one in versions if one.at < moment.ends(day, zone)]
    before = [one for one in begun if one.at < moment.starts(day, zone)]
    if not begun:
        return "", False
    if (before and begun[-1].number != before[-1].number) or len(begun) - len(before) > 1:
        return "", True
    return begun[-1].rows[0], False


def take_all(
    post: Post, sent: Iterable[Sent], *, holder: PostHolder | None = None, by: Account | None = None
) -> list[tuple[PostReport, bool]]:
    """Take every report that was not left out, or none of them; each with whether it had not been there."""
    with transaction.atomic():
        return [take(post, one.report, holder=holder, by=by) for one in sent if one.report is not None]


def today_in(given: Assigned) -> dt.date:
    """Return the day in the zone of a round."""
    return moment.local(timezone.now(), given.round.zone or "UTC").date()
