"""A place for the token against forgery in content that is kept for several readers."""

from __future__ import annotations

import secrets

from django.http import HttpRequest
from django.middleware.csrf import get_token

__all__ = ["PLACEHOLDER", "with_token"]

PLACEHOLDER = f"csrf-{secrets.token_urlsafe(24)}"
"""Chosen anew by each process, so that nobody can write it into a dossier."""


def with_token(html: str, request: HttpRequest) -> str:
    """Return HTML with the reader's own token in each form."""
    return html.replace(PLACEHOLDER, get_token(request)) if PLACEHOLDER in html else html
