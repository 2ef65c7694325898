"""The house's own label of each level of marking: its words in both languages, its colour, its place, and whether TLP stands beside it."""

from __future__ import annotations

import dataclasses
import functools
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from legation.broken_file import what_is_wrong
from legation.dossier import MARKINGS, Wording
from legation.dossier.parts.toml_record import parsed
from legation.errors import CannotRead, WrongUse
from legation.language import LANGUAGES, Message
from legation.methods.text.classified import classified_level, compact, runs, words_of

__all__ = ["LONGEST", "PAPER", "PLACES", "VARIABLE", "Label", "contrast", "label_of", "labels", "read_labels"]

Place = Literal["top", "bottom", "both"]
PLACES = ("top", "bottom", "both")
VARIABLE = "LEGATION_MARKINGS"
"""The setting that names the house's file, for the command line and for a site."""
LONGEST = 60
"""Signs that stand, with the codes beside them, between the title and the number at the edge of a page, on two lines."""
PAPER = "#FBFAF7"
"""The darker of the two papers on which a label is printed: this one on a screen, white elsewhere."""
_LEAST_CONTRAST = 4.5
_DEFAULT = Path(__file__).with_suffix(".toml")
_LIMIT = 64 * 1024
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What stands on a page for a level.

    Attributes
    ----------
    marking : str
        The level, ``TLP:CLEAR`` to ``TLP:RED``.
    en, fr : str
        The words, in one line of at most 60 signs.
    colour : str
        ``#RRGGBB``, with a contrast of at least 4.5 to 1 against a light page.
    place : {"top", "bottom", "both"}
        Where on each page.
    tlp : bool
        Whether the code of the level stands beside the words.
    own : bool
        Whether the house's file says so, and not ours.
    """

    marking: str
    en: str
    fr: str
    colour: str
    place: Place
    tlp: bool
    own: bool = False

    @property
    def wording(self) -> Wording:
        """What is printed, in both languages."""
        return Wording(**{lang: self._printed(getattr(self, lang)) for lang in LANGUAGES})

    def _printed(self, words: str) -> str:
        return f"{words} · {self.marking}" if self.tlp and compact(self.marking) not in runs(words_of(words), _CODES) else words


def labels() -> Mapping[str, Label]:
    """Return the labels by level: ours, or those of the file that ``LEGATION_MARKINGS`` names; a file is read once.

    Raises
    ------
    CannotRead, WrongUse
        As :func:`read_labels`.
    """
    return _labels(os.environ.get(VARIABLE, ""))


def label_of(marking: str) -> Label:
    """Return the label of a level.

    >>> label_of("TLP:AMBER").fr
    'TLP:AMBER'
    """
    return labels()[marking]


@functools.cache
def _labels(path: str) -> Mapping[str, Label]:
    ours = read_labels(_DEFAULT)
    if not path:
        return ours
    theirs = read_labels(Path(path).expanduser(), ours)
    return MappingProxyType({level: dataclasses.replace(one, own=one != ours[level]) for level, one in theirs.items()})


def read_labels(path: Path, before: Mapping[str, Label] = MappingProxyType({})) -> Mapping[str, Label]:
    """Return the labels of a file.

    Parameters
    ----------
    path : Path
        TOML with a table for each level, ``["TLP:AMBER"]``: ``en`` and ``fr`` together, ``colour``, ``place``, ``tlp``.
    before : mapping of str to Label
        What holds where the file says nothing; without them it has to say everything.

    Raises
    ------
    CannotRead
        The file is not there, larger than 64 kB, or no TOML.
    WrongUse
        A level or key that is none; words that are missing in a language, too long, of several lines, of a classified level or of another
        level; a colour that is none or too light; a place that is none.
    """
    table = _table(path)
    for level in table:
        _require(level in MARKINGS, path, level, " | ".join(MARKINGS), level)
        _require(isinstance(table[level], dict), path, level, f'["{level}"]', table[level])
    found = {level: _label(path, level, table.get(level, {}), before.get(level)) for level in MARKINGS}
    return MappingProxyType(found)


def _table(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            data = file.read(_LIMIT + 1)
        if len(data) > _LIMIT:
            raise CannotRead(Message("markings.too-large", path=str(path), limit=_LIMIT // 1024))
        return parsed(data.decode("utf-8-sig").replace("\r\n", "\n"))
    except (OSError, ValueError, RecursionError) as error:
        raise CannotRead(Message("markings.cannot-read", path=str(path), variable=VARIABLE, why=what_is_wrong(error))) from error


_KEYS = ("en", "fr", "colour", "place", "tlp")
_CODES = frozenset(map(compact, MARKINGS))


def _label(path: Path, level: str, given: Mapping[str, Any], before: Label | None) -> Label:
    for key in given:
        _require(key in _KEYS, path, f"{level}, {key}", " | ".join(_KEYS), key)
    needed = _KEYS if before is None else LANGUAGES if any(lang in given for lang in LANGUAGES) else ()
    for key in needed:
        _require(key in given, path, f"{level}, {key}", _ALLOWED[key], "")
    values = {key: given[key] if key in given else getattr(before, key) for key in _KEYS}
    for lang in LANGUAGES:
        values[lang] = _words(path, level, lang, values[lang])
    place, colour = f"{level}, colour", values["colour"]
    _require(isinstance(colour, str) and _COLOUR.fullmatch(colour), path, place, _ALLOWED["colour"], colour)
    if (ratio := contrast(colour, PAPER)) < _LEAST_CONTRAST:
        raise WrongUse(Message("markings.contrast", path=str(path), place=place, found=colour, ratio=ratio, least=_LEAST_CONTRAST))
    _require(values["place"] in PLACES, path, f"{level}, place", _ALLOWED["place"], values["place"])
    _require(type(values["tlp"]) is bool, path, f"{level}, tlp", _ALLOWED["tlp"], values["tlp"])
    return Label(marking=level, **values)


_ALLOWED: Mapping[str, Any] = {
    "en": Message("markings.words", longest=LONGEST),
    "fr": Message("markings.words", longest=LONGEST),
    "colour": "#RRGGBB",
    "place": " | ".join(PLACES),
    "tlp": "true | false",
}


def _words(path: Path, level: str, lang: str, given: Any) -> str:
    """Return the words of a label without blanks around them."""
    place = f"{level}, {lang}"
    words = given.strip() if isinstance(given, str) else ""
    _require(0 < len(words) <= LONGEST and not _UNSEEN.search(words) and words_of(words), path, place, _ALLOWED[lang], given)
    if named := classified_level(words):
        raise WrongUse(Message("markings.classified", path=str(path), place=place, found=words, level=named))
    other = next((code for code in runs(words_of(words), _CODES) if code != compact(level)), None)
    _require(other is None, path, place, Message("markings.no-other-level", level=level), words)
    return words


def _require(holds: object, path: Path, place: str, allowed: Any, found: Any) -> None:
    if not holds:
        shown = found if isinstance(found, str) else repr(found)
        shown = _UNSEEN.sub("\ufffd", shown)
        cut = shown if len(shown) <= LONGEST else f"{shown[: LONGEST - 1]}…"
        raise WrongUse(Message("markings.value", path=str(path), place=place, allowed=allowed, found=cut))


def contrast(colour: str, other: str) -> float:
    """Return the contrast of two colours ``#RRGGBB`` by WCAG 2.2: 1 (none) to 21.

    >>> round(contrast("#767676", "#FFFFFF"), 2), round(contrast("#FFC000", "#FFFFFF"), 2)
    (4.54, 1.64)
    """
    light, dark = sorted((_luminance(colour), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
