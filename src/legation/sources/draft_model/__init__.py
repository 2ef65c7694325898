"""``drafts/NAME.toml``: a text under negotiation, its versions, and who said what of which words.

One ``[draft]`` says which text it is and by what rules the room works. Then, each row with its date, its evidence and its marking:

- ``[[version]]``: a version of the text, whose words lie in ``drafts/NAME/*.txt`` with brackets as they are written;
- ``[[party]]``: how the text writes an actor, and for whom it speaks from when to when;
- ``[[stance]]``: what an actor said of the words of a bracket, or of a paragraph; nothing is said for an actor that was silent;
- ``[[agreement]]``, ``[[package]]``: the level that a paragraph reached; what goes together;
- ``[[silence]]``, ``[[broken]]``: a silence procedure, and who broke it.

``drafts/adopted.toml`` lists adopted texts, with the roll call in which each was voted on; their words lie in ``drafts/adopted/*.txt``.

:func:`template` gives a whole file with notes. A part holds at most 200 tables of one name and 1 MB. Names of natural persons do not belong
here: a person goes by role.
"""

from __future__ import annotations

from pathlib import Path

from legation.language import Lang
from legation.sources.draft_model.adopted import ADOPTED, AdoptedList, read_adopted_list, write_adopted_list
from legation.sources.draft_model.model import DraftModel
from legation.sources.draft_model.reading import FOLDER, SUFFIX, read_draft_model
from legation.sources.draft_model.records import (
    KINDS,
    LEVELS,
    SCHEMES,
    STANCES,
    AdoptedText,
    Agreement,
    Bundle,
    Objection,
    Party,
    Said,
    SilenceAsked,
    Version,
)
from legation.sources.draft_model.seen import drafts_seen, is_draft
from legation.sources.draft_model.texts import text_faults, text_of
from legation.sources.draft_model.writing import write_draft_model

__all__ = [
    "ADOPTED",
    "FOLDER",
    "KINDS",
    "LEVELS",
    "SCHEMES",
    "STANCES",
    "SUFFIX",
    "AdoptedList",
    "AdoptedText",
    "Agreement",
    "Bundle",
    "DraftModel",
    "Objection",
    "Party",
    "Said",
    "SilenceAsked",
    "Version",
    "drafts_seen",
    "is_draft",
    "read_adopted_list",
    "read_draft_model",
    "template",
    "text_faults",
    "text_of",
    "write_adopted_list",
    "write_draft_model",
]


def template(lang: Lang) -> str:
    """Return a small file with comments, to be edited."""
    return Path(__file__).with_name(f"template.{lang}.toml").read_text("utf-8")
