"""What the operating system says is said in the reader's language, and nothing of the interpreter's or of a library's reaches a person."""

from __future__ import annotations

import errno
import os
import socket
import ssl
from http.client import BadStatusLine, RemoteDisconnected
from typing import NoReturn
from urllib.error import URLError
from urllib.request import OpenerDirector

import pytest

from legation.cli import main
from legation.cli.server import Server
from legation.errors import CannotRead
from legation.language import say
from legation.system_words import SAID, system_words


@pytest.mark.parametrize("number", sorted(SAID), ids=lambda number: errno.errorcode[number])
def test_what_the_system_says_is_said_in_both_languages(number: int) -> None:
    english, french = (say(system_words(OSError(number, os.strerror(number))), lang) for lang in ("en", "fr"))

    assert english[:1].islower() and not english.startswith("system.")
    assert french[:1].islower() and french != english


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (socket.gaierror(-2, "Name or service not known"), "aucune machine de ce nom n’est connue"),
        (ssl.SSLCertVerificationError(1, "[SSL: CERTIFICATE_VERIFY_FAILED] unable to get local issuer certificate"), "certificat"),
        (TimeoutError("timed out"), "aucune réponse dans le délai"),
        (ConnectionResetError("Remote end closed connection without response"), "coupée"),
        (OSError(523, "Unknown error 523"), "erreur 523"),
        (OSError("cannot"), "le système l’a refusé"),
    ],
)
def test_what_has_no_number_of_the_system_is_told_by_its_kind(error: OSError, said: str) -> None:
    assert said in say(system_words(error), "fr")
    assert str(error.args[-1]) not in say(system_words(error), "fr")


@pytest.mark.parametrize(
    ("raised", "said"),
    [
        (
            URLError(OSError("Tunnel connection failed: 407 Proxy Authentication Required")),
            "mandataire n’a pas ouvert de connexion vers lui, erreur HTTP 407",
        ),
        (URLError("no host given"), "le système l’a refusé"),
        (URLError(socket.gaierror(-2, "Name or service not known")), "aucune machine de ce nom"),
        (RemoteDisconnected("Remote end closed connection without response"), "coupée"),
        (BadStatusLine("hello"), "pas du HTTP"),
    ],
)
def test_why_a_site_does_not_answer(raised: Exception, said: str) -> None:
    class Opener(OpenerDirector):
        def open(self, *_: object, **__: object) -> NoReturn:
            raise raised

    with pytest.raises(CannotRead) as caught:
        Server("https://desk.example", "fr", "token", Opener()).get("dossiers")
    assert said in say(caught.value.message, "fr")
    assert str(raised.args[0]) not in say(caught.value.message, "fr")


def test_a_file_that_is_not_there_is_told_in_french(capsys) -> None:
    assert main(["check", "/no/such/dossier", "--lang", "fr"]) != 0
    said = capsys.readouterr()

    assert "No such file" not in said.out + said.err
