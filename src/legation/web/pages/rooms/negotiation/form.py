"""The form in which a negotiation is opened: who is played by people, who by bots, for how long, how offers are made, who holds it."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from legation.dossier.models.game import PROTOCOLS, STYLES
from legation.language import Message
from legation.web.forms.site_form import CheckField, SelectField, SiteForm, TextField
from legation.web.pages.rooms.deadline_form import DeadlineForm
from legation.web.pages.rooms.negotiation.offered import Offered
from legation.web.pages.rooms.terms import NOTICE

__all__ = ["PEOPLE", "SHORTEST", "form_of", "minutes_in", "side_field"]

PEOPLE = "people"
"""A side that somebody sits for; else it is one of the styles of bots."""
SHORTEST, LONGEST = 5, 480
"""Minutes of play."""


def side_field(side: str) -> str:
    """Return the name of the field that says who plays a side."""
    return f"side-{side}"


def form_of(offered: Offered, sent: QueryDict | None = None, *, title: str) -> SiteForm | DeadlineForm:
    """Return the form for a game, or for a real session on a negotiation."""
    sides = list(offered.sides.items())
    game = offered.game
    protocols = [(one, Message(f"page-games.protocol-{one.replace(' ', '-')}")) for one in PROTOCOLS]
    host_side = SelectField(
        Message("page-games.host-side"), [("", Message("page-games.host-side-none")), *sides], help=Message("page-games.host-side-help")
    )
    side_rooms = CheckField(
        Message("page-games.side-rooms"), help=Message("page-games.side-rooms-help"), initial=game.side_rooms if game else True
    )
    first: dict[str, Any] = {"title": TextField(Message("page-rooms.title"), initial=title, required=True, limit=120)}
    how: dict[str, Any] = {
        "protocol": SelectField(
            Message("page-games.protocol"), protocols, help=Message("page-games.protocol-help"),
            initial=game.protocol if game else PROTOCOLS[0], required=True,
        ),
        "side_rooms": side_rooms,
        "host_side": host_side,
    }  # fmt: skip
    notice: dict[str, Any] = {
        name: TextField(Message(f"page-rooms.{name}"), required=game is None or name == "host")
        for name in NOTICE
    }  # fmt: skip
    if game is None:
        labels = (Message("page-games.deadline-day"), Message("page-rooms.deadline-time"))
        help_ = Message("page-games.deadline-help")
        return DeadlineForm(sent, time_help=help_, labels=labels, is_needed=False, **first, **how, **notice)
    minutes = TextField(
        Message("page-games.minutes"), help=Message("page-games.minutes-help"), initial=str(game.minutes), required=True, limit=6
    )
    played = [(PEOPLE, Message("page-games.by-people")), *((one, Message(f"page-games.by-bot-{one}")) for one in STYLES)]
    players = {side_field(side): SelectField(name, played, initial=PEOPLE, required=True) for side, name in sides}
    return SiteForm(sent, **first, **players, minutes=minutes, **how, **notice)


def minutes_in(form: SiteForm) -> int:
    """Return the minutes of play that were typed; 0, and the form says why, where they are none."""
    text = str(form.cleaned_data["minutes"])
    minutes = int(text) if text.isascii() and text.isdecimal() else 0
    if not SHORTEST <= minutes <= LONGEST:
        form.refuse("minutes", Message("page-games.minutes-wrong", found=text, least=SHORTEST, most=LONGEST))
        return 0
    return minutes
