"""What the gateway says: that a message arrived or did not, and what people answered. Each call is signed, fresh, and taken once.

``POST /gateway`` of JSON ``{"reports": [{"id" or "reference", "state": "delivered" or "failed", "reason"}], "replies": [{"id", "from",
"text"}]}`` with ``Legation-Time`` and ``Legation-Signature`` as of :mod:`legation.web.consular.crises.text_gateway`.
"""

from __future__ import annotations

import datetime as dt
import hmac
import json
import os
import time
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from legation.web.consular.crises.channels import SMS_SECRET
from legation.web.consular.crises.text_gateway import signature
from legation.web.consular.crises.text_replies import take_replies
from legation.web.consular.records.models import Message
from legation.web.site.values import fingerprint

__all__ = ["WINDOW", "gateway_calls", "take_reports"]

WINDOW = 300
"""Seconds by which the time of a call may differ from ours."""
_LARGEST = 1_000_000
_MOST = 1_000
_BEFORE = {
    "delivered": ("queued", "leased", "handing-over", "handed-over", "unknown", "failed"),
    "failed": ("handing-over", "handed-over", "unknown"),
}
"""What a report changes: that it arrived is final, so reports may come in any order, and again."""


@csrf_exempt
@require_POST
def gateway_calls(request: HttpRequest) -> HttpResponse:
    """Take a call of the gateway; whoever signs wrongly, late or again learns nothing but that."""
    secret, body = os.environ.get(SMS_SECRET, "").encode(), request.body
    at, signed = request.headers.get("Legation-Time", ""), request.headers.get("Legation-Signature", "")
    if (
        not secret
        or len(body) > _LARGEST
        or not at.isdecimal()
        or not hmac.compare_digest(signature(secret, at, body).encode(), signed.encode())
    ):
        return JsonResponse({"ok": False}, status=403)
    if abs(time.time() - int(at)) > WINDOW:
        return JsonResponse({"ok": False}, status=403)
    if not cache.add(f"gateway-call-{fingerprint(signed)}", 1, timeout=3 * WINDOW):
        return JsonResponse({"ok": False}, status=409)
    try:
        content = json.loads(body)
        reports = [one for one in content.get("reports", ()) if isinstance(one, dict)][:_MOST]
        replies = [one for one in content.get("replies", ()) if isinstance(one, dict)][:_MOST]
    except (ValueError, AttributeError, TypeError):
        return JsonResponse({"ok": False}, status=400)
    return JsonResponse({"ok": True, "changed": take_reports(reports), "answers": take_replies(replies, dt.datetime.now(dt.UTC))})


def take_reports(reports: list[dict[str, Any]]) -> int:
    """Take what a gateway says of messages (``id`` or ``reference``, ``state``, ``reason``), and return how many it changed."""
    changed = 0
    for report in reports:
        state = str(report.get("state", ""))
        if state not in _BEFORE:
            continue
        named = {"pk": str(report["id"])} if report.get("id") else {"reference": str(report.get("reference", "")) or "-"}
        mine = Message.objects.filter(channel="sms", state__in=_BEFORE[state], **named)
        reason = str(report.get("reason", ""))[:60] if state == "failed" else ""
        changed += mine.update(state=state, reason=_word(reason), leased_until=None, changed=dt.datetime.now(dt.UTC))
    return changed


def _word(reason: str) -> str:
    """Return a reason without digits of a number in it: what a gateway writes may name the address."""
    return "".join(one for one in reason if one.isascii() and (one.isalpha() or one in " -_"))[:60].strip()
