"""Sheets of a round: what a partner is given, which holds only what we choose, and the follow-up of every approach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, QueryDict

from legation.briefing.markings.labels import label_of
from legation.dossier import MARKINGS
from legation.dossier.files.workbook import sheet_bytes
from legation.dossier.tables.csv_sheet import write_csv
from legation.language import Message, say
from legation.questions.actors.rounds.sheets import PARTNER_COLUMNS, USUAL, follow_up, partner_sheet
from legation.questions.actors.rounds.tally import tally_of
from legation.web.forms.site_form import ChecksField, ShownField, SiteForm
from legation.web.pages.rounds.of_dossier import RoundHere, round_here
from legation.web.site.attachments import attachment
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, file, page

__all__ = ["PartnerSheet"]

ADDRESS = "dossiers/<slug:slug>/rounds/<str:round>"
_FORMS = ("csv", "xlsx")


@dataclass(frozen=True, kw_only=True)
class PartnerSheet(Page):
    """What a partner is to be given.

    Attributes
    ----------
    header, rows
        The sheet as it is written.
    warnings : list of Message
        How the instruction is marked.
    files : list of (str, str)
        The forms in which it is taken along, each with its address.
    """

    round: str
    partner: str
    name: Any
    fields: tuple[ShownField, ...]
    header: list[str]
    rows: list[list[str]]
    warnings: list[Message]
    files: list[tuple[str, str]]


@page(f"{ADDRESS}/partner", name="rounds.partner", template="pages/round_partner.html", action="see-posts")
def partner(request: PageRequest, round: str) -> PartnerSheet:  # noqa: A002 - the word of the address
    """Return the sheet of the partner ``?partner=`` with the columns that are chosen."""
    here, columns = round_here(request, round), _columns(request)
    wanted = request.query.get("partner", "")
    header, rows = _sheet(request, here, wanted, columns)
    query = urlencode([("partner", wanted), *(("columns", one) for one in columns)])
    sent = QueryDict(mutable=True)
    sent.setlist("columns", list(columns))
    choices = [(one, Message(f"rounds.column-{one}")) for one in PARTNER_COLUMNS]
    form = SiteForm(sent, columns=ChecksField(Message("page-rounds.columns"), choices, help=Message("page-rounds.columns-help")))
    return PartnerSheet(
        title=Message("page-rounds.sheet-of", partner=here.case.named(wanted)),
        round=round,
        partner=wanted,
        name=here.case.named(wanted),
        fields=form.shown,
        header=header,
        rows=rows,
        warnings=_warnings(request, here, columns),
        files=[(name, f"{request.href('rounds.sheet', round=round, form=name)}?{query}") for name in _FORMS],
    )


@file(f"{ADDRESS}/sheet/<slug:form>", name="rounds.sheet", action="see-posts")
def sheet(request: PageRequest, round: str, form: str) -> HttpResponse:  # noqa: A002 - the word of the address
    """Return the sheet of the partner ``?partner=``, or the follow-up of every approach, as CSV or as a workbook."""
    if form not in _FORMS:
        raise Http404
    here, wanted = round_here(request, round), request.query.get("partner", "")
    if wanted:
        header, rows = _sheet(request, here, wanted, _columns(request))
    else:
        header, rows = follow_up(here.case, here.log, tally_of(here.case, here.log), request.lang)
    title = say(Message("rounds.sheet"), request.lang)
    data = write_csv(header, rows) if form == "csv" else sheet_bytes(title, [header, *rows])
    return attachment(data, f"{request.dossier.slug}-{title}", form)


def _columns(request: PageRequest) -> tuple[str, ...]:
    """Return the columns that are chosen, in their order; the capital is always among them."""
    chosen = request.query.getlist("columns") or USUAL
    return tuple(one for one in PARTNER_COLUMNS if one in chosen or one == "capital")


def _sheet(request: PageRequest, here: RoundHere, wanted: str, columns: tuple[str, ...]) -> tuple[list[str], list[list[str]]]:
    if all(one.partner != wanted or one.is_closed for one in here.log.approaches) or not wanted:
        raise Http404
    return partner_sheet(here.case, here.log, wanted, request.lang, columns)


def _warnings(request: PageRequest, here: RoundHere, columns: tuple[str, ...]) -> list[Message]:
    """Return how the instruction is marked, where its ask or its points are on the sheet."""
    version = here.log.version
    if version is None or not {"ask", "points"}.intersection(columns):
        return []
    rows = [row.marking for row in request.view.instructions if row.id in version.rows and not row.fallback]
    highest = max((request.view.info.marking or MARKINGS[0], here.row.marking or MARKINGS[0], *filter(None, rows)), key=MARKINGS.index)
    return [Message("page-rounds.sheet-marking", marking=label_of(highest).wording)]
