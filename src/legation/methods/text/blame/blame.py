"""Who blames or excuses whom for what in one sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from legation.errors import BadValue
from legation.methods.text.blame.cause import cause, span
from legation.methods.text.blame.features import features
from legation.methods.text.blame.holder import AUTHOR, Frame, frames, governing, speaker
from legation.methods.text.blame.individual import individual, unnamed
from legation.methods.text.blame.lexicon import LANGUAGES, STANCES
from legation.methods.text.blame.model import NONE, chances, gate_chance, marks, trust
from legation.methods.text.blame.reading import Mention, SentenceReading, read
from legation.methods.text.blame.sentences import written_in

__all__ = ["DOUBT", "GATE", "LONGEST", "OPEN", "SHOWN", "WORTH", "Blame", "Considered", "blame", "consider"]

NOBODY = "nobody/system"
_FAULTS = frozenset({"accuse", "legal", "attack", "fail", "error", "late", "policy"})
_EVERYDAY = re.compile(
    r"pass\w*|mots? de passe|updat\w*|patch\w*|mises? à jour|mettre à jour|correctifs?|corrig\w+"
    r"|(?:the |a |la |une )?(?:flaws?|failles?|vulnérabilités?|vulnerabilit\w+|holes?)|publi\w+|n'(?:a|ont|est) pas"
    r"|direct\w*|law|laws|loi|lois|budget\w*|moyens|crédits|bill|règles?|warn\w*|alert\w*|signal\w*|inform\w*"
    r"|notif\w*|transmis\w*|avis de sécurité|choisi|refus\w*|financ\w*|funding|launch\w*|order\w*|fail|expos\w*|manqu\w*|charge\w*"
)
_OWNER = re.compile(r"(?:'s?)\s+\w")
_OWNED = re.compile(
    r"\b(?:lawyers?|counsel|spokes\w+|avocate?s?|porte-parole|conseils?)\s+(?:\w+\s+)?(?:of|for|de|du|des|d')\s*(?:the\s+|la\s+|l')?$"
)
_RELAYED = {
    "en": re.compile(
        r"\b(?:charged with|accused of|blamed for|indicted|suspected|alleged\w*|(?:linked|tied|connected) to"
        r"|(?:sponsored|backed|paid|directed) by|(?:state|government)-(?:backed|sponsored|linked))\b"
    ),
    "fr": re.compile(
        r"\b(?:mise?s? en examen|inculpée?s?|accusée?s? d|soupçonnée?s?|présumée?s?|(?:liée?s?|rattachée?s?) (?:à|au|aux)\b"
        r"|(?:parrainée?s?|soutenue?s?|payée?s?|dirigée?s?|commanditée?s?) par)"
    ),
}

WORTH = 0.15
"""A mention is offered for review as blamed, excused or in question from this chance on."""

DOUBT = 0.1
"""Below `WORTH` and above this chance the classifier abstains; below it, it says that nobody is blamed."""

GATE, OPEN = 0.1, 0.5
"""A sentence is read from the first chance on that it blames, excuses or questions anybody, and below it nothing is offered; from the
second on, something of it may be shown unreviewed."""

SHOWN = 0.4
"""A stance is shown unreviewed from this chance on: fixed on training sentences, by authors left out (``labelled/blame_folds.py``)."""

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
    """What the classifier makes of a sentence, with its doubt: what a reviewer is offered.

    Attributes
    ----------
    blames : tuple of Blame
        In the order of the sentence.
    chance : tuple of float
        For each, that the sentence blames, excuses or questions this target at all, 0 to 1.
    abstained : bool
        Nothing is said, though somebody may be blamed: the chance lies between `DOUBT` and `WORTH`.
    stance_chance : tuple of float
        For each, that target and stance are both as printed, 0 to 1: lower than `chance`, and what `blame` goes by.
    shown : tuple of bool
        For each, whether `blame` returns it, so that it may stand unreviewed.
    gate : float
        The chance that the sentence is about an incident and blames, excuses or questions anybody, 0 to 1.
    """

    blames: tuple[Blame, ...]
    chance: tuple[float, ...]
    abstained: bool
    stance_chance: tuple[float, ...] = ()
    shown: tuple[bool, ...] = ()
    gate: float = 0.0


def blame(sentence: str, lang: str) -> tuple[Blame, ...]:
    """Return who blames or excuses whom for what in one sentence about a digital incident: only what may be shown unreviewed.

    A small reader that can be looked into: word lists for each language, a grammar of clauses, of reported speech and of what is lifted or
    left open, a gate that asks whether the sentence blames at all, and linear classifiers over what these find, trained on some thousand
    labelled sentences. What is read is what the sentence says, not what is true.

    Parameters
    ----------
    sentence : str
        One sentence, up to 4000 characters.
    lang : {"en", "fr"}

    Returns
    -------
    tuple of Blame
        In the order of the sentence; those of `consider` whose stance is right with a chance of `SHOWN` or more, where grammar alone says
        the same. Never of a natural person ("an intern", "two brothers"), and "charged with", "linked to" or "sponsored by" only in the
        words of a named holder; nothing of a longer sentence without a small word of the language, which is in another one. Most blame is
        missed: what is not shown is not absent, `consider` offers it to a reviewer.

    Raises
    ------
    BadValue
        For another language, for what is no text, and for more than a sentence can hold.

    Notes
    -----
    Irony, blame spread over several sentences and roles that only the context tells (is this firm the victim or the maker?) are beyond it.
    On training sentences of an author whom the weights do not know, .84 of what is shown is right, at a recall of .29; 1.9 % of sentences
    accuse somebody whom the key does not hold, and of neutral ones 1.0 %. What is offered reaches F1 .70, .62 and .67 of target and stance
    for the three authors; words and rules were made with the sentences of the first two in view. On the test part, the seventh time that it
    was read, what is offered reached .56. See ``labelled/README.md``.

    References
    ----------
    The codes follow the clusters of situational crisis communication theory, Coombs 2007, doi:10.1057/palgrave.crr.1550049.

    Examples
    --------
    >>> for one in blame("Russia denied any involvement in the attack.", "en"):
    ...     print(one.holder, "|", one.target, "|", one.cause, "|", one.stance)
    Russia | state sponsor | state policy | excuses
    >>> blame("France presented the budget on Monday.", "en")
    ()
    """
    considered = consider(sentence, lang)
    return tuple(one for one, shown in zip(considered.blames, considered.shown, strict=True) if shown)


def consider(
    sentence: str,
    lang: str,
    *,
    weigh: Callable[[Iterable[str]], Mapping[str, float]] = chances,
    worth: float = WORTH,
    gate: Callable[[Iterable[str]], float] = gate_chance,
    sure: Callable[[Mapping[str, float]], float] = trust,
    shown: float = SHOWN,
    opened: float = OPEN,
) -> Considered:
    """Return what a reviewer is offered of a sentence, with its chances, and what of it `blame` shows.

    Parameters
    ----------
    sentence, lang : str
        As for `blame`.
    weigh : callable
        Chances of the stances and of ``none`` from the features of a mention; other weights than ours may be tried with it.
    worth, shown, opened : float
        As `WORTH`, `SHOWN` and `OPEN`, 0 to 1; other levels may be tried with them.
    gate : callable
        The chance that a sentence blames anybody, from its signs.
    sure : callable
        The chance that a stance is right as printed, from its marks.

    Returns
    -------
    Considered
        A holder who is a natural person is ``a person``; an office ("the mayor") and a pronoun stay as written.

    Examples
    --------
    >>> consider("", "en").blames, consider("France presented the budget on Monday.", "en").blames
    ((), ())
    """
    reading = read(_sentence(sentence), _language(lang))
    there = frames(reading)
    each, signs = features(reading, there)
    weighed = [weigh(found) for found in each]
    passed, known = gate(signs), written_in(sentence, lang)
    best = 0.0
    found: dict[tuple[str, str, str], tuple[float, float, bool, Blame]] = {}
    for at, (mention, chance) in enumerate(zip(reading.mentions, weighed, strict=True)):
        row = 1 - chance[NONE]
        if passed < GATE:
            continue
        best = max(best, row)
        if row < worth or _speaks_only(reading, there, mention) or "rule:other-matter" in each[at]:
            continue
        one = _one(reading, there, mention, max(STANCES, key=lambda stance: chance[stance]))
        others = weighed[:at] + weighed[at + 1 :]
        right = sure(marks(chance, others, passed, one.stance, one.target))
        key = (one.holder, one.target, one.stance)
        if key not in found or row > found[key][0]:
            sure_enough = known and right >= shown and passed >= opened and _grounded(reading, mention, one, each[at], signs)
            may = sure_enough and not individual(reading, mention) and not _hearsay(reading, one)
            found[key] = (row, right, may, one)
    ordered = sorted(found.values(), key=lambda f: (f[3].start, f[3].end, f[3].target, f[3].stance, f[3].holder))
    return Considered(
        blames=tuple(one for *_, one in ordered),
        chance=tuple(row for row, *_ in ordered),
        abstained=not ordered and best >= DOUBT,
        stance_chance=tuple(right for _, right, *_ in ordered),
        shown=tuple(may for _, _, may, _ in ordered),
        gate=passed,
    )


def _speaks_only(reading: SentenceReading, there: tuple[Frame, ...], mention: Mention) -> bool:
    """Tell whether somebody only accuses, judges, clears or examines others, or is merely whose lawyers or spokesmen speak."""
    own = [frame for frame in there if frame.subject[0] <= mention.start < frame.subject[1]]
    if any(
        _OWNER.search(reading.low, mention.end - 2, f.subject[1]) or _OWNED.search(reading.low, f.subject[0], mention.start) for f in own
    ):
        return True
    return bool(own) and {frame.kind for frame in own} <= {"accuse", "legal", "clear", "open"}


def _grounded(reading: SentenceReading, mention: Mention, one: Blame, found: frozenset[str], signs: frozenset[str]) -> bool:
    """Tell whether grammar alone says the same, and the matter is ours.

    A blame needs a word of fault in its clause that is no everyday word of the trade ("password", "update", "published"); a court's word,
    or chance, needs a word of computing; nothing of sport or prices is ours.
    """
    if f"guess:{one.stance}" not in found or "cue:offtopic" in signs:
        return False
    computing = "matter:cyber" in signs
    if one.stance != STANCES[0]:
        return True
    begin, end = reading.clauses[mention.clause]
    faults = {
        cue.kind
        for cue in reading.cues
        if begin <= cue.start < end and cue.kind in _FAULTS and not _EVERYDAY.fullmatch(reading.low, cue.start, cue.end)
    }
    return bool(faults) and (computing or not (one.target == NOBODY or "legal" in faults))


def _hearsay(reading: SentenceReading, one: Blame) -> bool:
    """Tell whether a blame rests on an accusation whose accuser is not named."""
    return one.holder == AUTHOR and _RELAYED[reading.lang].search(reading.low) is not None


def _one(reading: SentenceReading, there: tuple[Frame, ...], mention: Mention, stance: str) -> Blame:
    own = next((f for f in there if f.subject[0] <= mention.start < f.subject[1] and f.kind in {"deny", "own", "report", "clear"}), None)
    others = tuple(f for f in there if not f.subject[0] <= mention.start < f.subject[1])
    over = own or speaker(reading, others, mention.start) or governing(mention.start, others)
    start, end = span(reading, mention, over, there)
    return Blame(
        holder=AUTHOR if over is None else unnamed(over.holder, reading.lang),
        target=mention.target,
        cause=cause(reading, mention, (start, end)),
        stance=stance,
        start=start,
        end=end,
    )


def _sentence(sentence: object) -> str:
    if not isinstance(sentence, str):
        raise BadValue(f"sentence must be a text (got {type(sentence).__name__}); give one sentence as a string")
    if len(sentence) > LONGEST:
        raise BadValue(f"sentence must be up to {LONGEST} characters (got {len(sentence)}); divide the text into sentences first")
    return sentence


def _language(lang: object) -> str:
    if lang not in LANGUAGES:
        raise BadValue(f"lang must be {' | '.join(LANGUAGES)} (got {lang!r}); other languages are not read")
    return str(lang)
