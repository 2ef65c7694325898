"""The draft, paragraph by paragraph in both languages: a version that the file does not give is a gap, and nothing is made up for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from legation.dossier import Wording
from legation.dossier.models.statement import Failing, Harm, Notified
from legation.language import LANGUAGES, Lang, Message, say
from legation.questions.base.estimate_words import estimate
from legation.questions.incident.attribution.words import named, quoted
from legation.questions.incident.statement.failings import Failed, days_late
from legation.questions.incident.statement.inputs import StatementInputs

__all__ = ["ALWAYS", "DraftParagraph", "draft"]

AREA = "what-do-we-say"
_LIKELY = {"formal": "likelihood-formal", "plain": "likelihood-plain"}
"""By tone, the sentence that says how likely it is."""

ALWAYS = ("failing", "notice", "harm")
"""Kinds that stand in every draft, or their lack does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftParagraph:
    """One paragraph of the draft.

    Attributes
    ----------
    kind : str
        ``claim``, ``likelihood``, ``confidence``, ``failing``, ``notice``, ``harm``, ``ask``, ``off-ramp``, or ``withheld``: what stands in
        the place of a paragraph that moves blame from the firm and does not say its failing.
    row : str
        Id of its row in the file; empty where it is made of the dossier, or nothing is recorded.
    texts : mapping-like tuple of (lang, text)
        A language without text has a gap.
    recorded : bool
        Whether the dossier gives it; where not, its text says that it does not.
    """

    kind: str
    row: str
    texts: tuple[tuple[Lang, str], ...]
    evidence: tuple[str, ...] = ()
    recorded: bool = True

    def text(self, lang: Lang) -> str:
        """Return the text in a language; empty where there is a gap."""
        return dict(self.texts)[lang]

    @property
    def gaps(self) -> tuple[Lang, ...]:
        """The languages in which it is missing."""
        return tuple(lang for lang, text in self.texts if not text)


def draft(inputs: StatementInputs, as_of: dt.date) -> tuple[DraftParagraph, ...]:
    """Return the draft: claims, the judgement in two sentences, what is always printed, what is asked for, and the way out."""
    model = inputs.model
    return (
        *_claims(inputs),
        *_judgement(inputs),
        *(_failing(inputs, one) for one in model.failings),
        *_bare("failing", inputs, empty=not model.failings),
        *(_notice(inputs, one, as_of) for one in model.notices),
        *_bare("notice", inputs, empty=not model.notices),
        *(_harm(inputs, one) for one in model.harms),
        *_bare("harm", inputs, empty=not model.harms),
        *_closing(inputs),
    )


def _claims(inputs: StatementInputs) -> Iterator[DraftParagraph]:
    """Yield the claims in the order of the file, and why in the place of each that is withheld."""
    spoken = {one.id for one in inputs.spoken}
    for one in inputs.model.claims:
        if one.id in spoken:
            yield DraftParagraph(kind="claim", row=one.id, texts=_own(one.text), evidence=inputs.seen(one.evidence))
        elif one.id in inputs.withheld:
            yield _withheld(inputs, one.id, inputs.withheld[one.id])


def _withheld(inputs: StatementInputs, row: str, lacking: Sequence[Failed]) -> DraftParagraph:
    evidence = inputs.seen(*(one.evidence for one in lacking if one.id in inputs.heard))
    return DraftParagraph(kind="withheld", row=row, texts=_said(inputs.reason(lacking)), evidence=evidence)


def _own(text: Wording) -> tuple[tuple[Lang, str], ...]:
    return (("en", text.en), ("fr", text.fr))


def _said(message: Message, *texts: Wording) -> tuple[tuple[Lang, str], ...]:
    """Return a sentence in each language in which the file gives all texts that it quotes."""
    return tuple((lang, say(message, lang) if all(getattr(one, lang) for one in texts) else "") for lang in LANGUAGES)


def _bare(kind: str, inputs: StatementInputs, *, empty: bool) -> Iterator[DraftParagraph]:
    if empty:
        yield DraftParagraph(kind=kind, row="", texts=_said(Message(f"{AREA}.say.no-{kind}", firm=inputs.firm())), recorded=False)


def _judgement(inputs: StatementInputs) -> Iterator[DraftParagraph]:
    """Yield how likely it is, and how sound the basis is: two sentences; neither where it would name somebody below the gate."""
    if inputs.assessment is None or inputs.weighing is None or inputs.leading is None or (inputs.leading_named and not inputs.may_name):
        return
    lacking = inputs.lacking(Wording(), party=True) if inputs.leading_named else ()
    if lacking:
        yield _withheld(inputs, "", lacking)
        return
    evidence = inputs.seen(inputs.assessment.resting())
    value = inputs.weighing.chance(inputs.analyst, inputs.leading.id)[1]
    values = {
        "holder": inputs.assessment.holder,
        "hypothesis": named(inputs.leading),
        "word": estimate(value, inputs.assessment.model.scale),
    }
    likely = Message(f"{AREA}.say.{_LIKELY[inputs.model.tone]}", **values)
    yield DraftParagraph(kind="likelihood", row="", texts=_said(likely), evidence=evidence)
    if inputs.assessment.model.confidence:
        sure = Message(f"{AREA}.say.confidence", confidence=Message(f"confidence.{inputs.assessment.model.confidence}"))
        yield DraftParagraph(kind="confidence", row="", texts=_said(sure), evidence=evidence)


def _failing(inputs: StatementInputs, one: Failing) -> DraftParagraph:
    form = "failing" if one.date is None else "failing-since"
    message = Message(f"{AREA}.say.{form}", firm=inputs.firm(), text=quoted(one.id, one.text), date=one.date)
    return DraftParagraph(kind="failing", row=one.id, texts=_said(message, one.text), evidence=inputs.seen(one.evidence))


def _notice(inputs: StatementInputs, one: Notified, as_of: dt.date) -> DraftParagraph:
    late = days_late(one, as_of)
    if one.made is None:
        form = "untold" if late else "untold-yet"
    else:
        form = "told" if one.due is None else "told-late" if late else "told-in-time"
    values = {"firm": inputs.firm(), "to": quoted(one.id, one.to), "due": one.due, "made": one.made, "count": late}
    texts = _said(Message(f"{AREA}.say.{form}", **values), one.to)
    return DraftParagraph(kind="notice", row=one.id, texts=texts, evidence=inputs.seen(one.evidence))


def _harm(inputs: StatementInputs, one: Harm) -> DraftParagraph:
    low, value, high = one.number or (0.0, 0.0, 0.0)
    form = "harm-uncounted" if one.number is None else "harm-one" if low == high else "harm-range"
    message = Message(f"{AREA}.say.{form}", text=quoted(one.id, one.text), low=low, value=value, high=high)
    return DraftParagraph(kind="harm", row=one.id, texts=_said(message, one.text), evidence=inputs.seen(one.evidence))


def _closing(inputs: StatementInputs) -> Iterator[DraftParagraph]:
    for kind, text in (("ask", inputs.model.ask), ("off-ramp", inputs.model.off_ramp)):
        lacking = inputs.lacking(text)
        if lacking:
            yield _withheld(inputs, kind, lacking)
        elif text:
            yield DraftParagraph(kind=kind, row="", texts=_own(text), evidence=inputs.seen(inputs.model.evidence))
