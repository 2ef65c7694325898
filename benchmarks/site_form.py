"""An editor who adds rows by the form that every page of a dossier sends."""

from __future__ import annotations

import http.client
import json
import re
from urllib.parse import urlencode

__all__ = ["Editor"]


class Editor:
    """One browser: a session, a connection, and the revision that was on the screen when the editing began."""

    def __init__(self, port: int, cookie: str, slug: str) -> None:
        self.address = f"/dossiers/{slug}"
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        _, headers, page = self._ask("GET", self.address, None, {"Cookie": cookie})
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        base = re.search(r"revision (\d+)", page)
        assert token and base, page[:400]
        self.token, self.base = token[1], base[1]
        csrf = re.search(r"legation-csrf=[^;]+", headers["set-cookie"])
        assert csrf
        self.cookie = f"{cookie}; {csrf[0]}"

    def add(self, row: str) -> bool:
        """Add an actor; return whether the site said that it was saved."""
        edits = json.dumps([{"table": "actors", "do": "add", "row": row, "values": {"id": row, "name": row, "kind": "ngo"}}])
        form = {"csrfmiddlewaretoken": self.token, "edits": edits, "base": self.base, "reason": row}
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": self.cookie}
        status, told, _ = self._ask("POST", f"{self.address}/merge", urlencode(form), headers)
        return status == 302 and told.get("location") == self.address

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> tuple[int, dict[str, str], str]:
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read().decode()
