"""Answers as plain data: what is written of an answer is read back, by another process too, as an answer that says the same.

Text, numbers, None and tuples are JSON's own; anything else is an object with one key, the type of :data:`TYPES` that is made of it again.
Nothing else is ever made, so a file of unknown origin can name no class and run no code. A message is its id with its values, which are
said when somebody reads them; a figure is its specification in each language. What is only known to be spoken is its words in each
language.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from legation.dossier import When
from legation.dossier.column import Wording
from legation.figures.figure import Figure, in_words
from legation.figures.mark import Mark
from legation.language import LANGUAGES, AnyOrder, Language, Message, is_spoken
from legation.questions.answer import Answer, AnswerTable, Finding, Named, Provenance, TableColumn
from legation.questions.base.estimate_words import Estimate
from legation.questions.base.quantities import Quantity

__all__ = ["LARGEST", "TYPES", "NotPlain", "decode_answer", "encode_answer", "plain"]

LARGEST = 64 * 1024 * 1024
"""Bytes of an answer as data; a larger one is computed each time."""

TYPES: Mapping[str, type[Any]] = MappingProxyType(
    {
        kind.__name__: kind
        for kind in (
            Answer,
            AnswerTable,
            Estimate,
            Figure,
            Finding,
            Language,
            Mark,
            Message,
            Named,
            Provenance,
            Quantity,
            TableColumn,
            When,
            Wording,
        )
    }
)
"""The types that an answer is made of, by the names that stand in what is written."""


class NotPlain(ValueError):
    """A value that cannot be written, or data that are no answer."""


def encode_answer(answer: Answer) -> bytes:
    """Return an answer as JSON.

    Raises
    ------
    NotPlain
        Where it has a value of a type that cannot be read back, such as one of a package's own that has no words; or is too large.

    Examples
    --------
    >>> answer = Answer(question="what-is-due", title=Message("what-is-due.title"), caveats=(Message("answer.value", value=0.5),))
    >>> decode_answer(encode_answer(answer)) == answer
    True
    """
    data = json.dumps(plain(answer), separators=(",", ":")).encode("ascii")
    if len(data) > LARGEST:
        raise NotPlain(answer.question)
    return data


def decode_answer(data: bytes) -> Answer:
    """Return the answer that :func:`encode_answer` wrote.

    Raises
    ------
    NotPlain
        Where the data are no answer.
    """
    try:
        answer = _made(json.loads(data))
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError) as error:
        raise NotPlain(str(error)) from error
    if not isinstance(answer, Answer):
        raise NotPlain(type(answer).__name__)
    return answer


def plain(value: Any) -> Any:
    """Return a value of an answer as what JSON can write.

    >>> plain((1, "a", When("2019-11"), [float("inf")]))
    [1, 'a', {'When': {'text': '2019-11'}}, {'list': [{'float': 'inf'}]}]
    """
    if value is None or type(value) in (str, bool, int):  # most of them
        return value
    if isinstance(value, float):
        return float(value) if abs(value) < float("inf") else {"float": repr(float(value))}
    if type(value) is AnyOrder:
        return {"AnyOrder": [plain(item) for item in value]}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, list):
        return {"list": [plain(item) for item in value]}
    if isinstance(value, Mapping):
        return {"map": [[plain(key), plain(item)] for key, item in value.items()]}
    return _tagged(value)


def _tagged(value: Any) -> Any:
    kind = type(value)
    if kind is dt.date:
        return {"date": value.isoformat()}
    if kind is Message:
        return {"Message": [value.id, {name: plain(item) for name, item in value.values.items()}]}
    if kind is Figure:
        specs = {lang: in_words(value.spec(lang) if callable(value.spec) else value.spec, lang) for lang in LANGUAGES}
        return {"Figure": _fields(value, without="spec") | {"spec": specs}}
    if TYPES.get(kind.__name__) is kind:
        return {kind.__name__: _fields(value)}
    if is_spoken(value):
        return plain(Wording(**{lang: value.in_language(lang) for lang in LANGUAGES}))
    if kind.__module__ == "numpy" and isinstance(value.item(), int) and not isinstance(value.item(), bool):
        return value.item()
    if isinstance(value, str):  # of a type of its own
        return str(value)
    raise NotPlain(kind.__name__)


def _fields(value: Any, without: str = "") -> dict[str, Any]:
    """Return the fields of a record that are not at their defaults."""
    named = {field.name: (getattr(value, field.name), field.default) for field in dataclasses.fields(value) if field.name != without}
    return {name: plain(item) for name, (item, default) in named.items() if type(item) is not type(default) or item != default}


def _made(data: Any) -> Any:
    if isinstance(data, list):
        return tuple(_made(item) for item in data)
    if not isinstance(data, dict):
        return data
    ((tag, body),) = data.items()
    match tag:
        case "float":
            return float(body)
        case "list":
            return [_made(item) for item in body]
        case "map":
            return {_made(key): _made(item) for key, item in body}
        case "AnyOrder":
            return AnyOrder(_made(item) for item in body)
        case "date":
            return dt.date.fromisoformat(body)
        case "Message":
            identifier, values = body
            return Message(identifier, **{name: _made(item) for name, item in values.items()})
        case "Figure":
            specs = body.pop("spec")
            return Figure(**{name: _made(item) for name, item in body.items()}, spec={lang: specs[lang] for lang in LANGUAGES}.__getitem__)
    return TYPES[tag](**{name: _made(item) for name, item in body.items()})
