"""Tokens of a person: what programs show to act for them. And the page that says what such programs can ask."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone

from legation.errors import WrongUse
from legation.language import Message
from legation.web.accounts.sign_in import confirm_href, must_confirm
from legation.web.api import tokens
from legation.web.api.models import ALWAYS_OPEN, SCOPES, Token
from legation.web.api.operation import OPERATIONS
from legation.web.forms.site_form import ChecksField, SelectField, ShownField, SiteForm, TextField
from legation.web.site.frame import titled
from legation.web.site.page import PageRequest
from legation.web.site.routing import ROUTES, Page, action, page, show
from legation.web.site.values import parse_int

__all__ = ["ReferencePage", "TokensPage"]

TEMPLATE = "pages/tokens.html"
_PRESET = ("read", "ask")


@dataclass(frozen=True, kw_only=True)
class TokenLine:
    """A token in the list.

    Attributes
    ----------
    state : {"valid", "expired", "revoked"}
    dossiers : tuple of str or None
        Titles of those that it is limited to.
    """

    id: int
    name: str
    prefix: str
    scopes: tuple[Message, ...]
    dossiers: tuple[str, ...] | None
    made: dt.date
    expires: dt.date
    last_used: dt.date | None
    state: str


@dataclass(frozen=True, kw_only=True)
class TokensPage(Page):
    """My tokens.

    Attributes
    ----------
    secret : str
        The new token, shown this once; it is never part of the JSON of the page, which a token can read.
    confirm : str
        Where the person confirms who they are, before they make one; empty where that was a moment ago.
    """

    tokens: list[TokenLine]
    fields: tuple[ShownField, ...]
    confirm: str
    reference: str
    origin: str
    secret: str = ""
    error: Any = None


@dataclass(frozen=True, kw_only=True)
class ApiEntry:
    """An operation, or the JSON of a page."""

    method: str
    path: str
    words: Message
    action: str
    scope: str


@dataclass(frozen=True, kw_only=True)
class ReferencePage(Page):
    """What programs can ask: the operations of the API, and the JSON of each page."""

    operations: list[ApiEntry]
    twins: list[ApiEntry]
    scopes: list[tuple[str, Message]]
    description: str
    origin: str


class TokenForm(SiteForm):
    """What a new token is called, what it may do, in which dossiers, and for how long."""

    def __init__(self, request: PageRequest, sent: QueryDict | None = None) -> None:
        scopes = [(s, Message("page-tokens.scope-choice", scope=s, words=Message(f"page-tokens.scope.{s}"))) for s in SCOPES]
        super().__init__(
            sent,
            name=TextField(Message("page-tokens.name"), help=Message("page-tokens.name-help"), required=True, limit=80),
            scopes=ChecksField(Message("page-tokens.scopes"), scopes, initial=_PRESET, help=Message("page-tokens.scopes-help")),
            dossiers=ChecksField(
                Message("page-tokens.dossiers"),
                [(str(grant.dossier_id), titled(grant, request.lang)) for grant in request.grants],
                help=Message("page-tokens.dossiers-help"),
            ),
            days=SelectField(
                Message("page-tokens.days"),
                [(str(days), Message("page-tokens.days-count", count=days)) for days in tokens.DAYS],
                initial=str(tokens.DAYS[1]),
                required=True,
            ),
        )

    def clean(self) -> None:
        """Refuse a token without a scope, and one for a dossier that is gone: it must not reach all instead."""
        if not self.cleaned_data["scopes"]:
            self.refuse("scopes", Message("page-tokens.no-scope"))
        if set(self["dossiers"].data) != set(self.cleaned_data["dossiers"]):
            self.refuse("dossiers", Message("page-tokens.dossier-gone"))


@page("me/tokens", name="tokens", template=TEMPLATE, action="own")
def listed(request: PageRequest) -> TokensPage:
    """Return the tokens of the person, and the form for a new one."""
    return _page_of(request, TokenForm(request))


@action("me/tokens/make", name="tokens.make", action="own")
def make(request: PageRequest) -> HttpResponse:
    """Make a token and show it, this once."""
    if must_confirm(request.http):
        return HttpResponseRedirect(confirm_href(reverse("tokens")))
    form = TokenForm(request, request.form)
    if not form.is_valid():
        return show(request, _page_of(request, form), TEMPLATE, status=422)
    values = form.cleaned_data
    only = [int(key) for key in values["dossiers"]]
    try:
        _, secret = tokens.make(request.account, values["name"], values["scopes"], days=int(values["days"]), dossiers=only or None)
    except WrongUse as error:
        return show(request, replace(_page_of(request, form), error=error.message), TEMPLATE, status=422)
    return show(request, replace(_page_of(request, TokenForm(request)), secret=secret), TEMPLATE)


@action("me/tokens/revoke", name="tokens.revoke", action="own")
def revoke(request: PageRequest) -> str:
    """End a token at once."""
    tokens.revoke(request.account, parse_int(request.form.get("token"), -1))
    return reverse("tokens")


@page("programs", name="programs", template="pages/programs.html", action="be-here", cached=True)
def reference(request: PageRequest) -> ReferencePage:
    """Return every operation and the JSON of every page, with what each needs."""
    return ReferencePage(
        title=Message("page-tokens.reference-title"),
        operations=[
            ApiEntry(
                method=one.method.upper(),
                path=f"/api/v1/{one.path}".replace("path:", ""),
                words=Message(f"api.operation.{one.name}"),
                action=one.action,
                scope=_scope(one.action),
            )
            for one in sorted(OPERATIONS.values(), key=lambda one: ("{" in one.path, one.path, one.method))
        ],
        twins=[
            ApiEntry(
                method="GET",
                path=re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", f"/{route.path or 'home'}.json"),
                words=Message("page-tokens.twin"),
                action=route.action,
                scope=_scope(route.action),
            )
            for route in sorted(ROUTES.values(), key=lambda route: ("<" in route.path, route.path))
            if route.kind == "page" and _scope(route.action)
        ],
        scopes=[(scope, Message(f"page-tokens.scope.{scope}")) for scope in SCOPES],
        description=reverse("api.openapi"),
        origin=request.http.build_absolute_uri("/"),
    )


def _scope(action: str) -> str:
    """Return the scopes that open an action; ``*`` where every token does, empty where none does."""
    return "*" if action in ALWAYS_OPEN else " | ".join(scope for scope, actions in SCOPES.items() if action in actions)


def _page_of(request: PageRequest, form: TokenForm) -> TokensPage:
    now = timezone.now()
    titles = {grant.dossier_id: titled(grant, request.lang) for grant in request.grants}
    return TokensPage(
        title=Message("page-tokens.title"),
        tokens=[
            TokenLine(
                id=token.pk,
                name=token.name,
                prefix=token.prefix,
                scopes=tuple(Message(f"page-tokens.scope-name.{scope}") for scope in token.scopes),
                dossiers=None if token.dossiers is None else tuple(titles[key] for key in token.dossiers if key in titles),
                made=token.made.date(),
                expires=token.expires.date(),
                last_used=token.last_used,
                state="revoked" if token.revoked else "valid" if token.is_valid(now) else "expired",
            )
            for token in Token.objects.filter(account=request.account)[:100]
        ],
        fields=form.shown,
        confirm=confirm_href(reverse("tokens")) if must_confirm(request.http) else "",
        reference=reverse("programs"),
        origin=request.http.build_absolute_uri("/"),
    )
