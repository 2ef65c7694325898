import datetime

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("rows", "0001_initial"),
    ]

    operations = [
        migrations.AddField(model_name="rowentry", name="facts", field=models.TextField(default="")),
        migrations.AddField(model_name="rowindex", name="until", field=models.DateField(default=datetime.date(9999, 12, 31))),
    ]
