"""The line of a class of records: how long it is stored, what allows its destruction, and who answers for it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict

from legation.consular.retention import LINES, Line, Period
from legation.errors import BadValue
from legation.language import Message, say
from legation.web.consular.declaring import declare, declared
from legation.web.consular.making import STORED
from legation.web.consular.pages.house.form import FORM, Part, PartPage, part_page, saved
from legation.web.consular.retention import gaps_by_class, house_lines
from legation.web.consular.routing import DeskRequest, action, page
from legation.web.forms.site_form import ChecksField, SelectField, SiteForm, TextField

__all__ = ["line_page", "save_line"]

_UNITS = ("days", "months", "years")
_SCHEDULE, _NOT_PUBLIC = "schedule", "not-public"
_MOST = 99_999
_YEAR = 365


class _LineForm(SiteForm):
    """A line; ``also``: the classes to which the same ground and the same approval apply."""

    def __init__(self, record_class: str, there: dict[str, Any], sent: QueryDict | None = None) -> None:
        self._class = record_class
        length = _line(record_class).period
        grounds = [(_SCHEDULE, Message("desk-house.ground.schedule")), (_NOT_PUBLIC, Message("desk-house.ground.not-public"))]
        fields: dict[str, Any] = {
            "count": TextField(Message("desk-house.field.count"), initial=str(length.count), required=True, limit=5),
            "unit": SelectField(
                Message("desk-house.field.unit"),
                [(unit, Message(f"desk-house.unit.{unit}")) for unit in _UNITS],
                initial=length.unit,
                required=True,
                help=Message("desk-house.field.unit-help"),
            ),
        }
        if record_class != "drill":
            fields |= {
                "ground": SelectField(
                    Message("desk-house.field.ground"),
                    grounds,
                    initial=_NOT_PUBLIC if there.get("not_public_archives") else _SCHEDULE,
                    required=True,
                ),
                "schedule": _text("schedule", there, 200),
                "reason": _text("reason", there, 500),
                "approved_by": _text("approved_by", there, 120, required=True),
                "also": ChecksField(
                    Message("desk-house.field.also"),
                    [(one, Message(f"desk-retention.class.{one}")) for one in STORED if one not in (record_class, "drill")],
                    initial=[one for one in gaps_by_class() if one != record_class],
                    help=Message("desk-house.field.also-help"),
                ),
            }
        super().__init__(sent, **fields)

    def clean(self) -> None:
        """Refuse a line that is not complete, and a period that is none."""
        try:
            length: Period | None = Period(int(self.sent_text("count")), self.sent_text("unit"))  # type: ignore[arg-type]
        except (ValueError, BadValue):
            length = None
        if length is None or length.count > _MOST:
            self.refuse("count", Message("desk-house.wrong.count"))
        elif self._class == "audit" and length.count * {"days": 1, "years": _YEAR}.get(length.unit, 0) != settings.AUDIT_DAYS:
            self.refuse("count", Message("desk-house.wrong.audit", count=settings.AUDIT_DAYS))
        if self._class == "drill":
            return
        also: list[str] = self.cleaned_data.get("also", [])
        if self.sent_text("ground") == _NOT_PUBLIC:
            if not self.sent_text("reason"):
                self.refuse("reason", Message("desk-house.wrong.reason"))
        elif not self.sent_text("schedule") and any(_needs_schedule(one) for one in (self._class, *also)):
            self.refuse("schedule", Message("desk-house.wrong.schedule"))

    def ground(self) -> dict[str, Any]:
        """Return what allows destruction and who answers for it, as it is declared."""
        if self._class == "drill":
            return {}
        found = self.cleaned_data
        is_public = found["ground"] == _SCHEDULE
        return {
            "schedule": found["schedule"] if is_public else "",
            "not_public_archives": None if is_public else True,
            "reason": found["reason"],
            "approved_by": found["approved_by"],
        }

    def length(self) -> str | None:
        """Return the period as it is declared; None for the one that a class has by itself."""
        length = Period(int(self.cleaned_data["count"]), self.cleaned_data["unit"])
        return None if length == LINES[self._class].period else str(length)


@page("house/line/<slug:record_class>", name="house.line", template=FORM, action="set-retention")
def line_page(request: DeskRequest, record_class: str) -> PartPage:
    """Show the line of a class."""
    part = _part(request, record_class)
    return part_page(request, part, _LineForm(record_class, declared(part.place)))


@action("house/line/<slug:record_class>/save", name="house.line.save", action="set-retention")
def save_line(request: DeskRequest, record_class: str) -> str | HttpResponse:
    """Declare the line of a class, and its ground for others where the reader says so."""
    part = _part(request, record_class)
    form = _LineForm(record_class, declared(part.place), request.form)
    if not form.is_valid():
        return saved(request, part, form, None)
    ground = form.ground()
    answer = saved(request, part, form, ground | {"period": form.length()})
    if isinstance(answer, str) and (also := form.cleaned_data.get("also", ())):
        values = {name: None if value == "" else value for name, value in ground.items()}
        for one in also:
            declare(("retention", one), values, seen=None, by=request.account)
        messages.success(request.http, say(Message("desk-house.also-saved", count=len(also)), request.lang))
    return answer


def _part(request: DeskRequest, record_class: str) -> Part:
    if record_class not in STORED:
        raise Http404
    line = _line(record_class)
    return Part(
        title=Message("desk-house.line-named", record_class=Message(f"desk-retention.class.{record_class}")),
        lede=Message("desk-house.lede.line"),
        place=("retention", record_class),
        href=request.href("house.line.save", record_class=record_class),
        notes=(Message(f"desk-house.clock.{record_class}"), Message(f"desk-house.then.{line.then.replace(' ', '-')}")),
    )


def _line(record_class: str) -> Line:
    return house_lines().get(record_class, LINES[record_class])


def _needs_schedule(record_class: str) -> bool:
    return "shred" in LINES[record_class].then


def _text(name: str, there: dict[str, Any], limit: int, *, required: bool = False) -> TextField:
    return TextField(
        Message(f"desk-house.field.{name}"),
        initial=str(there.get(name, "")),
        limit=limit,
        required=required,
        help=Message(f"desk-house.field.{name}-help"),
    )
