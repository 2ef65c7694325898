"""What somebody in a negotiation sends by a form becomes an entry of the room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from legation.rooms.state import as_seen
from legation.web.pages.rooms.negotiation.table import TableView

__all__ = ["ALLOWED", "LONGEST", "Sent", "drafted"]

ALLOWED = frozenset({"offered", "accepted", "rejected", "voted", "spoke", "scored", "released", "erased"})
"""What a browser may write for a seat; the rules of the room say for which role, and when."""
LONGEST = 2_000
"""Signs of a reason or of what is said that the forms let somebody write."""
VOTES = {"yes": 1, "abstain": 0, "no": -1}


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form said: one value of each name, and the sides that were ticked."""

    values: Mapping[str, str]
    to: Sequence[str] = ()

    @classmethod
    def of(cls, form: QueryDict) -> Sent:
        """Return a form without signs that nobody sees."""
        return cls({name: as_seen(str(text)) for name, text in form.items()}, [as_seen(str(one)) for one in form.getlist("to")])

    def text(self, name: str) -> str:
        """Return a text as it was written, without the space around it."""
        return self.values.get(name, "").strip().replace("\r\n", "\n")

    def number(self, name: str) -> int:
        """Return a whole number; -1 where there is none."""
        text = self.values.get(name, "").strip()
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1

    def package(self, table: TableView) -> tuple[int, ...] | None:
        """Return the option that was tapped of each issue; None where one is missing."""
        found = tuple(self.number(f"o{issue}") for issue in range(len(table.issues)))
        return found if table.holds(found) else None

    def chosen(self, table: TableView) -> dict[int, int]:
        """Return the options that were tapped, by issue: of an unfinished package too."""
        numbers = {issue: self.number(f"o{issue}") for issue in range(len(table.issues))}
        return {issue: one for issue, one in numbers.items() if 0 <= one < table.sizes[issue]}


def drafted(sent: Sent, table: TableView, here: str) -> tuple[str, dict[str, Any]]:
    """Return the kind of an entry and what it says; without a kind where the form is none.

    Examples
    --------
    >>> table = TableView(
    ...     issues=(), sides={"us": "Us", "them": "Them"}, public={}, status_quo=None, is_real=False, protocol="free", side_rooms=True,
    ...     has_rule=False, host_side="",
    ... )
    >>> drafted(Sent({"kind": "spoke", "text": " Hello "}, ["them"]), table, "s1")
    ('spoke', {'text': 'Hello', 'to': ['them']})
    >>> drafted(Sent({"kind": "rejected", "offer": "7"}), table, "s1")
    ('rejected', {'offer': 7})
    """
    kind = sent.values.get("kind", "")
    data: dict[str, Any]
    if kind == "offered":
        data = {"package": list(sent.package(table) or ()), **_to(sent), **_said(sent, "reason")}
    elif kind in ("accepted", "rejected"):
        data = {"offer": sent.number("offer"), **_said(sent, "reason")}
    elif kind == "voted":
        data = {"offer": sent.number("offer"), "value": VOTES.get(sent.values.get("value", ""), 9)}
    elif kind == "spoke":
        data = {"text": sent.text("text"), **_to(sent)}
    elif kind == "released":
        data = {"offer": sent.number("offer")}
    elif kind == "erased":
        data = {} if sent.values.get("what") == "points" else {"seat": here}
    else:
        return "", {}
    return kind, data


def _to(sent: Sent) -> dict[str, list[str]]:
    """Return to whom something is said; nobody ticked: all."""
    return {"to": list(dict.fromkeys(sent.to))} if sent.to else {}


def _said(sent: Sent, name: str) -> dict[str, str]:
    return {name: text} if (text := sent.text(name)) else {}
