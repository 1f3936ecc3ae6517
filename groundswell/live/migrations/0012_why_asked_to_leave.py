"""Why somebody was asked to leave a session, as they read it."""

import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('actors', '0001_squashed'),
        ('live', '0011_takeaway_items'),
    ]

    operations = [
        migrations.AddField(
            model_name='participant',
            name='removed_for',
            field=models.CharField(blank=True, choices=[('', 'No reason is given'), ('unkind', 'It goes against the guidelines'), ('spam', 'It is advertising, or a machine wrote it'), ('off_topic', 'It keeps the session from what it is about'), ('others', 'The session is meant for other people')], default='', max_length=9),
        ),
        migrations.AddField(
            model_name='participant',
            name='removed_note',
            field=models.CharField(blank=True, default='', max_length=300),
        ),
        migrations.AddConstraint(
            model_name='participant',
            constraint=models.CheckConstraint(condition=models.Q(('removed_for__in', ['', 'unkind', 'spam', 'off_topic', 'others'])), name='participant_removed_for'),
        ),
        migrations.AddConstraint(
            model_name='participant',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('removed_note'), 300), name='participant_removed_note_length'),
        ),
    ]
