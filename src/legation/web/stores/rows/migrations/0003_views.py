from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("rows", "0002_facts"),
    ]

    operations = [
        migrations.AddField(model_name="rowindex", name="stands", field=models.JSONField(default=list)),
        migrations.RemoveIndex(model_name="rowentry", name="row_by_table"),
        migrations.AddIndex(model_name="rowentry", index=models.Index(fields=["dossier", "table", "views"], name="row_by_views")),
    ]
