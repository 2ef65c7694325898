"""The same game for oTree: its project, an environment that pip makes for it, its server; nothing of it is ours to depend on.

oTree (MIT) is installed from PyPI into a folder that goes away. Its project has groups of six. On each round's page a player sees the
offers of the group and sends a package of seven issues by a form, as in the room that it stands beside.
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
from collections.abc import Iterator
from pathlib import Path

from benchmarks.games_made import ISSUES, OPTIONS, SIDES

__all__ = ["VERSION", "environment", "players", "serving"]

VERSION = "6.0.15"
ROUNDS = 30
STARTING = 120.0
"""How long its server may take to answer [s]."""

_SETTINGS = f"""
SESSION_CONFIGS = [dict(name="talks", app_sequence=["talks"], num_demo_participants={SIDES})]
SESSION_CONFIG_DEFAULTS = dict(real_world_currency_per_point=1.0, participation_fee=0.0)
LANGUAGE_CODE, REAL_WORLD_CURRENCY_CODE, USE_POINTS = "en", "USD", True
ADMIN_USERNAME, ADMIN_PASSWORD = "admin", "admin"
SECRET_KEY = "of a benchmark"
"""
_APP = f"""
from otree.api import *

class C(BaseConstants):
    NAME_IN_URL = "talks"
    PLAYERS_PER_GROUP = {SIDES}
    NUM_ROUNDS = {ROUNDS}

class Subsession(BaseSubsession):
    pass

class Group(BaseGroup):
    pass

class Player(BasePlayer):
{"".join(f"    i{place} = models.IntegerField(choices=list(range({OPTIONS})))" + chr(10) for place in range(ISSUES))}
class Offer(Page):
    form_model = "player"
    form_fields = [{", ".join(f'"i{place}"' for place in range(ISSUES))}]

    @staticmethod
    def vars_for_template(player):
        return dict(
            offers=[
                [p.id_in_group, p.round_number] + [p.field_maybe_none(f"i{{n}}") for n in range({ISSUES})]
                for other in player.group.get_players() for p in other.in_previous_rounds()[-3:]
            ]
        )

page_sequence = [Offer]
"""
_TEMPLATE = """
{{ block title }}Talks for six{{ endblock }}
{{ block content }}
<p>What this side knows for itself.</p>
<table>{{ for row in offers }}<tr>{{ for cell in row }}<td>{{ cell }}</td>{{ endfor }}</tr>{{ endfor }}</table>
{{ formfields }}
{{ next_button }}
{{ endblock }}
"""


def environment(folder: Path) -> Path:
    """Make an environment with oTree in a folder, and the project; return its program."""
    venv = folder / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    install = [str(venv / "bin/python"), "-m", "pip", "install", "-q", "--disable-pip-version-check", f"otree=={VERSION}"]
    subprocess.run(install, check=True)
    project = folder / "project"
    for name in ("talks", "_static", "_templates"):
        (project / name).mkdir(parents=True)
    (project / "settings.py").write_text(_SETTINGS, "utf-8")
    (project / "talks/__init__.py").write_text(_APP, "utf-8")
    (project / "talks/Offer.html").write_text(_TEMPLATE, "utf-8")
    return venv / "bin/otree"


@contextlib.contextmanager
def serving(folder: Path, program: Path) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """Give the port and the process of its server, as it is meant for production."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    variables = {name: text for name, text in os.environ.items() if not name.startswith(("LEGATION_", "OTREE_", "DJANGO_"))}
    process = subprocess.Popen(
        [str(program), "prodserver", str(port)],
        cwd=folder / "project",
        env=variables | {"OTREE_PRODUCTION": "1", "PATH": f"{program.parent}{os.pathsep}{variables.get('PATH', '')}"},
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(port, process)
        yield port, process
    finally:
        for how in (signal.SIGTERM, signal.SIGKILL):  # it starts processes of its own, in its group
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, how)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + STARTING
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"oTree ended with {process.returncode}.")
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/api/sessions")
            if connection.getresponse().status < 500:
                return
        time.sleep(0.2)
    raise RuntimeError("oTree does not answer.")


def players(port: int, count: int) -> list[str]:
    """Make a session for so many; return the codes of the participants."""
    made = _rest(port, "POST", "/api/sessions", {"session_config_name": "talks", "num_participants": count})
    found = _rest(port, "GET", f"/api/sessions/{made['code']}")
    return [one["code"] for one in found["participants"]]


def _rest(port: int, method: str, path: str, body: dict[str, object] | None = None) -> dict[str, object]:  # type: ignore[misc]
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=STARTING)
    connection.request(method, path, json.dumps(body) if body is not None else None, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    text = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"oTree: {answer.status} {text[:300]!r}")
    return json.loads(text)  # type: ignore[no-any-return]
