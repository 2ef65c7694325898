"""The trail, and the guards that keep it: no entry is altered, none is removed before its time."""

import django.utils.timezone
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

KINDS = ("seen", "taken", "changed", "refused", "signed-in", "signed-out", "not-signed-in")


_SQLITE = (
    """CREATE TRIGGER audit_entry_kept_as_it_is BEFORE UPDATE ON audit_entry
    BEGIN SELECT RAISE(ABORT, 'audit_entry: an entry is never altered'); END""",
    """CREATE TRIGGER audit_entry_kept_its_time BEFORE DELETE ON audit_entry WHEN julianday('now') - julianday(OLD.time) < DAYS
    BEGIN SELECT RAISE(ABORT, 'audit_entry: an entry is kept its time'); END""",
)
_POSTGRESQL = (
    """CREATE FUNCTION audit_entry_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN
    IF TG_OP = 'DELETE' AND OLD.time <= now() - interval 'DAYS days' THEN RETURN OLD; END IF;
    RAISE EXCEPTION 'audit_entry: an entry is never altered, and kept its time'; END $guard$""",
    """CREATE TRIGGER audit_entry_guard BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_entry_guard()""",
)


def guard(apps: Apps, schema: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001 - Django's signature
    """Let the database refuse to alter entries, and to remove those that are still to be kept."""
    days = int(getattr(settings, "AUDIT_DAYS", 365))
    for statement in _SQLITE if schema.connection.vendor == "sqlite" else _POSTGRESQL:
        schema.execute(statement.replace("DAYS", str(days)))


def unguard(apps: Apps, schema: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001 - Django's signature
    """Take the guards away again, before the table goes."""
    if schema.connection.vendor == "sqlite":
        statements = ["DROP TRIGGER audit_entry_kept_as_it_is", "DROP TRIGGER audit_entry_kept_its_time"]
    else:
        statements = ["DROP TRIGGER audit_entry_guard ON audit_entry", "DROP FUNCTION audit_entry_guard()"]
    for statement in statements:
        schema.execute(statement)


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("time", models.DateTimeField(default=django.utils.timezone.now)),
                ("kind", models.CharField(choices=[(kind, kind) for kind in KINDS], max_length=13)),
                ("account", models.BigIntegerField(null=True)),
                ("name", models.CharField(blank=True, max_length=120)),
                ("dossier", models.CharField(blank=True, max_length=80)),
                ("revision", models.PositiveIntegerField(null=True)),
                ("route", models.CharField(max_length=60)),
                ("object", models.CharField(blank=True, max_length=200)),
                ("status", models.PositiveSmallIntegerField(default=200)),
                ("address", models.CharField(blank=True, max_length=16)),
            ],
            options={"ordering": ["-pk"], "db_table": "audit_entry"},
        ),
        migrations.AddIndex("entry", models.Index(fields=["dossier", "-id"], name="audit_of_dossier")),
        migrations.RunPython(guard, unguard),
        migrations.AlterModelOptions("entry", {"managed": False, "ordering": ["-pk"]}),
    ]
