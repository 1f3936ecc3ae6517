"""A report belongs to its case, and by it to the message."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("conversations", "0010_gather_reports")]
    operations = [
        migrations.RemoveConstraint(model_name="report", name="report_once"),
        migrations.RemoveField(model_name="report", name="message"),
        migrations.AlterField(
            model_name="report",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="reports",
                to="conversations.case",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(fields=("case", "actor"), name="report_once"),
        ),
    ]
