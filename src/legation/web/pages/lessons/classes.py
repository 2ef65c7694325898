"""Classes of an account: their codes, and what may be shown of how far the learners are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse

from legation.errors import WrongUse
from legation.language import Message
from legation.questions.lessons.counts import CELLS
from legation.questions.lessons.path import LESSONS
from legation.web.forms.site_form import ShownField, SiteForm, TextField
from legation.web.lessons.classes import make_class
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, page, show
from legation.web.stores.lessons.models import LessonClass

__all__ = ["ClassesPage"]

TEMPLATE = "pages/classes.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonCounts:
    """A lesson of a class.

    Attributes
    ----------
    counts : tuple of int
        How many began, were right at the first try, at the second, and finished; empty where they are fewer than ten.
    """

    lesson: Message
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassEntry:
    """A class, with its code and where it is typed."""

    name: str
    code: str
    href: str
    until: dt.date
    delete: str
    lessons: list[LessonCounts]
    has_counts: bool


@dataclass(frozen=True, kw_only=True)
class ClassesPage(Page):
    """My classes.

    Attributes
    ----------
    error : Message or None
        Why no class was made.
    """

    classes: list[ClassEntry]
    fields: tuple[ShownField, ...]
    error: Any = None


class ClassForm(SiteForm):
    """What a new class is called."""

    def __init__(self, sent: QueryDict | None = None) -> None:
        super().__init__(sent, name=TextField(Message("lessons.classes.name"), help=Message("lessons.classes.name-help"), limit=80))


@page("classes", name="classes", template=TEMPLATE, action="own")
def listed(request: PageRequest) -> ClassesPage:
    """Return the classes of the person, and the form for a new one."""
    return _page_of(request, ClassForm())


@action("classes/make", name="classes.make", action="own")
def make(request: PageRequest) -> HttpResponse | str:
    """Make a class."""
    form = ClassForm(request.form)
    if not form.is_valid():
        return show(request, _page_of(request, form), TEMPLATE, status=422)
    try:
        make_class(request.account, form.cleaned_data["name"], request.today)
    except WrongUse as error:
        return show(request, replace(_page_of(request, form), error=error.message), TEMPLATE, status=422)
    return reverse("classes")


@action("classes/<slug:code>/delete", name="classes.delete", action="own")
def delete(request: PageRequest, code: str) -> str:
    """Delete a class of the person, with all its counts."""
    there = LessonClass.objects.filter(teacher=request.account, code=code)
    if not there.exists():
        raise Http404
    there.delete()
    return reverse("classes")


def _page_of(request: PageRequest, form: ClassForm) -> ClassesPage:
    there = LessonClass.objects.filter(teacher=request.account, until__gte=request.today).order_by("-pk")
    return ClassesPage(title=Message("lessons.classes.title"), classes=[_entry(request, one) for one in there], fields=form.shown)


def _entry(request: PageRequest, one: LessonClass) -> ClassEntry:
    return ClassEntry(
        name=one.name,
        code=one.code,
        href=request.http.build_absolute_uri(f"{reverse('learn')}?code={one.code}"),
        until=one.until,
        delete=reverse("classes.delete", args=[one.code]),
        lessons=[
            LessonCounts(
                lesson=Message(f"lessons.{lesson.id}.title"),
                counts=tuple(one.counts[lesson.id][cell] for cell in CELLS) if lesson.id in one.counts else (),
            )
            for lesson in LESSONS
        ],
        has_counts=bool(one.counts),
    )
