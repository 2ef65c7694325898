"""The pages of each kind of room, in one place; it stands beside :mod:`legation.web.pages.rooms.kinds`, which these pages ask."""

from __future__ import annotations

from legation.language import Message
from legation.web.pages.rooms import hosting, voting
from legation.web.pages.rooms.drafting import host, saying
from legation.web.pages.rooms.drafting import seat as text_seat
from legation.web.pages.rooms.kinds import RoomPages, declare

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
        ),
    }
)
