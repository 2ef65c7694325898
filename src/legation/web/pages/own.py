"""What a person sets for themselves: name, language and theme, and the way to password, second factor and sessions."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from legation.language import LANGUAGES, Message, say
from legation.web.accounts.form import SelectField, ShownField, SiteForm, TextField
from legation.web.accounts.models import Account
from legation.web.accounts.names import is_taken
from legation.web.asked import Asked
from legation.web.pages.accounts import language_field
from legation.web.route import Page, deed, page, show
from legation.web.site.language import COOKIE

__all__ = ["Profile"]

TEMPLATE = "pages/profile.html"
_LINKS = ("account_change_password", "mfa_index", "usersessions_list", "socialaccount_connections", "tokens")


@dataclass(frozen=True, kw_only=True)
class Way:
    """A page of the account beside this one."""

    title: Message
    help: Message
    href: str


@dataclass(frozen=True, kw_only=True)
class Profile(Page):
    """My account."""

    name: str
    email: str
    role: str
    organisations: tuple[str, ...]
    language: str
    theme: str
    fields: tuple[ShownField, ...]
    ways: list[Way]


class ProfileForm(SiteForm):
    """Name, language and theme of an account."""

    def __init__(self, account: Account, sent: QueryDict | None = None) -> None:
        self.account = account
        themes = [(theme, Message(f"page-accounts.theme.{theme}")) for theme in ("auto", "light", "dark")]
        super().__init__(
            sent,
            name=TextField(Message("page-accounts.your-name"), initial=account.name, required=True, limit=120, autocomplete="name"),
            language=language_field(account.language),
            theme=SelectField(Message("page-accounts.theme.label"), themes, initial=account.theme, required=True),
        )

    def clean(self) -> None:
        """Refuse the name of another."""
        name = self.sent_text("name")
        if not self.errors and name != self.account.name and is_taken(name, self.account):
            self.refuse("name", Message("page-accounts.field.name-taken"))


@page("me", name="profile", template=TEMPLATE, action="own")
def profile(asked: Asked) -> Profile:
    """Return the settings of the person who asks."""
    return _shown(asked, ProfileForm(asked.account))


@deed("me/save", name="profile.save", action="own")
def save(asked: Asked) -> str | HttpResponse:
    """Keep name, language and theme."""
    account: Account = asked.account
    form = ProfileForm(account, asked.form)
    if not form.is_valid():
        return show(asked, _shown(asked, form), TEMPLATE, status=422)
    for name, value in form.cleaned_data.items():
        setattr(account, name, value)
    account.save(update_fields=["name", "language", "theme"])
    messages.success(asked.request, say(Message("page-accounts.done.profile"), "fr" if account.language == "fr" else "en"))
    return reverse("profile")


@deed("language", name="language", action="visit")
def language(asked: Asked) -> HttpResponse:
    """Read on in another language: kept with the account, or in a cookie."""
    lang = asked.form.get("language", "")
    back = asked.form.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={asked.request.get_host()}, require_https=asked.request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    if lang in LANGUAGES:
        if asked.account.is_authenticated:
            asked.account.language = lang
            asked.account.save(update_fields=["language"])
        response.set_cookie(COOKIE, lang, max_age=365 * 86400, samesite="Lax", httponly=True, secure=asked.request.is_secure())
    return response


def _shown(asked: Asked, form: ProfileForm) -> Profile:
    account = asked.account
    ways = []
    for name in _LINKS:
        if name == "socialaccount_connections" and not settings.SOCIALACCOUNT_PROVIDERS:
            continue
        try:
            href = reverse(name)
        except NoReverseMatch:
            continue
        ways.append(Way(title=Message(f"page-accounts.way.{name}"), help=Message(f"page-accounts.way-help.{name}"), href=href))
    return Profile(
        title=Message("web.profile"),
        name=account.name,
        email=account.email,
        role="administrator" if account.is_administrator else "guest" if account.is_guest else "member",
        organisations=tuple(account.organisations.order_by("name").values_list("name", flat=True)),
        language=account.language,
        theme=account.theme,
        fields=form.shown,
        ways=ways,
    )
