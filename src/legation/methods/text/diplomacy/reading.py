"""Where an activity belongs: digital diplomacy, cyber diplomacy, both or neither, from the words that fire."""

from __future__ import annotations

import functools
import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from types import MappingProxyType

from legation.errors import BadValue
from legation.methods.text.diplomacy.features import features, grams
from legation.methods.text.diplomacy.filing import Answered, Filing, Reason, Word, label_of
from legation.methods.text.diplomacy.folded import Folded, fold_places
from legation.methods.text.diplomacy.labels import label_pieces
from legation.methods.text.diplomacy.lexicon import DENIED, KINDS, TESTS, Hit, hits
from legation.methods.text.diplomacy.tongue import tongue

__all__ = ["LONGEST", "file_activity"]

LONGEST = 100_000
"""Characters of a text; the method was made for one to four sentences."""
_LANGUAGES = ("en", "fr")
_TELLING = 0.45
"""Log-odds from which a word that only the training texts know is shown among the reasons."""
_LEFT = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True)
class _Model:
    weights: Mapping[str, float]
    slope: float
    band: tuple[float, float]
    vague_band: tuple[float, float]


def file_activity(text: str, lang: str | None = None) -> Filing:
    """Return where an activity or document belongs: digital diplomacy, cyber diplomacy, both, neither, or undecided.

    Three tests are answered from the words of the text. Diplomacy: does an actor, whoever it is, pursue an aim outside its own house by
    engagement, representation, negotiation, advocacy or consular service? Means: do digital tools do the work, so that without them the
    activity would be another? Object: does the problem dealt with arise in cyberspace? The label follows: means makes it digital, object
    makes it cyber, both make it both, and without diplomacy it is neither. What the text calls itself ("digital diplomacy", "ambassadeur
    pour le numérique") is crossed out before anything is read.

    For each test the probability of a yes is logistic in the kinds of words that a lexicon finds (shared by both languages) and in words
    and pairs of words of the labelled training texts. In a band about one half, wider where vague words fire ("modern channels", "les
    enjeux technologiques"), the answer is "unclear"; where the readings of an "unclear" give different labels, the label is "undecided".

    Parameters
    ----------
    text : str
        One to four sentences, at most 100,000 characters.
    lang : {"en", "fr"}, optional
        Without it the language is found by its small words.

    Returns
    -------
    Filing
        Label, and for each test the answer, its probability and the words that fired, with their places in ``text``. A text in another
        language, or of which nothing is left but labels, is undecided.

    Raises
    ------
    BadValue
        Where ``text`` is no text or too long, or ``lang`` another language.

    Limits
    ------
    It reads words, not meaning: irony, a comparison, or a tool named in passing mislead it, and a long text that holds several activities
    is read as one. Weights come from 407 invented texts, coded by their author and by two blind coders, and 529 that only their author
    coded; all of them are language models instructed with the codebook. No human coder has checked them, and real notes of a ministry were
    not measured. On 160 texts written apart it is right in .73 (95 % .66 to .79), in the third evaluation; it leaves 13 % undecided. Where
    it is wrong, it mostly lacks a word. A person decides.

    References
    ----------
    ``labelled/diplomacy/codebook.md`` defines the three tests and the label.

    Examples
    --------
    >>> filing = file_activity("Our Digital Diplomacy Department follows the negotiations on cybercrime in Vienna.")
    >>> filing.label, [word.text for word in filing.reasons["object"].words]
    ('cyber', ['cybercrime'])
    >>> file_activity("La mission choisit qui appeler d'après un modèle qui prédit les votes sur les pêcheries.").label
    'digital'
    """
    if not isinstance(text, str):
        raise BadValue(f"text: allowed a text, found {type(text).__name__}; give the words of the activity")
    if len(text) > LONGEST:
        raise BadValue(f"text: allowed at most {LONGEST:,} characters, found {len(text):,}; give the passage that says what is done")
    if lang is not None and lang not in _LANGUAGES:
        raise BadValue(f"lang: allowed {' | '.join(_LANGUAGES)}, found {str(lang)[:60]!r}; leave it out to have the language found")
    folded = fold_places(text)
    pieces = label_pieces(folded)
    crossed_out = tuple(_word(text, folded, start, end) for start, end in pieces)
    spoken = lang or tongue(folded)
    left = folded.without(pieces)
    fired = {test: hits(left, spoken, test) if spoken else () for test in TESTS}
    bare = len(_LEFT.findall(left.text)) < 2 or (bool(pieces) and not any(fired.values()))
    if spoken is None or bare:
        silent = Reason("unclear", 0.5, (), ())
        return Filing("undecided", MappingProxyType(dict.fromkeys(TESTS, silent)), spoken, crossed_out)
    reasons = {test: _answered(text, left, spoken, test, fired[test]) for test in TESTS}
    label = label_of(*(reasons[test].answer for test in TESTS))
    return Filing(label, MappingProxyType(reasons), spoken, crossed_out)


def _answered(text: str, left: Folded, lang: str, test: str, fired: Sequence[Hit]) -> Reason:
    model = _models()[test]
    score = model.slope * sum(model.weights.get(name, 0.0) * amount for name, amount in features(left, lang, test, fired).items())
    probability = 1 / (1 + math.exp(-max(-50.0, min(50.0, score))))
    first, second, third, vague = KINDS[test]
    kinds = {hit.kind for hit in fired}
    low, high = model.vague_band if vague in kinds and first not in kinds else model.band
    answer: Answered = "unclear" if low < probability < high else "yes" if probability >= high else "no"
    for_yes = [hit for hit in fired if hit.kind in (first, second) or (hit.kind == vague and answer == "unclear")]
    for_no = [hit for hit in fired if hit.kind in (third, DENIED)]
    spans = {(hit.start, hit.end) for hit in for_yes}, {(hit.start, hit.end) for hit in for_no}
    for name, start, end in grams(left, lang):
        weight = model.slope * model.weights.get(name, 0.0)
        if abs(weight) >= _TELLING:
            spans[weight < 0].add((start, end))
    words, against = (tuple(_word(text, left, start, end) for start, end in _apart(side)) for side in spans)
    return Reason(answer, round(probability, 4), words, against)


def _apart(spans: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the pieces by place, those that touch one another made one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _word(text: str, folded: Folded, start: int, end: int) -> Word:
    first, last = folded.span(start, end)
    return Word(text[first:last], first, last)


@functools.cache
def _models() -> Mapping[str, _Model]:
    """Return the weights of each test, from ``weights.json``; ``benchmarks/diplomacy_fit.py`` writes them."""
    rows = json.loads(resources.files(__package__).joinpath("weights.json").read_text("utf-8"))
    return {
        test: _Model(row["weights"], row["slope"], (row["band"][0], row["band"][1]), (row["vague_band"][0], row["vague_band"][1]))
        for test, row in rows.items()
    }
