"""A text under negotiation: who proposed what, who stands where, how far it is agreed.

====================================  ======================================================================
:data:`DRAFTING`, :class:`Drafting`   the kind of live room, and the state of one: its ``draft`` is what the functions below take
:func:`fold`, :func:`step`            events become the state of the room
:func:`read_log`, :func:`write_log`   the log as lines of JSON, each with the hash of the one before
:func:`view`, :func:`view_for`        the text clean, bracketed, attributed; for one delegation
:func:`lines`                         the same by paragraph, with the places of brackets
:func:`alternatives`                  the table of alternatives
:func:`blocking`                      who holds which bracket open, alone or with whom
:func:`course`, :func:`lasting`       whether the text comes together, and how long brackets last
:func:`landing`                       which alternative meets the least opposition
:func:`rebase`                        where the words of a proposal stand now
:func:`simulate`                      a negotiation with known truth
====================================  ======================================================================

What an event may be stands in ``event.py``, what may be written in a room in ``rules.py``, what a seat sees of it in ``picture.py``.
An entry says the same as the event of its kind, with the seat's delegation as ``by``: one set of rules takes both.
"""

from __future__ import annotations

from legation.rooms.drafting.convergence import Course, Lasting, course, lasting
from legation.rooms.drafting.event import (
    KINDS,
    LEVELS,
    MODES,
    OPERATIONS,
    SCHEMES,
    STANCES,
    Agreed,
    Asked,
    Broken,
    Brought,
    Closed,
    Confirmed,
    Event,
    Joined,
    Lapsed,
    Linked,
    Opened,
    Paragraph,
    Proposed,
    Referred,
    Reopened,
    Reserved,
    Stood,
)
from legation.rooms.drafting.fold import fold, step
from legation.rooms.drafting.kind import DRAFTING
from legation.rooms.drafting.log import chained, entries_of, event_from, event_to, read_log, write_log
from legation.rooms.drafting.obstacles import SILENT, Blocking, Landing, blocking, landing
from legation.rooms.drafting.proposals import Rebased, anchor, rebase
from legation.rooms.drafting.room import Drafting
from legation.rooms.drafting.simulator import Simulated, Truth, simulate
from legation.rooms.drafting.state import (
    CHAIR,
    Held,
    Membership,
    Package,
    Past,
    Silence,
    Stance,
    State,
    Unit,
    cut,
    joined,
    opposing,
    print_of,
    standing,
    supporting,
    voices,
)
from legation.rooms.drafting.views import VIEWS, Alternatives, Line, alternatives, lines, view, view_for

__all__ = [
    "CHAIR",
    "DRAFTING",
    "KINDS",
    "LEVELS",
    "MODES",
    "OPERATIONS",
    "SCHEMES",
    "SILENT",
    "STANCES",
    "VIEWS",
    "Agreed",
    "Alternatives",
    "Asked",
    "Blocking",
    "Broken",
    "Brought",
    "Closed",
    "Confirmed",
    "Course",
    "Drafting",
    "Event",
    "Held",
    "Joined",
    "Landing",
    "Lapsed",
    "Lasting",
    "Line",
    "Linked",
    "Membership",
    "Opened",
    "Package",
    "Paragraph",
    "Past",
    "Proposed",
    "Rebased",
    "Referred",
    "Reopened",
    "Reserved",
    "Silence",
    "Simulated",
    "Stance",
    "State",
    "Stood",
    "Truth",
    "Unit",
    "alternatives",
    "anchor",
    "blocking",
    "chained",
    "course",
    "cut",
    "entries_of",
    "event_from",
    "event_to",
    "fold",
    "joined",
    "landing",
    "lasting",
    "lines",
    "opposing",
    "print_of",
    "read_log",
    "rebase",
    "simulate",
    "standing",
    "step",
    "supporting",
    "view",
    "view_for",
    "voices",
    "write_log",
]
