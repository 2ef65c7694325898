"""Commands that a sentence names, as a reader in a browser can follow them: the page to go to instead.

The catalogues serve the command line and the site alike, and an answer is the same on both. So the change is made where a page shows a
sentence. A command without a page, such as ``legation check``, stays: it is typed on the machine of the site.
"""

from __future__ import annotations

import re

from legation.dossier import TABLES
from legation.dossier.tables.labels import heading
from legation.language import Lang, Message, say
from legation.problem import Problem
from legation.questions import questions
from legation.web.site.named_files import named_as_shown

__all__ = ["in_browser", "placed"]

_PAGES = {
    "export": Message("web.place.exporting"),
    "import": Message("web.place.import"),
    "new": Message("page-import.new-title"),
    "observe": Message("page-observations.title"),
    "questions": Message("web.place.questions"),
    "template": Message("web.place.exporting"),
}
"""The page that does what a command does; an exported workbook shows every column, as a template does."""

_NAMED = re.compile(
    r"(?P<start>^|[.!?…]\s+)?\blegation (?:"
    r"ask (?P<question>[a-z][a-z-]*[a-z])"
    r"|(?P<bare>import)(?=[).,;:])"
    r"|(?P<table>template)(?: \w+[.]csv)?(?! \S*[.][a-z])"
    r"|(?P<observed>observe)(?: [a-z]+(?= (?:FILES|FICHIERS)|[).,;:]))?(?: (?:FILES|FICHIERS))?"
    r"(?: --lake [A-Z]\S*?(?=[),;:\s]|[.](?:\s|$)))?"
    r"(?:,? (?:then ask again with|puis redemandez avec) --lake)?"
    r"|(?P<page>export|new|questions)(?! --)(?! [A-Z])(?! \S*[.][a-z])"
    r")"
)
"""A command with a page of its own. What takes files of others, or makes models, has none."""


def in_browser(text: str, lang: Lang) -> str:
    """Return a sentence that sends its reader to pages in place of commands and files.

    >>> in_browser("Import earlier votes (legation import), or note who declares itself.", "en")
    'Import earlier votes (the page “Import”), or note who declares itself.'
    >>> in_browser("Find the forum: legation ask where-should-we-take-it.", "en")
    'Find the forum: the question “Where should we take it?”.'
    >>> in_browser("Import it (legation observe).", "en")
    'Import it (the page “Observations”).'
    """
    text = _NAMED.sub(lambda found: _place(found, lang), text) if "legation " in text else text
    return named_as_shown(text, lang)


def placed(problem: Problem) -> Message:
    """Return a problem with its place as a page calls it: table and column; where it has a row, the place in the file.

    >>> from legation.sources.reading import notice
    >>> str(placed(notice("row-differs", "evidence.csv", None, "kind", allowed="other", found="text", key="e1")))[:35]
    'evidence, “kind” must be other (got'
    """
    name = problem.part.removesuffix(".csv")
    if problem.row is not None or name not in TABLES:
        return problem.at(problem.place)
    title = TABLES[name].title
    at = Message("web.instead.column", table=title, column=heading(name, problem.column)) if problem.column else title
    return problem.at(at)


def _place(found: re.Match[str], lang: Lang) -> str:
    """Return the page or the question that a command stands for; a question that is not there leaves the command as it is."""
    start, named = found["start"], found["question"]
    if named:
        question = questions().get(named)
        if question is None:
            return found[0]
        words = say(Message("web.instead.question", title=question.title), lang)
    else:
        words = say(Message("web.instead.page", title=_PAGES[found["bare"] or found["table"] or found["observed"] or found["page"]]), lang)
    return words if start is None else start + words[0].upper() + words[1:]
