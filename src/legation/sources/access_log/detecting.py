"""Which format a log has, by its first lines."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from legation.errors import CannotRead, WrongUse
from legation.language import Message
from legation.sources.access_log.formats import FORMATS, LAYOUTS, fields_directive, kept_apart
from legation.sources.access_log.layout import Layout, from_string
from legation.sources.access_log.unpacking import Text

__all__ = ["Detected", "Way", "detected", "format_of", "way_of"]

JSON = frozenset({"json", "caddy", "traefik_json"})
DIRECTED = frozenset({"w3c", "cloudfront"})
_SAMPLE = 262_144
_LINES = 400


@dataclass(frozen=True, slots=True)
class Detected:
    """The format that the first lines of a log have.

    Attributes
    ----------
    format : str
        A name of ``FORMATS``; empty where the log holds no line.
    certainty : float
        The share of the lines looked at that this format reads, 0 to 1.
    lines : int
        Lines looked at, 400 at most.
    """

    format: str
    certainty: float
    lines: int


@dataclass(frozen=True, slots=True)
class Way:
    """How the lines of a log are read: by one layout, as JSON, or by the layouts that the log itself names."""

    name: str
    layout: Layout | None = None

    @property
    def json(self) -> bool:
        """Whether each line is a JSON object."""
        return self.name in JSON

    @property
    def directed(self) -> bool:
        """Whether lines of the log say how the others are laid out."""
        return self.name in DIRECTED


def format_of(path: str | Path) -> Detected:
    """Return the format of a log, and how sure that is.

    Parameters
    ----------
    path : str or Path
        One file, packed or not.

    Raises
    ------
    CannotRead
        Where the file cannot be read, or no format reads any of its first lines.
    """
    place = Path(path)
    return detected(Text(place).head(_SAMPLE), str(place))


def way_of(form: str, head: bytes, path: str) -> tuple[Way, float]:
    """Return how a log is read whose format was asked for, or is told by its first bytes (``auto``), and the certainty.

    Raises
    ------
    WrongUse
        Where no format has that name, and it is no format string.
    """
    certainty = 1.0
    if form == "auto":
        found = detected(head, path)
        form, certainty = found.format or "common", found.certainty
    name = kept_apart(form)
    if name in LAYOUTS:
        return Way(name, LAYOUTS[name]), certainty
    if name in FORMATS:
        return Way(name), certainty
    if "%" in form or "$" in form:
        return Way(form, from_string(form)), certainty
    raise WrongUse(Message("sources.log-format", found=form, allowed=", ".join(FORMATS)))


def detected(head: bytes, path: str) -> Detected:
    """Return the format of a text by its beginning; as :func:`format_of`."""
    whole = head if len(head) < _SAMPLE else head[: head.rfind(b"\n") + 1] or head
    every = whole.removeprefix(b"\xef\xbb\xbf").splitlines()
    directive = next((line for line in every[:_LINES] if line.startswith(b"#Fields:")), None)
    lines = [line for line in every if line.strip() and not line.startswith(b"#")][:_LINES]
    if directive is not None:
        layout = fields_directive(directive.decode("utf-8", "replace"))
        return Detected(layout.name, _read(lines, layout)[0] if lines else 1.0, len(lines))
    if not lines:
        return Detected("", 1.0, 0)
    if sum(line.lstrip().startswith(b"{") for line in lines) * 2 > len(lines):
        named = Counter(filter(None, map(_json_format, lines)))
        if named:
            return Detected(named.most_common(1)[0][0], named.total() / len(lines), len(lines))
    scores = {name: _read(lines, layout) for name, layout in LAYOUTS.items()}
    best = max(scores, key=lambda name: scores[name][1])
    if not scores[best][1]:
        raise CannotRead(Message("sources.log-unknown", path=path, formats=", ".join(FORMATS)))
    return Detected(best, scores[best][0], len(lines))


def _json_format(line: bytes) -> str:
    from legation.sources.access_log.json_lines import json_name, line_of

    return "" if isinstance(line_of(line), int) else json_name(json.loads(line))


def _read(lines: list[bytes], layout: Layout) -> tuple[float, float]:
    """Return the share of the lines that a layout reads, and their useful fields, an address that is one counting twice."""
    from legation.sources.access_log.cleaning import network
    from legation.sources.access_log.cutting import ADDRESS, by_layout

    cut = by_layout(b"\n".join(lines), layout)
    good = np.flatnonzero((cut.state == 0) | (cut.state == 6))
    useful = sum(field.kind != "skip" for field in layout.fields)
    start, end = cut.start[:, ADDRESS], cut.end[:, ADDRESS]
    placed = sum(start[at] >= 0 and network(cut.text[start[at] : end[at]]) is not None for at in good.tolist())
    return len(good) / max(1, len(lines)), float(useful * len(good) + placed)
