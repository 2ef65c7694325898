"""From the items of an assessment to what counts, and to the chances of each analyst.

Equal claims of one origin are one claim; of several origins they are one claim that is trusted more, never more than its ratio says. Items
count together with their cluster, or their origin where they have none. What was not seen counts only where it would have been seen.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from legation.dossier import Evidence as Source
from legation.dossier.models.assessment import Assessment
from legation.dossier.models.assessment_records import EvidenceItem, Hypothesis
from legation.dossier.tables.labels import named_source
from legation.language import Message, fold
from legation.methods.attribution import Competing, Evidence, competing_hypotheses, corroborated, trust
from legation.methods.share import LEVEL
from legation.questions.incident.attribution.words import claimed, named
from legation.questions.question import Progress, silent

__all__ = ["FEWEST_DRAWS", "CountedClaim", "Weighing", "counting_claims", "grade", "notes", "ratio_of", "weigh"]

Triple = tuple[float, float, float]
_NEUTRAL: Triple = (1.0, 1.0, 1.0)
_NUMBERS, _MOST_DRAWS, FEWEST_DRAWS = 4_000_000, 2000, 200
"""Random numbers drawn for an analyst, so that a long file takes a second, and draws at the most and at the least."""
_PRIOR = ""
"""The name of the row that carries the range of a prior; no item is called so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedClaim:
    """One claim that counts.

    Attributes
    ----------
    item : EvidenceItem
        The most trusted of the items that make it, ties by id.
    repeated : tuple of str
        Ids of the others.
    weight : float
        Chance that it is as reported.
    grades : str
        Letter and digit of the item.
    origins : tuple of str or Message
    cluster : str
    """

    item: EvidenceItem
    repeated: tuple[str, ...]
    weight: float
    grades: str
    origins: tuple[str | Message, ...]
    cluster: str


@dataclass(frozen=True, kw_only=True)
class Weighing:
    """The items weighed, for each analyst.

    Attributes
    ----------
    rows : tuple of Counted
    by_analyst : mapping of str to Competing
        By the analyst's id; each holds that analyst alone.
    """

    model: Assessment
    rows: tuple[CountedClaim, ...]
    by_analyst: Mapping[str, Competing]

    def chance(self, analyst: str, hypothesis: str) -> Triple:
        """Return low, value and high."""
        found = self.by_analyst[analyst]
        return tuple(end[analyst][hypothesis] for end in (found.low, found.probability, found.high))  # type: ignore[return-value]

    def prior(self, analyst: str, hypothesis: str) -> float:
        """Return the chance before the evidence."""
        return self.by_analyst[analyst].prior[analyst][hypothesis]

    def order(self, analyst: str) -> list[Hypothesis]:
        """Return the hypotheses by falling chance, ties in the order of the file."""
        return sorted(self.model.hypotheses, key=lambda one: -self.chance(analyst, one.id)[1])

    def adds(self, analyst: str, item: str, hypothesis: str) -> float:
        """Return what an item adds to the logarithm of the ratio of a hypothesis."""
        return self.by_analyst[analyst].contribution[item][hypothesis]

    def without(self, analyst: str, item: str) -> Mapping[str, float]:
        """Return the chances without an item."""
        return self.by_analyst[analyst].without[item][analyst]


def weigh(
    model: Assessment,
    sources: Mapping[str, Source],
    *,
    seed: int,
    only: Collection[str] | None = None,
    draws: int = _MOST_DRAWS,
    progress: Progress = silent,
) -> Weighing:
    """Return the chances of each analyst, from all items that count or from some of them by id.

    A prior with a range moves within it in the draws behind the interval, as the ratios do. The fewest draws do where the interval is not
    read.
    """
    narrowed = model if only is None else dataclasses.replace(model, items=tuple(item for item in model.items if item.id in only))
    rows = counting_claims(narrowed, sources)
    found = {}
    for done, analyst in enumerate(model.analysts):
        progress(done, len(model.analysts))
        prior = {one.id: analyst.priors[one.id][1] for one in model.hypotheses}
        moved = {name: (low / value, 1.0, high / value) for name, (low, value, high) in analyst.priors.items()}
        evidence = [
            Evidence(
                claim=row.item.id,
                ratio={one.id: ratio_of(row.item, one) for one in model.hypotheses},
                cluster=row.cluster,
                weight=row.weight,
            )
            for row in sorted(rows, key=lambda row: row.item.id)
        ]
        evidence.append(Evidence(claim=_PRIOR, ratio=moved, weight=1.0))
        size = len(evidence) * len(model.hypotheses)
        few = max(FEWEST_DRAWS, min(draws, _NUMBERS // size))
        found[analyst.id] = competing_hypotheses({analyst.id: prior}, evidence, draws=few, seed=seed, level=LEVEL)
    return Weighing(model=model, rows=rows, by_analyst=found)


def ratio_of(item: EvidenceItem, hypothesis: Hypothesis) -> Triple:
    """Return low, value and high of an item under a hypothesis; what planted marks look like follows from what it costs to fake them.

    Examples
    --------
    >>> planted = Hypothesis(id="f", kind="false-flag", of="x")
    >>> ratio_of(EvidenceItem(id="a", ratio={"x": (2.0, 4.0, 8.0)}), planted)
    (2.0, 4.0, 8.0)
    >>> ratio_of(EvidenceItem(id="a", ratio={"x": (2.0, 4.0, 8.0)}, costly=True), planted)
    (1.0, 1.0, 1.0)
    """
    if hypothesis.id in item.ratio:
        return item.ratio[hypothesis.id]
    if hypothesis.kind != "false-flag" or item.costly:
        return _NEUTRAL
    low, value, high = item.ratio.get(hypothesis.of, _NEUTRAL)
    return max(1.0, low), max(1.0, value), max(1.0, high)


def grade(row: EvidenceItem, sources: Mapping[str, Source]) -> tuple[str, int]:
    """Return the letter and digit of an item: its own, or those of its first evidence; F and 6 where nobody graded."""
    first = sources.get(row.evidence[0]) if row.evidence else None
    letter = row.reliability or (first.reliability if first else "") or "F"
    digit = row.credibility or (first.credibility if first else None) or 6
    return letter, digit


def counting_claims(model: Assessment, sources: Mapping[str, Source]) -> tuple[CountedClaim, ...]:
    """Return each claim that counts once, in the order of the file."""
    groups: dict[str, list[EvidenceItem]] = {}
    for item in model.items:
        if not item.absent or item.visible:
            groups.setdefault(fold(str(item.claim)).strip(" ."), []).append(item)
    rows = []
    for items in groups.values():
        trusted: dict[str, float] = {}
        for item in items:
            origin = fold(_origin(item, sources))
            trusted[origin] = max(trusted.get(origin, 0.0), trust(*grade(item, sources)))
        best = min(items, key=lambda item: (-trust(*grade(item, sources)), item.id))
        rows.append(
            CountedClaim(
                item=best,
                repeated=tuple(item.id for item in items if item is not best),
                weight=corroborated(sorted(trusted.values())),
                grades="".join(map(str, grade(best, sources))),
                origins=tuple({_origin(item, sources): _sentence(item, sources) for item in items}.values()),
                cluster=fold(best.cluster or _origin(best, sources)),
            )
        )
    return tuple(rows)


def _origin(item: EvidenceItem, sources: Mapping[str, Source]) -> str:
    """Return whose information an item is: what the file says, else what its first evidence says."""
    first = sources.get(item.evidence[0]) if item.evidence else None
    return item.origin or (first.origin or first.publisher if first else "") or (item.evidence[0] if item.evidence else item.id)


def _sentence(item: EvidenceItem, sources: Mapping[str, Source]) -> str | Message:
    """Return that as a reader is told it."""
    first = sources.get(item.evidence[0]) if item.evidence else None
    return item.origin or (named_source(first, "origin") if first else "") or _origin(item, sources)


def notes(weighing: Weighing) -> Iterator[Message]:
    """Yield what has to be said beside the numbers: nothing counts, nothing is graded, one origin, repetition, contradiction."""
    rows, model = weighing.rows, weighing.model
    unseen = [item.id for item in model.items if item.absent and not item.visible]
    if unseen:
        yield Message("attribution.not-visible", count=len(unseen), items=tuple(unseen))
    if not rows:
        yield Message("attribution.nothing-counts")
        return
    if all(row.grades[0] == "F" or row.grades[1] == "6" for row in rows):
        yield Message("attribution.ungraded")
    if len({row.cluster for row in rows}) == 1:
        yield Message("attribution.one-origin", origin=rows[0].origins[0])
    repeated = tuple(name for row in rows for name in row.repeated)
    if repeated:
        yield Message("attribution.repeated", count=len(repeated), items=repeated)
    differ = _judged_differently(model, rows)
    if differ:
        yield Message("attribution.differ", items=differ)
    apart = _pointing_apart(weighing)
    if apart:
        yield Message("attribution.contradiction", items=apart)


def _judged_differently(model: Assessment, rows: Sequence[CountedClaim]) -> tuple[str, ...]:
    by_id = {item.id: item for item in model.items}
    return tuple(row.item.id for row in rows if any(dict(by_id[name].ratio) != dict(row.item.ratio) for name in row.repeated))


def _pointing_apart(weighing: Weighing) -> tuple[Message, ...]:
    """Return, where items point to different hypotheses, one item for each of these; planted marks aside."""
    analyst = weighing.model.analysts[0].id
    listed = [one for one in weighing.model.hypotheses if one.kind != "false-flag"]
    first: dict[str, Message] = {}
    for row in weighing.rows:
        values = {one.id: weighing.adds(analyst, row.item.id, one.id) for one in listed}
        best = max(listed, key=lambda one: values[one.id])
        rest = max(value for name, value in values.items() if name != best.id)
        if values[best.id] - rest > 0.5:
            first.setdefault(best.id, Message("attribution.points-to", item=claimed(row.item), hypothesis=named(best)))
    return tuple(first.values()) if len(first) > 1 else ()
