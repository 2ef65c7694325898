"""What the reading of an activity gives: three answers with their words, and the label; the labels' own words are crossed out first.

"Digital diplomacy", "cyberdiplomatie", "ambassadeur pour le numérique" say what an activity is called, not what is done; French official
usage calls the one by the other's name. Names of departments, posts, funds and prizes go with them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from legation.methods.text.diplomacy.lexicon import FoldedText
from legation.methods.text.diplomacy.models import Method

__all__ = [
    "Answered",
    "Filing",
    "Label",
    "Reason",
    "Silence",
    "Word",
    "answered",
    "label_of",
    "label_pieces",
]


_KIND = r"(?:digital|cyber|e|electronic|tech(?:no|nology)?)"
_DIPLOMACY = (
    rf"(?:{_KIND}(?:\s*(?:,|/|and|or|&)\s*{_KIND})*[\s-]*diplo(?:mac\w+|mats?|matic\w*)"
    r"|(?:virtual|online|net|internet|web|twitter|hashtag)[\s-]+diplomac\w+|twi(?:tter)?plomac\w+)"
)
_DIPLOMATIE = (
    r"(?:(?:cyber|e|techno|net)[\s-]*diplomat\w+"
    r"|diplomat(?:ie|ies|ique|iques|e|es)[\s\"«»]+(?:dite?s?\s+)?(?:du\s+|de\s+l'|par\s+)?[\"«]?\s*"
    r"(?:numeriques?|digita\w+|electroniques?|virtuelles?|cyber\w*|technologiques?|internet|web|en\s+ligne)"
    r"(?:\s+(?:et|ou)\s+(?:numeriques?|digita\w+|electroniques?|cyber\w*))?)"
)
_HOUSE = (
    r"(?:department|division|directorate|unit|desk|office|cell|team|section|bureau|branch|services?|lab|institute|cent(?:re|er)|chair|fund|"
    r"prize|award|medal|attaches?|officers?|advis[eo]rs?|counsellors?|ambassadors?|envoys?|fellows?)"
)
_MAISON = (
    r"(?:departement|division|direction|sous-direction|service|bureau|cellule|pole|equipe|mission|delegation|laboratoire|institut|centre|"
    r"chaire|fonds|prix|medaille|attache\w*|conseill\w+|charge\w*(?:\s+de\s+mission)?|delegue\w*|ambassad\w+|envoye\w*|poste)"
)
_MATTER = r"(?:digital|cyber\w*|tech(?:nology|nologies)?|icts?|internet|information\s+technolog\w+)"
_AFFAIRS = r"(?:affairs|issues|matters|polic\w+|security|governance|technolog\w+|transformation|cooperation|diplomacy|space)"
_MATIERE = r"(?:numeriques?|digita\w+|cyber\w*|technologi\w+|tech|internet)"
_PATTERNS = tuple(
    re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")
    for pattern in (
        # the label, with the house or post named after it
        rf"{_DIPLOMACY}(?:\s+{_HOUSE})?",
        rf"{_HOUSE}\s+(?:of|for|on|in)\s+(?:the\s+)?{_DIPLOMACY}",
        rf"(?:{_MAISON}\s+(?:(?:de|a|pour|en|du|au)\s+)?(?:(?:la\s+|l'|cette\s+)\s*)?[\"«]?\s*)?{_DIPLOMATIE}",
        # posts and houses named for the matter
        (
            rf"(?:ambassadors?|envoys?|attaches?|advis[eo]rs?|counsellors?|coordinators?|representatives?)(?:[\s-]+at[\s-]+large)?\s+(?:for|of|on)\s+"
            rf"(?:the\s+)?(?:international\s+)?{_MATTER}(?:\s+(?:and|&)\s+{_MATTER})?(?:\s+{_AFFAIRS}){{0,2}}"
        ),
        rf"{_MATTER}[\s-]+(?:policy\s+|affairs\s+)?(?:ambassadors?|envoys?|attaches?|counsellors?|commissioners?)",
        (
            rf"(?:department|division|directorate|unit|office|bureau|ministry|section)\s+(?:of|for)\s+(?:the\s+)?(?:international\s+)?{_MATTER}"
            rf"(?:\s+(?:and|&)\s+{_MATTER})?\s+{_AFFAIRS}"
        ),
        r"(?:digital|cyber)\s+(?:(?:policy|affairs|issues)\s+)?(?:department|directorate|division|bureau|desk|section)",
        (
            rf"(?:ambassad\w+|envoye\w*(?:\s+specia\w+)?|emissaires?|attache\w*|conseill\w+|delegue\w*|representant\w*|coordinat\w+)\s+"
            rf"(?:thematique\s+)?(?:(?:en\s+)?charge\w*\s+)?(?:(?:pour|de|du|des|au|aux|a)\s+)?(?:(?:le|la|les)\s+|l')?"
            rf"(?:(?:enjeux|affaires|questions)\s+(?:du\s+|de\s+la\s+)?)?{_MATIERE}"
        ),
        r"strategie\s+internationale(?:\s+de\s+la\s+france)?\s+pour\s+le\s+numerique",
    )
)


def label_pieces(folded: FoldedText) -> tuple[tuple[int, int], ...]:
    """Return the pieces of a plain text that only name, by place.

    >>> from legation.methods.text.diplomacy.lexicon import fold_places
    >>> [("Our Digital Diplomacy Department spoke")[s:e] for s, e in label_pieces(fold_places("Our Digital Diplomacy Department spoke"))]
    ['Digital Diplomacy Department']
    """
    found = sorted((m.start(), m.end()) for pattern in _PATTERNS for m in pattern.finditer(folded.text))
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


Answered = Literal["yes", "no", "unclear"]
Label = Literal["digital", "cyber", "both", "neither", "undecided"]
_PLAIN: tuple[Answered, ...] = ("yes", "no")
Silence = Literal["", "empty", "too-short", "only-labels", "another-language", "unsure"]


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of the text, as written.

    Attributes
    ----------
    text : str
    start, end : int
        ``text == activity[start:end]``.
    """

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reason:
    """The answer to one test.

    Attributes
    ----------
    answer : {"yes", "no", "unclear"}
    probability : float
        That coders say yes, 0 to 1, as the model gives it; "unclear" where the label would hang on it and is too unsure.
    words : tuple of Word
        What speaks for a yes, by place; where the answer is "unclear", also what is too vague to tell.
    against : tuple of Word
        What speaks for a no.
    """

    answer: Answered
    probability: float
    words: tuple[Word, ...]
    against: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Filing:
    """A proposal for where an activity or document belongs; a person decides.

    Attributes
    ----------
    label : {"digital", "cyber", "both", "neither", "undecided"}
        Follows from the three answers.
    reasons : mapping of test to Reason
        ``diplomacy``, ``means``, ``object``, in this order.
    lang : {"en", "fr"} or None
        In which the text was read; ``None``: in neither, and the label is "undecided".
    crossed_out : tuple of Word
        Labels and titles that were not read.
    method : {"words", "words and vectors"}
        What was read: the words alone, or, with the extra ``nlp``, a vector of the text's meaning too.
    likeliest : {"digital", "cyber", "both", "neither", "undecided"}
        The likeliest label, also where it is too unsure to be given; "undecided" where nothing could be read.
    chance : float
        That it is this one, 0 to 1, as the model gives it.
    silence : {"", "empty", "too-short", "only-labels", "another-language", "unsure"}
        Why the label is "undecided": there is no text, less than two words, nothing but names of labels and posts, neither English nor
        French, or every label is too unsure. Empty where a label is given.
    """

    label: Label
    reasons: Mapping[str, Reason]
    lang: str | None
    crossed_out: tuple[Word, ...]
    method: Method = "words"
    likeliest: Label = "undecided"
    chance: float = 0.0
    silence: Silence = ""


def answered(yes: Mapping[str, float], level: float) -> tuple[dict[str, Answered], Label, float]:
    """Return the three answers, the likeliest label, and its chance, from the chance of a yes to each test.

    Where the chance of the likeliest label is under the level, the least sure tests are left "unclear" until no label follows.

    Parameters
    ----------
    yes : mapping of test to float
        ``diplomacy``, ``means``, ``object``, in this order.
    level : float

    Examples
    --------
    >>> answered({"diplomacy": 0.9, "means": 0.8, "object": 0.1}, 0.6)
    ({'diplomacy': 'yes', 'means': 'yes', 'object': 'no'}, 'digital', 0.648)
    >>> answered({"diplomacy": 0.9, "means": 0.6, "object": 0.1}, 0.6)[0]
    {'diplomacy': 'yes', 'means': 'unclear', 'object': 'no'}
    """
    chances: dict[Label, float] = {"digital": 0.0, "cyber": 0.0, "both": 0.0, "neither": 0.0}
    for reading in itertools.product((True, False), repeat=len(yes)):
        chance = 1.0
        for is_yes, one in zip(reading, yes.values(), strict=True):
            chance *= one if is_yes else 1 - one
        chances[_plain_label(diplomacy=reading[0], means=reading[1], object_=reading[2])] += chance
    label = max(chances, key=lambda name: chances[name])
    answers: dict[str, Answered] = {test: "yes" if one >= 0.5 else "no" for test, one in yes.items()}
    sure = chances[label] >= level
    if sure and label_of(*answers.values()) != label:  # no single reading is likely, yet together they are
        answers = _reading_of(label, yes)
    for test in sorted(yes, key=lambda test: abs(yes[test] - 0.5)):
        if sure or label_of(*answers.values()) == "undecided":
            break
        answers[test] = "unclear"
    return answers, label, round(chances[label], 4)


def _reading_of(label: Label, yes: Mapping[str, float]) -> dict[str, Answered]:
    """Return the likeliest answers that give a label."""

    def chance(reading: Sequence[Answered]) -> float:
        product = 1.0
        for said, one in zip(reading, yes.values(), strict=True):
            product *= one if said == "yes" else 1 - one
        return product

    fitting: list[tuple[Answered, ...]] = [reading for reading in itertools.product(_PLAIN, repeat=len(yes)) if label_of(*reading) == label]
    likeliest = max(fitting, key=chance)
    return dict(zip(yes, likeliest, strict=True))


def label_of(diplomacy: Answered, means: Answered, object_: Answered) -> Label:
    """Return the label that three answers give: with an "unclear", the one that both its readings share, else "undecided".

    >>> label_of("yes", "no", "yes"), label_of("unclear", "no", "no"), label_of("yes", "unclear", "yes")
    ('cyber', 'neither', 'undecided')
    """
    readings = itertools.product(*((True, False) if answer == "unclear" else (answer == "yes",) for answer in (diplomacy, means, object_)))
    labels = {_plain_label(diplomacy=first, means=second, object_=third) for first, second, third in readings}
    return labels.pop() if len(labels) == 1 else "undecided"


def _plain_label(*, diplomacy: bool, means: bool, object_: bool) -> Label:
    if not diplomacy or not (means or object_):
        return "neither"
    if means and object_:
        return "both"
    return "digital" if means else "cyber"
