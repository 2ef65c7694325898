"""What stands on the page of a seat: the statement to vote on and those after it, one's votes, and what became of one's statements."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from legation.language import Message
from legation.rooms.deliberation.hints import hints
from legation.rooms.deliberation.near import near
from legation.rooms.deliberation.rules import REASONS
from legation.web.pages.rooms.moderating import reason_said
from legation.web.pages.rooms.words import readable

__all__ = ["NearStatement", "Receipt", "alike", "hinted", "seat_values"]

AHEAD = 8
"""Statements that come along with the one that is shown, so that whoever loses the connection goes on voting."""
OPEN = {"vote": False, "second": True}
"""Phases in which one votes, and whether on what the host worded for a second round."""
REPORTABLE = tuple(reason for reason in REASONS if reason not in ("copy", "other", "several ideas"))
"""Reasons for which somebody seated may report a statement."""

CHOSEN = 3
"""Of those, how many are chosen by what the room does not know yet; after each vote they are chosen anew."""

Shown = Mapping[str, Any]
Choose = Callable[..., Shown | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What became of a statement, for its author."""

    id: str
    text: str | Message
    state: Message
    reason: Message | str = ""
    of: str | Message = ""
    vote_on: str = ""
    counts: Message | None = None
    is_reported: bool = False
    may_withdraw: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NearStatement:
    """A statement that says nearly what somebody is about to say; ``value`` is their vote on it, where they have cast one."""

    id: str
    text: str
    is_open: bool
    value: int | None


def seat_values(seen: Shown, choose: Choose, called: Mapping[str, str], *, at: str = "", again: str = "", last: str = "") -> dict[str, Any]:
    """Return what the template of a seat shows of what the seat may know.

    Parameters
    ----------
    seen : mapping
        What :func:`legation.rooms.seen_by` returns.
    choose : callable
        Of statements, and the id of the one that is on the screen, the one to vote on next.
    called : mapping
        What organisations are called, by their ids.
    at : str
        The statement that is on the screen.
    again : str
        A statement to vote on anew.
    last : str
        The one that was voted on just now.
    """
    phase, mine = seen["phase"], seen["mine"]
    seen = readable(seen)
    seen |= {"statements": [dict(one) | {"by": called.get(one.get("by", ""), one.get("by"))} for one in seen["statements"]]}
    open_now = [
        one for one in seen["statements"] if one["verdict"] == "in" and not one.get("gone") and OPEN.get(phase) == bool(one.get("second"))
    ]
    by_id = {one["id"]: one for one in seen["statements"] if one["verdict"] == "in"}
    left = [one for one in open_now if one["id"] not in mine]
    anew = next((one for one in open_now if one["id"] == again and again in mine), None)
    cards = ([anew] if anew else []) + _ahead(left, choose, at)
    return {
        "next": cards[0] if cards else None,
        "again": mine[again] if anew else None,
        "ahead": cards[1:],
        "voted": len(open_now) - len(left),
        "count": len(open_now),
        "last": (by_id[last], mine[last]) if last in by_id and last in mine and not anew else None,
        "votes": [(one, mine[one["id"]], one in open_now) for one in by_id.values() if one["id"] in mine],
        "mine": [_receipt(one, seen, by_id, open_now) for one in seen["statements"] if one["id"] in seen["receipts"]],
        "second": [(one, _counts(one)) for one in by_id.values() if one.get("second") and one["seen"] is not None and phase == "closed"],
        "organisations": [dict(one) | {"name": called.get(one["id"], one["id"])} for one in seen.get("organisations", ())],
        "reasons": [(one, reason_said(one)) for one in REPORTABLE],
    }


def _ahead(left: Sequence[Shown], choose: Choose, at: str) -> list[Shown]:
    """Return the statements to vote on next: chosen while one votes, the rest, for whoever loses the connection, as they came."""
    found: list[Shown] = []
    for _ in range(CHOSEN):
        chosen = choose([one for one in left if one not in found], at=at)
        if chosen is None:
            return found
        found.append(chosen)
    return [*found, *(one for one in left if one not in found)][:AHEAD]


def alike(seen: Shown, text: str) -> list[NearStatement]:
    """Return the statements that a seat may see and that say nearly the same, its own that wait among them."""
    there = {one["id"]: one for one in seen["statements"] if one["verdict"] in ("in", None) and not one.get("gone")}
    return [
        NearStatement(
            id=name,
            text=there[name]["text"],
            is_open=there[name]["verdict"] == "in" and OPEN.get(seen["phase"]) == bool(there[name].get("second")),
            value=seen["mine"].get(name),
        )
        for name in near(text, {name: one["text"] for name, one in there.items()})
    ]


def hinted(text: str) -> list[Message]:
    """Return what its author may want to change of a statement before it is sent."""
    return [Message(f"page-rooms.hint-own.{hint.replace(' ', '-')}") for hint in hints(text)]


def _receipt(one: Shown, seen: Shown, by_id: Mapping[str, Shown], open_now: Sequence[Shown]) -> Receipt:
    receipt = seen["receipts"][one["id"]]
    state = "undecided" if seen["phase"] == "closed" and receipt["state"] in ("received", "read") else receipt["state"]
    copied = by_id.get(receipt.get("of", ""))
    return Receipt(
        id=one["id"],
        text=one["text"],
        state=Message(f"page-rooms.receipt.{state}"),
        reason=reason_said(receipt.get("reason", "")),
        of=copied["text"] if copied else "",
        vote_on=copied["id"] if copied and copied in open_now and copied["id"] not in seen["mine"] else "",
        counts=_counts(receipt) if "seen" in receipt else None,
        is_reported="report" in receipt,
        may_withdraw=receipt["state"] in ("received", "read", "in") and "seen" not in receipt and seen["phase"] != "closed",
    )


def _counts(one: Shown) -> Message:
    return Message("page-rooms.counts", agree=one["agree"], disagree=one["disagree"], seen=one["seen"])
