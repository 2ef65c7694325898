"""Who blames or excuses whom for what in one sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from legation.errors import BadValue
from legation.methods.text.blame.cause import cause
from legation.methods.text.blame.features import features
from legation.methods.text.blame.holder import AUTHOR, Frame, frames, governing
from legation.methods.text.blame.lexicon import LANGUAGES, STANCES
from legation.methods.text.blame.model import NONE, chances
from legation.methods.text.blame.reading import Mention, Reading, read
from legation.methods.text.blame.span import span

__all__ = ["DOUBT", "LONGEST", "WORTH", "Blame", "Considered", "blame", "consider"]

WORTH = 0.3
"""A mention is blamed, excused or in question from this chance on: by cross-validation .30 to .42 are as good; words that no training
sentence has make every chance smaller, so the lowest of them."""

DOUBT = 0.18
"""Below `WORTH` and above this chance the classifier abstains; below it, it says that nobody is blamed."""

LONGEST = 4000
"""Characters of a sentence; what is longer is no sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blame:
    """One blame or excuse in a sentence.

    Attributes
    ----------
    holder : str
        Who blames or excuses, as written; ``author`` where the text speaks for itself.
    target : str
        Who is blamed or excused: one of ``TARGETS``, the part played in the incident.
    cause : str
        For what: one of ``CAUSES``.
    stance : str
        One of ``STANCES``: blames, excuses, or a neutral mention where it is left open.
    start, end : int
        The shortest run that shows it [characters of the sentence], the first counted from 0, the end not included.
    """

    holder: str
    target: str
    cause: str
    stance: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Considered:
    """What the classifier makes of a sentence, with its doubt.

    Attributes
    ----------
    blames : tuple of Blame
        In the order of the sentence.
    chance : tuple of float
        For each, that the sentence blames, excuses or questions this target at all, 0 to 1.
    stance_chance : tuple of float
        For each, that target and stance are right, 0 to 1.
    abstained : bool
        Nothing is said, though somebody may be blamed: the chance lies between `DOUBT` and `WORTH`.
    """

    blames: tuple[Blame, ...]
    chance: tuple[float, ...]
    stance_chance: tuple[float, ...]
    abstained: bool


def blame(sentence: str, lang: str) -> tuple[Blame, ...]:
    """Return who blames or excuses whom for what in one sentence about a digital incident.

    A small reader that can be looked into: word lists for each language, a grammar of clauses and of reported speech, and a linear
    classifier over what they find, trained on some thousand labelled sentences. What is read is what the sentence says, not what is true.

    Parameters
    ----------
    sentence : str
        One sentence, up to 4000 characters.
    lang : {"en", "fr"}

    Returns
    -------
    tuple of Blame
        In the order of the sentence. Empty where nobody is blamed or excused, and where the classifier abstains: `consider` tells which.

    Raises
    ------
    BadValue
        For another language, for what is no text, and for more than a sentence can hold.

    Notes
    -----
    Irony, blame spread over several sentences and roles that only the context tells (is this firm the victim or the maker?) are beyond it.
    Use it to count over many sentences, with the correction of `shares`; not to quote somebody as an accuser without reading the sentence.
    On test sentences that it had not seen, target and stance together reached F1 .58 (95 % .51 to .65), the target alone .71, at the fourth
    run on them; by nested cross-validation on the training sentences, for which words were chosen, .67 and .79. See ``labelled/README.md``.

    References
    ----------
    The codes follow the clusters of situational crisis communication theory, Coombs 2007, doi:10.1057/palgrave.crr.1550049.

    Examples
    --------
    >>> for one in blame("Russia denied any involvement in the attack.", "en"):
    ...     print(one.holder, "|", one.target, "|", one.cause, "|", one.stance)
    Russia | state sponsor | state policy | excuses
    >>> blame("The tram stops at the museum.", "en")
    ()
    """
    return consider(sentence, lang).blames


def consider(
    sentence: str, lang: str, *, weigh: Callable[[Iterable[str]], Mapping[str, float]] = chances, worth: float = WORTH
) -> Considered:
    """Return what `blame` returns, with the chance of each and whether the classifier abstains.

    Parameters
    ----------
    sentence, lang : str
        As for `blame`.
    weigh : callable
        Chances of the stances and of ``none`` from the features of a mention; other weights than ours may be tried with it.
    worth : float
        As `WORTH`, 0 to 1; another level may be tried with it.

    Examples
    --------
    >>> consider("", "en")
    Considered(blames=(), chance=(), stance_chance=(), abstained=False)
    """
    reading = read(_sentence(sentence), _language(lang))
    there = frames(reading)
    best = 0.0
    found: dict[tuple[str, str, str], tuple[float, Blame]] = {}
    for mention in reading.mentions:
        chance = weigh(features(reading, there, mention))
        row = 1 - chance[NONE]
        best = max(best, row)
        if row < worth:
            continue
        one = _one(reading, there, mention, max(STANCES, key=lambda stance: chance[stance]))
        key = (one.holder, one.target, one.stance)
        if key not in found or row > found[key][0]:
            found[key] = (row, one)
    ordered = sorted(found.values(), key=lambda pair: (pair[1].start, pair[1].end, pair[1].target, pair[1].stance, pair[1].holder))
    sure = tuple(row for row, _ in ordered)
    return Considered(blames=tuple(one for _, one in ordered), chance=sure, stance_chance=sure, abstained=not ordered and best >= DOUBT)


def _one(reading: Reading, there: tuple[Frame, ...], mention: Mention, stance: str) -> Blame:
    own = next((f for f in there if f.subject[0] <= mention.start < f.subject[1] and f.kind in {"deny", "own", "report", "clear"}), None)
    over = own or governing(mention.start, tuple(f for f in there if not f.subject[0] <= mention.start < f.subject[1]))
    start, end = span(reading, mention, over, there)
    return Blame(
        holder=AUTHOR if over is None else over.holder,
        target=mention.target,
        cause=cause(reading, mention, (start, end)),
        stance=stance,
        start=start,
        end=end,
    )


def _sentence(sentence: object) -> str:
    if not isinstance(sentence, str):
        raise BadValue(f"sentence: allowed a text, found {type(sentence).__name__}; give one sentence as a string")
    if len(sentence) > LONGEST:
        raise BadValue(f"sentence: allowed up to {LONGEST} characters, found {len(sentence)}; divide the text into sentences first")
    return sentence


def _language(lang: object) -> str:
    if lang not in LANGUAGES:
        raise BadValue(f"lang: allowed {' | '.join(LANGUAGES)}, found {lang!r}; other languages are not read")
    return str(lang)
