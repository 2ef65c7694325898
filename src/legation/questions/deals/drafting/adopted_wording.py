"""For each bracketed paragraph the adopted paragraph nearest to it, the votes on it of those who bracket it now, and their tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from legation.dossier.models.draft import ADOPTED, AdoptedText
from legation.dossier.records import VOTES
from legation.language import Message
from legation.methods.drafting import Adopted, Nearest, nearest_adopted
from legation.questions.answer import AnswerTable
from legation.questions.base import inputs
from legation.questions.base.case import Case
from legation.questions.base.columns import DATE, EVIDENCE, SHARED, Columns
from legation.questions.base.conditions import Condition
from legation.questions.deals.drafting.draft import DraftInputs, cut
from legation.questions.deals.drafting.paragraphs import cut_version
from legation.questions.deals.drafting.tables import STANCE
from legation.rooms.drafting import Held, State, Unit, joined, standing
from legation.sources.draft.text import text_of

__all__ = [
    "ADOPTED_TEXT",
    "LEAST",
    "Before",
    "Corpus",
    "Voted",
    "adopted_known",
    "before",
    "nearest_table",
    "reading",
    "votes_table",
]


LEAST = 0.5
"""Similarity from which two paragraphs are called near."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """Adopted texts that were known, with their words; how many have none."""

    texts: tuple[tuple[AdoptedText, str], ...] = ()
    lost: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Voted:
    """What an actor says of the bracketed words now, and how it voted on the adopted text.

    Attributes
    ----------
    actor : str
        As the text names it.
    stance : str
        Of several brackets, ``oppose`` before ``support`` before the others.
    vote : str
        Empty where no vote is on record, or for a group.
    members : mapping of str to int
        For a group, how many of its members on the day of the vote cast which vote.
    """

    actor: str
    stance: str
    vote: str = ""
    members: Mapping[str, int] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """A reading of a bracketed paragraph and the nearest adopted one; similarity from 0 to 1 (Dice, of words in the same order).

    Attributes
    ----------
    bracket : str
        The bracket with whose words the paragraph is read; empty where it is read without any.
    """

    unit: str
    bracket: str
    text: str
    adopted: AdoptedText
    wording: str
    similarity: float
    votes: tuple[Voted, ...] = ()
    is_voted: bool = False

    @property
    def is_near(self) -> bool:
        """Whether the two are called near."""
        return self.similarity >= LEAST

    def those(self, vote: str) -> tuple[Voted, ...]:
        """Return who now stands against the near wording and cast a vote: who objects to it, or wants words in brackets added to it."""
        against = "oppose" if self.bracket else "support"
        return tuple(one for one in self.votes if one.stance == against and one.vote == vote)

    def groups(self) -> tuple[Voted, ...]:
        """Return the groups that stand against it."""
        against = "oppose" if self.bracket else "support"
        return tuple(one for one in self.votes if one.stance == against and one.members)


def adopted_known(case: Case) -> Corpus:
    """Return the adopted texts that were known, each with its words.

    Raises
    ------
    DossierError
        Where the list is faulty.
    """
    data = case.dossier.files.get(ADOPTED.pattern)
    if data is None:
        return Corpus()
    listed = ADOPTED.read(data, ADOPTED.pattern)
    texts = [(one, text_of(case.dossier.files, one.part)) for one in listed.texts]
    found = tuple((one, text) for one, text in texts if text is not None and text.strip())
    return Corpus(texts=found, lost=len(texts) - len(found))


def before(draft: DraftInputs, corpus: Corpus) -> tuple[Before, ...]:
    """Return the bracketed paragraphs in the order of the text, each with the nearest adopted wording.

    A paragraph is read once without its brackets, and once with each of them: a reading with a bracket counts where it is at least as near
    as that without. One that shares no word with an adopted text is left out.
    """
    lines = [
        (one, " ".join(paragraph.text.split())) for one, text in corpus.texts for paragraph in cut_version(text, "alternative").paragraphs
    ]
    readings = _readings(draft.room.state)
    near = _nearest([text for *_, text in readings], [Adopted(one.symbol, line) for one, line in lines])
    voted = {rollcall.id for rollcall in inputs.on_record(draft.case)}
    found: list[Before] = []
    bare: Nearest | None = None
    for at, ((unit, chosen, text), one) in enumerate(zip(readings, near, strict=True)):
        bare = one if chosen is None else bare
        brackets = [chosen] if chosen else _brackets(readings, at)
        if chosen is None and any(_counts(other, bare) for other in near[at + 1 : at + 1 + len(brackets)]):
            continue
        if one is not None and (chosen is None or _counts(one, bare)):
            adopted, wording = lines[one.adopted or 0]
            found.append(
                Before(
                    unit=unit.id,
                    bracket=chosen.id if chosen else "",
                    text=text,
                    adopted=adopted,
                    wording=wording,
                    similarity=one.similarity,
                    votes=_votes(draft, brackets, adopted),
                    is_voted=adopted.rollcall in voted,
                )
            )
    return tuple(found)


def _readings(state: State) -> list[tuple[Unit, Held | None, str]]:
    """Return each bracketed paragraph without its brackets, and after it with each of them."""
    found: list[tuple[Unit, Held | None, str]] = []
    by_unit: dict[str, list[Held]] = {}
    for one in state.held.values():
        by_unit.setdefault(one.unit, []).append(one)
    for unit in state.units:
        brackets = by_unit.get(unit.id, [])
        inside = {n for one in brackets for n in range(one.start, one.end)}
        for chosen in (None, *brackets) if brackets else ():
            span = range(chosen.start, chosen.end) if chosen else range(0)
            wording = joined([word for n, word in enumerate(unit.words) if n not in inside or n in span])
            found.append((unit, chosen, " ".join(wording.split())))
    return found


def _brackets(readings: list[tuple[Unit, Held | None, str]], at: int) -> list[Held]:
    """Return the brackets of the paragraph that is read without them at a place."""
    found: list[Held] = []
    for _, chosen, _ in readings[at + 1 :]:
        if chosen is None:
            break
        found.append(chosen)
    return found


def _nearest(texts: list[str], stored: list[Adopted]) -> list[Nearest | None]:
    """Return for each text the nearest adopted paragraph; None where no word is shared with any."""
    different = list(dict.fromkeys(texts))
    starts = dict(zip(accumulate((len(text) + 1 for text in different[:-1]), initial=0), different, strict=True)) if different else {}
    near = {starts[one.start]: one for one in nearest_adopted("\n".join(different), stored) if one.adopted is not None}
    return [near.get(text) for text in texts]


def _counts(near: Nearest | None, bare: Nearest | None) -> bool:
    """Whether a reading with a bracket is at least as near as that without."""
    return near is not None and (bare is None or near.similarity >= bare.similarity)


def _votes(inputs: DraftInputs, brackets: list[Held], adopted: AdoptedText) -> tuple[Voted, ...]:
    said: dict[str, list[str]] = {}
    evidence: dict[str, tuple[str, ...]] = {}
    for bracket in brackets:
        for actor, one in standing(inputs.room.state, bracket.id).items():
            said.setdefault(actor, []).append(one.stance)
            evidence[actor] = (*evidence.get(actor, ()), *inputs.behind(one))
    found = []
    for actor, stances in sorted(said.items()):
        strongest = next((word for word in ("oppose", "support") if word in stances), stances[0])
        vote, members = _vote_on(inputs, actor, adopted)
        found.append(Voted(actor=actor, stance=strongest, vote=vote, members=members, evidence=evidence[actor]))
    return tuple(found)


def _vote_on(inputs: DraftInputs, actor: str, adopted: AdoptedText) -> tuple[str, dict[str, int]]:
    """Return how an actor voted; for a group, how many of its members on that day cast which vote."""
    votes = inputs.case.dossier.votes
    if adopted.rollcall not in votes.rollcalls:
        return "", {}
    day = adopted.date.last.isoformat()
    members = [m.actor for m in inputs.room.state.members if m.group == actor and m.holds(day)]
    those = [inputs.room.actor(one) for one in members or [actor]]
    cast = [VOTES[code] for code in votes.matrix(those, [adopted.rollcall])[:, 0].tolist() if 0 <= code < len(VOTES)]
    if not members:
        return (cast[0] if cast else ""), {}
    return "", {vote: cast.count(vote) for vote in dict.fromkeys(cast)}


AREA = "what-did-they-say-before"
column = Columns(f"{AREA}.")


def reading(inputs: DraftInputs, row: Before) -> Message:
    """Return how a paragraph is read: with the words of one bracket, or without its brackets."""
    unit = inputs.label(row.unit)
    if row.bracket:
        return Message(f"{AREA}.with", unit=unit, words=inputs.words(inputs.room.state.held[row.bracket]))
    return Message(f"{AREA}.without", unit=unit)


def nearest_table(inputs: DraftInputs, rows: Sequence[Before]) -> AnswerTable:
    """Return a row for each bracketed paragraph."""
    made = [
        (
            reading(inputs, row),
            cut(row.text),
            row.adopted.symbol,
            row.adopted.date,
            row.similarity,
            cut(row.wording),
            Message(f"{AREA}.words.{row.adopted.words}"),
            inputs.seen(row.adopted.evidence),
        )
        for row in rows
    ]
    columns = (
        *column.text("unit", text="now", symbol="symbol"),
        DATE,
        *column.share("similarity"),
        *column.text("wording", words="whose-words"),
        EVIDENCE,
    )
    return AnswerTable(id="nearest", title=Message(f"{AREA}.nearest-table"), columns=columns, rows=tuple(made))


def votes_table(inputs: DraftInputs, near: Sequence[Before]) -> Iterator[AnswerTable]:
    """Yield who brackets each paragraph that has a near wording, and how they voted; nothing where nobody is on record."""
    rows: list[tuple[Any, ...]] = []
    for row in near:
        together: dict[tuple[str, Message], list[str]] = {}
        for one in row.votes:
            together.setdefault((one.stance, _vote_cell(row, one)), []).append(one.actor)
        for (stance, vote), actors in together.items():
            rows.append((reading(inputs, row), row.adopted.symbol, STANCE[stance], vote, inputs.names(tuple(actors))))
    if not rows:
        return
    columns = (*column.text("unit", "symbol", "stance", "vote"), *SHARED.actors("actors"))
    yield AnswerTable(id="votes", title=Message(f"{AREA}.votes-table"), columns=columns, rows=tuple(rows))


def _vote_cell(row: Before, one: Voted) -> Message:
    if row.adopted.without_vote:
        return Message(f"{AREA}.no-vote")
    if one.members:
        return Message(f"{AREA}.members-voted", yes=one.members.get("yes", 0), of=sum(one.members.values()))
    return Message(f"vote.{one.vote}") if one.vote else Message(f"{AREA}.vote-unknown")


def _has_adopted(case: Case, options: Mapping[str, Any]) -> object:
    return adopted_known(case).texts


ADOPTED_TEXT = Condition(id="adopted-text", place="adopted", check=_has_adopted)
