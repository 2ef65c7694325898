"""Signing in: who may, how failed attempts are counted, when a person confirms who they are, and a new password from the command line."""

from __future__ import annotations

import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from allauth.core.internal import ratelimit
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode

from legation.errors import WrongUse
from legation.language import Message
from legation.methods.text.confusable import UNSEEN
from legation.web.accounts.models import Account
from legation.web.accounts.names import name_is_taken
from legation.web.accounts.signals import account_made
from legation.web.site import errors
from legation.web.site.values import fingerprint
from legation.web.stores.audit import trail

__all__ = [
    "COOKIE",
    "AccountAdapter",
    "SocialAdapter",
    "attempts_key",
    "confirm_href",
    "forget_attempts",
    "known_browser",
    "must_confirm",
    "remember_browser",
    "reset_password",
    "too_many",
]


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """429: wait, then try again."""
    response = errors.answer(request, 429, Message("page-accounts.too-many"), as_json=False)
    response["Retry-After"] = "300"
    return response


_APP, _ACTION = "allauth.account", "login_failed"


def attempts_key(email: str, browser: str = "") -> str:
    """Return under what the attempts on an account are counted."""
    return f"sign-in:{email.strip().lower()}:{browser}"


def forget_attempts(email: str) -> None:
    """Count anew for an account: whoever holds the machine has let its person in again."""
    for rate in ratelimit.get_rates(app=_APP, action=_ACTION):
        if rate.per == "key":
            cache.delete(ratelimit.get_cache_key(None, app=_APP, action=_ACTION, rate=rate, key=attempts_key(email)))


COOKIE = "legation-browser"
BROWSER_AGE = 180 * 24 * 3600
"""How long a browser is known after the last sign-in [s]."""
_SALT = "legation.accounts.browser"


def remember_browser(response: HttpResponse, email: str) -> None:
    """Let a browser in which somebody has just signed in be known."""
    value = signing.dumps([fingerprint(email.lower()), secrets.token_urlsafe(12)], salt=_SALT)
    response.set_cookie(COOKIE, value, max_age=BROWSER_AGE, httponly=True, samesite="Lax", secure=bool(settings.SESSION_COOKIE_SECURE))


def known_browser(request: HttpRequest, email: str) -> str:
    """Return the number of a browser in which the account of an address has signed in; empty for every other."""
    try:
        whose, number = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=BROWSER_AGE)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(number) if whose == fingerprint(email.lower()) else ""


def must_confirm(request: HttpRequest) -> bool:
    """Whether the last confirmation is too long ago, or there was none in this session.

    A person with neither password nor second factor has nothing to confirm with: they never must.
    """
    try:
        _require_confirmation(request)
    except ReauthenticationRequired:
        return True
    return False


def confirm_href(back: str) -> str:
    """Return the address of the page on which to confirm, and from there go to ``back``."""
    return f"{reverse('account_reauthenticate')}?{urlencode({'next': back})}"


@reauthentication_required(app="account")  # type: ignore[untyped-decorator]  # of a library without types
def _require_confirmation(request: HttpRequest) -> None:
    """Return where the person need not confirm."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """Accounts come by invitation (:mod:`legation.web.accounts.invitations`) or by an OpenID Connect provider of the settings."""

    def is_open_for_signup(self, request: Any) -> bool:  # noqa: ARG002 - the library's signature
        """Whether anyone may sign up: no."""
        return False

    def pre_authenticate(self, request: Any, **credentials: Any) -> None:
        """Refuse whoever tried too often, the right password too, until the time is over."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            raise ImmediateHttpResponse(too_many(request)) from error

    def _get_login_attempts_cache_key(self, request: Any, **credentials: Any) -> str:
        """Return under what an attempt is counted: its library asks here."""
        email = str(credentials.get("email") or credentials.get("username") or "")
        return attempts_key(email, known_browser(request, email))

    def post_login(self, request: Any, user: Any, **more: Any) -> Any:
        """Lead on after a sign-in, in a browser that is known from now on."""
        response = super().post_login(request, user, **more)
        remember_browser(response, user.email)
        return response


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """Who comes from an OpenID Connect provider: a guest account, or a member where the settings name the domain of a verified address."""

    def is_open_for_signup(self, request: Any, sociallogin: Any) -> bool:
        """Whether somebody who comes from a provider gets an account: where it vouches for the address, by which others know them.

        Else anybody could come first with the address of another, to whom dossiers are then given.
        """
        if any(_is_vouched(address) for address in sociallogin.email_addresses):
            return True
        words = Message("page-accounts.not-vouched", address=str(sociallogin.user.email or ""))
        raise ImmediateHttpResponse(errors.answer(request, 403, words, as_json=False))

    def populate_user(self, request: Any, sociallogin: Any, data: Any) -> Any:  # noqa: ARG002 - the library's signature
        """Fill in an account that does not exist yet."""
        person = sociallogin.user
        email = str(data.get("email") or "").strip().lower()
        person.email = email
        spoken = " ".join(str(data.get(key) or "") for key in ("first_name", "last_name")).strip()
        person.is_guest = not _is_member(sociallogin, email)
        name = UNSEEN.sub("", str(data.get("name") or "") or spoken).strip() or email
        person.name = (f"{name[:60]} ({email})" if name_is_taken(name, person) else name)[:120]
        return person

    def save_user(self, request: Any, sociallogin: Any, form: Any = None) -> Any:
        """Make the account, with what the applications of the site give to one whose address is proven."""
        person = super().save_user(request, sociallogin, form)
        if any(_is_vouched(address) and address.email.lower() == person.email for address in sociallogin.email_addresses):
            account_made.send(Account, account=person)
        return person


def _is_member(sociallogin: Any, email: str) -> bool:
    """Whether the provider vouches for an address of a domain whose people are members."""
    domains = sociallogin.provider.app.settings.get("member_domains", [])
    vouched = any(_is_vouched(address) and address.email.lower() == email for address in sociallogin.email_addresses)
    return vouched and email.rpartition("@")[2] in domains


def _is_vouched(address: Any) -> bool:
    """Whether an address is verified: some providers write the word ``false``, which is a truth to a program."""
    return address.verified is True


def reset_password(email: str, *, second_factor: bool = False) -> str:
    """Give an account a new password and return it; open sessions of the account end with the old one, and failed attempts are forgotten.

    Parameters
    ----------
    second_factor : bool
        Whether its codes and security keys are removed too, for somebody who has lost them.

    Raises
    ------
    WrongUse
        Where no account has the address.
    """
    from allauth.mfa.models import Authenticator

    password = secrets.token_urlsafe(12)
    with transaction.atomic():
        account = Account.objects.filter(email=email.strip().lower()).first()
        if account is None:
            raise WrongUse(Message("site.no-account", found=email))
        account.set_password(password)
        account.save(update_fields=["password"])
        if second_factor:
            Authenticator.objects.filter(user=account).delete()
        forget_attempts(account.email)
        trail.note("changed", route="password.reset", account=account, thing="second-factor" if second_factor else "")
    trail.flush()
    return password
