"""What a house has not declared yet, what that blocks, and on which page it is put right; what keeps a wave from leaving comes first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from legation.language import Lang, Message
from legation.web.consular.crises import channels
from legation.web.consular.crises.texts import sendable
from legation.web.consular.house import HOUSE
from legation.web.consular.making import STORED
from legation.web.consular.records.models import Assignment
from legation.web.consular.retention import gaps_by_class, house_lines
from legation.web.front.catalogue import LANGUAGES, texts

__all__ = ["Gap", "is_offered", "unfinished"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Something that is missing.

    Attributes
    ----------
    what, blocks : Message
        What is missing, and what cannot be done for that.
    stops_waves : bool
        Whether no message leaves until it is there.
    route, action : str
        The page on which it is put right, and what its reader must be allowed to do; "" where no page does.
    """

    what: Message
    blocks: Message
    stops_waves: bool = False
    route: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    action: str = ""


def unfinished(lang: Lang) -> tuple[Gap, ...]:
    """Return what is missing in this house; posts are named in a language."""
    return (*_for_waves(), *_of_people(lang), *_of_the_site(), *_of_posts(lang), *_of_lines())


def is_offered(language: str) -> bool:
    """Whether the public site offers a language: somebody whose language it is has read its very text."""
    there = texts(language)
    return there.is_read or HOUSE.front.get("languages", {}).get(language, {}).get("text") == there.fingerprint


def _gap(name: str, **more: Any) -> Gap:
    route, action = more.pop("route", ""), more.pop("action", "administer")
    values, stops_waves = more.pop("at", {}), more.pop("stops_waves", False)
    return Gap(
        what=Message(f"desk-house.gap.{name}", **more),
        blocks=Message(f"desk-house.blocks.{name}"),
        stops_waves=stops_waves,
        route=route,
        values=values,
        action=action if route else "",
    )


def _for_waves() -> Iterator[Gap]:
    if settings.CONSULAR_DRILL:
        return
    if not HOUSE.front.get("address"):
        yield _gap("front", stops_waves=True, route="house.front")
    has_gateway = bool(HOUSE.sms.get("address"))
    if not channels.has_mail_server() and not (has_gateway and channels.has_sms_secret()):
        yield _gap("way", stops_waves=True, route="" if has_gateway else "house.gateway")
    if has_gateway and not channels.has_sms_secret():
        yield _gap("secret")
    if not sendable("wave", in_drill=False):
        yield _gap("text", stops_waves=True, route="texts", action="see-texts")
    if any(post.is_hostile for post in HOUSE.posts):
        if any(one.id == "desk-waves.link-tells" for one in channels.problems(is_discreet=True, texts=())):
            yield _gap("discreet-address", route="house.front")
        if not sendable("discreet", in_drill=False):
            yield _gap("discreet-text", route="texts", action="see-texts")


def _of_people(lang: Lang) -> Iterator[Gap]:
    roles = set(Assignment.objects.filter(account__is_active=True).values_list("role", "post"))
    for post in HOUSE.posts:
        if ("head", post.id) not in roles:
            yield _gap("head", route="assignments", post=post.title(lang))
    if not any(role == "protection" for role, _ in roles):
        yield _gap("protection", route="assignments")


def _of_the_site() -> Iterator[Gap]:
    if not HOUSE.name_fr and not HOUSE.name_en:
        yield _gap("name", route="house.names")
    if not settings.CONSULAR_DRILL and not any(is_offered(one) for one in LANGUAGES):
        yield _gap("language", route="house.language", at={"language": LANGUAGES[0]}, action="set-languages")


def _of_posts(lang: Lang) -> Iterator[Gap]:
    for post in HOUSE.posts:
        if not post.country:
            yield _gap("country", route="house.post", at={"name": post.id}, post=post.title(lang))


def _of_lines() -> Iterator[Gap]:
    for name in STORED:
        if name not in house_lines():
            named = Message(f"desk-retention.class.{name}")
            yield _gap("line", route="house.line", at={"record_class": name}, action="set-retention", record_class=named)
    open_lines = gaps_by_class()
    if open_lines:
        first = next(iter(open_lines))
        yield _gap("lines", route="house.line", at={"record_class": first}, action="set-retention", count=len(open_lines))
