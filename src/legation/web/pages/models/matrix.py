"""The cross-impact matrix of a scenario model as a grid: a value, a reason and sources for each cell; whether a scenario is consistent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse

from legation.dossier.models.scenario import ScenarioModel
from legation.dossier.models.scenario_cells import CellChange, MatrixCell, cells_of, with_cells_changed
from legation.dossier.models.scenario_variants import Place, place_of
from legation.dossier.parts.entry import entry_of, value_of
from legation.dossier.parts.kind import model_part
from legation.dossier.parts.part_text import PartText
from legation.dossier.parts.rewrite import rewritten
from legation.errors import WrongUse
from legation.language import Message, say
from legation.methods.scenario.balance import balance
from legation.methods.scenario.matrix import LARGEST
from legation.methods.scenario.succession import successor
from legation.web.forms.model_copy import OpenPart, heading_of, opened
from legation.web.forms.picker import Picker
from legation.web.forms.row_field import names_of, picker_of
from legation.web.pages.models.edit import save_part
from legation.web.site.page import PageRequest
from legation.web.site.routing import Page, action, page
from legation.web.site.values import read_json

__all__ = ["MatrixColumn", "MatrixGroup", "MatrixLine", "MatrixPage", "ScenarioLine", "ShownCell"]

TEMPLATE = "pages/models_matrix.html"
_WIDE = 80
"""Variants up to which the whole matrix is shown; of more, the rows of one descriptor."""
_DENSE = 24
"""Variants above which the cells of the matrix are small."""
_MOST = 6400
"""Cells that are changed at once."""
_STEPS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixGroup:
    """A descriptor above the columns of its variants."""

    name: str
    span: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixColumn:
    """A variant that is borne upon: ``descriptor.variant``; ``first``: whether it is the first of its descriptor."""

    id: str
    descriptor: str
    name: str
    first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCell:
    """What a cell says; ``own``: whether it lies on a descriptor's own block, where a judgement is unusual."""

    value: str
    reason: str
    evidence: str
    confidence: str
    own: bool
    first: bool


@dataclass(frozen=True, kw_only=True)
class MatrixLine:
    """The row of a variant that bears on others."""

    id: str
    descriptor: str
    name: str
    first: bool
    span: int
    cells: list[ShownCell]


@dataclass(frozen=True, kw_only=True)
class ScenarioLine:
    """A descriptor in the scenario that is looked at: its variants, the one that holds, and the one that would score higher."""

    id: str
    name: str
    variants: list[tuple[str, str, bool, int]]
    score: int
    rival: str
    lack: int


@dataclass(frozen=True, kw_only=True)
class MatrixPage(Page):
    """The grid, and the scenario beside it; ``base`` is the revision that the work is begun from."""

    kind: str
    name: str
    base: int
    over: list[MatrixGroup]
    columns: list[MatrixColumn]
    dense: bool
    lines: list[MatrixLine]
    scenario: list[ScenarioLine]
    unstable: int
    descriptors: list[tuple[str, str, bool]]
    narrowed: bool
    sources: Picker
    cited: list[tuple[str, Any]]
    unsaved: bool
    problems: tuple[Any, ...]
    reason: str
    judged: int
    count: int


@page("dossiers/<slug:slug>/models/<slug:kind>/<path:name>/matrix", name="models.matrix", template=TEMPLATE, action="edit")
def matrix(request: PageRequest, kind: str, name: str) -> MatrixPage | HttpResponse:
    """Return the matrix: ``?v=talks.open&v=trust.low`` is the scenario beside it, ``?of=talks`` shows the rows of one descriptor."""
    part = opened(request, kind, name, ScenarioModel)
    if part.text.faults:
        return HttpResponseRedirect(request.href("models.edit", kind=kind, name=name) + "?section=descriptor&checked=yes")
    return _page(request, part)


@action("dossiers/<slug:slug>/models/<slug:kind>/<path:name>/matrix/check", name="models.matrix.check", action="edit")
def check(request: PageRequest, kind: str, name: str) -> HttpResponse:
    """Leave the cells that were sent in the working copy, and return what is wrong with them."""
    part = opened(request, kind, name, ScenarioModel)
    problems = _put(request, part, _changes(request))[1]
    return JsonResponse({"ok": not problems, "problems": problems, "left": not problems}, json_dumps_params={"ensure_ascii": False})


@action("dossiers/<slug:slug>/models/<slug:kind>/<path:name>/matrix/save", name="models.matrix.save", action="edit")
def save(request: PageRequest, kind: str, name: str) -> str | HttpResponse:
    """Save the matrix with the cells that were sent as a revision."""
    part = opened(request, kind, name, ScenarioModel)
    part, problems = _put(request, part, _changes(request))
    if problems:
        raise WrongUse(Message("page-models.bad-cell", found=problems[0]["found"]))
    return save_part(request, part)


def _changes(request: PageRequest) -> list[dict[str, Any]]:
    """Return what the grid sent: by cell what it is to say."""
    try:
        given = read_json(str(request.form.get("changes") or "[]"))
        about = read_json(str(request.form.get("about") or "[]"))
    except (ValueError, RecursionError) as error:
        raise WrongUse(Message("web.error.bad-request")) from error
    if not isinstance(given, list) or not isinstance(about, list) or len(given) + len(about) > _MOST:
        raise WrongUse(Message("page-models.many-cells", allowed=_MOST))
    found = [one for one in (*given, *about) if isinstance(one, dict) and isinstance(one.get("values"), dict)]
    return [one for one in found if all(isinstance(one.get(name), str) and one[name].count(".") == 1 for name in ("actor", "issue"))]


def _put(request: PageRequest, part: OpenPart, sent: Sequence[Mapping[str, Any]]) -> tuple[OpenPart, list[dict[str, Any]]]:
    """Leave cells in the working copy; what is wrong with some is returned, and those are left out."""
    model: Any = part.kind.read(part.text.data, part.part)
    columns = model.columns()
    kind = next(column.kind.keys.of for column in part.text.columns(("judgement", 1)) if column.name == "to" and column.kind.keys)
    problems: list[dict[str, Any]] = []
    changes: list[CellChange] = []
    for number, one in enumerate(sent, start=1):
        source, target = place_of(one["actor"]), place_of(one["issue"])
        if source not in columns or target not in columns:
            continue
        text = str(one["values"].get("value", "")).strip() if "value" in one["values"] else None
        value = value_of(kind, text) if text else None
        if text and not _is_judged(value):
            remedy = say(Message("page-models.cell-form", found=text[:40], allowed=LARGEST), request.lang)
            problems.append({"row": number, "column": "value", "found": text[:40], "remedy": remedy, "said": remedy})
            continue
        changes.append(_change(request, source, target, text, value, one["values"]))
    made = with_cells_changed(model, changes, request.lang)
    before = model_part(part.kind, part.part, part.text.data, model)
    text_now = PartText(part.kind, part.part, rewritten(before, made))
    return part.put(request, text_now, reason=request.form.get("reason", "")[:500]), problems


def _change(request: PageRequest, source: Place, target: Place, text: str | None, value: Any, said: Mapping[str, Any]) -> CellChange:
    evidence = None
    if "evidence" in said:
        known = names_of(request.view, "evidence")
        evidence = tuple(one for one in str(said["evidence"]).replace(";", " ").split() if one in known)
    sure = str(said.get("confidence", "")).strip()
    return CellChange(
        source=source,
        target=target,
        value=tuple(value) if isinstance(value, list) else value,
        unsaid=text == "",
        reason=" ".join(str(said["reason"]).split())[:2000] if "reason" in said else None,
        evidence=evidence,
        confidence=int(sure) if sure in ("1", "2", "3", "4", "5") else 0 if "confidence" in said else None,
    )


def _is_judged(value: Any) -> bool:
    listed = value if isinstance(value, list) else [value]
    whole = all(type(one) is int and -LARGEST <= one <= LARGEST for one in listed)
    return whole and (not isinstance(value, list) or (len(value) == 3 and value == sorted(value)))


def _page(request: PageRequest, part: OpenPart) -> MatrixPage:
    model: Any = part.kind.read(part.text.data, part.part)
    lang = request.lang
    cells = cells_of(model)
    places = [(descriptor, variant) for descriptor in model.descriptors for variant in descriptor.variants]
    narrowed = len(places) > _WIDE
    of = request.query.get("of", model.descriptors[0].id)
    if of not in {descriptor.id for descriptor in model.descriptors}:
        of = model.descriptors[0].id
    columns = [
        MatrixColumn(
            id=f"{descriptor.id}.{variant.id}",
            descriptor=descriptor.called(lang),
            name=variant.called(lang),
            first=variant is descriptor.variants[0],
        )
        for descriptor, variant in places
    ]
    lines = [
        MatrixLine(
            id=f"{descriptor.id}.{variant.id}",
            descriptor=descriptor.called(lang),
            name=variant.called(lang),
            first=variant is descriptor.variants[0],
            span=len(descriptor.variants),
            cells=[
                _shown(
                    request,
                    cells.get(((descriptor.id, variant.id), place_of(column.id))),
                    own=column.id.startswith(f"{descriptor.id}."),
                    first=column.first,
                )
                for column in columns
            ],
        )
        for descriptor, variant in places
        if not narrowed or descriptor.id == of
    ]
    scenario, known = _scenario(request, model), names_of(request.view, "evidence")
    return MatrixPage(
        title=heading_of(part.text, lang),
        kind=part.kind.id,
        name=part.name,
        base=part.base,
        over=[MatrixGroup(name=one.called(lang), span=len(one.variants)) for one in model.descriptors],
        columns=columns,
        dense=len(columns) > _DENSE,
        lines=lines,
        scenario=scenario,
        unstable=sum(line.lack > 0 for line in scenario),
        descriptors=[(descriptor.id, descriptor.called(lang), descriptor.id == of) for descriptor in model.descriptors],
        narrowed=narrowed,
        sources=picker_of(request, "", ("evidence",), many=True),
        cited=[(one, known[one]) for one in dict.fromkeys(e for cell in cells.values() for e in cell.judgement.evidence) if one in known],
        unsaved=part.draft is not None,
        problems=(),
        reason=str(part.draft.settings.get("reason", "")) if part.draft is not None else "",
        judged=len(cells),
        count=len(places) ** 2 - sum(len(one.variants) ** 2 for one in model.descriptors),
    )


def _shown(request: PageRequest, cell: MatrixCell | None, *, own: bool, first: bool) -> ShownCell:
    if cell is None:
        return ShownCell(value="", reason="", evidence="", confidence="", own=own, first=first)
    value = list(cell.value) if isinstance(cell.value, tuple) else cell.value
    return ShownCell(
        value=entry_of(value),
        reason=cell.judgement.reason.in_language(request.lang),
        evidence=" ".join(cell.judgement.evidence),
        confidence=str(cell.judgement.confidence or ""),
        own=own,
        first=first,
    )


def _scenario(request: PageRequest, model: ScenarioModel) -> list[ScenarioLine]:
    """Return the scenario of the address weighed against its rivals; without one, where the first variants lead to."""
    given = {place_of(one) for one in request.query.getlist("v") if one.count(".") == 1}
    found = model.matrix()
    chosen = [next((k for k, one in enumerate(d.variants) if (d.id, one.id) in given), 0) for d in model.descriptors]
    if not given:
        for _ in range(_STEPS):
            following = list(successor(found, chosen))
            if following == chosen:
                break
            chosen = following
    weighed = balance(found, chosen)
    lines = []
    for number, descriptor in enumerate(model.descriptors):
        scores, best = weighed.scores[number], weighed.best[number][0]
        lines.append(
            ScenarioLine(
                id=descriptor.id,
                name=descriptor.called(request.lang),
                variants=[(v.id, v.called(request.lang), k == chosen[number], scores[k]) for k, v in enumerate(descriptor.variants)],
                score=scores[chosen[number]],
                rival=descriptor.variants[best].called(request.lang) if weighed.inconsistency[number] else "",
                lack=weighed.inconsistency[number],
            )
        )
    return lines
