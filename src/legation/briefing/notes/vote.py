"""The note on a vote that is coming: will it pass, who makes the difference, what is asked of whom."""

from __future__ import annotations

from legation.briefing.notes.audience import messages
from legation.briefing.notes.declaration import PEOPLE, WANTED, Approach, Material, Note, Sentence
from legation.briefing.notes.reactions import vote_reactions
from legation.dossier import RollCall, Wording
from legation.dossier.records.row import CAST
from legation.language import Message
from legation.questions.actors.contacts import planned_contacts
from legation.questions.base import inputs
from legation.questions.base.estimate_words import estimate
from legation.questions.votes.declarations import name_of
from legation.questions.votes.goal import wanted_of_vote
from legation.questions.votes.whom_to_see import MemberToSee, whom_to_see

__all__ = ["NOTE"]

_COUNT = "do-we-have-the-votes"
_ENOUGH = 3
"""From so many on, those whom the desk plans to approach, or has a message for, are the ones to see."""
_EVEN = 0.55
"""Below this chance of the likelier outcome, nobody can say which it is."""


def _bottom_line(material: Material) -> Sentence | None:
    """Return how likely the text is to be adopted, by how much, and how such estimates did."""
    chance, expected = material.finding(f"{_COUNT}:chance"), material.finding(f"{_COUNT}:expected")
    if expected is None:
        return None
    values = dict(expected.message.values)
    record = material.finding("how-good-were-we:held")
    record_of = Message("note.vote.record", **record.message.values) if record else Message("note.vote.no-record")
    if chance is None:
        return Sentence(message=Message("note.vote.expected", record=record_of, **values), evidence=expected.evidence)
    share = float(chance.message.values["share"])
    likelier = max(share, 1 - share)
    outcome = "even" if likelier < _EVEN else "adopted" if share >= 0.5 else "not-adopted"
    word = Wording(**dict(estimate(likelier).words))  # without the number, which stands beside it
    message = Message(f"note.vote.{outcome}", word=word, chance=likelier, record=record_of, **values)
    aim = _aim_chance(material, share)
    return Sentence(message=Message("note.vote.with-aim", line=message, aim=aim) if aim else message, evidence=expected.evidence)


def _aim_chance(material: Material, share: float) -> Message | None:
    """Return how likely our own aim is where it is not the adoption: a number of votes in favour, else the defeat."""
    counted = next((one for name, one in material.found((f"{_COUNT}:aim",))), None)
    if counted is not None:
        values = {name: number for name, number in counted.message.values.items() if name in ("at_least", "at_most")}
        chance = float(counted.message.values["share"])
        form = "between" if len(values) > 1 else "at-least" if "at_least" in values else "at-most"
    elif (ahead := _ahead(material)) and wanted_of_vote(material.case, ahead).goal == "defeat":
        values, chance, form = {}, 1 - share, "defeat"
    else:
        return None
    word = Wording(**dict(estimate(chance).words))
    return Message(f"note.vote.aim.{form}", word=word, chance=chance, **values)


def _approaches(material: Material) -> tuple[Approach, ...]:
    ahead = _ahead(material)
    if ahead is None:
        return ()
    past = [row for row in inputs.same_title(ahead, material.case.dossier.rollcalls) if row.id in material.case.held]
    wordings = messages(material.case)
    return tuple(_approach(material, one, past[-1] if past else None, wordings.get(one.actor.id, Wording())) for one in _chosen(material))


def _approach(material: Material, one: MemberToSee, past: RollCall | None, words: Wording) -> Approach:
    """Return an approach: the vote to ask for, how likely it is, and what the desk says for it."""
    case = material.case
    code = inputs.CODES[int(inputs.ballots(case, [one.actor.id], [past.id])[0, 0])] if past else ""
    vote = Message(f"note.vote.past.{code if code in CAST else 'away'}", rollcall=name_of(past), date=past.date) if past and code else None
    expected = Message("note.vote.open", estimate=Message(f"note.vote.cast.{one.ask_from}"), chance=one.open, actor=one.actor)
    return Approach(
        who=one.actor,
        ask=one.ask,
        tell=words,
        reason=expected,
        last=vote,
        evidence=one.evidence,
    )


def _chosen(material: Material) -> tuple[MemberToSee, ...]:
    """Return whom to win, in the order of the list.

    Those whom the desk plans to approach come first; where these are few, then those for whom it has a message, then the others.
    """
    ahead, case = _ahead(material), material.case
    there = [one for one in whom_to_see(case, ahead) if one.ask and one.side == "win"] if ahead else []
    planned = {row.actor for row in planned_contacts(case) if ahead and row.rollcall in ("", ahead.id)}
    wordings = messages(case).keys() - planned
    chosen: list[MemberToSee] = []
    for names in (planned, wordings, {one.actor.id for one in there} - planned - wordings):
        if len(chosen) < _ENOUGH:
            chosen += [one for one in there if one.actor.id in names]
    return tuple(chosen[:PEOPLE])


def _more(material: Material) -> dict[str, tuple[Sentence, ...]]:
    """Return what the approaches of the table may bring and what others do."""
    chosen = _chosen(material)
    found: dict[str, tuple[Sentence, ...]] = {}
    if chosen:
        found["gain"] = (Sentence(message=Message("note.vote.gain", gain=sum(one.open for one in chosen))),)
    ahead = _ahead(material)
    found["reactions"] = tuple(vote_reactions(material, ahead)) if ahead else ()
    return found


def _ahead(material: Material) -> RollCall | None:
    """Return the vote that the count is of; None where it counts none, or one that was held."""
    answer = material.answer(_COUNT)
    name = str(answer.provenance.options.get("rollcall") or "") if answer and answer.provenance else ""
    if not name:
        return inputs.vote_ahead(material.case)
    row = material.case.rollcall(name)
    return None if inputs.is_held(material.case, row) else row


def _lacks_goal(material: Material) -> bool:
    """Whether a vote is ahead of which nobody says what we want."""
    ahead = _ahead(material)
    return ahead is not None and not wanted_of_vote(material.case, ahead).goal


def _subject(material: Material) -> tuple[str, ...]:
    row = _ahead(material)
    return tuple(part for part in (row.id, row.issue) if part) if row else ()


NOTE = Note(
    situation="vote",
    questions=(_COUNT, "who-can-move", "who-would-call-a-vote", "how-good-were-we", "what-is-due", "is-the-strategy-sound"),
    bottom_line=_bottom_line,
    says={
        "situation": (f"{_COUNT}:goal", f"{_COUNT}:committee", f"{_COUNT}:declared", f"{_COUNT}:rule"),
        "reactions": (),
        "uncertainties": ("is-the-strategy-sound:contradicted",),
    },
    picture=(f"{_COUNT}:tally", f"{_COUNT}:seats"),
    approaches=_approaches,
    more=_more,
    subject=_subject,
    wants=(*WANTED, "record"),
    enough=_ENOUGH,
    asks_for_aim=_lacks_goal,
)
