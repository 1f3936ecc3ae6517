"""Guests say why, and what they object to is followed."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('actors', '0001_squashed'),
        ('conversations', '0008_reports'),
        ('decisions', '0001_squashed'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='ballot',
            name='ballot_open_or_without_trace',
        ),
        migrations.AddField(
            model_name='ballot',
            name='words',
            field=models.CharField(blank=True, db_default='', default='', max_length=5000),
        ),
        migrations.AddField(
            model_name='objection',
            name='guest',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='objections', to='decisions.rollentry'),
        ),
        migrations.AddField(
            model_name='objection',
            name='words',
            field=models.CharField(blank=True, db_default='', default='', max_length=5000),
        ),
        migrations.AlterField(
            model_name='objection',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor'),
        ),
        migrations.AlterField(
            model_name='objection',
            name='changed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor'),
        ),
        migrations.AlterField(
            model_name='objection',
            name='message',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='conversations.message'),
        ),
        migrations.AddConstraint(
            model_name='ballot',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cast_at__isnull', False), ('entry__isnull', False)), models.Q(('cast_at', None), ('changed_at', None), ('entry', None), ('reason', None), ('words', '')), _connector='OR'), name='ballot_open_or_without_trace'),
        ),
        migrations.AddConstraint(
            model_name='ballot',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('words'), 5000), name='ballot_words_length'),
        ),
        migrations.AddConstraint(
            model_name='objection',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['raised', 'heard', 'stands'])), fields=('guest',), name='objection_guest_one_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='objection',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('by__isnull', False), ('guest', None), ('message__isnull', False), ('words', '')), models.Q(('by', None), ('guest__isnull', False), ('message', None), models.Q(('words', ''), _negated=True)), _connector='OR'), name='objection_person_or_guest'),
        ),
        migrations.AddConstraint(
            model_name='objection',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('words'), 5000), name='objection_words_length'),
        ),
    ]
