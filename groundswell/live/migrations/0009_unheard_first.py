"""People not yet heard come first, where the host says so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("live", "0008_answered_where_it_went_on"),
    ]

    operations = [
        migrations.AddField(
            model_name="session",
            name="unheard_first",
            field=models.BooleanField(default=False),
        ),
    ]
