"""What we ask of django-allauth: nobody makes an account uninvited, and whoever guesses passwords is told to wait."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.core.exceptions import ValidationError

from legation.web.accounts.limits import too_many

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


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """Who comes from an OpenID Connect provider: a guest account, or a member where the settings name the domain of a verified address."""

    def is_open_for_signup(self, request: Any, sociallogin: Any) -> bool:  # noqa: ARG002 - the library's signature
        """Whether a provider's people get an account: yes, an administrator named the provider."""
        return True

    def populate_user(self, request: Any, sociallogin: Any, data: Any) -> Any:  # noqa: ARG002 - the library's signature
        """Fill in an account that does not exist yet."""
        person = sociallogin.user
        email = str(data.get("email") or "").strip().lower()
        person.email = email
        spoken = " ".join(str(data.get(key) or "") for key in ("first_name", "last_name")).strip()
        person.name = (str(data.get("name") or "") or spoken or email)[:120]
        person.is_guest = not _is_member(sociallogin, email)
        return person


def _is_member(sociallogin: Any, email: str) -> bool:
    """Whether the provider vouches for an address of a domain whose people are members."""
    domains = sociallogin.provider.app.settings.get("member_domains", [])
    vouched = any(address.verified and address.email.lower() == email for address in sociallogin.email_addresses)
    return vouched and email.rpartition("@")[2] in domains
