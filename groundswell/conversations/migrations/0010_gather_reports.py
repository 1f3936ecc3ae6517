"""Reports that are there are gathered into cases, one for each message."""

from django.db import migrations


def gather(apps, schema_editor):
    """One case for each message, from its first report on."""
    Case = apps.get_model("conversations", "Case")
    Report = apps.get_model("conversations", "Report")
    cases = {}
    for report in Report.objects.select_related("message").order_by("id"):
        if report.message_id not in cases:
            cases[report.message_id] = Case.objects.create(
                id=report.id,
                message_id=report.message_id,
                opened_at=report.at,
                words=report.message.text,
            )
        report.case = cases[report.message_id]
        report.save(update_fields=["case"])


class Migration(migrations.Migration):
    dependencies = [("conversations", "0009_cases")]
    operations = [migrations.RunPython(gather, migrations.RunPython.noop)]
