"""The forms of a page, as a browser reads them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

__all__ = ["Form", "Forms"]


@dataclass
class Form:
    """A form of a page: where it is sent, its fields with what stands in them, and the names of those that take a file."""

    method: str
    address: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    who: str = "owner"


class Forms(HTMLParser):
    """The forms of a page; fields that stand elsewhere and name their form are not looked for."""

    def __init__(self, html: str, address: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._address = address
        self._open: Form | None = None
        self._name = ""
        self._is_text = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(given.get("method", "get").upper(), urljoin(self._address, given.get("action", "")))
            self.found.append(self._open)
        form, name = self._open, given.get("name", "")
        if form is None or tag == "form":
            return
        if tag == "option" and self._name and (not form.fields[self._name] or "selected" in given):
            form.fields[self._name] = [given.get("value", "")]
        if not name:
            return
        if tag == "input" and given.get("type") == "file":
            form.files.append(name)
        elif tag == "input" and name != "csrfmiddlewaretoken":
            form.fields.setdefault(name, []).append(
                given.get("value") or {"number": "7", "date": "2024-02-03", "checkbox": "on"}.get(given.get("type", ""), "x")
            )
        elif tag == "button":
            form.fields.setdefault(name, []).append(given.get("value", ""))
        elif tag in ("select", "textarea"):
            self._name, self._is_text = name, tag == "textarea"
            form.fields[name] = [""] if self._is_text else []

    def handle_data(self, data: str) -> None:
        if self._is_text and self._open is not None and self._name:
            self._open.fields[self._name][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        if tag in ("select", "textarea"):
            self._name, self._is_text = "", False
