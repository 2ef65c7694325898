"""What a browser sends for a seat, as a draft: of no kind, so that it is refused, where it is not a browser's to send."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from legation.language import LANGUAGES
from legation.rooms.kinds import room_kind
from legation.rooms.state import is_drawn
from legation.web.rooms.desk import DESK, Draft

__all__ = ["draft_sent"]


def draft_sent(room: str, kind: str, data: dict[str, Any], key: str, allowed: Collection[str]) -> Draft:
    """Return what a browser sent; ``allowed`` are the kinds of entries that it may write.

    Keys and ids stand in the log for good, and a language with the words: none of them is a place for words of one's own.
    """
    if kind not in allowed or not is_drawn(key) or data.get("language") not in (None, *LANGUAGES):
        return Draft(kind="", data=data, key=key)
    is_taken = _has_ids(room, kind, data, at_least=0) or _has_ids(room, kind, data)  # another process may know more
    return Draft(kind=kind if is_taken else "", data=data, key=key)


def _has_ids(room: str, kind: str, data: dict[str, Any], at_least: int | None = None) -> bool:
    """Whether a room takes the ids that a browser sent, as it is now or is known here."""
    with DESK.reading(room, at_least) as live:
        declared = room_kind(live.kind).entries.get(kind)
        if declared is None or live.state is None:
            return False
        said = [(declared.fields[name], value) for name, value in data.items() if name in declared.fields and declared.fields[name].is_id]
        ids = [one for of, value in said if of.needed or value not in (None, "") for one in (value if isinstance(value, list) else [value])]
        return all(live.state.takes_id(str(one)) for one in ids)
