"""One code for each licence: the organisation's form had one that nothing else knew."""

from django.db import migrations

OLD, NEW = "LicenseRef-all-rights-reserved", "ALL-RIGHTS"


def rename(apps, schema_editor):
    apps.get_model("actors", "Organisation").objects.filter(licence=OLD).update(licence=NEW)


class Migration(migrations.Migration):
    dependencies = [("actors", "0002_cache")]

    operations = [migrations.RunPython(rename, migrations.RunPython.noop, elidable=True)]
