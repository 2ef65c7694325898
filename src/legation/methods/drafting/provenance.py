"""Whose words survived: which words of a text stood in whose proposal first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from legation.errors import BadValue
from legation.methods.drafting.draft import Draft
from legation.methods.drafting.passages import Passages
from legation.methods.drafting.words import WORD, said

__all__ = ["Proposal", "Survival", "Survivor", "proposals", "survived"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A text that somebody proposed.

    Attributes
    ----------
    actors : tuple of str
        Who; empty for a text of nobody, such as a chair's first draft.
    text : str
        What.
    """

    actors: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Survivor:
    """A passage of the final text, and the proposal in which it stood first.

    Attributes
    ----------
    start, end : int
        Place in the final text, in code points.
    proposal : int
        Number of the proposal.
    words : int
    """

    start: int
    end: int
    proposal: int
    words: int


@dataclass(frozen=True, slots=True)
class Survival:
    """Whose words survived.

    Attributes
    ----------
    passages : tuple of Survivor
        In the order of the final text.
    proposed, kept : tuple of int
        By proposal, its words, and the words of the final text that are credited to it [words].
    words, new : int
        Words of the final text, and those that stand in no proposal.
    """

    passages: tuple[Survivor, ...]
    proposed: tuple[int, ...]
    kept: tuple[int, ...]
    words: int
    new: int


def survived(final: str, offered: Sequence[Proposal], least: int = 4) -> Survival:
    """Return which passages of a text stood in which proposal first.

    From the end of the text on, the longest passage that stands in a proposal is credited to the first proposal that has it. Large and
    small letters are alike; signs do not count.

    Parameters
    ----------
    final : str
        The text that came out.
    offered : sequence of Proposal
        In the order of time: put what stood before the negotiation first, or its words are credited to whoever repeated them.
    least : int
        The fewest words of a passage; at least 1. Shorter ones are common turns of phrase.

    Raises
    ------
    BadValue
        For ``least`` below 1.

    Limits
    ------
    The same words are not the same idea, and a proposal in other words leaves no trace here.

    Examples
    --------
    >>> found = survived("States shall report at once to all", [Proposal((), "States report"), Proposal(("EU",), "shall report at once")])
    >>> found.kept, found.new
    ((0, 4), 3)
    """
    if least < 1:
        raise BadValue(f"least must be 1 and more words (got {least}); 4 leaves common turns out")
    texts = [said(proposal.text).held for proposal in offered]
    held = said(final)
    passages = tuple(
        Survivor(*held.span(start, end), which, end - start) for start, end, which, _ in Passages(texts).cover(held.held, least)
    )
    kept = [0] * len(texts)
    for passage in passages:
        kept[passage.proposal] += passage.words
    return Survival(passages, tuple(len(text) for text in texts), tuple(kept), len(held), len(held) - sum(kept))


def proposals(draft: Draft) -> tuple[Proposal, ...]:
    """Return what the brackets of a draft propose: those with a name and no verb, or with *add* or *alt*.

    Words of brackets within are left out: they are proposals of their own.

    Examples
    --------
    >>> from legation.methods.drafting import parse
    >>> proposals(parse("[protect [critical (JPN)] data (EU)] [and more – RUS delete]"))
    (Proposal(actors=('EU',), text='protect  data'), Proposal(actors=('JPN',), text='critical'))
    """
    numbers = [n for n, node in enumerate(draft.nodes) if node.kind == "bracket"]
    own: dict[int, list[str]] = {n: [] for n in numbers}
    for node in draft.nodes:
        if node.parent >= 0 and node.kind in {"plain", "stray"}:
            own[node.parent].append(node.text)
    found = zip(numbers, draft.brackets, strict=True)
    offered = (Proposal(b.actors, "".join(own[n]).strip()) for n, b in found if b.actors and b.verb in {"", "add", "alt"})
    return tuple(proposal for proposal in offered if WORD.search(proposal.text))
