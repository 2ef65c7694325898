"""The observations of a dossier: what is loaded, how much room there is, how to load more, and what the monitors find in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse

from legation.dossier import When
from legation.errors import LegationError, WrongUse
from legation.language import Message, say
from legation.sources.observations.tables import observation_table
from legation.sources.registry import for_lakes
from legation.sources.source import Source
from legation.web.accounts.invitations import has_mail
from legation.web.pages.sources.observation_loads import LoadLine, loads_of
from legation.web.pages.sources.sent_files import parts_sent
from legation.web.runs.lakes import LakeSource, lake_there, may_see_observations, retention_days, room_of, sources_of
from legation.web.runs.loading import FILES, files_within_imports, submit_load
from legation.web.runs.monitoring import SeenAlert, alerts_of, monitors_in, submit_watch
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, page, show
from legation.web.site.values import parse_int
from legation.web.stores.observations.models import Retention, Watch, Watcher

__all__ = ["KindChoice", "MonitorLine", "ObservationsPage", "SourceLine"]

LIST = "pages/observations.html"
_ALERTS = 6
"""Alerts of a monitor that are shown; all but the last behind a fold."""
_LONGEST_TIME = 36_500
_MB = 1024**2


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """What is loaded of one source, and what that is called; ``gaps`` says what of its time was not received."""

    table: str
    called: str
    source: str
    origin: Any
    rows: int
    size: Message
    files: int
    first: When | None
    last: When | None
    gaps: Message | None
    added: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitorLine:
    """A monitor before a reader: up to which day it has run, why it could not, what it found last."""

    id: str
    title: Any
    through: dt.date | None
    why: str
    alerts: list[SeenAlert]
    earlier: int
    ask: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KindChoice:
    """A kind of file that can be loaded."""

    id: str
    title: Message
    about: Message
    called: str


@dataclass(frozen=True, kw_only=True)
class ObservationsPage(Page):
    """What is observed.

    Attributes
    ----------
    is_hidden : bool
        Whether the reader sees none of it: then all else is empty.
    used, allowed : float
        How much it takes up, and how much it may [MB].
    days : int
        For how long it stays; 0 for good. ``site_days`` is the longest time that the site allows.
    sent : mapping
        What stood in the form that could not be taken.
    may_be_written_to : bool
        Whether the site has mail, so that one can be told of alerts by a letter.
    """

    is_hidden: bool = False
    sources: list[SourceLine] = field(default_factory=list)
    loads: list[LoadLine] = field(default_factory=list)
    monitors: list[MonitorLine] = field(default_factory=list)
    kinds: list[KindChoice] = field(default_factory=list)
    used: float = 0.0
    allowed: float = 0.0
    days: int = 0
    site_days: int = 0
    may_load: bool = False
    may_be_written_to: bool = False
    is_written_to: bool = False
    new_monitor: str = ""
    most_files: int = FILES
    sent: Mapping[str, str] = field(default_factory=dict)
    error: Any = None


def _is_open(request: PageRequest) -> bool:
    return may_see_observations(request.scope, request.dossier.marking)


def _must_see(request: PageRequest) -> None:
    if not _is_open(request):
        raise PermissionDenied


@page("dossiers/<slug:slug>/observations", name="observations", template=LIST, action="see-observations")
def listed(request: PageRequest) -> ObservationsPage:
    """Return what is loaded, and the form to load more; ``?kind=requests`` chooses the kind."""
    return _listed(request, {"kind": request.query.get("kind", "")[:60]})


def _listed(request: PageRequest, sent: Mapping[str, str], error: LegationError | None = None) -> ObservationsPage:
    title = Message("page-observations.title")
    if not _is_open(request):
        return ObservationsPage(title=title, is_hidden=True)
    from django.conf import settings

    lake, room = lake_there(request.dossier), room_of(request.dossier)
    may_load = request.may("observe")
    return ObservationsPage(
        title=title,
        sources=[_source_line(request, one) for one in sources_of(lake)] if lake is not None else [],
        loads=loads_of(request),
        monitors=_monitors(request),
        kinds=[_kind(one, request) for one in for_lakes().values()] if may_load else [],
        used=room.used / _MB,
        allowed=room.allowed / _MB,
        days=retention_days(request.dossier),
        site_days=settings.LAKE_DAYS,
        may_load=may_load,
        may_be_written_to=has_mail(),
        is_written_to=Watcher.objects.filter(dossier=request.dossier, account=request.account).exists(),
        new_monitor=request.href("models.new", kind="monitor") if request.may("edit") else "",
        sent=sent,
        error=error.message if error is not None else None,
    )


def _source_line(request: PageRequest, one: LakeSource) -> SourceLine:
    defined = observation_table(one.table)
    of_days = defined is not None and (defined.every or 0) >= 86_400
    return SourceLine(
        table=one.table,
        called=_called(one.table, request),
        source=one.source,
        origin=_origin(one),
        rows=one.rows,
        size=Message("page-observations.size-of", size=one.size / _MB)
        if one.size >= _MB / 2
        else Message("page-observations.size-small", size=max(1, round(one.size / 1024))),
        files=one.files + files_within_imports(request.dossier, one.table, one.source, one.begun),
        first=one.first,
        last=one.last,
        gaps=Message(f"page-observations.missing-{'days' if of_days else 'slices'}", count=one.missing) if one.missing else None,
        added=one.added,
    )


def _origin(one: LakeSource) -> Any:
    """Return who rows come from as a reader has it: the source by its title where the name is its id or publisher, else the name given."""
    there = for_lakes().values()
    return next((of.title for of in there if of.fills == one.table and one.source in (of.id, of.publisher)), one.source)


def _called(table: str, request: PageRequest) -> str:
    defined = observation_table(table)
    return say(defined.called, request.lang) if defined is not None else table


def _kind(source: Source, request: PageRequest) -> KindChoice:
    return KindChoice(id=source.id, title=source.title, about=source.about, called=_called(source.fills, request))


def _monitors(request: PageRequest) -> list[MonitorLine]:
    there = monitors_in(request.view)
    ran = {row.monitor: row for row in Watch.objects.filter(dossier=request.dossier, monitor__in=there)}
    alerts: dict[str, list[SeenAlert]] = {}
    for alert in alerts_of(request.dossier, there, each=_ALERTS):
        alerts.setdefault(alert.monitor.id, []).append(alert)
    return [
        MonitorLine(
            id=name,
            title=monitor.title,
            through=ran[name].through if name in ran else None,
            why=str(ran[name].why.get(request.lang, "")) if name in ran else "",
            alerts=alerts.get(name, []),
            earlier=sum(1 + alert.more for alert in alerts.get(name, [])) - 1,
            href=request.href("models.one", kind="monitor", name=name),
            ask=f"{request.href('questions.one', question='what-shifted')}?monitor={name}",
        )
        for name, monitor in there.items()
    ]


@action("dossiers/<slug:slug>/observations/load", name="observations.load", action="observe")
def load(request: PageRequest) -> str | HttpResponse:
    """Keep what was sent or pasted until a worker loads it, and lead to how far that is."""
    _must_see(request)
    sent = {name: request.form.get(name, "") for name in ("kind", "source", "name", "text", "format")}
    try:
        run = submit_load(request.dossier, request.account, request.lang, parts_sent(request, sent))
    except LegationError as error:
        return show(request, _listed(request, sent, error), LIST, status=422)
    return request.href("observations.one", number=run.pk)


@action("dossiers/<slug:slug>/observations/remove", name="observations.remove", action="observe")
def remove(request: PageRequest) -> str:
    """Delete what came from a source into a table, for good."""
    _must_see(request)
    table, source = request.form.get("table", ""), request.form.get("source", "")
    lake = lake_there(request.dossier)
    if lake is None or not any(one.table == table and one.source == source for one in sources_of(lake)):
        raise Http404
    lake.forget(table, source)
    messages.success(request.http, say(Message("page-observations.removed", source=source or table), request.lang))
    return request.href("observations")


@action("dossiers/<slug:slug>/observations/time", name="observations.time", action="observe")
def set_retention(request: PageRequest) -> str | HttpResponse:
    """Say for how many days observations stay; 0 for as long as the site keeps them."""
    _must_see(request)
    days = parse_int(request.form.get("days") or "0", -1, most=_LONGEST_TIME)
    if days is None or days < 0:
        error = WrongUse(Message("page-observations.bad-days", found=request.form.get("days", "")[:20], allowed=_LONGEST_TIME))
        return show(request, _listed(request, {}, error), LIST, status=422)
    if days:
        Retention.objects.update_or_create(dossier=request.dossier, defaults={"days": days})
    else:
        Retention.objects.filter(dossier=request.dossier).delete()
    messages.success(request.http, say(Message("page-observations.time-saved"), request.lang))
    return request.href("observations")


@action("dossiers/<slug:slug>/observations/watch", name="observations.watch", action="observe")
def watch(request: PageRequest) -> str:
    """Let the monitors run now."""
    _must_see(request)
    run = submit_watch(request.dossier, request.account)
    said = Message("page-observations.watching" if run is not None else "page-observations.nothing-to-watch")
    messages.success(request.http, say(said, request.lang))
    return f"{request.href('observations')}#monitors"


@action("dossiers/<slug:slug>/observations/letters", name="observations.letters", action="see-observations")
def letters(request: PageRequest) -> str:
    """Begin or cease to be told of alerts by mail."""
    _must_see(request)
    mine = Watcher.objects.filter(dossier=request.dossier, account=request.account)
    if not mine.delete()[0] and has_mail():
        Watcher.objects.create(dossier=request.dossier, account=request.account)
    return f"{request.href('observations')}#monitors"
