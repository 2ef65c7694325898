"""Frames: ways of putting a matter, learnt from examples and counted over many texts.

======================  ==========================================================================
:class:`Frame`          a name, examples, and texts that are near but not it
:func:`lessons`         the texts to learn from, in order; for these vectors may be made
:func:`learn`           a reader of the frames, with its skill on texts held out
:class:`FrameReader`    chances, what is read and what is in doubt; to and from JSON
:func:`frame_shares`    shares of texts in each frame, corrected for the reader's mistakes
======================  ==========================================================================
"""

from __future__ import annotations

from legation.methods.text.frames.frame import FEWEST, Frame, Lessons, lessons
from legation.methods.text.frames.learning import learn
from legation.methods.text.frames.model import FrameReader, Skill
from legation.methods.text.frames.shares import FrameShare, frame_shares

__all__ = ["FEWEST", "Frame", "FrameReader", "FrameShare", "Lessons", "Skill", "frame_shares", "learn", "lessons"]
