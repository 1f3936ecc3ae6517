"""One code for each licence: spaces took over one that nothing else knew."""

from django.db import migrations

OLD, NEW = "LicenseRef-all-rights-reserved", "ALL-RIGHTS"


def rename(apps, schema_editor):
    apps.get_model("spaces", "Space").objects.filter(licence=OLD).update(licence=NEW)


class Migration(migrations.Migration):
    dependencies = [("spaces", "0004_held_place")]

    operations = [migrations.RunPython(rename, migrations.RunPython.noop, elidable=True)]
