import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Somebody without an account reports a message."""

    dependencies = [
        ("actors", "0001_squashed"),
        ("conversations", "0011_reports_in_cases"),
    ]

    operations = [
        migrations.AlterField(
            model_name="report",
            name="actor",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="actors.actor",
            ),
        ),
    ]
