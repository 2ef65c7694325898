"""Where compiled kernels are kept: the user's own folder, never one that others can write to, and never over what the environment says."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from legation.kernel_cache import keep_kernels
from legation.version import VERSION

ROOT = Path(__file__).parents[1]
posix = pytest.mark.skipif(sys.platform == "win32", reason="owners and modes as POSIX has them")


def kept(monkeypatch, **environment: str) -> str | None:
    for name in ("NUMBA_CACHE_DIR", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    keep_kernels()
    return os.environ.get("NUMBA_CACHE_DIR")


@pytest.mark.skipif(sys.platform != "linux", reason="XDG folders are Linux's")
def test_a_folder_of_the_user_s_own(monkeypatch, tmp_path) -> None:
    found = kept(monkeypatch, XDG_CACHE_HOME=str(tmp_path))

    assert found == str(tmp_path / "legation" / f"kernels-{VERSION}")
    assert stat.S_IMODE(Path(found).stat().st_mode) == 0o700


def test_the_environment_has_the_last_word(monkeypatch, tmp_path) -> None:
    assert kept(monkeypatch, NUMBA_CACHE_DIR="/elsewhere", XDG_CACHE_HOME=str(tmp_path)) == "/elsewhere"
    assert not any(tmp_path.iterdir())


@posix
def test_a_folder_that_others_can_write_to_is_not_used(monkeypatch, tmp_path) -> None:
    import tempfile

    (tmp_path / "cache" / "legation" / f"kernels-{VERSION}").mkdir(parents=True)
    (tmp_path / "cache" / "legation" / f"kernels-{VERSION}").chmod(0o777)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    assert kept(monkeypatch, XDG_CACHE_HOME=str(tmp_path / "cache")) == str(tmp_path / f"legation-kernels-{VERSION}-{os.getuid()}")


@posix
def test_where_nothing_can_be_kept_nothing_is_said(monkeypatch, tmp_path) -> None:
    import tempfile

    (tmp_path / "file").write_text("in the way")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "file"))

    assert kept(monkeypatch, XDG_CACHE_HOME=str(tmp_path / "file")) is None


def test_help_and_methods_start_without_the_compiler() -> None:
    code = (
        "import sys; import legation.methods.scenario, legation.sources.tables.scenariowizard; from legation.cli import main; main(['--help']); "
        "sys.exit(any(name in sys.modules for name in ('numba', 'ortools')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

    assert (done.returncode, done.stderr) == (0, "")


HEAVY = ("numba", "ortools", "scipy.stats", "scipy.optimize", "sklearn", "pyarrow", "ibis")


@pytest.mark.parametrize(
    "code",
    [
        "from legation.cli import main; main(['ask', 'who-can-move', 'examples/un-ict-2018', '--json'])",
        "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'legation.web.settings'; import django; django.setup()",
    ],
    ids=["a question on votes", "the site before its first page"],
)
def test_nothing_heavy_is_loaded_before_it_is_needed(code: str, tmp_path: Path) -> None:
    look = f"; import sys; sys.exit(', '.join(m for m in {HEAVY} if m in sys.modules) or None)"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "LEGATION_"))}
    done = subprocess.run(
        [sys.executable, "-c", code + look], capture_output=True, text=True, cwd=ROOT, env=environment | {"LEGATION_DATA": str(tmp_path)}
    )

    assert (done.returncode, done.stderr) == (0, "")


def in_a_process(code: str, cache: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"NUMBA_CACHE_DIR": str(cache)}
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT, env=environment)


def test_the_first_use_says_that_it_compiles_and_the_second_compiles_nothing(tmp_path: Path) -> None:
    code = (
        "from legation.kernel_cache import prepare_kernels; prepare_kernels('fr'); import numpy as np\n"
        "from legation.methods.conflict.kernel import meets\n"
        "ones = np.ones((2, 1), np.uint64); meets(ones, ones); meets(ones, ones)\n"
        "import sys; print('numba.np.linalg' in sys.modules)"
    )
    first, second = (in_a_process(code, tmp_path) for _ in range(2))

    assert first.stderr.count("Premier usage sur cette machine") == 1
    assert (first.stdout, second.stdout) == ("True\n", "False\n"), "the library of functions is loaded only to compile"
    assert second.stderr == ""


def test_no_function_is_compiled_in_another_way() -> None:
    others = [path for path in (ROOT / "src").rglob("*.py") if "numba" in path.read_text("utf-8") and path.name != "kernel.py"]

    assert [path.name for path in others if "import numba" in path.read_text("utf-8")] == []
