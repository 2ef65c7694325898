"""An offer as a seat reads it, written once: a table is read again at each move, and few of its offers have changed.

Nothing is kept of what may be taken away: of a real session, and of anybody's own words.
"""

from __future__ import annotations

import functools
import secrets
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import get_template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from legation.language import Lang
from legation.web.pages.rooms.negotiation.offers import Change, OfferView
from legation.web.pages.rooms.negotiation.saying import LONGEST

__all__ = ["offer_cards"]

TEMPLATE = "rooms/game_offer_card.html"
_TOKEN = secrets.token_hex(16)
"""Stands in what is kept for the token against forgery, which each answer has its own."""
MOST = 8_192
"""Offers that are kept, each as one side reads it in one language: some 20 MB."""


def offer_cards(request: HttpRequest, room: str, offers: Sequence[OfferView], *, may_offer: bool, is_real: bool) -> list[SafeString]:
    """Return offers as they stand on a page, in their order."""
    lang: Lang = request.lang  # type: ignore[attr-defined]  # set by LanguageMiddleware
    has_deal = any(one.is_deal for one in offers)
    token = get_token(request) if offers else ""
    cards = []
    for one in offers:
        write: Any = _written if is_real or one.reason or any(why for _, why in one.rejected) else _cached
        cards.append(mark_safe(write(room, lang, one, has_deal, may_offer).replace(_TOKEN, token)))  # noqa: S308 - a template's
    return cards


def _written(room: str, lang: Lang, one: OfferView, has_deal: bool, may_offer: bool) -> str:  # noqa: FBT001 - what tells cards apart
    """Return an offer as it stands on a page, written anew."""
    return _card(room, lang, one, has_deal, may_offer, _changes(one.whole, lang))


def _card(room: str, lang: Lang, one: OfferView, has_deal: bool, may_offer: bool, whole: SafeString) -> str:  # noqa: FBT001 - as above
    values = {"lang": lang, "one": one, "deal": has_deal, "may_offer": may_offer, "longest": LONGEST, "csrf_token": _TOKEN, "whole": whole}
    values |= {"write": reverse("room-write", args=[room]), "at": reverse("room-seat", args=[room])}
    return str(get_template(TEMPLATE).render(values))


def _changes(changes: tuple[Change, ...], lang: Lang) -> SafeString:
    return mark_safe(get_template("rooms/game_changes.html").render({"changes": changes, "lang": lang}))  # noqa: S308 - a template's


_whole = functools.lru_cache(MOST)(_changes)
"""A whole package is the same for every side."""


@functools.lru_cache(MOST)
def _cached(room: str, lang: Lang, one: OfferView, has_deal: bool, may_offer: bool) -> str:  # noqa: FBT001 - what tells cards apart
    return _card(room, lang, one, has_deal, may_offer, _whole(one.whole, lang))
