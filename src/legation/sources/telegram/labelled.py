"""A report as labelled lines, one field on each: as our own draft gives it, to be copied into the house's system, and read back."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from itertools import chain, repeat
from typing import Any

from legation.dossier.records import Actor
from legation.language import LANGUAGES, Lang, say
from legation.methods.text.plain import Plain, plain
from legation.sources.names.countries import find
from legation.sources.telegram.dates import days
from legation.sources.telegram.layout import Block
from legation.sources.telegram.report import FIELDS, Report, Span
from legation.sources.telegram.wordings import Hit, field_words, first_word, openers, table

__all__ = ["answer_of", "read_block", "report_text", "value_of"]

_KINDS = {"answer": "answers", "level": "levels", "form": "forms"}
_QUOTES = {"fr": ("« ", " »"), "en": ("“", "”")}
_LINE = re.compile(r"[^\r\n]*")
_EDGE = " \t.,;"


def report_text(reports: Iterable[Report], targets: Iterable[Actor], lang: Lang, more: Sequence[Iterable[str]] = ()) -> str:
    """Return reports as text to copy: a line for each field that is known, a blank line between targets.

    :func:`legation.sources.telegram.read_reports` reads it back to the same fields.

    Parameters
    ----------
    reports : iterable of Report
    targets : iterable of Actor
        For their names; a target that is not among them is written by its id.
    lang : {"en", "fr"}
    more : sequence of iterable of str
        Lines to add to each report, such as a function, which no reading gives back.

    Examples
    --------
    >>> from legation.dossier import Wording
    >>> kenya = Actor(id="kenya", name=Wording("Kenya"), kind="state", iso3="KEN")
    >>> one = Report(target="kenya", day=dt.date(2026, 10, 12), answer="abstain", level="ministry", form="said")
    >>> print(report_text([one], [kenya], "fr"))
    Compte rendu de démarche
    <BLANKLINE>
    Interlocuteur : Kenya
    Date : 12 octobre 2026
    Réponse : abstention
    Niveau : ministère
    Forme : de vive voix
    <BLANKLINE>
    """
    names = {one.id: one.name.in_language(lang) for one in targets}
    parts = [first_word(lang, "title") + "\n"]
    for one, added in zip(reports, chain(more, repeat(())), strict=False):
        parts.append("".join(f"{line}\n" for line in (*_lines(one, names, lang), *added)))
    return "\n".join(parts)


def _lines(report: Report, names: dict[str, str], lang: Lang) -> Iterable[str]:
    colon = " : " if lang == "fr" else ": "
    opens, closes = _QUOTES[lang]
    for field in FIELDS:
        value: Any = getattr(report, field)
        if not value:
            continue
        if field in _KINDS:
            value = first_word(lang, _KINDS[field], value)
        elif field == "target":
            value = names.get(value, value)
        elif field == "day":
            value = say(value, lang)
        else:
            value = " ".join(value.split())
        yield first_word(lang, field) + colon + (f"{opens}{value}{closes}" if field == "wording" else value)


def value_of(value: str, targets: Sequence[Actor]) -> str:
    """Return the target that a value names and nothing else; empty where it names none, or several.

    >>> from legation.dossier import Wording
    >>> value_of("kenya ", [Actor(id="k", name=Wording("Kenya"), kind="state", iso3="KEN")])
    'k'
    """
    wanted = _same(value)
    named = {one.id for one in targets for name in (one.id, one.name.text, one.name.fr, one.name.en) if name and _same(name) == wanted}
    if not named:
        state = find(value.strip().strip(_EDGE)).country
        named = {one.id for one in targets if state is not None and one.iso3 == state.iso3 and one.kind == "state"}
    return named.pop() if len(named) == 1 else ""


def _same(text: str) -> str:
    return " ".join(plain(text).text.split()).strip(_EDGE)


def read_block(raw: str, letters: Plain, block: Block, *, day_first: bool) -> Report:
    """Return the report of some labelled lines; a value that is none of ours is asked."""
    found: dict[str, Any] = {"target": block.target}
    places = {name: span for name, value in block.values.items() if (span := _value(raw, letters, value))}
    hanging = None
    for name, span in places.items():
        value = _same(raw[slice(*span)])
        if name == "answer":
            answer = answer_of(letters.text, *block.values[name])
            found[name] = answer.answer if answer else ""
            hanging = (answer.end, block.values[name][1]) if answer else None
        elif name in _KINDS:
            found[name] = field_words(_KINDS[name]).get(value, "")
        elif name == "day":
            found[name] = _day(letters.text, block.values[name], day_first=day_first)
        elif name == "condition":
            found[name] = "" if value in table()["condition_value"]["nothing"] else " ".join(raw[slice(*span)].split())
        elif name == "wording":
            found[name] = _unquoted(" ".join(raw[slice(*span)].split()))
    if hanging and "condition" not in found and (words := letters.text[slice(*hanging)]).strip(_EDGE):
        start = hanging[0] + len(words) - len(words.lstrip(_EDGE))
        places["condition"] = letters.span(start, hanging[1])
        found["condition"] = " ".join(raw[slice(*places["condition"])].split()).rstrip(".")
    missing = {name for name in ("day", "answer", "level", "form") if not found.get(name)}
    missing |= {"condition", "wording"} - found.keys() if "answer" in missing else set()
    known = {name: value for name, value in found.items() if value}
    places = {name: span for name, span in places.items() if name in known}
    whole = letters.span(block.start, block.end)
    return Report(**known, passage=whole, passages=places, asked=tuple(name for name in FIELDS if name in missing))


def _value(raw: str, letters: Plain, value: Span) -> Span | None:
    """Return where the value of a labelled line stands in the original, from behind the colon to the line's end; None where it is empty."""
    start = letters.span(value[0] - 1, value[0])[1]
    line = _LINE.match(raw, start)
    end = line.end() if line else start
    words = raw[start:end]
    inner = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
    return inner if inner[0] < inner[1] else None


def answer_of(text: str, start: int, end: int) -> Hit | None:
    """Return the answer that a part of a plain text is, with or without a condition behind it; None where it is more than that.

    >>> answer_of("oui, sous reserve du retrait.", 0, 29).answer, answer_of("oui et non", 0, 10)
    ('yes', None)
    """
    opened = openers(text, start, end, LANGUAGES)
    head = text[start : opened[0][0] if opened else end]
    answer = field_words("answers").get(_same(head), "")
    return Hit(start, start + len(head.rstrip(_EDGE + ":\n")), answer, "", "", "present", "") if answer else None


def _day(text: str, span: Span, *, day_first: bool) -> dt.date | None:
    found = list(days(text, *span, day_first=day_first))
    if len(found) != 1 or text[span[0] : found[0].start].strip(" ") or text[found[0].end : span[1]].strip(" ."):
        return None
    return found[0].date()


def _unquoted(text: str) -> str:
    found = re.fullmatch(r"(?:«\s?(.*?)\s?»|“(.*)”|\"(.*)\")", text)
    return next((one for one in found.groups() if one is not None), "") if found else text
