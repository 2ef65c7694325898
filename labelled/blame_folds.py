"""How well the reader of blame does on sentences that its weights have not seen, and the levels that follow from it.

Each author of sentences with blame is left out whole: the weights that read him have seen none of his sentences. Sentences that blame
nobody are left out by halves. What turns the chances into the chance of a printed stance is learnt from these readings, and judged on an
author that it has not seen either.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from blame_examples import AUTHORS, Text
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from legation.methods.text.blame.blame import Considered, consider
from legation.methods.text.blame.individual import unnamed
from legation.methods.text.blame.lexicon import STANCES
from legation.methods.text.blame.model import NONE, marks

STRENGTH, GATE_STRENGTH = 0.2, 0.06
"""Inverse of the penalty on the squared weights of the stances and of the gate."""
FEWEST, FEWEST_SIGNS = 4, 3
"""A feature counts from this many examples on."""
HALVES = 2
LOWEST = 0.1
"""Readings from this chance on teach how often a printed stance is right."""
LEVELS, OPENED = (0.4, 0.45, 0.5, 0.55, 0.6), (0.5, 0.55, 0.6, 0.65)
"""What the levels of what is shown are chosen from."""
Linear = tuple[DictVectorizer, LogisticRegression]


@dataclass(frozen=True, slots=True)
class Read:
    """A sentence as read by weights that have not seen it: the chance of the gate, and of each mention by stance."""

    gate: float
    chances: tuple[Mapping[str, float], ...]


def linear(
    found: Sequence[frozenset[str]], labels: Sequence[object], given: Sequence[float] | None, strength: float, fewest: int
) -> Linear:
    """Return a linear classifier of features that stand in enough examples."""
    often = Counter(name for one in found for name in one)
    kept = {name for name, count in often.items() if count >= fewest}
    columns = DictVectorizer()
    table = columns.fit_transform([dict.fromkeys(sorted(one & kept), 1.0) for one in found])
    return columns, LogisticRegression(C=strength, max_iter=1000, tol=3e-4).fit(table, labels, sample_weight=given)


def stances(texts: Sequence[Text]) -> Linear:
    """Return the classifier of the stance of a mention."""
    rows = [(text.found[at], stance, weight) for text in texts for at, stance, weight in text.stances]
    return linear([r[0] for r in rows], [r[1] for r in rows], [r[2] for r in rows], STRENGTH, FEWEST)


def gate(texts: Sequence[Text]) -> Linear:
    """Return the classifier of sentences that blame, excuse or question anybody."""
    return linear([text.signs for text in texts], [text.blames for text in texts], None, GATE_STRENGTH, FEWEST_SIGNS)


def weigh(fit: Linear) -> Callable[[Iterable[str]], Mapping[str, float]]:
    """Return the chances that a classifier gives."""
    columns, model = fit
    places, names = columns.vocabulary_, [str(name) for name in model.classes_]
    table = model.coef_ if len(names) > 2 else np.vstack([-model.coef_, model.coef_]) / 2
    bias = model.intercept_ if len(names) > 2 else np.array([-1.0, 1.0]) * model.intercept_ / 2

    def chances(found: Iterable[str]) -> Mapping[str, float]:
        sums = bias + table[:, [places[name] for name in found if name in places]].sum(axis=1)
        shares = np.exp(sums - sums.max())
        return dict(zip(names, (shares / shares.sum()).tolist(), strict=True))

    return chances


def unseen(texts: Sequence[Text]) -> dict[str, Read]:
    """Return every sentence of the authors, and every neutral one, as read by weights that have not seen it."""
    neutral = [text for text in texts if text.by in {"neutral", "diplomacy"}]
    half = {text.id: at % HALVES for at, text in enumerate(neutral)}
    found = {}
    for out in [
        *({t.id for t in texts if t.by == author} for author in AUTHORS),
        *({i for i, n in half.items() if n == k} for k in range(HALVES)),
    ]:
        rest = [text for text in texts if text.id not in out]
        by_stance, by_gate = weigh(stances(rest)), weigh(gate(rest))
        for text in (t for t in texts if t.id in out):
            found[text.id] = Read(by_gate(text.signs)["True"], tuple(by_stance(one) for one in text.found))
    return found


def printed(text: Text, targets: Sequence[str], one: Read) -> Iterator[tuple[dict[str, float], bool]]:
    """Yield the marks of each target and stance that would be printed of a sentence, and whether it is right."""
    right = {(row["target"], row["stance"]) for row in text.rows}
    best: dict[tuple[str, str], tuple[float, dict[str, float]]] = {}
    for at, chance in enumerate(one.chances):
        row, stance = 1 - chance[NONE], max(STANCES, key=lambda name: chance[name])
        if row >= max(LOWEST, best.get((targets[at], stance), (0.0, {}))[0]):
            others = one.chances[:at] + one.chances[at + 1 :]
            best[targets[at], stance] = row, marks(chance, others, one.gate, stance, targets[at])
    yield from ((mark, key in right) for key, (_, mark) in best.items())


def trusted(texts: Sequence[Text], read: Mapping[str, Read], targets: Mapping[str, Sequence[str]]) -> Linear:
    """Return what tells how often a printed stance is right, from readings of sentences that had not been seen."""
    rows = [pair for text in texts if text.id in read for pair in printed(text, targets[text.id], read[text.id])]
    columns = DictVectorizer()
    table = columns.fit_transform([mark for mark, _ in rows])
    return columns, LogisticRegression(C=0.3, max_iter=1000).fit(table, [right for _, right in rows])


def considered(text: Text, one: Read, sure: Linear) -> Considered:
    """Return a sentence as `consider` gives it by weights that have not seen it; ``shown`` tells what no level keeps back."""
    chances = iter(one.chances)
    columns, model = sure
    places = columns.vocabulary_

    def trust(of: Mapping[str, float]) -> float:
        odds = model.intercept_[0] + sum(model.coef_[0, places[name]] * value for name, value in of.items() if name in places)
        return float(1 / (1 + np.exp(-odds)))

    return consider(text.text, text.lang, weigh=lambda _: next(chances), gate=lambda _: one.gate, sure=trust, shown=0.0, opened=0.0)


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts over sentences: read rows right, read, coded; sentences with a wrong accusation, of firm or attacker alone, and all."""

    right: int
    said: int
    coded: int
    wrong: int
    wrong_party: int
    sentences: int

    @property
    def recall(self) -> float:
        """The share of coded rows that were read."""
        return self.right / max(1, self.coded)

    def __str__(self) -> str:
        precision, recall = self.right / max(1, self.said), self.right / max(1, self.coded)
        score = 2 * self.right / max(1, self.said + self.coded)
        anybody, party = self.wrong / max(1, self.sentences), self.wrong_party / max(1, self.sentences)
        wrong = f"wrong accusation {anybody:.3f}, of firm or attacker {party:.3f}"
        return f"precision {precision:.2f} recall {recall:.2f} F1 {score:.2f} · {wrong} · {self.sentences} sentences"


def tally(texts: Sequence[Text], said: Mapping[str, set[tuple[str, str]]]) -> Tally:
    """Count what was read against what was coded, as sets of target and stance."""
    total = np.zeros(6, int)
    for text in texts:
        coded, read = {(row["target"], row["stance"]) for row in text.rows}, said[text.id]
        wrong = {target for target, stance in read - coded if stance == STANCES[0]}
        total += [len(coded & read), len(read), len(coded), bool(wrong), bool(wrong & {"breached organisation", "attacker/hackers"}), 1]
    return Tally(*map(int, total))


def report(texts: Sequence[Text], read: Mapping[str, Read], targets: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield lines: for each author left out what is offered and, at each level, what is shown; then the neutral ones; then reliability."""
    ones: dict[str, Considered] = {}
    for group in (*AUTHORS, "neutral", "diplomacy"):
        fit = trusted([text for text in texts if text.by != group], read, targets)
        ones |= {text.id: considered(text, read[text.id], fit) for text in texts if text.by == group}
    offered = {i: {(b.target, b.stance) for b in one.blames} for i, one in ones.items()}
    for author in AUTHORS:
        some = [text for text in texts if text.by == author]
        yield f"{author}: offered {tally(some, offered)} · holder {holders(some, ones)}"
    every = [text for text in texts if text.by in AUTHORS]
    neutral = [text for text in texts if text.by == "neutral"]
    diplomacy = [text for text in texts if text.by == "diplomacy"]
    for opened in OPENED:
        for level in LEVELS:
            shown = {i: at_level(one, level, opened) for i, one in ones.items()}
            recalls = " ".join(f"{tally([t for t in every if t.by == a], shown).recall:.2f}" for a in AUTHORS)
            accused = f"{tally(neutral, shown).wrong} of {len(neutral)}, {tally(diplomacy, shown).wrong} of {len(diplomacy)}"
            yield f"shown from {level}, gate {opened}: {tally(every, shown)} · recall by author {recalls} · neutral accused {accused}"
    sure = [
        (chance, (b.target, b.stance) in {(row["target"], row["stance"]) for row in text.rows})
        for text in every
        for b, chance in zip(ones[text.id].blames, ones[text.id].stance_chance, strict=True)
    ]
    for low in np.arange(0.0, 1.0, 0.1):
        inside = [right for chance, right in sure if low <= chance < low + 0.1]
        if inside:
            yield f"chance of the stance {low:.1f} to {low + 0.1:.1f}: right {np.mean(inside):.2f} of {len(inside)}"


def at_level(one: Considered, level: float, opened: float) -> set[tuple[str, str]]:
    """Return target and stance of what is shown at a level."""
    told = zip(one.blames, one.stance_chance, one.shown, strict=True)
    return {(b.target, b.stance) for b, chance, may in told if may and chance >= level and one.gate >= opened}


def holders(texts: Sequence[Text], ones: Mapping[str, Considered]) -> str:
    """Return of how many rows, whose target and stance are right, the holder is right too."""
    found: Counter[bool] = Counter()
    for text in texts:
        coded = {(row["target"], row["stance"]): row["holder"] for row in text.rows}
        found.update(
            b.holder == unnamed(coded[b.target, b.stance], text.lang) for b in ones[text.id].blames if (b.target, b.stance) in coded
        )
    return f"{found[True]} of {found.total()}"
