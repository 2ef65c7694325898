"""What an organisation in a seat is called, in each language."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column of the seats."""

    dependencies: ClassVar = [("rooms", "0002_continued")]

    operations: ClassVar = [migrations.AddField("roomseat", "called", models.JSONField(default=dict))]
