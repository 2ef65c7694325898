"""The form in which a deadline is said: a day, or a local time of it, with its zone; a time that occurs twice or never is asked again."""

from __future__ import annotations

import datetime as dt

from django.forms import Field
from django.http import QueryDict

from legation import moment
from legation.errors import BadValue
from legation.language import Message
from legation.web.forms.site_form import DateField, SelectField, SiteForm, TextField

__all__ = ["DeadlineForm"]

LABELS = (Message("page-rooms.deadline-day"), Message("page-rooms.deadline-time"))


class DeadlineForm(SiteForm):
    """A day, a time and a zone, after other fields.

    Parameters
    ----------
    zone : str
        Which zone is chosen before anybody chooses.
    time_help : Message
        What stands below the time.
    labels : (Message, Message)
        What day and time are called.
    day_help : Message, optional
        What stands below the day.
    is_needed : bool
        Whether there must be a deadline.
    first : Field
        Fields that come before, by their names.
    """

    def __init__(
        self,
        sent: QueryDict | None = None,
        *,
        zone: str = "UTC",
        time_help: Message,
        labels: tuple[Message, Message] = LABELS,
        day_help: Message | None = None,
        is_needed: bool = True,
        **first: Field,
    ) -> None:
        super().__init__(
            sent,
            **first,
            day=DateField(labels[0], help=day_help, required=is_needed, limit=10),
            time=TextField(labels[1], help=time_help, limit=5),
            zone=SelectField(Message("page-rooms.deadline-zone"), [(one, one) for one in moment.zones()], initial=zone, required=True),
        )

    def read(self) -> tuple[dt.datetime, bool] | None:
        """Return the instant, and whether it is the end of a day; None where there is none, or the form says what is wrong with it."""
        if not self.is_valid() or self.cleaned_data["day"] is None:
            return None
        said, fold = self.cleaned_data, self.data.get("fold")
        day, time, zone = said["day"], said["time"], said["zone"]
        try:
            at = moment.instant(f"{day}T{time}", zone, int(fold) if fold in ("0", "1") else None) if time else moment.ends(day, zone)
        except moment.TwoSuchTimes as two:
            self._ask_which(two.both)
            self.refuse("time", two.message)
        except BadValue as wrong:
            self.refuse("time" if time else "day", wrong.message)
        else:
            return at, not time
        return None

    def _ask_which(self, both: tuple[dt.datetime, dt.datetime]) -> None:
        """Ask which of two instants is meant, where the clocks show the time twice."""
        choices = [(str(fold), Message("page-rooms.deadline-utc", at=f"{at:%Y-%m-%d %H:%M}")) for fold, at in enumerate(both)]
        self.fields["fold"] = SelectField(Message("page-rooms.deadline-which"), choices, initial="0")
