"""The pages of each kind of room, in one place; it stands beside :mod:`legation.web.pages.rooms.kinds`, which these pages ask."""

from __future__ import annotations

from legation.language import Message
from legation.web.pages.rooms import hosting, voting
from legation.web.pages.rooms.drafting import host, saying
from legation.web.pages.rooms.drafting import seat as text_seat
from legation.web.pages.rooms.kinds import OF_GAME, OF_TEXT, RoomPages, declare
from legation.web.pages.rooms.negotiation import host as game_host
from legation.web.pages.rooms.negotiation import rules as game_rules
from legation.web.pages.rooms.negotiation import seat as game_seat

declare(
    {
        "deliberation": RoomPages(
            what=Message("page-draft-chair.is-deliberation"),
            new="rooms.new",
            host=hosting.hosted,
            seat=voting.shown,
            write=voting.write,
            allowed=voting.ALLOWED,
        ),
        "drafting": RoomPages(
            what=Message("page-draft-chair.is-drafting"),
            new="rooms.new-text",
            host=host.hosted,
            seat=text_seat.shown,
            write=text_seat.write,
            allowed=saying.ALLOWED,
            rules=host.rules_of,
            comes_as="observer",
            sits_as="delegate",
            leaving=OF_TEXT,
            is_negotiated=True,
        ),
        "negotiation": RoomPages(
            what=Message("page-games.is-negotiation"),
            new="rooms.new-game",
            host=game_host.hosted,
            seat=game_seat.shown,
            write=game_seat.write,
            allowed=game_seat.ALLOWED,
            rules=game_rules.rules_of,
            comes_as="observer",
            sits_as="delegate",
            leaving=OF_GAME,
            is_played=True,
        ),
    }
)
