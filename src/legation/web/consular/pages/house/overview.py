"""What the house declares, what is missing and what that blocks, each with the form that puts it right."""

from __future__ import annotations

import contextlib
import datetime as dt
from dataclasses import dataclass

from legation.clock import Clock
from legation.language import Message
from legation.web.consular.crises.channels import has_mail_server, has_sms_secret
from legation.web.consular.house import HOUSE
from legation.web.consular.making import STORED
from legation.web.consular.pages.house.front import SERVICES
from legation.web.consular.retention import gaps_by_class, ground_of, house_lines
from legation.web.consular.routing import DeskRequest, Page, page
from legation.web.consular.unfinished import is_offered, unfinished
from legation.web.front.catalogue import LANGUAGES, alpha_2, countries

__all__ = ["HousePage", "overview"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GapEntry:
    """Something that is missing, what it blocks, and where the reader puts it right; "" where somebody else does."""

    what: Message
    blocks: Message
    stops_waves: bool
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something that is declared."""

    label: Message
    value: object


@dataclass(frozen=True, slots=True, kw_only=True)
class PostEntry:
    """A post as it is declared."""

    title: str
    country: str
    zone: Clock
    is_hostile: bool
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageEntry:
    """A language of the public site: whether it is offered, who has read its text and when; ``is_changed``: it is another text now."""

    name: Message
    is_offered: bool
    is_changed: bool
    function: str
    day: dt.date | None
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineEntry:
    """The line of a class."""

    name: Message
    count: int
    unit: str
    ground: object
    approver: str
    gaps: tuple[Message, ...]
    href: str


@dataclass(frozen=True, kw_only=True)
class HousePage(Page):
    """The house; addresses are "" where the reader may not change the part."""

    gaps: tuple[GapEntry, ...]
    names: tuple[Fact, ...]
    names_href: str
    posts: tuple[PostEntry, ...]
    new_post_href: str
    front: tuple[Fact, ...]
    front_href: str
    ways: tuple[Fact, ...]
    gateway_href: str
    languages: tuple[LanguageEntry, ...]
    lines: tuple[LineEntry, ...]

    @property
    def has_ways_out(self) -> bool:
        """Whether the reader can put something right that is missing."""
        return any(one.href for one in self.gaps)

    @property
    def has_countries(self) -> bool:
        """Whether the country of a post is declared."""
        return any(one.country for one in self.posts)

    @property
    def has_hostile_posts(self) -> bool:
        """Whether a post is in a hostile environment."""
        return any(one.is_hostile for one in self.posts)

    @property
    def has_readings(self) -> bool:
        """Whether somebody has read the text of a language."""
        return any(one.day for one in self.languages)

    @property
    def has_approved_lines(self) -> bool:
        """Whether somebody has approved a line."""
        return any(one.approver for one in self.lines)

    @property
    def has_open_lines(self) -> bool:
        """Whether a line is incomplete."""
        return any(one.gaps for one in self.lines)


@page("house", name="house", template="consular/house/overview.html", action="see-house")
def overview(request: DeskRequest) -> HousePage:
    """Show what is declared, and what is missing."""
    may_change = request.may("administer")
    gaps = sorted(unfinished(request.lang), key=lambda one: not one.stops_waves)
    return HousePage(
        title=Message("desk.place.house"),
        gaps=tuple(
            GapEntry(
                what=one.what,
                blocks=one.blocks,
                stops_waves=one.stops_waves,
                href=request.href(one.route, **one.values) if one.route and request.may(one.action) else "",
            )
            for one in gaps
        ),
        names=_names(request),
        names_href=request.href("house.names") if may_change else "",
        posts=_posts(request, may_change=may_change),
        new_post_href=request.href("house.new-post") if may_change else "",
        front=_front(),
        front_href=request.href("house.front") if may_change else "",
        ways=_ways(),
        gateway_href=request.href("house.gateway") if may_change else "",
        languages=_languages(request),
        lines=_lines(request),
    )


def _facts(**values: object) -> tuple[Fact, ...]:
    return tuple(Fact(label=Message(f"desk-house.field.{name.replace('__', '-')}"), value=value) for name, value in values.items() if value)


def _names(request: DeskRequest) -> tuple[Fact, ...]:
    named = {alpha_2(code): name for code, name in countries(request.lang).items()}
    state = HOUSE.state.upper()
    return _facts(
        name_fr=HOUSE.name_fr, name_en=HOUSE.name_en, kind=Message(f"desk-house.kind.{HOUSE.kind}"), state=named.get(state, state)
    )


def _posts(request: DeskRequest, *, may_change: bool) -> tuple[PostEntry, ...]:
    named = {alpha_2(code): name for code, name in countries(request.lang).items()}
    return tuple(
        PostEntry(
            title=post.title(request.lang),
            country=named.get(post.country.upper(), post.country),
            zone=Clock(post.zone),
            is_hostile=post.is_hostile,
            href=request.href("house.post", name=post.id) if may_change else "",
        )
        for post in HOUSE.posts
    )


def _front() -> tuple[Fact, ...]:
    there = HOUSE.front
    services = [one for one in there.get("services", SERVICES) if one in SERVICES]
    names = there.get("names", {})
    return _facts(
        address=there.get("address"),
        discreet_address=there.get("discreet_address"),
        telephone=there.get("telephone"),
        name_es=names.get("es"),
        name_ar=names.get("ar"),
        services=tuple(Message(f"desk-house.service.{one}") for one in services),
        elsewhere=Message("desk-house.yes") if there.get("elsewhere") else None,
    )


def _ways() -> tuple[Fact, ...]:
    there = HOUSE.sms
    return _facts(
        mail=Message("desk-house.mail-there" if has_mail_server() else "desk-house.mail-missing"),
        gateway__address=there.get("address"),
        sender=there.get("sender"),
        discreet_sender=there.get("discreet_sender"),
        secret=Message("desk-house.secret-there" if has_sms_secret() else "desk-house.secret-missing") if there.get("address") else None,
    )


def _languages(request: DeskRequest) -> tuple[LanguageEntry, ...]:
    found, may_change = [], request.may("set-languages")
    for language in LANGUAGES:
        reading, there = HOUSE.front.get("languages", {}).get(language, {}), is_offered(language)
        day = None
        with contextlib.suppress(TypeError, ValueError):
            day = dt.date.fromisoformat(str(reading.get("day", "")))
        found.append(
            LanguageEntry(
                name=Message(f"desk-people.language.{language}"),
                is_offered=there,
                is_changed=bool(reading) and not there,
                function=str(reading.get("function", "")),
                day=day,
                href=request.href("house.language", language=language) if may_change else "",
            )
        )
    return tuple(found)


def _lines(request: DeskRequest) -> tuple[LineEntry, ...]:
    declared, gaps, may_change = house_lines(), gaps_by_class(), request.may("set-retention")
    return tuple(
        LineEntry(
            name=Message(f"desk-retention.class.{name}"),
            count=declared[name].period.count if name in declared else 0,
            unit=declared[name].period.unit if name in declared else "",
            ground=ground_of(declared[name]) if name in declared else "",
            approver=declared[name].approver if name in declared else "",
            gaps=gaps.get(name, ()) if name in declared else (Message("desk-retention.gap.no-line"),),
            href=request.href("house.line", record_class=name) if may_change else "",
        )
        for name in STORED
    )
