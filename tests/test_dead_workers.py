"""How a run of the tests ends when one of its workers dies or hangs: it ends, it is red, and it names the test."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
SETTINGS = tomllib.loads((TESTS.parent / "pyproject.toml").read_text("utf-8"))["tool"]["pytest"]["ini_options"]
DIES = "import os\n\ndef test_first():\n    os._exit(3)\n"
HANGS = "import time\n\ndef test_first():\n    time.sleep(100)\n"
IS_NOT_READ = "import os\n\nif os.environ.get('PYTEST_XDIST_WORKER') == 'gw0':\n    os._exit(3)\n"
OTHERS = "import time\n\ndef test_other():\n    time.sleep(0.1)\n"
FILES = 60


def run(folder: Path, first: str) -> str:
    """Return what a red run of two workers prints, by the options of this repository; what hangs is given a second."""
    (folder / "test_0.py").write_text(first, "utf-8")
    for number in range(1, FILES):
        (folder / f"test_{number}.py").write_text(OTHERS, "utf-8")
    own = [word for word in SETTINGS["addopts"] if word.startswith("--max-worker-restart")]
    ends = f"faulthandler_exit_on_timeout={SETTINGS['faulthandler_exit_on_timeout']}"
    after = f"faulthandler_timeout={min(1, SETTINGS['faulthandler_timeout'])}"
    # a run without a folder of its own closes the one that all share to the accounts of the servers that run there
    own += ["-o", ends, "-o", after, f"--basetemp={folder}-made"]
    words = ["-p", "xdist", "-p", "dead_workers", *own, "-n", "2", "--dist", "loadfile"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *words, "--rootdir", str(folder), "-c", os.devnull, str(folder)],
        cwd=folder,
        env=os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": str(TESTS)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode != 0
    return done.stdout + done.stderr


@pytest.mark.parametrize("first", [DIES, HANGS], ids=["dies", "hangs"])
def test_a_worker_that_dies_or_hangs_ends_the_run_which_names_the_test(first: str, tmp_path: Path) -> None:
    printed = run(tmp_path, first)

    assert "crashed while running 'test_0.py::test_first'" in printed
    assert "died, and the run ended there" in printed
    assert f"{FILES - 1} passed" not in printed
    assert first is DIES or ("Timeout" in printed and "in test_first" in printed)


def test_a_worker_that_dies_before_the_first_test_ends_the_run(tmp_path: Path) -> None:
    printed = run(tmp_path, IS_NOT_READ)

    assert "Worker gw0 died, and the run ended there" in printed
    assert "passed" not in printed
