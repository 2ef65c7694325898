"""Every page of a drill says that it is one: those of the desk, of signing in, and of what is not there or broken."""

from __future__ import annotations

import pytest
from django.urls import reverse

from legation.web.consular.routing import DESK
from legation.web.site import errors

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
LINE = {"en": "EXERCISE EXERCISE EXERCISE", "fr": "EXERCICE EXERCICE EXERCICE"}
PLAIN = sorted(route.name for route in DESK.declared.values() if route.kind == "page" and "<" not in route.path)


def test_every_page_without_a_post_says_it_at_its_head_and_foot(drill, browser):
    seen = set()
    for name in PLAIN:
        for role in ("head", "protection", "administrator", "warden", "hotline"):
            answer = browser(role).get(reverse(name))
            if answer.status_code == 200:
                seen.add(name)
                assert answer.content.decode().count(LINE["en"]) == 2, name
    assert len(seen) >= len(PLAIN) - 2


@pytest.mark.parametrize("path", ["/account/login/", "/account/password/reset/", "/nowhere"])
def test_pages_of_signing_in_and_of_what_is_not_there_say_it(drill, browser, path):
    for lang, line in LINE.items():
        assert browser("").get(path, headers={"accept-language": lang}).content.decode().count(line) == 2


def test_a_page_that_broke_says_it(drill, rf):
    request = rf.get("/")
    request.user, request.lang = None, "en"

    assert errors.broken(request).content.decode().count(LINE["en"]) == 2


def test_a_house_that_is_no_drill_says_it_nowhere(browser):
    for path in ("/", "/account/login/", "/nowhere"):
        assert LINE["fr"] not in browser("").get(path, headers={"accept-language": "fr"}).content.decode()
