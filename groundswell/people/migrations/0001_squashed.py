import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
import groundswell.core.ids
import groundswell.core.migrating
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('people', '0001_initial'), ('people', '0002_retired_handle_and_refusal'), ('people', '0003_alert_preference_weekday_and_words'), ('people', '0004_outgoing_mail')]

    initial = True

    dependencies = [
        ('actors', '0001_squashed'),
    ]

    operations = [
        groundswell.core.migrating.CreateModels(
            operations=[
                migrations.CreateModel(
                    name='AlertPreference',
                    fields=[
                        ('actor', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to='actors.actor')),
                        ('mail', models.CharField(choices=[('at_once', 'At once'), ('daily', 'Once a day'), ('weekly', 'Once a week'), ('never', 'Never')], default='daily', max_length=8)),
                        ('digest_hour', models.PositiveSmallIntegerField(default=8)),
                        ('digest_weekday', models.PositiveSmallIntegerField(default=0)),
                        ('private_words', models.BooleanField(default=True)),
                        ('quiet_from', models.TimeField(blank=True, null=True)),
                        ('quiet_until', models.TimeField(blank=True, null=True)),
                        ('push', models.BooleanField(default=False)),
                        ('silenced', models.JSONField(blank=True, default=list)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('digest_hour__lte', 23)), name='alert_preference_hour'), models.CheckConstraint(condition=models.Q(('digest_weekday__lte', 6)), name='alert_preference_weekday')],
                    },
                ),
                migrations.CreateModel(
                    name='Block',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('actor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='blocks', to='actors.actor')),
                        ('blocked', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='blocked_by', to='actors.actor')),
                        ('kind', models.CharField(choices=[('mute', 'Muted'), ('block', 'Blocked')], default='mute', max_length=5)),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('actor', 'blocked'), name='block_once'), models.CheckConstraint(condition=models.Q(('actor', models.F('blocked')), _negated=True), name='block_other')],
                    },
                ),
                migrations.CreateModel(
                    name='OutgoingMail',
                    fields=[
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('next_try_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('address', models.EmailField(max_length=254)),
                        ('subject', models.CharField(max_length=300)),
                        ('text', models.TextField()),
                        ('html', models.TextField()),
                    ],
                    options={
                        'indexes': [models.Index(fields=['next_try_at'], name='outgoing_mail_due')],
                        'constraints': [models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('subject'), 300), name='outgoing_mail_subject_length'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('text'), 100000), name='outgoing_mail_text_length'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('html'), 200000), name='outgoing_mail_html_length')],
                    },
                ),
                migrations.CreateModel(
                    name='PersonFollow',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('actor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='following', to='actors.actor')),
                        ('followed', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='followers', to='actors.actor')),
                        ('level', models.CharField(choices=[('quiet', 'Quiet'), ('normal', 'Normal'), ('all', 'All')], default='normal', max_length=6)),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('actor', 'followed'), name='person_follow_once'), models.CheckConstraint(condition=models.Q(('actor', models.F('followed')), _negated=True), name='person_follow_other'), models.CheckConstraint(condition=models.Q(('level__in', ['quiet', 'normal', 'all'])), name='person_follow_level')],
                    },
                ),
                migrations.CreateModel(
                    name='Presence',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('actor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='presences', to='actors.actor')),
                        ('label', models.CharField(max_length=60)),
                        ('url', models.CharField(max_length=500)),
                        ('verified_at', models.DateTimeField(blank=True, null=True)),
                        ('checked_at', models.DateTimeField(blank=True, null=True)),
                        ('problem', models.CharField(blank=True, default='', max_length=200)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('actor', 'url'), name='presence_once'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('url'), 500), name='presence_url_length'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('label'), 60), name='presence_label_length')],
                    },
                ),
                migrations.CreateModel(
                    name='Profile',
                    fields=[
                        ('actor', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to='actors.actor')),
                        ('pronouns', models.CharField(blank=True, default='', max_length=40)),
                        ('source', models.TextField(blank=True, default='')),
                        ('html', models.TextField(blank=True, default='')),
                        ('organisation', models.CharField(blank=True, default='', max_length=150)),
                        ('department', models.CharField(blank=True, default='', max_length=150)),
                        ('sector', models.CharField(blank=True, default='', max_length=80)),
                        ('languages', models.JSONField(blank=True, default=list)),
                        ('time_zone', models.CharField(blank=True, default='', max_length=64)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('pronouns'), 40), name='profile_pronouns_length'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('source'), 2000), name='profile_source_length'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('organisation'), 150), name='profile_organisation_length'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('department'), 150), name='profile_department_length'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('sector'), 80), name='profile_sector_length')],
                    },
                ),
                migrations.CreateModel(
                    name='RetiredHandle',
                    fields=[
                        ('digest', models.CharField(max_length=64, primary_key=True, serialize=False)),
                    ],
                ),
                migrations.CreateModel(
                    name='SignUpRefusal',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('actor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='actors.actor')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                        ('reason', models.CharField(max_length=500)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length('reason'), 1), name='sign_up_refusal_reason_given'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('reason'), 500), name='sign_up_refusal_reason_length')],
                    },
                ),
                migrations.CreateModel(
                    name='Skill',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('actor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='skills', to='actors.actor')),
                        ('name', models.CharField(max_length=60)),
                        ('key', models.CharField(db_index=True, max_length=60)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('actor', 'key'), name='skill_once'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('name'), 60), name='skill_length'), models.CheckConstraint(condition=django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length('name'), 1), name='skill_given')],
                    },
                ),
            ],
        ),
    ]
