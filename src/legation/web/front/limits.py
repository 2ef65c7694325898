"""Limits against floods: by link, by number or address, and for all together. Never by network address: a camp shares one.

How it is counted is of :mod:`legation.web.limits`. What is over the limit of a number or address is dropped in silence, since a page that
said so would tell a stranger that the number is known.
"""

from __future__ import annotations

from legation.web.limits import HOUR, Limits

__all__ = ["HOUR", "PER_CONTACT", "Limits"]

PER_TOKEN = 30
"""Submissions an hour by one link, live or not."""
PER_CONTACT = 20
"""Registrations an hour for one telephone number or e-mail address."""
PER_CODE = 20
"""Answers an hour with one code."""
REGISTRATIONS, UNKNOWN = 20_000, 20_000
"""Submissions an hour of all people together: registrations; and by links that are not live, and codes. By live links there is no such
limit: a flood of others takes nothing from those to whom the desk has written."""
