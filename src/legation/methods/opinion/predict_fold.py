"""A tenth of the votes set aside by what they are, not by where they stand: the same votes whatever the order of rows and columns."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from legation.methods.ballots import VoteTable
from legation.methods.opinion.canonical import colours

__all__ = ["part", "set_aside", "signatures"]

Truths = npt.NDArray[np.bool_]
Words = npt.NDArray[np.uint64]


def signatures(votes: VoteTable) -> tuple[Words, Words]:
    """Return a number for each person and each statement that depends neither on their order nor on which side is called agree."""
    person, statement = colours(votes, np.ones(votes.shape[0]))
    return person.sum(axis=0, dtype=np.uint64), statement.sum(axis=0, dtype=np.uint64)


def set_aside(votes: VoteTable, signature: tuple[Words, Words], seed: int, share: float = 0.1) -> Truths:
    """Return which votes are set aside, shape (n_votes,): about ``share`` of them, and all or none of those that look alike."""
    person, statement = signature
    key = _mixed(_mixed(person)[votes.participant] + statement[votes.statement] + np.uint64(seed % 2**64))
    return key < np.uint64(share * 2.0**64)


def part(votes: VoteTable, chosen: Truths) -> VoteTable:
    """Return the table with some of the votes."""
    start = np.concatenate([[0], np.cumsum(chosen)])[votes.start]
    return VoteTable(start=start, statement=votes.statement[chosen], value=votes.value[chosen], shape=votes.shape)


def _mixed(word: Words) -> Words:
    """Return each word well mixed (the finaliser of SplitMix64)."""
    word = word + np.uint64(0x9E3779B97F4A7C15)
    word = (word ^ (word >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    word = (word ^ (word >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return word ^ (word >> np.uint64(31))
