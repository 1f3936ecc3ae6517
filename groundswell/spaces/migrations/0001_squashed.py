import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
import groundswell.core.ids
import groundswell.core.migrating
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('spaces', '0001_initial'), ('spaces', '0002_ways_in_and_closing'), ('spaces', '0003_no_index_on_visibility'), ('spaces', '0004_held_place'), ('spaces', '0005_licence_codes'), ('spaces', '0006_delegation')]

    initial = True

    dependencies = [
        ('actors', '0001_squashed'),
    ]

    operations = [
        groundswell.core.migrating.CreateModels(
            operations=[
                migrations.CreateModel(
                    name='Space',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('actor', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='space', to='actors.actor')),
                        ('purpose', models.CharField(max_length=300)),
                        ('visibility', models.CharField(choices=[('public', 'Everyone can read'), ('members', 'Only members can read'), ('invitation', 'Only members, who are invited')], default='public', max_length=10)),
                        ('joining', models.CharField(choices=[('open', 'Anyone can join'), ('approval', 'A steward approves'), ('invitation', 'By invitation')], default='open', max_length=10)),
                        ('writing', models.CharField(choices=[('members', 'Members'), ('stewards', 'Stewards open topics, members reply')], default='members', max_length=10)),
                        ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='spaces.space')),
                        ('licence', models.CharField(default='CC-BY-SA-4.0', max_length=40)),
                        ('reactions', models.CharField(blank=True, default='', max_length=120)),
                        ('answer_days', models.PositiveSmallIntegerField(default=7)),
                        ('delegate_cap', models.PositiveSmallIntegerField(default=10)),
                        ('member_count', models.PositiveIntegerField(default=0)),
                        ('topic_count', models.PositiveIntegerField(default=0)),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('last_activity_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length('purpose'), 1), name='space_purpose_given'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('purpose'), 300), name='space_purpose_length'), models.CheckConstraint(condition=models.Q(('visibility__in', ['public', 'members', 'invitation'])), name='space_visibility'), models.CheckConstraint(condition=models.Q(('joining__in', ['open', 'approval', 'invitation'])), name='space_joining'), models.CheckConstraint(condition=models.Q(('writing__in', ['members', 'stewards'])), name='space_writing'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('licence'), 40), name='space_licence_length'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('reactions'), 120), name='space_reactions_length'), models.CheckConstraint(condition=models.Q(('parent', models.F('id')), _negated=True), name='space_parent_is_another')],
                    },
                ),
                migrations.CreateModel(
                    name='Guideline',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('space', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='guidelines', to='spaces.space')),
                        ('number', models.PositiveIntegerField()),
                        ('source', models.TextField()),
                        ('html', models.TextField()),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('space', 'number'), name='guideline_number_once'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('source'), 10000), name='guideline_length')],
                    },
                ),
                migrations.CreateModel(
                    name='Acceptance',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('guideline', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='acceptances', to='spaces.guideline')),
                        ('actor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='actors.actor')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('guideline', 'actor'), name='acceptance_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Invitation',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('space', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='spaces.space')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='actors.actor')),
                        ('token_hash', models.CharField(max_length=64, unique=True)),
                        ('email', models.EmailField(blank=True, db_index=True, default='', max_length=254)),
                        ('role', models.CharField(choices=[('steward', 'Steward'), ('member', 'Member'), ('guest', 'Guest')], default='member', max_length=8)),
                        ('uses', models.PositiveIntegerField(default=1)),
                        ('uses_left', models.PositiveIntegerField(default=1)),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('expires_at', models.DateTimeField()),
                        ('mailed_at', models.DateTimeField(blank=True, null=True)),
                        ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('uses_left__lte', models.F('uses'))), name='invitation_uses'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('email'), 254), name='invitation_email_length'), models.CheckConstraint(condition=models.Q(('role__in', ['member', 'guest'])), name='invitation_role')],
                    },
                ),
                migrations.CreateModel(
                    name='HeldPlace',
                    fields=[
                        ('actor', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='actors.actor')),
                        ('invitation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='held_places', to='spaces.invitation')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                ),
                migrations.CreateModel(
                    name='JoinRequest',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('space', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='join_requests', to='spaces.space')),
                        ('actor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='actors.actor')),
                        ('note', models.CharField(blank=True, default='', max_length=500)),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('declined_at', models.DateTimeField(blank=True, null=True)),
                        ('declined_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                        ('answer', models.CharField(blank=True, default='', max_length=500)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('space', 'actor'), name='join_request_once'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('note'), 500), name='join_request_note_length'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('answer'), 500), name='join_request_answer_length')],
                    },
                ),
                migrations.CreateModel(
                    name='Membership',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('space', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='spaces.space')),
                        ('actor', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='actors.actor')),
                        ('role', models.CharField(choices=[('steward', 'Steward'), ('member', 'Member'), ('guest', 'Guest')], default='member', max_length=8)),
                        ('since', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['actor', 'space'], name='membership_of_actor')],
                        'constraints': [models.UniqueConstraint(fields=('space', 'actor'), name='membership_once'), models.CheckConstraint(condition=models.Q(('role__in', ['steward', 'member', 'guest'])), name='membership_role')],
                    },
                ),
                migrations.CreateModel(
                    name='Affiliation',
                    fields=[
                        ('membership', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='affiliation', serialize=False, to='spaces.membership')),
                        ('organisation', models.CharField(blank=True, default='', max_length=150)),
                        ('department', models.CharField(blank=True, default='', max_length=150)),
                        ('sector', models.CharField(blank=True, default='', max_length=80)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('organisation'), 150), name='affiliation_organisation_length'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('department'), 150), name='affiliation_department_length'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('sector'), 80), name='affiliation_sector_length')],
                    },
                ),
                migrations.CreateModel(
                    name='Removal',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('space', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='removals', to='spaces.space')),
                        ('actor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='actors.actor')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                        ('reason', models.CharField(max_length=500)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('lifted_at', models.DateTimeField(blank=True, null=True)),
                        ('lifted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('lifted_at', None)), fields=('space', 'actor'), name='removal_stands_once'), models.CheckConstraint(condition=django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length('reason'), 1), name='removal_reason_given'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('reason'), 500), name='removal_reason_length')],
                    },
                ),
                migrations.CreateModel(
                    name='SpaceClosing',
                    fields=[
                        ('space', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='closing', serialize=False, to='spaces.space')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                        ('reason', models.CharField(max_length=500)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length('reason'), 1), name='space_closing_reason_given'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('reason'), 500), name='space_closing_reason_length')],
                    },
                ),
                migrations.CreateModel(
                    name='SpaceFollow',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('space', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follows', to='spaces.space')),
                        ('actor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='actors.actor')),
                        ('level', models.CharField(choices=[('quiet', 'Quiet'), ('normal', 'Normal'), ('all', 'All')], default='normal', max_length=6)),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('space', 'actor'), name='space_follow_once'), models.CheckConstraint(condition=models.Q(('level__in', ['quiet', 'normal', 'all'])), name='space_follow_level')],
                    },
                ),
            ],
        ),
    ]
