import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_post_letters"),
        ("consular", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Carried",
            fields=[
                ("direction", models.CharField(max_length=8, primary_key=True, serialize=False)),
                ("number", models.PositiveBigIntegerField(default=0)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("about", models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name="InvitedRole",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("post", models.CharField(blank=True, max_length=40)),
                ("role", models.CharField(max_length=16)),
            ],
        ),
        migrations.CreateModel(
            name="PutAside",
            fields=[
                ("number", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=16)),
                ("at", models.DateTimeField()),
                ("key_version", models.PositiveIntegerField()),
                ("sealed", models.BinaryField()),
                ("token", models.BinaryField(default=b"")),
                ("reason", models.CharField(max_length=16)),
                ("purge_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.AddField(
            model_name="person",
            name="same_as",
            field=models.CharField(blank=True, db_index=True, max_length=32),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["changed", "version"], name="person_changed"),
        ),
        migrations.AddField(
            model_name="invitedrole",
            name="invitation",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="consular_roles", to="accounts.invitation"),
        ),
        migrations.AddConstraint(
            model_name="invitedrole",
            constraint=models.UniqueConstraint(fields=("invitation", "post", "role"), name="invited_once"),
        ),
    ]
