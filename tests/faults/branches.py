"""A process that has loaded the site and branches: a command, a script or a server begins at once, and is killed like any other process.

What a branch does is what the command does in a process of its own; only the loading of modules, which writes nothing, is done before.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any

from web.sites import ROOT, Server

__all__ = ["Branches", "Killable", "ServerBranch"]

_PROGRAM = """
import json, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "legation.web.settings"
import django
django.setup()
import uvicorn
from django.urls import reverse
from legation.cli import main
from legation.web.runs import worker_process
from legation.web.runs import files, worker
from legation.web.serving import backup, doctor, examples, prepare, restore, server, site, warm
reverse("home")

worker_process.WorkerProcess._watch = lambda self: None  # the worker is a branch of its own

def branch(request):
    group = request.get("group", 0)
    pid = os.fork()
    if pid:
        os.setpgid(pid, group or pid)
        return pid
    code = 1
    try:
        os.setpgid(0, group)
        out = os.open(request["out"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0), os.dup2(out, 1), os.dup2(out, 2)
        if "script" in request:
            exec(request["script"], {"__name__": "__main__", "json": json})
            code = 0
        else:
            code = main(request["words"])
    except SystemExit as end:
        code = int(end.code or 0)
    except BaseException:
        import traceback
        traceback.print_exc()
    finally:
        sys.stdout.flush(), sys.stderr.flush()
        os._exit(code)

said = os.fdopen(os.dup(1), "w")
said.write("ready\\n"), said.flush()
for line in sys.stdin:
    request = json.loads(line)
    if "wait" in request:
        pid, status = os.waitpid(request["wait"], 0 if request["for_good"] else os.WNOHANG)
        answer = os.waitstatus_to_exitcode(status) if pid else None
    else:
        answer = branch(request)
    said.write(json.dumps(answer) + "\\n"), said.flush()
"""


class Branches:
    """The process of a site from which others branch; it ends with the block."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self._folder = folder
        self._count = 0
        self._process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM], env=environment, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "ready\n"

    def _ask(self, request: dict[str, Any]) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def begin(self, *words: str, script: str = "", group: int = 0) -> Killable:
        """Begin a command or a script; return the process that does it."""
        self._count += 1
        out = self._folder / f"said-{self._count}"
        what = {"script": script} if script else {"words": words}
        return Killable(self, self._ask({**what, "group": group, "out": str(out)}), out)

    def run(self, *words: str) -> tuple[int, str]:
        """Run a command to its end; return its code, and all that it said."""
        process = self.begin(*words)
        return process.wait(), process.out.read_text("utf-8")

    def ask(self, script: str) -> Any:
        """Run a script that prints JSON; return what it printed, or the last line of what went wrong."""
        process = self.begin(script=script)
        code, said = process.wait(), process.out.read_text("utf-8").strip().splitlines()
        return {"error": said[-1]} if code else json.loads(said[-1])

    def poll(self, pid: int, *, for_good: bool = False) -> int | None:
        return self._ask({"wait": pid, "for_good": for_good})  # type: ignore[no-any-return]

    def __enter__(self) -> Branches:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._process.communicate(timeout=30)


class Killable:
    """A branch."""

    def __init__(self, branches: Branches, pid: int, out: Path) -> None:
        self._branches, self.pid, self.out = branches, pid, out
        self.code: int | None = None

    def poll(self) -> int | None:
        if self.code is None:
            self.code = self._branches.poll(self.pid)
        return self.code

    def wait(self) -> int:
        if self.code is None:
            self.code = self._branches.poll(self.pid, for_good=True)
        assert self.code is not None
        return self.code

    def kill(self) -> None:
        """End it and what it started, at once."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)


class ServerBranch:
    """``legation serve`` on a free port with ``legation worker``, until it is killed at the end of the block or before."""

    ask = Server.ask

    def __init__(self, branches: Branches, *, worker: bool = True) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.process = branches.begin("serve", "--port", str(self.port))
        self._worker = branches.begin("worker", group=self.process.pid) if worker else None
        until = time.monotonic() + 120
        while True:
            with contextlib.suppress(OSError, http.client.HTTPException):
                if self.ask("GET", "/health/live")[0] == 200:  # type: ignore[arg-type]
                    break
            assert self.process.poll() is None and time.monotonic() < until, self.process.out.read_text("utf-8")
            time.sleep(0.05)

    def kill(self) -> None:
        self.process.kill()

    def wait(self) -> None:
        """Wait until both are gone."""
        self.process.wait()
        if self._worker is not None:
            self._worker.wait()

    def __enter__(self) -> ServerBranch:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.kill()
        self.wait()
