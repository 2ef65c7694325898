"""What is read in a pasted telegram, as a page shows it: a form for each report, and the text with the passages marked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from legation.dossier.tables.countries import countries
from legation.figures.figure import Named
from legation.language import Message
from legation.questions.actors.rounds.log import TextOfVersion
from legation.sources.telegram import Report as Reading
from legation.web.pages.posts.report import ChoiceLine, FormLine, choices
from legation.web.posts.pasted import PastedText, Sent, typed_of

__all__ = ["PastedLine", "TextPart", "lines_of", "name_of", "parts_of"]

_OF_FIELD = {"target": "actor", "condition": "conditional", "wording": "words"}
"""Fields that the form calls otherwise than the reading."""
_LONGEST_QUOTE = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPart:
    """A part of the text: the passage of the report ``number``, or what lies between passages (0)."""

    text: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PastedLine:
    """A report to confirm, to correct or to leave out.

    Attributes
    ----------
    target : Named or None
        None where the text names nobody: then ``targets`` are to choose from.
    quote : str
        The passage from which it is read.
    lines : list of FormLine
        What is chosen.
    asks : mapping of str to bool
        The fields of the form that the text does not surely say.
    versions : list of ChoiceLine
        Under which version of the instruction it was made; empty where there is one at most.
    is_there : bool
        Whether it was taken from this text before: nothing is asked then.
    """

    number: int
    target: Any
    targets: list[ChoiceLine]
    quote: str
    lines: list[FormLine]
    typed: Mapping[str, str]
    wrong: Mapping[str, Any] = field(default_factory=dict)
    asks: Mapping[str, bool] = field(default_factory=dict)
    versions: list[ChoiceLine] = field(default_factory=list)
    may_replace: bool = False
    is_there: bool = False


def lines_of(
    pasted: PastedText,
    keys: Sequence[tuple[str, bool]],
    sent: Iterable[Sent],
    targets: Mapping[str, Any],
    versions: Sequence[TextOfVersion],
    earlier: Callable[[str], tuple[str, ...]],
) -> list[PastedLine]:
    """Return the reports of a text: as they are read, or as a person sent them.

    Parameters
    ----------
    keys : sequence of (str, bool)
        For each report its key, and whether it was taken before.
    targets : mapping of str to Named
        Of the post.
    """
    typed_by = {one.number: one for one in sent}
    found = []
    for number, (reading, (key, is_there)) in enumerate(zip(pasted.reports, keys, strict=True), 1):
        said = typed_by.get(number)
        typed = {**typed_of(reading, key), **({} if said is None else said.typed)}
        wrong = {} if said is None else said.wrong
        actor = reading.target or typed.get("actor", "")
        found.append(
            PastedLine(
                number=number,
                target=targets.get(reading.target) if reading.target else None,
                targets=[ChoiceLine(value=one, words=name, is_chosen=one == actor) for one, name in targets.items()],
                quote=_quote(pasted.text, reading),
                lines=[*choices(typed, wrong), _conditional(typed, wrong)],
                typed=typed,
                wrong=wrong,
                asks={} if said is not None else _asks(reading),
                versions=_versions(versions, typed),
                may_replace=bool(earlier(actor)) if actor else any(earlier(one) for one in targets),
                is_there=is_there and said is None,
            )
        )
    return found


def _asks(reading: Reading) -> dict[str, bool]:
    missing = {_OF_FIELD.get(name, name): True for name in reading.asked}
    return missing | ({"reached": True} if "answer" in missing else {})


def _conditional(typed: Mapping[str, str], wrong: Mapping[str, Any]) -> FormLine:
    buttons = [
        ChoiceLine(value=one, words=Message(f"page-pasted.conditional-{one}"), is_chosen=typed.get("conditional") == one)
        for one in ("no", "yes")
    ]
    return FormLine(name="conditional", heading=Message("page-pasted.conditional"), choices=buttons, error=wrong.get("conditional"))


def _versions(versions: Sequence[TextOfVersion], typed: Mapping[str, str]) -> list[ChoiceLine]:
    if len(versions) < 2:
        return []
    by_day = ChoiceLine(value="", words=Message("page-pasted.version-of-day"), is_chosen=not typed.get("version"))
    named = [
        ChoiceLine(
            value=str(one.number),
            words=Message("page-pasted.version", number=one.number),
            is_chosen=typed.get("version") == str(one.number),
        )
        for one in versions
    ]
    return [by_day, *named]


def _quote(text: str, reading: Reading) -> str:
    words = text[slice(*reading.passage)].strip()
    return words if len(words) <= _LONGEST_QUOTE else f"{words[:_LONGEST_QUOTE].rstrip()}…"


def parts_of(pasted: PastedText) -> list[TextPart]:
    """Return the text in parts, so that the passage of each report is marked; where two overlap, the first has it."""
    parts, at = [], 0
    for start, end, number in sorted((*one.passage, number) for number, one in enumerate(pasted.reports, 1)):
        if start < at or start >= end:
            continue
        parts += [TextPart(text=pasted.text[at:start], number=0)] if start > at else []
        parts.append(TextPart(text=pasted.text[start:end], number=number))
        at = end
    return [*parts, TextPart(text=pasted.text[at:], number=0)] if at < len(pasted.text) else parts


def name_of(code: str) -> Any:
    """Return a state as a reader calls it, by its code."""
    found = countries().get(code)
    return Named(code, found.name) if found is not None else code
