"""Where an activity belongs: digital diplomacy, cyber diplomacy, both or neither, from its words and, where there is one, its vector.

The engine stands in ``sources``, above the methods: it is looked up by its name when it is first asked for, and without it there is none.
"""

from __future__ import annotations

import functools
import importlib
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from legation.errors import BadValue, NotAvailable
from legation.methods.text.diplomacy.filing import Answered, Filing, Reason, Silence, Word, answered, label_of, label_pieces
from legation.methods.text.diplomacy.lexicon import DENIED, KINDS, SMALL_WORDS, TESTS, FoldedText, Hit, fold_places, hits, language_of
from legation.methods.text.diplomacy.models import FILES, VAGUE_ALONE, Method, Model, models

__all__ = [
    "HEARD",
    "LONGEST",
    "bare",
    "features",
    "file_activity",
    "grams",
    "vector",
]


_MOST = 3
"""Different pieces of one kind beyond which more of them add nothing."""
_LETTERS, _LEAST_SEEN = 7, 3
_BREAK = re.compile(r"[.;:!?]")
_WORD = re.compile(r"[^\W\d_]+")


def features(folded: FoldedText, lang: str, test: str, fired: Sequence[Hit]) -> dict[str, float]:
    """Return the features of a text for a test, by name: the lexicon's are shared by both languages, word sequences belong to one.

    Parameters
    ----------
    folded : Folded
        Without the labels' own words.
    lang : {"en", "fr"}
    test : {"diplomacy", "means", "object"}
    fired : sequence of Hit
        Of that test.
    """
    named: dict[str, float] = {"bias": 1.0}
    for kind in (*KINDS[test], DENIED):
        pieces = {folded.text[hit.start : hit.end] for hit in fired if hit.kind == kind}
        if pieces:
            named[kind] = 1.0
            named[f"{kind} more"] = math.sqrt(min(len(pieces), _MOST)) - 1
    first, second, third, vague = KINDS[test]
    named[f"{first} and {second}"] = float(first in named and second in named)
    named[f"{third} alone"] = float(third in named and first not in named)
    named[VAGUE_ALONE] = float(vague in named and not any(kind in named for kind in (first, second, third)))
    named["nothing"] = float(len(named) == 4)
    return named | {name: 1.0 for name, _, _ in grams(folded, lang)}


def grams(folded: FoldedText, lang: str) -> Iterator[tuple[str, int, int]]:
    """Yield the words that are not small, and their pairs within a clause, with language and place; the first letters stand for a word."""
    before: tuple[str, int] | None = None
    for match in _WORD.finditer(folded.text):
        if match[0] in SMALL_WORDS[lang] or len(match[0]) < _LEAST_SEEN:
            continue
        word, start, end = match[0][:_LETTERS], match.start(), match.end()
        yield f"{lang}:{word}", start, end
        if before is not None and not _BREAK.search(folded.text, before[1], start):
            yield f"{lang}:{before[0]} {word}", before[1], end
        before = word, start


HEARD = 2_000
"""Characters of a text of which a vector is made; the method was made for one to four sentences."""
_SENTENCE_END = re.compile(r"(?<=[.!?]) ")
_ENGINE = "legation.sources.observations.sentence_vectors"


def bare(text: str, folded: FoldedText, pieces: tuple[tuple[int, int], ...]) -> str:
    """Return a text without what is crossed out, so that no vector hears what it calls itself; a sentence said twice stands once."""
    pieces_left, at = [], 0
    for start, end in (folded.span(*piece) for piece in pieces):
        pieces_left.append(text[at:start])
        at = end
    plain = " ".join(" ".join((*pieces_left, text[at:])).split())
    return " ".join(dict.fromkeys(_SENTENCE_END.split(plain)))[:HEARD]


@functools.lru_cache(maxsize=4096)
def vector(text: str, *, needed: bool = False) -> npt.NDArray[np.float64] | None:
    """Return the vector of a text, of length 1, or ``None`` where the extra is not installed or cannot run; the same text is read once.

    Raises
    ------
    NotAvailable
        Where there is none and it is ``needed``; the sentence says what to do.
    """
    try:
        found: npt.NDArray[np.float64] = importlib.import_module(_ENGINE).sentence_vectors([text])[0]
    except (ImportError, NotAvailable):
        if needed:
            raise
        return None
    found.setflags(write=False)
    return found


LONGEST = 100_000
"""Characters of a text; the method was made for one to four sentences."""
_LANGUAGES = ("en", "fr")
_TELLING = 0.6
"""Log-odds from which a word that only the training texts know is shown among the reasons."""
_LEFT = re.compile(r"[^\W\d_]{3,}")
_LEAST = 2
"""Words of three letters or more without which a text says nothing."""


def file_activity(
    text: str, lang: str | None = None, known: Mapping[str, bool] = MappingProxyType({}), *, method: Method | None = None
) -> Filing:
    """Return where an activity or document belongs: digital diplomacy, cyber diplomacy, both, neither, or undecided.

    Three tests are answered from the words of the text. Diplomacy: does an actor, whoever it is, pursue an aim outside its own house by
    engagement, representation, negotiation, advocacy or consular service? Means: do digital tools do the work, so that without them the
    activity would be another? Object: does the problem dealt with arise in cyberspace? The label follows: means makes it digital, object
    makes it cyber, both make it both, and without diplomacy it is neither. What the text calls itself ("digital diplomacy", "ambassadeur
    pour le numérique") is crossed out before anything is read.

    For each test the probability of a yes is logistic in the kinds of words that a lexicon finds (shared by both languages), in words and
    pairs of words of the labelled training texts, and, where the extra ``nlp`` is installed, in a vector of the text's meaning, which knows
    tools and problems that no list names; ``method`` says which was read. The chance of a label follows from the three. Where that of the
    likeliest is under a level, fixed on texts left out of training, the least sure answers are "unclear" and the label is "undecided".

    Parameters
    ----------
    text : str
        One to four sentences, at most 100,000 characters.
    lang : {"en", "fr"}, optional
        Without it the language is found by its small words.
    known : mapping of test to bool, optional
        Answers that are known from elsewhere, such as what a row says: they are taken as sure, and the text answers the other tests.
    method : {"words", "words and vectors"}, optional
        Without it vectors are read where the extra is installed; "words" reads none.

    Returns
    -------
    Filing
        Label, and for each test the answer, its probability and the words that fired, with their places in ``text``. A text in another
        language, or of which nothing is left but labels, is undecided.

    Raises
    ------
    BadValue
        Where ``text`` is no text or too long, ``lang`` another language, or ``known`` no answers to the three tests, or ``method`` unknown.
    NotAvailable
        Where vectors are asked for and cannot be had; the sentence says what to install.

    Limits
    ------
    Irony, a comparison, or a tool named in passing mislead it, and a long text that holds several activities is read as one; of more than
    2,000 characters only the words are read, the vector is of the first 2,000. Weights come from 407 invented texts, coded by their author
    and by two blind coders, and 1,190 that only their authors coded; all of them are language models instructed with the codebook. No human
    coder has checked them, and real notes of a ministry were not measured. On 160 texts written apart, seen seven times in all, words and
    vectors are right in .78 (95 % .71 to .84), and leave 12 % undecided, .86 on the rest; words alone .76, 17 % and .88. The commonest
    label is right in .25. On texts left out of training they are right in .86, words alone in .79. A person decides.

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
        raise BadValue(f"text must be a text (got {type(text).__name__}); give the words of the activity")
    if len(text) > LONGEST:
        raise BadValue(f"text must be at most {LONGEST:,} characters (got {len(text):,}); give the passage that says what is done")
    if lang is not None and lang not in _LANGUAGES:
        raise BadValue(f"lang must be {' | '.join(_LANGUAGES)} (got {str(lang)[:60]!r}); leave it out to have the language found")
    if not all(test in TESTS and isinstance(said, bool) for test, said in known.items()):
        raise BadValue(f"known must be True or False for {' | '.join(TESTS)} (got {str(dict(known))[:60]})")
    if method is not None and method not in FILES:
        raise BadValue(
            f"method must be {' | '.join(FILES)} (got {str(method)[:60]!r}); leave it out to have vectors read where they can be"
        )
    folded = fold_places(text)
    pieces = label_pieces(folded)
    crossed_out = tuple(_word(text, folded, start, end) for start, end in pieces)
    left = folded.without(pieces)
    spoken = lang or language_of(folded)
    fired = {test: hits(left, spoken, test) if spoken else () for test in TESTS}
    removed = len(_LEFT.findall(left.text))
    silence: Silence = ""
    if removed < _LEAST or (pieces and spoken and not any(fired.values())):
        silence = "only-labels" if pieces else "empty" if not text.strip() else "too-short"
    elif spoken is None:
        silence = "another-language"
    embedded = None if silence or method == "words" else vector(bare(text, folded, pieces), needed=method is not None)
    method = "words" if embedded is None else "words and vectors"
    if silence or spoken is None:
        silent = Reason("unclear", 0.5, (), ())
        return Filing("undecided", MappingProxyType(dict.fromkeys(TESTS, silent)), spoken, crossed_out, method, silence=silence)
    fitted = models(method)
    rows = {test: features(left, spoken, test, fired[test]) for test in TESTS}
    yes = {test: float(known[test]) if test in known else fitted.tests[test].probability(rows[test], spoken, embedded) for test in TESTS}
    answers, likeliest, chance = answered(yes, fitted.level)
    reasons = {
        test: Reason(answers[test], round(yes[test], 4), *_shown(text, left, spoken, test, answers[test], fired[test], fitted.tests[test]))
        for test in TESTS
    }
    label = label_of(*answers.values())
    return Filing(
        label,
        MappingProxyType(reasons),
        spoken,
        crossed_out,
        method,
        likeliest=likeliest,
        chance=chance,
        silence="unsure" if label == "undecided" else "",
    )


def _shown(
    text: str, left: FoldedText, lang: str, test: str, answer: Answered, fired: Sequence[Hit], model: Model
) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """Return the words that speak for a yes and those that speak for a no, by place."""
    first, second, third, vague = KINDS[test]
    for_yes = [hit for hit in fired if hit.kind in (first, second) or (hit.kind == vague and answer == "unclear")]
    for_no = [hit for hit in fired if hit.kind in (third, DENIED)]
    spans = {(hit.start, hit.end) for hit in for_yes}, {(hit.start, hit.end) for hit in for_no}
    for name, start, end in grams(left, lang):
        weight = model.weights.get(name, 0.0)
        if abs(weight) >= _TELLING:
            spans[weight < 0].add((start, end))
    words, against = (tuple(_word(text, left, start, end) for start, end in _apart(side)) for side in spans)
    return words, against


def _apart(spans: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the pieces by place, those that touch one another made one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _word(text: str, folded: FoldedText, start: int, end: int) -> Word:
    first, last = folded.span(start, end)
    return Word(text[first:last], first, last)
