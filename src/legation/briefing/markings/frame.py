"""Which marking a paper or an answer bears: that of its dossier, and at least TLP:AMBER where it lists whom to approach."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any

from legation.briefing.document import Document
from legation.briefing.markings.labels import label_of
from legation.dossier import MARKINGS, Dossier
from legation.language import Lang, say
from legation.questions import Case
from legation.questions.base.registry import is_question

__all__ = ["APPROACHING", "FLOOR", "GIVEN_OUT", "at_least", "frame_marking", "marked"]

FLOOR = "TLP:AMBER"
"""What a list of whom to approach bears at least, unless ``[brief] approach_marking`` of the dossier says otherwise."""
GIVEN_OUT = frozenset(
    {
        "explanation-after",
        "explanation-before",
        "explanation-of-vote",
        "explanation-position",
        "non-paper",
        "note-verbale",
        "public-list",
        "room-sheet",
        "statement",
    }
)
"""Papers that are made to be handed over or to lie in the open: they name nobody to approach. Any other kind of paper may do so."""
APPROACHING = frozenset(
    {
        "do-we-have-the-votes",
        "where-does-the-round-stand",
        "who-can-move",
        "who-can-reach",
        "who-has-signed",
        "who-is-forgotten",
        "who-would-sign",
        "whom-to-call-first",
    }
)
"""Questions whose answers list whom to approach, with whom they may be moved or what to ask."""


def frame_marking(case: Case | Dossier, kind: str, *, least: str = "", made_of: Iterable[str] | None = None) -> str:
    r"""Return the marking of a paper, or of an answer.

    It is the strictest of the dossier's own, of ``least``, and, where the paper may list whom to approach, of ``[brief] approach_marking``
    in ``dossier.toml``, which is TLP:AMBER where it is not given. So a dossier that anybody may read does not give away whom we want to
    move, and ``approach_marking`` opens such papers as far as the dossier itself is open, and no further. A note holds the desk's own words
    too: it bears ``[brief] marking`` at least.

    Parameters
    ----------
    kind : str
        The kind of paper, ``tally``, or the id of a question.
    least : str
        What it bears at least: the strictest marking of its rows, where these are known.
    made_of : iterable of str, optional
        The questions that the paper is made of, and of nothing else: they decide, and not its kind.

    Examples
    --------
    >>> import datetime as dt
    >>> from legation.dossier import decode
    >>> case = Case(dossier=decode({"dossier.toml": b'id = "x"\nmarking = "TLP:CLEAR"'}), today=dt.date(2026, 1, 1))
    >>> [frame_marking(case, kind) for kind in ("tally", "non-paper", "who-can-move", "who-votes-alike")]
    ['TLP:AMBER', 'TLP:CLEAR', 'TLP:AMBER', 'TLP:CLEAR']
    """
    parts = (kind,) if made_of is None else made_of
    brief = case.info.brief
    floor = brief.get("approach_marking") or FLOOR if any(map(_may_list, parts)) else ""
    words = brief.get("marking", "") if kind == "note" else ""
    return _strictest(case.info.marking or FLOOR, least, floor, words)


def _may_list(kind: str) -> bool:
    """Whether a paper, or an answer, may list whom to approach."""
    return kind in APPROACHING or (kind not in GIVEN_OUT and not is_question(kind))


def _strictest(*levels: str) -> str:
    return max(filter(None, levels), key=MARKINGS.index)


def marked(level: str, lang: Lang, pap: str = "") -> dict[str, Any]:
    """Return what a document says of its marking: the house's words for the level with the PAP after them, their colour and their place.

    >>> marked("TLP:GREEN", "fr", "PAP:AMBER")
    {'level': 'TLP:GREEN', 'marking': 'TLP:GREEN PAP:AMBER', 'marking_colour': '#14213D', 'marking_place': 'both'}
    """
    label = label_of(level)
    words = " ".join(filter(None, (say(label.wording, lang), pap)))
    return {"level": level, "marking": words, "marking_colour": label.colour, "marking_place": label.place}


def at_least(document: Document, level: str, pap: str = "") -> Document:
    """Return a document that bears a level, or the stricter one that it bears already: that of the rows it is made of."""
    return dataclasses.replace(document, **marked(_strictest(level, document.level), document.lang, pap))
