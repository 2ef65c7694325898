"""PostgreSQL draws no samples of what somebody takes along who leaves a room, or what the cut destroys."""

from __future__ import annotations

from typing import ClassVar

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from legation.web.stores.overwriting import draw_no_samples

ERASED = {
    "RoomContent": ("data", "salt"),
    "RoomEntry": ("at", "by", "key", "before", "body", "hash"),
    "RoomSeat": ("seat", "digest", "name", "called"),
    "RoomPicture": ("data", "routing", "map"),
    "RoomCheckpoint": ("hash", "sign", "data"),
}


def draw_none(apps: Apps, schema: BaseDatabaseSchemaEditor) -> None:
    """Draw none of these columns."""
    for model, columns in ERASED.items():
        draw_no_samples(schema, apps.get_model("rooms", model), *columns)


class Migration(migrations.Migration):
    """No table changes."""

    dependencies: ClassVar = [("rooms", "0003_called")]

    operations: ClassVar = [migrations.RunPython(draw_none, migrations.RunPython.noop)]
