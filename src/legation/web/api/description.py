"""The API as the library knows it: every operation with its words, errors in one shape, and the description in OpenAPI."""

from __future__ import annotations

import functools
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, URLResolver, path
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser

from legation.errors import LegationError
from legation.language import Message, say
from legation.version import VERSION
from legation.web.access import role_in_site
from legation.web.api import operations  # noqa: F401 - declares them
from legation.web.api.operation import OPERATIONS, Token, described, fault, invalid_values, tell
from legation.web.site import errors
from legation.web.site.values import read_json

__all__ = ["api", "description", "urls"]

VERSION_PATH = "v1"


class _Bodies(Parser):
    """Reads the body of a request."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return what the body says."""
        return read_json(request.body)


@functools.cache
def api() -> NinjaAPI:
    """Return the API with every declared operation."""
    ninja = NinjaAPI(
        title=say(Message("api.title"), "en"),
        version=VERSION,
        description=say(Message("api.description"), "en"),
        openapi_url=None,
        docs_url=None,
        urls_namespace=f"api-{VERSION_PATH}",
        parser=_Bodies(),
    )
    for one in OPERATIONS.values():
        ninja.api_operation(
            [one.method.upper()],
            one.path,
            auth=Token(one.action),
            response=dict(one.answers),
            operation_id=one.name,
            summary=described(one.name),
            tags=[one.name.partition(".")[0]],
            url_name=one.name,
            openapi_extra=dict(one.extra),
        )(one.view)
    for kind in (LegationError, Http404, PermissionDenied, ValidationError, HttpError, SuspiciousOperation):
        ninja.add_exception_handler(kind, _refused)
    return ninja


def description(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view's signature
    """Answer with the description in OpenAPI; it is the same for everybody."""
    return JsonResponse(_described(), headers={"Cache-Control": "public, max-age=300"})


def unknown(request: HttpRequest, rest: str = "") -> HttpResponse:  # noqa: ARG001 - a view's signature
    """Answer that no operation is at an address."""
    return errors.answer(request, 404, Message("web.error.not-found"), as_json=True)


def urls() -> list[URLPattern | URLResolver]:
    """Return the addresses of the API."""
    return [
        path(f"api/{VERSION_PATH}/openapi.json", description, name="api.openapi"),
        path(f"api/{VERSION_PATH}/", api().urls),
        path("api/<path:rest>", unknown, name="api.unknown"),
    ]


@functools.cache
def _described() -> dict[str, Any]:
    schema = api().get_openapi_schema(path_prefix=f"/api/{VERSION_PATH}/")
    for operations_at in schema["paths"].values():
        for one in operations_at.values():
            for parameter in one.get("parameters", ()):
                parameter["description"] = say(Message(f"api.parameter.{parameter['name'].lower()}"), "en")
    return dict(schema)


def _refused(http: HttpRequest, error: Any) -> HttpResponse:
    """Answer an error, and let the audit trail know of what was let in and refused."""
    response = _response_to(http, error)
    request, match = getattr(http, "auth", None), http.resolver_match
    if request is not None and match is not None and match.url_name in OPERATIONS:
        one = OPERATIONS[match.url_name]
        tell(request, one.name, one.kind, {}, response.status_code)
    return response


def _response_to(request: HttpRequest, error: Any) -> HttpResponse:
    if isinstance(error, LegationError):
        return errors.failed(request, error, as_json=True)
    if isinstance(error, ValidationError):
        lang: Any = getattr(request, "lang", "en")
        return invalid_values([fault(given, lang) for given in error.errors[:50]], lang, count=len(error.errors))
    if isinstance(error, RequestDataTooBig) or isinstance(error.__context__, RequestDataTooBig):
        return errors.answer(request, 413, Message("api.too-large"), as_json=True)
    status, message = 403, Message("api.not-allowed")
    if isinstance(error, PermissionDenied) and role_in_site(request.user) == "anonymous":
        status, message = 401, Message("api.no-token")
    elif isinstance(error, Http404):
        status, message = 404, Message("web.error.not-found")
    elif isinstance(error, HttpError):
        status, message = error.status_code, Message("api.not-json")
    elif isinstance(error, SuspiciousOperation):
        status, message = 400, Message("web.error.bad-request")
    return errors.answer(request, status, message, as_json=True)
