"""Where is it agreed? A phrase sought over titles, symbols and the texts that the dossier has: where, by which vote, the latest first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from legation.dossier import RollCall, When, Wording, standing
from legation.dossier.column import symbol
from legation.dossier.models.draft import AdoptedText
from legation.errors import BadValue, NotAvailable
from legation.language import Message
from legation.methods.text.plain import plain
from legation.methods.text.uptake.phrase import Phrase, phrase, places
from legation.questions.answer import Answer, AnswerTable, Finding
from legation.questions.base.case import Case, joined_evidence
from legation.questions.base.columns import EVIDENCE, Columns
from legation.questions.base.conditions import Condition
from legation.questions.base.quantities import FactsOf, on
from legation.questions.deals.drafting.adopted_wording import Corpus, adopted_known
from legation.questions.debate.uptake.phrases import of_messages
from legation.questions.question import Headline, Progress, Question, silent, text, whole
from legation.questions.votes.result import Totals, totals_known, was_adopted

__all__ = ["QUESTION", "answer"]

AREA = "where-is-it-agreed"
column = Columns(f"{AREA}.col-")
NAMED = 5
AROUND = 90
"""Letters shown before and after a use in a text."""
How: TypeAlias = Literal["vote", "consensus", "rejected", "unknown"]
Found: TypeAlias = Literal["text", "summary", "quote", "title"]
"""Where the phrase stands: in the text, in a summary of it, in a quotation from it, in its title or symbol alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A text that has the phrase.

    Attributes
    ----------
    name : Message
        The symbol, else the title.
    how : {"vote", "consensus", "rejected", "unknown"}
        By what it was agreed: a vote, without one, not at all, or nobody wrote it down.
    words : str
        The phrase with what stands around it.
    """

    name: Message
    symbol: str
    title: Wording
    date: When | None
    how: How
    totals: Totals | None
    found: Found
    words: str
    evidence: tuple[str, ...] = ()

    @property
    def is_agreed(self) -> bool:
        """Whether it is known that the text was adopted."""
        return self.how in ("vote", "consensus")

    @property
    def has_text(self) -> bool:
        """Whether the words themselves are in the dossier."""
        return self.found != "title"


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Look for the phrase, and say where it was agreed last, by which vote, and of which texts only the symbol is there."""
    sought, wanted = _wanted(case, options)
    corpus = adopted_known(case)
    calls = [row for row in standing(case.dossier.rollcalls) if row.id in case.held or row.date is None or row.date.is_over(case.as_of)]
    uses = sorted(
        _uses(case, wanted, corpus, calls), key=lambda use: (use.date.last.isoformat() if use.date else "", use.symbol), reverse=True
    )
    searched = {"titles": len(calls), "texts": len(corpus.texts)}
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=tuple(_findings(case, sought, wanted, uses, searched)),
        tables=(_table(uses, options["top"]),) if uses else (),
        caveats=(
            Message(f"{AREA}.title-is-no-text"),
            *([Message(f"{AREA}.lost", count=corpus.lost)] if corpus.lost else ()),
            QUESTION.limits,
        ),
        missing=() if corpus.texts else (Message(f"{AREA}.no-texts"),),
    )


def _wanted(case: Case, options: Mapping[str, Any]) -> tuple[Wording, Phrase]:
    """Return the phrase that is asked for, with what it is called; else the first one that a message of ours quotes."""
    try:
        if options["phrase"]:
            forms = phrase(*(one for one in re.split(r"\s*;\s*", options["phrase"]) if one))
            return Wording(" ".join(options["phrase"].split())), forms
    except BadValue as error:
        raise NotAvailable(Message(f"{AREA}.bad-phrase", found=options["phrase"][:80])) from error
    quoted = ((name, wanted) for name, wanted, is_quoted in of_messages(standing(case.dossier.messages)) if is_quoted)
    found = next(quoted, None)
    if found is None:
        raise NotAvailable(Message(f"{AREA}.no-phrase"))
    return found


def _uses(case: Case, wanted: Phrase, corpus: Corpus, calls: Sequence[RollCall]) -> Iterator[Use]:
    """Yield each text once: by its words where the dossier has them, else by what is quoted of it, else by its title or symbol."""
    rows = {row.id: row for row in calls}
    totals = dict(zip(rows, totals_known(case, calls), strict=True))
    placed: set[str] = set()
    for one, words in corpus.texts:
        row = rows.get(one.rollcall)
        where = _around(words, wanted)
        placed.add(_key(one.symbol))
        if where or _has(wanted, one.symbol, one.title):
            yield _of_text(case, one, row, totals.get(one.rollcall), where)
    for row in calls:
        if _key(symbol(row)) in placed and symbol(row):
            continue
        quoted = next(
            (found for source in case.dossier.evidence if source.id in row.evidence and (found := _quote(source, row, wanted))), ""
        )
        if quoted or _has(wanted, row.symbol, row.draft_symbol, row.title, row.note):
            yield Use(
                name=_name(symbol(row), row.title or Wording(row.id)),
                symbol=symbol(row),
                title=row.title,
                date=row.date,
                how=_how(case, row, totals[row.id]),
                totals=totals[row.id],
                found="quote" if quoted else "title",
                words=quoted,
                evidence=row.evidence,
            )
            placed.add(_key(symbol(row)))
    for source in standing(case.dossier.evidence):
        if source.kind not in ("resolution", "law", "record") or (where := _around(source.quote, wanted)) == "":
            continue
        if any(_key(name) in placed for name in (source.id, source.title.text, source.title.en) if name):
            continue
        yield Use(
            name=_name("", source.title or Wording(source.id)),
            symbol="",
            title=source.title,
            date=source.date,
            how="unknown",
            totals=None,
            found="quote",
            words=where,
            evidence=(source.id,),
        )


def _of_text(case: Case, one: AdoptedText, row: RollCall | None, totals: Totals | None, where: str) -> Use:
    how: How = "consensus" if one.without_vote else _how(case, row, totals) if row is not None else "unknown"
    found: Found = "title" if not where else "text" if one.words == "quoted" else "summary"
    return Use(
        name=_name(one.symbol, one.title or Wording(one.id)),
        symbol=one.symbol,
        title=one.title or (row.title if row is not None else Wording()),
        date=one.date or (row.date if row is not None else None),
        how="vote" if how == "unknown" and totals is not None else how,  # it stands among the adopted texts
        totals=totals,
        found=found,
        words=where,
        evidence=row.evidence if row is not None else (),
    )


def _how(case: Case, row: RollCall, totals: Totals | None) -> How:
    """Return how a text was agreed that was put to a vote."""
    adopted = was_adopted(case, row, totals)
    return "unknown" if adopted is None else "vote" if adopted else "rejected"


def _quote(source: Any, row: RollCall, wanted: Phrase) -> str:
    """Return the phrase in what a source of one vote alone quotes: a source of many votes quotes none of their texts."""
    return _around(source.quote, wanted) if len(row.evidence) == 1 and source.kind in ("resolution", "law", "record") else ""


def _has(wanted: Phrase, *texts: str | Wording) -> bool:
    every = [text for one in texts for text in ((one,) if isinstance(one, str) else (one.text, one.fr, one.en)) if text]
    return any(places(plain(text), wanted) for text in every)


def _around(words: str, wanted: Phrase) -> str:
    """Return the first use of a phrase with the words around it; empty where there is none."""
    for line in words.splitlines():
        found = places(plain(line), wanted)
        if found:
            start, end = found[0]
            first = max(0, start - AROUND) and line.rfind(" ", 0, max(0, start - AROUND)) + 1
            cut = line.find(" ", min(len(line), end + AROUND))
            last = cut if cut >= 0 else len(line)
            return f"{'… ' if first else ''}{line[first:last].strip()}{' …' if last < len(line) else ''}"
    return ""


def _key(name: str) -> str:
    return plain(name).text.strip()


def _name(symbol_of: str, title: Wording) -> Message:
    return Message("answer.value", value=symbol_of or title)


def _findings(case: Case, sought: Wording, wanted: Phrase, uses: Sequence[Use], searched: Mapping[str, int]) -> Iterator[Finding]:
    known = FactsOf(f"phrase:{wanted.forms[0]}", on(case.as_of), "agreed")
    if not uses:
        yield Finding(id="nowhere", message=Message(f"{AREA}.nowhere", phrase=sought, **searched), confidence="moderate")
        return
    agreed = [use for use in uses if use.is_agreed]
    yield from _latest(agreed, sought)
    counts = {"count": len(uses), "agreed": len(agreed), "held": sum(use.has_text for use in uses)}
    evidence = joined_evidence(use.evidence for use in uses)
    facts = known.counts(texts=len(uses), agreed=len(agreed))
    names, more = tuple(use.name for use in uses[:NAMED]), len(uses) - NAMED
    message = Message(f"{AREA}.where-first" if more > 0 else f"{AREA}.where", phrase=sought, names=names, **counts)
    yield Finding(id="where", message=message, evidence=evidence, confidence="high", quantities=facts)
    without = [use for use in uses if not use.has_text]
    if without:
        message = Message(f"{AREA}.not-held", count=len(without), names=tuple(use.name for use in without[:NAMED]))
        yield Finding(id="not-held", message=message, evidence=joined_evidence(use.evidence for use in without), confidence="high")
    rejected = [use for use in uses if use.how == "rejected"]
    if rejected:
        message = Message(f"{AREA}.rejected", count=len(rejected), names=tuple(use.name for use in rejected[:NAMED]))
        yield Finding(id="rejected", message=message, evidence=joined_evidence(use.evidence for use in rejected), confidence="high")


def _latest(agreed: Sequence[Use], sought: Wording) -> Iterator[Finding]:
    """Yield the latest text whose words have the phrase, and a later one of which the title alone is known to have it."""
    by_words = next((use for use in agreed if use.has_text), None)
    by_title = next((use for use in agreed if not use.has_text), None)
    if by_words is not None:
        yield _last(by_words, sought, "last", Message(f"{AREA}.in-{by_words.found}"))
    if by_title is not None and (by_words is None or agreed.index(by_title) < agreed.index(by_words)):
        yield _last(by_title, sought, "title", None)


def _last(use: Use, sought: Wording, key: str, where: Message | None) -> Finding:
    totals = use.totals._asdict() if use.totals is not None and use.how == "vote" else {}
    form = "by-vote" if totals else "without-vote" if use.how == "consensus" else "adopted"
    values: dict[str, Any] = {"phrase": sought, "name": use.name, "date": use.date or Message(f"{AREA}.no-day"), **totals}
    message = Message(f"{AREA}.{key}-{form}", **values, **({"where": where} if where else {}))
    facts = FactsOf(use.symbol or str(sought), on(use.date), "totals").counts(**totals) if totals else ()
    return Finding(id=key, message=message, evidence=use.evidence, confidence="high" if where else "moderate", quantities=facts)


def _table(uses: Sequence[Use], top: int) -> AnswerTable:
    rows = tuple(
        (
            use.symbol or None,
            use.title or None,
            use.date,
            Message(f"{AREA}.how-{use.how}"),
            *(use.totals or (None, None, None)),
            Message(f"{AREA}.found-{use.found}"),
            use.words or None,
            use.evidence,
        )
        for use in uses[:top]
    )
    columns = (
        *column.text("symbol", "title", "date", "how"),
        *column.number("yes", "no", "abstain"),
        *column.text("found", "words"),
        EVIDENCE,
    )
    return AnswerTable(id="uses", title=Message(f"{AREA}.table", count=len(uses)), columns=columns, rows=rows)


def _has_phrase(case: Case, options: Mapping[str, Any]) -> object:
    return _wanted(case, options)


QUESTION = Question(
    id=AREA,
    purpose="understand",
    needs=(),
    also_needs=(Condition(id="agreed-phrase", place="messages", option="phrase", check=_has_phrase), "rollcalls|adopted|evidence"),
    options=(text("phrase"), whole("top", 1, 500, 40)),
    answer=answer,
    heads=(Headline("last"), Headline("title"), Headline("where", "agreed"), Headline("nowhere")),
    follows=("what-did-they-say-before",),
    references=("United Nations Editorial Manual Online, on agreed language in resolutions",),
    subject="spaces",
)
