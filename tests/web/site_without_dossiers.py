"""A site of accounts and a trail alone: ``python site_without_dossiers.py FOLDER`` makes one, signs somebody in, and writes what it saw.

No test: the settings of a process are those of one site.
"""

# ruff: noqa: E402 - Django is made ready first

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import signal
import sys
import threading
from pathlib import Path

from django.conf import settings

from legation import web

FOLDER = Path(sys.argv[1])
PASSWORD = "correct-horse-battery-staple"
os.environ |= {"LEGATION_DATA": str(FOLDER), "LEGATION_ADMIN_EMAIL": "admin@desk.example.org", "LEGATION_ADMIN_PASSWORD": PASSWORD}
NEXT = {"site/top.html": "<p>TOP</p>"}
"""What a site has of its own in place of the templates of dossiers."""

settings.configure(
    DATA=FOLDER,
    SECRET_KEY="k" * 50,
    ALLOWED_HOSTS=["testserver", "127.0.0.1"],
    ROOT_URLCONF="site_without_dossiers_urls",
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": FOLDER / "desk.sqlite3"}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=[
        *("django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages"),
        "django.contrib.staticfiles",
        *("allauth", "allauth.account", "allauth.mfa", "allauth.usersessions"),
        *("legation.web.accounts", "legation.web.stores.audit"),
    ],
    MIDDLEWARE=[
        "legation.web.serving.logs.RequestLog",
        "legation.web.serving.middleware.Health",
        "legation.web.serving.middleware.GzipLargePages",
        "legation.web.serving.middleware.BodyLimit",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "legation.web.site.language.LanguageMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "allauth.account.middleware.AccountMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [
                    ("django.template.loaders.locmem.Loader", NEXT),
                    ("django.template.loaders.filesystem.Loader", [Path(web.__file__).parent / "templates"]),
                    "django.template.loaders.app_directories.Loader",
                ],
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                    "legation.web.site.language.in_templates",
                ],
                "builtins": ["legation.web.site.templatetags.words"],
            },
        }
    ],
    CACHES={"default": {"BACKEND": "legation.web.serving.attempts.AttemptCache", "LOCATION": "cache"}},
    AUTH_USER_MODEL="accounts.Account",
    AUTHENTICATION_BACKENDS=["django.contrib.auth.backends.ModelBackend", "allauth.account.auth_backends.AuthenticationBackend"],
    PASSWORD_HASHERS=["django.contrib.auth.hashers.Argon2PasswordHasher"],
    LOGIN_REDIRECT_URL="home",
    ACCOUNT_USER_MODEL_USERNAME_FIELD=None,
    ACCOUNT_LOGIN_METHODS={"email"},
    ACCOUNT_SIGNUP_FIELDS=["email*", "password1*", "password2*"],
    ACCOUNT_EMAIL_VERIFICATION="none",
    ACCOUNT_ADAPTER="legation.web.accounts.sign_in.AccountAdapter",
    ACCOUNT_RATE_LIMITS={"login": "60/m/ip", "login_failed": "40/m/ip,5/5m/key"},
    EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend",
    INVITATION_DAYS=14,
    AUDIT_DAYS=365,
    AUDIT_IN_BACKGROUND=False,
    LANGUAGE_CODE="en",
    LANGUAGES=[("fr", "français"), ("en", "English")],
    STATIC_URL="static/",
    STATIC_ROOT=FOLDER / "static",
    UPLOAD_LIMIT=2**20,
    EMAIL_HOST="",
    EMAIL_FILE_PATH=str(FOLDER / "mail"),
    USE_TZ=True,
    TIME_ZONE="UTC",
)

import django

django.setup()

from django.test import Client
from django.urls import reverse

from legation.web.accounts import invitations
from legation.web.accounts.models import Account, Organisation
from legation.web.accounts.names import name_is_taken
from legation.web.accounts.rules import keep_an_administrator
from legation.web.accounts.sign_in import reset_password
from legation.web.serving.backup import backup
from legation.web.serving.doctor import CHECKS, examine
from legation.web.serving.prepare import prepare_site
from legation.web.serving.restore import restore
from legation.web.serving.server import check_workers, listening, serve
from legation.web.stores.audit.models import Entry


def begin(account: Account) -> tuple[str, ...]:
    """Put into the new site what it begins with."""
    Account.objects.filter(pk=account.pk).update(name="Ada")
    return ("consulate",)


def main() -> dict[str, object]:
    """Make the site, let an administrator invite somebody, and let them sign in, wrongly and rightly; save it, restore it, and serve it."""
    prepared = [prepare_site(begin), prepare_site(begin)]
    first = Account.objects.get()
    keep_an_administrator()
    post = Organisation.objects.create(name="Consulate", kind="state")
    invitation, token = invitations.invite("officer@desk.example.org", first, organisation=post, is_guest=True, language="fr")
    invitations.send(invitation, f"https://desk.example.org/{token}")
    found = invitations.find(token)
    assert found is not None
    officer = invitations.accept(found, name="Léa", password=PASSWORD, language="fr")
    names = {who: name_is_taken(name, officer) for who, name in (("administrator", " ÀDA"), ("nobody", "Zoé"))}
    browser, login = Client(enforce_csrf_checks=True), reverse("account_login")
    pages = {"login": browser.get(login)}
    form = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', pages["login"].content.decode())
    assert form is not None
    sent = {"login": officer.email, "csrfmiddlewaretoken": form[1]}
    pages["wrong"] = browser.post(login, sent | {"password": "wrong"})
    pages["right"] = browser.post(login, sent | {"password": reset_password(officer.email)})
    pages |= {name: browser.get(reverse(name)) for name in ("mfa_index", "usersessions_list", "account_change_password")}
    stranger = Client()
    for _ in range(6):
        pages["often"] = stranger.post(login, {"login": first.email, "password": "wrong"})
    health = {address: Client().get(address).json() for address in ("/health", "/health/live")}
    large = Client().post(login, b"x" * (settings.UPLOAD_LIMIT + 1), content_type="text/plain").status_code
    out = FOLDER / "site.zip"
    made = backup(out)
    Account.objects.filter(pk=officer.pk).update(name="Somebody else")
    restored = restore(out, replace=True)
    looked_at = ("folder", "disk", "database", "tables", "counts", "mail", "backup")
    return {
        "prepared": [[one.email, one.examples] for one in prepared],
        "health": health,
        "large": large,
        "backup": [made.rows, restored.rows, Account.objects.get(pk=officer.pk).name],
        "doctor": {one.check: one.state for one in examine({name: CHECKS[name] for name in looked_at})},
        "served": served(login),
        "names": names,
        "organisations": [str(one) for one in officer.organisations.all()],
        "statuses": {name: page.status_code for name, page in pages.items()},
        "leads_to": pages["right"].headers.get("Location"),
        "texts": {name: page.content.decode() for name, page in pages.items()},
        "trail": sorted(set(Entry.objects.values_list("kind", "route"))),
        "modules": sorted(name for name in sys.modules if name.startswith("legation.")),
    }


def served(address: str) -> list[object]:
    """Serve the site until it has answered two requests; return their statuses."""
    listener = listening("127.0.0.1", 0)
    statuses: list[object] = []
    port = listener.getsockname()[1]

    def ask() -> None:
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
            for path in ("/health/live", address):
                connection.request("GET", path)
                answer = connection.getresponse()
                statuses.append([answer.status, len(answer.read()) > 0])
        os.kill(os.getpid(), signal.SIGTERM)

    check_workers(1)
    asking = threading.Thread(target=ask)
    serve(listener, application="site_without_dossiers_urls:application", ready=asking.start)
    asking.join()
    return statuses


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main()))
