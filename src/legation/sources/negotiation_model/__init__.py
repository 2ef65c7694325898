"""``negotiations/NAME.toml``: a deal of several issues, what it is worth to whom, and what was offered.

One ``[negotiation]`` says what is negotiated, between which days, how the parties decide, and what holds without a deal. Then, each row
with its evidence and its marking:

- ``[[party]]``: who negotiates, with its weight where votes are counted;
- ``[[issue]]`` with ``[[issue.option]]``: what is to be settled, and how it can be;
- ``[[worth]]``: what the options of an issue are worth to a party, in points, each a number or ``[low, value, high]``: a judgement that
  somebody signs;
- ``[[card]]``, ``[[ranking]]``: whole packages, and how a party ranks them; how much each issue matters to it then follows from that;
- ``[[floor]]``: the points below which a party is thought to sign nothing;
- ``[[offer]]``: a package that was offered, by whom and when;
- ``[[agreed]]``: what was agreed in the end.

Our own floor and red lines never stand here: they belong in ``mandate.toml``, under ``[negotiation.NAME]``, which owners alone see.

:func:`template` gives a whole file with notes. A part holds at most 200 tables of one name and 1 MB. Names of natural persons do not belong
here: a person goes by role.
"""

from __future__ import annotations

from pathlib import Path

from legation.language import Lang
from legation.sources.negotiation_model.model import NegotiationModel
from legation.sources.negotiation_model.reading import FOLDER, SUFFIX, read_negotiation_model
from legation.sources.negotiation_model.records import BASES, CONFIDENCES, Agreed, Card, Choice, Floor, Matter, Offer, Party, Ranking, Worth
from legation.sources.negotiation_model.seen import is_negotiation, negotiations_seen
from legation.sources.negotiation_model.writing import model_of, write_negotiation_model

__all__ = [
    "BASES",
    "CONFIDENCES",
    "FOLDER",
    "SUFFIX",
    "Agreed",
    "Card",
    "Choice",
    "Floor",
    "Matter",
    "NegotiationModel",
    "Offer",
    "Party",
    "Ranking",
    "Worth",
    "is_negotiation",
    "model_of",
    "negotiations_seen",
    "read_negotiation_model",
    "template",
    "write_negotiation_model",
]


def template(lang: Lang) -> str:
    """Return a small file with comments, to be edited."""
    return Path(__file__).with_name(f"template.{lang}.toml").read_text("utf-8")
