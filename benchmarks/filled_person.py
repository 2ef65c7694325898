"""A person at the pages of the site: opens a page, types into fields that it has, presses a button that it has, and goes where it leads."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

__all__ = ["Form", "Person", "Stuck", "forms_in"]


class Stuck(Exception):
    """A page that has not what the person wants to do, or that refuses it."""


@dataclass
class Form:
    """A form as a page has it: what stands in its fields, what may be chosen with its words, its buttons, where it goes."""

    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    choices: dict[str, dict[str, str]] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    buttons: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select = self._area = self._offered = ""
        self._ticked: tuple[str, str] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method", "").lower() == "post":
            self._form = Form(given.get("action", ""))
            self.forms.append(self._form)
        form, name = self._form, given.get("name", "")
        if form is None or not name:
            if form is not None and tag == "option" and self._select:
                self._option(form, given)
            return
        if tag == "button" and name == "do":
            form.buttons.append(given.get("value", ""))
        elif tag == "textarea":
            self._area = name
            form.fields[name] = [""]
        elif tag == "select":
            self._select = name
            form.fields[name], form.choices[name] = [], {}
        elif tag == "input" and given.get("type") == "file":
            form.files.add(name)
        elif tag == "input" and given.get("type") in ("checkbox", "radio"):
            form.choices.setdefault(name, {})[given.get("value", "on")] = ""
            self._ticked = (name, given.get("value", "on")) if given.get("type") == "checkbox" else None
            form.fields.setdefault(name, []).extend([given.get("value", "on")] if "checked" in given else [])
        elif tag == "input":
            form.fields.setdefault(name, []).append(given.get("value", ""))

    def _option(self, form: Form, given: Mapping[str, str]) -> None:
        self._offered = given.get("value", "")
        form.choices[self._select][self._offered] = ""
        if "selected" in given or not form.fields[self._select]:
            form.fields[self._select] = [given.get("value", "")]

    def handle_data(self, data: str) -> None:
        if self._area and self._form is not None:
            self._form.fields[self._area][0] += data
        elif self._select and self._form is not None and self._form.choices[self._select]:
            self._form.choices[self._select][self._offered] += data.strip()
        elif self._ticked is not None and self._form is not None and data.strip():
            self._form.choices[self._ticked[0]][self._ticked[1]], self._ticked = data.strip(), None

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""


def forms_in(html: str) -> list[Form]:
    """Return the forms of a page that change something.

    >>> forms_in('<form method="post" action="/x"><input name="title" value="A"><button name="do" value="save"></button></form>')[0].fields
    {'title': ['A']}
    """
    return _Reader(html).forms


class Person:
    """Somebody who has signed in. ``sent`` counts the forms that they sent."""

    def __init__(self, client: Client) -> None:
        self.client, self.sent = client, 0

    def see(self, address: str) -> str:
        """Open a page and return its HTML."""
        answer = self.client.get(address)
        if answer.status_code != 200:
            raise Stuck(f"{address}: {answer.status_code}")
        return answer.content.decode()

    def form(self, html: str, action: str) -> Form:
        """Return the form of a page that goes to an address which ends so."""
        found = [one for one in forms_in(html) if re.search(action, one.action)]
        if not found:
            raise Stuck(f"no form goes to {action}: {[one.action for one in forms_in(html)]}")
        return found[0]

    def send(
        self,
        form: Form,
        typed: Mapping[str, str | Sequence[str]] | None = None,
        *,
        do: str = "",
        files: Mapping[str, bytes] | None = None,
    ) -> Any:
        """Type into fields that a form has, press its button, and return what is answered."""
        sent: dict[str, Any] = {name: list(values) for name, values in form.fields.items() if values}
        for name, text in (typed or {}).items():
            if name not in form.fields:
                raise Stuck(f"{form.action} has no field {name}: {sorted(form.fields)}")
            texts = [text] if isinstance(text, str) else list(text)
            if name in form.choices:
                texts = [_chosen(form, name, one) for one in texts]
            sent[name] = texts
        if do and do not in form.buttons:
            raise Stuck(f"{form.action} has no button {do}: {form.buttons}")
        if files and not form.files:
            raise Stuck(f"{form.action} takes no file")
        if files:
            sent[min(form.files & {"file", "files"})] = [SimpleUploadedFile(name, data) for name, data in files.items()]
        self.sent += 1
        return self.client.post(form.action, {**sent, **({"do": do} if do else {})})

    def go(self, form: Form, typed: Mapping[str, str | Sequence[str]] | None = None, **more: Any) -> str:
        """Send a form and return the address to which it leads."""
        answer = self.send(form, typed, **more)
        if answer.status_code != 302:
            raise Stuck(f"{form.action}: {answer.status_code}: {said_in(answer.content.decode())}")
        return str(answer.headers["Location"])


def _chosen(form: Form, name: str, text: str) -> str:
    """Return what is sent for something that is chosen by its words, or by what is sent for it."""
    offered = form.choices[name]
    found = [value for value, words in offered.items() if text in (value, words) or words.startswith(f"{text} (")]
    if not found:
        raise Stuck(f"{form.action} does not offer {text} for {name}: {list(offered.items())[:12]}")
    return found[0]


def said_in(html: str) -> str:
    """Return what a page says is wrong.

    >>> said_in('<span class="error">No number.</span>')
    'No number.'
    """
    kinds = r"(?:error|notice error|problems|empty)"
    wrong = re.findall(rf'<(?:span|div|p|ul)[^>]*class="{kinds}"[^>]*>(.*?)</(?:span|div|p|ul)>', html, re.DOTALL)
    return " | ".join(" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in wrong)[:600]
