"""What the site is made of: the base of every page, each route as declared, and what a page is given of the request and its dossier."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from django.urls import get_script_prefix, reverse

from legation.dossier import Dossier as Content
from legation.errors import WrongUse
from legation.language import Message
from legation.questions import Case
from legation.web.access import ON_SITE, AccessScope, allows, can, scope_of
from legation.web.dossiers import older_revisions, preparation, store
from legation.web.dossiers.models import Revision
from legation.web.route import READING, Kind, Page, Request, Route

if TYPE_CHECKING:
    from legation.web.dossiers.models import Dossier, Grant

__all__ = [
    "READING",
    "ROUTES",
    "Kind",
    "Page",
    "PageRequest",
    "Route",
    "case_at",
]


V = TypeVar("V")


ROUTES: dict[str, Route] = {}


@functools.lru_cache(maxsize=16_384)
def _address(_prefix: str, route: str, values: tuple[tuple[str, Any], ...]) -> str:
    """Return the address of a route: most stand on many pages, and are the same after a save; ``_prefix``: that of the whole site."""
    return reverse(route, kwargs=dict(values))


def case_at(revision: Revision, scope: AccessScope, today: dt.date, day: dt.date | None = None) -> Case:
    """Return a newest revision as it may be seen and was known at a day; at its own day, else today, where none is named."""
    return store.known_as(store.seen(revision, scope), revision.hash, scope, today, day)


@dataclass(frozen=True)
class PageRequest(Request):
    """A request that was let in, by the site or by a grant to a dossier.

    Attributes
    ----------
    dossier, grant : Dossier and Grant, or None
        The dossier of the address, and by what the person stands to it.
    grants : tuple of Grant
        By what the person stands to each dossier that is open to them, the last changed first.
    """

    dossier: Dossier = None  # type: ignore[assignment]  # set wherever the address names a dossier
    grant: Grant = None  # type: ignore[assignment]  # the same
    grants: tuple[Grant, ...] = ()

    @property
    def in_trail(self) -> tuple[str, int | None]:
        """The dossier, at its newest revision."""
        return (self.dossier.slug, self.dossier.head) if self.dossier is not None else ("", None)

    @functools.cached_property
    def scope(self) -> AccessScope:
        """What of the dossier the person sees."""
        return scope_of(self.grant)

    @functools.cached_property
    def revision(self) -> Revision:
        """The newest revision."""
        return store.newest(self.dossier)

    @functools.cached_property
    def view(self) -> Content:
        """The dossier as the person may see it, at its newest revision."""
        return store.seen(self.revision, self.scope)

    def seen_at(self, number: int) -> Content:
        """Return a revision by its number as the person may see it today: without what was marked higher since."""
        if number == self.revision.number:
            return self.view
        return self.seen_of(store.revision_of(self.dossier, number))

    def seen_of(self, revision: Revision) -> Content:
        """Return an older revision as the person may see it today; where that takes long, it is made in the background."""
        what = revision, self.revision, self.scope
        return self.beside(
            ("older", revision.hash, self.revision.hash, self.scope.key),
            lambda: older_revisions.seen_at(*what),
            is_known=lambda: older_revisions.is_known(*what),
            is_slow=lambda: preparation.is_large(revision),
        )

    def beside(self, key: Hashable, get: Callable[[], V], *, is_known: Callable[[], bool], is_slow: Callable[[], bool]) -> V:
        """Return what ``get`` gives; where it takes long and is not in memory, it is made beside a request that reads.

        Raises
        ------
        NotReady
            Where that has not ended in a moment.
        """
        if self.http.method in READING and not is_known() and is_slow():
            preparation.make_beside(key, get)
        return get()

    @functools.cached_property
    def known(self) -> Content:
        """The dossier as the person may see it and as it was known on the day of the page: what pages show. What is edited is the view."""
        return case_at(self.revision, self.scope, self.today, self.day).dossier

    @functools.cached_property
    def day(self) -> dt.date:
        """The day at which pages show who stands where: ``?as_of=``, else the day at which the dossier is frozen, else today."""
        from legation.dossier import as_date

        given = self.query.get("as_of", "")
        frozen = self.view.info.as_of
        try:
            return as_date(given) if given else frozen.last if frozen else self.today
        except ValueError:
            allowed = "YYYY-MM-DD | YYYY-MM | YYYY"
            raise WrongUse(Message("all-questions.bad-option", name="as_of", found=given[:40], allowed=allowed)) from None

    def may(self, action: str) -> bool:
        """Whether the person may do something to the dossier, or to the site; a program, as far as its token opens it."""
        token = getattr(self.http, "token", None)
        if token is not None and not token.opens(action):
            return False
        if self.grant is None or action in ON_SITE:
            return can(self.account, action, self.dossier)
        return allows(self.grant, action)

    def href(self, route: str, **values: Any) -> str:
        """Return the address of a route; the dossier is that of this page where none is named."""
        if self.dossier is not None:
            values.setdefault("slug", self.dossier.slug)
        return _address(get_script_prefix(), route, tuple(values.items()))

    def inside(self, address: str, otherwise: str = "") -> str:
        """Return an address that was sent, to go to when something is done, where it is one of the dossier of this page."""
        home = self.href("dossier")
        below = address == home or address.startswith((f"{home}/", f"{home}?", f"{home}#"))
        plain = below and len(address) < 2000 and address.isprintable() and not any(part in address for part in ("//", "\\", "/."))
        return address if plain else otherwise
