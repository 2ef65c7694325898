"""The recorder of a drill: it notes what would have left. A drill has no other adapter, whatever the house declares."""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path

from legation.web.consular.crises.handing import Handed, Letter

__all__ = ["FILE", "Recorder"]

FILE = "recorded.jsonl"
"""In the folder of the drill: a line of JSON for each message, with its text; nobody in a drill is real."""


class Recorder:
    """Notes what would have left by a channel."""

    def __init__(self, folder: Path, channel: str) -> None:
        self._path, self._channel = folder / FILE, channel

    def hand_over(self, letter: Letter) -> Handed:
        """Note a message."""
        about = {
            "at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            "channel": self._channel,
            "id": letter.id,
            "to": letter.to,
            "subject": letter.subject,
            "text": letter.body,
        }
        line = json.dumps(about, ensure_ascii=False).encode() + b"\n"
        number = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(number, line)
        finally:
            os.close(number)
        return Handed("handed-over", reference=letter.id)

    def close(self) -> None:
        """Nothing is left open."""
