"""The notebook's surface: a dossier that can be asked, and answers that show themselves."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
from typing import TYPE_CHECKING, Any

from legation import dossier as spine
from legation.dossier import Dossier
from legation.language import Lang
from legation.questions import Answer, Case, find
from legation.questions import ask as ask_question
from legation.questions.question import silent

if TYPE_CHECKING:
    from legation.lake import Lake

__all__ = ["OpenDossier", "Shown", "ask", "load"]


class Shown(Answer):
    """An answer that a notebook draws, in the language it was asked in."""

    lang: Lang = "en"

    def __str__(self) -> str:
        return "\n".join(self.sentences(self.lang))

    def _repr_html_(self) -> str:
        from legation.briefing.fragment import fragment

        return fragment(self, self.lang)


class OpenDossier(Dossier):
    """A dossier that can be asked.

    Examples
    --------
    >>> from legation.dossier import decode
    >>> d = OpenDossier.of(decode({"dossier.toml": b'id = "example"'}))
    >>> print(d.ask("what-is-due", as_of="2019-11-01"))
    0 items are due between 1 November 2019 and 31 October 2020.
    """

    @classmethod
    def of(cls, dossier: Dossier) -> OpenDossier:
        """Return the same dossier with a mouth."""
        return cls(**{f.name: getattr(dossier, f.name) for f in dataclasses.fields(dossier)})

    def ask(self, question: str, *, lang: Lang = "en", today: dt.date | None = None, lake: Lake | None = None, **options: Any) -> Shown:
        """Answer a question; see :func:`legation.questions.ask`.

        ``today`` is the date on documents, by default the reader's own; ``lake`` holds observations, where there are any.
        """
        audience = "owner" if find(question).private else "desk"
        day = today or dt.date.today()  # noqa: DTZ011 - the reader's own day
        case = Case(dossier=self.cleared(spine.MARKINGS[-1], audience), today=day, lake=lake)
        answer = ask_question(question, case, options.pop("progress", silent), **options)
        shown = Shown(**{f.name: getattr(answer, f.name) for f in dataclasses.fields(answer)})
        object.__setattr__(shown, "lang", lang)
        return shown


def load(path: str | os.PathLike[str]) -> OpenDossier:
    """Read a dossier from a folder, a ``.zip``, an ``.xlsx`` or a ``.json``; see :func:`legation.dossier.load`."""
    return OpenDossier.of(spine.load(path))


def ask(question: str, dossier: Dossier, **options: Any) -> Shown:
    """Answer a question on a dossier."""
    return OpenDossier.of(dossier).ask(question, **options)
