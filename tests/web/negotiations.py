"""A room of the small dossier in which three delegations, an observer and a chair negotiate a text."""

from __future__ import annotations

from typing import Any

from web.seated_room import SeatedRoom

from legation.web.rooms import seats

__all__ = ["TEXT", "negotiated"]

TEXT = [
    {"id": "a", "label": "1", "text": "Recalls the earlier report."},
    {"id": "b", "label": "2", "text": "States should act with care."},
    {"id": "c", "label": "3", "text": "Invites the Chair to go on."},
]


def negotiated(site: Any, **settings: Any) -> SeatedRoom:
    """Open the room: FRA proposes, RUS objects, DEU objects without saying so in public, an observer offers, a silence is broken."""
    given = {"inside": "organisation", "leaves": "attributed", "silence_accepts": True, **settings}
    title = {"en": "Norms of conduct", "fr": "Normes de conduite"}
    room = seats.open_room(
        site.dossier, site.people["owner"], "drafting", given, title=title, notice={"host": {"en": "The desk", "fr": "Le bureau"}}
    )
    made = SeatedRoom(room)
    made.seats["host"] = str(seats.seat_by_account(room, None, "host"))
    made.seat("chair", "chair")
    for who in ("FRA", "RUS", "DEU"):
        made.seat(who, "delegate", organisation=who)
    made.seat("observer", "observer", organisation="CANARY-NGO")
    made.seat("projector", "projector")
    made.writes("chair", "brought", kind="zero", paragraphs=TEXT)
    made.writes("FRA", "proposed", id="p1", operation="replace", unit="b", start=1, end=2, text="shall")
    made.writes("RUS", "stood", target="p1", stance="oppose")
    made.writes("DEU", "stood", target="p1", stance="oppose", public=False)
    made.writes("FRA", "proposed", id="p2", operation="insert", unit="c", start=2, end=2, text="and the bureau")
    made.writes("chair", "closed", bracket="p2", mode="accepted")
    made.writes("FRA", "reserved", unit="a", text="Pending instructions.")
    made.writes("DEU", "confided", id="c1", text="CANARY confidence", target="p1")
    made.writes("chair", "shown", id="s1", to=["FRA"], title="CANARY caucus", text="CANARY text")
    return made
