"""The dossier of a page as it was known on the day of the page, and how much of it became known later."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from legation.questions import Case
from legation.web.access import Sight
from legation.web.asked import Asked
from legation.web.dossiers import store
from legation.web.dossiers.kept import Kept

__all__ = ["known", "later_count", "later_href"]

_CASES: Kept[Case] = Kept(32)


def known(asked: Asked, sight: Sight | None = None) -> Case:
    """Return the dossier as it was known on the day of the page: ``?as_of=``, the dossier's own day, or today.

    Parameters
    ----------
    sight : Sight, optional
        Less than the person may see; without it all that they may.
    """
    eyes = sight or asked.sight
    key = (asked.revision.hash, eyes.key, asked.day, asked.today)
    return _CASES.get(key, lambda: Case(dossier=store.seen(asked.revision, eyes), today=asked.today).at(asked.day))


def later_count(asked: Asked, case: Case, tables: Iterable[str]) -> int:
    """Return how many rows of some tables became known only after the day of the page, and so do not stand on it."""
    return sum(len(asked.view.rows(name)) - len(case.dossier.rows(name)) for name in tables)


def later_href(asked: Asked) -> str:
    """Return the address of the same page as of today."""
    query = {name: asked.query[name] for name in asked.query if name != "as_of"}
    return f"{asked.request.path.removesuffix('.json')}?{urlencode({**query, 'as_of': asked.today.isoformat()})}"
