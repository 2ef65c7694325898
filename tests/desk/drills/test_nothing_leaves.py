"""No address and no number leaves a drill: mail is noted, no gateway is declared, and no connection can be opened."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest
from django.core.mail import EmailMessage

from legation.web.consular.drills.recorded import recorded
from legation.web.consular.house import house_folder, read_house

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def _tried(house: Path, keyring: Path, code: str, **more: str) -> str:
    """Run code in a process of a house's desk, and return what it says."""
    env = (
        os.environ
        | {"LEGATION_CONSULAR_DATA": str(house), "LEGATION_CONSULAR_KEYRING": str(keyring), "PYTHONPATH": str(ROOT / "src")}
        | more
    )
    env.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


@pytest.fixture
def server():
    """A server on this machine that counts who connects."""
    came: list[str] = []
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(30)

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            came.append("connection")
            connection.close()

    threading.Thread(target=serve, daemon=True).start()
    yield listener.getsockname()[1], came
    listener.close()


CODE = """
    from legation.web.consular.serving import set_up
    set_up()
    from django.conf import settings
    from django.core.mail import EmailMessage
    from django.core.mail.backends.smtp import EmailBackend
    from legation.web.consular.house import HOUSE
    print(settings.CONSULAR_DRILL, HOUSE.sms, settings.DATABASES["default"]["NAME"])
    try:
        message = EmailMessage("subject", "body", "desk@example.org", ["somebody@example.org"])
        (message.send if settings.CONSULAR_DRILL else EmailMessage)()
        EmailBackend(host="127.0.0.1", port={port}, fail_silently=False).open()
    except Exception as error:
        print(type(error).__name__, error)
"""


def test_a_process_of_a_drill_opens_no_connection_whatever_is_declared(tmp_path, server):
    port, came = server
    house = tmp_path / "house"
    house.mkdir()
    (house / "consular.toml").write_text('[[post]]\nid = "lyndon"\nzone = "UTC"\n[sms]\naddress = "http://127.0.0.1:1/"\n', "utf-8")
    settings = {
        "LEGATION_CONSULAR_EMAIL_URL": f"smtp://127.0.0.1:{port}?from=desk@example.org",
        "LEGATION_CONSULAR_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/real",
    }
    plain = _tried(house, tmp_path / "keyring", CODE.format(port=port), LEGATION_CONSULAR_EMAIL_URL=settings["LEGATION_CONSULAR_EMAIL_URL"])
    assert "False" in plain
    assert came  # the same code connects where the house is no drill
    came.clear()

    (house / "drill.toml").write_text('name = "x"\n', "utf-8")
    said = _tried(house, tmp_path / "keyring", CODE.format(port=port), **settings)
    assert said.startswith(f"True {{}} {house}")
    assert "NotAvailable This is a drill: no connection leaves it." in said
    assert not came
    assert [one.to for one in recorded(house)] == ["somebody@example.org"]


def test_mail_of_a_drill_is_noted(drill):
    EmailMessage("subject", "body", "desk@example.org", ["a@example.org", "b@example.org"]).send()

    assert [(one.channel, one.to, one.text) for one in recorded(house_folder())] == [
        ("email", "a@example.org", "body"),
        ("email", "b@example.org", "body"),
    ]


def test_a_drill_declares_no_gateway(drill):
    place = house_folder() / "consular.toml"
    content = place.read_text("utf-8")
    try:
        place.write_text(content + '\n[sms]\naddress = "https://gateway.example.org"\n', "utf-8")
        assert read_house(house_folder()).sms == {}
    finally:
        place.write_text(content, "utf-8")
