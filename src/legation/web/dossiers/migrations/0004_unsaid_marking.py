import tomllib

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def read(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Mark each dossier that says no marking of its own as it is read now: TLP:AMBER, where it was TLP:CLEAR."""
    alias = schema_editor.connection.alias
    of = {name: apps.get_model("dossiers", name).objects.using(alias) for name in ("Dossier", "Revision", "Part")}
    for dossier in of["Dossier"].filter(marking="TLP:CLEAR"):
        newest = of["Revision"].filter(dossier=dossier, number=dossier.head).first()
        part = of["Part"].filter(sha256=newest.parts.get("dossier.toml", "")).first() if newest else None
        if part and not tomllib.loads(bytes(part.data).decode("utf-8-sig")).get("marking"):
            of["Dossier"].filter(pk=dossier.pk).update(marking="TLP:AMBER")


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0003_dossier_marking"),
    ]

    operations = [
        migrations.RunPython(read, migrations.RunPython.noop),
    ]
