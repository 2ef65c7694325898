"""The explanation of vote, before or after it, and of position where none is taken: the delegation's words that the dossier holds.

The copy that is read out and handed over has no number of a source and no word on how it was made. A sheet of the drafter's own has the
rules, not for an author of the text, ten minutes at most, once (decision 34/401 of the General Assembly, paragraphs 6 and 7), and each
sentence with its sources. Where the dossier holds no word of ours there is a field, and nothing is written in anybody's name. Lines for one
audience are not in it: they were written to be said to that audience.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from legation.briefing.document import Block, Box, Bullets, Document, Form, Heading, Paragraph
from legation.briefing.labels import Sources, dressing, mark, text
from legation.briefing.markings.frame import at_least
from legation.dossier import RollCall, in_force, standing
from legation.dossier.parts import brief_settings
from legation.errors import BadValue, WrongUse
from legation.language import Lang, Message, say
from legation.questions import Case
from legation.questions.base import inputs
from legation.questions.votes.declarations import declared_votes, is_reported, name_of, titled
from legation.questions.votes.series import committee_vote

__all__ = ["KINDS", "MINUTES", "WORDS_A_MINUTE", "drafting_sheet", "explanation", "refusal"]

KINDS = ("before", "after", "position")
WORDS_A_MINUTE = 120
MINUTES = 10
"""How long an explanation may take at most."""
_PAST = 3
_PUBLIC = ("common_position", "promise")
"""What binds us and may be said in public: not an instruction."""


def refusal(case: Case, rollcall: str = "", us: str = "") -> Message | None:
    """Return why we are not offered an explanation of a vote: its authors and co-authors have none; None where nothing speaks against it.

    Parameters
    ----------
    case : Case
    rollcall : str
        Id or symbol; empty: the vote ahead.
    us : str
        The actor that we are, by id or name; empty: the one that the dossier's settings name.
    """
    ahead, actor = _vote(case, rollcall), _us(case, us)
    if actor not in ahead.all_sponsors:
        return None
    return Message("brief.explanation.author", actor=case.named(actor), rollcall=name_of(ahead))


def explanation(case: Case, lang: Lang, *, rollcall: str = "", kind: str = "before", us: str = "") -> Document:
    """Lay out the explanation of a vote or of a position as it is read out: without sources and rules.

    Parameters
    ----------
    case : Case
    lang : {"en", "fr"}
    rollcall : str
        Id or symbol; empty: the vote ahead.
    kind : {"before", "after", "position"}
    us : str
        The actor that we are, by id or name; empty: the one that the dossier's settings name (``us``), if any.

    Raises
    ------
    BadValue
        For a kind that is none.
    WrongUse
        We are an author of the text; or the roll call or the actor is not in the dossier.
    NotAvailable
        Where the dossier has no roll call.
    """
    ahead, actor, sources = _checked(case, rollcall, kind, us), _us(case, us), Sources(case, lang)
    spoken = _spoken(case, ahead, kind, actor, sources, lang)
    document = Document(
        **dressing(case, lang, f"explanation-{kind}"),
        title=text(f"explanation.title-{kind}", lang),
        subtitle=say(titled(ahead), lang),
        blocks=(*mark(case, sources, lang, rollcalls=[ahead.id]), *map(_without_numbers, spoken)),
    )
    own = case.info.brief.get("marking", "")
    return at_least(document, own, case.info.pap) if own and _brief_words(case, ahead) else document


def drafting_sheet(case: Case, lang: Lang, *, rollcall: str = "", kind: str = "before", us: str = "") -> Document:
    """Lay out the sheet that stays with the drafter of an explanation: the rules, and its sentences with their sources.

    Parameters and errors are those of :func:`explanation`. It is TLP:AMBER at least.
    """
    ahead, actor, sources = _checked(case, rollcall, kind, us), _us(case, us), Sources(case, lang)
    spoken = (*_spoken(case, ahead, kind, actor, sources, lang),)
    said = tuple(Paragraph(one.text, one.sources) for one in _paragraphs(spoken))
    blocks = (_rules(case, ahead, kind, actor, spoken, lang), Heading(text("explanation.sentences", lang), 2), Bullets(said))
    document = Document(
        **dressing(case, lang, f"explanation-{kind}-drafter"),
        title=text("explanation.title-drafter", lang),
        subtitle=say(titled(ahead), lang),
        blocks=(*mark(case, sources, lang, rollcalls=[ahead.id]), *blocks),
        sources=sources.entries(),
    )
    return at_least(document, "TLP:AMBER", case.info.pap)


def _checked(case: Case, rollcall: str, kind: str, us: str) -> RollCall:
    if kind not in KINDS:
        raise BadValue(Message("all-questions.bad-option", name="kind", found=kind[:40], allowed=" | ".join(KINDS)))
    refused = refusal(case, rollcall, us)
    if refused is not None:
        raise WrongUse(refused)
    return _vote(case, rollcall)


def _without_numbers(block: Block) -> Block:
    """Return what is read out without the numbers of its sources."""
    if isinstance(block, Paragraph):
        return dataclasses.replace(block, sources=())
    if isinstance(block, Bullets):
        return dataclasses.replace(block, items=tuple(dataclasses.replace(item, sources=()) for item in block.items))
    return block


def _rules(case: Case, ahead: RollCall, kind: str, us: str, spoken: tuple[Block, ...], lang: Lang) -> Box:
    """Return the box for the drafter: who may explain, how long it is, and that it is given once."""
    words = sum(len(one.text.split()) for one in _paragraphs(spoken))
    minutes = words / WORDS_A_MINUTE
    named = {"actor": case.named(us), "rollcall": name_of(ahead)} if us else {}
    who = Message(f"brief.explanation.rule-{'us' if us else 'who'}", **named)
    length = Message(f"brief.explanation.rule-{'long' if minutes > MINUTES else 'length'}", count=words, minutes=minutes, most=MINUTES)
    rules = [who, length, Message("brief.explanation.rule-once"), *_once(case, ahead, us), *_timing(case, ahead, kind)]
    lines = tuple(Paragraph(say(rule, lang), style="note") for rule in rules)
    return Box(text("explanation.rules", lang), (Bullets(lines),), "warning" if minutes > MINUTES else "plain")


def _once(case: Case, ahead: RollCall, us: str) -> Iterator[Message]:
    """Yield how we voted on the text at the other stage, and whether our vote differs: then it may be explained again."""
    committee = committee_vote(case, ahead)
    if committee is None or not us:
        return
    before, now = (_own_vote(case, row, us) for row in (committee, ahead))
    if before:
        form = "differs" if now and now != before else "same" if now else "committee"
        votes = {"before": Message(f"vote.{before}"), "now": Message(f"vote.{now}") if now else None}
        yield Message(f"brief.explanation.rule-{form}", rollcall=name_of(committee), **votes)


def _timing(case: Case, ahead: RollCall, kind: str) -> Iterator[Message]:
    """Yield what does not fit: an explanation before a vote that was held, of a position where a vote is recorded."""
    took_place = inputs.is_held(case, ahead)
    if kind == "before" and took_place:
        yield Message("brief.explanation.rule-too-late", date=ahead.date)
    if kind == "position":
        yield Message("brief.explanation.rule-voted" if took_place else "brief.explanation.rule-position")


def _spoken(case: Case, ahead: RollCall, kind: str, us: str, sources: Sources, lang: Lang) -> Iterator[Block]:
    """Yield what is read out: the text, our vote, our reasons with their sources; and fields for what the dossier has no words for."""
    yield Paragraph(text("explanation.address", lang), style="lead")
    yield Paragraph(text(f"explanation.opening-{kind}", lang, rollcall=titled(ahead)), sources.numbers(ahead.evidence), style="lead")
    yield Form(((text("eov.on-behalf", lang), 1), (text("eov.thanks", lang), 1)))
    if kind != "position":
        yield from _our_vote(case, ahead, kind, us, sources, lang)
    yield Heading(text("eov.reasons", lang), 2)
    reasons = (*_reasons(case, ahead, us, sources, lang),)
    yield Bullets(reasons) if reasons else Form(((text("eov.reasons-help", lang), 5),))
    yield from _our_past(case, ahead, us, sources, lang)
    against = kind != "position" and _own_vote(case, ahead, us) == "no"  # who votes against dissociates from no paragraph
    for part, lines in (("understanding", 3), ("dissociate", 2), ("closing", 2)):
        if part == "dissociate" and against:
            continue
        yield Heading(text(f"eov.{part}", lang), 2)
        yield Form(((text(f"eov.{part}-help", lang), lines),))
    yield Paragraph(text("explanation.thanks", lang))


def _our_vote(case: Case, ahead: RollCall, kind: str, us: str, sources: Sources, lang: Lang) -> Iterator[Block]:
    yield Heading(text("eov.vote", lang), 2)
    vote = _own_vote(case, ahead, us)
    if not vote:
        yield Form(((text("eov.our-vote", lang), 1),))
        return
    declared = declared_votes(case, ahead).get(us)
    evidence = ahead.evidence if inputs.is_held(case, ahead) or declared is None else declared.evidence
    tense = "after" if kind == "after" else "before"
    yield Paragraph(text(f"explanation.vote-{tense}-{vote}", lang), sources.numbers(evidence))


def _reasons(case: Case, ahead: RollCall, us: str, sources: Sources, lang: Lang) -> Iterator[Paragraph]:
    """Yield our words on the text, each once: those of the note for the public, lines for everybody, what we said, what binds us."""
    rows = [
        *((row.text, row.evidence) for row in standing(case.dossier.messages) if not row.audience and _on(case, row, ahead)),
        *_own_words(case, ahead, us),
        *(
            (row.text, row.evidence)
            for row in standing(case.dossier.obligations)
            if row.kind in _PUBLIC and in_force(row, ahead.date.last if ahead.date else case.as_of)
        ),
    ]
    found = {say(words, lang): evidence for words, evidence in ((_brief_words(case, ahead), ()), *rows) if words}
    for words, evidence in found.items():
        yield Paragraph(words, sources.numbers(evidence))


def _own_words(case: Case, ahead: RollCall, us: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the words by which we took our position on the issue, as its sources quote them; not those of others who report it."""
    rows = {row.id: row for row in case.dossier.evidence if row.kind == "statement" and row.quote}
    for position in standing(case.dossier.positions):
        if us and position.actor == us and ahead.issue and position.issue == ahead.issue:
            yield from ((rows[e].quote, (e,)) for e in position.evidence if e in rows and not is_reported(case, us, (e,)))


def _our_past(case: Case, ahead: RollCall, us: str, sources: Sources, lang: Lang) -> Iterator[Block]:
    """Yield how we voted on the title before."""
    past = [(row, vote) for row in inputs.same_title(ahead, inputs.profile(case).rollcalls) if (vote := _own_vote(case, row, us))]
    if past:
        yield Heading(text("explanation.past", lang), 2)
        yield Bullets(
            tuple(
                Paragraph(
                    text("explanation.past-vote", lang, rollcall=name_of(row), date=row.date or "—", vote=Message(f"vote.{vote}")),
                    sources.numbers(row.evidence),
                )
                for row, vote in past[-_PAST:]
            )
        )


def _brief_words(case: Case, ahead: RollCall) -> object:
    """Return what the note says in public, where the note is about this vote; nothing else."""
    named = case.info.parameters.get("rollcall")
    about = case.meant_rollcall(str(named)) if named else None
    return brief_settings(case.info.brief).say if about is not None and about.id == ahead.id else ""


def _on(case: Case, row: object, ahead: RollCall) -> bool:
    """Whether a line is on the issue of a vote, or serves an objective that names the vote."""
    goals = {one.id for one in standing(case.dossier.objectives) if one.rollcall == ahead.id}
    issue, objective = getattr(row, "issue", ""), getattr(row, "objective", "")
    return bool((ahead.issue and issue == ahead.issue) or objective in goals)


def _own_vote(case: Case, row: RollCall, us: str) -> str:
    """Return our vote: as it is on record, else as we declared it; empty where neither is known."""
    if not us:
        return ""
    code = int(inputs.ballots(case, [us], [row.id])[0, 0]) if us in case.dossier.votes.actors else 0
    declared = declared_votes(case, row).get(us)
    word = inputs.CODES[code or (declared.vote if declared else 0)]
    return word if word != "missing" else ""


def _paragraphs(blocks: tuple[Block, ...]) -> Iterator[Paragraph]:
    """Yield what is read out of blocks: paragraphs and lists, not headings and fields."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        elif isinstance(block, Bullets):
            yield from block.items


def _vote(case: Case, rollcall: str) -> RollCall:
    return inputs.find_rollcall(case, rollcall or str(case.info.parameters.get("rollcall") or ""))


def _us(case: Case, given: str) -> str:
    """Return the actor that we are; empty where nobody says it."""
    if given:
        return case.reference("actors", given)
    named = str(case.info.parameters.get("us") or "")
    return named if any(row.id == named for row in case.dossier.actors) else ""
