"""What is told to few in a drafting room, and said to be received: caucuses, confidences; and what is taken back."""

from __future__ import annotations

from dataclasses import replace

from legation.rooms.drafting import brackets
from legation.rooms.drafting.room import Confidence, Drafting, Shown, voices_of
from legation.rooms.drafting.speaking import actor_in, check_takes_part, data_of, is_chair, is_gone
from legation.rooms.entry import Entry
from legation.rooms.refused import Refused

__all__ = ["confided", "received", "released", "shown", "withdrawn"]


def received(state: Drafting, entry: Entry) -> None:
    """Note that a delegation has received something."""
    what = data_of(entry)["what"]
    desk, actor = state.desk, actor_in(state, entry)
    caucus = state.shown.get(what)
    known = what in desk.brackets or what in desk.closed_in or what in desk.silences or what in map(str, range(1, len(desk.versions) + 1))
    own = voices_of(state.seat(entry.by, entry))
    is_theirs = caucus is not None and (caucus.is_of(own, chairs=is_chair(state, entry)) or not set(own).isdisjoint(caucus.to))
    if not known and not is_theirs and state.desk.strict:
        raise Refused("unknown", entry.number, field="what", found=what)
    actors = state.received.get(what, {})
    state.received[what] = {**actors, actor: actors.get(actor, frozenset()) | {entry.by}}


def shown(state: Drafting, entry: Entry) -> None:
    """Show a caucus to those whom it is for."""
    check_takes_part(state, entry)
    data = data_of(entry)
    there = {name for seat in state.seats.values() if not seat.removed for name in voices_of(seat)}
    to = tuple(dict.fromkeys(data["to"]))
    stranger = next((name for name in to if name not in there), None)
    if not to or (stranger is not None and state.desk.strict):
        raise Refused("unknown", entry.number, field="to", found=stranger or "-")
    targets = tuple(data.get("targets", ()))
    for name in targets:
        if name not in state.desk.brackets and name not in state.desk.units:
            raise Refused("unknown", entry.number, field="targets", found=name)
    if data["id"] in state.shown and state.desk.strict:
        raise Refused("twice", entry.number, found=data["id"])
    state.received.pop(data["id"])
    state.shown[data["id"]] = Shown(
        id=data["id"],
        author=actor_in(state, entry),
        seat=entry.by,
        to=to,
        title=data["title"],
        text=data.get("text", ""),
        targets=targets,
        of_chair=is_chair(state, entry),
    )


def withdrawn(state: Drafting, entry: Entry) -> None:
    """Take back one's own caucus, offer or proposal; of a proposal as long as nobody else has spoken on it."""
    name = data_of(entry)["id"]
    own = set(voices_of(state.seat(entry.by, entry)))
    caucus, offer, bracket = state.shown.get(name), state.offers.get(name), state.desk.brackets.get(name)
    if caucus is not None and (caucus.is_of(own, chairs=is_chair(state, entry)) or caucus.seat == entry.by or not state.desk.strict):
        check_takes_part(state, entry)
        del state.shown[name]
        state.received.pop(name)
    elif offer is not None and (offer.seat == entry.by or own & {offer.event.by} or not state.desk.strict):
        del state.offers[name]
    elif bracket is not None and caucus is None:
        _take_back(state, entry, own)
    elif not (state.is_cut or not state.desk.strict):
        raise Refused("unknown", entry.number, field="id", found=name)


def _take_back(state: Drafting, entry: Entry, own: set[str]) -> None:
    check_takes_part(state, entry)
    desk, bracket = state.desk, state.desk.brackets[data_of(entry)["id"]]
    if desk.strict and not is_gone(state, entry) and (not bracket.seat or not own & set(bracket.by)):
        raise Refused("no-role", entry.number)
    said = [pair for name in (bracket.id, f"{bracket.id}.was") for pair in desk.said(name).items()]
    spoken = {actor for actor, one in said if one.public and not one.implied_by}
    if desk.strict and spoken - own - set(bracket.by):
        raise Refused("still-opposed", entry.number)
    if not bracket.verb and any(
        one.id != bracket.id and bracket.start <= one.start and one.end <= bracket.end for one in desk.over(bracket.unit)
    ):
        raise Refused("conflict", entry.number)
    brackets.withdrawn(desk, bracket)


def confided(state: Drafting, entry: Entry) -> None:
    """Tell the chair alone."""
    check_takes_part(state, entry)
    data = data_of(entry)
    target = data.get("target", "")
    if target and target not in state.desk.brackets and target not in state.desk.units:
        raise Refused("unknown", entry.number, field="target", found=target)
    if data["id"] in state.confided:
        raise Refused("twice", entry.number, found=data["id"])
    state.confided[data["id"]] = Confidence(id=data["id"], actor=actor_in(state, entry), seat=entry.by, text=data["text"], target=target)


def released(state: Drafting, entry: Entry) -> None:
    """Let all know what was told to the chair alone."""
    check_takes_part(state, entry)
    name = data_of(entry)["id"]
    found = state.confided.get(name)
    if found is None or (found.actor not in voices_of(state.seat(entry.by, entry)) and state.desk.strict):
        if found is None and (state.is_cut or not state.desk.strict):
            return
        raise Refused("unknown", entry.number, field="id", found=name)
    state.confided[name] = replace(found, released=True)
