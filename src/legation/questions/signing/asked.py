"""What who-would-sign is asked about: the matter, the first mover, and the circles and groups in which candidates are looked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from legation.errors import NotAvailable
from legation.language import Message
from legation.questions.case import Case
from legation.questions.signing.acts import Attribution, attributions
from legation.questions.signing.traits import Asked

__all__ = ["asked_for"]

AREA = "who-would-sign"


def asked_for(case: Case, options: Mapping[str, Any]) -> tuple[Attribution, str, Asked]:
    """Return the matter, its first mover and what was asked.

    Raises
    ------
    NotAvailable
        Nobody is entered as accused, or nobody has spoken yet and no first mover is given.
    """
    every = attributions(case)
    wanted = options["coalition"] or every[-1].name
    matter = next(one for one in every if one.name == wanted)
    if not options["accused"]:
        raise NotAvailable(Message(f"{AREA}.no-accused", coalition=wanted))
    first = options["first"] or (matter.first if matter.is_joint else "")
    if not first:
        raise NotAvailable(Message(f"{AREA}.no-first", coalition=wanted, as_of=case.as_of))
    others = options["precedents"] or tuple(one.name for one in every if one.acts)
    return (
        matter,
        first,
        Asked(
            accused=options["accused"],
            issue=options["issue"] or "",
            partners=options["partners"] or (),
            unions=options["unions"] or (),
            hurdles=options["hurdles"] or (),
            precedents=tuple(name for name in others if name != wanted),
        ),
    )
