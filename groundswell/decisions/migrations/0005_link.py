"""A guest's link can be made anew."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("decisions", "0004_delegation"),
    ]

    operations = [
        migrations.AddField(
            model_name="rollentry",
            name="link",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
    ]
