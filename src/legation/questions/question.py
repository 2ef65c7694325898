"""What a question declares of itself: from it follow the command, the form, the API, the section of the brief and the reference page."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from typing import Any, Literal, TypeAlias

from legation.dossier.kind import Choice, Day, Flag, Kind, Number, Reference, Text
from legation.language import Lang, Message, catalogue
from legation.methods.progress import Progress, silent
from legation.questions.answer import Answer
from legation.questions.base.case import Case
from legation.questions.base.conditions import Condition
from legation.questions.base.part_titles import titles_of

__all__ = [
    "PURPOSES",
    "Among",
    "Headline",
    "Option",
    "Progress",
    "Purpose",
    "Question",
    "actor",
    "actors",
    "choice",
    "chosen",
    "coalition",
    "date",
    "flag",
    "goal",
    "issue",
    "model",
    "part",
    "rollcall",
    "silent",
    "supposed_groups",
    "text",
    "whole",
]


Among: TypeAlias = Callable[[Case, Mapping[str, str]], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that a person may choose when asking.

    Attributes
    ----------
    name : str
        Its name in calls; on the command line ``--name``, with dashes.
    kind : Kind
        What may be given: a date, a number, a choice, or a reference to the dossier (``rollcalls``, ``issues``, ``actors``,
        ``coalitions``, ``groups``).
    default : object
        None: taken from the dossier's parameters, or chosen by the question, which says what it chose.
    among : callable, optional
        Of an option that is text and names something of the dossier: ``(case, given) -> {what is given: what it is called}``, the things
        that a person chooses from; ``given`` holds the other options as texts.
    many : bool
        Whether several of these may be named, with semicolons between them.
    advanced : bool
        Whether it turns the method rather than the question: how often something is drawn, what counts as equal. Few change it.
    supposes : bool
        Whether it supposes what nobody has found. Who asks gives it; neither the dossier's parameters nor a paper do.
    """

    name: str
    kind: Kind
    default: Any = None
    among: Among | None = None
    many: bool = False
    advanced: bool = False
    supposes: bool = False

    def label(self, question: str) -> Message:
        """Return what a person calls the option in a question.

        The question's own catalogue says it, else that of all questions; an option of which neither knows goes by its name.

        >>> from legation.language import say
        >>> say(AS_OF.label("who-can-move"), "en"), say(Option("blue_sky", Text()).label("who-can-move"), "en")
        ('As known on', 'Blue sky')
        """
        entry = f"label.{self.name}"
        for area in (question, "all-questions"):
            if entry in catalogue(area, "en"):
                return Message(f"{area}.{entry}")
        return Message("answer.value", value=self.name.replace("_", " ").capitalize())

    def help(self, question: str) -> Message:
        """Return what the option is for."""
        area = "all-questions" if self.name in ("as_of", "seed") else question
        return Message(f"{area}.option.{self.name}")


def part(progress: Progress, low: int, high: int) -> Progress:
    """Return a progress that fills one part of the whole, in hundredths.

    >>> part(lambda done, total: print(done, total), 40, 60)(1, 2)
    50 100
    """
    return lambda done, total: progress(low + int((high - low) * done / max(total, 1)), 100)


AS_OF = Option("as_of", Day())
SEED = Option("seed", Number(0, 2**31 - 1, whole=True), 0, advanced=True)


Purpose: TypeAlias = Literal["understand", "decide", "act", "check"]
PURPOSES: tuple[Purpose, ...] = ("understand", "decide", "act", "check")
"""What questions are asked for, in the order in which a reader sees them."""
Subject: TypeAlias = Literal["", "votes", "stand", "ahead", "incident", "spaces", "world", "plan"]


@dataclass(frozen=True, slots=True)
class Headline:
    """What may head an answer: a finding, and the one number of its sentence that a reader looks for.

    Attributes
    ----------
    finding : str
        Its id; with ``*`` at the end, the beginning of it.
    number : str
        The name of that value in its sentence; what it counts stands in the catalogue, ``QUESTION.head.FINDING-NUMBER``.
        Empty: it has none.
    ends : tuple of str
        The names of the two values that are the ends of its 80 % range, where the sentence gives one.
    judgement : str
        The judgement that says how often such a number was right, by its id on the score card.

    Examples
    --------
    >>> Headline("first-*", "chance").heads("first-technical"), Headline("first-*").heads("count")
    (True, False)
    """

    finding: str
    number: str = ""
    ends: tuple[str, str] | tuple[()] = ()
    judgement: str = ""

    def heads(self, finding: str) -> bool:
        """Whether a finding of this id is meant."""
        start = self.finding.removesuffix("*")
        return finding.startswith(start) if start != self.finding else finding == self.finding


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question that a negotiator asks.

    Attributes
    ----------
    id : str
        ``who-can-move``; its sentences stand in the catalogue of that name.
    needs : tuple of str
        The tables without whose rows there is no answer.
    also_needs : tuple of str or Condition
        What else it refuses to go without: a table, a kind of part (``scenario``), ``mandate``, a table of the lake (``lake:requests``), or
        a condition on them (:mod:`legation.questions.base.conditions`); ``|`` parts what may stand for another. The sentence of the refusal
        is the question's own, and it refuses nothing that is not declared: see :func:`legation.questions.base.needs.needs_of`.
    options : tuple of Option
        Beside ``as_of`` and ``seed``, which every question takes.
    answer : callable
        ``(case, options, progress) -> Answer``; ``options`` holds a value for every option.
    references : tuple of str
        Where the method is published: DOI or title.
    subject : {"", "votes", "stand", "ahead", "incident", "spaces", "world", "plan"}
        Under which heading it is listed; left out, what it needs decides.
    builds_on : tuple of str
        The questions whose answer it takes up or goes on from: a paper that holds both refers to them.
    heads : tuple of Headline
        What heads its answer, the first that is there; without one its first finding does. A sentence of the catalogue
        ``AREA.in-short.KEY`` stands at the head in the place of the finding's own, ``AREA.KEY``, with the same values.
    follows : tuple of str
        What a desk does with its answer: ids of questions, and of papers (``tally``, ``meeting``, ``kit``, ``lines``, ``note``).
    private : bool
        Whether it looks at our mandate: it is for those alone who may see that, and stands in no brief.
    purpose : {"understand", "decide", "act", "check"}
        What it is asked for: under which heading a reader finds it.
    phrasings : mapping of language to tuple of str
        How people ask it, for finding it; of ours, ``asked_as.toml`` of their theme says it.
    """

    id: str
    needs: tuple[str, ...]
    answer: Callable[[Case, Mapping[str, Any], Progress], Answer]
    also_needs: tuple[str | Condition, ...] = ()
    options: tuple[Option, ...] = ()
    references: tuple[str, ...] = ()
    subject: Subject = ""
    builds_on: tuple[str, ...] = ()
    heads: tuple[Headline, ...] = ()
    follows: tuple[str, ...] = ()
    private: bool = False
    purpose: Purpose = "understand"
    phrasings: Mapping[Lang, tuple[str, ...]] = field(default_factory=dict)

    @property
    def title(self) -> Message:
        """The question as a person asks it."""
        return Message(f"{self.id}.title")

    @property
    def learns(self) -> Message | None:
        """What one learns from it, in one line of plain words; None where a package gives none."""
        return Message(f"{self.id}.learns") if "learns" in catalogue(self.id, "en") else None

    def asked_as(self, lang: Lang) -> tuple[str, ...]:
        """Return how people ask it, in a language.

        >>> from legation.questions.base.registry import find
        >>> len(find("who-can-move").asked_as("fr")) >= 5
        True
        """
        return (*self.phrasings.get(lang, ()), *_phrasings().get(self.id, {}).get(lang, ()))

    @property
    def method(self) -> Message:
        """How the answer is found, in two sentences."""
        return Message(f"{self.id}.method")

    @property
    def limits(self) -> Message:
        """When not to rely on it."""
        return Message(f"{self.id}.limits")

    @property
    def all_options(self) -> tuple[Option, ...]:
        """Its own options, then ``as_of`` and ``seed``."""
        return (*self.options, AS_OF, SEED)


@functools.cache
def _phrasings() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Return how people ask our questions, by id and language, as the files of the themes say it."""
    files = (theme.joinpath("asked_as.toml") for theme in resources.files("legation.questions").iterdir() if theme.is_dir())
    return {name: said for file in files if file.is_file() for name, said in tomllib.loads(file.read_text("utf-8")).items()}


def rollcall(name: str) -> Option:
    """Declare an option that names a roll call by its id or symbol."""
    return Option(name, Reference(("rollcalls",)))


def issue(name: str = "issue") -> Option:
    """Declare an option that names an issue."""
    return Option(name, Reference(("issues",)))


def coalition(name: str = "coalition") -> Option:
    """Declare an option that names a coalition."""
    return Option(name, Reference(("coalitions",)))


def actor(name: str = "actor") -> Option:
    """Declare an option that names an actor."""
    return Option(name, Reference(("actors",)))


def actors(name: str) -> Option:
    """Declare an option that names any number of actors, separated by semicolons; ids by blanks too."""
    return Option(name, Reference(("actors",), many=True))


def supposed_groups(name: str) -> Option:
    """Declare an option that names groups of which something is supposed; no paper takes it."""
    return Option(name, Reference(("groups",), many=True), supposes=True)


def date(name: str) -> Option:
    """Declare an option that is a date."""
    return Option(name, Day())


def whole(name: str, low: int, high: int, default: int, *, advanced: bool = False) -> Option:
    """Declare an option that is a whole number."""
    return Option(name, Number(low, high, whole=True), default, advanced=advanced)


def flag(name: str, *, default: bool = False, advanced: bool = False) -> Option:
    """Declare an option that is yes or no."""
    return Option(name, Flag(), default, advanced=advanced)


def choice(name: str, *values: str) -> Option:
    """Declare an option that is one of a list; the first is the default."""
    return Option(name, Choice(values), values[0])


def goal() -> Option:
    """Declare the option that says what we want of a vote, adopt or defeat; without it none is assumed: see :mod:`wanted`."""
    return Option("goal", Choice(("adopt", "defeat")))


def text(name: str) -> Option:
    """Declare an option that is free text."""
    return Option(name, Text(), "")


def chosen(name: str, among: Among, *, many: bool = False) -> Option:
    """Declare an option that names something of the dossier that is no row of a table."""
    return Option(name, Text(), "", among=among, many=many)


def model(kind: str, name: str = "model") -> Option:
    """Declare an option that names a part of a kind: a scenario, a conflict, a room."""
    return chosen(name, lambda case, _: titles_of(case.dossier, kind) or {})
