"""Questions that are answered by what is accepted where they went on."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("live", "0001_squashed"),
    ]

    operations = [
        migrations.AlterField(
            model_name="question",
            name="how",
            field=models.CharField(
                blank=True,
                choices=[
                    ("live", "Answered live"),
                    ("writing", "Answered in writing"),
                    ("link", "Answered by a link"),
                    ("accept", "Answered where it went on"),
                ],
                default="",
                max_length=7,
            ),
        ),
    ]
