"""The kinds of happenings that lines of time of several questions mark alike."""

from __future__ import annotations

from collections.abc import Mapping

from legation.figures.kit.timeline import Kind
from legation.language import Message

__all__ = ["KINDS"]


KINDS: Mapping[str, Kind] = {
    "incident": Kind(Message("figures.timeline.kind.incident"), "!", "diamond", "ink"),
    "word": Kind(Message("figures.timeline.kind.word"), Message("figures.timeline.letter.word"), "circle", "first"),
    "vote": Kind(Message("figures.timeline.kind.vote"), "V", "shield", "ink"),
    "step": Kind(Message("figures.timeline.kind.step"), "›", "flag", "ink"),
    "digital": Kind(Message("figures.timeline.kind.digital"), Message("figures.timeline.letter.digital"), "circle", "first"),
    "cyber": Kind(Message("figures.timeline.kind.cyber"), "C", "square", "second"),
    "both": Kind(Message("figures.timeline.kind.both"), Message("figures.timeline.letter.both"), "hexagon", "third"),
    "neither": Kind(Message("figures.timeline.kind.neither"), "–", "diamond", "quiet"),
    "unfiled": Kind(Message("figures.timeline.kind.unfiled"), "?", "diamond", "quiet"),
    "activity": Kind(Message("figures.timeline.kind.activity"), "A", "square", "second"),
}
"""In the order of the key."""
