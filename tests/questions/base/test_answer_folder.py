"""Answers on disk: for their owner alone, whole or not at all, and never believed where an entry is anything else."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from legation.errors import CannotWrite
from legation.language import LANGUAGES, Message, say
from legation.questions import Answer
from legation.questions.base import answer_folder
from legation.questions.base.answer_data import encode_answer
from legation.questions.base.answer_folder import DAYS, FolderStore

KEY, OTHER = "ab" * 32, "cd" * 32
ANSWER = Answer(question="what-is-due", title=Message("what-is-due.title"), caveats=(Message("answer.value", value=0.5),))
SECOND = Answer(question="what-is-due", title=Message("what-is-due.title"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "answers"


def entry(folder: Path, key: str = KEY) -> Path:
    return folder / f"{key}.json"


def test_another_command_finds_what_one_has_written(folder: Path) -> None:
    FolderStore(folder).put(KEY, ANSWER)

    assert FolderStore(folder).get(KEY) == ANSWER
    assert FolderStore(folder).get(OTHER) is None


def test_the_folder_and_its_entries_are_for_their_owner_alone(folder: Path) -> None:
    before = os.umask(0)
    try:
        FolderStore(folder).put(KEY, ANSWER)
    finally:
        os.umask(before)

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(entry(folder).stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == [entry(folder).name]


def refused(folder: Path) -> CannotWrite:
    with pytest.raises(CannotWrite) as told:
        FolderStore(folder)
    assert all(str(folder) in say(told.value.message, lang) for lang in LANGUAGES)
    return told.value


@pytest.mark.parametrize("mode", [0o755, 0o750, 0o701, 0o777, 0o740])
def test_a_folder_that_lets_others_in_is_refused(folder: Path, mode: int) -> None:
    folder.mkdir(parents=True)
    folder.chmod(mode)

    assert f"mode 700 (got {mode:o})" in str(refused(folder))
    assert f"chmod 700 {folder}" in str(refused(folder))
    assert stat.S_IMODE(folder.stat().st_mode) == mode


def test_the_folder_of_somebody_else_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.mkdir(parents=True, mode=0o700)
    monkeypatch.setattr(os, "getuid", lambda: folder.stat().st_uid + 1)

    assert "must belong to you" in str(refused(folder))


def test_a_file_and_a_link_are_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "there").mkdir(mode=0o700)
    (tmp_path / "link").symlink_to(tmp_path / "there")

    assert "no file or link" in str(refused(tmp_path / "link"))
    refused(tmp_path / "file")
    refused(tmp_path / "file" / "below")


def test_a_folder_that_cannot_be_written_to_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.mkdir(parents=True, mode=0o500)
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write everywhere

    assert "you can write to" in str(refused(folder))


WHOLE = answer_folder._entry(KEY, encode_answer(ANSWER))
DAMAGE: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "cut short": lambda path: path.write_bytes(WHOLE[:-1]),
    "only its head": lambda path: path.write_bytes(WHOLE.partition(b"\n")[0] + b"\n"),
    "one bit": lambda path: path.write_bytes(WHOLE[:-3] + bytes([WHOLE[-3] ^ 1]) + WHOLE[-2:]),
    "more behind it": lambda path: path.write_bytes(WHOLE + b" "),
    "another key": lambda path: path.write_bytes(answer_folder._entry(OTHER, encode_answer(ANSWER))),
    "no answer": lambda path: path.write_bytes(answer_folder._entry(KEY, b'{"Message":["a.b",{}]}')),
    "a type that is not ours": lambda path: path.write_bytes(answer_folder._entry(KEY, b'{"PosixPath":["/etc"]}')),
    "another format": lambda path: path.write_bytes(b"\x80\x04K\x01."),
    "a folder": lambda path: path.mkdir(),
    "a link to a whole one": lambda path: (path.with_name("real").write_bytes(WHOLE), path.symlink_to(path.with_name("real"))),
    "a link to nothing": lambda path: path.symlink_to("nowhere"),
    "a pipe": lambda path: os.mkfifo(path),
}


@pytest.mark.parametrize("how", [name for name in DAMAGE if name != "a folder"])
def test_what_is_not_whole_is_no_entry_and_is_replaced(folder: Path, how: str) -> None:
    store = FolderStore(folder)
    DAMAGE[how](entry(folder))
    assert store.get(KEY) is None

    store.put(KEY, SECOND)

    assert store.fault is None
    assert entry(folder).is_file()
    assert not entry(folder).is_symlink()
    assert FolderStore(folder).get(KEY) == SECOND
    if how == "a link to a whole one":
        assert (folder / "real").read_bytes() == WHOLE


def test_what_cannot_be_written_is_said_and_no_answer_is_lost(folder: Path) -> None:
    store = FolderStore(folder)
    DAMAGE["a folder"](entry(folder))
    assert store.get(KEY) is None

    store.put(KEY, ANSWER)

    assert store.get(KEY) is ANSWER
    assert store.fault is not None
    assert all(str(folder) in say(store.fault, lang) for lang in LANGUAGES)
    assert [path.name for path in folder.iterdir()] == [entry(folder).name]


def test_a_folder_that_goes_away_costs_nothing_but_time(folder: Path) -> None:
    store = FolderStore(folder)
    shutil.rmtree(folder)
    store.put(KEY, ANSWER)

    assert store.get(KEY) is ANSWER
    assert store.get(OTHER) is None
    assert store.fault is not None


def test_an_answer_with_a_value_that_cannot_be_written_stays_in_memory(folder: Path) -> None:
    store = FolderStore(folder)
    odd = Answer(question="what-is-due", title=Message("answer.value", value=object()))
    store.put(KEY, odd)

    assert store.get(KEY) is odd
    assert store.fault is None
    assert list(folder.iterdir()) == []


def test_an_entry_of_somebody_else_is_none(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    FolderStore(folder).put(KEY, ANSWER)
    store = FolderStore(folder)
    monkeypatch.setattr(os, "getuid", lambda: folder.stat().st_uid + 1)

    assert store.get(KEY) is None


def test_an_entry_that_is_too_large_is_not_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    FolderStore(folder).put(KEY, ANSWER)
    monkeypatch.setattr(answer_folder, "_ENTRY_LIMIT", len(WHOLE) - 1)

    assert FolderStore(folder).get(KEY) is None


def test_what_was_written_long_ago_is_removed_and_other_files_are_not(folder: Path) -> None:
    store = FolderStore(folder)
    store.put(KEY, ANSWER)
    store.put(OTHER, ANSWER)
    left, mine = folder / f".{KEY[:16]}-x.part", folder / "notes.json"
    for path in (left, mine):
        path.write_bytes(b"{}")
    old = time.time() - (DAYS + 1) * 86_400
    for path in (entry(folder), left, mine):
        os.utime(path, (old, old))

    FolderStore(folder)

    assert sorted(path.name for path in folder.iterdir()) == sorted([entry(folder, OTHER).name, mine.name])


KILLED = """
import os, sys
from pathlib import Path
from legation.language import Message
from legation.questions import Answer
from legation.questions.base.answer_folder import FolderStore

class Slow:
    def __init__(self, out): self.out = out
    def __enter__(self): return self
    def __exit__(self, *_): self.out.close()
    def write(self, data):
        self.out.write(data[: len(data) // 2]); self.out.flush()
        print("half", flush=True)
        sys.stdin.read()

plain = os.fdopen
os.fdopen = lambda handle, mode: Slow(plain(handle, mode)) if mode == "wb" else plain(handle, mode)
FolderStore(Path(sys.argv[1])).put("ab" * 32, Answer(question="what-is-due", title=Message("what-is-due.title")))
"""


@pytest.mark.parametrize("there", [False, True])
def test_a_command_that_is_killed_while_it_writes_leaves_what_stood_there(folder: Path, there: bool) -> None:
    if there:
        FolderStore(folder).put(KEY, ANSWER)
    child = subprocess.Popen([sys.executable, "-c", KILLED, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stdin is not None
    assert child.stdout.readline() == b"half\n"
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    child.stdin.close()

    store = FolderStore(folder)
    assert store.get(KEY) == (ANSWER if there else None)
    store.put(KEY, SECOND)
    assert FolderStore(folder).get(KEY) == SECOND
