"""What may not stand in an exercise as if it were real: outlets, natural persons, and acts of States that nobody committed."""

from __future__ import annotations

import functools
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from importlib.resources import files

from legation.language import fold
from legation.methods.text.blame.sentences import sentences
from legation.methods.text.named_persons import named_persons
from legation.sources.names.gazetteer import gazetteer

__all__ = ["hostile_acts", "numbers_in", "outlets_named", "persons_named"]

_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f \u2009]\d+)*")
_BEGINS = re.compile(r"(?:^|[.!?…:]\s+|[«“\"]\s*)$")


@functools.cache
def _list(name: str) -> Mapping[str, tuple[str, ...]]:
    read = tomllib.loads(files("legation.questions.games").joinpath(f"{name}.toml").read_text("utf-8"))
    return {key: tuple(words) for key, words in read.items()}


@functools.cache
def _acts() -> re.Pattern[str]:
    forms = (re.escape(word).replace(r"\*", r"\w*") for word in _list("hostile_acts")["words"])
    return re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)")


@functools.cache
def _outlets() -> tuple[re.Pattern[str], re.Pattern[str]]:
    def any_of(names: tuple[str, ...]) -> re.Pattern[str]:
        forms = sorted((re.escape(name).replace("’", "['’]") for name in names), key=len, reverse=True)
        return re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)")

    return any_of(_list("outlets")["names"]), any_of(_list("outlets")["words"])


def hostile_acts(text: str) -> Iterator[str]:
    """Yield the sentences that name a State and an act against somebody.

    Limits
    ------
    A sentence is judged by its words: one that says that a State did nothing of the kind, or suffered it, is found as well, and one that
    speaks of a State by *it* alone is not. The States are those of ``countries.csv``, with what belongs to them and their seats; the words
    stand in ``hostile_acts.toml``. A sentence that is found wrongly is put otherwise, gets a source, or is approved.

    Examples
    --------
    >>> list(hostile_acts("Ruritania hacks a ministry. Norway signs the text. Norway has sabotaged the cable."))
    ['Norway has sabotaged the cable.']
    """
    for one in sentences(text):
        if _acts().search(fold(one)) and any(tag.kind != "organisation" for tag in gazetteer().tag(one)):
            yield one


def outlets_named(text: str) -> tuple[str, ...]:
    """Return the real outlets that a text names, of a list of ours.

    Limits
    ------
    An outlet that is not on the list is not found, and the look of one, a type face or a colour, cannot be.

    Examples
    --------
    >>> outlets_named("Reuters asks. Le Monde entier écoute ; on lit Le Monde et The Herald of Nowhere.")
    ('Reuters', 'Le Monde')
    """
    sure, words = _outlets()
    found = [(one.start(), one.group()) for one in sure.finditer(text)]
    found += [(one.start(), one.group()) for one in words.finditer(text) if not _BEGINS.search(text[: one.start()])]
    return tuple(name for _, name in sorted(found))


def persons_named(text: str) -> tuple[str, ...]:
    """Return the natural persons whom a text names, as :func:`legation.methods.text.named_persons.named_persons` finds them.

    >>> persons_named("The minister Anna Zorvan calls the chair.")
    ('Anna Zorvan',)
    """
    return tuple(one.name for one in named_persons(text))


def numbers_in(text: str) -> Counter[str]:
    """Return the numbers that stand in figures in a text, each as often as it stands, however thousands and decimals are parted.

    >>> numbers_in("1,300 of 12.5") == numbers_in("12,5 sur 1 300"), sorted(numbers_in("60 per cent, 2/3"))
    (True, ['2', '3', '60'])
    """
    return Counter(re.sub(r"\D", "", one) for one in _NUMBER.findall(text))
