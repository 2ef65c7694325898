"""The pages of a link and of a code. They look nothing up to be shown: for a link that works, has expired or never was, they are alike."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from legation.errors import CannotRead
from legation.web.front.answers import (
    COVERS,
    STATUSES,
    check_change,
    check_code,
    check_reply,
    check_withdrawal,
    sealed_change,
    sealed_reply,
)
from legation.web.front.catalogue import countries
from legation.web.front.house import House
from legation.web.front.limits import PER_CONTACT
from legation.web.front.pages import page, shown, stopped
from legation.web.front.registration import FORM, LONG_TEXT, Problems, new_nonce, nonce_of
from legation.web.front.running import front

__all__ = ["answer", "by_code", "link", "quiet_answer"]


@page("GET", "HEAD", "POST")
def link(request: HttpRequest, house: House, language: str, token: str) -> HttpResponse:
    """Change or withdraw a registration."""
    if request.method != "POST":
        return _link_page(request, house, language, {})
    post, now = request.POST.dict(), dt.datetime.now(dt.UTC)
    withdraws, confirms = post.get("go") == "withdraw", post.get("go") == "confirm"
    problems = check_withdrawal(post) if withdraws else {} if confirms else check_change(post)
    if problems:
        return _link_page(request, house, language, problems)
    if withdraws:
        content = {"form": FORM, "language": language, "at": now.isoformat(timespec="seconds"), "token": token}
    else:
        content = sealed_change({} if confirms else post, language, now, token)
    kind = "withdrawal" if withdraws else "change"
    return _sent(request, house, language, lambda: front().append_by_link(house, kind, content, nonce_of(post), token))


@page("GET", "HEAD", "POST")
def answer(request: HttpRequest, house: House, language: str, token: str) -> HttpResponse:
    """Answer a roll call."""
    return _answer(request, house, language, token, is_quiet=False)


@page("GET", "HEAD", "POST")
def quiet_answer(request: HttpRequest, house: House, language: str, token: str) -> HttpResponse:
    """Answer a roll call of a discreet wave: no position is asked for, and no State, place or office is named."""
    return _answer(request, house, language, token, is_quiet=True)


@page("GET", "HEAD", "POST")
def by_code(request: HttpRequest, house: House, language: str) -> HttpResponse:
    """Answer a roll call with a code."""
    if "code" not in house.services:
        return stopped(request, "closed", 503, house=house)
    if request.method != "POST":
        return _answer_page(request, house, language, {}, title="answer.code-title", asks_code=True)
    post = request.POST.dict()
    problems = check_code(post)
    if problems:
        return _answer_page(request, house, language, problems, title="answer.code-title", asks_code=True)
    content = sealed_reply(post, language, dt.datetime.now(dt.UTC))
    return _sent(request, house, language, lambda: front().append_by_code(house, content, nonce_of(post)))


def _answer(request: HttpRequest, house: House, language: str, token: str, *, is_quiet: bool) -> HttpResponse:
    title = "answer.quiet-title" if is_quiet else "answer.title"
    if request.method != "POST":
        return _answer_page(request, house, language, {}, title=title, is_quiet=is_quiet)
    post = request.POST.dict()
    problems = check_reply(post)
    if problems:
        return _answer_page(request, house, language, problems, title=title, is_quiet=is_quiet)
    content = sealed_reply(post, language, dt.datetime.now(dt.UTC), token=token, asks_place=not is_quiet)
    return _sent(
        request, house, language, lambda: front().append_by_link(house, "reply", content, nonce_of(post), token), is_quiet=is_quiet
    )


def _sent(request: HttpRequest, house: House, language: str, append: Callable[[], bool], *, is_quiet: bool = False) -> HttpResponse:
    """Write, and show the last page; the same one for everybody."""
    try:
        within = append()
    except (sqlite3.Error, CannotRead, OSError):
        return stopped(request, "unsaved", 503, house=house, is_quiet=is_quiet)
    if not within:
        return stopped(request, "often", 429, house=house, is_quiet=is_quiet)
    pages, name = front().pages, (language, is_quiet)
    if name not in pages:
        pages[name] = shown(request, house, language, "sent", kind="answer", is_quiet=is_quiet, most=PER_CONTACT, others=[]).content
    return HttpResponse(pages[name])


def _answer_page(request: HttpRequest, house: House, language: str, problems: Problems, **about: Any) -> HttpResponse:
    post = request.POST.dict()
    about = {"is_quiet": False, "asks_code": False, **about}
    return shown(
        request,
        house,
        language,
        "answer",
        problems=problems,
        values=post,
        nonce=nonce_of(post),
        statuses=[(one, f"answer.{one}") for one in STATUSES],
        covers=[(one, f"answer.{one}") for one in COVERS],
        most=LONG_TEXT,
        **about,
    )


def _link_page(request: HttpRequest, house: House, language: str, problems: Problems) -> HttpResponse:
    post = request.POST.dict()
    names = countries(language)
    return shown(
        request,
        house,
        language,
        "link",
        problems=problems,
        values=post,
        nonce=nonce_of(post),
        second_nonce=new_nonce(),
        third_nonce=new_nonce(),
        countries=[names[code] for code in sorted(names, key=names.__getitem__)],
        most=LONG_TEXT,
    )
