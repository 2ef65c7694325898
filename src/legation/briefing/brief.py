"""The book: page one answers, page two says who, what and by when, the contents lead to every answer by theme, invented models apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from legation.briefing.document import Block, Box, Bullets, Contents, Document, Heading, Paragraph, Picture, Reference
from legation.briefing.labels import Sources, builds_on, cells, dressing, footer, mark, method_box, provenance_box, text, without_evidence
from legation.briefing.layout import pictures as drawing
from legation.dossier.parts import brief_settings
from legation.errors import NotAvailable
from legation.figures.figure import Figure
from legation.language import Lang, Message, say
from legation.questions import Answer, Case, Finding, ask, find, questions
from legation.questions.base.registry import THEMES, theme_of
from legation.questions.question import Progress, silent

__all__ = ["Gathered", "brief", "gather"]

KEY_FINDINGS = 3
UNKNOWNS = 3
TARGETS = 5
DATES = 6
SOUND = 2
"""Findings on the strategy that page two has room for."""
PICTURE_WIDTH = 0.6
TALLEST = 0.9
ANNEX_ROWS = 30
_TARGET_COLUMNS = ("actor", "last", "chance", "to", "speakers")
_OPEN_COLUMNS = ("actor", "p_yes", "p_abstain", "p_no", "ask", "speakers", "asked_on", "answered", "owed")
_DUE_COLUMNS = ("date", "late", "kind", "what", "who")


_ELSEWHERE = {("do-we-have-the-votes", "members")}
"""Tables of every member, which the tally sheet holds whole."""


_AHEAD = ("do-we-have-the-votes", "goal")
"""The finding that a count has of a vote ahead, and of no other."""


class Gathered:
    """The answers of a brief, in the order of its sections, and why others are not there."""

    def __init__(self, answers: Sequence[Answer], unavailable: Mapping[str, Message]) -> None:
        self.answers = tuple(answers)
        self.unavailable = dict(unavailable)

    def of(self, question: str) -> Answer | None:
        """Return the answer to a question; None where it is not in the brief."""
        return next((answer for answer in self.answers if answer.question == question), None)


def gather(
    case: Case,
    progress: Progress = silent,
    *,
    seed: int = 0,
    sections: Sequence[str] = (),
    begun: Callable[[int, int, Message], None] = lambda *_: None,
) -> Gathered:
    """Ask the questions of the dossier's brief: those that ``dossier.toml`` names, else every one that the dossier can answer.

    A section in ``dossier.toml`` is a question's id, or a table with ``question`` and its options. ``sections`` chooses other questions,
    each with the options that the dossier's own brief gives it. A question that looks at our mandate stands in no brief. ``begun`` is told
    ``(place, total, title)`` of each section before it is asked, ``progress`` how many are done.
    """
    every = [name for name, question in questions().items() if not question.private]
    given: list[dict[str, Any]] = [dict(s) if isinstance(s, Mapping) else {"question": s} for s in case.info.brief.get("sections") or every]
    if sections:
        own = {str(options.get("question", "")): options for options in reversed(given)}
        given = [own.get(name, {"question": name}) for name in sections]
    answers: list[Answer] = []
    unavailable: dict[str, Message] = {}
    for done, options in enumerate(given):
        question = find(str(options.get("question", "")))
        begun(done + 1, len(given), question.title)
        if question.private:
            unavailable[question.id] = Message("brief.private", question=question.title)
            continue
        try:
            supposed = {option.name for option in question.options if option.supposes}
            own = {name: value for name, value in options.items() if name not in ("question", *supposed)}
            answers.append(ask(question, case, **{"seed": seed, **own}))
        except NotAvailable as error:
            unavailable[question.id] = error.message if isinstance(error.message, Message) else Message("answer.value", value=str(error))
        progress(done + 1, len(given))
    return Gathered(answers, unavailable)


def brief(case: Case, gathered: Gathered, lang: Lang) -> Document:
    """Lay the book out in one language; answers that rest on invented models stand in it where the dossier lets them, at its end."""
    facts, invented = _apart(case, gathered)
    sources = Sources(case, lang)
    question = case.info.brief.get(f"question_{lang}") or case.info.brief.get("question") or say(case.info.title, lang) or case.info.id
    blocks = (
        *mark(case, sources, lang, answers=gathered.answers),
        *_page_one(case, facts, sources, lang),
        *_page_two(facts, sources, lang),
        Contents(text("contents", lang)),
        *_answers(facts, invented, sources, lang),
    )
    return Document(
        **dressing(case, lang, "book", [answer.question for answer in gathered.answers]),
        title=str(question),
        subtitle=text("subtitle", lang, title=say(case.info.title, lang) or case.info.id, as_of=case.as_of),
        blocks=blocks,
        sources=sources.entries(),
    )


def _apart(case: Case, gathered: Gathered) -> tuple[Gathered, tuple[Answer, ...]]:
    """Return what was gathered without answers on invented models, and those of them that the dossier lets stand."""
    facts = [answer for answer in gathered.answers if not answer.is_illustration]
    invented = tuple(answer for answer in gathered.answers if answer.is_illustration)
    return Gathered(facts, gathered.unavailable), invented if brief_settings(case.info.brief).illustrations else ()


def _page_one(case: Case, gathered: Gathered, sources: Sources, lang: Lang) -> Iterator[Block]:
    key = list(_key_findings(case, gathered.answers))
    if not key:
        yield Paragraph(text("nothing", lang), style="lead")
    for finding in key:
        yield Paragraph(say(finding.message, lang), sources.numbers(finding.evidence), "lead", _see(finding, gathered.answers))
    pictured = _pictured(gathered.answers, lang)
    if pictured:
        yield pictured
    items = [Paragraph(words, style="note") for words in _unknown(gathered, key, lang)]
    if items:
        yield Box(text("unknown", lang), (Bullets(tuple(items)),), "warning")


def _unknown(gathered: Gathered, key: Sequence[Finding], lang: Lang) -> list[str]:
    """Return what speaks against the sentences of page one, what their answers lack, what these cannot see; then what others lack."""
    contrary = [text("contrary", lang, text=say(finding.contrary, lang)) for finding in key if finding.contrary]
    relevant = [answer for answer in gathered.answers if any(finding in key for finding in answer.findings)]
    lacking = [message for answer in relevant for message in answer.missing]
    limits = [answer.caveats[-1] for answer in relevant if answer.caveats]
    others = [message for answer in gathered.answers for message in answer.missing]
    words = [say(message, lang) for message in (*lacking, *gathered.unavailable.values(), *limits, *others)]
    return list(dict.fromkeys([*contrary, *words]))[:UNKNOWNS]


def _pictured(answers: Sequence[Answer], lang: Lang) -> Picture | None:
    """Return the picture of page one: of the vote ahead, else the first; one that is not taller than the page has room for comes first."""
    ordered = sorted(answers, key=lambda answer: not _of_vote_ahead(answer))
    pictures = [Picture(figure, footer(answer, lang), PICTURE_WIDTH) for answer in ordered for figure in answer.figures]
    for picture in pictures:
        width, height = drawing.size(picture, lang)
        if height <= TALLEST * width:
            return picture
    return pictures[0] if pictures else None


def _of_vote_ahead(answer: Answer) -> bool:
    """Whether an answer counts a vote that was not held yet."""
    return any((answer.question, finding.id) == _AHEAD for finding in answer.findings)


def _page_two(gathered: Gathered, sources: Sources, lang: Lang) -> Iterator[Block]:
    yield Heading(text("who-what-when", lang), 1, "who-what-when")
    movers, counted, due = (gathered.of(question) for question in ("who-can-move", "do-we-have-the-votes", "what-is-due"))
    shown = [*_table(counted, "open", TARGETS, _OPEN_COLUMNS, lang)] or [*_table(movers, "targets", TARGETS, _TARGET_COLUMNS, lang)]
    if shown:
        fed = counted if counted and any(table.id == "open" and table.rows for table in counted.tables) else movers
        yield Paragraph(text("targets" if _asks(counted) else "most-open", lang), see=(Reference(fed.question),) if fed else ())
        yield from shown
    dates = [*_table(due, "due", DATES, _DUE_COLUMNS, lang)]
    yield from dates
    if not (shown or dates):
        yield Paragraph(text("no-plan", lang))
    sound = gathered.of("is-the-strategy-sound")
    if sound:
        see = (Reference(sound.question),)
        yield Bullets(tuple(Paragraph(say(f.message, lang), sources.numbers(f.evidence), see=see) for f in sound.findings[:SOUND]))


def _see(finding: Finding, answers: Iterable[Answer]) -> tuple[Reference, ...]:
    """Return where the answer stands that a finding is part of."""
    return tuple(Reference(answer.question) for answer in answers if any(one is finding for one in answer.findings))[:1]


def _asks(counted: Answer | None) -> bool:
    """Whether something is to be asked of those that page two lists: a count does so where a goal is stated."""
    tables = [table for table in counted.tables if table.id == "open" and table.rows] if counted else []
    return all(any(column.id == "ask" and row[at] for at, column in enumerate(table.columns)) for table in tables for row in table.rows)


def _table(answer: Answer | None, identifier: str, limit: int, columns: Sequence[str], lang: Lang) -> Iterator[Block]:
    """Yield an answer's table, cut to what fits on page two; nothing where the answer has no such table or no row in it."""
    for table in answer.tables if answer else ():
        if table.id == identifier and table.rows:
            yield cells(table, lang, limit=limit, columns=columns)


def _answers(gathered: Gathered, invented: Sequence[Answer], sources: Sources, lang: Lang) -> Iterator[Block]:
    """Yield every answer, under the theme of its question; those on invented models under a heading of their own."""
    first = _pictured(gathered.answers, lang)
    drawn = {_same(first.figure, lang)} if first else set()
    there = {answer.question for answer in (*gathered.answers, *invented)}
    for theme in (*THEMES, "others"):
        of_theme = [answer for answer in gathered.answers if theme_of(answer.question) == theme]
        if of_theme:
            yield Heading(say(Message(f"questions.theme.{theme}"), lang), 1, f"theme-{theme}")
            yield from _answers_of(of_theme, there, drawn, sources, lang)
    if invented:
        yield Heading(text("invented", lang), 1, "invented")
        yield from _answers_of(invented, there, drawn, sources, lang)
    if gathered.answers:
        yield provenance_box((*gathered.answers, *invented), lang)
    yield Paragraph(text("not-classified", lang), style="note")


def _answers_of(answers: Iterable[Answer], there: set[str], drawn: set[tuple[str, ...]], sources: Sources, lang: Lang) -> Iterator[Block]:
    for answer in answers:
        yield Heading(say(answer.title, lang), 2, answer.question)
        yield from builds_on(answer, there, lang)
        for finding in answer.findings:
            yield Paragraph(say(finding.message, lang), sources.numbers(finding.evidence))
            if finding.contrary or finding.confidence not in ("", "high"):
                yield Paragraph(_doubt(finding, lang), style="note")
        for figure in answer.figures:
            if _same(figure, lang) not in drawn:
                drawn.add(_same(figure, lang))
                yield Picture(figure, footer(answer, lang), floats=True)
        for table in answer.tables:
            if table.rows and (answer.question, table.id) not in _ELSEWHERE:
                yield without_evidence(table, lang, limit=ANNEX_ROWS)
        yield method_box(answer, lang, references=find(answer.question).references)


def _same(figure: Figure, lang: Lang) -> tuple[str, ...]:
    """Return what tells a figure from others: two questions may show the same one, which the brief draws once."""
    return (figure.id, *(say(words, lang) for words in (figure.title, figure.subtitle, figure.alt)))


def _doubt(finding: Finding, lang: Lang) -> str:
    confidence = text("confidence", lang, confidence=Message(f"confidence.{finding.confidence}")) if finding.confidence else ""
    contrary = text("contrary", lang, text=say(finding.contrary, lang)) if finding.contrary else ""
    return " ".join(filter(None, (confidence, contrary)))


def _key_findings(case: Case, answers: Sequence[Answer]) -> Iterator[Finding]:
    """Yield three sentences: those that ``dossier.toml`` names (``brief.key``), else two of the first answer and one of the next."""
    named = [str(name).partition(":") for name in case.info.brief.get("key", ())]
    by_name = {(answer.question, finding.id): finding for answer in answers for finding in answer.findings}
    chosen = [by_name[question, finding] for question, _, finding in named if (question, finding) in by_name]
    if chosen:
        yield from chosen[:KEY_FINDINGS]
        return
    for place, answer in enumerate(answers):
        chosen += answer.findings[: 2 if place == 0 else 1]
    yield from chosen[:KEY_FINDINGS]
