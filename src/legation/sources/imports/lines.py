"""What became of the lines of a file, in a few sentences: so many are taken, so many are passed over and why, so many wait for a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from legation.dossier.problem import Problem
from legation.language import Message, catalogue
from legation.sources.doubt import SKIP, Doubt
from legation.sources.reading import Reading, Report

__all__ = ["LinesRead", "lines_of"]

_MORE, _OTHER = "and-more", "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinesRead:
    """The lines of a file by what becomes of them.

    Attributes
    ----------
    taken : int
    is_known : bool
        Whether the dossier has all that is taken already.
    passed_over : mapping of str to int
        By the code of what is wrong with them.
    left_out : int
        As someone decided.
    others : int
        Of sessions that were not asked for.
    differing : int
        Rows that say something else than the dossier, whose own stand.
    waiting : tuple of Doubt
        What someone has to decide.

    Examples
    --------
    >>> found = LinesRead(taken=4, passed_over={"unknown-country": 2, "vote-twice": 1}, waiting=(Doubt(5, "Congo"),))
    >>> for sentence in found.said: print(sentence)
    4 of 8 lines are taken.
    Passed over: 2 that name no country that is known and 1 that repeats a vote.
    1 waits for your decision; imported without it, the line is left out.
    >>> print(*LinesRead(taken=3).said)
    All 3 lines are taken.
    """

    taken: int
    is_known: bool = False
    passed_over: Mapping[str, int] | None = None
    left_out: int = 0
    others: int = 0
    differing: int = 0
    waiting: tuple[Doubt, ...] = ()

    @property
    def said(self) -> tuple[Message, ...]:
        """The sentences, of what there is alone."""
        return tuple(self._sentences())

    def _sentences(self) -> Iterator[Message]:
        passed = self.passed_over or {}
        lines = [doubt for doubt in self.waiting if doubt.why != "date"]
        count = self.taken + sum(passed.values()) + self.left_out + self.others + len(lines)
        if not self.taken:
            yield Message("lines.none", count=count)
        elif self.taken < count:
            yield Message("lines.known-of" if self.is_known else "lines.taken", count=self.taken, of=count)
        else:
            yield Message("lines.known" if self.is_known else "lines.all", count=count)
        if passed:
            known = catalogue("lines", "en")
            whys = tuple(
                Message(f"lines.why.{code}" if f"why.{code}" in known else f"lines.why.{_OTHER}", count=number)
                for code, number in sorted(passed.items(), key=lambda item: -item[1])
            )
            yield Message("lines.passed-over", whys=whys)
        if self.differing:
            yield Message("lines.differing", count=self.differing)
        if self.left_out:
            yield Message("lines.left-out", count=self.left_out)
        if self.others:
            yield Message("lines.others", count=self.others)
        if lines:
            yield Message("lines.waiting", count=len(lines))
        for doubt in self.waiting:
            if doubt.why == "date":
                yield Message("lines.days", text=doubt.text)


def lines_of(reading: Reading, report: Report) -> LinesRead | None:
    """Return what becomes of the lines of a reading that was merged; None where nobody counted them."""
    doubtful = {doubt.line for doubt in reading.doubtful if doubt.why != "date"}
    passed = _by_code(fault for fault in reading.unplaced if fault.row not in doubtful and reading.counted in ("", fault.part))
    left_out = sum(answer == SKIP for doubt, answer in reading.decided if doubt.why != "date")
    taken = reading.taken
    if taken is None:
        taken = reading.origin.read - sum(passed.values()) - left_out - len(doubtful)
    if taken < 0 or not reading.origin.read:
        return None
    return LinesRead(
        taken=taken,
        is_known=not any(report.added.values()),
        passed_over=passed,
        left_out=left_out,
        others=reading.others,
        differing=len(report.conflicts),
        waiting=reading.doubtful,
    )


def _by_code(faults: Iterable[Problem]) -> dict[str, int]:
    """Return how many lines have each fault; one entry may stand for many that have that of the entry before."""
    found: Counter[str] = Counter()
    code = ""
    for fault in faults:
        is_more = fault.code == _MORE
        code = code if is_more else fault.code
        found[code] += int(fault.remedy.values.get("count", 1)) if is_more else 1
    return dict(found)
