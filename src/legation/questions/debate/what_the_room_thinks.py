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
from legation.questions.base.conditions import Condition
from legation.questions.debate.opinion.independence import Signs, once_findings, once_table, shared_of, signs_of
from legation.questions.debate.opinion.inputs import LITTLE, RoomInputs, cast_in, caveats, find_room
from legation.questions.debate.opinion.representation import represented, slate_findings, slate_table
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
from legation.questions.question import Headline, Option, Progress, Question, model, silent, whole

__all__ = [
    "QUESTION",
    "answer",
    "few_findings",
    "few_tables",
]


AREA = "what-the-room-thinks"
column = Columns(f"{AREA}.column.")


def few_findings(inputs: RoomInputs, found: Few) -> Iterator[Finding]:
    """Yield how far two people agree on average, and the two camps that join last where both may be published."""
    pairs = np.triu_indices(inputs.people, 1)
    known = found.common[pairs] > 0
    if not known.any():
        yield Finding(id="agreement", message=Message(f"{AREA}.no-common", count=inputs.people), evidence=inputs.evidence)
        return
    mean, common = float(found.agreement[pairs][known].mean()), round(float(np.median(found.common[pairs][known])))
    contrary = Message(f"{AREA}.few-contrary", count=inputs.people)
    yield Finding(
        id="agreement",
        message=Message(f"{AREA}.agreement", mean=mean, common=common, count=inputs.people),
        evidence=inputs.evidence,
        contrary=contrary,
    )
    one, two = _camps(found, inputs.people)
    if min(one, two) >= inputs.smallest:
        values = {"one": one, "two": two, "agree": 1 - float(found.joins[-1, 2])}
        yield Finding(id="camps", message=Message(f"{AREA}.camps", **values), evidence=inputs.evidence, contrary=contrary)


def _camps(found: Few, people: int) -> tuple[int, int]:
    """Return the people in the two clusters that join last."""
    if not len(found.joins):
        return people, 0
    sizes = [1 if cluster < people else int(found.joins[int(cluster) - people, 3]) for cluster in found.joins[-1, :2]]
    return max(sizes), min(sizes)


def few_tables(inputs: RoomInputs, found: Few) -> Iterator[AnswerTable]:
    """Yield the steps at which people join, of clusters that may be published, and the agreement of organisations, which vote in public."""
    steps = [(int(size), 1 - float(apart)) for _, _, apart, size in found.joins if size >= inputs.smallest]
    columns: tuple[TableColumn, ...]
    if steps:
        columns = (*column.number("people"), *column.share("agreement"))
        yield AnswerTable(id="joining", title=Message(f"{AREA}.table.joining"), columns=columns, rows=tuple(steps))
    rows: list[tuple[Any, ...]] = []
    for (a, one, _), (b, two, _) in itertools.combinations(inputs.organisations(), 2):
        agreement = float(found.agreement[a, b])
        rows.append((inputs.case.named(one), inputs.case.named(two), agreement, int(found.common[a, b])))
    if rows:
        columns = (*column.text(first="organisation", second="organisation-two"), *column.share("agreement"), *column.number("common"))
        yield AnswerTable(id="organisations", title=Message(f"{AREA}.table.organisations"), columns=columns, rows=tuple(rows))


NAMED = 3


def answer(case: Case, options: Mapping[str, Any], progress: Progress = silent) -> Answer:
    """Say what a room thinks, as far as it may be published."""
    seed = options["seed"]
    inputs = find_room(case, options["room"], options["smallest"], seed, progress)
    if not inputs.is_open:
        message = Message(f"{AREA}.withheld", title=inputs.title, smallest=inputs.smallest)
        withheld = Finding(id="withheld", message=message, evidence=inputs.evidence)
        return Answer(question=AREA, title=QUESTION.title, findings=(withheld,), caveats=(*caveats(inputs), QUESTION.limits))
    lists, few = lists_of(inputs), inputs.opinion.few
    forecast, signs = predicted(inputs, seed, progress), signs_of(inputs, seed, progress)
    shared, selection = shared_of(inputs), represented(inputs, options["slate"], seed)
    findings = (
        *_people(inputs),
        *_groups(inputs),
        *(few_findings(inputs, few) if few is not None else ()),
        *_unites(inputs, lists),
        *_divides(inputs, lists),
        *_says(inputs, lists),
        *_bridges(inputs, lists),
        *slate_findings(inputs, selection),
        *_seldom(inputs),
        *_predicted(inputs, forecast),
        *_signs(inputs, signs),
        *once_findings(inputs, shared),
        *_exported(inputs),
    )
    return Answer(
        question=AREA,
        title=QUESTION.title,
        findings=findings,
        tables=(
            *groups_table(inputs),
            *evidence_table(inputs),
            *(few_tables(inputs, few) if few is not None else ()),
            statements_table(inputs, lists),
            *slate_table(inputs, selection),
            *says_table(inputs, lists),
            *seldom_table(inputs),
            *predicted_table(inputs, forecast),
            signs_table(signs),
            *once_table(inputs, shared),
        ),
        figures=(*map_of(inputs), *cards_of(inputs, lists), *divisions_of(inputs, lists)),
        caveats=(*caveats(inputs), QUESTION.limits),
    )


def _people(inputs: RoomInputs) -> Iterator[Finding]:
    votes = int((inputs.votes != UNSEEN).sum())
    values = {"title": inputs.title, "people": inputs.people, "statements": len(inputs.columns), "votes": votes}
    last = inputs.last_vote
    seen = votes / (inputs.people * len(inputs.columns))
    message = (
        Message(f"{AREA}.people", date=last, share=seen, **values) if last else Message(f"{AREA}.people-undated", share=seen, **values)
    )
    yield Finding(id="people", message=message, evidence=inputs.evidence)


def _groups(inputs: RoomInputs) -> Iterator[Finding]:
    o = inputs.opinion
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
        yield Finding(id="groups", message=Message(f"{AREA}.no-groups", reason=reasons[o.reason]), evidence=inputs.evidence)
        return
    taken = next(one for one in o.evidence if one.k == o.k)
    others = [one for one in o.evidence if one.k != o.k and one.smallest and one.silhouette == one.silhouette]
    rival = max(others, key=lambda one: one.silhouette, default=None)
    sizes = tuple(int((inputs.label == g).sum()) for g in range(inputs.groups))
    hidden = o.k - inputs.groups
    values = {"k": o.k, "sizes": sizes, "strength": round(taken.strength, 2), "silhouette": round(taken.silhouette, 2)}
    near, of = int(inputs.near_border.sum()), int((inputs.label >= 0).sum())
    form = "groups" if sizes else "groups-hidden"
    contrary = Message(f"{AREA}.continuum", share=near / of) if of else Message(f"{AREA}.continuum-hidden")
    yield Finding(id="groups", message=Message(f"{AREA}.{form}", **values), evidence=inputs.evidence, contrary=contrary)
    if rival is not None:
        form = "rival-as-good" if rival.silhouette >= taken.silhouette - taken.error else "rival"
        message = Message(f"{AREA}.{form}", k=rival.k, silhouette=round(rival.silhouette, 2))
        yield Finding(id="rival", message=message, evidence=inputs.evidence)
    if hidden:
        yield Finding(id="hidden", message=Message(f"{AREA}.hidden", count=hidden, smallest=inputs.smallest), evidence=inputs.evidence)
    if of:
        yield Finding(id="border", message=Message(f"{AREA}.border", count=near, share=near / of), evidence=inputs.evidence)


def _unites(inputs: RoomInputs, lists: Lists) -> Iterator[Finding]:
    for place, one in enumerate(lists.unites[:NAMED]):
        message = _about_all(inputs, one)
        yield Finding(id=f"unites:{place + 1}", message=message, evidence=inputs.evidence, contrary=_measures(inputs, lists, one.statement))
    if not lists.unites:
        yield Finding(id="unites", message=Message(f"{AREA}.unites-nothing"), evidence=inputs.evidence)


def _about_all(inputs: RoomInputs, one: Listed) -> Message:
    s, j = inputs.everyone, one.statement
    count, low, high = (s.agree, s.agree_low, s.agree_high) if one.agree else (s.disagree, s.disagree_low, s.disagree_high)
    seen = int(s.seen[0, j])
    values = {"statement": inputs.statement(j), "share": count[0, j] / seen, "low": low[0, j], "high": high[0, j], "seen": seen}
    return Message(f"{AREA}.all-agree" if one.agree else f"{AREA}.all-disagree", **values)


def _measures(inputs: RoomInputs, lists: Lists, j: int) -> Message | None:
    """Return how far the groups agree on a statement by three measures; None where that may not be shown."""
    if j not in lists.joint:
        return None
    s = inputs.stats
    values = {"product": s.consensus_product[j], "geometric": s.consensus_geometric[j], "minimum": s.consensus_minimum[j]}
    return Message(f"{AREA}.measures", number=inputs.number(j), **{name: float(value) for name, value in values.items()})


def _divides(inputs: RoomInputs, lists: Lists) -> Iterator[Finding]:
    if not inputs.groups:
        return
    for place, one in enumerate(lists.divides[:NAMED]):
        share = inputs.stats.agree[:, one.statement] / inputs.stats.seen[:, one.statement]
        most, least = int(share.argmax()), int(share.argmin())
        values = {"statement": inputs.statement(one.statement), "most": inputs.group(most), "least": inputs.group(least)}
        form = "divides-too" if place else "divides"
        message = Message(f"{AREA}.{form}", high=float(share[most]), low=float(share[least]), **values)
        yield Finding(id=f"divides:{place + 1}", message=message, evidence=inputs.evidence)
    if not lists.divides:
        yield Finding(id="divides", message=Message(f"{AREA}.divides-nothing"), evidence=inputs.evidence)


def _says(inputs: RoomInputs, lists: Lists) -> Iterator[Finding]:
    for g, says in enumerate(lists.says):
        if says:
            first = tuple(_stance(inputs, one) for one in says[:NAMED])
            message = Message(f"{AREA}.says", group=inputs.group(g), says=first)
            yield Finding(id=f"says:{g + 1}", message=message, evidence=inputs.evidence)


def _stance(inputs: RoomInputs, one: Listed) -> Message:
    form = f"{AREA}.yes-to" if one.agree else f"{AREA}.no-to"
    return Message(form, statement=inputs.statement(one.statement))


def _bridges(inputs: RoomInputs, lists: Lists) -> Iterator[Finding]:
    if inputs.groups < 2:
        return
    if not lists.bridges:
        yield Finding(id="bridges", message=Message(f"{AREA}.bridges-nothing"), evidence=inputs.evidence)
        return
    first = tuple(_stance(inputs, one) for one in lists.bridges[:NAMED])
    message = Message(f"{AREA}.bridges", count=len(lists.bridges), says=first, score=lists.bridges[0].score)
    yield Finding(id="bridges", message=message, evidence=inputs.evidence)


def _seldom(inputs: RoomInputs) -> Iterator[Finding]:
    least = max(LITTLE, inputs.smallest)
    few = int((inputs.least_seen() < least).sum())
    if few:
        yield Finding(id="seldom", message=Message(f"{AREA}.seldom", count=few, least=least), evidence=inputs.evidence)


def _predicted(inputs: RoomInputs, found: StatementForecast | None) -> Iterator[Finding]:
    if found is None:
        return
    check = found.check
    values = {"count": len({one.column for one in found.rows})}
    losses = {"loss": round(check.loss, 2), "plain": round(check.loss_by_statement, 2), "votes": check.votes}
    message = Message(f"{AREA}.predicted", **values, **losses) if check.votes else Message(f"{AREA}.predicted-unchecked", **values)
    worse = Message(f"{AREA}.predicted-worse") if check.votes and check.loss >= check.loss_by_statement else None
    yield Finding(id="predicted", message=message, evidence=inputs.evidence, contrary=worse, judgement="stances")


def _signs(inputs: RoomInputs, found: Signs) -> Iterator[Finding]:
    seen = {one.name: one for one in found.found if one.sets}
    forms = {
        "copies": Message(f"{AREA}.signs.copies", count=seen["copies"].sets, people=seen["copies"].people) if "copies" in seen else None,
        "in-step": Message(f"{AREA}.signs.in-step", count=seen["in-step"].sets, people=seen["in-step"].people)
        if "in-step" in seen
        else None,
        "rush": Message(f"{AREA}.signs.rush", count=seen["rush"].sets, people=seen["rush"].people) if "rush" in seen else None,
    }
    clauses = tuple(message for message in forms.values() if message is not None)
    if clauses:
        message = Message(f"{AREA}.signs.found", told=clauses)
        yield Finding(
            id="signs", message=message, evidence=inputs.evidence, contrary=Message(f"{AREA}.signs.innocent"), judgement="concert"
        )
    else:
        unseen = Message(f"{AREA}.signs.unseen")
        yield Finding(id="signs", message=_none(found), evidence=inputs.evidence, contrary=unseen, judgement="concert")


def _none(found: Signs) -> Message:
    """Return that nothing was found, with the size of what would have been; where no copies would have been, that alone."""
    if not found.smallest:
        form = "signs.too-few" if found.timed else "signs.too-few-untimed"
        return Message(f"{AREA}.{form}")
    size = Message(f"{AREA}.signs.commonest", size=found.commonest) if found.commonest else Message(f"{AREA}.signs.commonest-unseen")
    form = "signs.none" if found.timed else "signs.none-untimed"
    return Message(f"{AREA}.{form}", count=found.compared, votes=found.least_votes, size=found.smallest, commonest=size)


def _exported(inputs: RoomInputs) -> Iterator[Finding]:
    """Yield how the groups compare with those of the export, where it has some and none of its votes is later."""
    theirs = inputs.conversation.group[inputs.rows]
    both = (theirs >= 0) & (inputs.label >= 0)
    if inputs.groups < 2 or both.sum() < inputs.smallest:
        return
    values = {
        "count": int(both.sum()),
        "groups": len(np.unique(theirs[both])),
        "index": round(same_pairs(inputs.label[both], theirs[both]), 2),
    }
    yield Finding(id="exported", message=Message(f"{AREA}.exported", **values), evidence=inputs.evidence)


def _has_votes(case: Case, options: Mapping[str, Any]) -> bool:
    return bool(len(cast_in(case, options["room"]).rows))


QUESTION = Question(
    id=AREA,
    needs=(),
    also_needs=(Condition(id="room-votes", place="room", check=_has_votes),),
    options=(model("room", "room"), Option("smallest", Number(3, 10_000, whole=True)), whole("slate", 1, 20, 5)),
    answer=answer,
    heads=(
        Headline("groups", "k", judgement="opinion-groups"),
        Headline("people", "people"),
    ),
    subject="spaces",
    references=(
        "Small et al. 2021, doi:10.6035/recerca.5516",
        "Tibshirani & Walther 2005, doi:10.1198/106186005X59243",
        "Benjamini & Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x",
        "Brill & Peters 2023, doi:10.1145/3580507.3597785",
        "Wang & Ramdas 2022, doi:10.1111/rssb.12489",
    ),
)
