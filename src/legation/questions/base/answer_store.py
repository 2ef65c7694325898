"""Where answers stay that were computed once: what asks, and each kind of store, agree on two methods."""

from __future__ import annotations

from typing import Protocol

from legation.questions.answer import Answer

__all__ = ["AnswerStore", "MemoryStore"]


class AnswerStore(Protocol):
    """Answers by the key of all that they depend on (:func:`legation.questions.base.answer_key.answer_key`).

    A store never fails an answer: what it cannot read is not there, and what it cannot write is not written.
    """

    def get(self, key: str) -> Answer | None:
        """Return the answer that was stored under a key; None where none was, or none that can be read."""
        ...

    def put(self, key: str, answer: Answer) -> None:
        """Store an answer under its key."""
        ...


class MemoryStore:
    """Answers in the memory of one command; they go with it.

    Examples
    --------
    >>> from legation.language import Message
    >>> store, answer = MemoryStore(), Answer(question="what-is-due", title=Message("what-is-due.title"))
    >>> store.put("key", answer)
    >>> store.get("key") is answer, store.get("another")
    (True, None)
    """

    def __init__(self) -> None:
        self._answers: dict[str, Answer] = {}

    def get(self, key: str) -> Answer | None:
        """Return the answer that was stored under a key; None where none was."""
        return self._answers.get(key)

    def put(self, key: str, answer: Answer) -> None:
        """Store an answer under its key."""
        self._answers[key] = answer
