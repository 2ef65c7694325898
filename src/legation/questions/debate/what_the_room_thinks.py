"""What does the room think? Groups and how sure they are, what unites and divides them, what bridges, and what too few have seen."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from legation.dossier.kind import Number
from legation.language import Message
from legation.methods.opinion import UNSEEN, Few, Listed
from legation.methods.opinion.profiles import same_pairs
from legation.questions.answer import Answer, AnswerTable, Finding, TableColumn
from legation.questions.base.case import Case
from legation.questions.base.columns import Columns
from legation.questions.debate.opinion.independence import Signs, once_findings, once_table, shared_of, signs_of
from legation.questions.debate.opinion.inputs import LITTLE, RoomInputs, caveats, room_asked
from legation.questions.debate.opinion.statements import Lists, StatementForecast, lists_of, predicted
from legation.questions.debate.opinion.tables import (
    cards_of,
    divisions_of,
    evidence_table,
    groups_table,
    map_of,
    predicted_table,
    says_table,
    seldom_table,
    signs_table,
    statements_table,
)
from legation.questions.question import Option, Progress, Question, silent, text

__all__ = [
    "QUESTION",
    "answer",
    "few_findings",
    "few_tables",
]


AREA = "what-the-room-thinks"
column = Columns(f"{AREA}.column.")


def few_findings(asked: RoomInputs, found: Few) -> Iterator[Finding]:
    """Yield how far two people agree on average, and the two camps that join last where both may be published."""
    pairs = np.triu_indices(asked.people, 1)
    known = found.common[pairs] > 0
    if not known.any():
        yield Finding(id="agreement", message=Message(f"{AREA}.no-common", count=asked.people), evidence=asked.evidence)
        return
    mean, common = float(found.agreement[pairs][known].mean()), round(float(np.median(found.common[pairs][known])))
    contrary = Message(f"{AREA}.few-contrary", count=asked.people)
    yield Finding(
        id="agreement",
        message=Message(f"{AREA}.agreement", mean=mean, common=common, count=asked.people),
        evidence=asked.evidence,
        contrary=contrary,
    )
    one, two = _camps(found, asked.people)
    if min(one, two) >= asked.smallest:
        values = {"one": one, "two": two, "agree": 1 - float(found.joins[-1, 2])}
        yield Finding(id="camps", message=Message(f"{AREA}.camps", **values), evidence=asked.evidence, contrary=contrary)


def _camps(found: Few, people: int) -> tuple[int, int]:
    """Return the people in the two clusters that join last."""
    if not len(found.joins):
        return people, 0
    sizes = [1 if cluster < people else int(found.joins[int(cluster) - people, 3]) for cluster in found.joins[-1, :2]]
    return max(sizes), min(sizes)


def few_tables(asked: RoomInputs, found: Few) -> Iterator[AnswerTable]:
    """Yield the steps at which people join, of clusters that may be published, and the agreement of organisations, which vote in public."""
    steps = [(int(size), 1 - float(apart)) for _, _, apart, size in found.joins if size >= asked.smallest]
    columns: tuple[TableColumn, ...]
    if steps:
        columns = (*column.number("people"), *column.share("agreement"))
        yield AnswerTable(id="joining", title=Message(f"{AREA}.table.joining"), columns=columns, rows=tuple(steps))
    rows: list[tuple[Any, ...]] = []
    for (a, one, _), (b, two, _) in itertools.combinations(asked.organisations(), 2):
        agreement = float(found.agreement[a, b])
        rows.append((asked.case.named(one), asked.case.named(two), agreement, int(found.common[a, b])))
    if rows:
        columns = (*column.text(first="organisation", second="organisation-two"), *column.share("agreement"), *column.number("common"))
        yield AnswerTable(id="organisations", title=Message(f"{AREA}.table.organisations"), columns=columns, rows=tuple(rows))


NAMED = 3


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Say what a room thinks, as far as it may be published."""
    seed = options["seed"]
    asked = room_asked(case, options["room"], options["smallest"], seed, progress)
    if not asked.is_open:
        message = Message(f"{AREA}.withheld", title=asked.title, smallest=asked.smallest)
        withheld = Finding(id="withheld", message=message, evidence=asked.evidence)
        return Answer(question=AREA, title=QUESTION.title, findings=(withheld,), caveats=(*caveats(asked), QUESTION.limits))
    lists, few = lists_of(asked), asked.opinion.few
    forecast, signs = predicted(asked, seed, progress), signs_of(asked, seed, progress)
    shared = shared_of(asked)
    findings = (
        *_people(asked),
        *_groups(asked),
        *(few_findings(asked, few) if few is not None else ()),
        *_unites(asked, lists),
        *_divides(asked, lists),
        *_says(asked, lists),
        *_bridges(asked, lists),
        *_seldom(asked),
        *_predicted(asked, forecast),
        *_signs(asked, signs),
        *once_findings(asked, shared),
        *_exported(asked),
    )
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=findings,
        tables=(
            *groups_table(asked),
            *evidence_table(asked),
            *(few_tables(asked, few) if few is not None else ()),
            statements_table(asked, lists),
            *says_table(asked, lists),
            *seldom_table(asked),
            *predicted_table(asked, forecast),
            signs_table(signs),
            *once_table(asked, shared),
        ),
        figures=(*map_of(asked), *cards_of(asked, lists), *divisions_of(asked, lists)),
        caveats=(*caveats(asked), QUESTION.limits),
    )


def _people(asked: RoomInputs) -> Iterator[Finding]:
    votes = int((asked.votes != UNSEEN).sum())
    values = {"title": asked.title, "people": asked.people, "statements": len(asked.columns), "votes": votes}
    last = asked.last_vote
    seen = votes / (asked.people * len(asked.columns))
    message = (
        Message(f"{AREA}.people", date=last, share=seen, **values) if last else Message(f"{AREA}.people-undated", share=seen, **values)
    )
    yield Finding(id="people", message=message, evidence=asked.evidence)


def _groups(asked: RoomInputs) -> Iterator[Finding]:
    o = asked.opinion
    if o.reason is not None:
        strength, needed = round(o.strongest - 0.005, 2), round(o.needed + 0.0049, 2)  # down and up, so that the one is below the other
        found = {"people": int((o.group >= 0).sum()), "strength": strength, "needed": needed}
        reasons = {
            "few-people": Message(f"{AREA}.reason.few-people"),
            "few-statements": Message(f"{AREA}.reason.few-statements"),
            "all-alike": Message(f"{AREA}.reason.all-alike"),
            "no-structure": Message(f"{AREA}.reason.no-structure"),
            "no-groups": Message(f"{AREA}.reason.no-groups"),
            "weak-split": Message(f"{AREA}.reason.weak-split", **found),
            "small-room": Message(f"{AREA}.reason.small-room", **found),
        }
        yield Finding(id="groups", message=Message(f"{AREA}.no-groups", reason=reasons[o.reason]), evidence=asked.evidence)
        return
    taken = next(one for one in o.evidence if one.k == o.k)
    others = [one for one in o.evidence if one.k != o.k and one.smallest and one.silhouette == one.silhouette]
    rival = max(others, key=lambda one: one.silhouette, default=None)
    sizes = tuple(int((asked.label == g).sum()) for g in range(asked.groups))
    hidden = o.k - asked.groups
    values = {"k": o.k, "sizes": sizes, "strength": round(taken.strength, 2), "silhouette": round(taken.silhouette, 2)}
    near, of = int(asked.near_border.sum()), int((asked.label >= 0).sum())
    form = "groups" if sizes else "groups-hidden"
    contrary = Message(f"{AREA}.continuum", share=near / of) if of else Message(f"{AREA}.continuum-hidden")
    yield Finding(id="groups", message=Message(f"{AREA}.{form}", **values), evidence=asked.evidence, contrary=contrary)
    if rival is not None:
        form = "rival-as-good" if rival.silhouette >= taken.silhouette - taken.error else "rival"
        message = Message(f"{AREA}.{form}", k=rival.k, silhouette=round(rival.silhouette, 2))
        yield Finding(id="rival", message=message, evidence=asked.evidence)
    if hidden:
        yield Finding(id="hidden", message=Message(f"{AREA}.hidden", count=hidden, smallest=asked.smallest), evidence=asked.evidence)
    if of:
        yield Finding(id="border", message=Message(f"{AREA}.border", count=near, share=near / of), evidence=asked.evidence)


def _unites(asked: RoomInputs, lists: Lists) -> Iterator[Finding]:
    for place, one in enumerate(lists.unites[:NAMED]):
        message = _about_all(asked, one)
        yield Finding(id=f"unites:{place + 1}", message=message, evidence=asked.evidence, contrary=_measures(asked, lists, one.statement))
    if not lists.unites:
        yield Finding(id="unites", message=Message(f"{AREA}.unites-nothing"), evidence=asked.evidence)


def _about_all(asked: RoomInputs, one: Listed) -> Message:
    s, j = asked.everyone, one.statement
    count, low, high = (s.agree, s.agree_low, s.agree_high) if one.agree else (s.disagree, s.disagree_low, s.disagree_high)
    seen = int(s.seen[0, j])
    values = {"statement": asked.statement(j), "share": count[0, j] / seen, "low": low[0, j], "high": high[0, j], "seen": seen}
    return Message(f"{AREA}.all-agree" if one.agree else f"{AREA}.all-disagree", **values)


def _measures(asked: RoomInputs, lists: Lists, j: int) -> Message | None:
    """Return how far the groups agree on a statement by three measures; None where that may not be shown."""
    if j not in lists.joint:
        return None
    s = asked.stats
    values = {"product": s.consensus_product[j], "geometric": s.consensus_geometric[j], "minimum": s.consensus_minimum[j]}
    return Message(f"{AREA}.measures", number=asked.number(j), **{name: float(value) for name, value in values.items()})


def _divides(asked: RoomInputs, lists: Lists) -> Iterator[Finding]:
    if not asked.groups:
        return
    for place, one in enumerate(lists.divides[:NAMED]):
        share = asked.stats.agree[:, one.statement] / asked.stats.seen[:, one.statement]
        most, least = int(share.argmax()), int(share.argmin())
        values = {"statement": asked.statement(one.statement), "most": asked.group(most), "least": asked.group(least)}
        form = "divides-too" if place else "divides"
        message = Message(f"{AREA}.{form}", high=float(share[most]), low=float(share[least]), **values)
        yield Finding(id=f"divides:{place + 1}", message=message, evidence=asked.evidence)
    if not lists.divides:
        yield Finding(id="divides", message=Message(f"{AREA}.divides-nothing"), evidence=asked.evidence)


def _says(asked: RoomInputs, lists: Lists) -> Iterator[Finding]:
    for g, says in enumerate(lists.says):
        if says:
            first = tuple(_stance(asked, one) for one in says[:NAMED])
            message = Message(f"{AREA}.says", group=asked.group(g), says=first)
            yield Finding(id=f"says:{g + 1}", message=message, evidence=asked.evidence)


def _stance(asked: RoomInputs, one: Listed) -> Message:
    form = f"{AREA}.yes-to" if one.agree else f"{AREA}.no-to"
    return Message(form, statement=asked.statement(one.statement))


def _bridges(asked: RoomInputs, lists: Lists) -> Iterator[Finding]:
    if asked.groups < 2:
        return
    if not lists.bridges:
        yield Finding(id="bridges", message=Message(f"{AREA}.bridges-nothing"), evidence=asked.evidence)
        return
    first = tuple(_stance(asked, one) for one in lists.bridges[:NAMED])
    message = Message(f"{AREA}.bridges", count=len(lists.bridges), says=first, score=lists.bridges[0].score)
    yield Finding(id="bridges", message=message, evidence=asked.evidence)


def _seldom(asked: RoomInputs) -> Iterator[Finding]:
    least = max(LITTLE, asked.smallest)
    few = int((asked.least_seen() < least).sum())
    if few:
        yield Finding(id="seldom", message=Message(f"{AREA}.seldom", count=few, least=least), evidence=asked.evidence)


def _predicted(asked: RoomInputs, found: StatementForecast | None) -> Iterator[Finding]:
    if found is None:
        return
    check = found.check
    values = {"count": len({one.column for one in found.rows})}
    losses = {"loss": round(check.loss, 2), "plain": round(check.loss_by_statement, 2), "votes": check.votes}
    message = Message(f"{AREA}.predicted", **values, **losses) if check.votes else Message(f"{AREA}.predicted-unchecked", **values)
    worse = Message(f"{AREA}.predicted-worse") if check.votes and check.loss >= check.loss_by_statement else None
    yield Finding(id="predicted", message=message, evidence=asked.evidence, contrary=worse, judgement="stances")


def _signs(asked: RoomInputs, found: Signs) -> Iterator[Finding]:
    seen = {one.name: one for one in found.found if one.sets}
    forms = {
        "copies": Message(f"{AREA}.signs.copies", count=seen["copies"].sets, people=seen["copies"].people) if "copies" in seen else None,
        "in-step": Message(f"{AREA}.signs.in-step", count=seen["in-step"].sets, people=seen["in-step"].people)
        if "in-step" in seen
        else None,
        "rush": Message(f"{AREA}.signs.rush", count=seen["rush"].sets, people=seen["rush"].people) if "rush" in seen else None,
    }
    told = tuple(message for message in forms.values() if message is not None)
    if told:
        message = Message(f"{AREA}.signs.found", told=told)
        yield Finding(id="signs", message=message, evidence=asked.evidence, contrary=Message(f"{AREA}.signs.innocent"), judgement="concert")
    else:
        unseen = Message(f"{AREA}.signs.unseen")
        yield Finding(id="signs", message=_none(found), evidence=asked.evidence, contrary=unseen, judgement="concert")


def _none(found: Signs) -> Message:
    """Return that nothing was found, with the size of what would have been; where no copies would have been, that alone."""
    if not found.smallest:
        form = "signs.too-few" if found.timed else "signs.too-few-untimed"
        return Message(f"{AREA}.{form}")
    size = Message(f"{AREA}.signs.commonest", size=found.commonest) if found.commonest else Message(f"{AREA}.signs.commonest-unseen")
    form = "signs.none" if found.timed else "signs.none-untimed"
    return Message(f"{AREA}.{form}", count=found.compared, votes=found.least_votes, size=found.smallest, commonest=size)


def _exported(asked: RoomInputs) -> Iterator[Finding]:
    """Yield how the groups compare with those of the export, where it has some and none of its votes is later."""
    theirs = asked.conversation.group[asked.rows]
    both = (theirs >= 0) & (asked.label >= 0)
    if asked.groups < 2 or both.sum() < asked.smallest:
        return
    values = {
        "count": int(both.sum()),
        "groups": len(np.unique(theirs[both])),
        "index": round(same_pairs(asked.label[both], theirs[both]), 2),
    }
    yield Finding(id="exported", message=Message(f"{AREA}.exported", **values), evidence=asked.evidence)


QUESTION = Question(
    id=AREA,
    needs=(),
    also_needs=("room",),
    options=(text("room"), Option("smallest", Number(3, 10_000, whole=True))),
    answer=answer,
    subject="spaces",
    references=(
        "Small et al. 2021, doi:10.6035/recerca.5516",
        "Tibshirani & Walther 2005, doi:10.1198/106186005X59243",
        "Benjamini & Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x",
        "Wang & Ramdas 2022, doi:10.1111/rssb.12489",
    ),
)
