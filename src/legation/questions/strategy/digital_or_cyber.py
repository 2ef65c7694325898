"""Digital or cyber? What rows, then words propose for each activity and document, beside what the desk wrote; a person decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from legation.dossier import Activity, Dossier, Evidence, standing
from legation.dossier.column import Wording
from legation.dossier.tables.strategy import filed
from legation.errors import NotAvailable
from legation.language import LANGUAGES, Message
from legation.methods.text.diplomacy import LONGEST, Filing, Label, Method, file_activity, label_of
from legation.questions.answer import Answer, AnswerTable, Finding, Named, TableColumn, first_of
from legation.questions.base.case import Case
from legation.questions.base.columns import EVIDENCE, SHARED, Columns
from legation.questions.base.conditions import Condition
from legation.questions.question import Headline, Progress, Question, flag, silent
from legation.questions.strategy.activity_kinds import FilingByRows, declared_by_rows

__all__ = ["QUESTION", "FilingProposal", "answer", "proposal", "proposed"]

AREA = "digital-or-cyber"
column = Columns(f"{AREA}.")
_NAMED = 4
_WORDS = 8
_TESTS = ("diplomacy", "means", "object")


@dataclass(frozen=True, slots=True)
class FilingProposal:
    """Where a row belongs, from what it and its issues say and, for what they leave open, from its words.

    Attributes
    ----------
    label : {"digital", "cyber", "both", "neither", "undecided"}
        Undecided too where the English and the French wording point to different places, and where it is neither only for lack of any word
        on the object: a title's silence says nothing.
    words : mapping of test to tuple of str
        The words that fired, of every wording read.
    because : tuple of Message
        What the rows say.
    read : tuple of Filing
        Every wording read; none where the rows decide.
    cut : bool
        Whether a wording was too long to be read whole.
    """

    label: Label
    words: Mapping[str, tuple[str, ...]]
    because: tuple[Message, ...] = ()
    read: tuple[Filing, ...] = ()
    cut: bool = False

    @property
    def foreign(self) -> bool:
        """Whether it is undecided as its words are neither English nor French."""
        return self.label == "undecided" and bool(self.read) and all(filing.silence == "another-language" for filing in self.read)


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Propose a filing for each activity, and on request for each document, and show where it differs from what is written."""
    activities = standing(case.dossier.activities)
    documents = standing(case.dossier.evidence) if options["documents"] else ()
    if not activities and not documents:
        raise NotAvailable(
            Message("all-questions.nothing-there", part="activities.csv", as_of=case.as_of, what=Message("table.activities"))
        )
    total = len(activities) + len(documents)
    found: dict[str, FilingProposal] = {}
    for done, row in enumerate(activities):
        progress(done, total)
        found[row.id] = proposed(case.dossier, row)
    read: dict[str, FilingProposal] = {}
    for done, document in enumerate(documents):
        progress(len(activities) + done, total)
        read[document.id] = proposal(document.title, Wording(document.quote))
    written = {row.id: filed(case.dossier, row) for row in activities}
    tables = (_activities(activities, found, written), *((_documents(documents, read),) if documents else ()))
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=tuple(_findings(activities, found, written)),
        tables=tables,
        caveats=(Message(f"{AREA}.a-person-decides"), QUESTION.limits),
        missing=tuple(_missing((*found.values(), *read.values()), documents=bool(documents))),
    )


def proposed(dossier: Dossier, row: Activity, method: Method | None = None) -> FilingProposal:
    """Return the proposal for an activity: by the rows where they answer, else by its words, its aims' and those of silent issues."""
    by_rows = declared_by_rows(dossier, row)
    aims = [aim for aim in standing(dossier.objectives) if aim.id in row.objectives]
    questions = {issue.id: issue.question for issue in standing(dossier.issues)}
    wordings = (row.title, row.means, *(aim.aim for aim in aims))
    if "object" not in by_rows.answers:
        wordings += tuple(questions[name] for name in dict.fromkeys(aim.issue for aim in aims) if name in questions)
    return proposal(*wordings, by_rows=by_rows, method=method)


def proposal(*wordings: Wording, by_rows: FilingByRows | None = None, method: Method | None = None) -> FilingProposal:
    """Return what the rows say, if it is enough; else read every wording, each language apart, and propose what those that tell agree on.

    >>> proposal(Wording("A chatbot answers visa questions at the consulate")).label
    'digital'
    """
    known = dict(by_rows.answers) if by_rows else {}
    because = by_rows.because if by_rows else ()
    label = label_of(*(("yes" if known[test] else "no") if test in known else "unclear" for test in _TESTS))
    if label != "undecided":
        return FilingProposal(label, dict.fromkeys(_TESTS, ()), because)
    texts = {lang: _text(wordings, lang) for lang in (None, *LANGUAGES)}
    read = tuple(file_activity(text[:LONGEST], lang, known, method=method) for lang, text in texts.items() if text)
    labels = {filing.label for filing in read if filing.label != "undecided" and not _is_silent(filing, known)}
    words = {test: tuple(dict.fromkeys(word.text for filing in read for word in filing.reasons[test].words)) for test in _TESTS}
    cut = any(len(text) > LONGEST for text in texts.values())
    return FilingProposal(labels.pop() if len(labels) == 1 else "undecided", words, because, read, cut)


def _is_silent(filing: Filing, known: Mapping[str, bool]) -> bool:
    """Whether a row is filed as neither only because it says neither what it is about nor that it is a matter of one's own house."""
    about, diplomacy = filing.reasons["object"], filing.reasons["diplomacy"]
    unsaid = "object" not in known and not (about.words or about.against)
    return filing.label == "neither" and unsaid and not (diplomacy.answer == "no" and diplomacy.against)


def _text(wordings: Sequence[Wording], lang: str | None) -> str:
    parts = [wording.text if lang is None else getattr(wording, lang) for wording in wordings]
    return ". ".join(part.strip().rstrip(".") for part in parts if part.strip())


def _missing(proposals: Sequence[FilingProposal], *, documents: bool) -> Iterator[Message]:
    """Yield what was not read, or less well than it could be."""
    if not documents:
        yield Message(f"{AREA}.documents-left-out")
    if foreign := sum(one.foreign for one in proposals):
        yield Message(f"{AREA}.another-language", count=foreign)
    if cut := sum(one.cut for one in proposals):
        yield Message(f"{AREA}.cut", count=cut, characters=LONGEST)
    if any(filing.method == "words" and filing.silence in ("", "unsure") for one in proposals for filing in one.read):
        yield Message(f"{AREA}.words-alone")


def _findings(activities: Sequence[Activity], proposals: Mapping[str, FilingProposal], written: Mapping[str, str]) -> list[Finding]:
    if not activities:
        return []
    counts = Counter(one.label for one in proposals.values())
    shares: dict[str, int] = {label: counts[label] for label in ("digital", "cyber", "both", "neither", "undecided")}
    found = [_finding("proposed", activities, Message(f"{AREA}.proposed", count=len(activities), **shares))]
    known = [row for row in activities if written[row.id] != "unfiled"]
    if known:
        same = sum(proposals[row.id].label == written[row.id] for row in known)
        found.append(_finding("same", known, Message(f"{AREA}.same", count=len(known), same=same)))
    differ = [row for row in activities if _differs(proposals[row.id].label, written[row.id])]
    if differ:
        names = first_of([Named(row.id, row.title) for row in differ], _NAMED)
        words = Message(f"{AREA}.differ", count=len(differ), activities=names)
        found.append(_finding("differ", differ, words, Message(f"{AREA}.differ-contrary")))
    open_rows = [row for row in activities if written[row.id] == "unfiled" and proposals[row.id].label != "undecided"]
    if open_rows:
        names = first_of([Named(row.id, row.title) for row in open_rows], _NAMED)
        found.append(_finding("unfiled", open_rows, Message(f"{AREA}.unfiled", count=len(open_rows), activities=names)))
    return found


def _finding(identifier: str, rows: Sequence[Activity], message: Message, contrary: Message | None = None) -> Finding:
    evidence = tuple(dict.fromkeys(e for row in rows for e in row.evidence))
    return Finding(id=identifier, message=message, evidence=evidence, confidence="low", contrary=contrary, judgement="filing")


def _differs(label: Label, written: str) -> bool:
    return label != "undecided" and written not in ("unfiled", label)


def _activities(activities: Sequence[Activity], proposals: Mapping[str, FilingProposal], written: Mapping[str, str]) -> AnswerTable:
    """Return one row for each activity: what is written, what is proposed, whether they differ, and the words; those that differ first."""
    rows = []
    for row in sorted(activities, key=lambda row: not _differs(proposals[row.id].label, written[row.id])):
        one = proposals[row.id]
        mark = Message(f"{AREA}.differs") if _differs(one.label, written[row.id]) else ""
        cells = (Message(f"filed.{written[row.id]}"), _label(one), mark, *_words(one), one.because)
        rows.append((Named(row.id, row.title), *cells, row.evidence))
    columns = (
        *SHARED.text("activity", "filed"),
        *column.text(proposed="proposed-column", differs="differs-column"),
        *_word_columns(),
        *column.text(because="because-column"),
        EVIDENCE,
    )
    return AnswerTable(id="activities", title=Message(f"{AREA}.activities"), columns=columns, rows=tuple(rows))


def _documents(documents: Sequence[Evidence], read: Mapping[str, FilingProposal]) -> AnswerTable:
    rows = tuple((Named(row.id, row.title), _label(read[row.id]), *_words(read[row.id]), (row.id,)) for row in documents)
    columns = (*column.text(document="document-column", proposed="proposed-column"), *_word_columns(), EVIDENCE)
    return AnswerTable(id="documents", title=Message(f"{AREA}.documents"), columns=columns, rows=rows)


def _label(one: FilingProposal) -> Message:
    return Message(f"{AREA}.undecided") if one.label == "undecided" else Message(f"filed.{one.label}")


def _words(one: FilingProposal) -> tuple[str, ...]:
    return tuple(", ".join(one.words[test][:_WORDS]) for test in _TESTS)


def _word_columns() -> tuple[TableColumn, ...]:
    return column.text(diplomacy="diplomacy-column", means="means-column", object="object-column")


def _has_activities(case: Case, options: Mapping[str, Any]) -> object:
    return standing(case.dossier.activities) or (options["documents"] and standing(case.dossier.evidence))


QUESTION = Question(
    id=AREA,
    purpose="check",
    needs=(),
    also_needs=(Condition(id="activity", place="activities", option="documents", check=_has_activities),),
    options=(flag("documents"),),
    answer=answer,
    heads=(Headline("proposed", "count", judgement="filing"),),
)
