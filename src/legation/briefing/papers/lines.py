"""Lines to take: messages, what argues for them, questions and answers. What to avoid is another sheet, which stays in the house."""

from __future__ import annotations

from collections.abc import Iterator

from legation.briefing.document import Block, Bullets, Cell, Document, Heading, Notice, PaperTable, Paragraph
from legation.briefing.labels import Sources, dressing, text
from legation.briefing.markings.frame import at_least
from legation.briefing.papers.conversation import INTERNAL, Line, Lines, lines_for
from legation.dossier import SaidTo
from legation.language import Lang, say
from legation.questions import Case
from legation.questions.base import inputs

__all__ = ["lines_to_take", "to_avoid"]


def lines_to_take(case: Case, lang: Lang, actor: str = "", *, issue: str = "") -> Document:
    """Lay out what we say: with one actor, or with everybody; nothing of it says what to avoid.

    Parameters
    ----------
    actor, issue : str
        Of ``actors.csv`` and ``issues.csv``; empty: all.

    Raises
    ------
    WrongUse
        The dossier has no such actor or issue.
    """
    who, lines = _chosen(case, actor, issue)
    sources = Sources(case, lang)
    blocks = tuple(_lines(case, lines, sources, lang, named=not who))
    return Document(
        **dressing(case, lang, _kind("lines", who, issue)),
        title=_title(case, "title", who, lang),
        subtitle=text("lines.about", lang, title=case.info.title, as_of=case.as_of),
        blocks=blocks or (Paragraph(text("lines.none", lang)),),
        sources=sources.entries(),
    )


def to_avoid(case: Case, lang: Lang, actor: str = "", *, issue: str = "") -> Document | None:
    """Lay out what not to say, internal whatever the dossier is marked; None where it names nothing.

    Raises
    ------
    WrongUse
        The dossier has no such actor or issue.
    """
    who, lines = _chosen(case, actor, issue)
    if not lines.avoid:
        return None
    sources = Sources(case, lang)
    items = tuple(
        Paragraph(_addressed(case, row, say(row.avoid, lang), lang, named=not who), sources.numbers(row.evidence)) for row in lines.avoid
    )
    made = Document(
        **dressing(case, lang, _kind("avoid", who, issue)),
        title=_title(case, "avoid-title", who, lang),
        subtitle=text("lines.about", lang, title=case.info.title, as_of=case.as_of),
        blocks=(Notice(text("lines.avoid-note", lang)), Bullets(items)),
        sources=sources.entries(),
    )
    return at_least(made, INTERNAL, case.info.pap)


def _chosen(case: Case, actor: str, issue: str) -> tuple[str, Lines]:
    who = case.reference("actors", actor) if actor else ""
    return who, lines_for(case, who, case.reference("issues", issue) if issue else "")


def _kind(name: str, who: str, issue: str) -> str:
    return "-".join(filter(None, (name, who, issue)))


def _title(case: Case, name: str, who: str, lang: Lang) -> str:
    return text(f"lines.{name}-for", lang, actor=case.named(who)) if who else text(f"lines.{name}", lang)


def _lines(case: Case, lines: Lines, sources: Sources, lang: Lang, *, named: bool) -> Iterator[Block]:
    if lines.messages:
        yield Heading(text("lines.message", lang))
    for line in lines.messages:
        yield from _line(case, line, sources, lang, named=named)
    if lines.withheld:
        yield Bullets(tuple(Paragraph(say(words, lang), style="note") for words in lines.withheld))
    if lines.answers:
        yield Heading(text("lines.questions", lang))
        head = (Cell(text("lines.question", lang)), Cell(text("lines.answer", lang)))
        cells = tuple((Cell(say(row.question, lang), bold=True), Cell(say(row.text, lang))) for row in lines.answers)
        yield PaperTable(head, cells, widths=(0.4, 0.6))


def _line(case: Case, line: Line, sources: Sources, lang: Lang, *, named: bool) -> Iterator[Block]:
    """Yield a message in large letters and its arguments as a list."""
    words = _addressed(case, line.row, say(line.row.text, lang), lang, named=named)
    yield Paragraph(words, sources.numbers(line.row.evidence), "lead")
    if line.arguments:
        yield Bullets(tuple(Paragraph(say(row.text, lang), sources.numbers(row.evidence)) for row in line.arguments))


def _addressed(case: Case, row: SaidTo, words: str, lang: Lang, *, named: bool) -> str:
    """Return words with whom they are meant for, where the sheet is not for one actor alone."""
    known = {one.id for one in case.dossier.actors}
    audience = tuple(case.named(name) if name in known else inputs.group_name(name) for name in row.audience)
    return f"{words} ({text('lines.audience', lang, audience=audience)})" if named and audience else words
