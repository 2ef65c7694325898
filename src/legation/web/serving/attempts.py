"""What is counted for all processes of a site together: attempts to sign in, and how often an address was asked.

The table is Django's, and so is the way it is written. Django's own cache is silent where the database takes no write, and a count that
says nothing looks like one that is full: a right password would be refused as one too many. This one says that it could not write; a lock
that another request has is waited for, and one that lies in the future, since the clock was set back, is forgotten.
"""

from __future__ import annotations

import time
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import OperationalError, connection

__all__ = ["AttemptCache"]

LOCK = ":lock"
"""How the name of a lock ends: the accounts' library takes one around each count."""
LOCK_SECONDS = 10.0
"""How long a lock lives, and so is waited for: whoever took it is dead after that."""
_PAUSE = 0.05
_AHEAD = 60.0
"""Clocks of machines differ; what lies further ahead than this was written before the clock was set back [s]."""


class AttemptCache(DatabaseCache):
    """Counts in the database. What could not be counted raises :class:`django.db.OperationalError`."""

    _table: str

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Add a value where there is none; a lock is waited for."""
        until = time.monotonic() + LOCK_SECONDS + 1
        while not super().add(key, value, timeout, version):
            if self.get(key, version=version) is None:
                self._must_write(key, version)
                continue  # it went between the two
            if not key.endswith(LOCK):
                return False
            if time.monotonic() > until:  # a lock of before the clock was set back: whoever took it is long gone
                self.delete(key, version=version)
                until = time.monotonic() + LOCK_SECONDS + 1
            time.sleep(_PAUSE)
        return True

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Set a value."""
        name = self.make_and_validate_key(key, version=version)
        if not self._written(name, value, timeout):
            self._must_write(key, version)
            if not self._written(name, value, timeout):  # two added the same at once; now it is there
                raise OperationalError("The count could not be written.")

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """Return a value; of a list of moments those that lie in the past."""
        found = super().get(key, default, version)
        if isinstance(found, list):
            return [moment for moment in found if not isinstance(moment, float) or moment <= time.time() + _AHEAD]
        return found

    def _written(self, name: str, value: Any, timeout: Any) -> bool:
        return bool(self._base_set("set", name, value, timeout))  # type: ignore[attr-defined]  # of Django, which its types leave out

    def _must_write(self, key: str, version: int | None) -> None:
        """Write a row and remove it again: raises what the database says where it cannot be written."""
        name = self.make_and_validate_key(f"{key}:written", version=version)
        table = connection.ops.quote_name(self._table)
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table} WHERE cache_key = %s", [name])  # noqa: S608 - the name of our own table
            moment = connection.ops.adapt_datetimefield_value(self._now())
            cursor.execute(f"INSERT INTO {table} (cache_key, value, expires) VALUES (%s, %s, %s)", [name, "", moment])  # noqa: S608
            cursor.execute(f"DELETE FROM {table} WHERE cache_key = %s", [name])  # noqa: S608

    @staticmethod
    def _now() -> Any:
        from django.utils import timezone

        return timezone.now()
