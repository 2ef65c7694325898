"""A run may make the picture of a live room."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models

_KINDS = ("question", "note", "brief", "tally", "kit", "load", "watch", "room")


class Migration(migrations.Migration):
    """Add a kind."""

    dependencies: ClassVar = [("runs", "0004_jobs")]
    operations: ClassVar = [
        migrations.AlterField(
            model_name="run", name="kind", field=models.CharField(choices=[(kind, kind) for kind in _KINDS], max_length=10)
        )
    ]
