"""Questions that those who lead keep before the others."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("live", "0006_polls"),
    ]

    operations = [
        migrations.AddField(
            model_name="question",
            name="pinned_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
