"""Our limits in each negotiation of a dossier, as fields of the form of the mandate: which party we are, our floor, what we cannot sign."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from typing import Any

from legation.dossier import Dossier as Content
from legation.dossier.kind import Number
from legation.dossier.models.negotiation import NEGOTIATION, NegotiationModel
from legation.dossier.parts.entry import entry_of, value_of
from legation.language import Lang, Message, say
from legation.web.forms.site_form import ChecksField, SelectField, TextField

__all__ = ["limit_fields", "limits_said", "limits_sent", "negotiations_in"]


def negotiations_in(view: Content) -> dict[str, NegotiationModel]:
    """Return the negotiations of a dossier that can be read, by their names."""
    models = view.ledger.models
    return {name: models[part][1] for name, part in NEGOTIATION.of(view.files).items() if part in models}


def limit_fields(talks: Mapping[str, NegotiationModel], limits: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    """Return the fields of our limits: three for each negotiation."""
    fields: dict[str, Any] = {}
    for name, model in talks.items():
        entry = limits.get(name, {})
        entry = entry if isinstance(entry, Mapping) else {}
        title = model.title.in_language(lang) or name
        parties = [
            ("", Message("page-settings.none")),
            *((one.id, one.name.in_language(lang) or one.actor or one.id) for one in model.parties),
        ]
        red = [f"{issue}.{one}" for issue, listed in entry.get("red_lines", {}).items() for one in listed]
        fields |= {
            f"deal-{name}-party": SelectField(
                Message("page-settings.deal-party", title=title),
                parties,
                initial=entry.get("party", ""),
                help=Message("page-settings.deal-party-help"),
            ),
            f"deal-{name}-floor": TextField(
                Message("page-settings.deal-floor", title=title),
                initial=entry_of(entry.get("floor")),
                limit=30,
                help=Message("page-settings.deal-floor-help"),
            ),
            f"deal-{name}-red": ChecksField(
                Message("page-settings.deal-red", title=title),
                list(_options(model, lang)),
                initial=red,
                help=Message("page-settings.deal-red-help"),
            ),
        }
    return fields


def limits_sent(
    talks: Mapping[str, NegotiationModel], values: Mapping[str, Any], before: Mapping[str, Any], shown: Container[str]
) -> tuple[dict[str, Any], dict[str, Message]]:
    """Return our limits as the form says them, and what is wrong with which field; what the form did not have stays as it is.

    Parameters
    ----------
    shown : container of str
        The names of the fields that were sent.
    """
    sent = [name for name in talks if f"deal-{name}-party" in shown]
    made: dict[str, Any] = {name: entry for name, entry in before.items() if name not in sent}
    wrong: dict[str, Message] = {}
    for name in sent:
        party, text, red = (values.get(f"deal-{name}-{what}", "") for what in ("party", "floor", "red"))
        floor = value_of(Number(-1e12, 1e12), text)
        if not (party or text or red):
            continue
        if not party:
            wrong[f"deal-{name}-party"] = Message("page-settings.deal-no-party")
        if type(floor) not in (int, float):
            wrong[f"deal-{name}-floor"] = Message("page-settings.deal-no-floor", found=text)
        lines: dict[str, list[str]] = {}
        for one in red or ():
            issue, _, option = one.partition(".")
            lines.setdefault(issue, []).append(option)
        made[name] = {"party": party, "floor": floor} | ({"red_lines": lines} if lines else {})
    return made, wrong


def limits_said(talks: Mapping[str, NegotiationModel], limits: Mapping[str, Any], lang: Lang) -> list[tuple[str, Any]]:
    """Return our limits in words: the negotiation, and what we said of it."""
    said: list[tuple[str, Any]] = []
    for name, entry in limits.items():
        model = talks.get(name)
        if model is None or not isinstance(entry, Mapping):
            said.append((name, entry_of(entry)))
            continue
        party = next(
            (one.name.in_language(lang) or one.id for one in model.parties if one.id == entry.get("party")), entry.get("party", "")
        )
        red = [f"{issue}.{one}" for issue, listed in entry.get("red_lines", {}).items() for one in listed]
        called = dict(_options(model, lang))
        words = tuple(called.get(one, one) for one in red)
        message = Message(
            "page-settings.deal-said-red" if red else "page-settings.deal-said", party=party, floor=entry.get("floor", ""), lines=words
        )
        said.append((model.title.in_language(lang) or name, message))
    return said


def _options(model: NegotiationModel, lang: Lang) -> Iterator[tuple[str, str]]:
    for issue in model.issues:
        for option in issue.options:
            called = {"issue": issue.name.in_language(lang) or issue.id, "option": option.name.in_language(lang) or option.id}
            yield f"{issue.id}.{option.id}", say(Message("page-settings.deal-option", **called), lang)
