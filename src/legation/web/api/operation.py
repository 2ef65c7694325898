"""How an operation of the API is declared, let in and answered, and how wrong values are told.

It names its action, as a page does. It is given an :class:`legation.web.site.page.PageRequest`; it returns plain data, a :class:`Status`
or a response. Summary and description are in the catalogue ``api``; errors, ETag and the audit trail are the same for all.
"""

from __future__ import annotations

import functools
import hashlib
import inspect
import re
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.cache import get_conditional_response
from ninja import Path
from ninja.responses import Status
from ninja.security.http import HttpAuthBase

from legation.language import Lang, Message, say
from legation.web.api.models import ALWAYS_OPEN, SCOPES
from legation.web.api.shapes import Conflict, Error
from legation.web.site.page import PageRequest
from legation.web.site.routing import Kind, Route, enter, was_answered
from legation.web.site.values import to_json

__all__ = [
    "OPERATIONS",
    "File",
    "Operation",
    "Slug",
    "Status",
    "Token",
    "allowed",
    "described",
    "fault",
    "invalid_values",
    "operation",
    "tell",
]


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


def invalid_values(problems: Sequence[Mapping[str, Any]], lang: Lang, *, count: int | None = None, said: str = "") -> HttpResponse:
    """Return the answer that names values which are not as they should be, or ``said``; ``count`` where not all of them are named."""
    said = said or say(Message("api.unfit-count", count=len(problems) if count is None else count), lang)
    body = {"ok": False, "error": said, "status": 422, "problems": list(problems)}
    return JsonResponse(body, status=422, json_dumps_params={"ensure_ascii": False})


Slug = Annotated[str, Path(pattern=r"^[-a-zA-Z0-9_]{1,80}$")]


@dataclass(frozen=True, slots=True)
class File:
    """In place of a shape: the answer is a file of one of these media types."""

    types: tuple[str, ...]


_BINARY = {"schema": {"type": "string", "format": "binary"}}
_DOCUMENT = {"schema": {"type": "object"}}
ERRORS: Mapping[int, Any] = dict.fromkeys((400, 401, 403, 404, 413, 422, 429, 503), Error) | {409: Conflict}


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation: a method at an address.

    Attributes
    ----------
    name : str
        ``api.tables.rows``: also the name in the audit trail, and after ``api.`` that of its words.
    action : str
        What must be allowed, from :data:`legation.web.access.TABLE`.
    kind : {"page", "action", "file"}
        What the trail calls it.
    """

    name: str
    method: str
    path: str
    action: str
    kind: Kind
    view: Callable[..., Any]
    answers: Mapping[int, Any]
    extra: Mapping[str, Any]


OPERATIONS: dict[str, Operation] = {}


def _form(field: str) -> dict[str, Any]:
    """Return the shape of a form with several files in a field."""
    files = {"type": "array", "items": _BINARY["schema"]}
    return {"schema": {"type": "object", "properties": {field: files}, "required": [field]}}


class Token(HttpAuthBase):
    """Lets a request in by its token: :class:`legation.web.api.tokens.Bearer` has read it, the table of permissions decides."""

    openapi_scheme = "bearer"

    def __init__(self, action: str) -> None:
        self.action = action
        super().__init__()

    def __call__(self, request: HttpRequest) -> PageRequest:
        """Return what the operation is given."""
        match = request.resolver_match
        return enter(request, self.action, match.kwargs.get("slug") if match else None)


def operation(
    method: str,
    path: str,
    *,
    name: str,
    action: str,
    answers: Mapping[int, Any],
    takes: str = "",
    several: str = "",
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare an operation.

    Parameters
    ----------
    answers : mapping of int to Schema or File
        What it answers where it goes well, by status: a shape, or a :class:`File`; the errors are added.
    takes : str
        The media type of a body that is a file.
    several : str
        The field of a form in which several files may come instead; empty: they may not.
    """

    def declared(function: Callable[..., Any]) -> Callable[..., Any]:
        files = {status: shape for status, shape in answers.items() if isinstance(shape, File)}
        kind: Kind = "action" if method != "get" else "file" if files else "page"
        scopes = [] if action in ALWAYS_OPEN else [scope for scope, actions in SCOPES.items() if action in actions]
        extra: dict[str, Any] = {"x-action": action, "x-scopes": scopes}
        if files:
            extra["responses"] = {
                status: {"content": {kind: _DOCUMENT if kind == "application/json" else _BINARY for kind in file.types}}
                for status, file in files.items()
            }
        if takes:
            extra["requestBody"] = {
                "required": True,
                "content": {takes: _BINARY} | ({"multipart/form-data": _form(several)} if several else {}),
            }
        shapes = {status: None if isinstance(shape, File) else shape for status, shape in answers.items()} | dict(ERRORS)
        declaration = Operation(
            name=name,
            method=method,
            path=path,
            action=action,
            kind=kind,
            view=_view(function, name, path, kind),
            answers=shapes,
            extra=extra,
        )
        OPERATIONS[name] = declaration
        return function

    return declared


def _view(function: Callable[..., Any], name: str, path: str, kind: Kind) -> Callable[..., Any]:
    """Return a function as the library calls it: with a request, and the slug where the address has one."""
    placed = set(re.findall(r"{(?:\w+:)?(\w+)}", path))
    hints = typing.get_type_hints(function, include_extras=True)
    own = list(inspect.signature(function).parameters.values())[1:]
    keyword = inspect.Parameter.KEYWORD_ONLY
    parameters = [inspect.Parameter("request", inspect.Parameter.POSITIONAL_ONLY, annotation=HttpRequest)]
    if "{slug}" in path:
        parameters.append(inspect.Parameter("slug", keyword, annotation=Slug))
    parameters += [p.replace(kind=keyword, annotation=hints[p.name]) for p in own]

    @functools.wraps(function)
    def view(request: Any, **values: Any) -> HttpResponseBase:
        values.pop("slug", None)
        response = _response(request, function(request.auth, **values))
        tell(request.auth, name, kind, {key: value for key, value in values.items() if key in placed}, response.status_code)
        return response

    view.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # what the library reads
    view.__doc__ = None
    return view


def tell(request: PageRequest, name: str, kind: Kind, values: dict[str, Any], status: int) -> None:
    """Let the audit trail know of an answer."""
    route = Route(name=f"api.{name}", path="", action="", kind=kind, function=tell)
    was_answered.send(Route, request=request, route=route, values=values, status=status)


def _response(request: HttpRequest, result: Any) -> HttpResponseBase:
    """Return plain data as JSON; what was read has an ETag, and is not sent again to whoever has it."""
    if isinstance(result, HttpResponseBase):
        response = result
    else:
        status, data = (result.status_code, result.value) if isinstance(result, Status) else (200, result)
        response = JsonResponse(to_json(data, request.lang), status=status, json_dumps_params={"ensure_ascii": False})  # type: ignore[attr-defined]
    if request.method != "GET" or response.status_code != 200 or not isinstance(response, HttpResponse):
        return response
    etag = response.get("ETag") or f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response["ETag"], response["Vary"] = etag, "Accept-Language, Authorization"
    return get_conditional_response(request, etag=etag, response=response) or response


def described(name: str, lang: Any = "en") -> str:
    """Return what an operation does, in one sentence."""
    return say(Message(f"api.operation.{name}"), lang)
