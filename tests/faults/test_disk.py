"""A disk that is really full, and one that is really only read, page by page: reading goes on, and what could not be written says so.

On PostgreSQL the database lies elsewhere: then only the folder of the site takes nothing. The ordinary run fills one disk and
tries a few of the pages; ``make faults`` fills both, lets both only read, and tries all.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from web.sites import ROOT, prepared

RIGHTS = "a disk of its own needs rights that are absent here"
CELLS = [("full", "SQLite"), ("read-only", "SQLite"), ("full", "PostgreSQL"), ("read-only", "PostgreSQL")]
ALL = bool(os.environ.get("LEGATION_KILLS"))
WALK = Path(__file__).with_name("disk_walk.py")


def walked(how: str, database: str, folder: Path) -> dict[str, Any]:
    """Walk a site in a mount namespace of its own."""
    space = ["unshare", "--mount"]
    probe = folder / "probe"
    probe.mkdir()
    if shutil.which("unshare") is None or subprocess.run([*space, "mount", "-t", "tmpfs", "tmpfs", probe], check=False).returncode:
        pytest.skip(RIGHTS)
    (folder / "site").mkdir()
    with prepared(folder / "site", postgresql=database == "PostgreSQL", own_server=True) as environment:
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, (str(ROOT / "tests"), environment.get("PYTHONPATH"))))
        words = [*space, sys.executable, str(WALK), how, str(folder / "site"), "1" if ALL else "14"]
        done = subprocess.run(words, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    return json.loads(done.stdout)  # type: ignore[no-any-return]


@pytest.mark.slow
@pytest.mark.parametrize(("how", "database"), CELLS if ALL else CELLS[:1])
def test_pages_are_read_and_what_cannot_be_written_says_so(how: str, database: str, tmp_path: Path) -> None:
    found = walked(how, database, tmp_path)
    pages, sent = found["pages"], {**found["forms"], **found["actions"]}
    counts = {status: sum(one[0] == status for one in sent.values()) for status in sorted({one[0] for one in sent.values()})}
    sys.stdout.write(
        f"\n{how} {database}: {len(pages)} pages and files, {len(sent)} forms and actions {counts}, changed {found['changed']}\n"
    )

    assert {name: status for name, status in pages.items() if status >= 500} == {}
    assert {name: one for name, one in sent.items() if one[0] >= 500 and not one[2]} == {}
    if database == "SQLite":
        assert found["changed"] == []
    assert found["again"][0] == 302  # once there is room
