"""Reminders of deadlines to accounts that hold a post."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """That a letter was written of a deadline."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("posts", "0001_initial")]

    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.CreateModel(
            name="PostReminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("until", models.DateTimeField()),
                ("made", models.DateTimeField(auto_now_add=True)),
                (
                    "holder",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="reminders", to="posts.postholder"),
                ),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("holder", "until"), name="reminder_once")]},
        ),
    ]
