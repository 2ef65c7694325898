"""Is a state responsible? A checklist for people; it has answers and reasons, and never a probability.

Machine, group and state are three questions. That a group is said to be sponsored does not make its acts those of a state: the law asks for
an organ, for instructions or control, for adoption, or for a duty of diligence that was not met.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from legation.errors import BadValue

__all__ = ["ANSWERS", "SPECTRUM", "TESTS", "Answered", "Responsibility", "responsibility"]

TESTS: Mapping[str, str] = {
    "organ": "ILC Articles on State Responsibility (2001), article 4",
    "public-power": "ILC Articles on State Responsibility (2001), article 5",
    "instructions-or-control": "ILC Articles on State Responsibility (2001), article 8",
    "adoption": "ILC Articles on State Responsibility (2001), article 11",
    "due-diligence": "ICJ, Corfu Channel (1949), p. 22; A/70/174 (2015), paragraph 13 (c)",
}
"""Each test and where it comes from. The last does not attribute the act: it asks whether the state let it happen."""
ANSWERS = ("met", "not-met", "open")
SPECTRUM = (
    "state-prohibited", "state-prohibited-but-inadequate", "state-ignored", "state-encouraged", "state-shaped",
    "state-coordinated", "state-ordered", "state-rogue-conducted", "state-executed", "state-integrated",
)  # fmt: skip
"""From a state that fights the act to one that carries it out (J. Healey, 2011; taxonomy of MISP)."""
_ATTRIBUTING = ("organ", "public-power", "instructions-or-control", "adoption")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One test, as a person answered it.

    Attributes
    ----------
    test, source : str
    answer : str
        ``met``, ``not-met`` or ``open``.
    reason : str
        The fact on which the answer rests; empty where it is open.
    """

    test: str
    source: str
    answer: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Responsibility:
    """The checklist.

    Attributes
    ----------
    state : str
        Country code.
    tests : tuple of Answered
        In the order of :data:`TESTS`.
    attributable : str
        Whether the act is that of the state: ``met`` where one of the first four tests is, ``not-met`` where none is, else ``open``.
    diligence : str
        The answer to the last test.
    spectrum : str or None
        Where a person places the state on :data:`SPECTRUM`.
    """

    state: str
    tests: tuple[Answered, ...]
    attributable: str
    diligence: str
    spectrum: str | None


def responsibility(state: str, answers: Mapping[str, tuple[str, str]] | None = None, spectrum: str | None = None) -> Responsibility:
    """Return the checklist of a state with the answers that people gave; what nobody answered is open.

    Parameters
    ----------
    state : str
        Country code.
    answers : mapping of str to (str, str)
        Test -> answer and the reason for it.
    spectrum : str, optional
        One of :data:`SPECTRUM`.

    Raises
    ------
    BadValue
        For another test, answer or place, and for an answer without a reason.

    Limits
    ------
    Whether a test is met is for the legal adviser.

    Examples
    --------
    >>> responsibility("RU").attributable
    'open'
    >>> responsibility("RU", {"organ": ("met", "indictment of 4 October 2018, paragraph 2")}).attributable
    'met'
    """
    given = dict(answers or {})
    for test, (answer, reason) in given.items():
        if test not in TESTS:
            raise BadValue(f"answers must be {' | '.join(TESTS)} (got {test!r}); correct the name of the test")
        if answer not in ANSWERS:
            raise BadValue(f"answers[{test!r}] must be {' | '.join(ANSWERS)} (got {answer!r}); it is open where nobody knows")
        if answer != "open" and not reason.strip():
            raise BadValue(f"answers[{test!r}] must be an answer with its reason (got none); name the fact, or leave it open")
    if spectrum is not None and spectrum not in SPECTRUM:
        raise BadValue(f"spectrum must be {' | '.join(SPECTRUM)} (got {spectrum!r}); leave it out where nobody knows")
    tests = tuple(Answered(test=test, source=source, answer=given.get(test, ("open", ""))[0], reason=given.get(test, ("open", ""))[1])
                  for test, source in TESTS.items())  # fmt: skip
    first = [one.answer for one in tests if one.test in _ATTRIBUTING]
    attributable = "met" if "met" in first else "not-met" if set(first) == {"not-met"} else "open"
    return Responsibility(state=state, tests=tests, attributable=attributable, diligence=tests[-1].answer, spectrum=spectrum)
