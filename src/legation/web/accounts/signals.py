"""What accounts tell the applications of a site, and ask of them: a site without dossiers has accounts of the same kind."""

from __future__ import annotations

from django.dispatch import Signal

__all__ = ["account_made", "who_is_known"]

account_made = Signal()
"""Sent when an account has been made whose address an invitation, or a provider that vouches for it, proved: ``account``. What a receiver
writes belongs to the transaction that makes the account."""
who_is_known = Signal()
"""Asks whom a guest knows besides the administrators: ``person`` (an account, which need not be stored yet) and ``organisations`` (the
keys of those for which they act). A receiver returns a :class:`django.db.models.Q` of accounts."""
