import datetime
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
import groundswell.core.ids
import groundswell.core.migrating
import groundswell.live.models.question
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('live', '0001_initial'), ('live', '0002_guests'), ('live', '0003_prompts_run'), ('live', '0004_series'), ('live', '0005_grown'), ('live', '0006_polls'), ('live', '0007_pinned')]

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
                    name='Series',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('space', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='spaces.space')),
                        ('title', models.CharField(max_length=150)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                        ('weeks', models.PositiveSmallIntegerField(default=1)),
                        ('first_day', models.DateField(blank=True, null=True)),
                        ('at', models.TimeField(default=datetime.time(18, 0))),
                        ('zone', models.CharField(default='UTC', max_length=64)),
                        ('until', models.DateField(blank=True, null=True)),
                        ('carry', models.CharField(choices=[('next', 'Into the next session'), ('thread', 'Into the conversation of its own session')], default='next', max_length=6)),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length('title'), 1), name='series_title_given'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('title'), 150), name='series_title_length'), models.CheckConstraint(condition=models.Q(('carry__in', ['next', 'thread'])), name='series_carry'), models.CheckConstraint(condition=models.Q(('weeks__gte', 1), ('weeks__lte', 8)), name='series_weeks')],
                    },
                ),
                migrations.CreateModel(
                    name='SeriesDay',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('series', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exceptions', to='live.series')),
                        ('day', models.DateField()),
                        ('skipped', models.BooleanField(default=False)),
                        ('focus', models.CharField(blank=True, default='', max_length=100)),
                    ],
                    options={
                        'ordering': ['day'],
                        'constraints': [models.UniqueConstraint(fields=('series', 'day'), name='series_day_once'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('focus'), 100), name='series_focus_length')],
                    },
                ),
                migrations.CreateModel(
                    name='SeriesHost',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('series', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hosts', to='live.series')),
                        ('position', models.PositiveSmallIntegerField()),
                        ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                    ],
                    options={
                        'ordering': ['position'],
                        'constraints': [models.UniqueConstraint(fields=('series', 'actor'), name='series_host_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Session',
                    fields=[
                        ('topic', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='session', serialize=False, to='conversations.topic')),
                        ('purpose', models.CharField(max_length=300)),
                        ('host', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                        ('series', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='sessions', to='live.series')),
                        ('series_day', models.DateField(blank=True, null=True)),
                        ('starts_at', models.DateTimeField()),
                        ('minutes', models.PositiveSmallIntegerField(default=60)),
                        ('zone', models.CharField(default='UTC', max_length=64)),
                        ('hashtag', models.CharField(blank=True, default='', max_length=60)),
                        ('state', models.CharField(choices=[('announced', 'Announced'), ('live', 'Live'), ('wrap_up', 'Wrapping up'), ('recapped', 'Recap')], default='announced', max_length=10)),
                        ('began_at', models.DateTimeField(blank=True, null=True)),
                        ('wrapped_at', models.DateTimeField(blank=True, null=True)),
                        ('closed_at', models.DateTimeField(blank=True, null=True)),
                        ('recording', models.CharField(choices=[('none', 'It is not recorded'), ('hosts', 'Speakers and host are recorded; nobody else is'), ('all', 'Everything is recorded; taking part means agreeing to it')], default='none', max_length=5)),
                        ('recording_url', models.CharField(blank=True, default='', max_length=500)),
                        ('recording_lead', models.IntegerField(default=0)),
                        ('naming', models.CharField(choices=[('named', "Questions carry the asker's name"), ('choose', 'Each asker chooses: with their name or without'), ('hidden', 'Nobody in the room sees who asked; host and stewards do'), ('unknown', 'Nobody sees who asked, not even stewards')], default='choose', max_length=7)),
                        ('moderation', models.CharField(choices=[('off', "Nobody's: questions appear at once"), ('first', 'The first of each guest'), ('all', 'All of them')], default='first', max_length=5)),
                        ('totals', models.CharField(choices=[('hidden', 'Only after voting, until the host opens them'), ('open', 'Everyone, at once')], default='open', max_length=6)),
                        ('guests_at', models.DateTimeField(blank=True, null=True)),
                        ('code', models.CharField(blank=True, max_length=6, null=True, unique=True)),
                        ('most_unanswered', models.PositiveSmallIntegerField(default=3)),
                        ('log_number', models.PositiveIntegerField(default=0)),
                        ('grown_at', models.DateTimeField(blank=True, null=True)),
                        ('prompts_run_at', models.DateTimeField(blank=True, null=True)),
                        ('prompts_held_at', models.DateTimeField(blank=True, null=True)),
                        ('prompts_late', models.IntegerField(default=0)),
                        ('frozen_at', models.DateTimeField(blank=True, null=True)),
                        ('delay', models.PositiveSmallIntegerField(default=0)),
                        ('source', models.CharField(default='local', max_length=80)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['state', 'starts_at'], name='session_by_time')],
                        'constraints': [models.CheckConstraint(condition=django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length('purpose'), 1), name='session_purpose_given'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('purpose'), 300), name='session_purpose_length'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('hashtag'), 60), name='session_hashtag_length'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('recording_url'), 500), name='session_recording_length'), models.CheckConstraint(condition=models.Q(('state__in', ['announced', 'live', 'wrap_up', 'recapped'])), name='session_state'), models.CheckConstraint(condition=models.Q(('naming__in', ['named', 'choose', 'hidden', 'unknown'])), name='session_naming'), models.CheckConstraint(condition=models.Q(('moderation__in', ['off', 'first', 'all'])), name='session_moderation'), models.UniqueConstraint(condition=models.Q(('series__isnull', False)), fields=('series', 'series_day'), name='session_once_a_day_of_its_series'), models.CheckConstraint(condition=models.Q(('minutes__gte', 5), ('minutes__lte', 1440)), name='session_minutes'), models.CheckConstraint(condition=models.Q(('most_unanswered__gte', 1), ('most_unanswered__lte', 10)), name='session_most_unanswered'), models.CheckConstraint(condition=models.Q(('delay__lte', 15)), name='session_delay'), models.CheckConstraint(condition=models.Q(('state', 'announced'), ('began_at__isnull', False), _connector='OR'), name='session_began_when_live'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'recapped'), _negated=True), ('closed_at__gte', models.F('began_at')), _connector='OR'), name='session_ends_after_it_began')],
                    },
                ),
                migrations.CreateModel(
                    name='LogItem',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('session', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='log', to='live.session')),
                        ('number', models.PositiveIntegerField()),
                        ('part', models.CharField(max_length=20)),
                        ('key', models.CharField(max_length=40)),
                        ('html', models.TextField(blank=True, default='')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('session', 'number'), name='log_number_once'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('html'), 40000), name='log_html_length')],
                    },
                ),
                migrations.CreateModel(
                    name='Participant',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participants', to='live.session')),
                        ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                        ('name', models.CharField(blank=True, default='', max_length=60)),
                        ('guest', models.BooleanField(default=False)),
                        ('device', models.CharField(blank=True, default='', max_length=64)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('trusted_at', models.DateTimeField(blank=True, null=True)),
                        ('spoke_at', models.DateTimeField(blank=True, null=True)),
                        ('removed_at', models.DateTimeField(blank=True, null=True)),
                        ('claimed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='actors.actor')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('actor__isnull', False)), fields=('session', 'actor'), name='participant_once'), models.UniqueConstraint(condition=models.Q(('device', ''), _negated=True), fields=('session', 'device'), name='participant_once_a_device'), models.CheckConstraint(condition=models.Q(('guest', True), ('actor__isnull', False), _connector='OR'), name='participant_is_somebody'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('name'), 60), name='participant_name_length')],
                    },
                ),
                migrations.CreateModel(
                    name='HeldLine',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('session', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='held_lines', to='live.session')),
                        ('participant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='live.participant')),
                        ('actor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='actors.actor')),
                        ('text', models.CharField(max_length=1000)),
                        ('chosen', models.IntegerField(blank=True, null=True)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('due_at', models.DateTimeField()),
                    ],
                    options={
                        'indexes': [models.Index(fields=['session', 'due_at'], name='held_line_due')],
                        'constraints': [models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('text'), 1000), name='held_line_length')],
                    },
                ),
                migrations.CreateModel(
                    name='Poll',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='polls', to='live.session')),
                        ('message', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='poll', to='conversations.message')),
                        ('words', models.CharField(blank=True, default='', max_length=300)),
                        ('kind', models.CharField(choices=[('single', 'One of several'), ('multiple', 'Several of several'), ('scale', 'A scale from 1 to 5'), ('pulse', 'Yes, no, unsure'), ('words', 'One to three words'), ('number', 'A number')], max_length=8)),
                        ('most', models.PositiveSmallIntegerField(default=1)),
                        ('results', models.CharField(choices=[('live', 'Everyone, at once'), ('voted', 'Who answered; everyone once it is closed'), ('closed', 'Everyone, once it is closed'), ('host', 'The host alone')], default='live', max_length=6)),
                        ('language', models.CharField(default='en', max_length=12)),
                        ('state', models.CharField(choices=[('draft', 'Prepared'), ('open', 'Open'), ('closed', 'Closed'), ('archived', 'Put away')], default='draft', max_length=8)),
                        ('opened_at', models.DateTimeField(blank=True, null=True)),
                        ('closed_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'open', 'closed', 'archived'])), name='poll_state'), models.CheckConstraint(condition=models.Q(('kind__in', ['single', 'multiple', 'scale', 'pulse', 'words', 'number'])), name='poll_kind'), models.CheckConstraint(condition=models.Q(('results__in', ['live', 'voted', 'closed', 'host'])), name='poll_results'), models.CheckConstraint(condition=models.Q(('state', 'draft'), models.Q(('message__isnull', False), ('words', '')), _connector='OR'), name='poll_words_are_its_messages'), models.CheckConstraint(condition=models.Q(('most__gte', 1), ('most__lte', 10)), name='poll_most'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('words'), 300), name='poll_words_length')],
                    },
                ),
                migrations.CreateModel(
                    name='PollOption',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('poll', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='options', to='live.poll')),
                        ('position', models.IntegerField(default=0)),
                        ('key', models.CharField(max_length=60)),
                        ('text', models.CharField(max_length=120)),
                        ('held_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['position', 'id'],
                        'constraints': [models.UniqueConstraint(fields=('poll', 'key'), name='poll_option_once'), models.CheckConstraint(condition=django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length('text'), 1), name='poll_option_given'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('text'), 120), name='poll_option_length')],
                    },
                ),
                migrations.CreateModel(
                    name='PollVote',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('poll', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='live.poll')),
                        ('option', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='live.polloption')),
                        ('participant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='live.participant')),
                        ('place', models.PositiveSmallIntegerField(default=1)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['poll', 'option'], name='poll_vote_counted')],
                        'constraints': [models.UniqueConstraint(fields=('poll', 'participant', 'place'), name='poll_ballot_once'), models.UniqueConstraint(fields=('option', 'participant'), name='poll_vote_once'), models.CheckConstraint(condition=models.Q(('place__gte', 1), ('place__lte', 10)), name='poll_vote_place')],
                    },
                ),
                migrations.CreateModel(
                    name='Prompt',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='prompts', to='live.session')),
                        ('number', models.PositiveSmallIntegerField()),
                        ('words', models.CharField(blank=True, default='', max_length=500)),
                        ('minute', models.PositiveSmallIntegerField(default=0)),
                        ('message', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='prompt', to='conversations.message')),
                        ('put_at', models.DateTimeField(blank=True, null=True)),
                        ('skipped_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['number'],
                        'constraints': [models.UniqueConstraint(fields=('session', 'number'), name='prompt_number_once'), models.CheckConstraint(condition=models.Q(('message', None), ('words', ''), _connector='OR'), name='prompt_words_are_its_messages'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('words'), 500), name='prompt_words_length')],
                    },
                ),
                migrations.CreateModel(
                    name='Question',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='live.session')),
                        ('message', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='question', to='conversations.message')),
                        ('words', models.CharField(blank=True, default='', max_length=500)),
                        ('asker', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='questions', to='live.participant')),
                        ('key', models.CharField(blank=True, default='', max_length=64)),
                        ('voice', models.CharField(choices=[('named', 'Everyone sees your name'), ('hidden', 'Only host and stewards see your name'), ('unknown', 'Nobody sees your name')], default='named', max_length=7)),
                        ('state', models.CharField(choices=[('pending', 'Waiting'), ('open', 'Open'), ('current', 'On now'), ('answered', 'Answered'), ('merged', 'Merged'), ('dismissed', 'Set aside'), ('withdrawn', 'Withdrawn'), ('carried', 'Carried on')], default='open', max_length=9)),
                        ('vote_count', models.PositiveIntegerField(default=0)),
                        ('draw', models.PositiveIntegerField(default=groundswell.live.models.question.drawn)),
                        ('place', models.IntegerField(default=0)),
                        ('pinned_at', models.DateTimeField(blank=True, null=True)),
                        ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('opened_at', models.DateTimeField(blank=True, null=True)),
                        ('current_at', models.DateTimeField(blank=True, null=True)),
                        ('answered_at', models.DateTimeField(blank=True, null=True)),
                        ('how', models.CharField(blank=True, choices=[('live', 'Answered live'), ('writing', 'Answered in writing'), ('link', 'Answered by a link')], default='', max_length=7)),
                        ('answer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='conversations.message')),
                        ('answer_url', models.CharField(blank=True, default='', max_length=500)),
                        ('reason', models.CharField(blank=True, choices=[('off_topic', 'It is not about this session'), ('double', 'The same was asked already'), ('unclear', 'It is not clear what is asked; please ask again in other words'), ('unkind', 'It goes against the guidelines'), ('no_time', 'There is no time for it today')], default='', max_length=9)),
                        ('note', models.CharField(blank=True, default='', max_length=300)),
                        ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged_here', to='live.question')),
                        ('carried_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='conversations.topic')),
                        ('looked_at_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='actors.actor')),
                        ('looked_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['session', 'state', '-vote_count'], name='question_top'), models.Index(fields=['session', 'state', 'draw'], name='question_fair')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'current')), fields=('session',), name='question_one_current'), models.CheckConstraint(condition=models.Q(('state__in', ['pending', 'open', 'current', 'answered', 'merged', 'dismissed', 'withdrawn', 'carried'])), name='question_state'), models.CheckConstraint(condition=models.Q(('state__in', ['pending', 'dismissed', 'withdrawn']), models.Q(('message__isnull', False), ('words', '')), _connector='OR'), name='question_words_are_its_messages'), models.CheckConstraint(condition=models.Q(models.Q(('merged_into__isnull', False), ('state', 'merged')), models.Q(models.Q(('state', 'merged'), _negated=True), ('merged_into', None)), _connector='OR'), name='question_merged_into_one'), models.CheckConstraint(condition=models.Q(('merged_into', models.F('id')), _negated=True), name='question_not_into_itself'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('words'), 500), name='question_words_length'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('note'), 300), name='question_note_length'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('answer_url'), 500), name='question_answer_url_length')],
                    },
                ),
                migrations.CreateModel(
                    name='QuestionChange',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='live.question')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('before', models.CharField(max_length=9)),
                        ('after', models.CharField(max_length=9)),
                        ('was', models.JSONField(default=dict)),
                        ('undone_at', models.DateTimeField(blank=True, null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='QuestionVote',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('question', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='live.question')),
                        ('participant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='live.participant')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('question', 'participant'), name='question_vote_once')],
                    },
                ),
                migrations.CreateModel(
                    name='ReactionTick',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ticks', to='live.session')),
                        ('second', models.PositiveIntegerField()),
                        ('sign', models.CharField(max_length=16)),
                        ('count', models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('session', 'second', 'sign'), name='tick_once')],
                    },
                ),
                migrations.CreateModel(
                    name='SessionLink',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='live.session')),
                        ('kind', models.CharField(choices=[('moderator', 'Moderate the questions'), ('presenter', 'Present: take up one question after the other'), ('projector', 'Show the wall, and nothing else')], max_length=9)),
                        ('name', models.CharField(blank=True, default='', max_length=60)),
                        ('actor', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('expires_at', models.DateTimeField()),
                        ('revoked_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['actor'], name='session_link_of')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['moderator', 'presenter', 'projector'])), name='session_link_kind'), models.CheckConstraint(condition=models.Q(('kind', 'projector'), ('actor__isnull', False), _connector='OR'), name='session_link_acts_as_somebody'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('name'), 60), name='session_link_name_length')],
                    },
                ),
                migrations.CreateModel(
                    name='Speaker',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='speakers', to='live.session')),
                        ('position', models.PositiveSmallIntegerField()),
                        ('name', models.CharField(max_length=150)),
                        ('says', models.CharField(blank=True, default='', max_length=150)),
                        ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                    ],
                    options={
                        'ordering': ['position', 'id'],
                        'constraints': [models.CheckConstraint(condition=django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length('name'), 1), name='speaker_name_given'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('name'), 150), name='speaker_name_length'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('says'), 150), name='speaker_says_length')],
                    },
                ),
                migrations.CreateModel(
                    name='Takeaway',
                    fields=[
                        ('message', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='takeaway', serialize=False, to='conversations.message')),
                        ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='takeaways', to='live.session')),
                        ('speaker', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='live.speaker')),
                        ('prompt', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='live.prompt')),
                        ('said_count', models.PositiveIntegerField(default=1)),
                        ('lifted_at', models.DateTimeField(blank=True, null=True)),
                        ('became', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='conversations.topic')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['session', '-said_count', 'message'], name='takeaway_strongest')],
                    },
                ),
                migrations.CreateModel(
                    name='Wall',
                    fields=[
                        ('session', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='wall', serialize=False, to='live.session')),
                        ('scene', models.CharField(choices=[('join', 'How to come in'), ('current', 'The question that is on'), ('top', 'The five most wanted'), ('prompt', 'The prompt, with its answers'), ('poll', 'A poll'), ('cloud', 'A word cloud'), ('takeaways', 'Takeaways'), ('blank', 'Nothing')], default='join', max_length=9)),
                        ('still', models.TextField(blank=True, default='')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('scene__in', ['join', 'current', 'top', 'prompt', 'poll', 'cloud', 'takeaways', 'blank'])), name='wall_scene'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('still'), 60000), name='wall_still_length')],
                    },
                ),
                migrations.CreateModel(
                    name='Wording',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('takeaway', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wordings', to='live.takeaway')),
                        ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                        ('words', models.CharField(blank=True, default='', max_length=280)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('takeaway', 'actor'), name='wording_once'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('words'), 280), name='wording_length')],
                    },
                ),
            ],
        ),
    ]
