"""Files of a dossier that a sentence names, as a reader in a browser knows them: tables, pages of models, settings.

The catalogues serve the command line and the site alike. A file is named where rows or a model are to be added; a page names the table or
the page on which that is done, and a column by its heading. What stands between quotation marks is a reader's own and stays.
"""

from __future__ import annotations

import re
from typing import Any

from legation.dossier import TABLES
from legation.dossier.tables.labels import heading
from legation.language import Lang, Message, catalogue, say
from legation.questions import questions
from legation.sources.polis.reader import NAMES
from legation.web.forms.model_copy import kinds_title, model_kinds

__all__ = ["named_as_shown", "spared"]

_QUOTED = re.compile(r"(“[^”]*”|«[^»]*»)")
_START = r"(?P<start>^|[.!?…]\s+)?"
_AND = r" (?:and|et|or|ou) "
_TABLE = re.compile(
    rf"{_START}(?:(?P<verb>(?:[Aa]dd|[Ff]ill(?: in)?|[Cc]orrect|[Aa]joutez|[Rr]emplissez|[Cc]orrigez) )"
    rf"(?P<first>[a-z_0-9]+)(?:(?P<and>{_AND})(?P<second>[a-z_0-9]+))?(?P<into> (?:in|to|dans|à) ))?"
    rf"(?<![\w/.\\-])(?P<table>{'|'.join(sorted(TABLES, key=len, reverse=True))})[.]csv(?![\w/]|:\S)"
    rf"(?P<columns>, (?:columns?|colonnes?) )?(?(columns)(?P<one>[a-z_0-9]+)(?:(?P<also>{_AND})(?P<other>[a-z_0-9]+))?)"
)
_SECTION = re.compile(r"\[\[(?P<section>[a-z_]+)\]\]| \((?:\[[^\[\]()]+\]|mandate[.]toml)\)")
_SETTINGS = re.compile(
    rf"{_START}(?<!with )(?<!avec )(?<![\w/.\\-])(?P<file>dossier|mandate)[.]toml"
    r"(?P<parameter> (?:under|sous) parameters(?:[.][\w-]+)*)?(?![\w/-]|:\S)"
)
_MODEL = re.compile(rf"{_START}(?<![\w/.\\-])(?:legation template )?(?P<part>(?:[a-z]+/)?[\w-]+(?:[.][a-z]+)?[.]toml)(?![\w/]|:\S)")
_OPTION = re.compile(r" \((?P<names>[a-z_]+(?:(?:, | and | et )[a-z_]+)*)\)")
_CONTRACTED = {
    "en": ((re.compile(r"\bin the page "), "on the page "),),
    "fr": (
        (re.compile(r"\bà le (?=tableau)"), "au "),
        (re.compile(r"\bd(?:e |[’'])le (?=tableau)"), "du "),
        (re.compile(r"\bà le (?=mandat)"), "au "),
        (re.compile(r"\bde le (?=mandat)"), "du "),
    ),
}
_FOREIGN = frozenset({*NAMES, "metadata.csv"} - {table.part for table in TABLES.values()})
"""Files of exports beside which a name such as ``votes.csv`` is no table of a dossier."""


_SPARED = "\u2060"
"""A sign that nobody sees, which keeps the name of a file that somebody sent from being taken for one of a dossier."""


def spared(value: Any) -> Any:
    """Return a message whose texts name files as they are called: those that its reader sent, not those of a dossier.

    >>> from legation.web.site.commands import in_browser
    >>> in_browser(str(spared(Message("page-observations.not-recognised", name="votes.csv"))), "en")
    'votes.csv is not recognised. Choose what it is.'
    """
    if isinstance(value, str):
        return re.sub(r"[.](?=(?:csv|toml)\b)", f".{_SPARED}", value)
    if isinstance(value, Message):
        return Message(value.id, **{name: spared(one) for name, one in value.values.items()})
    return tuple(map(spared, value)) if type(value) in (tuple, list) else value


def named_as_shown(text: str, lang: Lang) -> str:
    """Return a sentence that names tables, pages and headings in place of files and columns.

    >>> named_as_shown("Add low and high to positions.csv, or rows to actors.csv.", "en")
    'Add “low end of the range” and “high end of the range” to the table “Positions”, or rows to the table “Actors”.'
    >>> named_as_shown("Say it (accused), or add “rows of actors.csv”.", "en")
    'Say it, or add “rows of actors.csv”.'
    >>> named_as_shown("Georgia (state)", "en")
    'Georgia (state)'
    """
    if not re.search(r"[.](?:csv|toml)\b|\[\[| \([a-z_]+", text) or any(name in text for name in _FOREIGN):
        return text.replace(_SPARED, "")
    pieces = _QUOTED.split(text)
    if text.rstrip().endswith((".", "!", "?")):
        pieces[::2] = [_OPTION.sub(_option, piece) for piece in pieces[::2]]
    shown = "".join(piece if place % 2 else _plain(piece, lang, first=place == 0) for place, piece in enumerate(pieces))
    return shown.replace(_SPARED, "")


def _plain(text: str, lang: Lang, *, first: bool) -> str:
    """Return a piece without quotations; only the first of a text may begin a sentence at its own beginning."""
    lead = "" if first else "\0"
    text = lead + text
    for pattern, shown in ((_SECTION, _section), (_TABLE, _table), (_SETTINGS, _settings), (_MODEL, _model)):
        text = pattern.sub(lambda found, shown=shown: shown(found, lang), text)  # type: ignore[misc]
    for pattern, instead in _CONTRACTED[lang]:
        text = pattern.sub(instead, text)
    return text.removeprefix(lead)


def _begun(found: re.Match[str], words: str) -> str:
    """Return words in the place of a name, with a capital where it began a sentence."""
    return words if found["start"] is None else found["start"] + words[0].upper() + words[1:]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _column(table: str, name: str, lang: Lang) -> str:
    """Return a column by its heading; a word that is no column as it is."""
    if name not in {each for column in TABLES[table].columns for each in column.names}:
        return name
    return say(Message("web.instead.heading", column=heading(table, name)), lang)


def _table(found: re.Match[str], lang: Lang) -> str:
    table = found["table"]
    shown = say(Message("web.instead.table", title=_capital(say(TABLES[table].title, lang))), lang)
    if found["into"] is None:
        shown = _begun(found, shown)
    else:
        more = found["and"] + _column(table, found["second"], lang) if found["second"] else ""
        shown = (found["start"] or "") + found["verb"] + _column(table, found["first"], lang) + more + found["into"] + shown
    if found["columns"]:
        more = found["also"] + _column(table, found["other"], lang) if found["other"] else ""
        shown += found["columns"] + _column(table, found["one"], lang) + more
    return shown


def _settings(found: re.Match[str], lang: Lang) -> str:
    place = "mandate" if found["file"] == "mandate" else "parameters" if found["parameter"] else "settings"
    return _begun(found, say(Message(f"web.instead.{place}"), lang))


def _model(found: re.Match[str], lang: Lang) -> str:
    """Return the page of models of a kind; a file of no such kind as it is."""
    part = found["part"].replace("/NOM.", "/NAME.")
    kind = next((one for one in model_kinds().values() if one.name_of(part) is not None), None)
    return found[0] if kind is None else _begun(found, say(Message("web.instead.page", title=kinds_title(kind)), lang))


def _section(found: re.Match[str], lang: Lang) -> str:
    """Return the rows of a model by what they are called."""
    if not found["section"]:  # where a part of a file stands between brackets: for who writes the file
        return ""
    name = f"table.{found['section']}"
    words = Message(f"model-words.{name}") if name in catalogue("model-words", "en") else found["section"]
    return say(Message("web.instead.heading", column=words), lang)


def _option(found: re.Match[str]) -> str:
    """Return nothing where the names of options alone stand between brackets in a sentence: the form says what they are called."""
    named = {option.name for question in questions().values() for option in question.options}
    return "" if set(re.split(r", | and | et ", found["names"])) <= named else found[0]
