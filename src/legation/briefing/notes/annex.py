"""The annex of a note: the answers that it rests on, with their tables cut to fifteen rows, their methods, sources and provenance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from legation.briefing import pdf
from legation.briefing.document import Block, Document, Heading, Paragraph, Picture
from legation.briefing.labels import Sources, builds_on, dressing, footer, method_box, provenance_box, text, without_evidence
from legation.briefing.notes.fitting import MUST, Entry, Section, fitted
from legation.language import Lang, Message, say
from legation.questions import Answer, Case

__all__ = ["PAGES", "ROWS", "annex"]

PAGES = 10
"""Of an annex at most."""
ROWS = 15
"""Of a table in an annex at most."""
_WIDTH = 0.62


def annex(case: Case, answers: Sequence[Answer], sources: Sources, lang: Lang, *, why: Message) -> Document:
    """Lay out the annex of a note.

    Parameters
    ----------
    answers : sequence of Answer
        What the note rests on, in the order of its declaration.
    sources : Sources
        Those of the note, whose numbers stay.
    why : Message
        Why the note is of this kind.
    """
    facts = [answer for answer in answers if not answer.is_illustration]
    invented = [answer for answer in answers if answer.is_illustration]
    there = {answer.question for answer in answers}
    sections = [_section(answer, sources, lang, place, there) for place, answer in enumerate(facts)]
    if invented:
        sections.append(Section(heading=None, entries=(Entry(rank=MUST, part=Heading(text("invented", lang), 1, "invented")),)))
        sections += [_section(answer, sources, lang, len(facts) + place, there, level=2) for place, answer in enumerate(invented)]
    closing = Paragraph(text("not-classified", lang), style="note")
    last: tuple[Block, ...] = (provenance_box(answers, lang), closing) if answers else (closing,)

    def page(blocks: tuple[Block, ...]) -> Document:
        return Document(
            **dressing(case, lang, "annex", made_of=[answer.question for answer in answers]),
            title=say(Message("note.annex.title"), lang),
            subtitle=say(Message("note.annex.subtitle", title=case.info.title or case.info.id, as_of=case.as_of, why=why), lang),
            blocks=(*blocks, *last),
            sources=sources.entries(),
            tight=True,
        )

    return fitted(sections, page, pdf.page_count, PAGES)


def _section(answer: Answer, sources: Sources, lang: Lang, place: int, there: set[str], level: int = 1) -> Section:
    built = (Entry(rank=50 + place, part=line) for line in builds_on(answer, there, lang))
    return Section(
        heading=Heading(say(answer.title, lang), level, answer.question), entries=(*built, *_entries(answer, sources, lang, place))
    )


def _entries(answer: Answer, sources: Sources, lang: Lang, place: int) -> Iterator[Entry]:
    """Yield what an answer says; of what may be cut, the later tables of the later questions go first."""
    for finding in answer.findings:
        yield Entry(rank=MUST, part=Paragraph(say(finding.message, lang), sources.numbers(finding.evidence)))
        if finding.contrary:
            yield Entry(rank=40 + place, part=Paragraph(text("contrary", lang, text=say(finding.contrary, lang)), style="note"))
    for figure in answer.figures[:1]:
        yield Entry(rank=30 + place, part=Picture(figure, footer(answer, lang), _WIDTH, floats=True))
    for number, table in enumerate(answer.tables):
        if table.rows:
            yield Entry(rank=10 + place + 8 * number, part=without_evidence(table, lang, limit=ROWS))
    yield Entry(rank=5, part=method_box(answer, lang))
