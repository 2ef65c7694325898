"""A run may be a note."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add a kind."""

    dependencies: ClassVar = [("runs", "0002_answers")]
    operations: ClassVar = [
        migrations.AlterField(
            model_name="run",
            name="kind",
            field=models.CharField(
                choices=[("question", "question"), ("note", "note"), ("brief", "brief"), ("tally", "tally"), ("kit", "kit")], max_length=10
            ),
        )
    ]
