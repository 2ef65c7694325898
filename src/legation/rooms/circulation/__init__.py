"""Circulation of a statement: a text goes to those who are invited to associate themselves with it, and who does is counted.

======================================  ======================================================================
:class:`TextVersion`                    a version of the text, and by which terms signatures carry to it
:class:`Response`                       an answer of one that is invited
:func:`status`                          where each stands at a moment, and who is counted
:func:`text_hash`                       the fingerprint of a version, by which a receipt names it
:func:`look_alike`                      names among the invited that a reader takes for one another
======================================  ======================================================================
"""

from __future__ import annotations

from legation.rooms.circulation.alike import REASONS, Alike, look_alike
from legation.rooms.circulation.rows import Response, TextVersion
from legation.rooms.circulation.standing import STATES, Board, Standing, status
from legation.rooms.circulation.text import text_hash

__all__ = ["REASONS", "STATES", "Alike", "Board", "Response", "Standing", "TextVersion", "look_alike", "status", "text_hash"]
