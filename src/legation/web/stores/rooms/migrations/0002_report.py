"""The figures of a room as they were published."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rooms", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="RoomReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("data", models.BinaryField()),
                ("names", models.JSONField(default=dict)),
                ("room", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="reports", to="rooms.room")),
            ],
            options={"ordering": ["-number"], "constraints": [models.UniqueConstraint(fields=("room", "number"), name="report_once")]},
        ),
    ]
