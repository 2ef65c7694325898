"""Where a record is written, and what in it is made constant because it is new each time."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["VOLATILE", "Written"]

VOLATILE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r'(csrfmiddlewaretoken" value=")[^"]*'), r"\1TOKEN"),
    (re.compile(r"(/calendar/)[\w-]{43}(/)"), r"\1SECRET\2"),
    (re.compile(r"(/invitation/)[\w-]{20,}"), r"\1SECRET"),
    (re.compile(r'(,\d{3},|"address": ")[0-9a-f]{16}\b'), r"\1ADDRESS"),  # of who asked, in the trail: keyed by the secret of the site
)
"""What is drawn anew for each site, and what is written in its place. Times are not among it: the clock stands still."""


@dataclass(frozen=True)
class Written:
    """The folder of one part of one example.

    Attributes
    ----------
    out, errors : Path
        Where what is compared goes, and the texts of errors.
    places : tuple of str
        Temporary folders, which are written as ``PLACE``.
    """

    out: Path
    errors: Path
    places: tuple[str, ...] = ()

    def put(self, name: str, data: bytes) -> None:
        """Write bytes as they are."""
        path = self.out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    def put_text(self, name: str, text: str, volatile: Sequence[tuple[str, str]] = ()) -> None:
        """Write a text, what is new each time made constant."""
        self.put(name, self._constant(text, volatile).encode())

    def put_json(self, name: str, data: Any, volatile: Sequence[tuple[str, str]] = ()) -> None:
        """Write plain data, in the order in which it is given."""
        self.put_text(name, json.dumps(data, ensure_ascii=False, indent=1) + "\n", volatile)

    def put_error(self, name: str, text: str) -> None:
        """Write the text of an error, apart from what is compared."""
        path = self.errors / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self._constant(text), "utf-8")

    def _constant(self, text: str, volatile: Sequence[tuple[str, str]] = ()) -> str:
        for place in self.places:
            text = text.replace(place, "PLACE")
        for secret, name in volatile:
            text = text.replace(secret, name)
        for pattern, constant in VOLATILE:
            text = pattern.sub(constant, text)
        return text
