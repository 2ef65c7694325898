"""How the matter is put: the frames that the dossier gives examples of, learnt, counted and corrected for what is misread."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from legation.dossier import standing
from legation.methods.progress import Progress, silent
from legation.methods.text.blame import language_of
from legation.methods.text.frames import FEWEST, Frame, FrameShare, Skill, frame_shares, learn
from legation.questions.case import Case
from legation.questions.debate.said_passages import LONG, parts_of, sample
from legation.questions.parts_known import parts_known
from legation.sources.frames_model import FOLDER, SUFFIX, FrameGiven, FramesModel, read_frames_model

__all__ = ["Framed", "FramesLeft", "frames_of"]

BUDGET = 3_000_000
"""Characters in which frames are looked for; of more a sample of texts is drawn."""
_PASSAGES = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FramesLeft:
    """What stood in the way of frames.

    Attributes
    ----------
    there : tuple of str
        The names of all files of frames.
    strange : bool
        Whether a name was asked for that none has.
    short : mapping of str to (int, int)
        Frames left out for want of examples: how many there are, and how many texts that are not it.
    hidden : int
        Frames that were not known at the date, or whose evidence is gone.
    """

    there: tuple[str, ...] = ()
    strange: bool = False
    short: Mapping[str, tuple[int, int]]
    hidden: int = 0


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
    passages, texts : int
        What was read.
    of : int
        Texts in the languages of the examples.
    languages : tuple of str
    """

    model: FramesModel
    given: tuple[FrameGiven, ...]
    shares: tuple[FrameShare, ...]
    skill: tuple[Skill, ...]
    passages: int
    texts: int
    of: int
    languages: tuple[str, ...]


def frames_of(
    case: Case, name: str, passages: tuple[str, ...], languages: tuple[str, ...], seed: int, progress: Progress = silent
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

    Raises
    ------
    DossierError
        Where the file is faulty.
    """
    known = parts_known(case, name, FOLDER, SUFFIX, read_frames_model)
    if not known.models or known.strange:
        return None, FramesLeft(there=known.there, strange=known.strange, short={})
    model, _ = known.chosen()
    quotes = {row.id: row.quote for row in standing(case.dossier.evidence) if row.quote}
    seen, hidden = model.as_known({row.id for row in case.dossier.evidence}, case.as_of)
    frames = {one.id: _frame(one, quotes) for one in seen.frames}
    short = _short(frames)
    left = FramesLeft(there=known.there, short=short, hidden=hidden)
    given = tuple(one for one in seen.frames if one.id not in short)
    tongues = _tongues(frames)
    rows = [at for at, lang in enumerate(languages) if lang in tongues or not lang]
    read = sample([passages[at] for at in rows], BUDGET, seed)
    pieces = [(part, rows[at]) for at in read for part in parts_of(passages[rows[at]], _length(frames))][:_PASSAGES]
    if not given or not pieces:
        return None, left
    reader = learn([frames[one.id] for one in given], seed=seed, progress=progress)
    shares = frame_shares(reader, [part for part, _ in pieces], together=[at for _, at in pieces], seed=seed)
    return Framed(
        model=model,
        given=given,
        shares=shares,
        skill=reader.skill,
        passages=len(pieces),
        texts=len({at for _, at in pieces}),
        of=len(rows),
        languages=tongues,
    ), left


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


def _tongues(frames: dict[str, Frame]) -> tuple[str, ...]:
    """Return the languages of which a tenth of the examples are, or more."""
    told = Counter(filter(None, (language_of(text) for frame in frames.values() for text in frame.examples)))
    return tuple(sorted(lang for lang, count in told.items() if 10 * count >= told.total()))
