"""The blocks of a page that a reader types or saves, and what the page promises of them."""

from __future__ import annotations

import atexit
import contextlib
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from once import made_once

from legation.cli import main

ROOT = Path(__file__).parents[2]
_QUOTED = re.compile(r"'[^']*'|\"[^\"$`\\]*\"")
"""Words in which no sign means anything to a shell."""
_SHELL = re.compile(r"[|&;<>$`?(\[]")
"""Signs outside quotes that only a shell understands; ``*`` alone names files."""
_SETTING = re.compile(r"[A-Z_]+=[\w./-]+")
_PAPER = re.compile(r"legation (?P<paper>brief|note) examples/(?P<example>[\w-]+) --lang (?P<lang>en|fr) --out (?P<out>\w+)")
"""A command that says the language of a paper: what it makes is the same for the readers of either page."""
_BLOCK = re.compile(r"^```(\w+)(?: title=\"([^\"]+)\")?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Step:
    """A command with what it is said to print and to return, or a file to save."""

    command: str = ""
    shown: tuple[str, ...] = ()
    code: int = 0
    file: str = ""
    content: str = ""


def steps(page: Path) -> list[Step]:
    """Return the commands and files of a page, in its order."""
    found: list[Step] = []
    for language, title, body in _BLOCK.findall(page.read_text("utf-8")):
        if title:
            found.append(Step(file=title, content=body))
        elif language == "console":
            found.extend(_commands(body))
    return found


def run(step: Step, folder: Path, lang: str) -> str:
    """Do what a step says in a folder and hold it to its word; return what it printed."""
    if step.file:
        target = folder / step.file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(step.content, "utf-8")
        if target.name == "pyproject.toml":
            _install(target, folder / ".installed")
        return ""
    bin_folder = str(Path(sys.executable).parent)
    kept = {k: v for k, v in os.environ.items() if k in ("HOME", "TMPDIR", "PYTHONPATH", "LD_LIBRARY_PATH")}
    environment = kept | {
        "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": os.pathsep.join(filter(None, (str(folder / ".installed"), kept.get("PYTHONPATH")))),
        "LEGATION_LANG": lang,
        "COLUMNS": "200",
        "LC_ALL": "C.UTF-8",
    }
    set_here, words = _words(step.command, folder)
    if paper := _PAPER.fullmatch(step.command):
        code, printed = _paper_made_once(paper, folder, environment)
    elif words[0] == "legation" and not _SHELL.search(_QUOTED.sub("", step.command)):
        runs = _in_a_process_with_packages if (folder / ".installed").exists() else _in_this_process
        code, printed = runs(words[1:], folder, environment | set_here)
    else:
        done = subprocess.run(["bash", "-c", step.command], cwd=folder, env=environment, capture_output=True, text=True, check=False)
        code, printed = done.returncode, done.stdout + done.stderr
    assert code == step.code, f"{step.command}\n{printed}"
    assert "Traceback" not in printed, printed
    seen = _plain(printed)
    for line in step.shown:
        for piece in filter(None, map(str.strip, line.split("..."))):
            assert _plain(piece) in seen, f"{step.command} does not print:\n{piece}\nbut:\n{printed[:2000]}"
        if step.command.startswith("legation") and re.fullmatch(r"[\w./-]+\.(html|pdf|docx|json|csv|svg|png|xlsx|zip)", line):
            assert (folder / line).stat().st_size > 0, line
    return printed


def _words(command: str, folder: Path) -> tuple[dict[str, str], list[str]]:
    """Return what a command sets for itself, and its words, those outside quotes with ``*`` as the files of the folder that they name.

    A file that a setting names is named by its whole path: one process reads it once, and another page may have one of this name.
    """
    settings: dict[str, str] = {}
    words: list[str] = []
    for typed in shlex.split(command, posix=False):
        found = shlex.split(typed)
        if not words and _SETTING.fullmatch(typed):
            name, _, value = typed.partition("=")
            settings[name] = str(folder / value) if (folder / value).is_file() else value
        elif "*" in _QUOTED.sub("", typed):
            words.extend([str(one.relative_to(folder)) for one in sorted(folder.glob(typed))] or found)
        else:
            words.extend(found)
    return settings, words


def _paper_made_once(paper: re.Match[str], folder: Path, environment: Mapping[str, str]) -> tuple[int, str]:
    """Do what a page says of a paper, or take the one that a page in the other language had made: nothing but its folder differs."""

    def make(place: Path) -> None:
        words = [paper["paper"], f"examples/{paper['example']}", "--lang", paper["lang"], "--out", str(place / "papers")]
        code, printed = _in_this_process(words, folder, environment)
        assert code == 0, printed
        (place / "printed").write_text(printed, "utf-8")

    made = made_once(f"{paper['paper']}-{paper['example']}-{paper['lang']}", make)
    shutil.copytree(made / "papers", folder / paper["out"], dirs_exist_ok=True)
    return 0, (made / "printed").read_text("utf-8").replace(str(made / "papers"), paper["out"])


def _in_this_process(words: list[str], folder: Path, environment: Mapping[str, str]) -> tuple[int, str]:
    """Run our command as the shell would, without a process of its own: what it imports and compiles is there for the next one."""
    out = io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True)
    with contextlib.ExitStack() as stack:
        stack.enter_context(mock.patch.dict(os.environ, environment, clear=True))
        stack.enter_context(contextlib.chdir(folder))
        stack.enter_context(contextlib.redirect_stdout(out))
        stack.enter_context(contextlib.redirect_stderr(out))
        stack.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore")  # as a process of its own would
        try:
            code = main(words)
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return code, out.buffer.getvalue().decode("utf-8")


_PROGRAM = """
import contextlib, importlib, io, json, os, sys, traceback
for name in ("babel.dates", "babel.numbers", "importlib.metadata", "lxml.etree", "numpy", "pyarrow", "rich.console", "scipy.special", "typer"):
    importlib.import_module(name)

def commands():
    from legation.cli import main
    while (line := sys.stdin.readline()).strip():
        words, environment = json.loads(line)
        os.environ.clear()
        os.environ.update(environment)
        out = io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True)
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            try:
                code = main(words)
            except SystemExit as ended:
                code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
            except BaseException:
                code = 1
                traceback.print_exc()
        print(json.dumps([code, out.buffer.getvalue().decode()]), flush=True)

while folder := json.loads(sys.stdin.readline() or "null"):
    if not os.fork():
        os.chdir(folder)
        sys.path.insert(0, os.path.join(folder, ".installed"))
        print("null", flush=True)
        try:
            commands()
        finally:
            os._exit(0)
    os.wait()
    print("null", flush=True)
"""
_beside: list[subprocess.Popen[str]] = []
"""The process that has loaded what every command needs, and of which one with the packages of a folder branches off."""
_held: list[object] = []
"""What the packages hold with which commands are run now."""


def _in_a_process_with_packages(words: list[str], folder: Path, environment: Mapping[str, str]) -> tuple[int, str]:
    """Run our command where the packages of a folder are installed: in one process until one of them changes."""
    packages = [one.resolve() for one in sorted((folder / ".installed").iterdir()) if one.is_symlink()]
    files = [path for package in packages for path in sorted(package.rglob("*")) if path.suffix in (".py", ".toml")]
    held = (folder, *((path, path.read_bytes()) for path in files))
    if not _beside:
        command, bare = [sys.executable, "-c", _PROGRAM], {**environment, "PYTHONPATH": os.environ.get("PYTHONPATH", "")}
        started = subprocess.Popen(command, env=bare, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        _beside.append(started)
    if _held != [held]:
        if _held:
            _reply("\n")
        _reply(json.dumps(str(folder)) + "\n")
        _held[:] = [held]
    code, printed = _reply(json.dumps([words, dict(environment)]) + "\n")
    return code, printed


def _reply(line: str) -> Any:
    """Send a line to the process beside and wait for what it replies: neither it nor its branch reads a line that is the other's."""
    (process,) = _beside
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(line)
    process.stdin.flush()
    return json.loads(process.stdout.readline())


@atexit.register
def _end_beside() -> None:
    """End the process that runs commands with packages, and its branch."""
    for process in _beside:
        process.communicate()


def _install(project: Path, place: Path) -> None:
    """Do what an editable installation does: name the package's entry points where Python looks, and link to its modules."""
    settings = tomllib.loads(project.read_text("utf-8"))["project"]
    about = place / f"{settings['name'].replace('-', '_')}-{settings['version']}.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {settings['name']}\nVersion: {settings['version']}\n")
    lines = [f"[{group}]\n" + "\n".join(f"{k} = {v}" for k, v in entries.items()) for group, entries in settings["entry-points"].items()]
    (about / "entry_points.txt").write_text("\n".join(lines) + "\n")
    module = settings["name"].replace("-", "_")
    (place / module).symlink_to(project.parent / module, target_is_directory=True)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _commands(body: str) -> list[Step]:
    found: list[Step] = []
    for line in body.splitlines():
        if line == "$ echo $?":
            found.append(Step(command="echo"))
        elif line.startswith("$ "):
            found.append(Step(command=line[2:]))
        elif found[-1].command == "echo":
            found.pop()
            found[-1] = Step(command=found[-1].command, shown=found[-1].shown, code=int(line))
        else:
            found[-1] = Step(command=found[-1].command, shown=(*found[-1].shown, line))
    assert all(shlex.split(step.command) for step in found)
    return found
