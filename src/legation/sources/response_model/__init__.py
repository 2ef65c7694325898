"""``incidents/NAME.response.toml``: what a desk knows and asks for when it weighs the response to an incident.

One ``[response]`` says who acts, with what probability the party held responsible did it, and whether evidence can be made public.
``[held]`` says who holds whom responsible: without a holder nobody is named. Then, each row with its evidence and the date from which it
was known:

- ``[[condition]]``: a legal condition, answered ``yes``, ``no`` or ``unknown``; ``yes`` and ``no`` need a reference, a note or evidence;
- ``[[criterion]]``: a criterion of proportionality; ``[[ground]]``: a ground of a listing with the public items that prove it;
- ``[[threshold]]``: what the desk asks for in place of the proposed minimum, and why;
- ``[[cost]]``, ``[[reply]]``: who bears what; how the other side could reply, and the way out;
- ``[[element]]``: what would have to be shown for a norm of 2015; ``[features]``, ``[[precedent]]``: what to compare it with;
- ``[deterrence]``: what the other side may believe, as ranges.

:func:`template` gives a whole file with notes. A part holds at most 200 tables of one name and 1 MB. Names of natural persons do not belong
here: a person goes by role.
"""

from __future__ import annotations

from pathlib import Path

from legation.language import Lang
from legation.sources.response_model.model import ResponseModel
from legation.sources.response_model.reading import FOLDER, SUFFIX, read_response_model
from legation.sources.response_model.records import (
    Answered,
    Cost,
    Criterion,
    Demand,
    Game,
    Grounded,
    HeldBy,
    Precedent,
    Reply,
    Stake,
)
from legation.sources.response_model.writing import write_response_model

__all__ = [
    "FOLDER",
    "SUFFIX",
    "Answered",
    "Cost",
    "Criterion",
    "Demand",
    "Game",
    "Grounded",
    "HeldBy",
    "Precedent",
    "Reply",
    "ResponseModel",
    "Stake",
    "read_response_model",
    "template",
    "write_response_model",
]


def template(lang: Lang) -> str:
    """Return a small file with comments, to be edited."""
    return Path(__file__).with_name(f"template.{lang}.toml").read_text("utf-8")
