"""What is said of the matter: topics for each language with enough texts, which rose or fell, bursts and changes of level."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue
from legation.methods.progress import Progress, silent
from legation.methods.series import Bursts, ChangePoints, bursts, change_points
from legation.methods.share import TEST, share_interval
from legation.methods.text.plain import plain, stop_words
from legation.methods.text.topics import FEWEST_TEXTS, Topics, topics
from legation.questions.debate.content.passages import BUDGET, parts_of, sample
from legation.questions.debate.content.volume import Spans, Volume

__all__ = [
    "LANGUAGES",
    "Subjects",
    "TopicShift",
    "Trend",
    "courses_of",
    "subjects_of",
]


LANGUAGES = 2
"""Languages of which topics are sought: those with the most texts."""
NUMBERS = (4, 6, 8)
RUNS = 2
EACH = 3
"""Passages of a text that are read at most."""
FEWEST_EACH = 10
"""Texts before and now, from which a change is sought."""
_LISTED = ("en", "fr")
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
_WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicShift:
    """A topic's share of the last periods less its share before, with an interval that holds for all topics of the language together."""

    before: float
    now: float
    difference: float
    low: float
    high: float

    @property
    def sure(self) -> bool:
        """Whether the interval leaves out no change."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Subjects:
    """The topics of the texts in one language.

    Attributes
    ----------
    language : str
    found : Topics
        Of passages: at most three of a text.
    rows : tuple of int
        Which of the kept texts were read.
    of, passages : int
        Texts in that language, and passages that were read.
    by_text : ndarray of float, shape (n_rows, n_topics)
        Mean over the passages of each text of the part that is about the topic; nan for texts without words that were counted.
    on : ndarray of bool, shape (n_rows, n_topics)
        Whether a passage of the text is about the topic for the greater part.
    share : ndarray of float, shape (n_topics,)
        Mean over texts.
    by_period : ndarray of float, shape (n_periods, n_topics, 3)
        Mean over the texts of each period, with its 95 % interval over texts; nan where fewer than two texts are known.
    terms : tuple of tuple of str
        The words that mark each topic, as they are mostly written.
    moved : tuple of (Moved or None)
        None where there are too few texts before or now.
    """

    language: str
    found: Topics
    rows: tuple[int, ...]
    of: int
    passages: int
    by_text: Floats
    on: npt.NDArray[np.bool_]
    share: Floats
    by_period: Floats
    terms: tuple[tuple[str, ...], ...]
    moved: tuple[TopicShift | None, ...]

    def about(self, at: int) -> tuple[int, ...]:
        """Return the kept texts with a passage that is about a topic for the greater part."""
        return tuple(row for row, so in zip(self.rows, self.on[:, at].tolist(), strict=True) if so)


def subjects_of(
    passages: tuple[str, ...],
    languages: tuple[str, ...],
    days: npt.NDArray[np.datetime64],
    periods: Spans,
    now: int,
    seed: int,
    progress: Progress = silent,
) -> tuple[tuple[Subjects, ...], tuple[tuple[str, int], ...]]:
    """Return the topics of the languages with the most texts, and the languages left out with how many texts each has.

    Parameters
    ----------
    passages, languages : tuple of str, length n
        What of each text is read.
    days : ndarray of datetime64[D], shape (n,)
    periods : Spans
    now : int
        The first period of now; 0: there is no before.
    seed : int
    progress : callable
    """
    counts = Counter(languages)
    ranked = sorted((lang for lang in counts if lang), key=lambda lang: (-counts[lang], lang))
    chosen = [lang for lang in ranked if counts[lang] >= FEWEST_TEXTS][:LANGUAGES]
    made = []
    for lang in chosen:
        rows = [at for at, one in enumerate(languages) if one == lang]
        pieces = _pieces([passages[at] for at in rows], BUDGET // len(chosen), seed)
        found = _topics([piece for _, piece in pieces], lang, seed, progress)
        if found is not None:
            made.append(_subjects(lang, rows, pieces, found, periods.of(days), (len(periods), now, seed)))
    there = {one.language for one in made}
    return tuple(made), tuple((lang, count) for lang, count in sorted(counts.items()) if lang not in there)


def _pieces(texts: list[str], budget: int, seed: int) -> list[tuple[int, str]]:
    """Return at most three passages of each text, drawn by chance, with the text's place; of some texts alone where all are too much."""
    rng = np.random.default_rng(seed)
    found = []
    for text in texts:
        parts = parts_of(text)
        if len(parts) > EACH:
            parts = [parts[k] for k in np.sort(rng.permutation(len(parts))[:EACH]).tolist()]
        found.append(parts or [text])
    sampled = sample([" ".join(parts) for parts in found], budget, seed)
    return [(at, part) for at in sampled for part in found[at]]


def _subjects(
    lang: str, rows: list[int], pieces: list[tuple[int, str]], found: Topics, period: Ints, options: tuple[int, int, int]
) -> Subjects:
    count, now, seed = options
    place, of_text = np.unique([at for at, _ in pieces], return_inverse=True)
    known = ~np.isnan(found.by_text[:, 0])
    size = int(found.by_text.shape[1])
    sums, seen = np.zeros((len(place), size)), np.zeros(len(place))
    np.add.at(sums, of_text[known], found.by_text[known])
    np.add.at(seen, of_text[known], 1.0)
    by_text = np.divide(sums, seen[:, None], out=np.full_like(sums, np.nan), where=seen[:, None] > 0)
    on = np.zeros((len(place), size), np.bool_)
    np.logical_or.at(on, of_text[known], found.by_text[known] >= 0.5)
    read = [rows[at] for at in place.tolist()]
    when = period[read]
    return Subjects(
        language=lang,
        found=found,
        rows=tuple(read),
        of=len(rows),
        passages=len(pieces),
        by_text=by_text,
        on=on,
        share=by_text[seen > 0].mean(axis=0),
        by_period=_by_period(by_text, when, count, seed),
        terms=_written([piece for _, piece in pieces], found),
        moved=_moved(by_text, when >= now if now else np.zeros(len(read), np.bool_)),
    )


def _by_period(by_text: Floats, when: Ints, count: int, seed: int) -> Floats:
    rng = np.random.default_rng(seed)
    made = np.full((count, by_text.shape[1], 3), np.nan)
    for at in range(count):
        part = by_text[(when == at) & ~np.isnan(by_text[:, 0])]
        if len(part) > 1:
            drawn = np.array([part[rng.integers(len(part), size=len(part))].mean(axis=0) for _ in range(200)])
            low, high = np.quantile(drawn, (0.025, 0.975), axis=0)
            mean = part.mean(axis=0)
            made[at] = np.stack([mean, np.minimum(low, mean), np.maximum(high, mean)], axis=1)
    return np.asarray(np.clip(made, 0.0, 1.0), np.float64)


def _topics(texts: list[str], lang: str, seed: int, progress: Progress) -> Topics | None:
    """Return the topics; None where too few words come back."""
    plainly = [plain(text).text for text in texts]
    small: Any = sorted(stop_words(lang)) if lang in _LISTED else ()
    for numbers in (NUMBERS, (2, 3)):
        try:
            return topics(plainly, number=numbers, leave_out=small, runs=RUNS, seed=seed, progress=progress)
        except BadValue:
            continue
    return None


def _written(texts: list[str], found: Topics) -> tuple[tuple[str, ...], ...]:
    """Return the words of the topics with the accents and capitals that they mostly have in the texts."""
    wanted = {word for topic in found.topics for word in topic.terms}
    forms: dict[str, Counter[str]] = {word: Counter() for word in wanted}
    for text in texts[:800]:
        for word in _WORD.findall(text):
            bare = word.lower() if word.isascii() else plain(word).text
            if bare in forms:
                forms[bare][word] += 1
    best = {word: max(sorted(seen), key=lambda form, seen=seen: seen[form]) if seen else word for word, seen in forms.items()}  # type: ignore[misc]
    return tuple(tuple(best[word] for word in topic.terms) for topic in found.topics)


def _moved(by_text: Floats, late: npt.NDArray[np.bool_]) -> tuple[TopicShift | None, ...]:
    """Return for each topic the change of its mean share: Welch's interval, widened for that many topics at once (Bonferroni)."""
    from scipy.special import ndtri

    known = ~np.isnan(by_text[:, 0])
    sides = [by_text[known & side] for side in (~late, late)]
    size = int(by_text.shape[1])
    if min(map(len, sides)) < FEWEST_EACH:
        return (None,) * size
    means = [side.mean(axis=0) for side in sides]
    spread = np.sum([side.var(axis=0, ddof=1) / len(side) for side in sides], axis=0)
    wide = float(ndtri(1 - 0.025 / size)) * np.sqrt(spread)
    return tuple(
        TopicShift(
            before=float(means[0][at]),
            now=float(means[1][at]),
            difference=float(means[1][at] - means[0][at]),
            low=float(means[1][at] - means[0][at] - wide[at]),
            high=float(means[1][at] - means[0][at] + wide[at]),
        )
        for at in range(size)
    )


SHORTEST = 3
MOST_PERIODS = 600
"""Periods above which no change of level is sought: it would take minutes."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trend:
    """One thing that is counted by period.

    Attributes
    ----------
    terms : tuple of str
        The words of a topic; empty for the matter as a whole.
    language : str
        Of a topic.
    count, total : ndarray of float, shape (n_periods,)
        Texts on it, out of how many.
    rows : tuple of int
        The kept texts that are on it.
    bursts : Bursts
    changes : ChangePoints or None
        None where there are too few periods.
    share : tuple of two (share, low, high), or None
        Before and in the last periods; None where one of them has no text.
    difference : tuple of 3 float or None
        Now less before, with its 95 % interval (Newcombe).
    """

    terms: tuple[str, ...]
    language: str
    count: Floats
    total: Floats
    rows: tuple[int, ...]
    bursts: Bursts
    changes: ChangePoints | None
    share: tuple[tuple[float, float, float], tuple[float, float, float]] | None
    difference: tuple[float, float, float] | None

    @property
    def evenly(self) -> int:
        """Periods of which something is known."""
        return int((self.total > 0).sum())


def courses_of(
    days: npt.NDArray[np.datetime64],
    periods: Spans,
    now: int,
    volume: Volume,
    subjects: tuple[Subjects, ...],
    seed: int,
    *,
    topic: bool,
) -> tuple[Trend, ...]:
    """Return the courses: of the matter out of all that is said, where words chose it; of each firm topic out of what was read with it."""
    made = []
    if topic:
        count = np.bincount(periods.of(days), minlength=len(periods)).astype(np.float64)
        inside = periods.of(volume.day)
        there = (inside >= 0) & (inside < len(periods))
        total = np.bincount(inside[there], volume.texts[there], minlength=len(periods))
        made.append(_course((), "", count, np.maximum(total, count), tuple(range(len(days))), now, seed))
    for one in subjects:
        place = periods.of(days[list(one.rows)])
        whole = np.bincount(place, minlength=len(periods)).astype(np.float64)
        for at, found in enumerate(one.found.topics):
            rows = one.about(at)
            if found.stable and rows:
                on = np.bincount(periods.of(days[list(rows)]), minlength=len(periods)).astype(np.float64)
                made.append(_course(one.terms[at], one.language, on, whole, rows, now, seed))
    return tuple(made)


def _course(terms: tuple[str, ...], language: str, count: Floats, total: Floats, rows: tuple[int, ...], now: int, seed: int) -> Trend:
    known = np.where(total > 0, total, np.nan)
    counted = np.where(total > 0, count, np.nan)
    long = 2 * SHORTEST <= int((total > 0).sum()) <= MOST_PERIODS
    share, difference = _sides(count, total, now)
    return Trend(
        terms=terms,
        language=language,
        count=count,
        total=total,
        rows=rows,
        bursts=bursts(counted, known, seed=seed),
        changes=change_points(counted, known, shortest=SHORTEST, penalty="calibrated", seed=seed) if long else None,
        share=share,
        difference=difference,
    )


def _sides(
    count: Floats, total: Floats, now: int
) -> tuple[tuple[tuple[float, float, float], tuple[float, float, float]] | None, tuple[float, float, float] | None]:
    """Return the shares before and now, and their difference.

    References
    ----------
    Newcombe, R. G. (1998), doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I, method 10.
    """
    if not now or not total[:now].sum() or not total[now:].sum():
        return None, None
    found = []
    for part in (slice(None, now), slice(now, None)):
        using, of = round(count[part].sum()), round(total[part].sum())
        found.append((using / of, *share_interval(using, of, TEST)))
    (before, low0, high0), (after, low1, high1) = found
    gap = after - before
    ends = gap - np.hypot(after - low1, high0 - before), gap + np.hypot(high1 - after, before - low0)
    return (found[0], found[1]), (gap, float(ends[0]), float(ends[1]))
