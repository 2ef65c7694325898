"""The statement that a question is about: the file as it was known, as far as one circle may hear it, with its judgement and its gate."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from legation.dossier import Duty, Evidence, Reading, SaidTo, Wording, standing
from legation.dossier.models.assessment_records import EvidenceItem, Hypothesis
from legation.dossier.models.statement import LISTS, STATEMENT, TIERS, StatementClaim, StatementModel, linked
from legation.errors import NotAvailable, WrongUse
from legation.language import Message, Spoken, fold
from legation.methods.response import Gate, possible
from legation.questions.base.case import Case
from legation.questions.base.part_inputs import PartInputs, choose_part, part_caveats
from legation.questions.incident.attribution.inputs import AssessmentInputs, find_assessment, shown
from legation.questions.incident.attribution.weights import Weighing, grade, weigh
from legation.questions.incident.response import Response, find_response
from legation.questions.incident.statement.failings import Failed, firm_of, merged, of_readings, of_registers, of_statement
from legation.questions.incident.statement.notified import with_duties
from legation.questions.incident.statement.whitewash import Intruder, Sentences, beside, whitewashed, withheld
from legation.sources.stix import Incidents, registers

__all__ = ["NAMING", "StatementInputs", "caveats", "find_statement", "within"]

AREA = "what-do-we-say"
NAMING = ("public-attribution", "joint-attribution")
"""The measures at whose gates a State may be named."""
_CLEARED = {"public": "TLP:CLEAR", "partners": "TLP:AMBER"}


@dataclass(frozen=True, kw_only=True)
class StatementInputs(PartInputs[StatementModel]):
    """A statement as one circle may hear it: without rows that are for a narrower one, its evidence that which the circle may be shown.

    Attributes
    ----------
    tier : {"public", "partners", "national"}
    tiers : mapping of str to str
        The circle of each claim, by id: the desk's, narrowed by markings and by what telling it reveals.
    response, assessment, weighing : Response, Asked, Weighing, or None
        Gates and judgement; None where the dossier has none.
    gates : tuple of Gate
        Those at which a State may be named.
    failings : tuple of Failed
        All that the dossier holds of the firm's failing, whoever may hear it.
    heard : frozenset of str
        Ids of those that the circle may hear.
    intruders : tuple of Intruder
        Who intruded, on whose word; empty below the gate.
    messages : tuple of SaidTo
        The messages of the dossier that the circle may know of.
    """

    tier: str
    tiers: Mapping[str, str]
    response: Response | None
    assessment: AssessmentInputs | None
    weighing: Weighing | None
    gates: tuple[Gate, ...]
    failings: tuple[Failed, ...] = ()
    heard: frozenset[str] = frozenset()
    intruders: tuple[Intruder, ...] = ()
    messages: tuple[SaidTo, ...] = ()

    @property
    def may_name(self) -> bool:
        """Whether a gate at which a State may be named is open."""
        return any(gate.state == "open" for gate in self.gates)

    @property
    def spoken(self) -> tuple[StatementClaim, ...]:
        """The claims of the draft: those that hold nobody responsible, and the others where a gate is open; none that is withheld."""
        return tuple(one for one in self.model.claims if (self.may_name or not one.party) and one.id not in self.withheld)

    @property
    def out(self) -> frozenset[str]:
        """The claims that stay out: they hold somebody responsible and no gate is open, or they are withheld."""
        return frozenset(one.id for one in self.model.claims) - frozenset(one.id for one in self.spoken)

    @property
    def analyst(self) -> str:
        """The analyst whose prior the judgement starts from."""
        return self.assessment.model.analysts[0].id if self.assessment else ""

    @property
    def leading(self) -> Hypothesis | None:
        """What stands first in the judgement."""
        return self.weighing.order(self.analyst)[0] if self.weighing else None

    @property
    def leading_named(self) -> bool:
        """Whether telling the judgement names somebody: a group, a State, or whoever planted its marks."""
        return self.leading is not None and self.leading.kind in ("group", "state", "false-flag")

    def may_show(self, row: Iterable[str]) -> bool:
        """Whether the circle may be shown all evidence of a row."""
        return all(item in self.visible for item in row)

    def firm(self) -> Spoken | Wording:
        """Return the firm as both languages name it; nobody's name is made up."""
        return firm_of(self.model)

    @functools.cached_property
    def withheld(self) -> Mapping[str, tuple[Failed, ...]]:
        """The claims that move blame from the firm, by id, with the failings that they do not say."""
        nameable = [one for one in self.model.claims if self.may_name or not one.party]
        found = {one.id: self.lacking(one.text, party=bool(one.party) and not self._is_firm(one.party)) for one in nameable}
        return {name: lacking for name, lacking in found.items() if lacking}

    @functools.cached_property
    def beside(self) -> tuple[Failed, ...]:
        """The failings that every draft for this circle prints in both languages."""
        return tuple(one for one in self.failings if one.id in self.heard and one.text.en and one.text.fr)

    def lacking(self, text: Wording, beside: Sequence[Failed] = (), *, party: bool = False) -> tuple[Failed, ...]:
        """Return the failings for the lack of which a text is withheld; those that it is ``beside`` about are said by the question."""
        there = {one.id for one in beside}
        missing = tuple(one for one in self.failings if one.id not in there)
        return whitewashed(text, missing, self.beside, party=party)

    def reason(self, lacking: Sequence[Failed]) -> Message:
        """Return why a text is withheld, with the true sentence to put beside it, as far as the circle may hear it."""
        known = [one for one in lacking if one.id in self.heard]
        return withheld(known, self.sentence(known), unheard=len(known) < len(lacking))

    def sentence(self, failed: Sequence[Failed]) -> Sentences:
        """Return what failed, what is mended, and who intruded on whose word: nobody is named below the gate."""
        somebody = any(one.party for one in self.model.claims)
        return beside(failed, self.intruders, "below-gate" if somebody and not self.may_name else "none")

    def _is_firm(self, party: str) -> bool:
        return fold(party) in {fold(name) for name in (self.model.firm.en, self.model.firm.fr) if name}

    def hears(self, item: EvidenceItem, unmarked: str) -> bool:
        """Whether the circle may be shown an item of the assessment."""
        sources = self.assessment.visible if self.assessment else self.visible
        return within(shown(item, grade(item, sources), sources, unmarked).tier, self.tier)


def within(tier: str, reader: str) -> bool:
    """Whether what is for one circle may be told to another, which is as narrow or narrower.

    >>> within("public", "national"), within("national", "partners")
    (True, False)
    """
    return TIERS.index(tier) <= TIERS.index(reader)


def find_statement(case: Case, name: str, tier: str, seed: int) -> StatementInputs:
    """Return the statement that was asked for, or the first by name, for a circle.

    Raises
    ------
    NotAvailable
        Where none was known.
    WrongUse
        Where there is none of the name.
    DossierError
        Where a part is faulty.
    """
    part = choose_part(case, STATEMENT, name, none=f"{AREA}.no-model", unknown=f"{AREA}.unknown-model")
    evidence, unmarked = part.visible, case.info.marking or "TLP:CLEAR"
    model = with_duties(case, part.model, lambda row: within(_tier_of(row, evidence, unmarked, case), tier))
    failed = _failings(case, model)
    records = {part: register.known_at(case.as_of) for part, register in registers(case.dossier.files).items()}
    tiers = {name: {_key(row): _tier(row, evidence, unmarked, records, case) for row in getattr(model, name)} for name in LISTS}
    rows: dict[str, Any] = {name: tuple(row for row in getattr(model, name) if within(tiers[name][_key(row)], tier)) for name in LISTS}
    shown_to = {
        name: row
        for name, row in evidence.items()
        if within(_tier(EvidenceItem(id="row", evidence=(name,)), evidence, unmarked, {}, case), tier)
    }
    rows["claims"] = linked(rows["claims"], shown_to)
    if not within(_tier(model, evidence, unmarked, {}, case), tier):
        rows |= {"ask": Wording(), "off_ramp": Wording()}
    response, assessment = _response(case, model.response), _assessment(case, model.assessment)
    gates = possible(response.model.situation(), response.model.thresholds()) if response else ()
    said = StatementInputs(
        model=dataclasses.replace(model, **rows),
        tier=tier,
        tiers={one.id: tiers["claims"][one.id] for one in rows["claims"]},
        others=part.others,
        visible=shown_to,
        response=response,
        assessment=assessment,
        weighing=weigh(assessment.model, assessment.visible, seed=seed) if assessment else None,
        gates=tuple(gate for gate in gates if gate.measure.id in NAMING),
        failings=failed,
        messages=tuple(row for row in standing(case.dossier.messages) if within(_tier_of(row, evidence, unmarked, case), tier)),
        heard=_heard(failed, rows, records, evidence, unmarked, tier, case),
    )
    return dataclasses.replace(said, intruders=_intruders(said, case)) if said.may_name else said


def _failings(case: Case, model: StatementModel) -> tuple[Failed, ...]:
    """Return what the dossier holds of the firm's failing: the statement's rows, the incidents that it is about, and readings on them."""
    about = {model.id, model.response, model.assessment, *(name for one in model.claims for name in one.objects)}
    rows = of_statement(model, model.part, case.dossier, case.as_of)
    return merged([*rows, *of_registers(case.dossier, case.as_of, about), *of_readings(case.dossier, about)])


def _tier_of(row: SaidTo | Reading | Duty, evidence: Mapping[str, Evidence], unmarked: str, case: Case) -> str:
    """Return the widest circle that may know of a row: by its marking, and by its evidence."""
    own = EvidenceItem(id="row", evidence=("row",))
    marked = _tier(own, {"row": Evidence(id="row", marking=row.marking)}, unmarked, {}, case)
    return max(marked, _tier(row, evidence, unmarked, {}, case), key=TIERS.index)


def _heard(
    failed: Sequence[Failed],
    rows: Mapping[str, Any],
    records: Mapping[str, Incidents],
    evidence: Mapping[str, Evidence],
    unmarked: str,
    tier: str,
    case: Case,
) -> frozenset[str]:
    """Return the failings that the circle may hear: the rows that are left for it, and the incidents that it may see."""
    there = {row.id for name in ("failings", "notices") for row in rows[name]}
    there.update(row.id for row in case.dossier.readings if within(_tier_of(row, evidence, unmarked, case), tier))
    registered = list(records.values())
    if tier in _CLEARED:
        registered = [one.cleared(_CLEARED[tier], "desk", unmarked=unmarked, day=case.as_of) for one in registered]
    there.update(str(name) for one in registered for name in one.by_id)
    return frozenset(one.id for one in failed if one.row in there)


def _intruders(inputs: StatementInputs, case: Case) -> tuple[Intruder, ...]:
    """Return who intruded, by the claims that say so, each on the word of its holder."""
    actors = {row.id for row in case.dossier.actors}
    found = []
    for one in inputs.model.claims:
        if one.party and not inputs._is_firm(one.party):
            dated = [inputs.visible[name].date for name in one.evidence if name in inputs.visible and inputs.visible[name].date]
            holder = case.named(str(one.holder)) if str(one.holder) in actors else one.holder
            found.append(Intruder(party=case.named(one.party), holder=holder, stated=dated[0] if dated else None))
    return tuple(dict.fromkeys(found))


def _key(row: Any) -> str:
    return str(getattr(row, "id", "") or row.to)


def _tier(row: Any, evidence: Mapping[str, Evidence], unmarked: str, records: Mapping[str, Incidents], case: Case) -> str:
    """Return the widest circle that may hear a row."""
    marks = {name: getattr(row, name) for name in ("collection", "reveals", "release") if hasattr(row, name)}
    item = EvidenceItem(id="row", evidence=row.evidence, **marks)
    found = [getattr(row, "tier", "public"), shown(item, grade(item, evidence), evidence, unmarked).tier]
    if getattr(row, "objects", ()):
        seen = {
            tier: {name for one in records.values() for name in one.cleared(marking, "desk", unmarked=unmarked, day=case.as_of).by_id}
            for tier, marking in _CLEARED.items()
        }
        found.append(next((tier for tier, names in seen.items() if names.issuperset(row.objects)), "national"))
    return max(found, key=TIERS.index)


def _response(case: Case, name: str) -> Response | None:
    try:
        return find_response(case, name)
    except (NotAvailable, WrongUse):
        return None


def _assessment(case: Case, name: str) -> AssessmentInputs | None:
    try:
        return find_assessment(case, name)
    except (NotAvailable, WrongUse):
        return None


def caveats(inputs: StatementInputs) -> Iterator[Message]:
    """Return what the file is, and which others there are."""
    return part_caveats(AREA, inputs)
