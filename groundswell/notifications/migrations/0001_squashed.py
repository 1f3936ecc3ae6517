import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
import groundswell.core.ids
import groundswell.core.migrating
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('notifications', '0001_initial'), ('notifications', '0002_letters_digests_push')]

    initial = True

    dependencies = [
        ('activity', '0001_squashed'),
        ('actors', '0001_squashed'),
    ]

    operations = [
        groundswell.core.migrating.CreateModels(
            operations=[
                migrations.CreateModel(
                    name='DigestClock',
                    fields=[
                        ('recipient', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to='actors.actor')),
                        ('next_at', models.DateTimeField(db_index=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='Letter',
                    fields=[
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('next_try_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('recipient', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='actors.actor')),
                        ('address', models.EmailField(blank=True, default='', max_length=254)),
                        ('alerts', models.JSONField(default=list)),
                        ('digest', models.BooleanField(default=False)),
                        ('subject', models.CharField(blank=True, default='', max_length=300)),
                        ('text', models.TextField(blank=True, default='')),
                        ('key', models.CharField(max_length=64, null=True, unique=True)),
                        ('sent_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('sent_at', None)), fields=['next_try_at'], name='letter_due')],
                        'constraints': [models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('subject'), 300), name='letter_subject_length'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('text'), 100000), name='letter_text_length')],
                    },
                ),
                migrations.CreateModel(
                    name='Notification',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='actors.actor')),
                        ('activity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='activity.activity')),
                        ('kind', models.CharField(max_length=80)),
                        ('reason', models.CharField(max_length=20)),
                        ('about', models.BigIntegerField(null=True)),
                        ('topic_id', models.BigIntegerField(null=True)),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('read_at', models.DateTimeField(blank=True, null=True)),
                        ('mailed_at', models.DateTimeField(blank=True, null=True)),
                        ('pushed_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['recipient', '-id'], name='notification_latest'), models.Index(condition=models.Q(('read_at', None)), fields=['recipient'], name='notification_unread'), models.Index(condition=models.Q(('mailed_at', None)), fields=['recipient', 'id'], name='notification_to_mail')],
                        'constraints': [models.UniqueConstraint(fields=('recipient', 'activity'), name='notification_one_an_event'), models.CheckConstraint(condition=django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length('reason'), 1), name='notification_reason_given')],
                    },
                ),
                migrations.CreateModel(
                    name='PushSubscription',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('actor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='push_subscriptions', to='actors.actor')),
                        ('endpoint', models.CharField(max_length=1000, unique=True)),
                        ('public_key', models.CharField(max_length=120)),
                        ('secret', models.CharField(max_length=60)),
                        ('browser', models.CharField(blank=True, default='', max_length=80)),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('failures', models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length('endpoint'), 1), name='push_endpoint_given'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('endpoint'), 1000), name='push_endpoint_length')],
                    },
                ),
            ],
        ),
    ]
