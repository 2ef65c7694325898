"""The site as an app on a telephone: the manifest, the one service worker, and the page that it shows where the site cannot be reached.

The worker stores that page and static files, which are the same for everyone. A page of the site is never stored: what somebody may see
stays on the server. It is served from the root so that it stands before the whole site, and it is one file for all who add to it.
"""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse

from legation.language import LANGUAGES, Lang
from legation.web.site.page import PageRequest
from legation.web.site.routing import file

__all__ = ["ICONS", "manifest", "offline", "service_worker", "stored_files"]

ICONS = {"icon-192.png": ("192x192", "any"), "icon-512.png": ("512x512", "any"), "icon-maskable.png": ("512x512", "maskable")}
"""Drawn once of ``legation.svg``: name -> size and purpose."""
_STYLES = ("base.css", "frame.css", "parts.css", "data.css")
_SCRIPT = "legation/js/sw.js"


@file("manifest.webmanifest", name="manifest", action="visit")
def manifest(request: PageRequest) -> HttpResponse:
    """Return what a telephone needs to put the site on its first screen."""
    about = {
        "name": "Legation",
        "short_name": "Legation",
        "lang": request.lang,
        "id": reverse("home"),
        "start_url": reverse("home"),
        "scope": reverse("home"),
        "display": "standalone",
        "background_color": "#FBFAF7",
        "theme_color": "#FBFAF7",
        "icons": [
            {"src": static(f"legation/icons/{name}"), "sizes": size, "type": "image/png", "purpose": purpose}
            for name, (size, purpose) in ICONS.items()
        ],
    }
    return JsonResponse(about, content_type="application/manifest+json", headers={"Cache-Control": "no-cache", "Vary": "Cookie"})


@file("offline", name="offline", action="visit")
def offline(request: PageRequest) -> HttpResponse:  # noqa: ARG001 - what every route is given
    """Return the page that is shown where the site cannot be reached: in both languages, the same for everyone."""
    return HttpResponse(_offline(), headers={"Cache-Control": "no-cache"})


@file("sw.js", name="service-worker", action="visit")
def service_worker(request: PageRequest) -> HttpResponse:  # noqa: ARG001 - what every route is given
    """Return the service worker, with what it stores and a name that changes with it."""
    about = {"offline": reverse("offline"), "files": stored_files(), "stored": f"/{settings.STATIC_URL.strip('/')}/"}
    code = _code()
    name = hashlib.sha256((json.dumps(about) + code + _offline()).encode()).hexdigest()[:16]
    head = f"const SITE = {json.dumps({**about, 'name': f'legation-{name}'})};\n"
    return HttpResponse(head + code, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


def stored_files() -> list[str]:
    """Return the addresses of the static files that the page needs which is shown offline."""
    return sorted(set(re.findall(r'(?:href|src)="([^"]+\.(?:css|svg|js))"', _offline())))


@cache
def _code() -> str:
    found = finders.find(_SCRIPT)
    with open(str(found), encoding="utf-8") as stream:  # noqa: PTH123 - a path of Django's finders
        return stream.read()


def _offline() -> str:
    first: Lang = "fr" if settings.LANGUAGE_CODE == "fr" else "en"
    languages = sorted(LANGUAGES, key=lambda lang: lang != first)
    return render_to_string(
        "site/offline.html", {"lang": first, "languages": languages, "styles": [f"legation/css/{name}" for name in _STYLES]}
    )
