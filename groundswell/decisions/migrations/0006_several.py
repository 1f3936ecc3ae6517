"""An outcome adopts several options."""

from django.db import migrations, models


def keep_what_was_adopted(apps, _schema):
    outcome = apps.get_model("decisions", "Outcome")
    for one in outcome.objects.exclude(adopts=None).iterator():
        one.adopted.add(one.adopts_id)


def keep_the_first(apps, _schema):
    outcome = apps.get_model("decisions", "Outcome")
    for one in outcome.objects.filter(adopts=None, adopted__isnull=False).distinct():
        one.adopts_id = one.adopted.order_by("number").values_list("id", flat=True).first()
        one.save(update_fields=["adopts"])


class Migration(migrations.Migration):

    dependencies = [
        ("decisions", "0005_link"),
    ]

    operations = [
        migrations.AddField(
            model_name="outcome",
            name="adopted",
            field=models.ManyToManyField(
                blank=True, related_name="adopted_by", to="decisions.option"
            ),
        ),
        migrations.RunPython(keep_what_was_adopted, keep_the_first, elidable=True),
        migrations.RemoveField(model_name="outcome", name="adopts"),
    ]
