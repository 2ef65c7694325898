"""PostgreSQL draws no samples of what is known of persons, who may be erased."""

from __future__ import annotations

from typing import ClassVar

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from legation.web.stores.overwriting import draw_no_samples

ERASED = ("name", "function", "organisation", "actor", "contact", "channel", "source")


def draw_none(apps: Apps, schema: BaseDatabaseSchemaEditor) -> None:
    """Draw none of these columns."""
    draw_no_samples(schema, apps.get_model("people", "Person"), *ERASED)


class Migration(migrations.Migration):
    """No table changes."""

    dependencies: ClassVar = [("people", "0001_initial")]

    operations: ClassVar = [migrations.RunPython(draw_none, migrations.RunPython.noop)]
