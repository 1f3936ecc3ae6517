import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
import groundswell.core.ids
import groundswell.core.migrating
import groundswell.decisions.models.ballot
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('decisions', '0001_initial'), ('decisions', '0002_opinion'), ('decisions', '0003_maps'), ('decisions', '0004_delegation'), ('decisions', '0005_link'), ('decisions', '0006_several')]

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
                    name='Decision',
                    fields=[
                        ('topic', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='decision', serialize=False, to='conversations.topic')),
                        ('method', models.CharField(choices=[('sense_check', 'Sense check'), ('consent', 'Consent'), ('consensus', 'Consensus'), ('gradients', 'Gradients of agreement'), ('plurality', 'One choice each'), ('approval', 'Approval'), ('pick', 'Pick a few'), ('score', 'Score'), ('majority_judgement', 'Majority judgement'), ('dots', 'Dots'), ('knapsack', 'Budget by points'), ('equal_shares', 'Budget by equal shares'), ('irv', 'Instant run-off'), ('stv', 'Single transferable vote'), ('ranked_pairs', 'Ranked pairs'), ('opinion_map', 'Opinion map')], max_length=20)),
                        ('state', models.CharField(choices=[('draft', 'Draft'), ('scheduled', 'Scheduled'), ('open', 'Open'), ('closed', 'Closed'), ('decided', 'Decided')], default='draft', max_length=10)),
                        ('electorate', models.CharField(choices=[('space', 'Everyone in the space'), ('named', 'Named people')], default='space', max_length=6)),
                        ('secrecy', models.CharField(choices=[('open', 'Open: everyone sees who voted how'), ('secret', 'Secret: nobody can see who voted how')], default='open', max_length=6)),
                        ('reasons', models.CharField(choices=[('off', 'No reasons'), ('optional', 'Reasons are welcome'), ('required', 'Everyone gives a reason'), ('objection', 'Who objects says why')], default='optional', max_length=10)),
                        ('results', models.CharField(choices=[('live', 'While people vote'), ('after_vote', 'To whoever has voted'), ('after_close', 'After closing')], default='after_close', max_length=12)),
                        ('ties', models.CharField(choices=[('none', 'Nothing: a tie is the result'), ('prior', 'The order in which options were listed'), ('draw', 'A draw that anyone can repeat from the published ballots')], default='none', max_length=6)),
                        ('moderation', models.CharField(choices=[('off', 'Statements are shown at once'), ('after', 'Shown at once, looked at afterwards'), ('before', 'Shown once somebody has looked at them')], default='after', max_length=6)),
                        ('writers', models.CharField(choices=[('voters', 'Everyone who votes, guests too'), ('people', 'Everyone who votes with an account'), ('runners', 'Only those who run the map')], default='people', max_length=7)),
                        ('step', models.CharField(blank=True, choices=[('', 'No steps'), ('present', 'The proposal is presented'), ('questions', 'Questions'), ('reactions', 'Reactions'), ('amend', 'Amending the proposal'), ('objections', 'Objections')], default='', max_length=12)),
                        ('most', models.PositiveSmallIntegerField(default=1)),
                        ('seats', models.PositiveSmallIntegerField(default=1)),
                        ('budget', models.PositiveBigIntegerField(blank=True, null=True)),
                        ('quorum', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('floor', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('ceiling', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('share_of', models.CharField(choices=[('ballots', 'of those who voted'), ('electorate', 'of all who may vote')], default='ballots', max_length=10)),
                        ('opens_at', models.DateTimeField(blank=True, null=True)),
                        ('closes_at', models.DateTimeField(blank=True, null=True)),
                        ('opened_at', models.DateTimeField(blank=True, null=True)),
                        ('closed_at', models.DateTimeField(blank=True, null=True)),
                        ('reminded_at', models.DateTimeField(blank=True, null=True)),
                        ('version', models.PositiveSmallIntegerField(default=1)),
                        ('option_count', models.PositiveIntegerField(default=0)),
                        ('ballot_count', models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['state', 'closes_at'], name='decision_by_state')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('method__in', ['sense_check', 'consent', 'consensus', 'gradients', 'plurality', 'approval', 'pick', 'score', 'majority_judgement', 'dots', 'knapsack', 'equal_shares', 'irv', 'stv', 'ranked_pairs', 'opinion_map'])), name='decision_method_known'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'scheduled', 'open', 'closed', 'decided'])), name='decision_state_known'), models.CheckConstraint(condition=models.Q(('secrecy__in', ['open', 'secret'])), name='decision_secrecy_known'), models.CheckConstraint(condition=models.Q(('writers__in', ['voters', 'people', 'runners'])), name='decision_writers_known'), models.CheckConstraint(condition=models.Q(('results__in', ['live', 'after_vote', 'after_close'])), name='decision_results_known'), models.CheckConstraint(condition=models.Q(('secrecy', 'open'), ('results', 'after_close'), _connector='OR'), name='decision_secret_until_closed'), models.CheckConstraint(condition=models.Q(models.Q(('quorum', None), ('quorum__lte', 100), _connector='OR'), models.Q(('floor', None), ('floor__lte', 100), _connector='OR'), models.Q(('ceiling', None), ('ceiling__lte', 100), _connector='OR')), name='decision_percents'), models.CheckConstraint(condition=models.Q(('most__gte', 1), ('seats__gte', 1)), name='decision_at_least_one'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['open', 'closed', 'decided']), _negated=True), ('opened_at__isnull', False), _connector='OR'), name='decision_opened_has_time')],
                    },
                ),
                migrations.CreateModel(
                    name='Delegation',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('space', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='spaces.space')),
                        ('tag', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='conversations.hashtag')),
                        ('giver', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='actors.actor')),
                        ('delegate', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='actors.actor')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('tag', None)), fields=('space', 'giver'), name='delegation_of_space_once'), models.UniqueConstraint(condition=models.Q(('tag__isnull', False)), fields=('space', 'giver', 'tag'), name='delegation_of_tag_once'), models.CheckConstraint(condition=models.Q(('giver', models.F('delegate')), _negated=True), name='delegation_to_another')],
                    },
                ),
                migrations.CreateModel(
                    name='Group',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('decision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='groups', to='decisions.decision')),
                        ('name', models.CharField(max_length=80)),
                    ],
                    options={
                        'ordering': ['id'],
                        'constraints': [models.UniqueConstraint(fields=('decision', 'name'), name='group_name_once'), models.CheckConstraint(condition=django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length('name'), 1), name='group_name_given'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('name'), 80), name='group_name_length')],
                    },
                ),
                migrations.CreateModel(
                    name='Objection',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('decision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='objections', to='decisions.decision')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                        ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='conversations.message')),
                        ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                        ('state', models.CharField(choices=[('raised', 'Raised'), ('heard', 'Heard'), ('integrated', 'Integrated'), ('withdrawn', 'Withdrawn'), ('stands', 'Stands')], default='raised', max_length=10)),
                        ('note', models.CharField(blank=True, default='', max_length=500)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                    ],
                    options={
                        'ordering': ['id'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['raised', 'heard', 'stands'])), fields=('decision', 'by'), name='objection_one_at_a_time'), models.CheckConstraint(condition=models.Q(('state__in', ['raised', 'heard', 'integrated', 'withdrawn', 'stands'])), name='objection_state_known'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('note'), 500), name='objection_note_length')],
                    },
                ),
                migrations.CreateModel(
                    name='OpinionSnapshot',
                    fields=[
                        ('decision', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='opinion', serialize=False, to='decisions.decision')),
                        ('shown', models.JSONField(default=dict)),
                        ('places', models.JSONField(default=dict)),
                        ('until', models.DateTimeField()),
                        ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                ),
                migrations.CreateModel(
                    name='Result',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('decision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='counts', to='decisions.decision')),
                        ('method', models.CharField(max_length=20)),
                        ('inputs', models.CharField(max_length=64)),
                        ('counted', models.JSONField()),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'ordering': ['id'],
                        'constraints': [models.UniqueConstraint(fields=('decision', 'method', 'inputs'), name='result_once_for_inputs'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('inputs'), 64), name='result_inputs_length')],
                    },
                ),
                migrations.CreateModel(
                    name='RollEntry',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('decision', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='roll', to='decisions.decision')),
                        ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                        ('guest', models.CharField(blank=True, default='', max_length=120)),
                        ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='entries', to='decisions.group')),
                        ('added_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                        ('added_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                        ('voted', models.PositiveSmallIntegerField(default=0)),
                        ('link', models.PositiveSmallIntegerField(db_default=0, default=0)),
                        ('represented_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='represents', to='decisions.rollentry')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('decision', 'actor'), name='roll_person_once'), models.UniqueConstraint(condition=models.Q(('actor', None)), fields=('decision', 'guest'), name='roll_guest_once'), models.CheckConstraint(condition=models.Q(models.Q(('actor__isnull', False), ('guest', '')), models.Q(('actor', None), models.Q(('guest', ''), _negated=True)), _connector='OR'), name='roll_person_or_guest'), models.CheckConstraint(condition=models.Q(('voted__lte', 1)), name='roll_votes_once'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('guest'), 120), name='roll_guest_length')],
                    },
                ),
                migrations.CreateModel(
                    name='Ballot',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.decisions.models.ballot.random_id, editable=False, primary_key=True, serialize=False)),
                        ('decision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ballots', to='decisions.decision')),
                        ('entry', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='ballot', to='decisions.rollentry')),
                        ('marks', models.JSONField(default=dict)),
                        ('position', models.CharField(blank=True, default='', max_length=20)),
                        ('version', models.PositiveSmallIntegerField(default=1)),
                        ('people', models.PositiveIntegerField(default=1)),
                        ('reason', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='conversations.message')),
                        ('cast_at', models.DateTimeField(blank=True, null=True)),
                        ('changed_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('cast_at__isnull', False), ('entry__isnull', False)), models.Q(('cast_at', None), ('changed_at', None), ('entry', None), ('reason', None)), _connector='OR'), name='ballot_open_or_without_trace'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('position'), 20), name='ballot_position_length')],
                    },
                ),
                migrations.CreateModel(
                    name='EarlierBallot',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('ballot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='earlier', to='decisions.ballot')),
                        ('marks', models.JSONField(default=dict)),
                        ('position', models.CharField(blank=True, default='', max_length=20)),
                        ('version', models.PositiveSmallIntegerField(default=1)),
                        ('reason', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='conversations.message')),
                        ('until', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'ordering': ['id'],
                    },
                ),
                migrations.CreateModel(
                    name='Option',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('decision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='options', to='decisions.decision')),
                        ('number', models.PositiveIntegerField()),
                        ('text', models.CharField(max_length=280)),
                        ('key', models.CharField(max_length=280)),
                        ('says', models.CharField(blank=True, default='', max_length=2000)),
                        ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                        ('guest', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='decisions.rollentry')),
                        ('topic', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='option_in', to='conversations.topic')),
                        ('cost', models.PositiveBigIntegerField(blank=True, null=True)),
                        ('about', models.CharField(choices=[('matter', 'About the matter'), ('process', 'About how we go about it')], default='matter', max_length=8)),
                        ('moderation', models.CharField(choices=[('shown', 'Shown'), ('waiting', 'Waiting to be looked at'), ('refused', 'Not taken')], default='shown', max_length=8)),
                        ('moderated_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                        ('moderated_at', models.DateTimeField(blank=True, null=True)),
                        ('refused_because', models.CharField(blank=True, default='', max_length=500)),
                        ('retired_at', models.DateTimeField(blank=True, null=True)),
                        ('agrees', models.PositiveIntegerField(default=0)),
                        ('disagrees', models.PositiveIntegerField(default=0)),
                        ('passes', models.PositiveIntegerField(default=0)),
                        ('told_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['number'],
                        'constraints': [models.UniqueConstraint(fields=('decision', 'number'), name='option_number_once'), models.UniqueConstraint(condition=models.Q(('retired_at', None), models.Q(('moderation', 'refused'), _negated=True)), fields=('decision', 'key'), name='option_words_once'), models.CheckConstraint(condition=django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length('text'), 1), name='option_text_given'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('text'), 280), name='option_text_length'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('key'), 280), name='option_key_length'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('says'), 2000), name='option_says_length'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('refused_because'), 500), name='option_refused_because_length'), models.CheckConstraint(condition=models.Q(('moderation__in', ['shown', 'waiting', 'refused'])), name='option_moderation_known'), models.CheckConstraint(condition=models.Q(('about__in', ['matter', 'process'])), name='option_about_known')],
                    },
                ),
                migrations.CreateModel(
                    name='Outcome',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('decision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outcomes', to='decisions.decision')),
                        ('message', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='conversations.message')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                        ('review_on', models.DateField(blank=True, null=True)),
                        ('reviewed_at', models.DateTimeField(blank=True, null=True)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('adopted', models.ManyToManyField(blank=True, related_name='adopted_by', to='decisions.option')),
                    ],
                    options={
                        'ordering': ['id'],
                    },
                ),
                migrations.CreateModel(
                    name='Commitment',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('outcome', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='commitments', to='decisions.outcome')),
                        ('who', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                        ('what', models.CharField(max_length=300)),
                        ('by_when', models.DateField(blank=True, null=True)),
                        ('state', models.CharField(choices=[('open', 'To do'), ('done', 'Done'), ('dropped', 'Will not be done')], default='open', max_length=8)),
                        ('note', models.CharField(blank=True, default='', max_length=500)),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                        ('reminded_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['by_when', 'id'],
                        'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['who', 'by_when'], name='commitment_to_do')],
                        'constraints': [models.CheckConstraint(condition=django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length('what'), 1), name='commitment_what_given'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('what'), 300), name='commitment_what_length'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('note'), 500), name='commitment_note_length'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'done', 'dropped'])), name='commitment_state_known')],
                    },
                ),
                migrations.CreateModel(
                    name='ShownCount',
                    fields=[
                        ('decision', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='shown_count', serialize=False, to='decisions.decision')),
                        ('told', models.JSONField(default=dict)),
                        ('until', models.DateTimeField(blank=True, null=True)),
                        ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                ),
                migrations.CreateModel(
                    name='Stance',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('decision', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='stances', to='decisions.decision')),
                        ('option', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='stances', to='decisions.option')),
                        ('entry', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='stances', to='decisions.rollentry')),
                        ('value', models.SmallIntegerField(choices=[(-1, 'Disagree'), (0, 'Pass'), (1, 'Agree')])),
                        ('weight', models.PositiveSmallIntegerField(default=1)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['option', 'value'], name='stance_on_option'), models.Index(fields=['decision', 'at'], name='stance_since')],
                        'constraints': [models.UniqueConstraint(fields=('entry', 'option'), name='stance_once'), models.CheckConstraint(condition=models.Q(('value__in', [-1, 0, 1])), name='stance_value_known'), models.CheckConstraint(condition=models.Q(('weight__in', [1, 2])), name='stance_weight_known')],
                    },
                ),
            ],
        ),
    ]
