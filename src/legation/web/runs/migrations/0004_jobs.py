"""A run may load observations, or run monitors."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models

_KINDS = ("question", "note", "brief", "tally", "kit", "load", "watch")


class Migration(migrations.Migration):
    """Add two kinds."""

    dependencies: ClassVar = [("runs", "0003_note")]
    operations: ClassVar = [
        migrations.AlterField(
            model_name="run", name="kind", field=models.CharField(choices=[(kind, kind) for kind in _KINDS], max_length=10)
        )
    ]
