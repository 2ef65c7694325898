"""Reading what a report of a post says of its targets: their answers, surely or not at all.

A sentence gives an answer where its words are in the table of wordings, its subject is a government that the sentence or its heading names,
and no other word of the sentence speaks against it: a negation, a doubt, a wish, somebody else's word, the past, irony, a part of the text.
Whatever is not sure is asked of a person; what follows an answer and may turn it has the same effect.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from legation.dossier.records import Actor
from legation.errors import WrongUse
from legation.language import Lang, Message
from legation.sources.telegram.findings import Finding, Findings
from legation.sources.telegram.labelled import read_block
from legation.sources.telegram.marking import refuse_classified
from legation.sources.telegram.paste import Paste, paste
from legation.sources.telegram.report import FIELDS, Report, Span
from legation.sources.telegram.speaker import Found, day_in, form_in, level_in
from legation.sources.telegram.wordings import Hit, any_of

__all__ = ["LIMIT", "read_reports"]

LIMIT = 200_000
"""Characters of a paste."""
_SYMBOL = re.compile(r"\bl\.\s?\d+(?:/rev\.\s?\d+)?")
_MOST = 50
"""Answers that nobody is named for."""
_TURNS = (("after", "turn"), ("blocker", "doubt"))
"""What in a sentence behind an answer may turn it."""
_MANY = 12
"""Sentences with an answer of one target; a text with more is asked."""


def read_reports(
    text: str,
    targets: Iterable[Actor],
    language: Lang | None = None,
    *,
    others: Iterable[Actor] = (),
    own: Collection[str] = (),
    today: dt.date | None = None,
) -> tuple[Report, ...]:
    """Return what a pasted text says of the targets of a round, in its order; what it does not surely say is asked.

    Parameters
    ----------
    text : str
        At most 200,000 characters, French, English or both.
    targets : iterable of Actor
        Whom the post was to speak to.
    language : {"en", "fr"}, optional
        Of the text; None: both are read.
    others : iterable of Actor
        Other actors of the dossier, so that what is said of them is told apart.
    own : collection of str
        Ids of actors that are the reader's own side, and whose names mean the post.
    today : date, optional
        No answer is of a later day, and a date of the four months before it speaks of no past vote.

    Returns
    -------
    tuple of Report
        One for each target that the text speaks of, and one without a target for an answer that nobody is named for.
        An empty text has none.

    Raises
    ------
    WrongUse
        The text is too long, or bears the marking of a classified level; the sentence says where, and repeats nothing of it.

    Limits
    ------
    A sentence that means the opposite of what it says, without a word that tells, is read as it stands: a person confirms each report. What
    the post expects, hopes or has heard from somebody else is never read as an answer.

    Examples
    --------
    >>> from legation.dossier import Wording
    >>> kenya = Actor(id="kenya", name=Wording("Kenya"), kind="state", iso3="KEN")
    >>> said = "Reçu par le directeur des Nations unies. Le Kenya s'abstiendra, m'a-t-il dit. Selon lui, d'autres suivront."
    >>> (one,) = read_reports(said, [kenya])
    >>> one.target, one.answer, one.level, one.form, said[slice(*one.passage)], one.asked
    ('kenya', 'abstain', 'ministry', 'said', "Le Kenya s'abstiendra, m'a-t-il dit.", ('day',))
    """
    listed = tuple(targets)
    if len(text) > LIMIT:
        raise WrongUse(Message("telegram.too-long", allowed=LIMIT, count=len(text)))
    refuse_classified(text)
    if not text.strip():
        return ()
    return _Reader(paste(text, listed, tuple(others), own, language, today)).read()


class _Reader:
    """Puts together what the sentences of a paste say of each target."""

    def __init__(self, paste: Paste) -> None:
        self.paste, self.findings = paste, Findings(paste)

    def read(self) -> tuple[Report, ...]:
        """Return the reports, in the order of the text."""
        blocks = [
            read_block(self.paste.raw, self.paste.letters, block, day_first=self.paste.day_first) for block in self.paste.layout.blocks
        ]
        labelled = {one.target for one in blocks}
        found = [one for target in self._order() if target not in labelled and (one := self._report(target))]
        found += self._of_nobody(nothing=not found and not blocks)
        return tuple(sorted((*blocks, *found), key=lambda one: (one.passage, one.target)))

    def _order(self) -> Iterator[str]:
        named = [one.actor for names in self.paste.names for one in names]
        seen = dict.fromkeys((*named, *self.findings.owners, *(one.owner for one in self.paste.sentences)))
        yield from (target for target in seen if target in self.paste.targets)

    def _report(self, target: str) -> Report | None:
        """Return what the text says of a target."""
        mine = [one for one in self.findings.found if one.target == target]
        about = [
            at
            for at in range(len(self.paste.sentences))
            if self.findings.owners[at] == target or any(one.actor == target for one in self.paste.names[at])
        ]
        owned = [at for at in about if self.findings.owners[at] == target]
        if not about and not mine:
            return None
        read = [one for one in mine if not one.why]
        answers = {one.hit.answer for one in read}
        if answers == {"undecided", "none"}:
            read = [one for one in read if one.hit.answer == "undecided"]
            answers = {"undecided"}
        sure = len(answers) == 1 and len(read) <= _MANY and not self._turned(target, read, mine, about)
        fields: dict[str, Any] = {}
        places: dict[str, Span] = {}
        if sure:
            first = read[0]
            sentence = self.paste.sentences[first.at]
            fields["answer"], places["answer"] = first.hit.answer, (first.hit.start, first.hit.end)
            places["wording"] = self._wording(first.at, first.hit)
            fields["wording"] = self._words(places["wording"])
            if first.condition and all(one.condition for one in read):
                places["condition"], fields["condition"] = first.condition, self._words(first.condition)
            elif not any(one.hangs for one in read) and not self._hangs(read, about):
                fields["condition"] = ""
            whole = (sentence.start, sentence.end)
            forms = {self._form(one, owned) for one in read}
            form = next(iter(forms)) if len({one.value for one in forms}) == 1 else None
            if form and form.value:
                fields["form"], places["form"] = form
        else:
            at = mine[0].at if mine else about[0]
            whole = self.paste.span(at)
        spans = [self.paste.span(at) for at in owned]
        level = level_in(self.paste.text, spans)
        if level.value:
            fields["level"], places["level"] = level
        day, place = day_in(self.paste.text, spans, self.paste.layout.day, self.paste.today, day_first=self.paste.day_first)
        if day is not None:
            fields["day"], places["day"] = day, place
        name = next((one for at in about for one in self.paste.names[at] if one.actor == target), None)
        if name:
            places["target"] = (name.start, name.end)
        missing = tuple(one for one in FIELDS if one != "target" and one not in fields)
        return Report(
            target=target,
            **fields,
            passage=self.paste.letters.span(*whole),
            passages={k: self.paste.letters.span(*v) for k, v in places.items()},
            asked=missing,
        )

    def _form(self, one: Finding, owned: Sequence[int]) -> Found:
        others = [self.paste.span(at) for at in owned if at != one.at]
        hinted = (one.hit.start, one.hit.end) if one.hit.form else None
        return form_in(
            self.paste.text,
            self.paste.span(one.at),
            others,
            hinted=hinted,
            met=one.how in ("pronoun", "quoted", "whole") or one.at - 1 in owned,
        )

    def _turned(self, target: str, read: Sequence[Finding], mine: Sequence[Finding], about: Sequence[int]) -> bool:
        """Whether something behind an answer may turn it, or two texts are spoken of."""
        last = max(one.at for one in read)
        if any(one.why and (one.at >= read[0].at) for one in mine):
            return True
        paragraph = self.paste.sentences[last].paragraph
        later = [
            at
            for at in range(last + 1, len(self.paste.sentences))
            if at in about
            or (self.paste.sentences[at].paragraph == paragraph and not (self.findings.owners[at] and self.findings.owners[at] != target))
        ]
        if any(
            any(any_of(*kind).search(self.paste.text, *self.paste.span(at)) for kind in _TURNS) or self._denies(at, target) for at in later
        ):
            return True
        return len({re.sub(r"\s", "", m[0]) for at in about for m in _SYMBOL.finditer(self.paste.text, *self.paste.span(at))}) > 1

    def _denies(self, at: int, target: str) -> bool:
        """Whether a sentence behind an answer holds a negation, or words of another answer, that belong to none that is read."""
        span = self.paste.span(at)
        if any_of("after", "harmless").search(self.paste.text, *span):
            return False
        own = [(one.hit.start, one.hit.end) for one in self.findings.found if one.at == at and one.target == target]
        return any(
            not any(a <= m.start() < b for a, b in own)
            for kind in (("blocker", "negation"), ("after", "votes"))
            for m in any_of(*kind).finditer(self.paste.text, *span)
        )

    def _hangs(self, read: Sequence[Finding], about: Sequence[int]) -> bool:
        """Whether another sentence about the target, or near the answer, sets a condition."""
        here = {one.at for one in read}
        near = {
            at
            for at in range(len(self.paste.sentences))
            for one in here
            if abs(at - one) <= 2
            and self.paste.sentences[at].paragraph == self.paste.sentences[one].paragraph
            and not (self.findings.owners[at] and at not in about)
        }
        hanging = any(any_of("after", "hangs").search(self.paste.text, *self.paste.span(at)) for at in (set(about) | near) - here)
        return hanging or any(any_of("blocker", "then").search(self.paste.text, *self.paste.span(at)) for at in here)

    def _wording(self, at: int, hit: Hit) -> Span:
        start, end = self.paste.span(at)
        quoted = [span for span in self.paste.quotes if start <= span[0] and span[1] <= end and span[1] - span[0] > 12]
        if len(quoted) == 1 and quoted[0][0] < hit.start < quoted[0][1]:
            return quoted[0][0] + 1, quoted[0][1] - 1
        return start, end

    def _words(self, span: Span) -> str:
        return " ".join(self.paste.original(span).split()).strip(' ,;:.«»“”"')

    def _of_nobody(self, *, nothing: bool) -> Iterator[Report]:
        """Yield a report without a target for each answer that nobody is named for, and for a text of which nothing is read."""
        places = dict.fromkeys(one.at for one in self.findings.found if not one.target)
        yield from (Report(passage=self.paste.letters.span(*self.paste.span(at)), asked=FIELDS) for at in list(places)[:_MOST])
        if nothing and not places:
            yield Report(passage=(0, len(self.paste.raw)), asked=FIELDS)
