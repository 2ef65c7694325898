"""A folder of answers that outlives a command: readable by its owner alone, and never believed where an entry is not whole.

An entry is a file by the name of its key: a line with the key and the hash of what follows, then the answer as JSON. What is damaged, cut
short, a link, somebody else's or written under another key is no entry: the question is computed anew, and its answer takes that place.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import stat
import tempfile
import time
from pathlib import Path

from legation.errors import CannotWrite
from legation.language import Message
from legation.private_folder import is_own, make_private
from legation.questions.answer import Answer
from legation.questions.base.answer_data import LARGEST, NotPlain, decode_answer, encode_answer
from legation.questions.base.answer_store import MemoryStore

__all__ = ["DAYS", "FolderStore"]

DAYS = 30
"""An entry that was written so many days ago is removed when the folder is opened."""
_ENTRY_LIMIT = LARGEST + 1024
"""Bytes of an entry; a larger file is none."""
_ENTRY = re.compile(r"[0-9a-f]{64}\.json|\.[^/]*\.part")


class FolderStore:
    """Answers in a folder, as a store for :func:`legation.questions.ask`.

    Parameters
    ----------
    folder : Path
        Made, with mode 700, where it is not there.

    Attributes
    ----------
    fault : Message or None
        Why an answer could not be written; answers are given all the same.

    Raises
    ------
    CannotWrite
        Where the folder cannot be made, is a link or a file, belongs to another account, or lets others in.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as there:
    ...     store = FolderStore(Path(there, "answers"))
    ...     store.put("ab" * 32, Answer(question="what-is-due", title=Message("what-is-due.title")))
    ...     FolderStore(store.folder).get("ab" * 32)
    <Answer what-is-due: 0 findings; tables: none; figures: none>
    """

    def __init__(self, folder: Path) -> None:
        self.folder = _private(folder)
        self.fault: Message | None = None
        self._memory = MemoryStore()
        self._remove_old()

    def get(self, key: str) -> Answer | None:
        """Return the answer of a key; None where there is no entry, or none that is whole."""
        answer = self._memory.get(key)
        if answer is None:
            try:
                answer = decode_answer(_body(self._read(key), key))
            except (OSError, NotPlain):
                return None
            self._memory.put(key, answer)
        return answer

    def put(self, key: str, answer: Answer) -> None:
        """Store an answer; one that cannot be written as data stays in memory."""
        self._memory.put(key, answer)
        try:
            self._write(key, _entry(key, encode_answer(answer)))
        except NotPlain:
            return
        except OSError as error:
            self.fault = Message("answer-store.not-written", path=str(self.folder), why=error.strerror or str(error))

    def _read(self, key: str) -> bytes:
        """Return the bytes of an entry: of a plain file of our own, opened without following a link or waiting for a writer."""
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        with os.fdopen(os.open(self._path(key), flags), "rb") as source:
            found = os.fstat(source.fileno())
            if not stat.S_ISREG(found.st_mode) or found.st_size > _ENTRY_LIMIT or not is_own(found):
                raise NotPlain(key)
            return source.read(_ENTRY_LIMIT + 1)

    def _write(self, key: str, data: bytes) -> None:
        """Put an entry in place at once: whoever reads sees the whole of it, or what stood there before."""
        handle, beside = tempfile.mkstemp(prefix=f".{key[:16]}-", suffix=".part", dir=self.folder)
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(data)
            Path(beside).replace(self._path(key))
        except BaseException:
            with contextlib.suppress(OSError):
                Path(beside).unlink()
            raise

    def _path(self, key: str) -> Path:
        return self.folder / f"{key}.json"

    def _remove_old(self) -> None:
        """Remove what was written long ago, and what a command that was killed left half written; other files are not ours."""
        last = time.time() - DAYS * 86_400
        with contextlib.suppress(OSError):
            for path in self.folder.iterdir():
                if _ENTRY.fullmatch(path.name) and path.lstat().st_mtime < last:
                    path.unlink()


def _entry(key: str, body: bytes) -> bytes:
    head = {"answer": key, "sha256": hashlib.sha256(body).hexdigest()}
    return json.dumps(head).encode() + b"\n" + body


def _body(entry: bytes, key: str) -> bytes:
    head, _, body = entry.partition(b"\n")
    if entry != _entry(key, body):
        raise NotPlain(head[:200])
    return body


def _private(folder: Path) -> Path:
    """Return a folder that is there, a folder, ours, and closed to others."""
    try:
        fault = make_private(folder, parents=True)
        mode = stat.S_IMODE(folder.lstat().st_mode)
    except OSError as error:
        raise CannotWrite(Message("answer-store.not-made", path=str(folder), why=error.strerror or str(error))) from error
    if fault == "no-folder":
        raise CannotWrite(Message("answer-store.no-folder", path=str(folder)))
    if fault == "not-yours":
        raise CannotWrite(Message("answer-store.not-yours", path=str(folder)))
    if fault == "open":
        raise CannotWrite(Message("answer-store.open", path=str(folder), mode=f"{mode:o}"))
    if not os.access(folder, os.W_OK | os.X_OK):
        raise CannotWrite(Message("answer-store.read-only", path=str(folder)))
    return folder
