"""Who is heard: the speaker of each text or who is named in it, who speaks for whom, and who joins whose statement."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from legation.dossier import standing
from legation.dossier.column import Wording
from legation.methods.debate.voice import FEW_SOURCES, share_of_voice
from legation.methods.progress import Progress, silent
from legation.methods.share import TEST, share_interval
from legation.methods.text.tagging import spokespersons
from legation.questions.base.case import Case
from legation.questions.debate.content.volume import Spans, Volume
from legation.questions.debate.utterances import Spoken
from legation.sources.names.gazetteer import gazetteer

__all__ = [
    "NOBODY",
    "Behalf",
    "Heard",
    "Voices",
    "behalf_in",
    "heard_in",
    "voices_of",
]


_SPEAKS = ("behalf", "in the name of", "speaks for", "speaking for", "spoke for", "au nom d", "le compte d", "parle pour", "parlant pour")
_JOINS = (
    "align",
    "associates ",
    "associate itself",
    "associating",
    "s'associe",
    "s’associe",
    "associons",
    "rallie",
    "souscri",
    "fait sienne",
)
_CUES = (*_SPEAKS, *_JOINS)
"""Pieces of words near which such phrases stand; the phrases themselves are sought there alone."""
_BEFORE, _AFTER = 300, 500
_PAIRS_READ = 60_000
NOBODY = frozenset({"united-nations", "un-general-assembly", "un-security-council"})
"""Those for whom a member does not speak: where wording says so, it is of others, such as the troops who serve in their name."""
_MOST = 6
"""Places in one text that are examined."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Behalf:
    """A pair that the texts name.

    Attributes
    ----------
    speaker, principal : str
    joins : bool
        The speaker joins the principal's statement; else it speaks for it.
    texts : tuple of int
        The kept texts that say so.
    """

    speaker: str
    principal: str
    joins: bool
    texts: tuple[int, ...]


def behalf_in(case: Case, texts: Spoken) -> tuple[Behalf, ...]:
    """Return who speaks for whom and who joins whom, those in the most texts first; names that may mean others are left out."""
    names = gazetteer(standing(case.dossier.actors))
    days = texts.days.astype(str).tolist()
    found: dict[tuple[str, str, bool], set[int]] = {}
    for at, text in enumerate(texts.texts):
        for window in _windows(text[:_PAIRS_READ]):
            for one in spokespersons(window, names.tag(window, days[at]), texts.actors[at]):
                if one.speaker and one.sure:
                    found.setdefault((one.speaker, one.principal, one.how == "joins"), set()).add(at)
    order = sorted(found, key=lambda key: (-len(found[key]), key))
    return tuple(Behalf(speaker=key[0], principal=key[1], joins=key[2], texts=tuple(sorted(found[key]))) for key in order)


def _windows(text: str) -> list[str]:
    """Return the parts of a text around words that such phrases have, those that touch as one."""
    small = text.lower()
    if len(small) != len(text):
        small = text
    spans: list[list[int]] = []
    for at in sorted(place for cue in _CUES for place in _places(small, cue)):
        low, high = max(0, at - _BEFORE), min(len(text), at + _AFTER)
        if spans and low <= spans[-1][1]:
            spans[-1][1] = high
        elif len(spans) == _MOST:
            break
        else:
            spans.append([low, high])
    return [text[low:high] for low, high in spans]


def _places(text: str, cue: str) -> list[int]:
    found: list[int] = []
    at = text.find(cue)
    while at >= 0 and len(found) < _MOST:
        found.append(at)
        at = text.find(cue, at + 1)
    return found


MOST_ACTORS = 250
"""Actors whose shares are estimated: those in the most texts."""
EVEN = 8
_DRAWN = 40_000_000
"""Numbers drawn for intervals, at most."""
MOST_OUTLETS = 300
"""Outlets that are counted: those with the most texts."""
_VOICES_READ = 5_000
"""Characters of a text in which names are sought."""
Share = tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One actor.

    Attributes
    ----------
    actor : str
    spoken, named : int
        Texts that it speaks, and texts of nobody who is known that name it.
    own : int
        Texts that it speaks on anything.
    voice, before, now : tuple of 3 float
        Share of voice with its 95 % interval: over the whole time, before, and in the last periods; nan where nothing is known.
    """

    actor: str
    spoken: int
    named: int
    own: int
    voice: Share
    before: Share
    now: Share

    @property
    def texts(self) -> int:
        """Texts in which it is heard."""
        return self.spoken + self.named

    @property
    def of_own(self) -> Share:
        """The share of what it says on anything that is on the matter, with Wilson's interval; nan where it does not speak."""
        if not self.own:
            return float("nan"), float("nan"), float("nan")
        return self.spoken / self.own, *share_interval(self.spoken, self.own, TEST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voices:
    """All actors, the one with the greatest share first.

    Attributes
    ----------
    heard : tuple of Heard
    outlets : int
        Outlets that count.
    left_out : int
        Outlets beyond the 300 with the most texts.
    by_outlets : bool
        Intervals are over outlets and counts; else, with one outlet, over its texts.
    few : bool
        Fewer than 8 outlets.
    lake : bool
        Only texts of the lake count: of the outlets of evidence nobody knows how much they published.
    """

    heard: tuple[Heard, ...]
    outlets: int
    left_out: int
    by_outlets: bool
    few: bool
    lake: bool

    @property
    def level(self) -> int:
        """Return how many actors' intervals reach that of the first, itself included."""
        return sum(one.voice[2] >= self.heard[0].voice[1] for one in self.heard) if self.heard else 0

    @property
    def even(self) -> bool:
        """Whether nobody stands out: the intervals of eight others or more, or of all others, reach that of the first."""
        known = sum(one.voice[0] == one.voice[0] for one in self.heard)
        return self.level > EVEN or self.level == known > 1


def heard_in(case: Case, texts: Spoken, progress: Progress = silent) -> tuple[frozenset[str], ...]:
    """Return who is heard in each text: its speaker, else everybody whom it names for certain."""
    names = gazetteer(standing(case.dossier.actors))
    found = []
    days = texts.days.astype(str).tolist()
    for at, actor in enumerate(texts.actors):
        if actor:
            found.append(frozenset({actor}))
        else:
            title = texts.titles[at]
            text = texts.texts[at][:_VOICES_READ] if isinstance(title, Wording) else f"{title}\n{texts.texts[at][:_VOICES_READ]}"
            found.append(frozenset(tag.actor for tag in names.tag(text, days[at]) if tag.sure and tag.actor))
        if at % 5_000 == 0:
            progress(at, len(texts))
    return tuple(found)


def voices_of(spoken_texts: Spoken, heard: tuple[frozenset[str], ...], volume: Volume, periods: Spans, now: int, seed: int) -> Voices:
    """Return each actor's share of voice: over the whole time, before the period ``now``, and from then on.

    With one outlet alone there is no sample of outlets: intervals are Wilson's over its texts.
    """
    spoke = Counter(actor for actor in spoken_texts.actors if actor)
    names = Counter(name for who, actor in zip(heard, spoken_texts.actors, strict=True) if not actor for name in who)
    own: Counter[str] = Counter()
    for actor, texts in zip(volume.actor, volume.texts.tolist(), strict=True):
        own[actor] += round(texts)
    everyone = sorted(spoke.keys() | names.keys(), key=lambda name: (-spoke[name] - names[name], name))
    ranked = everyone[:MOST_ACTORS]
    sizes: Counter[str] = Counter()
    for outlet, texts, lake in zip(volume.outlet, volume.texts.tolist(), volume.lake.tolist(), strict=True):
        sizes[outlet] += round(texts) if lake or not volume.lake.any() else 0
    sizes = +sizes
    outlets = sorted(sizes, key=lambda name: (-sizes[name], name))[:MOST_OUTLETS]
    shares = _shares(spoken_texts, heard, volume, periods, now, ranked, outlets, seed)
    unknown = (float("nan"),) * 3
    made = [
        Heard(
            actor=name,
            spoken=spoke[name],
            named=names[name],
            own=max(own[name], spoke[name]) if spoke[name] else 0,
            voice=shares[name][0] if name in shares else unknown,
            before=shares[name][1] if name in shares else unknown,
            now=shares[name][2] if name in shares else unknown,
        )
        for name in everyone
    ]
    made.sort(key=lambda one: (-(one.voice[0] if one.voice[0] == one.voice[0] else -1.0), -one.texts, one.actor))
    return Voices(
        heard=tuple(made),
        outlets=len(outlets),
        left_out=len(sizes) - len(outlets),
        by_outlets=len(outlets) > 1,
        few=len(outlets) < FEW_SOURCES,
        lake=bool(volume.lake.any()),
    )


def _shares(
    spoken_texts: Spoken,
    heard: tuple[frozenset[str], ...],
    volume: Volume,
    periods: Spans,
    now: int,
    ranked: list[str],
    outlets: list[str],
    seed: int,
) -> dict[str, tuple[Share, Share, Share]]:
    if not ranked:
        return {}
    number, place = {name: at for at, name in enumerate(ranked)}, {name: at for at, name in enumerate(outlets)}
    counts, totals = np.zeros((len(outlets), 3, len(ranked))), np.zeros((len(outlets), 3))
    late = periods.of(spoken_texts.days) >= now if now else np.zeros(len(spoken_texts), bool)
    lake, of_lake = bool(volume.lake.any()), spoken_texts.of_lake.tolist()
    for at, who in enumerate(heard):
        if spoken_texts.outlets[at] in place and (of_lake[at] or not lake):
            for name in who & number.keys():
                for side in (0, 1 + int(late[at])):
                    counts[place[spoken_texts.outlets[at]], side, number[name]] += 1
    later = periods.of(volume.day) >= now if now else np.zeros(len(volume.day), bool)
    for outlet, texts, side, covered in zip(volume.outlet, volume.texts.tolist(), later.tolist(), volume.lake.tolist(), strict=True):
        if outlet in place and (covered or not lake):
            totals[place[outlet], [0, 1 + int(side)]] += texts
    totals = np.maximum(totals, counts.max(axis=2))
    ends = _over_outlets(counts, totals, seed) if len(outlets) > 1 else _over_texts(counts[0])
    return {name: (ends[0][at], ends[1][at], ends[2][at]) for name, at in number.items()}


def _over_outlets(counts: npt.NDArray[np.float64], totals: npt.NDArray[np.float64], seed: int) -> list[list[Share]]:
    draws = int(np.clip(_DRAWN // counts.size, 100, 400))
    found = share_of_voice(counts, totals, draws=draws, seed=seed)
    table = np.stack([found.share, found.low, found.high], axis=2).tolist()
    named = counts.sum(axis=(0, 2)).astype(int).tolist()
    return [[_open(row, total) for row in rows] for rows, total in zip(table, named, strict=True)]


def _open(row: list[float], total: int) -> Share:
    """Return a share with an upper end also where nothing was counted: what one outlet more could still bring."""
    return (row[0], row[1], max(row[2], share_interval(0, total, TEST)[1])) if row[0] == 0 else (row[0], row[1], row[2])


def _over_texts(counts: npt.NDArray[np.float64]) -> list[list[Share]]:
    made: list[list[Share]] = []
    for row in counts.astype(int).tolist():
        total = sum(row)
        unknown = (float("nan"),) * 3
        made.append([(count / total, *share_interval(count, total, TEST)) if total else unknown for count in row])
    return made
