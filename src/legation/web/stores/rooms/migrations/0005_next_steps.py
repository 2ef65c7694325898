"""What players take along from a game: one action a seat, which goes with it."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from legation.web.stores.overwriting import draw_no_samples


def draw_none(apps: Apps, schema: BaseDatabaseSchemaEditor) -> None:
    """Draw no samples of what somebody takes along who leaves a room."""
    draw_no_samples(schema, apps.get_model("rooms", "RoomNextStep"), "what", "owner", "by")


class Migration(migrations.Migration):
    """A table beside the seats."""

    dependencies: ClassVar = [("rooms", "0004_no_samples")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="RoomNextStep",
            fields=[
                (
                    "seat",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="next_step",
                        serialize=False,
                        to="rooms.roomseat",
                    ),
                ),
                ("what", models.CharField(max_length=200)),
                ("owner", models.CharField(max_length=120)),
                ("by", models.DateField()),
                ("proposed", models.BooleanField(default=False)),
            ],
        ),
        migrations.RunPython(draw_none, migrations.RunPython.noop),
    ]
