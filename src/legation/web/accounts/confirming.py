"""Whether a person has to say once more who they are, before something that outlives the session."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

__all__ = ["confirm_href", "must_confirm"]


def must_confirm(request: HttpRequest) -> bool:
    """Whether the last confirmation is too long ago, or there was none in this session.

    A person with neither password nor second factor has nothing to confirm with: they never must.
    """
    try:
        _confirmed(request)
    except ReauthenticationRequired:
        return True
    return False


def confirm_href(back: str) -> str:
    """Return the address of the page on which to confirm, and from there go to ``back``."""
    return f"{reverse('account_reauthenticate')}?{urlencode({'next': back})}"


@reauthentication_required(app="account")  # type: ignore[untyped-decorator]  # of a library without types
def _confirmed(request: HttpRequest) -> None:
    """Return where the person need not confirm."""
