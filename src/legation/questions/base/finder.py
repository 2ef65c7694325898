"""Questions found by what somebody types: in their own words, in French or English, with or without accents, with slips of the pen.

One index in memory holds for each question its title, what one learns from it, and how people ask it (``asked_as``). What is typed is
compared with each of these sentences by whole words, by words that mean one thing (``synonyms.toml``) and by pieces of words; a question
counts as near as the nearest of its sentences, and a little as all of them.
"""

from __future__ import annotations

import functools
import itertools
import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources

import numpy as np
import numpy.typing as npt

from legation.language import LANGUAGES, Lang, fold, say
from legation.questions.question import Question

__all__ = ["FoundQuestion", "QuestionIndex", "Sentence", "folded_words", "sentences_of"]

LONGEST = 400
"""Signs that are read of what is typed."""
_WEIGHTS = {"word": 1.0, "pair": 0.5, "meaning": 2.0, "piece": 0.35}
"""How much features of a kind count beside whole words: chosen by leaving each phrasing of ours out in turn."""
_ENTIRE = {"word": 1.0, "pair": 0.3, "meaning": 1.5, "piece": 0.07}
"""The same where all sentences of a question are looked at together."""
_WHOLE = 2.5
"""How much all sentences of a question count beside the nearest."""
_SATURATED = 1.0
_OTHER = 0.98
_FIELDS = {"title": 1.15, "learns": 0.9, "asked": 1.0, "method": 0.0}
_SHARE = {"title": 2.0, "learns": 1.5, "asked": 1.0, "method": 0.3}
_LEAST = 0.08
"""Below such a likeness a question is not offered."""
ALWAYS, _BESIDE = 3, 0.55
"""Beyond the first three, a question is offered only where it is nearly as near as the best."""

Floats = npt.NDArray[np.float64]
Feature = tuple[str, str]
"""Its kind, of those of :data:`_WEIGHTS`, and what it is."""


@dataclass(frozen=True, slots=True)
class FoundQuestion:
    """A question and how near it is to what was typed, 0 to about 1."""

    id: str
    score: float


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence by which a question may be found: its title, what one learns, or how somebody asks it."""

    question: str
    field: str
    text: str
    lang: Lang = "en"


def folded_words(text: str) -> list[str]:
    """Return the words of a text, in small letters without accents.

    >>> folded_words("À quoi s’attendre, d'après L’ONU ?")
    ['a', 'quoi', 's', 'attendre', 'd', 'apres', 'l', 'onu']
    """
    return re.findall(r"[^\W_]+", fold(text))


def stem(word: str) -> str:
    """Return a word without its ending, roughly and for both languages.

    >>> [stem(word) for word in ("votes", "voting", "delegations", "négociation", "is")]
    ['vote', 'vot', 'delegation', 'négociation', 'is']
    """
    if len(word) > 3 and word[-1] in "sx" and word[-2] != "s":
        word = word[:-1]
    for ending in ("ing", "ed", "ment", "er", "ent", "ez"):  # codespell:ignore
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


@functools.cache
def _vocabulary() -> Mapping[str, Mapping[str, list[str]]]:
    """Return ``synonyms.toml``: words that say little by language, and words that mean one thing by meaning."""
    return tomllib.loads(resources.files("legation.questions.base").joinpath("synonyms.toml").read_text("utf-8"))


@functools.cache
def _small() -> frozenset[str]:
    """Return words that say little of what is looked for: they count as words, and not by their pieces."""
    return frozenset(word for words in _vocabulary()["small"].values() for word in words)


@functools.cache
def _meanings() -> tuple[Mapping[str, tuple[str, ...]], int]:
    """Return the meanings by the beginnings of words, and the length of the longest beginning."""
    listed = _vocabulary()["meanings"]
    by_start: dict[str, tuple[str, ...]] = {}
    for meaning, starts in listed.items():
        for start in starts:
            by_start[start] = (*by_start.get(start, ()), meaning)
    return by_start, max(map(len, by_start))


def _meant(word: str) -> tuple[str, ...]:
    """Return what a word means: by the longest beginning that is listed, at least four signs, or the whole word."""
    by_start, longest = _meanings()
    if word in by_start:
        return by_start[word]
    for length in range(min(longest, len(word)), 3, -1):
        if word[:length] in by_start:
            return by_start[word[:length]]
    return ()


@functools.cache
def _countries() -> frozenset[str]:
    """Return the names of countries that are one word, in both languages."""
    from legation.sources.names.countries import countries

    names = (name for one in countries().values() for name in (one.name.en, one.name.fr))
    return frozenset(words[0] for name in names if len(words := folded_words(name)) == 1 and len(words[0]) > 3)


def is_country(word: str) -> bool:
    """Whether a word, as :func:`folded_words` gives it, is the name of a country.

    >>> is_country("serbie"), is_country("votes")
    (True, False)
    """
    return word in _countries()


@functools.cache
def _topics() -> tuple[str, ...]:
    """Return the beginnings of words that say what a dossier is about rather than what is asked of it."""
    return tuple(_vocabulary()["topics"]["starts"])


def is_topic(word: str) -> bool:
    """Whether a word, as :func:`folded_words` gives it, says what a dossier is about.

    >>> is_topic("fisheries"), is_topic("votes")
    (True, False)
    """
    return word.startswith(_topics())


def features(text: str, *, pieces: bool = True) -> Counter[Feature]:
    """Return what a text is compared by: words, pairs of words, meanings, and, but for long texts, pieces of words."""
    words = folded_words(text)
    found: Counter[Feature] = Counter()
    stems = [stem(word) for word in words]
    small = _small()
    telling = [(word, root) for word, root in zip(words, stems, strict=True) if word not in small]
    found.update(("word", root) for root in stems)
    found.update(("pair", f"{one} {two}") for (_, one), (_, two) in itertools.pairwise(telling))
    found.update(("meaning", meaning) for word, _ in telling for meaning in _meant(word))
    named = sum(is_country(word) for word in words)
    found.update(("meaning", name) for name in ("a country", "two countries")[:named])
    for word, _ in telling if pieces else ():
        if is_country(word) or is_topic(word):  # which country or matter it is says nothing of the question
            continue
        padded = f"^{word}$"
        found.update(("piece", padded[at : at + n]) for n in (3, 4, 5) for at in range(len(padded) - n + 1))
    return found


class QuestionIndex:
    """Sentences by which questions are found.

    Parameters
    ----------
    sentences : iterable of Sentence

    Examples
    --------
    >>> index = QuestionIndex([Sentence("a", "title", "Do we have the votes?"), Sentence("b", "title", "Who reads us?")])
    >>> [found.id for found in index.find("enough vote", 1)]
    ['a']
    """

    def __init__(self, sentences: Iterable[Sentence]) -> None:
        self.sentences: Sequence[Sentence] = tuple(sentences)
        self.questions: Sequence[str] = tuple(dict.fromkeys(one.question for one in self.sentences))
        place = {name: at for at, name in enumerate(self.questions)}
        self.of = np.array([place[one.question] for one in self.sentences], np.intp)
        self._in = np.array([LANGUAGES.index(one.lang) for one in self.sentences])
        self._counted = [features(one.text, pieces=one.field != "method") for one in self.sentences]
        nearest = [one.field != "method" for one in self.sentences]
        self._field = np.array([_FIELDS[one.field] for one in self.sentences]) * nearest
        spread = Counter(feature for one, so in zip(self._counted, nearest, strict=True) if so for feature in one)
        self._idf = {feature: math.log(1 + sum(nearest) / count) for feature, count in spread.items()}
        self._new = math.log(1 + sum(nearest)) / 4
        self._postings = _listed((at, self._weighed(one)) for at, (one, so) in enumerate(zip(self._counted, nearest, strict=True)) if so)
        whole = [self._whole(at, ()) for at in range(len(self.questions))]
        wide = Counter(feature for one in whole for feature in one)
        self._rare = {feature: math.log(1 + (len(whole) - count + 0.5) / (count + 0.5)) for feature, count in wide.items()}
        self._entire = _listed((at, one.items()) for at, one in enumerate(whole))

    def _whole(self, question: int, without: Sequence[int]) -> dict[Feature, float]:
        """Return how much of each feature all sentences of a question have, saturated: BM25."""
        total: Counter[Feature] = Counter()
        for at in np.flatnonzero(self.of == question).tolist():
            if at not in without:
                for feature, count in self._counted[at].items():
                    total[feature] += count * _SHARE[self.sentences[at].field]  # type: ignore[assignment]
        return {feature: count / (count + _SATURATED) for feature, count in total.items()}

    def _weighed(self, counted: Counter[Feature]) -> list[tuple[Feature, float]]:
        """Return the features of a text with weights of length 1; one that no sentence has makes the others count less."""
        known = [
            (feature, _WEIGHTS[feature[0]] * (1 + math.log(count)) * self._idf.get(feature, self._new))
            for feature, count in counted.items()
        ]
        length = math.sqrt(sum(weight * weight for _, weight in known)) or 1.0
        return [(feature, weight / length) for feature, weight in known]

    def scores(self, words: str, without: Sequence[int] = (), *, lang: Lang = "en") -> Floats:
        """Return how near each question is to some words.

        Parameters
        ----------
        words : str
        without : sequence of int
            Sentences that are left out, to measure how well they are found by the others.
        lang : {"en", "fr"}
            Sentences in the other language count a little less.
        """
        counted = features(words[:LONGEST])
        near = np.zeros(len(self.sentences))
        for feature, weight in self._weighed(counted):
            if feature in self._postings:
                rows, weights = self._postings[feature]
                near[rows] += weight * weights
        near *= self._field * np.where(self._in == LANGUAGES.index(lang), 1.0, _OTHER)
        near[list(without)] = 0.0
        best = np.zeros(len(self.questions))
        np.maximum.at(best, self.of, near)
        return best + _WHOLE * self._entirely(counted, without)

    def _entirely(self, counted: Counter[Feature], without: Sequence[int]) -> Floats:
        """Return how much of some features all sentences of each question have, out of what there is of them."""
        found, most = np.zeros(len(self.questions)), 0.0
        left = {int(self.of[at]): self._whole(int(self.of[at]), without) for at in without}
        for feature in counted:
            weight = _ENTIRE[feature[0]] * self._rare.get(feature, 0.0)
            most += weight or _ENTIRE[feature[0]]
            if weight:
                rows, shares = self._entire[feature]
                part = np.zeros(len(self.questions))
                part[rows] = shares
                for question, one in left.items():
                    part[question] = one.get(feature, 0.0)
                found += weight * part
        return found / max(most, 1e-9)

    def find(self, words: str, limit: int = 10, lang: Lang = "en") -> tuple[FoundQuestion, ...]:
        """Return the questions that are near to some words, the best first."""
        scores = self.scores(words, lang=lang)
        order = np.argsort(-scores, kind="stable")[:limit].tolist()
        least = max(_LEAST, _BESIDE * float(scores.max(initial=0.0)))
        near = [at for place, at in enumerate(order) if scores[at] >= (least if place >= ALWAYS else _LEAST)]
        return tuple(FoundQuestion(self.questions[at], float(scores[at])) for at in near)


def _listed(
    rows: Iterable[tuple[int, Iterable[tuple[Feature, float]]]],
) -> dict[Feature, tuple[npt.NDArray[np.intp], Floats]]:
    """Return for each feature the rows that have it, and how much of it."""
    listed: dict[Feature, tuple[list[int], list[float]]] = {}
    for at, weighed in rows:
        for feature, weight in weighed:
            places, weights = listed.setdefault(feature, ([], []))
            places.append(at)
            weights.append(weight)
    return {feature: (np.array(places, np.intp), np.array(weights)) for feature, (places, weights) in listed.items()}


def sentences_of(question: Question) -> Iterator[Sentence]:
    """Yield the sentences by which a question may be found, in both languages."""
    for lang in LANGUAGES:
        yield Sentence(question.id, "title", say(question.title, lang), lang)
        if question.learns is not None:
            yield Sentence(question.id, "learns", say(question.learns, lang), lang)
        yield Sentence(question.id, "method", say(question.method, lang), lang)
        for text in question.asked_as(lang):
            yield Sentence(question.id, "asked", text, lang)
    yield Sentence(question.id, "asked", question.id.replace("-", " "))
