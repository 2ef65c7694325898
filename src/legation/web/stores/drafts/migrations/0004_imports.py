from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("drafts", "0003_parts"),
    ]

    operations = [
        migrations.AlterField(
            model_name="draft",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("save", "save"),
                    ("new", "new"),
                    ("list", "list"),
                    ("capture", "capture"),
                    ("part", "part"),
                    ("import", "import"),
                ],
                max_length=8,
            ),
        ),
    ]
