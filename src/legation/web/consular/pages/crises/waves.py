"""Waves of messages: what a press would send, the press, and what came of it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count
from django.http import Http404, HttpResponse

from legation.language import Message as Sentence
from legation.web.consular.crises.about import read_about
from legation.web.consular.crises.sending import stopped_since
from legation.web.consular.crises.waves import Plan, plan_wave, press
from legation.web.consular.house import clock
from legation.web.consular.pages.crises.scope import crisis_of, posts_in
from legation.web.consular.records.models import Crisis, Message, Wave
from legation.web.consular.routing import DeskRequest, Page, action, page, show
from legation.web.site.values import parse_int

__all__ = ["new_wave", "press_wave", "wave"]

_TEMPLATE = "consular/crises/wave_new.html"
STATES = ("delivered", "handed-over", "failed", "unknown", "waiting", "expired")
"""What may have become of a message, as the page counts it: what no message has become has no column."""
REASONS = ("cut", "too-late", "adapter", "no-connection", "no-text", "shredded", "objection", "refused", "address")
"""Why the desk itself says that a message did not arrive; anything else is what a server answered."""
_WAITING = ("queued", "leased", "handing-over")


@dataclass(frozen=True, slots=True, kw_only=True)
class SendLine:
    """How many messages go by a channel in a language."""

    channel: Sentence
    language: Sentence
    count: int
    parts: int
    total_parts: int


@dataclass(frozen=True, kw_only=True)
class NewWavePage(Page):
    """What a press would send."""

    crisis: str
    number: int
    is_discreet: bool
    with_unknown_place: bool
    households: int
    messages: int
    without_contact: int
    lines: tuple[SendLine, ...]
    text: Sentence
    problems: tuple[Sentence, ...]
    href: str
    press_href: str
    back: str

    @property
    def has_parts(self) -> bool:
        """Whether something goes out as text messages, which are paid for by their parts."""
        return any(one.parts for one in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelCount:
    """What became of the messages of a channel, in the order of ``states``."""

    channel: Sentence
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonCount:
    """Why messages did not arrive, and how many."""

    channel: Sentence
    state: Sentence
    reason: Sentence
    count: int


@dataclass(frozen=True, kw_only=True)
class WavePage(Page):
    """What came of a wave, and since when nothing leaves because nothing can be saved."""

    crisis: str
    state: Sentence
    pressed: dt.datetime | None
    is_discreet: bool
    states: tuple[Sentence, ...]
    channels: tuple[ChannelCount, ...]
    reasons: tuple[ReasonCount, ...]
    total: int
    arrived: int
    waiting: int
    stopped: Sentence | None
    back: str


@page("posts/<slug:post>/crises/<slug:crisis>/waves/new", name="crises.waves.new", template=_TEMPLATE, action="send-waves")
def new_wave(request: DeskRequest, crisis: str) -> NewWavePage:
    """Show what a press would send."""
    found = crisis_of(request, crisis)
    chosen = request.query if "chosen" in request.query else None
    is_discreet = found.is_discreet if chosen is None else "discreet" in chosen
    with_unknown_place = chosen is None or "unknown-place" in chosen
    plan = plan_wave(found, posts_in(request, found, "send-waves"), is_discreet=is_discreet, with_unknown_place=with_unknown_place)
    return _page(request, found, plan, with_unknown_place=with_unknown_place)


@action("posts/<slug:post>/crises/<slug:crisis>/waves/press", name="crises.waves.press", action="send-waves")
def press_wave(request: DeskRequest, crisis: str) -> str | HttpResponse:
    """Queue a wave; pressed again, it queues nothing more."""
    found = crisis_of(request, crisis)
    number = parse_int(request.form.get("number", ""), 0)
    here = {"crisis": found.pk, "number": number}
    if Wave.objects.filter(crisis=found, number=number).exists():
        return request.href("crises.waves.one", **here)
    with_unknown_place = "unknown-place" in request.form
    posts = posts_in(request, found, "send-waves")
    plan = plan_wave(found, posts, is_discreet="discreet" in request.form, with_unknown_place=with_unknown_place)
    if plan.problems or plan.number != number:
        return show(request, _page(request, found, plan, with_unknown_place=with_unknown_place), _TEMPLATE, 400)
    press(found, plan, request.account, number=number)
    return request.href("crises.waves.one", **here)


def _page(request: DeskRequest, crisis: Crisis, plan: Plan, *, with_unknown_place: bool) -> NewWavePage:
    here = {"crisis": crisis.pk}
    return NewWavePage(
        title=Sentence("desk-crisis.wave-number", number=plan.number),
        crisis=read_about(crisis).title(request.lang),
        number=plan.number,
        is_discreet=plan.is_discreet,
        with_unknown_place=with_unknown_place,
        households=plan.households,
        messages=len(plan.recipients),
        without_contact=plan.without_contact,
        lines=tuple(
            SendLine(
                channel=Sentence(f"desk-waves.channel.{line.channel}"),
                language=Sentence(f"desk-crisis.language.{line.lang}"),
                count=line.count,
                parts=line.parts,
                total_parts=line.parts * line.count,
            )
            for line in plan.lines
        ),
        text=Sentence(f"desk-crisis.text.{plan.text}"),
        problems=plan.problems,
        href=request.href("crises.waves.new", **here),
        press_href=request.href("crises.waves.press", **here),
        back=request.href("crises.one", **here),
    )


@page(
    "posts/<slug:post>/crises/<slug:crisis>/waves/<int:number>",
    name="crises.waves.one",
    template="consular/crises/wave.html",
    action="see-crises",
)
def wave(request: DeskRequest, crisis: str, number: int) -> WavePage:
    """Show what came of a wave: how many arrived, failed and why, are not known, and wait."""
    found = crisis_of(request, crisis)
    sent = Wave.objects.filter(crisis=found, number=number).first()
    if sent is None:
        raise Http404
    mine = Message.objects.filter(wave=sent, household__post__in=posts_in(request, found))
    counted: Counter[tuple[str, str]] = Counter()
    for channel, state, count in mine.values_list("channel", "state").annotate(Count("pk")):
        counted[channel, "waiting" if state in _WAITING else state] += count
    reasons = mine.filter(state__in=("failed", "unknown", "expired")).values_list("channel", "state", "reason").annotate(count=Count("pk"))
    channels = sorted({channel for channel, _ in counted})
    states = [state for state in STATES if any(counted[one, state] for one in channels)]
    waiting = sum(count for (_, state), count in counted.items() if state == "waiting")
    return WavePage(
        title=Sentence("desk-crisis.wave-number", number=number),
        crisis=read_about(found).title(request.lang),
        state=Sentence(f"desk-crisis.wave-state.{sent.state}"),
        pressed=sent.pressed,
        is_discreet=sent.is_discreet,
        states=tuple(Sentence(f"desk-waves.state.{state}") for state in states),
        channels=tuple(
            ChannelCount(channel=Sentence(f"desk-waves.channel.{one}"), counts=tuple(counted[one, state] for state in states))
            for one in channels
        ),
        reasons=tuple(
            ReasonCount(
                channel=Sentence(f"desk-waves.channel.{one}"),
                state=Sentence(f"desk-waves.state.{state}"),
                reason=_reason(reason),
                count=count,
            )
            for one, state, reason, count in reasons.order_by("channel", "state", "-count", "reason")
        ),
        total=sum(counted.values()),
        arrived=sum(count for (_, state), count in counted.items() if state in ("delivered", "handed-over")),
        waiting=waiting,
        stopped=_stopped(waiting),
        back=request.href("crises.one", crisis=found.pk),
    )


def _stopped(waiting: int) -> Sentence | None:
    """Return that nothing leaves because nothing can be saved, and since when; None where nothing waits or nothing stops it."""
    since = stopped_since()
    return Sentence("desk-waves.stopped", since=clock(since), count=waiting) if waiting and since else None


def _reason(found: str) -> Sentence:
    """Return why a message did not arrive, in words."""
    if found in REASONS:
        return Sentence(f"desk-waves.reason.{found}")
    return Sentence("desk-waves.reason.answered", found=found) if found else Sentence("desk-waves.reason.none")
