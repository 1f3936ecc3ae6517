import groundswell.core.clock
import groundswell.core.ids
import groundswell.core.migrating
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('streaming', '0001_initial')]

    initial = True

    dependencies = [
    ]

    operations = [
        groundswell.core.migrating.CreateModels(
            operations=[
                migrations.CreateModel(
                    name='Heartbeat',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('worker', models.CharField(max_length=64, unique=True)),
                        ('at', models.DateTimeField(default=groundswell.core.clock.now)),
                    ],
                ),
                migrations.CreateModel(
                    name='JobRun',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('name', models.CharField(max_length=200, unique=True)),
                        ('worker', models.CharField(blank=True, default='', max_length=64)),
                        ('finished_at', models.DateTimeField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='Revocation',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('actor_id', models.BigIntegerField()),
                        ('channel', models.CharField(max_length=80)),
                        ('at', models.DateTimeField(default=groundswell.core.clock.now)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('actor_id', 'channel'), name='one_revocation_each')],
                    },
                ),
            ],
        ),
    ]
