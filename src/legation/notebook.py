"""The notebook's surface: a dossier that answers questions, and answers that show themselves as HTML."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
from html import escape
from typing import TYPE_CHECKING, Any

from legation import dossier as spine
from legation.dossier import Dossier, as_date
from legation.dossier.tables.contents import summary
from legation.figures import render
from legation.kernel_cache import prepare_kernels
from legation.language import Lang, Message, say
from legation.questions import Answer, Case, find
from legation.questions import ask as ask_question
from legation.questions.question import silent

if TYPE_CHECKING:
    from legation.lake import Lake
    from legation.questions.base.readiness import QuestionsByTheme

__all__ = [
    "OpenDossier",
    "Shown",
    "ask",
    "fragment",
    "load",
]


ROWS = 30


def fragment(answer: Answer, lang: Lang, *, rows: int = ROWS) -> str:
    """Return sentences, pictures and the first rows of tables; every text is escaped."""
    parts = [f'<section lang="{lang}"><h3>{escape(say(answer.title, lang))}</h3><ul>']
    parts += [f"<li>{escape(sentence)}</li>" for sentence in answer.sentences(lang)]
    parts.append("</ul>")
    parts += [f"<figure>{render.svg(figure, lang)}</figure>" for figure in answer.figures]
    for table in answer.tables:
        head = "".join(f'<th scope="col">{escape(say(column.title, lang))}</th>' for column in table.columns)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(table.cell(r, c, lang))}</td>" for c in range(len(table.columns))) + "</tr>"
            for r in range(min(rows, len(table.rows)))
        )
        caption = escape(say(table.title, lang))
        parts.append(f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>")
    notes = [*answer.missing, *answer.caveats]
    parts.append("<ul>" + "".join(f"<li><small>{escape(say(note, lang))}</small></li>" for note in notes) + "</ul></section>")
    return "".join(parts)


_ROWS, _LONG = 60, 1_000
"""Parts and characters of a text that a notebook shows at most."""


class Shown(Answer):
    """An answer that a notebook draws, in the language it was asked in."""

    lang: Lang = "en"

    def __str__(self) -> str:
        return "\n".join(self.sentences(self.lang))

    def _repr_html_(self) -> str:

        return fragment(self, self.lang)


class OpenDossier(Dossier):
    """A dossier that can be asked.

    Examples
    --------
    >>> from legation.dossier import decode
    >>> d = OpenDossier.of(decode({"dossier.toml": b'id = "example"'}))
    >>> print(d.ask("what-is-due", as_of="2019-11-01"))
    Nothing is due between 1 November 2019 and 31 October 2020.
    """

    @classmethod
    def of(cls, dossier: Dossier) -> OpenDossier:
        """Return the same dossier, which can be asked."""
        made = cls(**{f.name: getattr(dossier, f.name) for f in dataclasses.fields(dossier)})
        return made if dossier.late is None else made.opened({})

    def ask(self, question: str, *, lang: Lang = "en", today: dt.date | None = None, lake: Lake | None = None, **options: Any) -> Shown:
        """Answer a question; see :func:`legation.questions.ask`.

        ``today`` is the date on documents, by default the reader's own; ``lake`` holds observations, where there are any.
        """
        prepare_kernels(lang)
        case = self._case(today, lake, private=find(question).private)
        answer = ask_question(question, case, options.pop("progress", silent), **options)
        shown = Shown(**{f.name: getattr(answer, f.name) for f in dataclasses.fields(answer)})
        object.__setattr__(shown, "lang", lang)
        return shown

    def questions(
        self,
        *,
        lang: Lang = "en",
        as_of: str | dt.date | None = None,
        today: dt.date | None = None,
        lake: Lake | None = None,
        tried: bool = False,
    ) -> QuestionsByTheme:
        """Return every question by theme: whether the dossier can answer it, and what is missing.

        Parameters
        ----------
        lang : {"en", "fr"}
            The language of titles and of what is missing.
        as_of : date, optional
            The date of knowing; without it, the date at which the dossier is frozen, or today.
        today : date, optional
            The reader's own day, where another is meant.
        lake : Lake, optional
            Observations, where there are any.
        tried : bool
            Ask every question to see. That takes minutes; without it a question counts as one that can be answered where the tables, models
            and observations that it needs are there, and may still refuse for lack of something in them.

        Returns
        -------
        QuestionsByTheme
            A mapping of theme (``votes``, ``actors``, ``coalitions``, ``deals``, ``conflict``, ``futures``, ``incident``, ``debate``,
            ``observations``, ``strategy``) to questions, each with ``id``, ``title``, ``can_be_answered`` and ``missing``.

        Examples
        --------
        >>> from legation.dossier import decode
        >>> there = OpenDossier.of(decode({"dossier.toml": b'id = "example"'})).questions(as_of="2019-11-01")
        >>> there.can_be_answered
        ('what-changed', 'what-is-due')
        >>> there["votes"][0].id, there["votes"][0].missing
        ('who-can-move', 'On 1 November 2019 the dossier holds no actors. Add rows to actors.csv, or ask at a later date.')
        """
        from legation.questions.base.readiness import questions_by_theme

        cases = {private: self._case(today, lake, private=private) for private in (False, True)}
        if as_of is not None:
            cases = {private: case.at(as_date(as_of)) for private, case in cases.items()}
        return questions_by_theme(cases, lang, tried=tried)

    def _case(self, today: dt.date | None, lake: Lake | None, *, private: bool) -> Case:
        """Return what a question may look at; one on our mandate sees what an owner sees."""
        day = today or dt.date.today()  # noqa: DTZ011 - the reader's own day
        return Case(dossier=self.cleared(spine.MARKINGS[-1], "owner" if private else "desk"), today=day, lake=lake)

    def _repr_html_(self) -> str:
        """Return the title, the dates and how much is in each part, in the dossier's first language; every text is escaped."""
        found = summary(self)
        lang: Lang = "fr" if self.info.languages[:1] == ("fr",) else "en"
        titles = {name: Message(f"table.{name}") for name in spine.TABLES}
        rows = [
            f"<tr><td>{escape(say(titles.get(name, Message(f'part.{name}')), lang))}</td><td>{say(count, lang)}</td></tr>"
            for name, count in list(found.counts.items())[:_ROWS]
        ]
        dates = [
            Message("notebook.rows-of", first=found.first, last=found.last) if found.first else None,
            Message("notebook.frozen", date=found.as_of) if found.as_of else None,
        ]
        shown = "".join(f"<p>{escape(say(line, lang))}</p>" for line in dates if line is not None)
        title = escape(say(self.info.title, lang)[:_LONG] or self.info.id)
        summed = escape(say(self.info.summary, lang)[:_LONG])
        return (
            f'<section lang="{lang}"><h3>{title}</h3><p>{summed}</p>{shown}<table><tbody>{"".join(rows)}</tbody></table>'
            f"<p><small>{escape(say(Message('notebook.next'), lang))}</small></p></section>"
        )


def load(path: str | os.PathLike[str]) -> OpenDossier:
    """Read a dossier from a folder, a ``.zip``, an ``.xlsx`` or a ``.json``; see :func:`legation.dossier.load`."""
    return OpenDossier.of(spine.load(path))


def ask(question: str, dossier: Dossier, **options: Any) -> Shown:
    """Answer a question on a dossier."""
    return OpenDossier.of(dossier).ask(question, **options)
