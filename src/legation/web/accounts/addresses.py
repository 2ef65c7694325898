"""The addresses of the accounts' library that a site offers.

An address is part of an account because an invitation proved it; nobody adds another one alone, or makes an account uninvited.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path, re_path

__all__ = ["ACCOUNT"]


def closed(request: HttpRequest, **values: str) -> HttpResponse:  # noqa: ARG001 - a view's signature
    """Answer that nothing is here."""
    raise Http404


ACCOUNT: list[URLPattern | URLResolver] = [
    path("email/", closed, name="account_email"),
    path("signup/", closed, name="account_signup"),
    path("confirm-email/", closed, name="account_email_verification_sent"),
    re_path(r"^confirm-email/(?P<key>[-:\w]+)/$", closed, name="account_confirm_email"),
    path("login/code/confirm/", closed, name="account_confirm_login_code"),
    path("", include("allauth.urls")),
]
"""What stands below ``account/``."""
