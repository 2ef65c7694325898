"""The addresses of the front. One that bears a token says with its letter what the page asks, never what the token is worth."""

from __future__ import annotations

from django.urls import path

from legation.web.front import answering, pages, registering

urlpatterns = [
    path("", pages.start, name="start"),
    path("front.css", pages.sheet, name="sheet"),
    path("health/live", pages.health, name="health"),
    path("<str:language>/", pages.front_page, name="front"),
    path("<str:language>/register", registering.register, name="register"),
    path("<str:language>/code", answering.by_code, name="code"),
    path("<str:language>/privacy", pages.privacy, name="privacy"),
    path("<str:language>/l/<str:token>", answering.link, name="link"),
    path("<str:language>/a/<str:token>", answering.answer, name="answer"),
    path(f"<str:language>/{pages.QUIET}/<str:token>", answering.quiet_answer, name="quiet-answer"),
]
handler400 = "legation.web.front.pages.refused"
handler404 = "legation.web.front.pages.missing"
handler500 = "legation.web.front.pages.broken"
