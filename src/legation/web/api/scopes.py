"""What a token may be used for: each scope opens some actions of the one table of permissions.

A token does what its person may do *and* what its scopes open; neither widens the other. What no scope opens, a program cannot do: sharing,
the people store, the audit trail, accounts, and everything that a person does for themselves, such as making tokens.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

__all__ = ["ALWAYS", "SCOPES", "opened_by"]

SCOPES: Mapping[str, frozenset[str]] = {
    "read": frozenset({"see", "see-history"}),
    "ask": frozenset({"ask"}),
    "propose": frozenset({"propose", "see-proposals"}),
    "edit": frozenset({"edit", "propose"}),
    "release": frozenset({"release"}),
    "export": frozenset({"export"}),
}
"""Scope: the actions of :data:`legation.web.access.TABLE` that it opens."""
ALWAYS = frozenset({"visit", "be-here"})
"""What every token may do: learn whose it is, and what can be asked."""


def opened_by(scopes: Iterable[str]) -> frozenset[str]:
    """Return the actions that some scopes open; a scope that is not known opens nothing.

    >>> sorted(opened_by(["read"])), "edit" in opened_by(["propose", "all"])
    (['be-here', 'see', 'see-history', 'visit'], False)
    """
    return ALWAYS.union(*(SCOPES.get(scope, frozenset()) for scope in scopes))
