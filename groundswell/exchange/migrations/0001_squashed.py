import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
import groundswell.core.ids
import groundswell.core.migrating
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('exchange', '0001_initial')]

    initial = True

    dependencies = [
        ('actors', '0001_squashed'),
        ('conversations', '0001_squashed'),
        ('spaces', '0001_squashed'),
    ]

    operations = [
        groundswell.core.migrating.CreateModels(
            operations=[
                migrations.CreateModel(
                    name='Export',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('space', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exports', to='spaces.space')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                        ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('ready_at', models.DateTimeField(blank=True, null=True)),
                        ('path', models.CharField(blank=True, default='', max_length=200)),
                        ('size', models.PositiveBigIntegerField(default=0)),
                        ('problem', models.CharField(blank=True, default='', max_length=300)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('problem'), 300), name='export_problem_length')],
                    },
                ),
                migrations.CreateModel(
                    name='Imported',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('source', models.CharField(max_length=80)),
                        ('scope', models.BigIntegerField(default=0)),
                        ('kind', models.CharField(max_length=20)),
                        ('key', models.CharField(max_length=200)),
                        ('digest', models.CharField(max_length=64)),
                        ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='actors.actor')),
                        ('topic', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='conversations.topic')),
                        ('message', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='conversations.message')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('source', 'scope', 'kind', 'key'), name='imported_once'), models.CheckConstraint(condition=django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length('key'), 1), name='imported_key_given'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('key'), 200), name='imported_key_length')],
                    },
                ),
            ],
        ),
    ]
