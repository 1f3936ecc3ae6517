"""Reports of one message become one case, which is settled once."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
import groundswell.core.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('actors', '0001_squashed'),
        ('conversations', '0008_reports'),
    ]

    operations = [
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('words', models.TextField(blank=True, default='')),
                ('taken_at', models.DateTimeField(blank=True, null=True)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, choices=[('removed', 'The message was removed'), ('talked', 'Its author was spoken to'), ('nothing', 'There was nothing to do')], default='', max_length=8)),
                ('reason', models.CharField(blank=True, default='', max_length=500)),
                ('note', models.CharField(blank=True, default='', max_length=500)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cases', to='conversations.message')),
                ('settled_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                ('taken_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='actors.actor')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('settled_at', None)), fields=('message',), name='case_open_once'),
                    models.CheckConstraint(condition=models.Q(models.Q(('outcome', ''), ('settled_at', None)), models.Q(('settled_at__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='case_settled_with_outcome'),
                    models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'removed', 'talked', 'nothing'])), name='case_outcome_known'),
                    models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('words'), 100000), name='case_words_length'),
                    models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('reason'), 500), name='case_reason_length'),
                    models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('note'), 500), name='case_note_length'),
                ],
            },
        ),
        migrations.AddField(
            model_name='report',
            name='case',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='conversations.case'),
        ),
    ]
