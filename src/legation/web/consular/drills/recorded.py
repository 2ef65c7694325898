"""What a drill's recorder has noted: each message that would have left, a line of JSON in ``recorded.jsonl`` of the drill's folder."""

from __future__ import annotations

import datetime as dt
import json
import os
from dataclasses import dataclass
from pathlib import Path

__all__ = ["FILE", "Recorded", "note", "recorded"]

FILE = "recorded.jsonl"
"""In the folder of the drill: a line of JSON for each message, with its text; nobody in a drill is real."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A message as it was handed over; ``id``: that of the desk's message."""

    id: str
    at: dt.datetime
    channel: str
    to: str
    text: str


def note(folder: Path, channel: str, name: str, to: str, subject: str, text: str, at: dt.datetime) -> None:
    """Note a message; nothing is sent."""
    about = {"at": at.isoformat(timespec="seconds"), "channel": channel, "id": name, "to": to, "subject": subject, "text": text}
    line = json.dumps(about, ensure_ascii=False).encode() + b"\n"
    number = os.open(folder / FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(number, line)
    finally:
        os.close(number)


def recorded(folder: Path) -> list[Recorded]:
    """Return what was noted, each message once, in the order in which it came; a last line that is still being written is left out."""
    place = folder / FILE
    found: dict[tuple[str, str], Recorded] = {}
    for line in place.read_bytes().split(b"\n")[:-1] if place.exists() else ():
        try:
            one = json.loads(line)
            made = Recorded(one["id"], dt.datetime.fromisoformat(one["at"]), one["channel"], one["to"], one["text"])
        except (ValueError, KeyError, TypeError):  # a line that a power cut left unfinished
            continue
        found.setdefault((made.id, made.to), made)
    return list(found.values())
