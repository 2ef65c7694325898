"""The answers that the sentences of a report give, and whose they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from legation.sources.telegram.clause import Clause, condition, governed, is_government, subject, why_not
from legation.sources.telegram.labelled import answer_of
from legation.sources.telegram.layout import Named, Sentence
from legation.sources.telegram.paste import Paste
from legation.sources.telegram.report import Span
from legation.sources.telegram.speaker import is_contact, is_spoken
from legation.sources.telegram.wordings import Hit, any_of, hits

__all__ = ["Finding", "Findings"]

_LONGEST = 1_500
"""Characters of a sentence that is read; a longer one is a table, or no sentence."""
_CUT = re.compile(r";|,?\s+\b(?:while|whereas|tandis\s+que|alors\s+que|and|et|mais|but|quant\s+a)\b\s")
_HIS_SPEAKER = re.compile(r"\b(?:said|told\s+\w+|a|ont)\b[^.;]{0,30}\b(?:son|sa|its|his|her)\s+\w+")
_SMALL = re.compile(r"[\s,]*(?:(?:et|and|avec|with|de|du|des|d'|la|le|les|l'|the|of|aupres)[\s,']*)*")
_TO_GROUP = re.compile(r"\s*(?:(?:de|du|des|d'|la|le|les|l'|the|of|position|ligne|line|commune?|common|a)[\s']*)*")


@dataclass(frozen=True, slots=True)
class Finding:
    """Words of an answer in a sentence.

    Attributes
    ----------
    target : str
        Whose it is: an id, ``?`` for somebody who is no target, empty where nobody is named.
    hit : Hit
    at : int
        The sentence.
    why : str
        Why a person must read it; empty where it is read.
    condition : (int, int) or None
        What it hangs on.
    hangs : bool
        Whether it has a condition, be it read or not.
    how : str
        How its subject is named, see :func:`legation.sources.telegram.clause.subject`.
    """

    target: str
    hit: Hit
    at: int
    why: str = ""
    condition: Span | None = None
    hangs: bool = False
    how: str = ""


@dataclass(slots=True)
class _Said:
    """What a clause needs of its sentence: whom the report speaks of there, and what was said before."""

    sentence: Sentence
    names: Sequence[Named]
    about: str
    spoken: bool
    parts: Sequence[Span]
    free: Sequence[Span]
    hits: Sequence[Hit]


@dataclass(slots=True)
class _Context:
    """Who was spoken of last: ``speaker`` is None where nobody was named."""

    speaker: frozenset[str] | None = None
    owner: str = ""
    paragraph: int = -1
    heard: bool = False
    listed: bool = False
    """Whether a line such as *according to colleagues:* stands over what follows."""


class Findings:
    """Goes through the sentences of a report, and keeps whom each is about.

    Attributes
    ----------
    found : list of Finding
    owners : list of str
        For each sentence the one actor that it is about; empty where it is about several, or nobody says.
    """

    def __init__(self, paste: Paste) -> None:
        self.paste = paste
        self.everybody = {one.actor for names in paste.names for one in names}
        self.owners = [""] * len(paste.sentences)
        self.found: list[Finding] = []
        self.context = _Context()
        for at, sentence in enumerate(paste.sentences):
            self._sentence(at, sentence)

    def _sentence(self, at: int, sentence: Sentence) -> None:
        """Read a sentence: whose it is, and what it answers."""
        names, context = self.paste.names[at], self.context
        if sentence.owner != context.owner:
            context.owner, context.heard = sentence.owner, False
            context.speaker = frozenset({sentence.owner}) if sentence.owner not in ("", "?") else None
        if sentence.paragraph != context.paragraph:
            context.paragraph, context.heard = sentence.paragraph, False
        actors = {one.actor for one in names}
        about = self._about()
        self.owners[at] = next(iter(actors)) if len(actors) == 1 else about if not actors else ""
        if sentence.owner and actors - {sentence.owner}:
            self.owners[at] = ""
        found = list(self._findings(at, sentence, names, about))
        self.found += found
        read = {one.target for one in found if not one.why}
        if len(read) == 1 and not sentence.owner:
            self.owners[at] = next(iter(read))
        spoken, met = is_spoken(self.paste.text, sentence.start, sentence.end), is_contact(self.paste.text, sentence.start, sentence.end)
        if self.paste.text[sentence.start : sentence.end].rstrip().endswith(":") and self._turning(sentence):
            context.listed = True
        hearsay = any(any_of("blocker", kind).search(self.paste.text, sentence.start, sentence.end) for kind in ("reported", "irony"))
        if hearsay and not read:
            context.heard = True
        actors -= {one.actor for one in names if one.group} if read else set()
        if actors and (spoken or met or hearsay) and not (read and not spoken):
            several = met and len(actors) > 1 and self._listed(names)
            context.speaker = frozenset(actors) if several or len(actors) == 1 else frozenset(read) if read and spoken else frozenset()
            self.owners[at] = next(iter(actors)) if len(actors) == 1 else self.owners[at]

    def _listed(self, names: Sequence[Named]) -> bool:
        parts = pairwise(names)
        return all(_SMALL.fullmatch(self.paste.text[a.end : b.start]) for a, b in parts)

    def _about(self) -> str:
        """Return whom a sentence without a name is about; empty where nothing tells."""
        context = self.context
        if context.owner:
            return context.owner if context.owner != "?" else ""
        if context.speaker is not None:
            return next(iter(context.speaker)) if len(context.speaker) == 1 else ""
        if len(self.everybody) == 1:
            return next(iter(self.everybody))
        return next(iter(self.paste.layout.subject)) if not self.everybody and len(self.paste.layout.subject) == 1 else ""

    def _findings(self, at: int, sentence: Sentence, names: Sequence[Named], about: str) -> list[Finding]:
        text, start, end = self.paste.text, sentence.start, sentence.end
        if end - start > _LONGEST:
            return [Finding(about, Hit(start, start, "", "", "", "", ""), at, "sign")]
        short = answer_of(text, start, end) if sentence.leads else None
        seen = [short] if short else hits(text, start, end, self.paste.languages)
        if not seen:
            return []
        parts = self._clauses(sentence, seen, names)
        free = [*self.paste.recent_days(start, end), *((a[1], b[0]) for a, b in pairwise(parts))]
        said = _Said(sentence, names, about, is_spoken(text, start, end), parts, free, seen)
        found: list[Finding] = []
        for part in parts:
            found += self._clause(at, part, said)
        if len(parts) > 1 and any(one.why for one in found):  # who spoke of one may have spoken of all
            found = [replace(one, why=one.why or "subject") for one in found]
        return found

    def _clause(self, at: int, part: Span, said: _Said) -> list[Finding]:
        """Return the findings of a clause; a second wording of the same answer, with the same subject, is passed over."""
        whole = (said.sentence.start, said.sentence.end)
        clause = Clause(self.paste.text, *part, whole, self.paste.quotes, self.paste.original(whole))
        own = [one for one in said.hits if part[0] <= one.start < part[1]]
        hanging, on = condition(clause, own[0], self.paste.languages) if own else ([], None)
        made: list[Finding] = []
        for hit in own:
            if _within(hit.start, hanging):
                continue
            group = self._group(clause, hit, said.names)
            how, targets, why = self._holders(clause, hit, group, hanging, said)
            if not targets and any(one.hit.answer == hit.answer and not one.why for one in made):
                continue
            out = [*hanging, *said.free, *((one.start, one.end) for one in said.hits if one is not hit)]
            out += [(group.start, group.end)] if group else []
            why = why or why_not(clause, hit, out, spoken=said.spoken, hangs=bool(hanging)) or self._also(hit, group, hanging)
            unsure = [
                one.actor if one.actor in self.paste.targets else ""
                for one in said.names
                if one.actor in self.paste.targets or not one.actor
            ]
            made += [
                Finding(target, hit, at, why, on, bool(hanging), how)
                for target in targets or dict.fromkeys(unsure) or (["?"] if said.names else [said.about])
            ]
        return made

    def _also(self, hit: Hit, group: Named | None, hanging: Sequence[Span]) -> str:
        """Return what else keeps an answer from being read: two conditions, no group to follow, a line over it that says it is hearsay."""
        if len(hanging) > 1 and hit.answer not in ("undecided", "none"):
            return "choice"
        if hit.follow == "group" and group is None:
            return "follow"
        return "reported" if self.context.heard or self.context.listed else ""

    def _holders(self, clause: Clause, hit: Hit, group: Named | None, hanging: Sequence[Span], said: _Said) -> tuple[str, list[str], str]:
        """Return how its subject is named, whose answer it is, and why that is not sure."""
        context = self.context
        here = [
            one for one in said.names if clause.start <= one.start < clause.end and one is not group and not _within(one.start, hanging)
        ]
        leads = clause.start == said.sentence.start and (said.sentence.leads or bool(said.sentence.owner))
        how, begins, listed = subject(clause, hit, here, leads=leads)
        actors, holders = {one.actor for one in here}, {one.actor for one in listed}
        if how == "" or (how == "name" and actors - holders):
            return how, [], "subject"
        if how != "name":
            if len(actors) > 1 or not all(is_government(self.paste.text, one, clause.start, clause.end) for one in here):
                return how, [], "subject"
            holders = actors or ({said.about} if said.about else set())
        elsewhere = {one.actor for one in said.names if not clause.start <= one.start < clause.end and not _within(one.start, hanging)}
        alone = len(said.parts) > 1 or not elsewhere - holders
        if not alone or not holders or "" in holders or (context.owner and holders != {context.owner}):
            return how, [], "subject"
        if how in ("name", "pronoun") and governed(clause, begins, said.names, [*hanging, *said.free]):
            return how, [], "reported"
        own_word = said.spoken and ((how != "name" and bool(actors)) or bool(_HIS_SPEAKER.search(self.paste.text, hit.end, clause.end)))
        if context.speaker is not None and not holders <= context.speaker and not own_word:
            return how, [], "speaker"
        return how, [one for one in holders if one in self.paste.targets] or ["?"], ""

    def _turning(self, sentence: Sentence) -> bool:
        """Whether a line says of what follows that it is heard, past, feared or hoped."""
        recent = self.paste.recent_days(sentence.start, sentence.end)
        kinds = ("reported", "past", "doubt", "wish", "irony")
        found = (m for kind in kinds for m in any_of("blocker", kind).finditer(self.paste.text, sentence.start, sentence.end))
        return any(not _within(m.start(), recent) for m in found)

    def _group(self, clause: Clause, hit: Hit, names: Sequence[Named]) -> Named | None:
        """Return the group that somebody follows."""
        near = next((one for one in names if hit.end <= one.start < clause.end), None) if hit.follow == "group" else None
        return near if near and near.group and _TO_GROUP.fullmatch(self.paste.text[hit.end : near.start]) else None

    def _clauses(self, sentence: Sentence, seen: Sequence[Hit], names: Sequence[Named]) -> list[Span]:
        """Part a sentence where each part has an answer and its own names."""
        parts, start = [], sentence.start
        for cut in _CUT.finditer(self.paste.text, sentence.start, sentence.end):
            left = any(start <= one.start and one.end <= cut.start() for one in seen) and any(
                start <= one.start < cut.start() for one in names
            )
            rest = [one.start for one in names if one.start >= cut.end()]
            right = rest and rest[0] - cut.end() <= 12 and any(one.start >= rest[0] for one in seen)
            if left and right:
                parts.append((start, cut.start()))
                start = cut.end()
        return [*parts, (start, sentence.end)]


def _within(place: int, spans: Sequence[Span]) -> bool:
    return any(start <= place < end for start, end in spans)
