"""Links on paper: slips to cut out, each with what opens one person's page, for where no mail goes.

A link is a secret that the site keeps as a hash alone: the paper is made in the answer in which the links are made, and never again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from legation.briefing.document import Document, Notice, Slip, Slips
from legation.briefing.labels import dressing, text
from legation.language import Lang, say
from legation.questions import Case

__all__ = ["KIND", "slips"]

KIND = "slips"


def slips(case: Case, lang: Lang, subtitle: Any, made: Sequence[Slip]) -> Document:
    """Lay out slips, as many as there are links; the marking is that of papers that list whom to approach.

    Parameters
    ----------
    case : Case
    lang : {"en", "fr"}
    subtitle : Message or str
        What the links are for; it stands at the head of the paper, and on no slip.
    made : sequence of Slip
    """
    blocks = (Notice(text("slips.notice", lang, count=len(made))), Slips(tuple(made)))
    return Document(**dressing(case, lang, KIND), title=text("slips.title", lang), subtitle=say(subtitle, lang), blocks=blocks, tight=True)
