"""Letters to those who moderate rooms."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Whether somebody wants them, and when the last one was written."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("accounts", "0001_initial")]

    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.AddField(model_name="account", name="room_letters", field=models.BooleanField(default=True)),
        migrations.AddField(model_name="account", name="room_letter", field=models.DateTimeField(blank=True, null=True)),
    ]
