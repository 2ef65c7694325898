"""What we ask of django-allauth: nobody makes an account uninvited, and whoever guesses passwords is told to wait."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.core.exceptions import ValidationError

from legation.language import Message
from legation.web.accounts.attempts import key_of
from legation.web.accounts.browsers import known, remember
from legation.web.accounts.limits import too_many
from legation.web.accounts.names import UNSEEN, is_taken
from legation.web.site import errors

__all__ = ["AccountAdapter", "SocialAdapter"]


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
        return key_of(email, known(request, email))

    def post_login(self, request: Any, user: Any, **more: Any) -> Any:
        """Lead on after a sign-in, in a browser that is known from now on."""
        response = super().post_login(request, user, **more)
        remember(response, user.email)
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
        person.name = (f"{name[:60]} ({email})" if is_taken(name, person) else name)[:120]
        return person


def _is_member(sociallogin: Any, email: str) -> bool:
    """Whether the provider vouches for an address of a domain whose people are members."""
    domains = sociallogin.provider.app.settings.get("member_domains", [])
    vouched = any(_is_vouched(address) and address.email.lower() == email for address in sociallogin.email_addresses)
    return vouched and email.rpartition("@")[2] in domains


def _is_vouched(address: Any) -> bool:
    """Whether an address is verified: some providers write the word ``false``, which is a truth to a program."""
    return address.verified is True
