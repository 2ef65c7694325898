"""``debates/NAME.frames.toml``: ways of putting a matter, each given by examples of it and by texts that are near and not it.

One ``[debate]`` says what they are of. Then for each frame a ``[[frame]]`` with its name, its ``examples``, its ``counter_examples``, and
the ``evidence`` whose quotes are further examples. Eight examples and eight texts that are not it are the least, fifty are better; write
them as long as the passages to be read. :func:`template` gives a whole file with notes.
"""

from __future__ import annotations

from pathlib import Path

from legation.language import Lang
from legation.sources.frames_model.model import (
    FOLDER,
    MOST_EXAMPLES,
    SUFFIX,
    FrameGiven,
    FramesModel,
    read_frames_model,
    write_frames_model,
)
from legation.sources.frames_model.seen import frames_seen, is_frames

__all__ = [
    "FOLDER",
    "MOST_EXAMPLES",
    "SUFFIX",
    "FrameGiven",
    "FramesModel",
    "frames_seen",
    "is_frames",
    "read_frames_model",
    "template",
    "write_frames_model",
]


def template(lang: Lang) -> str:
    """Return a small file with comments, to be edited."""
    return Path(__file__).with_name(f"template.{lang}.toml").read_text("utf-8")
