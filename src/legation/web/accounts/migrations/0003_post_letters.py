"""Letters to those who hold posts of rounds."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Whether somebody wants them."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("accounts", "0002_room_letters")]

    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.AddField(model_name="account", name="post_letters", field=models.BooleanField(default=True)),
    ]
