import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
import groundswell.core.ids
import groundswell.core.migrating
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('activity', '0001_initial'), ('activity', '0002_initial'), ('activity', '0003_outbox_failed')]

    initial = True

    dependencies = [
        ('actors', '0001_squashed'),
    ]

    operations = [
        groundswell.core.migrating.CreateModels(
            operations=[
                migrations.CreateModel(
                    name='Activity',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('kind', models.CharField(max_length=80)),
                        ('actor', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                        ('space_id', models.BigIntegerField(null=True)),
                        ('topic_id', models.BigIntegerField(null=True)),
                        ('message_id', models.BigIntegerField(null=True)),
                        ('target_actor_id', models.BigIntegerField(null=True)),
                        ('published_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('source', models.CharField(default='local', max_length=80)),
                        ('nonce', models.CharField(blank=True, max_length=64, null=True)),
                        ('data', models.JSONField(default=dict)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['space_id', '-id'], name='activity_space'), models.Index(fields=['topic_id', '-id'], name='activity_topic'), models.Index(fields=['actor', '-id'], name='activity_actor')],
                        'constraints': [models.UniqueConstraint(fields=('actor', 'nonce'), name='activity_once'), models.CheckConstraint(condition=django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length('kind'), 1), name='activity_kind_given'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('kind'), 80), name='activity_kind_length'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('nonce'), 64), name='activity_nonce_length')],
                    },
                ),
                migrations.CreateModel(
                    name='Outbox',
                    fields=[
                        ('id', models.BigAutoField(primary_key=True, serialize=False)),
                        ('activity', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='outbox', to='activity.activity')),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('next_try_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('failed', models.JSONField(default=dict)),
                    ],
                ),
            ],
        ),
    ]
