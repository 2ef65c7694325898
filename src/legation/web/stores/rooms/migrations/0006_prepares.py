"""A room may be one in which somebody prepares a negotiation alone: it is for those who may see the mandate."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column more."""

    dependencies: ClassVar = [("rooms", "0005_next_steps")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="room",
            name="prepares",
            field=models.CharField(blank=True, db_index=True, default="", max_length=200),
            preserve_default=False,
        )
    ]
