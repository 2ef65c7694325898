"""Start a site with its worker, sign in, open pages, have a question computed and letters written: ``python a_site.py FOLDER``.

It prints a line for each thing done. The network may be without a route: the site and its visitor are on the loopback.
"""

from __future__ import annotations

import http.cookiejar
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

HERE = "http://127.0.0.1:8765"
PASSWORD = "a long sentence for the desk"
INSIDE = "/dossiers/un-ict-2018"
PAGES = (
    *("/", INSIDE, *(f"{INSIDE}/{name}" for name in ("actors", "actors/map", "votes", "positions", "evidence", "questions", "briefs"))),
    *(f"{INSIDE}/{name}" for name in ("models", "strategy", "history", "observations", "persons-named")),
    *("/accounts", "/audit", "/me", "/programs"),
)


class Visitor:
    """A browser that keeps its cookies, and goes through no proxy."""

    def __init__(self) -> None:
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), jar)
        self.token = ""

    def get(self, path: str) -> tuple[int, str]:
        try:
            with self.opener.open(HERE + path, timeout=120) as answer:
                page = answer.read().decode("utf-8", "replace")
                status = answer.status
        except urllib.error.HTTPError as error:
            return error.code, ""
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        self.token = found[1] if found else self.token
        return status, page

    def post(self, path: str, **sent: str) -> str:
        body = urllib.parse.urlencode({"csrfmiddlewaretoken": self.token, **sent}).encode()
        request = urllib.request.Request(HERE + path, body, {"Referer": HERE + path, "Origin": HERE})
        with self.opener.open(request, timeout=120) as answer:
            return str(answer.url)


def main(folder: str) -> int:
    """Do it, and stop the site again."""
    command = [sys.executable, "-m", "legation", "serve", "--port", HERE.rpartition(":")[2], "--data", folder, "--lang", "en"]
    site = subprocess.Popen(command, env={**os.environ, "LEGATION_ADMIN_PASSWORD": PASSWORD}, stdout=subprocess.PIPE, text=True)
    assert site.stdout is not None
    try:
        print("served", next(line for line in site.stdout if HERE in line).strip())  # noqa: T201 - what the test reads
        one = Visitor()
        one.get("/account/login/")
        one.post("/account/login/", login="admin@legation.localhost", password=PASSWORD)
        for path in PAGES:
            print("page", path, one.get(path)[0])  # noqa: T201
        one.get(f"{INSIDE}/questions/who-votes-alike")
        run = urllib.parse.urlsplit(one.post(f"{INSIDE}/questions/who-votes-alike/ask")).path
        end = time.monotonic() + 240
        while not (ended := "Computed" in one.get(run)[1] or one.get(run + ".json")[1].find('"done"') > 0) and time.monotonic() < end:
            time.sleep(0.5)
        print("computed", run, ended)  # noqa: T201
        one.get("/account/password/reset/")
        one.post("/account/password/reset/", email="admin@legation.localhost")
        letters = len(os.listdir(os.path.join(folder, "mail"))) if os.path.isdir(os.path.join(folder, "mail")) else 0  # noqa: PTH112, PTH118, PTH208
        print("letters", letters)  # noqa: T201
    finally:
        site.terminate()
        site.wait(60)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
