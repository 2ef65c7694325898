"""What is found of a conflict beside its equilibria: play, views, doubts, coalitions, and which judgement matters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from legation.language import Message
from legation.questions.answer import AnswerTable, Finding
from legation.questions.base.columns import SHARED, Columns
from legation.questions.conflict.figures import ConflictView
from legation.questions.conflict.settlement import EditedConflict, JudgementEdit, edits, in_words
from legation.questions.conflict.words import called, listed, numbered, way
from legation.questions.question import Progress

if TYPE_CHECKING:
    from legation.methods.conflict import Plays

__all__ = [
    "Trial",
    "coalition_findings",
    "play_finding",
    "play_table",
    "trial_findings",
    "trial_table",
    "trials",
    "unknown_preference_findings",
    "view_findings",
]

AREA = "where-could-it-settle"
column = Columns("conflict.col.")
SOLVED_AGAIN, DENSE = 8192, 2048
"""States up to which judgements are changed one by one, and up to which coalitions and doubts are worked out."""
_NAMED, _KINDS = 3, ("swap", "drop", "reverse", "first")


@dataclass(frozen=True, slots=True)
class Trial:
    """A changed judgement, and which equilibria come and go."""

    change: JudgementEdit
    gained: tuple[int, ...]
    lost: tuple[int, ...]


def trials(view: ConflictView, notions: Sequence[str], progress: Progress) -> tuple[Trial, ...]:
    """Solve the conflict again with each judgement swapped with the next one, reversed, or left out; none for very many states."""
    from legation.methods.conflict import stability

    if view.conflict.g.count > SOLVED_AGAIN:
        return ()
    edited = EditedConflict(view.conflict)
    changes = list(edits(view.conflict, ("swap", "reverse", "drop")))
    base = set(view.equilibria)
    found = []
    for number, change in enumerate(changes):
        progress(number, len(changes))
        new = {state for some in stability(edited.game(change), notions).equilibria.values() for state in some}
        found.append(Trial(change, tuple(sorted(new - base)), tuple(sorted(base - new))))
    progress(len(changes), len(changes))
    return tuple(found)


def trial_findings(view: ConflictView, trials: Sequence[Trial]) -> Iterator[Finding]:
    """Yield how many changes matter, and those that undo most of what holds."""
    telling = [trial for trial in trials if trial.gained or trial.lost]
    if not trials:
        return
    values = {"count": len(telling), "of": len(trials)}
    evidence = view.conflict.evidence
    if not telling:
        yield Finding(id="sensitivity", message=Message(f"{AREA}.robust", **values), evidence=evidence, confidence="low")
        return
    yield Finding(id="sensitivity", message=Message(f"{AREA}.sensitive", **values), evidence=evidence, confidence="low")
    if view.equilibria:
        left = {state: sum(state not in trial.lost for trial in trials) for state in view.equilibria}
        most = max(view.equilibria, key=lambda state: left[state])
        message = Message(f"{AREA}.most-robust", state=numbered(most), left=left[most], of=len(trials))
        yield Finding(id="most-robust", message=message, evidence=evidence, confidence="low")
    ordered = sorted(telling, key=lambda t: (_KINDS.index(t.change.kind), -len(t.lost), -len(t.gained)))
    first = {(trial.change.maker, trial.change.at): trial for trial in reversed(ordered)}
    named = [trial for trial in ordered if first[trial.change.maker, trial.change.at] is trial]
    for number, trial in enumerate(named[:_NAMED]):
        message = Message(
            f"{AREA}.trial",
            change=in_words(view.conflict, trial.change),
            lost=listed(trial.lost),
            gained=listed(trial.gained),
        )
        evidence = view.conflict.evidence_of([trial.change.maker])
        yield Finding(id=f"trial-{number}", message=message, evidence=evidence, confidence="low")


def trial_table(view: ConflictView, trials: Sequence[Trial]) -> AnswerTable:
    """Return every change tried with what it does."""
    rows = tuple(
        (
            view.conflict.maker(trial.change.maker),
            in_words(view.conflict, trial.change),
            tuple(map(numbered, trial.lost)) or "—",
            tuple(map(numbered, trial.gained)) or "—",
        )
        for trial in trials
    )
    columns = column.text("maker", change="edit", lost="lost", gained="gained")
    return AnswerTable(id="trials", title=Message("conflict.table.trials"), columns=columns, rows=rows)


def view_findings(solved_view: ConflictView, notions: tuple[str, ...]) -> Iterator[Finding]:
    """Yield what each side with a view of its own expects, and where the conflict settles while they see it so."""
    from legation.methods.conflict import hypergame

    conflict = solved_view.conflict
    views = conflict.model.perceptions()
    if not views:
        return
    solved = hypergame(conflict.g, views, tuple(n for n in notions if n != "sim") or ("seq",))
    for view in conflict.model.views:
        i = conflict.g.number(view.of)
        expects = {state for some in solved.own[i].equilibria.values() for state in some}
        real = sorted(s for s in range(conflict.g.count) if int(solved.sees[i, s]) in expects)
        surprises = [s for s in solved_view.equilibria if s not in real]
        evidence = tuple(e for e in dict.fromkeys((*view.evidence, *conflict.evidence_of([view.of]))) if e in conflict.visible)
        message = Message(
            f"{AREA}.view",
            maker=conflict.maker(view.of),
            expects=listed(real),
            surprises=listed(surprises),
            reason=view.reason or Message("conflict.no-reason"),
        )
        yield Finding(id=f"view-{view.of}", message=message, evidence=evidence, confidence="low")
    together = sorted({state for some in solved.equilibria.values() for state in some})
    form = "hypergame" if together else "hypergame-none"
    message = Message(f"{AREA}.{form}", count=len(together), states=listed(together))
    yield Finding(id="hypergame", message=message, evidence=conflict.evidence, confidence="low")


def unknown_preference_findings(view: ConflictView, notions: Sequence[str]) -> Iterator[Finding]:
    """Yield which equilibria stand whatever the unknown preferences are read as, and which are strong."""
    from legation.methods.conflict import READINGS, strength, under_unknown

    conflict, tested = view.conflict, tuple(n for n in notions if n != "sim")
    open_pairs = conflict.model.unknown()
    if open_pairs and tested and conflict.g.count <= DENSE:
        read = [under_unknown(conflict.g, open_pairs, reading, tested).equilibria for reading in READINGS]
        per_reading = [{state for some in one.values() for state in some} for one in read]
        sure, possible = set.intersection(*per_reading), set.union(*per_reading)
        message = Message(
            f"{AREA}.unknown",
            makers=tuple(conflict.maker(name) for name in open_pairs),
            sure=listed(sorted(sure)),
            possible=listed(sorted(possible - sure)),
        )
        yield Finding(id="unknown", message=message, evidence=conflict.evidence_of(open_pairs), confidence="low")
    grades = conflict.model.grades()
    if grades and tested:
        strong = {s for some in strength(conflict.g, grades, tested).strong_equilibria.values() for s in some}
        message = Message(
            f"{AREA}.strong" if strong else f"{AREA}.strong-none",
            count=len(strong),
            states=listed(sorted(strong)),
            makers=tuple(conflict.maker(name) for name in grades),
        )
        yield Finding(id="strength", message=message, evidence=conflict.evidence_of(grades), confidence="low")


def coalition_findings(view: ConflictView, members: Sequence[str]) -> Iterator[Finding]:
    """Yield which equilibria no coalition upsets; with members named, what these could reach together from the status quo."""
    from legation.methods.conflict import coalition_improvements, coalition_stability

    conflict = view.conflict
    if len(members) > 1 and view.start is not None:
        names = tuple(conflict.maker(name) for name in members)
        better = coalition_improvements(conflict.g, members, view.start)
        settled = [one for one in better if one.state in view.equilibria]
        best = min(settled or better, key=lambda one: (len(one.chain), one.state), default=None)
        if best is None:
            message = Message(f"{AREA}.coalition-none", makers=names)
        else:
            form = "coalition-settles" if settled else "coalition"
            message = Message(
                f"{AREA}.{form}", makers=names, count=len(better), state=called(conflict, best.state), way=way(conflict, best.chain)
            )
        yield Finding(id="coalition", message=message, evidence=conflict.evidence_of(members), confidence="low")
    if view.equilibria and 1 < len(conflict.makers) <= 8 and conflict.g.count <= DENSE:
        stable = coalition_stability(conflict.g, None, ["nash", "gmr"])
        proof = [s for s in view.equilibria if s in stable.equilibria["nash"]]
        deterred = [s for s in view.equilibria if s in stable.equilibria["gmr"] and s not in proof]
        message = Message(
            f"{AREA}.coalitions" if proof else f"{AREA}.coalitions-upset",
            proof=listed(proof),
            deterred=listed(deterred),
        )
        yield Finding(id="coalitions", message=message, evidence=conflict.evidence, confidence="low")


def play_finding(view: ConflictView, played: Plays) -> Finding:
    """Return where simulated plays ended most often."""
    first = played.ends[0]
    form = "plays-open" if not first.settled else "plays" if len(played.ends) > 1 else "plays-all"
    message = Message(
        f"{AREA}.{form}",
        count=played.runs,
        seed=played.seed,
        state=called(view.conflict, first.state),
        share=first.count / played.runs,
        low=first.low,
        high=first.high,
        others=len(played.ends) - 1,
    )
    return Finding(id="plays", message=message, evidence=view.conflict.evidence, confidence="low")


def play_table(view: ConflictView, played: Plays) -> AnswerTable:
    """Return where plays ended, by falling share."""
    rows = tuple(
        (int(numbered(end.state)), view.conflict.g.name(end.state), end.settled, end.count / played.runs, end.low, end.high)
        for end in played.ends[:200]
    )
    columns = (*column.number("state"), *column.text("bits", "settled"), *column.fine_share("share"), *SHARED.fine_share("low", "high"))
    return AnswerTable(id="plays", title=Message("conflict.table.plays"), columns=columns, rows=rows)
