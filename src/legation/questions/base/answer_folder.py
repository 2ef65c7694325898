"""A folder of answers that outlives a command: readable by its owner alone, and never believed where an entry is not whole.

An entry is a file by the name of its key: the hash of what follows, a line with the key, then the answer as JSON. What is damaged, cut
short, a link, somebody else's or written under another key is no entry: the question is computed anew, and its answer takes that place.
"""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

from legation.language import Message
from legation.private_folder import DAYS, PrivateFolder, sealed, unsealed
from legation.questions.answer import Answer
from legation.questions.base.answer_data import LARGEST, NotPlain, decode_answer, encode_answer
from legation.questions.base.answer_store import MemoryStore

__all__ = ["DAYS", "FolderStore"]

_ENTRY_LIMIT = LARGEST + 1024
"""Bytes of an entry; a larger file is none."""


class FolderStore:
    """Answers in a folder, as a store for :func:`legation.questions.ask`.

    Parameters
    ----------
    folder : Path
        Made, with mode 700, where it is not there.

    Raises
    ------
    CannotWrite
        Where the folder cannot be made, is a link or a file, belongs to another account, or lets others in.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as there:
    ...     store = FolderStore(Path(there, "answers"))
    ...     store.put("ab" * 32, Answer(question="what-is-due", title=Message("what-is-due.title")))
    ...     FolderStore(store.folder).get("ab" * 32)
    <Answer what-is-due: 0 findings; tables: none; figures: none>
    """

    def __init__(self, folder: Path) -> None:
        self._files = PrivateFolder(folder, "--cache", r"[0-9a-f]{64}\.json")
        self.folder = self._files.folder
        self._memory = MemoryStore()

    @property
    def fault(self) -> Message | None:
        """Why an answer could not be written; answers are given all the same."""
        return self._files.fault

    def get(self, key: str) -> Answer | None:
        """Return the answer of a key; None where there is no entry, or none that is whole."""
        answer = self._memory.get(key)
        if answer is None:
            entry = self._files.read(_named(key), _ENTRY_LIMIT)
            try:
                answer = decode_answer(_body(entry, key)) if entry is not None else None
            except NotPlain:
                return None
            if answer is None:
                return None
            self._memory.put(key, answer)
        return answer

    def put(self, key: str, answer: Answer) -> None:
        """Store an answer; one that cannot be written as data stays in memory."""
        self._memory.put(key, answer)
        with contextlib.suppress(NotPlain):
            self._files.put(_named(key), _entry(key, encode_answer(answer)))


def _named(key: str) -> str:
    return f"{key}.json"


def _entry(key: str, body: bytes) -> bytes:
    return sealed(json.dumps({"answer": key}).encode() + b"\n" + body)


def _body(entry: bytes, key: str) -> bytes:
    head, _, body = (unsealed(entry) or b"").partition(b"\n")
    if head != json.dumps({"answer": key}).encode():
        raise NotPlain(head[:200])
    return body
