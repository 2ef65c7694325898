"""Which database a table of the desk is in: the keys of subjects lie apart from everything else."""

from __future__ import annotations

from typing import Any

__all__ = ["KEYS", "Databases"]

KEYS = "keys"
_APP = "consular_keys"


class Databases:
    """Django's router: subject keys in ``keys``, everything else in ``default``."""

    def db_for_read(self, model: Any, **hints: Any) -> str | None:  # noqa: ARG002 - Django's signature
        """Return the database that a table is read from."""
        return KEYS if model._meta.app_label == _APP else None

    def db_for_write(self, model: Any, **hints: Any) -> str | None:
        """Return the database that a table is written to."""
        return self.db_for_read(model, **hints)

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:  # noqa: ARG002 - Django's signature
        """Whether a table is made in a database."""
        return (db == KEYS) == (app_label == _APP)
