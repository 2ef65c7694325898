"""Who speaks to whom in a round: lines are pasted or composed, read, shown with what stands against them, and then given."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpResponse, QueryDict

from legation.errors import DossierError, NotAvailable, WrongUse
from legation.language import Lang, Message, collation_key, say
from legation.questions import Case
from legation.questions.actors.rounds.building import Given, Pasted, clashes, edits_of, first_to_call, line_of, read_lines
from legation.questions.base.inputs import group_name
from legation.web.forms.saving import save_edits
from legation.web.forms.site_form import SelectField, ShownField, SiteForm, TextField
from legation.web.pages.rounds.of_dossier import RoundHere, round_here
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, page, show
from legation.web.site.values import parse_int

__all__ = ["Speakers"]

TEMPLATE = "pages/round_speakers.html"
ADDRESS = "dossiers/<slug:slug>/rounds/<str:round>/speakers"
_LONGEST = 200_000
_FIRST = (5, 10, 20, 40)
"""How many of those whom to call first are proposed."""


class _LinesForm(SiteForm):
    def __init__(self, sent: QueryDict | None = None) -> None:
        super().__init__(
            sent, lines=TextField(Message("page-rounds.lines"), help=Message("page-rounds.lines-help"), area=True, limit=_LONGEST)
        )


class _LineForm(SiteForm):
    """The parts of a line that is composed."""

    def __init__(self, request: PageRequest, here: RoundHere, sent: QueryDict | None = None) -> None:
        none = ("", Message("page-rounds.none"))
        posts = dict.fromkeys(one.post for one in here.log.approaches if one.post)
        partners = dict.fromkeys(one.partner for one in here.log.approaches if one.partner)
        groups = sorted({row.group for row in request.view.groups}, key=lambda one: collation_key(say(group_name(one), request.lang)))
        super().__init__(
            sent,
            post=TextField(Message("page-rounds.post"), help=Message("page-rounds.post-help"), offered=[(one, one) for one in posts]),
            partner=TextField(
                Message("page-rounds.partner"),
                help=Message("page-rounds.partner-help"),
                offered=[(say(here.case.named(one), request.lang),) * 2 for one in partners],
            ),
            targets=TextField(Message("page-rounds.targets"), help=Message("page-rounds.targets-help"), area=True, limit=20_000),
            group=SelectField(Message("page-rounds.group"), [none, *((one, group_name(one)) for one in groups)]),
            first=SelectField(
                Message("page-rounds.first"),
                [none, *((str(one), Message("page-rounds.first-count", count=one)) for one in _FIRST)],
                help=Message("page-rounds.first-help"),
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerLine:
    """What lines were read as: who speaks to which capitals."""

    post: str
    partner: Any
    capitals: tuple[Any, ...]
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultLine:
    """What is wrong with a line; ``text``: the line."""

    line: int
    text: str
    why: Any


@dataclass(frozen=True, kw_only=True)
class Speakers(Page):
    """The lines of a round, and what they were read as.

    Attributes
    ----------
    read : bool
        Whether the lines were read.
    new : int
        Approaches that are to be given.
    already : int
        Those of the lines that were given before, and are left out.
    error : Message or None
        Why no line was composed.
    """

    round: str
    base: str
    lines: ShownField
    parts: tuple[ShownField, ...]
    read: bool = False
    speakers: list[SpeakerLine]
    faults: list[FaultLine]
    clashes: list[Message]
    new: int = 0
    already: int = 0
    error: Any = None


@page(ADDRESS, name="rounds.speakers", template=TEMPLATE, action="edit")
def speakers(request: PageRequest, round: str) -> Speakers:  # noqa: A002 - the word of the address
    """Return the form in which lines are pasted or composed."""
    here = round_here(request, round)
    return _page(request, here, round, "")


@action(f"{ADDRESS}/give", name="rounds.assign", action="edit")
def assign(request: PageRequest, round: str) -> str | HttpResponse:  # noqa: A002 - the word of the address
    """Compose a line, read the lines, or give what was read: nothing is written before it was shown."""
    here, do = round_here(request, round), request.form.get("do", "read")
    lines = _LinesForm(request.form)
    if not lines.is_valid():
        return show(request, replace(_page(request, here, round, ""), lines=lines.shown[0]), TEMPLATE, status=422)
    text = _plain(lines.cleaned_data["lines"])
    if do == "compose":
        return _composed(request, here, round, text)
    found = read_lines(here.case, text)
    edits = edits_of(here.case, here.row, found.given, here.at)
    shown = _page(request, here, round, text, found, len(edits))
    if do != "save" or found.faults or _plain(request.form.get("shown", "")) != text:
        return show(request, shown, TEMPLATE, status=422 if found.faults else 200)
    try:
        return save_edits(request, edits, next=request.href("rounds.one", round=round), base=request.form.get("base"))
    except DossierError as error:
        return show(request, replace(shown, error=error.problems[0].remedy), TEMPLATE, status=422)


def _plain(text: str) -> str:
    """Return lines as a form has them, without the signs that a browser puts at their ends."""
    return text.replace("\r\n", "\n").strip()


def _composed(request: PageRequest, here: RoundHere, wanted: str, text: str) -> HttpResponse:
    """Return the page with one more line, or with why there is none."""
    form = _LineForm(request, here, request.form)
    if not form.is_valid():
        return show(request, replace(_page(request, here, wanted, text), parts=form.shown), TEMPLATE, status=422)
    try:
        more = _new_lines(here, form.cleaned_data, text, request.lang)
    except (WrongUse, NotAvailable) as error:
        shown = replace(_page(request, here, wanted, text), parts=form.shown, error=error.message)
        return show(request, shown, TEMPLATE, status=422)
    return show(request, _page(request, here, wanted, "\n".join((*text.splitlines(), *more))), TEMPLATE)


def _new_lines(here: RoundHere, said: Mapping[str, str], text: str, lang: Lang) -> list[str]:
    """Return the lines that the parts make: one of the capitals that were typed, one of those that are proposed.

    Raises
    ------
    WrongUse, NotAvailable
        Where nobody speaks, or to nobody.
    """
    post, partner = (" ".join(said[name].replace(":", " ").replace("+", " ").split()) for name in ("post", "partner"))
    if not post and not partner:
        raise WrongUse(Message("page-rounds.no-speaker"))
    typed = [name.strip() for name in re.split(r"[,;\n]", said["targets"]) if name.strip()]
    proposed = list(_proposed(here, said["group"], parse_int(said["first"], 0), _named_in(here.case, text)))
    if not typed and not proposed:
        raise WrongUse(Message("page-rounds.no-targets"))
    begun = line_of(here.case, post, partner, (), lang)
    return ([begun + ", ".join(typed)] if typed else []) + ([line_of(here.case, post, partner, proposed, lang)] if proposed else [])


def _named_in(case: Case, text: str) -> set[str]:
    """Return the capitals that lines name already, of those that can be read."""
    return {one.actor for one in read_lines(case, text).given}


def _proposed(here: RoundHere, group: str, most: int, there: set[str]) -> Iterable[str]:
    """Return the members of a group on the day, and whom to call first, of those that no line names yet."""
    members = here.case.dossier.members(group, here.case.as_of) if group else ()
    first = [one for one in first_to_call(here.case, here.row, most + len(there)) if one not in there][:most] if most else ()
    return dict.fromkeys((*members, *first))


def _page(request: PageRequest, here: RoundHere, wanted: str, text: str, found: Pasted | None = None, new: int = 0) -> Speakers:
    pasted, lines = found or Pasted((), ()), text.splitlines()
    return Speakers(
        title=Message("page-rounds.speakers"),
        round=wanted,
        base=request.form.get("base") or str(request.dossier.head),
        lines=replace(_LinesForm().shown[0], value=text),
        parts=_LineForm(request, here).shown,
        read=found is not None,
        speakers=_speakers(here.case, pasted.given),
        faults=[FaultLine(line=one.line, text=lines[one.line - 1].strip()[:200], why=one.why) for one in pasted.faults],
        clashes=[clash.said(here.case) for clash in clashes(here.case, here.row, pasted.given, here.at)],
        new=new,
        already=len(pasted.given) - new,
    )


def _speakers(case: Case, given: Iterable[Given]) -> list[SpeakerLine]:
    """Return what was read, a line for each that speaks."""
    by_speaker: dict[tuple[str, str], list[str]] = {}
    for one in given:
        by_speaker.setdefault((one.post, one.partner), []).append(one.actor)
    return [
        SpeakerLine(post=post, partner=case.named(partner) if partner else "", capitals=case.names(actors), count=len(actors))
        for (post, partner), actors in by_speaker.items()
    ]
