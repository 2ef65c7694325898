"""E-mail of the desk, by the server that ``LEGATION_CONSULAR_EMAIL_URL`` names: plain text, with one Message-ID on every try.

Sender and subject name no person, place or trouble: the sender is a bare address, the subject that of the approved text.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from email.utils import format_datetime, localtime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from legation.web.consular.crises.handing import Handed, Letter
from legation.web.site.environment import mail_settings

__all__ = ["Mailbox", "mail_senders"]

TIMEOUT = 20.0
"""Seconds that the server is waited for, at each step."""
_PERMANENT = 500
_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+", re.ASCII)
_DOMAIN = re.compile(r"[A-Za-z0-9.-]+", re.ASCII)
"""What an address is made of without quotes (RFC 5321, 4.1.2). A name in other letters needs a server that few have."""
_HERE = "[127.0.0.1]"
"""What this machine is called before the server: its own name would stand in the head of each letter."""


def mail_senders(url: str) -> tuple[str, str]:
    """Return the addresses that e-mail comes from: of ``from``, and of ``discreet`` for discreet waves, else the same.

    >>> mail_senders("smtp://localhost:25?from=desk@example.org&discreet=post@example.net")
    ('desk@example.org', 'post@example.net')
    """
    plain = mail_settings(Path(), url).sender if url else ""
    return plain, parse_qs(urlsplit(url).query).get("discreet", [plain])[0]


class Mailbox:
    """A line to an e-mail server, opened when it is first needed and used for many letters."""

    def __init__(self, url: str, timeout: float = TIMEOUT) -> None:
        self._settings = mail_settings(Path(), url)
        self._senders = mail_senders(url)
        self._timeout = timeout
        self._line: smtplib.SMTP | None = None

    def hand_over(self, letter: Letter) -> Handed:
        """Hand a letter to the server, and say what came of it."""
        sender, to = self._senders[letter.is_discreet], _on_the_line(letter.to)
        if not to:
            return Handed("failed", "address")
        data = _written(letter, sender, to).as_bytes(policy=WIRE)
        try:
            line = self._opened()
            code, _ = line.mail(sender)
            if code >= 400:
                return self._refused("later", code)
            code, _ = line.rcpt(to)
            if code >= 400:
                return self._refused("failed" if code >= _PERMANENT else "later", code)
        except (OSError, smtplib.SMTPException):
            self.close()
            return Handed("later", "no-connection")
        try:
            code, _ = line.data(data)
        except smtplib.SMTPDataError as error:  # the server did not take the command: nothing has left
            return self._refused("failed" if error.smtp_code >= _PERMANENT else "later", error.smtp_code)
        except (OSError, smtplib.SMTPException):
            self.close()
            return Handed("unknown", "cut")
        if code >= 400:
            return self._refused("failed" if code >= _PERMANENT else "later", code)
        return Handed("handed-over")

    def close(self) -> None:
        """End the line."""
        line, self._line = self._line, None
        if line is not None:
            line.close()

    def _refused(self, outcome: str, code: int) -> Handed:
        try:
            if self._line is not None:
                self._line.rset()
        except (OSError, smtplib.SMTPException):
            self.close()
        return Handed("failed" if outcome == "failed" else "later", str(code))

    def _opened(self) -> smtplib.SMTP:
        if self._line is None:
            there, context = self._settings, ssl.create_default_context()
            if there.tls:
                line: smtplib.SMTP = smtplib.SMTP_SSL(there.host, there.port, timeout=self._timeout, context=context, local_hostname=_HERE)
            else:
                line = smtplib.SMTP(there.host, there.port, timeout=self._timeout, local_hostname=_HERE)
            self._line = line
            if there.starttls:
                line.starttls(context=context)
            line.ehlo_or_helo_if_needed()
            if there.name:
                line.login(there.name, there.password)
        return self._line


def _on_the_line(address: str) -> str:
    """Return an address as a server takes it, its domain as RFC 3490 writes it in ASCII; "" for one that a server would take for another.

    >>> _on_the_line("a@bücher.example"), _on_the_line("o'neil+x@example.org")
    ('a@xn--bcher-kva.example', "o'neil+x@example.org")
    >>> _on_the_line("root,b@example.org"), _on_the_line("a<b@example.org"), _on_the_line("josé@example.org")
    ('', '', '')
    """
    name, _, domain = address.rpartition("@")
    try:
        plain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    return f"{name}@{plain}" if _NAME.fullmatch(name) and _DOMAIN.fullmatch(plain) else ""


def _written(letter: Letter, sender: str, to: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, letter.subject
    message["Message-ID"] = f"<{letter.id}@{sender.rpartition('@')[2]}>"
    message["Date"] = format_datetime(localtime())
    if letter.lang:
        message["Content-Language"] = letter.lang
    message.set_content(letter.body + "\n")
    return message
