"""Importing a list: read whole, every problem at once; stored whole, or not at all."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.utils import timezone

from legation.errors import WrongUse
from legation.language import Message
from legation.web.consular.records.models import Household
from legation.web.consular.routing import DeskRequest, Page, action, page, show
from legation.web.consular.taking.household import Rows, encrypted
from legation.web.consular.taking.listed import COLUMNS, ListProblem, read_list
from legation.web.consular.vault import vault

__all__ = ["LARGEST", "ImportPage", "import_list", "import_page"]

LARGEST = 60 * 1024 * 1024
"""Bytes of a file that is read: a hundred thousand people take a quarter of it."""
SHOWN = 1_000
"""Problems on a page."""
_TEMPLATE = "consular/people/import.html"
_TOGETHER = 2_000


@dataclass(frozen=True, kw_only=True)
class ImportPage(Page):
    """The form, what is wrong with the file that was sent, or how many people were stored."""

    columns: tuple[str, ...]
    problems: tuple[ListProblem, ...]
    problem_count: int
    rows: int
    stored: int | None
    error: object
    seed: str
    href: str
    back: str


@page("posts/<slug:post>/people/import", name="people.import", template=_TEMPLATE, action="import-people")
def import_page(request: DeskRequest) -> ImportPage:
    """Ask for a file."""
    return _page(request)


@action("posts/<slug:post>/people/import/read", name="people.import.read", action="import-people")
def import_list(request: DeskRequest) -> HttpResponse:
    """Read a file and store it, or say everything that is wrong with it."""
    file, seed = request.http.FILES.get("file"), request.form.get("seed", "")[:64]
    if file is None or request.post is None or not seed:
        return show(request, _page(request, error=Message("desk-people.list.no-file")), _TEMPLATE, 422)
    if (file.size or 0) > LARGEST:
        return show(request, _page(request, error=Message("desk-people.list.large", most=LARGEST // 1024**2)), _TEMPLATE, 413)
    found = read_list(file.read(), request.post, f"{request.account.pk}|{request.post.id}|{seed}")
    if found.problems:
        return show(request, _page(request, problems=found.problems, rows=found.rows), _TEMPLATE, 422)
    first = [one.household for one in found.households[:1]]
    if Household.objects.filter(pk__in=first).exists():
        raise WrongUse(Message("desk-people.list.before"))
    now, box = timezone.now(), vault()
    parts: list[Rows] = [encrypted(box, found.households[at : at + _TOGETHER], now) for at in range(0, len(found.households), _TOGETHER)]
    try:
        with transaction.atomic():
            for part in parts:
                part.write()
    except IntegrityError:
        raise WrongUse(Message("desk-people.list.before")) from None
    return show(request, _page(request, rows=found.rows, stored=found.rows), _TEMPLATE)


def _page(
    request: DeskRequest, *, problems: tuple[ListProblem, ...] = (), rows: int = 0, stored: int | None = None, error: object = None
) -> ImportPage:
    return ImportPage(
        title=Message("desk-people.go.import"),
        columns=tuple(COLUMNS),
        problems=problems[:SHOWN],
        problem_count=len(problems),
        rows=rows,
        stored=stored,
        error=error,
        seed=secrets.token_hex(16),
        href=request.href("people.import.read"),
        back=request.href("people.list"),
    )
