"""Whether a pasted text bears the marking of a classified level: it is refused then, before anything of it is kept.

A level counts where it marks: alone on a line, behind the word *classification*, in capitals, in brackets before a paragraph as American
telegrams have it, or in a name that only a marking has (*secret défense*, *NATO secret*, *EU restricted*). *A secret ballot* and *told me
in confidence* mark nothing.

Not classified, and taken: *diffusion restreinte* and *non classifié* of France, *OFFICIAL* and *OFFICIAL-SENSITIVE* of the United Kingdom,
*UNCLASSIFIED*, *SBU* and *CUI* of the United States, *LIMITE* of the Council of the European Union, and TLP.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from legation.errors import WrongUse
from legation.language import Message
from legation.methods.text.classified import classified_level, words_of
from legation.sources.telegram.wordings import table

__all__ = ["ClassifiedText", "classified_line", "refuse_classified"]

_LINE = re.compile(r"\r\n|\r|\n|\u2028|\u2029|\x85|\x0b|\x0c")
_ALONE = 9
"""Words of a line that is a marking with its caveats: *SECRET // NOFORN*, *Secret - spécial France*."""
_LABEL = re.compile(
    r"(?:classification|classified|mention|niveau de classification|marking|protective marking|security|securite)\s*[:=]\s*(.{1,60})",
    re.IGNORECASE,
)
_PORTION = re.compile(r"^\W{0,3}(?:§?\s*\d{1,2}[.)]?\s*)?\((TS|S|C)((?://|/|-)[A-Z/ ,-]{2,40})?\)\s+\S")
_LIST_LETTER = re.compile(r"^\W{0,3}\((?:A|B|D)\)\s", re.MULTILINE)
_NAMES = re.compile(
    r"\b(?:tr[eè]s[\s-]+secret|(?:secret|confidentiel)[\s-]+d[eé]fense|top[\s-]+secret|cosmic|atomal|diffusion restreinte otan"
    r"|(?:nato|otan|eu|ue|esa|weu|ueo)[\s/-]+(?:top[\s-]+secret|secret|confidential|restricted)"
    r"|(?:confidentiel|secret|restreint)[\s/-]+(?:ue|otan)|(?:uk|us|france)[\s-]+secret"
    r"|secret[\s/-]+(?:noforn|nofor|sp[eé]cial france|uk eyes)|VS-NfD|Verschlusssache)\b(?!\s+(?:service|ballot|vote))",
    re.IGNORECASE,
)
_AMERICAN = re.compile(r"\b(?:classified by|derived from|declassify on)\s*:|\breason:?\s*1\.[45]", re.IGNORECASE)
"""The block at the head of a classified American telegram."""
_HARMLESS = re.compile(
    r"\b(?:scrutins?|bulletins?|votes?|ballots?|services?|agents?|open|no)[\s-]+secrets?\b"
    r"|\bsecrets?[\s-]+(?:ballots?|votes?|services?|agents?|de\s+polichinelle)\b|\b(?:non|not|un)[\s-]?(?:classifi|confidenti|restric)\w*",
    re.IGNORECASE,
)
_CAPITAL = r"[^\W\d_a-zà-öø-ÿ]"
_SHOUTED = re.compile(rf"(?<!\w)(?:{_CAPITAL}{{4,}}(?:[\s-]+{_CAPITAL}{{2,}}){{0,3}}|(?:{_CAPITAL}[\s.]){{4,14}}{_CAPITAL})(?!\w)")


class ClassifiedText(WrongUse):
    """A text bears the marking of a classified level.

    Attributes
    ----------
    level : str
        As ``classified.toml`` writes it.
    line : int
        Counted from 1.
    """

    def __init__(self, level: str, line: int) -> None:
        super().__init__(Message("telegram.classified", level=level, line=line))
        self.level = level
        self.line = line


def refuse_classified(text: str) -> None:
    r"""Refuse a text with the marking of a classified level.

    Raises
    ------
    ClassifiedText
        The sentence names the level and the line, and nothing of what stands there.

    Examples
    --------
    >>> refuse_classified("NON CLASSIFIÉ\nLe vote a lieu à bulletin secret.")
    >>> refuse_classified("1. (S//NF) The Director said no.")
    Traceback (most recent call last):
    legation.sources.telegram.marking.ClassifiedText: ...
    """
    found = classified_line(text)
    if found:
        raise ClassifiedText(*found)


def classified_line(text: str) -> tuple[str, int] | None:
    r"""Return the first classified level that a text is marked with, and its line; None where it bears none.

    >>> classified_line("Paris, le 3 mars\n\nTRÈS SECRET"), classified_line("DIFFUSION RESTREINTE"), classified_line("OFFICIAL-SENSITIVE")
    (('très secret', 3), None, None)
    """
    listed = bool(_LIST_LETTER.search(text))
    small = sum(map(str.islower, text)) * 4 > sum(map(str.isupper, text))
    for number, line in enumerate(_LINE.split(text), 1):
        level = next(filter(None, _levels(line, listed=listed, small=small)), "")
        if level:
            return level, number
    return None


def _levels(line: str, *, listed: bool, small: bool) -> Iterator[str]:
    """Yield the level that each kind of marking on a line names; empty where it names none."""
    if not line.strip():
        return
    yield _alone(line)
    plain = _HARMLESS.sub(" ", line)
    for found in _NAMES.finditer(plain):
        yield classified_level(found[0]) or found[0].lower()
    label = _LABEL.search(plain)
    if label:
        yield classified_level(label[1])
    if _AMERICAN.search(line):
        yield "classified"
    portion = _PORTION.match(line)
    if portion and (portion[2] or portion[1] != "C" or not listed):
        yield {"TS": "top secret", "S": "secret", "C": "confidential"}[portion[1]]
    if small:  # a text in capitals alone says nothing by them
        for found in _SHOUTED.finditer(plain):
            yield classified_level(found[0])


def _alone(line: str) -> str:
    """Return the level of a line that holds nothing but a marking, with its caveats."""
    words = words_of(line[:200])
    if not 0 < len(words) <= _ALONE:
        return ""
    level = classified_level(line[:200])
    own = {*table()["marking"]["caveats"], *words_of(level)}
    return level if all(word in own or word.isdigit() or len(word) == 1 for word in words) else ""
