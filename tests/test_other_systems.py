"""The core runs where a system lacks what Linux has: nothing of it imports or calls what Windows does not know."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

from source_trees import tree_of

ROOT = Path(__file__).parents[1]
LACKING = ("fcntl", "resource", "pwd", "grp", "termios", "tty", "pty", "syslog", "spwd", "crypt", "nis", "readline")
"""Modules that Python has on Linux and not on Windows."""
UNKNOWN = {
    "os": ("fork", "forkpty", "getuid", "geteuid", "getgid", "getegid", "getgroups", "setsid", "killpg", "uname", "mkfifo", "chown", "lchown",
           "sched_getaffinity", "wait", "wait4", "getpgid", "O_NOFOLLOW", "O_DIRECTORY", "O_NONBLOCK", "sysconf", "getloadavg", "statvfs"),
    "signal": ("SIGKILL", "SIGHUP", "SIGALRM", "SIGUSR1", "alarm", "setitimer", "pthread_sigmask"),
}  # fmt: skip
"""Names that are missing there in modules that both have."""

CORE = """
import json, sys
lacking, example, out = json.loads(sys.argv[1])
asked = []

class Windows:
    def find_spec(self, name, path=None, target=None):
        if name not in lacking:
            return None
        frame = sys._getframe(1)
        while frame is not None and frame.f_code.co_filename.startswith("<frozen importlib"):
            frame = frame.f_back
        asked.append(f"{name} by {frame.f_globals.get('__name__')}")
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)

for name in lacking:
    sys.modules.pop(name, None)
sys.meta_path.insert(0, Windows())

from pathlib import Path
import legation as lg
from legation.cli import main
from legation.dossier import load, save

d = lg.load(example)
answer = d.ask("what-the-room-thinks")
assert answer.findings
save(load(example), Path(out) / "copy")
assert load(Path(out) / "copy").hash == load(example).hash
assert main(["ask", "what-the-room-thinks", example, "--json"]) == 0
assert main(["export", example, str(Path(out) / "all.zip"), "--audience", "owner"]) == 0
assert main(["brief", example, "--out", out, "--formats", "html,pdf,docx,json,csv"]) == 0
print("ASKED", json.dumps(sorted(set(asked))))
"""


def test_the_core_opens_asks_briefs_and_exports_without_what_windows_lacks(tmp_path: Path) -> None:
    given = json.dumps([LACKING, str(ROOT / "examples" / "brexit-consensus-2017"), str(tmp_path)])
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run([sys.executable, "-c", CORE, given], env=environment, capture_output=True, text=True, check=False, cwd=tmp_path)

    assert done.returncode == 0, done.stderr[-3000:]
    asked = json.loads(done.stdout.rpartition("ASKED ")[2])
    ours = [line for line in asked if " by legation" in line]
    assert set(ours) <= {"fcntl by legation.folder_lock", "resource by legation.sources.capture.child"}  # both go on without
    assert {path.suffix for path in tmp_path.iterdir()} >= {".html", ".pdf", ".docx", ".json", ".csv", ".zip"}


def test_nothing_names_what_windows_does_not_know_without_asking_whether_it_is_there() -> None:
    """Libraries ask for the system by its name, so these cannot be taken away from a running Python: the code is read."""
    found = []
    for path in sorted((ROOT / "src" / "legation").rglob("*.py")):
        tree = tree_of(path.read_text("utf-8"))
        place = path.relative_to(ROOT / "src").as_posix()
        asked = {ast.unparse(node.args[1]).strip("'") for node in ast.walk(tree) if _is_hasattr(node)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr in UNKNOWN.get(node.value.id, ()):
                found += [] if node.attr in asked else [f"{place}: {node.value.id}.{node.attr}"]
        found += [f"{place}: import {name}" for node in tree.body for name in _imported(node) if name in LACKING]

    assert found == []


def _is_hasattr(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "hasattr"


def _imported(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []
