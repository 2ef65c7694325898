"""What the trail listens to: every route that answered, and who signed in or did not get in."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from legation.web.audit.trail import note
from legation.web.route import Route, was_answered, was_refused

__all__ = ["begin"]

_KINDS = {"page": "seen", "file": "taken", "deed": "changed"}
_NOT_WRITTEN = frozenset({"language"})


def begin() -> None:
    """Connect the signals."""
    was_answered.connect(answered, dispatch_uid="audit")
    was_refused.connect(refused, dispatch_uid="audit")
    user_logged_in.connect(signed_in, dispatch_uid="audit")
    user_logged_out.connect(signed_out, dispatch_uid="audit")
    user_login_failed.connect(not_signed_in, dispatch_uid="audit")


def answered(sender: Any, *, asked: Any, route: Route, values: dict[str, Any], status: int, **more: Any) -> None:  # noqa: ARG001
    """Note a route that answered; a deed that was refused changed nothing, but was tried."""
    if route.name in _NOT_WRITTEN or not asked.account.is_authenticated:
        return
    dossier = asked.dossier
    note(
        _KINDS[route.kind],
        route=route.name,
        account=asked.account,
        dossier=dossier.slug if dossier is not None else "",
        revision=dossier.head if dossier is not None else None,
        thing=", ".join(f"{name}={value}" for name, value in values.items() if name != "token"),
        status=status,
        address=_address(asked.request),
    )


def refused(sender: Any, *, request: HttpRequest, route: Route, slug: str | None, status: int, **more: Any) -> None:  # noqa: ARG001
    """Note that somebody who has signed in was not let in; the same within ten minutes is one entry.

    Where they may not even know of the dossier, the entry belongs to the site: its owners are not told of every guess.
    """
    if not request.user.is_authenticated:
        return
    note(
        "refused",
        route=route.name,
        account=request.user,
        dossier=slug or "" if status == 403 else "",
        thing=f"dossier={slug}" if status == 404 else "",
        status=status,
        address=_address(request),
    )


def signed_in(sender: Any, *, request: HttpRequest, user: Any, **more: Any) -> None:  # noqa: ARG001 - Django's signature
    """Note that a person signed in."""
    note("signed-in", route="account_login", account=user, address=_address(request))


def signed_out(sender: Any, *, request: HttpRequest, user: Any, **more: Any) -> None:  # noqa: ARG001 - Django's signature
    """Note that a person signed out."""
    if user is not None:
        note("signed-out", route="account_logout", account=user, address=_address(request))


def not_signed_in(sender: Any, *, credentials: dict[str, Any], request: HttpRequest | None = None, **more: Any) -> None:  # noqa: ARG001
    """Note that somebody did not get in: as whom, where there is such an account; what was typed is not kept."""
    from legation.web.accounts.models import Account

    email = str(credentials.get("email") or credentials.get("username") or "").lower()
    account = Account.objects.filter(email=email).first() if email else None
    note("not-signed-in", route="account_login", account=account, status=403, address=_address(request))


def _address(request: HttpRequest | None) -> str:
    try:
        return str(get_adapter().get_client_ip(request)) if request is not None else ""
    except PermissionDenied:
        return ""
