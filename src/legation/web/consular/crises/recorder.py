"""The recorder of a drill: it notes what would have left. A drill has no other adapter, whatever the house declares."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from legation.web.consular.crises.handing import Handed, Letter
from legation.web.consular.drills.recorded import note

__all__ = ["Recorder"]


class Recorder:
    """Notes what would have left by a channel."""

    def __init__(self, folder: Path, channel: str) -> None:
        self._folder, self._channel = folder, channel

    def hand_over(self, letter: Letter) -> Handed:
        """Note a message."""
        note(self._folder, self._channel, letter.id, letter.to, letter.subject, letter.body, dt.datetime.now(dt.UTC))
        return Handed("handed-over", reference=letter.id)

    def close(self) -> None:
        """Nothing is left open."""
