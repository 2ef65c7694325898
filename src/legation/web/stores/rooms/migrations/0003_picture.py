"""A room has a picture while it runs."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the table of pictures."""

    dependencies: ClassVar = [("rooms", "0002_report")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="RoomPicture",
            fields=[
                (
                    "room",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="picture",
                        serialize=False,
                        to="rooms.room",
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("data", models.JSONField()),
                ("routing", models.BinaryField(default=bytes)),
            ],
        )
    ]
