"""A deadline: a time on the clocks of a zone, and what is wrong with one that these clocks never show, or show twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from legation import moment
from legation.dossier.kind import Code
from legation.errors import BadValue

__all__ = ["LOCAL_TIME", "ZONE", "DeadlineFault", "deadline_faults"]

LOCAL_TIME = Code(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})?", "YYYY-MM-DDThh:mm")
"""A local time; of one that is shown twice its distance from UTC stands behind it."""
ZONE = Code(r"[A-Za-z]+(/[\w+-]+)*", "Europe/Paris | ...")


class DeadlineFault(NamedTuple):
    """What is wrong: the code of the problem, whether the zone is meant and not the time, what must be there, what was found."""

    code: str
    in_zone: bool
    allowed: str
    found: Any = ""


def deadline_faults(text: str, zone: str) -> Iterator[DeadlineFault]:
    """Yield what is wrong with a deadline; an empty one is none.

    >>> [fault.code for fault in deadline_faults("2026-03-29T02:30", "Europe/Paris")], list(deadline_faults("", ""))
    (['no-such-time'], [])
    """
    if text and not zone:
        yield DeadlineFault("deadline-without-zone", in_zone=True, allowed=ZONE.allowed)
    elif zone and zone not in moment.zones():
        yield DeadlineFault("no-zone", in_zone=True, allowed=ZONE.allowed, found=zone)
    elif text:
        try:
            moment.typed(text, zone)
        except moment.NoSuchTime as error:
            following = moment.local(error.next, zone).isoformat(timespec="minutes")
            yield DeadlineFault("no-such-time", in_zone=False, allowed=f">= {following}", found=text)
        except moment.TwoSuchTimes as error:
            there = [moment.offset(one, zone) for one in error.both]
            yield DeadlineFault("two-such-times", in_zone=False, allowed=" | ".join(f"{text}{one}" for one in there), found=text)
        except BadValue:
            yield DeadlineFault("impossible-deadline", in_zone=False, allowed=LOCAL_TIME.allowed, found=text)
