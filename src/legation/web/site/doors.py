"""Where what a question, or a step of the work, needs is added: the address, for whoever may add it."""

from __future__ import annotations

from legation.dossier.records import TABLES
from legation.sources.packs.pack import packs, read_pack
from legation.sources.registry import filling
from legation.web.forms.model_copy import model_kinds, parts_in
from legation.web.forms.row_form import may_change
from legation.web.runs.lakes import may_see_observations
from legation.web.site.frame import is_shared
from legation.web.site.page import ROUTES, PageRequest
from legation.web.stores.rooms.progress import live_room_of, newest_room

__all__ = ["door_of", "take_fora"]

_OWN = {"evidence": "evidence.add", "readings": "evidence.readings", "votes": "take"}
"""Tables with a form of their own."""
_OF_FORA = frozenset({"processes", "forum_steps", "forum_access"})
"""Tables of fora: while there is no forum, those of a pack are offered."""
_AS_FILES = frozenset({"room"})
"""Kinds of model of which a form alone answers nothing: what was voted comes as files."""


def door_of(request: PageRequest, place: str, about: str = "") -> str:
    """Return the address where something is added: the form of a row or of a model, or the page of uploads for a part without form.

    A kind of model of which the dossier has some leads to their list.

    Parameters
    ----------
    request : PageRequest
    place : str
        As a need gives it (:class:`legation.questions.base.needs.Need`): a table, a kind of part, ``mandate``, ``settings``, a table of the
        lake (``lake:requests``); of several parted by ``|``, the first that has an address.
    about : str
        The part of the live room that it is about; empty: the newest.

    Returns
    -------
    str
        Empty where the person may not add it, or where only an option gives it.
    """
    return next((address for one in place.split("|") if one and (address := _door(request, one, about))), "")


def take_fora(request: PageRequest) -> str:
    """Return where fora of a pack of the product are taken; empty without such a pack."""
    name = next((one for one in packs() if read_pack(one).outline.processes), "")
    return f"{request.href('take')}?record=pack:{name}" if name else ""


def _door(request: PageRequest, place: str, about: str) -> str:
    if place.startswith("lake:"):
        return _observed(request, place.removeprefix("lake:"))
    if place == "mandate":
        return request.href("mandate") if request.scope.audience == "owner" and request.may("share") else ""
    if place == "settings":
        return request.href("settings") if request.may("see-settings") and request.may("edit") else ""
    if place in _OF_FORA and not request.view.processes and request.may(ROUTES["take"].action):
        return take_fora(request)
    if place in TABLES:
        if not is_shared(request, place) or not may_change(request, place):
            return ""
        if place in _OWN and not request.may(ROUTES[_OWN[place]].action):
            return ""
        return request.href(_OWN[place]) if place in _OWN else request.href("rows.new", table=place)
    if place in _LIVE:
        return _live(request, place, about)
    if place in model_kinds() and place not in _AS_FILES:
        if not request.may("edit"):
            return ""
        return request.href("models.kind" if model_kinds()[place].of(parts_in(request.view)) else "models.new", kind=place)
    return request.href("import") if request.may("edit") else ""


_LIVE = {
    "live-room": ("deliberation", "rooms.one", "rooms.new"),
    "live-result": ("deliberation", "rooms.result", ""),
    "live-text": ("drafting", "rooms.one", "rooms.new-text"),
    "live-text-result": ("drafting", "rooms.result", ""),
    "game-log": ("negotiation", "rooms.one", "rooms.new-game"),
    "live-game": ("negotiation", "", "rooms.new-game"),
}
"""By place the kind of the live room, where it is shown, and where one is opened; a game is played anew each time."""


def _live(request: PageRequest, place: str, about: str) -> str:
    """Return the live room that a part is of, else the newest, or what comes of it; where there is none, the form that opens one."""
    if not request.may("hold-rooms"):
        return ""
    kind, there, new = _LIVE[place]
    room = (live_room_of(request.dossier, about, kind) or newest_room(request.dossier, kind)) if there else None
    if room is None:
        return request.href(new) if new in ROUTES else ""
    return request.href(there, room=room)


def _observed(request: PageRequest, table: str) -> str:
    """Return where observations are loaded, with the kind of file that fills a table chosen."""
    if not request.may("observe") or not may_see_observations(request.scope, request.dossier.marking):
        return ""
    source = filling(table)
    return request.href("observations") + (f"?kind={source.id}" if source is not None else "") + "#add"
