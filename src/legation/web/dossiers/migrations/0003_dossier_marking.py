import tomllib

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

MARKINGS = ("TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED")


def read(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the marking of each dossier from its newest revision."""
    alias = schema_editor.connection.alias
    of = {name: apps.get_model("dossiers", name).objects.using(alias) for name in ("Dossier", "Revision", "Part")}
    for dossier in of["Dossier"].all():
        newest = of["Revision"].filter(dossier=dossier, number=dossier.head).first()
        part = of["Part"].filter(sha256=newest.parts.get("dossier.toml", "")).first() if newest else None
        said = tomllib.loads(bytes(part.data).decode("utf-8-sig")).get("marking", MARKINGS[0]) if part else MARKINGS[-1]
        of["Dossier"].filter(pk=dossier.pk).update(marking=said if said in MARKINGS else MARKINGS[-1])


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0002_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="dossier",
            name="marking",
            field=models.CharField(default="TLP:RED", max_length=20),
        ),
        migrations.RunPython(read, migrations.RunPython.noop),
    ]
