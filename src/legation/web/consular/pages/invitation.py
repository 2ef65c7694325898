"""The page of an invitation: whoever has the link makes their account, and has the roles that they were invited to from then on."""

from __future__ import annotations

from django.contrib.auth import logout
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from legation.errors import LegationError
from legation.language import Message
from legation.web.accounts import invitations
from legation.web.accounts.models import Account, Invitation
from legation.web.accounts.names import name_is_taken
from legation.web.consular.access import may_give
from legation.web.consular.records.models import Assignment, InvitedRole
from legation.web.forms.site_form import PasswordField, SelectField, SiteForm, TextField
from legation.web.site import errors

__all__ = ["invitation"]


class _AccountForm(SiteForm):
    """What an invited person fills in."""

    def __init__(self, invited: Invitation, sent: QueryDict | None = None) -> None:
        self._invited = invited
        languages = [(lang, Message(f"page-accounts.language.{lang}")) for lang in ("fr", "en")]
        secret = {"required": True, "autocomplete": "new-password"}
        super().__init__(
            sent,
            name=TextField(Message("page-accounts.your-name"), required=True, limit=120, autocomplete="name"),
            password=PasswordField(Message("page-accounts.password"), help=Message("page-accounts.password-help"), **secret),
            again=PasswordField(Message("page-accounts.password-again"), **secret),
            language=SelectField(Message("page-accounts.language.label"), languages, initial=invited.language, required=True),
        )

    def clean(self) -> None:
        """Refuse a password that is easy to guess or not typed twice, and the name of another."""
        name, password, again = (self.sent_text(field) for field in ("name", "password", "again"))
        try:
            validate_password(password, Account(email=self._invited.email, name=name))
        except ValidationError as error:
            self.refuse("password", " ".join(error.messages))
        if name and name_is_taken(name, Account(email=self._invited.email)):
            self.refuse("name", Message("page-accounts.field.name-taken"))
        if password != again:
            self.refuse("again", Message("page-accounts.not-the-same"))


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show the form of an invitation, and make the account; one that was used, is over, or whose maker gives such roles no more is none."""
    invited = invitations.find(token)
    if invited is None or not all(may_give(invited.by, one.role, one.post) for one in InvitedRole.objects.filter(invitation=invited)):
        raise Http404
    form = _AccountForm(invited, request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _shown(request, invited, form)
    found = form.cleaned_data
    try:
        with transaction.atomic():
            account = invitations.accept(invited, name=found["name"], password=found["password"], language=found["language"])
            for one in InvitedRole.objects.filter(invitation=invited):
                Assignment.objects.get_or_create(account=account, post=one.post, role=one.role, defaults={"by": invited.by})
    except LegationError as error:
        return errors.failed(request, error, as_json=False)
    if request.user.is_authenticated:
        logout(request)
    from allauth.account.utils import perform_login

    perform_login(request, account, email_verification="none")
    return HttpResponseRedirect(reverse("home"))


def _shown(request: HttpRequest, invited: Invitation, form: _AccountForm) -> HttpResponse:
    context = {
        "request": request,
        "lang": request.lang,  # type: ignore[attr-defined]  # set by LanguageMiddleware
        "title": Message("page-accounts.welcome"),
        "words": Message("desk-people.welcome", by=str(invited.by or ""), email=invited.email),
        "fields": form.shown,
        "until": timezone.localtime(invited.expires).date(),
    }
    response = HttpResponse(render_to_string("consular/invitation.html", context, request), status=422 if form.is_bound else 200)
    response["Cache-Control"], response["Referrer-Policy"] = "private, no-store", "no-referrer"
    return response
