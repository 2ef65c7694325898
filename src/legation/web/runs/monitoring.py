"""The monitors of the site: run by a worker after each load, and once a day, on what is new in the lake; what they find is noted.

The signposts are read with them (:mod:`legation.web.runs.signposts`), also in a dossier without observations.

A monitor runs on the whole dossier. What it found is shown to whoever sees the observations and the monitor itself.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import Error, transaction
from django.urls import reverse
from django.utils import timezone

from legation.dossier import Dossier as Content
from legation.dossier.models.monitor import MONITOR, Monitor
from legation.dossier.records import MARKINGS
from legation.errors import Cancelled, LegationError, NotAvailable
from legation.language import LANGUAGES, Message, say
from legation.questions import Case
from legation.questions.observations.monitors.findings import alert_notice
from legation.questions.observations.monitors.run import Ran
from legation.questions.observations.monitors.run import run as run_monitor
from legation.web.access import grant_of, scope_of
from legation.web.accounts.invitations import has_mail
from legation.web.accounts.letters import write_letter
from legation.web.accounts.models import Account
from legation.web.dossiers import store
from legation.web.dossiers.models import Dossier, Grant
from legation.web.runs.lakes import lake_there, may_see_observations
from legation.web.runs.models import Run
from legation.web.runs.signposts import has_signposts, propose_crossings, were_read
from legation.web.stores.observations.models import Alert, Watch, Watcher

__all__ = ["SeenAlert", "alerts_of", "monitors_in", "submit_due", "submit_watch", "watch"]

Progress = Callable[[int, int], None]


def monitors_in(content: Content) -> dict[str, Monitor]:
    """Return the monitors of a dossier by their ids, as far as they are there to be seen; one with a fault is left out."""
    found = {}
    for part in MONITOR.of(content.files).values():
        try:
            monitor = MONITOR.read(content.files[part], part)
        except LegationError:
            continue
        found[monitor.id] = monitor
    return found


def submit_watch(dossier: Dossier, account: Account) -> Run | None:
    """Ask for the monitors of a dossier to be run, and its signposts read; None where it has none, or where that is asked already."""
    if not has_signposts(dossier) and (lake_there(dossier) is None or not monitors_in(store.content(store.revision_of(dossier)))):
        return None
    if Run.objects.filter(dossier=dossier, kind="watch", state="waiting").exists():
        return None
    return Run.objects.create(
        dossier=dossier,
        owner=account,
        revision=dossier.head,
        marking=MARKINGS[-1],
        audience="owner",
        kind="watch",
        today=timezone.now().date(),
        lang=account.language if account.language in LANGUAGES else "en",
        key=secrets.token_hex(32),
    )


def submit_due() -> int:
    """Ask for the monitors and signposts of every dossier in which the lake, the dossier or its day changed since; return how many."""
    count = 0
    for dossier in Dossier.objects.filter(closed=False).order_by("pk"):
        owner = Grant.objects.filter(dossier=dossier, role="owner", account__isnull=False, account__is_active=True).order_by("pk").first()
        if owner is None or owner.account is None or (lake_there(dossier) is None and not has_signposts(dossier)):
            continue
        case = _case(dossier)
        seen = _seen(case, store.revision_of(dossier).hash)
        due = case.lake is not None and any(_is_due(dossier, name, seen) for name in monitors_in(case.dossier))
        due = due or (has_signposts(dossier) and not were_read(dossier, seen))
        if due and submit_watch(dossier, owner.account) is not None:
            count += 1
    return count


def _is_due(dossier: Dossier, monitor: str, seen: str) -> bool:
    return not Watch.objects.filter(dossier=dossier, monitor=monitor, seen=seen).exists()


def _case(dossier: Dossier) -> Case:
    """Return the whole dossier with its lake, as of its own day, else today."""
    case = Case(dossier=store.content(store.revision_of(dossier)), today=timezone.now().date(), lake=lake_there(dossier))
    return case.at(case.as_of)


def _seen(case: Case, revision: str) -> str:
    """Return the hash of what a run of monitors rests on."""
    lake = case.lake.hash() if case.lake is not None else ""
    return hashlib.sha256(f"{lake} {revision} {case.as_of.isoformat()}".encode()).hexdigest()


def watch(run: Run, progress: Progress) -> tuple[()]:
    """Run the monitors of a dossier on what is new, note what they found, write to those who want to be told, and read its signposts."""
    case = _case(run.dossier)
    seen = _seen(case, store.revision_of(run.dossier).hash)
    try:
        _run_monitors(run.dossier, case, seen, progress)
    except (Cancelled, Error, MemoryError):
        raise
    except Exception:
        _read_signposts(run.dossier, seen)  # a monitor that fails keeps no signpost from being read
        raise
    _read_signposts(run.dossier, seen)
    return ()


def _read_signposts(dossier: Dossier, seen: str) -> None:
    if has_signposts(dossier):
        propose_crossings(dossier, seen)


def _run_monitors(dossier: Dossier, case: Case, seen: str, progress: Progress) -> None:
    monitors = monitors_in(store.content(store.revision_of(dossier)))
    ringing: list[str] = []
    Watch.objects.filter(dossier=dossier).exclude(monitor__in=monitors).delete()
    Alert.objects.filter(dossier=dossier).exclude(monitor__in=monitors).delete()
    for at, (name, monitor) in enumerate(monitors.items() if case.lake is not None else ()):
        progress(at, len(monitors))
        row = Watch.objects.filter(dossier=dossier, monitor=name).first() or Watch(dossier=dossier, monitor=name)
        try:
            ran = run_monitor(case, monitor, row.state)
        except LegationError as error:
            if not isinstance(error, NotAvailable):
                raise
            row.why, row.seen = {lang: say(error.message, lang) for lang in LANGUAGES}, seen
            row.save()
            continue
        if _note(dossier, row, ran, seen):
            ringing.append(name)
    progress(len(monitors), len(monitors))
    if ringing and has_mail():
        _write_to_watchers(dossier, ringing)


def _note(dossier: Dossier, row: Watch, ran: Ran, seen: str) -> bool:
    """Note what a run of a monitor found; a watch that began anew forgets what another one had told."""
    with transaction.atomic():
        if ran.fresh:
            Alert.objects.filter(dossier=dossier, monitor=row.monitor).delete()
        for one in ran.alerts:
            said = {lang: say(alert_notice(ran, one), lang) for lang in LANGUAGES}
            Alert.objects.create(dossier=dossier, monitor=row.monitor, since=one.since, until=one.until, said=said)
        row.state, row.seen, row.through, row.why = dict(ran.state), seen, ran.through, {}
        row.save()
    return bool(ran.alerts)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenAlert:
    """An alert before a reader, said in each language; with the last one of a monitor, how many came before that are not given."""

    monitor: Monitor
    said: Mapping[str, str]
    since: dt.date
    until: dt.date
    made: dt.datetime
    more: int


def alerts_of(dossier: Dossier, monitors: Mapping[str, Monitor], since: dt.datetime | None = None, *, each: int = 1) -> list[SeenAlert]:
    """Return the last alerts of monitors that a reader sees, the newest first; who may see the observations is asked before.

    Parameters
    ----------
    monitors : mapping
        Those of the dossier as the reader sees it.
    since : datetime, optional
        Only alerts that were noted since.
    each : int
        Alerts of a monitor that are given; the others are counted.
    """
    rows = Alert.objects.filter(dossier=dossier, monitor__in=monitors).order_by("-until", "-pk")
    by_monitor: dict[str, list[Alert]] = {}
    for row in rows if since is None else rows.filter(made__gte=since):
        by_monitor.setdefault(row.monitor, []).append(row)
    found = [
        SeenAlert(
            monitor=monitors[name],
            said=row.said,
            since=row.since,
            until=row.until,
            made=row.made,
            more=max(0, len(alerts) - each) if place == min(each, len(alerts)) - 1 else 0,
        )
        for name, alerts in by_monitor.items()
        for place, row in enumerate(alerts[:each])
    ]
    return sorted(found, key=lambda one: (one.until, one.monitor.id), reverse=True)


def _write_to_watchers(dossier: Dossier, ringing: Iterable[str]) -> None:
    """Write to those who want to be told and may see it: that there is an alert, and where; nothing of the dossier is in the letter."""
    for watcher in Watcher.objects.filter(dossier=dossier).select_related("account"):
        grant = grant_of(watcher.account, dossier)
        if grant is None or not may_see_observations(scope_of(grant), dossier.marking):
            continue
        if not set(ringing) & set(monitors_in(store.seen(store.newest(dossier), scope_of(grant)))):
            continue
        link = f"{settings.ORIGIN}{reverse('observations', kwargs={'slug': dossier.slug})}"
        subject, words = (Message(f"page-observations.letter.{name}", link=link) for name in ("subject", "text"))
        write_letter(watcher.account, subject, words)
