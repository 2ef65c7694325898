"""What goes on where it was: the map after the last map, the reading of a long log after a checkpoint."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A column of the picture, and a table."""

    dependencies: ClassVar = [("rooms", "0001_initial")]

    operations: ClassVar = [
        migrations.AddField("roompicture", "map", models.BinaryField(default=bytes)),
        migrations.CreateModel(
            name="RoomCheckpoint",
            fields=[
                (
                    "room",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="checkpoint",
                        serialize=False,
                        to="rooms.room",
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("hash", models.CharField(max_length=64)),
                ("version", models.CharField(max_length=64)),
                ("sign", models.CharField(max_length=64)),
                ("data", models.BinaryField()),
            ],
        ),
    ]
