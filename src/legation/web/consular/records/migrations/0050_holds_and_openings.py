from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def agreed_before(apps: Any, _schema_editor: Any) -> None:
    """A hold that two persons have agreed to already is one from the moment at which it was placed."""
    apps.get_model("consular", "Hold").objects.filter(second__isnull=False).update(agreed=models.F("made"))


def named_before(apps: Any, _schema_editor: Any) -> None:
    """An opening has the name of its account."""
    for row in apps.get_model("consular", "BreakGlass").objects.select_related("account"):
        row.name = row.account.name[:120]
        row.save(update_fields=["name"])


class Migration(migrations.Migration):
    dependencies = [
        ("consular", "0003_doubles"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(model_name="hold", name="agreed", field=models.DateTimeField(null=True)),
        migrations.RunPython(agreed_before, migrations.RunPython.noop),
        migrations.AddField(
            model_name="breakglass", name="name", field=models.CharField(blank=True, default="", max_length=120), preserve_default=False
        ),
        migrations.RunPython(named_before, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="breakglass",
            name="account",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.CreateModel(
            name="OpeningsWeek",
            fields=[
                ("monday", models.DateField(primary_key=True, serialize=False)),
                ("noticed", models.DateTimeField(null=True)),
                ("read", models.DateTimeField(null=True)),
                ("reader", models.CharField(blank=True, max_length=120)),
            ],
        ),
    ]
