"""How the matter is put: the frames that the dossier gives examples of, learnt, counted and corrected for what is misread."""

from __future__ import annotations

import dataclasses
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from legation.dossier import standing
from legation.dossier.models.frames import FRAMES, FrameGiven, FramesModel
from legation.errors import NotAvailable
from legation.language import Message
from legation.methods.progress import Progress, silent
from legation.methods.text.blame import language_of
from legation.methods.text.frames import FEWEST, Frame, FrameShare, Skill, frame_shares, learn, lessons
from legation.questions.base.case import Case
from legation.questions.base.part_inputs import find_part
from legation.questions.debate.content.passages import LONG, parts_of, sample
from legation.sources.observations.sentence_vectors import Floats, sentence_vectors

__all__ = ["Framed", "FramesLeft", "frames_of"]

BUDGET = 3_000_000
"""Characters in which frames are sought; of more a sample of texts is drawn."""
_PASSAGES = 20_000
"""Passages in which frames are sought; of more a sample is drawn."""
VECTOR_BUDGET = 150_000
"""Characters of passages of which vectors are made, in a minute or two on two cores; of more a sample of passages is drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FramesLeft:
    """What stood in the way of frames.

    Attributes
    ----------
    there : tuple of str
        The names of all files of frames.
    unknown : bool
        Whether a name was asked for that none has.
    short : mapping of str to (int, int)
        Frames left out for lack of examples: how many there are, and how many texts that are not it.
    vectors : Message or None
        Why there are no vectors although they were asked for.
    """

    there: tuple[str, ...] = ()
    unknown: bool = False
    short: Mapping[str, tuple[int, int]]
    vectors: Message | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Framed:
    """Frames counted.

    Attributes
    ----------
    model : FramesModel
    given : tuple of FrameGiven
        Those that were learnt.
    shares : tuple of FrameShare
        Of passages.
    skill : tuple of Skill
        On examples held out.
    without : tuple of Skill
        The same without vectors; empty where frames were read without.
    passages, texts : int
        What was read.
    of, of_passages : int
        Texts in the languages of the examples, with vectors in any; their passages.
    languages : tuple of str
        Of the examples.
    elsewhere : mapping of str to int
        Passages read in other languages, the most first; of unknown language they count nowhere.
    """

    model: FramesModel
    given: tuple[FrameGiven, ...]
    shares: tuple[FrameShare, ...]
    skill: tuple[Skill, ...]
    without: tuple[Skill, ...]
    passages: int
    texts: int
    of: int
    of_passages: int
    languages: tuple[str, ...]
    elsewhere: Mapping[str, int]


def frames_of(
    case: Case,
    name: str,
    passages: tuple[str, ...],
    languages: tuple[str, ...],
    seed: int,
    progress: Progress = silent,
    *,
    vectors: bool = False,
) -> tuple[Framed | None, FramesLeft]:
    """Learn the frames of the file that is named, or of the first, and count them in the passages.

    Parameters
    ----------
    case : Case
    name : str
        The NAME of ``debates/NAME.frames.toml``; empty: the first.
    passages, languages : tuple of str, length n
        Of each text what is read closer, and its language; empty: not known.
    seed : int
    progress : callable
    vectors : bool
        Whether frames are read by vectors of meaning beside the pieces of words, and so in every language.

    Raises
    ------
    DossierError
        Where the file is faulty.
    """
    there, chosen = find_part(case, FRAMES, name)
    if not chosen:
        return None, FramesLeft(there=tuple(there), unknown=bool(there), short={})
    model = FRAMES.read(case.dossier.files[there[chosen]], there[chosen])
    quotes = {row.id: row.quote for row in standing(case.dossier.evidence) if row.quote}
    frames = {one.id: _frame(one, quotes) for one in model.frames}
    short = _short(frames)
    left = FramesLeft(there=tuple(there), short=short)
    given = tuple(one for one in model.frames if one.id not in short)
    if not given:
        return None, left
    examples, languages_of_examples = [frames[one.id] for one in given], _languages(frames)
    sample = _sample(passages, languages, None if vectors else languages_of_examples, _length(frames), seed)
    table = None
    if vectors and sample.parts:
        try:
            table = sentence_vectors([*lessons(examples).texts, *sample.parts], progress)
        except NotAvailable as error:
            left = dataclasses.replace(left, vectors=cast("Message", error.message))
            sample = _sample(passages, languages, languages_of_examples, _length(frames), seed)
    if not sample.parts:
        return None, left
    return _framed(
        model, given, examples, languages_of_examples, sample, languages, table, seed, silent if table is not None else progress
    ), left


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sampled:
    """Passages that are read, the rows of their texts, and out of how many texts and passages they were drawn."""

    parts: tuple[str, ...]
    rows: tuple[int, ...]
    of: int
    of_passages: int


def _sample(passages: tuple[str, ...], languages: tuple[str, ...], learnt: tuple[str, ...] | None, length: int, seed: int) -> _Sampled:
    """Draw what is read by chance: from the texts in some languages; with None from all passages, as many as vectors are made of."""
    rows = [at for at, lang in enumerate(languages) if learnt is None or lang in learnt or not lang]
    read = range(len(rows)) if learnt is None else sample([passages[at] for at in rows], BUDGET, seed)
    pieces = [(part, rows[at]) for at in read for part in parts_of(passages[rows[at]], length)]
    every = len(pieces)
    if learnt is None:
        pieces = [pieces[at] for at in sample([part for part, _ in pieces], VECTOR_BUDGET, seed)]
    pieces = [pieces[at] for at in sample("." * len(pieces), _PASSAGES, seed)]
    return _Sampled(parts=tuple(part for part, _ in pieces), rows=tuple(at for _, at in pieces), of=len(rows), of_passages=every)


def _framed(
    model: FramesModel,
    given: tuple[FrameGiven, ...],
    examples: list[Frame],
    learnt: tuple[str, ...],
    sample: _Sampled,
    languages: tuple[str, ...],
    table: Floats | None,
    seed: int,
    progress: Progress,
) -> Framed:
    """Learn the frames and count them, with vectors where there are any; then also what they are read like without."""
    own, rest = (None, None) if table is None else (table[: -len(sample.parts)], table[-len(sample.parts) :])
    reader = learn(examples, vectors=own, seed=seed, progress=progress)
    elsewhere = Counter(languages[at] for at in sample.rows if languages[at] and languages[at] not in learnt)
    return Framed(
        model=model,
        given=given,
        shares=frame_shares(reader, sample.parts, vectors=rest, together=sample.rows, seed=seed),
        skill=reader.skill,
        without=() if table is None else learn(examples, seed=seed).skill,
        passages=len(sample.parts),
        texts=len(set(sample.rows)),
        of=sample.of,
        of_passages=sample.of_passages,
        languages=learnt,
        elsewhere=dict(sorted(elsewhere.items(), key=lambda one: (-one[1], one[0]))),
    )


def _frame(given: FrameGiven, quotes: Mapping[str, str]) -> Frame:
    """Return a frame with the quotes of its evidence; a quote that is also a counter-example counts as what the evidence makes it."""
    quoted = tuple(quotes[item] for item in given.evidence if item in quotes)
    same = set(map(_key, quoted))
    others = tuple(text for text in given.counter_examples if _key(text) not in same)
    return Frame(name=given.id, examples=(*given.examples, *quoted), counter_examples=others)


def _key(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _short(frames: dict[str, Frame]) -> dict[str, tuple[int, int]]:
    """Return the frames that nothing can be learnt of, and what each has; one by one, since one that goes takes its texts with it."""
    left = dict(frames)
    short: dict[str, tuple[int, int]] = {}
    while left:
        others = {name: _others(left, name) for name in left}
        name = next((name for name in left if min(others[name]) < FEWEST), None)
        if name is None:
            break
        short[name] = others[name]
        del left[name]
    return short


def _others(frames: dict[str, Frame], name: str) -> tuple[int, int]:
    """Return how many examples a frame has, and how many other texts there are."""
    own = set(map(_key, frames[name].examples))
    rest = {_key(text) for frame in frames.values() for text in (*frame.examples, *frame.counter_examples)} - own
    return len(own), len(rest)


def _length(frames: dict[str, Frame]) -> int:
    """Return how long passages are made: as the middle one of the examples."""
    lengths = sorted(len(text) for frame in frames.values() for text in frame.examples)
    return min(max(lengths[len(lengths) // 2], 60), LONG) if lengths else LONG


def _languages(frames: dict[str, Frame]) -> tuple[str, ...]:
    """Return the languages of which a tenth of the examples are, or more."""
    counts = Counter(filter(None, (language_of(text) for frame in frames.values() for text in frame.examples)))
    return tuple(sorted(lang for lang, count in counts.items() if 10 * count >= counts.total()))
