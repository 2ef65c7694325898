"""What is wrong with the values of a request, in the shape of every error: the place, what is allowed, what was found, what to do."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse, JsonResponse

from legation.language import Lang, Message, say

__all__ = ["allowed", "fault", "unfit"]

_BOUNDS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<"}
_LENGTHS = {"max_length": "≤", "min_length": "≥"}
_FORMS = {
    "date": "YYYY-MM-DD",
    "bool": "true | false",
    "int": "0, 1, -1…",
    "float": "0, 1.5, -1…",
    "finite": "0, 1.5, -1…",
    "string": '"…"',
    "list": "[…]",
    "tuple": "[…]",
    "dict": "{…}",
    "model": "{…}",
    "json": "JSON",
    "none": "null",
}
"""How a value of each kind is written, by the first word of the fault that the check of a request gives."""


def allowed(type: str, context: Mapping[str, Any], lang: Lang) -> str | None:  # noqa: A002 - as the check of a request calls it
    """Return what may stand in a place, in signs that both languages share, or in a few words; None where only the description says it.

    >>> allowed("less_than_equal", {"le": 500}, "fr"), allowed("literal_error", {"expected": "'zip' or 'xlsx'"}, "fr")
    ('≤ 500', 'zip | xlsx')
    """
    if type == "missing":
        return say(Message("api.allowed.missing"), lang)
    if type in ("literal_error", "enum"):
        return " | ".join(re.findall(r"'([^']*)'", str(context.get("expected", "")))) or None
    for name, sign in _BOUNDS.items():
        if name in context:
            return f"{sign} {context[name]}"
    for name, sign in _LENGTHS.items():
        if name in context:
            counted = type.startswith("string")
            return say(Message("api.allowed.length", sign=sign, count=context[name]), lang) if counted else f"[{sign} {context[name]}]"
    return str(context["pattern"]) if "pattern" in context else _FORMS.get(type.partition("_")[0])


def fault(given: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    """Return a problem made of what the check of a request says: ``loc``, ``type`` and ``ctx``; its own English words are left out."""
    place = tuple(given["loc"])
    return {
        "part": str(place[0]),
        "row": next((one + 1 for one in place if isinstance(one, int)), None),
        "column": ".".join(str(one) for one in place[1:]) or None,
        "allowed": allowed(str(given["type"]), given.get("ctx") or {}, lang),
        "found": None,
        "code": str(given["type"]),
        "remedy": say(Message("api.unfit"), lang),
    }


def unfit(problems: Sequence[Mapping[str, Any]], lang: Lang, *, count: int | None = None) -> HttpResponse:
    """Return the answer that names values which are not as they should be; ``count`` where not all of them are named."""
    said = say(Message("api.unfit-count", count=len(problems) if count is None else count), lang)
    body = {"ok": False, "error": said, "status": 422, "problems": list(problems)}
    return JsonResponse(body, status=422, json_dumps_params={"ensure_ascii": False})
