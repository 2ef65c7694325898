"""What is known of one vote before it is held: totals, sponsors, votes like it, and each reported word with whose interest it serves."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from legation.dossier import Evidence, RollCall, standing
from legation.dossier.tables.labels import named_source
from legation.language import LANGUAGES, AnyOrder, Message, say
from legation.questions.base import inputs
from legation.questions.base.case import Case, joined_evidence
from legation.questions.base.inputs import CODES, IntArray
from legation.questions.votes.declarations import Declarations, declared_votes, name_beside, name_of
from legation.questions.votes.declared import RollUp
from legation.questions.votes.replies import DECLARED, DeclaredWord, Places, places_on

__all__ = [
    "PARTS_OF_A_TEXT",
    "Bearing",
    "KnownOfVote",
    "bearing",
    "is_weak",
    "known_of_vote",
    "on_the_text",
    "sides_of_tellers",
]


Bearing: TypeAlias = Literal["declared", "reported"]
"""How a word on a vote counts: as a member's own, or as what others say of it."""
_OPPOSITE = {CODES.index("yes"): CODES.index("no"), CODES.index("no"): CODES.index("yes")}
_WEAK_RELIABILITY, _WEAK_CREDIBILITY = ("D", "E", "F"), 4


def bearing(vote: int, *, own: bool, tellers: Collection[int], weak: bool) -> Bearing:
    """Say whether a word on a member's vote counts as declared or as reported.

    A member's own word is declared. What a party reports against its own interest, a vote for the other side than its own, is as good as
    declared; what it reports in its interest, and what is told by somebody whose side is not known, is reported. A word from a source of a
    low grade is reported, whoever said it.

    Parameters
    ----------
    vote : int
        The code of the vote that is said: 1 yes, 2 abstain, 3 no.
    own : bool
        Whether the member says it itself.
    tellers : collection of int
        How those who tell it vote themselves, by code; nobody's side known: empty.
    weak : bool
        Whether the source is of a low grade; see :func:`is_weak`.

    Examples
    --------
    >>> bearing(3, own=True, tellers=(), weak=False), bearing(1, own=False, tellers=(1,), weak=False)
    ('declared', 'reported')
    >>> bearing(3, own=False, tellers=(1,), weak=False), bearing(3, own=False, tellers=(1,), weak=True)
    ('declared', 'reported')
    """
    against_interest = any(_OPPOSITE.get(side) == vote for side in tellers)
    return "declared" if not weak and (own or against_interest) else "reported"


def is_weak(sources: Sequence[Evidence]) -> bool:
    """Whether every source of a word has a low grade: reliability D to F, or credibility 4 to 6. A grade that is not given is not low.

    >>> is_weak([]), is_weak([Evidence(id="a", reliability="D")]), is_weak([Evidence(id="a", credibility=5), Evidence(id="b")])
    (False, True, False)
    """
    return bool(sources) and all(
        row.reliability in _WEAK_RELIABILITY or (row.credibility is not None and row.credibility >= _WEAK_CREDIBILITY) for row in sources
    )


def sides_of_tellers(case: Case, sources: Sequence[Evidence], sides: Mapping[str, int]) -> tuple[int, ...]:
    """Return how those vote themselves who tell something, as far as their side on the vote is known.

    Parameters
    ----------
    sources : sequence of Evidence
        Where it is told; the origin is whose word it is, else the publisher.
    sides : mapping of str to int
        The code of the vote of each actor whose side is known.
    """
    found = []
    for row in sources:
        teller = named_source(row, "origin")
        if isinstance(teller, str) and (actor := _named_in(case, teller, sides)):
            found.append(sides[actor])
    return tuple(found)


def _named_in(case: Case, teller: str, actors: Collection[str]) -> str:
    """Return the actor that a teller's name holds, by id or by name in either language; of several, the one of the longest name."""
    everybody = case.once(("names of actors",), lambda: _names_of(case))
    matches = [(len(name), actor, name) for actor, names in everybody.items() for name in names if name in teller]
    there = [(length, actor) for length, actor, name in matches if re.search(rf"\b{re.escape(name)}\b", teller)]
    actor = max(there, default=(0, ""))[1]
    return actor if actor in actors else ""


def _names_of(case: Case) -> dict[str, set[str]]:
    """Return what each actor is called: its id, and its name in each language."""
    return {row.id: {row.id, *(say(case.named(row.id), lang) for lang in LANGUAGES)} for row in case.dossier.actors}


AREA = "vote-known"
SAME_SESSION = dt.timedelta(days=240)
"""How long before a vote an earlier one may have been held on the same text, where the dossier does not number the sessions."""
PARTS_OF_A_TEXT = ("amendment", "paragraph", "motion")
_YES = CODES.index("yes")
_TOTALS = {"yes": "total_yes", "no": "total_no", "abstain": "total_abstain"}


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class KnownOfVote:
    """What is known of a vote, member by member in the order of ``members``.

    Attributes
    ----------
    members : tuple of str
    places : Places
        Where each member stands by all that was said, and by which words.
    declarations : mapping of str to Declared
        The vote that each member has declared, as tables show it: as a sponsor, by a promise, by an answer, as reported.
    declared : ndarray of int8, shape (n_members,)
        The member's own word, and what a party reports against its own interest; 0 where there is none.
    reported : ndarray of int8, shape (n_members,)
        What others report, and a word from a source of a low grade; 0 where there is none.
    away : ndarray of bool, shape (n_members,)
        Who says itself that it takes no part.
    sponsors : ndarray of bool, shape (n_members,)
        Who put the text forward or joined, has a vote, and has not said otherwise since.
    totals : mapping of str to int, or None
        ``yes``, ``no`` and ``abstain`` of the latest earlier vote on the same text [members].
    totals_of : RollCall or None
        Where they come from.
    like : ndarray of int8, shape (n_members, k)
        Votes on the same text before, member by member, and on texts that the desk names as alike.
    like_of : tuple of RollCall
        Where the columns come from.
    on_text : frozenset of str
        Ids of those that were held on the same text.
    warnings : tuple of Message
        What was left out, and why.
    """

    members: tuple[str, ...]
    places: Places
    declarations: Declarations
    declared: IntArray
    reported: IntArray
    away: npt.NDArray[np.bool_]
    sponsors: npt.NDArray[np.bool_]
    totals: Mapping[str, int] | None
    totals_of: RollCall | None
    like: IntArray
    like_of: tuple[RollCall, ...]
    on_text: frozenset[str]
    warnings: tuple[Message, ...]

    @property
    def said(self) -> IntArray:
        """The latest word of or on each member, shape (n_members,): sponsors and reports count as words."""
        return np.array([self.declarations[a].vote if a in self.declarations else 0 for a in self.members], np.int8)

    @property
    def evidence(self) -> tuple[str, ...]:
        """The evidence of all that is used."""
        of_votes = [row.evidence for row in (*([self.totals_of] if self.totals_of else []), *self.like_of)]
        return joined_evidence([*(declared.evidence for declared in self.declarations.values()), *of_votes])


def known_of_vote(case: Case, ahead: RollCall, members: Sequence[str]) -> KnownOfVote:
    """Return what the dossier knows of a vote at its date, for the members that have a vote in it.

    Rules: the own words that stand count, and take a sponsor's yes back where they are another; totals that cannot be are left out; of an
    earlier vote on the same text, votes member by member are taken where they are known, totals where they are not.
    """
    there = tuple(members)
    declarations = {actor: word for actor, word in declared_votes(case, ahead).items() if actor in set(there)}
    places = places_on(case, ahead)
    sponsors, otherwise = _sponsors(ahead, there, places)
    declared, reported = _words(case, ahead, there, places, sponsors)
    before = on_the_text(case, ahead)
    by_member = [row for row in before if _is_by_member(case, there, row)]
    like_of, unused = _like(case, ahead, there, by_member)
    totals, totals_of, wrong = _totals(there, declared, [row for row in before if row not in by_member])
    warnings = [Message(f"{AREA}.totals-kept-out", rollcall=name_beside(row, ahead), why=why) for row, why in wrong]
    warnings += [Message(f"{AREA}.like-unknown", rollcall=name_beside(row, ahead)) for row in unused]
    if otherwise:
        names = AnyOrder(case.names(otherwise))
        warnings.append(Message(f"{AREA}.sponsor-otherwise", count=len(otherwise), actors=names, rollcall=name_of(ahead)))
    return KnownOfVote(
        members=there,
        places=places,
        declarations=declarations,
        declared=declared,
        reported=reported,
        away=_away(case, there, places),
        sponsors=np.array([a in sponsors for a in there], bool),
        totals=totals,
        totals_of=totals_of,
        like=inputs.ballots(case, there, [row.id for row in like_of]),
        like_of=tuple(like_of),
        on_text=frozenset(row.id for row in by_member),
        warnings=tuple(warnings),
    )


def on_the_text(case: Case, ahead: RollCall) -> tuple[RollCall, ...]:
    """Return the earlier votes on the same text, oldest first: on its title, in its session and body, not after it, and on the whole of it.

    Where a session is not numbered, the earlier vote lies at most :data:`SAME_SESSION` before. What was voted on in committee under the
    same title in another session was another text.
    """
    day = ahead.date.last if ahead.date else case.as_of
    rows = standing(case.dossier.rollcalls)
    stages = ("committee",) if ahead.stage == "committee" else ("committee", "plenary")
    same = [row for stage in stages for row in inputs.same_title(ahead, rows, stage=stage)]
    found = [row for row in same if row.date and row.on not in PARTS_OF_A_TEXT and _is_one_body(ahead, row) and _is_before(ahead, row, day)]
    return tuple(sorted(found, key=lambda row: (str(row.date), row.id)))


def _is_one_body(ahead: RollCall, row: RollCall) -> bool:
    return not ahead.body or not row.body or ahead.body == row.body


def _is_before(ahead: RollCall, row: RollCall, day: dt.date) -> bool:
    """Whether a roll call was held in the session of the one ahead, and not after it."""
    if row.date is None or row.date.first > day:
        return False
    if ahead.session is not None and row.session is not None:
        return ahead.session == row.session
    return row.date.first >= day - SAME_SESSION


def _is_by_member(case: Case, members: tuple[str, ...], row: RollCall) -> bool:
    """Whether the dossier holds most of a roll call's votes, member by member."""
    cast = int(np.count_nonzero(inputs.ballots(case, members, [row.id])))
    return cast > 0 and 2 * cast >= sum(getattr(row, name) or 0 for name in _TOTALS.values())


def _like(case: Case, ahead: RollCall, members: tuple[str, ...], on_text: Sequence[RollCall]) -> tuple[list[RollCall], list[RollCall]]:
    """Return the votes on the text before and those named as alike whose votes are known, and those named whose votes are not."""
    rows = {row.id: row for row in standing(case.dossier.rollcalls)}
    named = [rows[name] for name in dict.fromkeys(ahead.like) if name in rows and name != ahead.id and rows[name] not in on_text]
    there = [row for row in named if _is_by_member(case, members, row)]
    return [*on_text, *there], [row for row in named if row not in there]


def _totals(
    members: tuple[str, ...], declared: IntArray, before: Sequence[RollCall]
) -> tuple[Mapping[str, int] | None, RollCall | None, list[tuple[RollCall, Message]]]:
    """Return the totals of the latest vote whose totals can be, where they come from, and those that cannot be with the reason."""
    wrong: list[tuple[RollCall, Message]] = []
    for row in reversed(before):
        given = {word: getattr(row, name) for word, name in _TOTALS.items()}
        if None in given.values() or not any(given.values()):
            continue
        faults = list(_faults(given, members, declared))
        if not faults:
            return given, row, wrong
        wrong.append((row, faults[0]))
    return None, None, wrong


def _faults(totals: Mapping[str, int], members: tuple[str, ...], declared: IntArray) -> Iterator[Message]:
    """Yield why totals cannot be those of these members."""
    count = sum(totals.values())
    if count > len(members):
        yield Message(f"{AREA}.above-members", count=count, of=len(members))
    for word, number in totals.items():
        said = int((declared == CODES.index(word)).sum())
        if number < said:
            yield Message(f"{AREA}.below-declared", vote=Message(f"vote.{word}"), number=number, count=said)


def _sponsors(ahead: RollCall, members: tuple[str, ...], places: Places) -> tuple[set[str], list[str]]:
    """Return the sponsors that count, who have a vote, and those of them that said otherwise since."""
    there = set(members)
    otherwise = [a for a in dict.fromkeys(ahead.all_sponsors) if a in there and places.own.place.get(a) != "yes"]
    return set(ahead.all_sponsors) & there - set(otherwise), otherwise


def _words(case: Case, ahead: RollCall, members: tuple[str, ...], places: Places, sponsors: set[str]) -> tuple[IntArray, IntArray]:
    """Return the declared and the reported votes: each word where :func:`~legation.questions.votes.evidence.bearing` puts it.

    What others tell counts beside a member's own words only where it is not older than they are.
    """
    said = {actor: words for actor in members if (words := _in_force(places, places.own, actor))}
    stands = {actor: code for actor in places.own.place if (code := _code(places.own.place[actor]))}
    sides = stands | dict.fromkeys((a for a in ahead.all_sponsors if a not in said), _YES)
    last = {word.actor: word.date for word in places.words.values() if word.basis in _OWN and word.reply.answer != "none"}
    rows = {row.id: row for row in case.dossier.evidence}
    found: dict[Bearing, IntArray] = {name: np.zeros(len(members), np.int8) for name in ("declared", "reported")}
    for at, actor in enumerate(members):
        own, vote = said.get(actor, ()), stands.get(actor, 0)
        if own and vote:
            weak = is_weak([rows[e] for word in own for e in word.evidence if e in rows])
            found[bearing(vote, own=True, tellers=(), weak=weak)][at] = vote
        heard, vote = _in_force(places, places.reported, actor), _code(places.reported.place.get(actor, ""))
        if not vote or heard[-1].date < last.get(actor, heard[-1].date):
            continue
        sources = [rows[e] for word in heard for e in word.evidence if e in rows]
        placed = bearing(vote, own=False, tellers=sides_of_tellers(case, sources, sides), weak=is_weak(sources))
        if placed == "reported" or found["declared"][at] or actor in sponsors:
            found["reported"][at] = vote
        else:
            found["declared"][at] = vote
    return found["declared"], found["reported"]


def _away(case: Case, members: tuple[str, ...], places: Places) -> npt.NDArray[np.bool_]:
    """Return who says itself, by a source that is not of a low grade, that it takes no part."""
    rows = {row.id: row for row in case.dossier.evidence}
    words = [_in_force(places, places.own, actor) if places.own.place.get(actor) == "absent" else () for actor in members]
    return np.array([bool(said) and not is_weak([rows[e] for word in said for e in word.evidence if e in rows]) for said in words], bool)


_OWN = ("promise", "answer")


def _in_force(places: Places, rolled: RollUp, actor: str) -> tuple[DeclaredWord, ...]:
    """Return the words that stand, sponsoring apart, the oldest first."""
    return tuple(word for word in places.words_in(rolled, actor) if word.basis != "sponsor")


def _code(place: str) -> int:
    return CODES.index(place) if place in DECLARED else 0
