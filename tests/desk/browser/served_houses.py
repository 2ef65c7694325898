"""Houses that are served as their people serve them, each part by its command: the desk, its front, a server that takes its letters."""

from __future__ import annotations

import email
import email.policy
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomli_w
from aiosmtpd.controller import Controller

from legation.web.consular.house import CONFIGURATION
from legation.web.consular.making import Plan, make_house
from legation.web.front.catalogue import texts

__all__ = ["Letters", "a_drill", "a_house", "free_port", "letters_taken", "served"]

PASSPHRASE = "four words of a keyring"
ROLES = Path(__file__).with_name("filled_house.py")
_READ = {"day": "2026-11-02", "function": "local staff"}
_LINK = re.compile(r"http://127\.0\.0\.1:\d+/([a-z]{2})/a/([\w-]{22})")


@dataclass
class Letters:
    """What the e-mail server of a house was given, by the address it went to."""

    port: int
    contents: dict[str, list[str]] = field(default_factory=dict)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        read = email.message_from_bytes(envelope.content, policy=email.policy.default)
        for address in envelope.rcpt_tos:
            self.contents.setdefault(address, []).append(str(read.get_content()))  # type: ignore[attr-defined]
        return "250 OK"

    def links(self, number: int) -> list[str]:
        """Return the link of the letter that came so many letters after the first, for each address that got as many."""
        found = [_LINK.search(came[number]) for _, came in sorted(self.contents.items()) if len(came) > number]
        return [one.group() for one in found if one is not None]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@contextmanager
def letters_taken() -> Iterator[Letters]:
    """Take letters on this machine."""
    letters = Letters(free_port())
    controller = Controller(letters, hostname="127.0.0.1", port=letters.port, server_hostname="localhost")
    controller.start()
    try:
        yield letters
    finally:
        controller.stop()


def _cleared(**more: str) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("LEGATION_", "DJANGO_"))} | more


def a_house(folder: Path, lang: str, *, front: int, letters: int) -> dict[str, str]:
    """Make a house of two posts with people and accounts; return what its programs are started with."""
    plan = Plan(
        posts={"karse": "Atlantic/Azores", "novara": "Atlantic/Reykjavik"},
        state="FR",
        names={"karse": ("Consulat général à Karse", "Consulate General in Karse"), "novara": ("Consulat à Novara", "Consulate in Novara")},
        countries={"karse": "PT", "novara": "PT"},
    )
    made, keyring = folder / "house", folder / "keyring"
    make_house(made, keyring, PASSPHRASE, plan)
    declared = made / CONFIGURATION
    reading = {lang: _READ | {"text": texts(lang).fingerprint} for lang in ("en", "fr")}
    about = {"front": {"address": f"http://127.0.0.1:{front}", "languages": reading}}
    declared.write_text(declared.read_text("utf-8").replace('schedule = ""', 'schedule = "table 12"') + tomli_w.dumps(about), "utf-8")
    env = _cleared(
        LEGATION_CONSULAR_DATA=str(made),
        LEGATION_CONSULAR_KEYRING=str(keyring),
        LEGATION_CONSULAR_PASSPHRASE=PASSPHRASE,
        LEGATION_CONSULAR_EMAIL_URL=f"smtp://127.0.0.1:{letters}?from=desk@example.org",
    )
    subprocess.run([sys.executable, str(ROLES), lang, "people"], env=env, check=True, capture_output=True)
    return env


def a_drill(env: dict[str, str], lang: str) -> dict[str, str]:
    """Make a drill of a house by the command, with the same accounts; return what its desk is started with."""
    command = [
        sys.executable,
        "-m",
        "legation",
        "consular",
        "drill",
        "Karse",
        "people=60",
        "place=Karse,-28,41",
        "--seed",
        "7",
        "--lang",
        "en",
    ]
    said = subprocess.run(command, env=env, check=True, capture_output=True, text=True).stdout
    folder = next(Path(env["LEGATION_CONSULAR_DATA"], "drills").glob("*/drill.toml")).parent
    passphrase = re.search(r"passphrase.*: (\S+)", said)
    assert passphrase is not None, said
    env = env | {
        "LEGATION_CONSULAR_DATA": str(folder),
        "LEGATION_CONSULAR_KEYRING": f"{folder}.keyring",
        "LEGATION_CONSULAR_PASSPHRASE": passphrase[1],
    }
    subprocess.run([sys.executable, str(ROLES), lang], env=env, check=True, capture_output=True)
    return env


@contextmanager
def served(env: dict[str, str], part: str, port: int) -> Iterator[str]:
    """Serve a part of a house, ``desk`` or ``front``, by its command, until the block ends."""
    folder = Path(env["LEGATION_CONSULAR_DATA"])
    command = [sys.executable, "-m", "legation", "consular", part, "--data", str(folder), "--port", str(port), "--lang", "en"]
    log = folder.with_name(f"{folder.name}-{part}.log")
    with log.open("wb") as errors:
        server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True, env=env)
    try:
        assert server.stdout is not None
        said = next((line for line in server.stdout if f"127.0.0.1:{port}" in line), None)
        assert said, log.read_text("utf-8")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.communicate(timeout=60)
