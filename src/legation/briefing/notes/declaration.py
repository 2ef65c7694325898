"""What a note is made of: its declaration, what was found for it, and the sentences and people that it may print."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from legation.dossier import When, Wording
from legation.figures.figure import Figure, Named
from legation.language import LANGUAGES, Message, Spoken, catalogue
from legation.questions import Answer, Case, Finding

__all__ = ["DATES", "PEOPLE", "PLACES", "WANTED", "Approach", "Material", "Note", "Sentence"]

PEOPLE = 5
"""Names on a note: more are no selection."""
WANTED = (
    "decision", "recommendation", "reply_by", "default", "aim", "fallback", "options", "say", "people", "words", "obligations", "consulted",
)  # fmt: skip
"""What every note wants of the desk: fields of ``[brief]`` and rows (:mod:`legation.briefing.notes.mending`)."""
PLACES = (
    "situation", "reactions", "uncertainties", "challenged", "posture", "threats", "futures", "signposts", "deterrence", "partners",
    "plans", "answers", "challenges",
)  # fmt: skip
"""Where the findings of a question may stand; what else a note holds comes from the dossier's own rows."""
DATES = 6
"""Dates that a note names, where its declaration says no other number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of a note and the evidence that it rests on."""

    message: Spoken
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Approach:
    """Somebody whom the note proposes to approach; what is not known is empty or None.

    Attributes
    ----------
    ask, reason : Spoken or None
        What is asked, and what may be expected of it; ``ask`` is None where it is all in ``tell``.
    tell : Wording
        What we say to it, in our words.
    same_as : Named or None
        Somebody before it in the list to whom we say the same.
    level : str
        Of the approach that is planned, else of the last contact: head, minister, ministry, mission, group, other.
    by : Spoken or None
        Who speaks for us: a role, a post, a partner, as the approach that is planned says it.
    speakers : tuple of Named
        Who speaks for it or reaches it.
    last : Spoken or None
        What it said or did last on the matter, dated.
    said_on : When or None
        The day of its own words, where ``last`` quotes them.
    wants : Spoken or None
        What it is likely to ask in return.
    owed : tuple of Message
        Promises that stand between us, either way.
    """

    who: Named
    ask: Spoken | None = None
    tell: Wording = field(default_factory=Wording)
    same_as: Named | None = None
    reason: Message | None = None
    level: str = ""
    by: Spoken | None = None
    speakers: tuple[Named, ...] = ()
    last: Spoken | None = None
    said_on: When | None = None
    wants: Spoken | None = None
    owed: tuple[Message, ...] = ()
    evidence: tuple[str, ...] = ()


class Material:
    """The case of a note and the answers to the questions that feed it; ``withheld``: those that rest on invented models, and do not."""

    def __init__(self, case: Case, answers: Iterable[Answer], withheld: Collection[str] = ()) -> None:
        self.case = case
        self.withheld = frozenset(withheld)
        self.answers = tuple(answers)
        self._by_id = {answer.question: answer for answer in self.answers}

    def answer(self, question: str) -> Answer | None:
        """Return the answer to a question; None where it has none."""
        return self._by_id.get(question)

    def finding(self, name: str) -> Finding | None:
        """Return a finding by ``question:finding``; None where it is not there."""
        question, _, finding = name.partition(":")
        answer = self.answer(question)
        return next((one for one in answer.findings if one.id == finding), None) if answer else None

    def found(self, names: Iterable[str]) -> Iterator[tuple[str, Finding]]:
        """Yield the findings that are there, in the order given; ``question:cost-*`` stands for all whose id begins so."""
        for name in names:
            question, _, finding = name.partition(":")
            answer = self.answer(question)
            for one in answer.findings if answer else ():
                if finding in (one.id, one.id.partition(":")[0]) or (finding.endswith("*") and one.id.startswith(finding[:-1])):
                    yield f"{question}:{one.id}", one

    def sentence(self, name: str, finding: Finding) -> Sentence:
        """Return what the note says of a finding: in the words of the notes, where it gives all that they tell, else in its own."""
        question, _, identifier = name.partition(":")
        named = identifier.partition(":")[0]
        keys = (f"{question}.{named}", f"{question}.{named.partition('-')[0]}")
        key = next((key for key in keys if all(key in catalogue("note", lang) for lang in LANGUAGES)), "")
        values = finding.message.values
        message = Message(f"note.{key}", **values) if key else finding.message
        given = all(message.names(lang) <= values.keys() for lang in LANGUAGES)
        return Sentence(message=message if given else finding.message, evidence=finding.evidence)

    def first(self, *names: str) -> Sentence | None:
        """Return the first finding that is there as the sentence that the notes have for it."""
        return next((self.sentence(name, one) for name, one in self.found(names)), None)

    def figure(self, names: Iterable[str]) -> tuple[Figure, Answer] | None:
        """Return the first figure that is there of ``question:figure``, and the answer that it is part of."""
        for name in names:
            question, _, identifier = name.partition(":")
            answer = self.answer(question)
            for figure in answer.figures if answer else ():
                if identifier in ("", figure.id):
                    return (figure, answer) if answer else None
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A note, declared as a question is.

    Attributes
    ----------
    situation : str
        ``vote``: the situation that it is for (:mod:`legation.questions.situations`).
    id : str
        Of a note that another package brings, which then takes the place of ours for its situation; ours have none.
    questions : tuple of str
        Those that feed it, in the order in which the annex shows their answers.
    bottom_line : callable
        ``Material -> Sentence or None``: one sentence with one probability, or with none where none is to be had.
    says : mapping of str to tuple of str
        By place, one of ``PLACES``: the findings that may stand there as ``question:finding``, the weightiest first. A finding that is
        named nowhere stays in the annex.
    picture : tuple of str
        Figures as ``question:figure``; the first that is there is drawn.
    approaches : callable
        ``Material -> Approach, ...``: whom to see, in the order of what it brings.
    more : callable
        ``Material -> {place: sentences}``: what stands in a place before the findings; ``gain`` stands under the approaches.
    subject : callable
        ``Material -> ids of roll calls and issues`` that the note is about: what people said and owe is looked for there.
    enough : int
        From so many planned approaches on, nobody else is named.
    wants : tuple of str
        What the desk should write for it, in the order of the list of what to mend.
    without_contrary : tuple of str
        What of ``says`` stands without its contrary: where that is for those who know the method, and stands in the annex.
    asks_for_aim : callable
        ``Material -> bool``: whether a paper that states no aim asks for it, although it asks for no decision.
    gaps : tuple of str
        Parts of which the note says, in a line, that they are not stated, where the dossier holds nothing of them (``note.gap.PART``).
        Each but the aim is a key of what is to be mended too, so that the list leads to its form.
    weighty : mapping of str to int
        By place, how many of its findings are cut last.
    words : int
        Words of the first page at most; 0: as many as there is room for.
    dates : int
        Dates that it names at most.
    names_owner : bool
        Whether its aim stands with the day by which it is due and who answers for it.
    """

    situation: str
    id: str = ""
    questions: tuple[str, ...]
    bottom_line: Callable[[Material], Sentence | None]
    says: Mapping[str, tuple[str, ...]]
    picture: tuple[str, ...] = ()
    approaches: Callable[[Material], tuple[Approach, ...]] = lambda _: ()
    more: Callable[[Material], Mapping[str, tuple[Sentence, ...]]] = lambda _: {}
    subject: Callable[[Material], tuple[str, ...]] = lambda _: ()
    wants: tuple[str, ...] = WANTED
    enough: int = PEOPLE
    without_contrary: tuple[str, ...] = ()
    asks_for_aim: Callable[[Material], bool] = lambda _: False
    gaps: tuple[str, ...] = ()
    weighty: Mapping[str, int] = field(default_factory=dict)
    words: int = 0
    dates: int = DATES
    names_owner: bool = False
