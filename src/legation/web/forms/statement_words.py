"""Statements about the options of a conflict as a person reads and types them: options by name, words of the language of the page.

In the part a statement names options by id, as :mod:`legation.methods.conflict.statement` reads it; that form may be typed as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from legation.dossier.models.conflict_records import OptionStatement
from legation.dossier.parts.form import form_of
from legation.dossier.parts.part_text import PartText, RawRow
from legation.language import Lang, Message, catalogue, fold, say
from legation.web.forms.model_lists import words_listed

__all__ = ["row_called", "statement_meant", "statement_shown", "statement_typed"]

_WORDS = ("and", "or", "not", "if", "iff")
_QUOTES = '"«»“”'
_TOKEN = re.compile(
    r"""\s*(?:(?P<paren>[()])|"(?P<id>[^"]+)"|'(?P<single>[^']+)'|«(?P<angled>[^»]+)»|“(?P<curled>[^”]+)”|(?P<word>[^\s()"«»“”]+))"""
)
_BARE = re.compile(r"[\w.-]+")


@dataclass(frozen=True, slots=True)
class _Token:
    """A parenthesis, a word, or what stands between quotes."""

    kind: str
    text: str


def statement_shown(statement: str, text: PartText, lang: Lang) -> str:
    """Return a statement of a part with the names of its options; as it stands where it cannot be told apart."""
    names = _names(text, lang)
    tokens = _tokens(statement)
    if tokens is None:
        return statement
    said: list[str] = []
    for one in tokens:
        if one.kind == "word" and one.text.lower() in _WORDS:
            said.append(say(Message(f"page-models.word.{one.text.lower()}"), lang))
        elif one.kind == "paren":
            said.append(one.text)
        else:
            name = names.get(one.text, "" if one.kind == "word" else one.text)
            is_clear = name and not set(name) & set(_QUOTES) and list(names.values()).count(name) < 2
            said.append(say(Message("conflict.quoted", name=name), lang) if is_clear else _written(one.text))
    return " ".join(said).replace("( ", "(").replace(" )", ")")


def statement_meant(typed: str, names: Mapping[str, str], lang: Lang) -> str:
    """Return what was typed with the ids of its options and the words of the form; as it was typed where it cannot be told apart.

    >>> names = {"close": "Fermer le détroit", "ships": "Envoyer des navires"}
    >>> statement_meant("« Fermer le détroit » et non (« envoyer des navires » ou close)", names, "fr")
    'close and not (ships or close)'
    >>> statement_meant("close if and only if envoyer des navires", names, "en")
    'close iff ships'
    """
    tokens = _tokens(typed)
    if tokens is None:
        return typed
    said: list[str] = []
    at = 0
    while at < len(tokens):
        taken, one = _next(tokens[at:], names, lang)
        if not one:
            return typed
        said.append(one)
        at += taken
    return " ".join(said).replace("( ", "(").replace(" )", ")")


def statement_typed(typed: str, stored: object, shown: PartText, text: PartText, lang: Lang) -> str:
    """Return the statement that a field means; the stored one, letter by letter, where the field still shows it.

    ``shown`` is the part of the page: what is renamed on it has the new name in ``text``, and the old one in the field.
    """
    if isinstance(stored, str) and typed == statement_shown(stored, shown, lang):
        return stored
    meant = statement_meant(typed, _names(text, lang), lang)
    return meant if meant != typed else statement_meant(typed, _names(shown, lang), lang)


def _listed(text: PartText, row: RawRow) -> Iterator[Any]:
    """Yield the words of what a row says that is chosen from a list of a method."""
    for column in form_of(row.of.record).columns:
        words = words_listed(text.kind.id, row.table, column.name)
        if words is not None and (found := words.get(str(row.values.get(column.name, "")))) is not None:
            yield found


def row_called(text: PartText, row: RawRow, lang: Lang) -> str:
    """Return how a row of a part is called in a list; a statement by the names of its options."""
    called = text.called(row, lang)
    listed = next(_listed(text, row), None) if not row.words(lang) else None
    if listed is not None:
        return say(listed, lang)
    own = next((one for one in form_of(row.of.record).columns if isinstance(one.kind, OptionStatement)), None)
    return statement_shown(called, text, lang) if own is not None and called == str(row.values.get(own.name, "")).strip() else called


def _names(text: PartText, lang: Lang) -> dict[str, str]:
    return text.names((".option", ".imagined"), lang)


def _tokens(text: str) -> list[_Token] | None:
    """Return the tokens of a statement; None where a quote stays open."""
    found: list[_Token] = []
    at, end = 0, len(text.rstrip())
    while at < end:
        token = _TOKEN.match(text, at)
        if token is None or token.lastgroup is None:
            return None
        found.append(_Token(token.lastgroup, token[token.lastgroup].strip()))
        at = token.end()
    return found


def _next(tokens: Sequence[_Token], names: Mapping[str, str], lang: Lang) -> tuple[int, str]:
    """Return how many tokens the next part of a statement takes, and how it is written; empty where it means nothing."""
    first = tokens[0]
    if first.kind == "paren":
        return 1, first.text
    if first.kind != "word":
        meant = first.text if first.kind in ("id", "single") and first.text in names else _identity(first.text, names)
        return 1, _written(meant)
    run = [one.text for one in _run(tokens)]
    for length in range(len(run), 1, -1):
        said = " ".join(run[:length])
        if (meant := _identity(said, names)) != said:
            return length, _written(meant)
        if word := _word(said, lang):
            return length, word
    meant = first.text if first.text in names else _identity(first.text, names)
    return 1, _word(first.text, lang) or (_written(meant) if meant in names else meant if _BARE.fullmatch(meant) else "")


def _run(tokens: Sequence[_Token]) -> Iterator[_Token]:
    for one in tokens[:12]:
        if one.kind != "word":
            return
        yield one


def _word(said: str, lang: Lang) -> str:
    """Return the word of the form that a word of a language means; empty where it is none."""
    for word in _WORDS:
        spellings = {str(catalogue("page-models", one)[f"word.{word}"]) for one in ("en", lang)}
        if fold(said) in {word, *map(fold, spellings)} or (word == "iff" and fold(said) == "ssi" and lang == "fr"):
            return word
    return ""


def _identity(name: str, names: Mapping[str, str]) -> str:
    """Return the id of the one option of a name; the name itself where there is none, or several."""
    exact = [one for one, called in names.items() if called == name]
    alike = exact or [one for one, called in names.items() if " ".join(fold(called).split()) == " ".join(fold(name).split())]
    return alike[0] if len(alike) == 1 else name


def _written(identity: str) -> str:
    """Return a name as a statement has it: bare where it is one word, else between quotes."""
    if _BARE.fullmatch(identity) and identity.lower() not in _WORDS:
        return identity
    return f"'{identity}'" if '"' in identity else f'"{identity}"'
