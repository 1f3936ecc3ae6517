"""Questions of a session before, asked again in the next one."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("live", "0009_unheard_first"),
    ]

    operations = [
        migrations.AddField(
            model_name="question",
            name="asked_before",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="taken_up",
                to="live.question",
            ),
        ),
    ]
