"""Digital or cyber? What the words of each activity and document propose, beside what the desk wrote; a person decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from legation.dossier import Activity, Evidence, standing
from legation.dossier.column import Wording
from legation.dossier.strategy import filed
from legation.errors import NotAvailable
from legation.language import LANGUAGES, Message
from legation.methods.text.diplomacy import LONGEST, Filing, Label, file_activity
from legation.questions.answer import Answer, AnswerTable, Finding, Named, TableColumn, first_of
from legation.questions.case import Case
from legation.questions.question import Progress, Question, flag, silent

__all__ = ["QUESTION", "Proposal", "answer", "proposal"]

AREA = "digital-or-cyber"
_NAMED = 8
_TESTS = ("diplomacy", "means", "object")


@dataclass(frozen=True, slots=True)
class Proposal:
    """Where the words of a row say that it belongs.

    Attributes
    ----------
    label : {"digital", "cyber", "both", "neither", "undecided"}
        Undecided too where the English and the French wording point to different places, and where it is neither only for want of any word
        on the object: a title's silence says nothing.
    words : mapping of test to tuple of str
        The words that fired, of every wording read.
    """

    label: Label
    words: Mapping[str, tuple[str, ...]]


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Propose a filing for each activity, and on request for each document, and show where it differs from what is written."""
    activities = standing(case.dossier.activities)
    documents = standing(case.dossier.evidence) if options["documents"] else ()
    if not activities and not documents:
        raise NotAvailable(
            Message("all-questions.nothing-there", part="activities.csv", as_of=case.as_of, what=Message("table.activities"))
        )
    aims = {row.id: row.aim for row in standing(case.dossier.objectives)}
    total = len(activities) + len(documents)
    proposed: dict[str, Proposal] = {}
    for done, row in enumerate(activities):
        progress(done, total)
        proposed[row.id] = proposal(row.title, row.means, *(aims[end] for end in row.objectives if end in aims))
    read: dict[str, Proposal] = {}
    for done, document in enumerate(documents):
        progress(len(activities) + done, total)
        read[document.id] = proposal(document.title, Wording(document.quote))
    written = {row.id: filed(case.dossier, row) for row in activities}
    tables = (_activities(activities, proposed, written), *((_documents(documents, read),) if documents else ()))
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=tuple(_findings(activities, proposed, written)),
        tables=tables,
        caveats=(Message(f"{AREA}.a-person-decides"), QUESTION.limits),
        missing=() if documents else (Message(f"{AREA}.documents-left-out"),),
    )


def proposal(*wordings: Wording) -> Proposal:
    """Read every wording that a row has, each language apart, and propose what those agree on that say enough.

    >>> proposal(Wording("A chatbot answers visa questions at the consulate")).label
    'digital'
    """
    filings = [_filing(wordings, lang) for lang in (None, *LANGUAGES)]
    read = [filing for filing in filings if filing is not None]
    labels = {filing.label for filing in read if filing.label != "undecided" and not _is_silent(filing)}
    words = {test: tuple(dict.fromkeys(word.text for filing in read for word in filing.reasons[test].words)) for test in _TESTS}
    return Proposal(labels.pop() if len(labels) == 1 else "undecided", words)


def _is_silent(filing: Filing) -> bool:
    """Whether a row is filed as neither only because it does not say what it is about."""
    about = filing.reasons["object"]
    return filing.label == "neither" and filing.reasons["diplomacy"].answer != "no" and not (about.words or about.against)


def _filing(wordings: Sequence[Wording], lang: str | None) -> Filing | None:
    parts = [wording.text if lang is None else getattr(wording, lang) for wording in wordings]
    text = ". ".join(part.strip().rstrip(".") for part in parts if part.strip())
    return file_activity(text[:LONGEST], lang) if text else None


def _findings(activities: Sequence[Activity], proposed: Mapping[str, Proposal], written: Mapping[str, str]) -> list[Finding]:
    if not activities:
        return []
    counts = Counter(one.label for one in proposed.values())
    shares: dict[str, int] = {label: counts[label] for label in ("digital", "cyber", "both", "neither", "undecided")}
    found = [_finding("proposed", activities, Message(f"{AREA}.proposed", count=len(activities), **shares))]
    differ = [row for row in activities if _differs(proposed[row.id].label, written[row.id])]
    if differ:
        names = first_of([Named(row.id, row.title) for row in differ], _NAMED)
        words = Message(f"{AREA}.differ", count=len(differ), activities=names)
        found.append(_finding("differ", differ, words, Message(f"{AREA}.differ-contrary")))
    open_rows = [row for row in activities if written[row.id] == "unfiled" and proposed[row.id].label != "undecided"]
    if open_rows:
        names = first_of([Named(row.id, row.title) for row in open_rows], _NAMED)
        found.append(_finding("unfiled", open_rows, Message(f"{AREA}.unfiled", count=len(open_rows), activities=names)))
    return found


def _finding(identifier: str, rows: Sequence[Activity], message: Message, contrary: Message | None = None) -> Finding:
    evidence = tuple(dict.fromkeys(e for row in rows for e in row.evidence))
    return Finding(id=identifier, message=message, evidence=evidence, confidence="low", contrary=contrary)


def _differs(label: Label, written: str) -> bool:
    return label != "undecided" and written not in ("unfiled", label)


def _activities(activities: Sequence[Activity], proposed: Mapping[str, Proposal], written: Mapping[str, str]) -> AnswerTable:
    """Return one row for each activity: what is written, what is proposed, whether they differ, and the words; those that differ first."""
    rows = []
    for row in sorted(activities, key=lambda row: not _differs(proposed[row.id].label, written[row.id])):
        one = proposed[row.id]
        mark = Message(f"{AREA}.differs") if _differs(one.label, written[row.id]) else ""
        rows.append((Named(row.id, row.title), Message(f"filed.{written[row.id]}"), _label(one), mark, *_words(one), row.evidence))
    columns = (
        TableColumn("activity", Message("column.activity")),
        TableColumn("filed", Message("column.filed")),
        TableColumn("proposed", Message(f"{AREA}.proposed-column")),
        TableColumn("differs", Message(f"{AREA}.differs-column")),
        *_word_columns(),
        TableColumn("evidence", Message("column.evidence"), "evidence"),
    )
    return AnswerTable(id="activities", title=Message(f"{AREA}.activities"), columns=columns, rows=tuple(rows))


def _documents(documents: Sequence[Evidence], read: Mapping[str, Proposal]) -> AnswerTable:
    rows = tuple((Named(row.id, row.title), _label(read[row.id]), *_words(read[row.id]), (row.id,)) for row in documents)
    columns = (
        TableColumn("document", Message(f"{AREA}.document-column")),
        TableColumn("proposed", Message(f"{AREA}.proposed-column")),
        *_word_columns(),
        TableColumn("evidence", Message("column.evidence"), "evidence"),
    )
    return AnswerTable(id="documents", title=Message(f"{AREA}.documents"), columns=columns, rows=rows)


def _label(one: Proposal) -> Message:
    return Message(f"{AREA}.undecided") if one.label == "undecided" else Message(f"filed.{one.label}")


def _words(one: Proposal) -> tuple[str, ...]:
    return tuple(", ".join(one.words[test][:_NAMED]) for test in _TESTS)


def _word_columns() -> tuple[TableColumn, ...]:
    return (
        TableColumn("diplomacy", Message(f"{AREA}.diplomacy-column")),
        TableColumn("means", Message(f"{AREA}.means-column")),
        TableColumn("object", Message(f"{AREA}.object-column")),
    )


QUESTION = Question(id=AREA, needs=(), options=(flag("documents"),), answer=answer)
