import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
import groundswell.challenges.models.idea
import groundswell.core.ids
import groundswell.core.migrating
from django.db import migrations, models


# The databases' own indexes of what ideas say. PostgreSQL's takes each idea in at once: what was
# shared lately waited in a list otherwise, which every search reads to its end.
SQLITE = [
    # Words are codes of letters and digits; where in a text they stand is not asked.
    """CREATE VIRTUAL TABLE challenges_wording_index USING fts5(
        words, content='challenges_wording', content_rowid='idea_id',
        tokenize='ascii', detail='none')""",
    """CREATE TRIGGER challenges_wording_added AFTER INSERT ON challenges_wording BEGIN
        INSERT INTO challenges_wording_index(rowid, words) VALUES (new.idea_id, new.words);
    END""",
    """CREATE TRIGGER challenges_wording_removed AFTER DELETE ON challenges_wording BEGIN
        INSERT INTO challenges_wording_index(challenges_wording_index, rowid, words)
        VALUES ('delete', old.idea_id, old.words);
    END""",
    """CREATE TRIGGER challenges_wording_changed AFTER UPDATE ON challenges_wording BEGIN
        INSERT INTO challenges_wording_index(challenges_wording_index, rowid, words)
        VALUES ('delete', old.idea_id, old.words);
        INSERT INTO challenges_wording_index(rowid, words) VALUES (new.idea_id, new.words);
    END""",
]
POSTGRESQL = [
    """CREATE INDEX challenges_wording_words ON challenges_wording
        USING gin (string_to_array(words, ' ')) WITH (fastupdate = off)""",
]


def build(apps, editor):
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL:
        editor.execute(statement)


def drop(apps, editor):
    if editor.connection.vendor != "sqlite":
        editor.execute("DROP INDEX challenges_wording_words")
        return
    for name in ("added", "removed", "changed"):
        editor.execute(f"DROP TRIGGER challenges_wording_{name}")
    editor.execute("DROP TABLE challenges_wording_index")


class Migration(migrations.Migration):

    replaces = [('challenges', '0001_initial'), ('challenges', '0002_ending'), ('challenges', '0003_themes'), ('challenges', '0004_flow_runs'), ('challenges', '0005_wording'), ('challenges', '0006_wording_index'), ('challenges', '0007_adjacent'), ('challenges', '0008_wording_at_once'), ('challenges', '0009_figures')]

    initial = True

    dependencies = [
        ('actors', '0001_squashed'),
        ('conversations', '0001_squashed'),
    ]

    operations = [
        groundswell.core.migrating.CreateModels(
            operations=[
                migrations.CreateModel(
                    name='Challenge',
                    fields=[
                        ('topic', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='challenge', serialize=False, to='conversations.topic')),
                        ('purpose', models.CharField(max_length=300)),
                        ('plain', models.TextField(blank=True, default='')),
                        ('plain_html', models.TextField(blank=True, default='')),
                        ('asked_by', models.CharField(blank=True, default='', max_length=200)),
                        ('promise', models.CharField(blank=True, default='', max_length=1000)),
                        ('template', models.CharField(default='blank', max_length=20)),
                        ('idea_count', models.PositiveIntegerField(default=0)),
                        ('source', models.CharField(default='local', max_length=80)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length('purpose'), 1), name='challenge_purpose_given'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('purpose'), 300), name='challenge_purpose_length'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('plain'), 10000), name='challenge_plain_length'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('asked_by'), 200), name='challenge_asked_by_length'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('promise'), 1000), name='challenge_promise_length')],
                    },
                ),
                migrations.CreateModel(
                    name='CountedFigures',
                    fields=[
                        ('challenge', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='challenges.challenge')),
                        ('counts', models.JSONField()),
                        ('at', models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name='Criterion',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('challenge', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='criteria', to='challenges.challenge')),
                        ('position', models.PositiveSmallIntegerField()),
                        ('name', models.CharField(max_length=80)),
                        ('says', models.CharField(blank=True, default='', max_length=300)),
                        ('retired_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['position', 'id'],
                        'constraints': [models.CheckConstraint(condition=django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length('name'), 1), name='criterion_name_given'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('name'), 80), name='criterion_name_length'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('says'), 300), name='criterion_says_length')],
                    },
                ),
                migrations.CreateModel(
                    name='Label',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('challenge', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='labels', to='challenges.challenge')),
                        ('key', models.CharField(max_length=40)),
                        ('name', models.CharField(max_length=40)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('challenge', 'key'), name='label_once'), models.CheckConstraint(condition=django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length('name'), 1), name='label_name_given'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('name'), 40), name='label_name_length')],
                    },
                ),
                migrations.CreateModel(
                    name='Reviewer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('challenge', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviewers', to='challenges.challenge')),
                        ('actor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='actors.actor')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('challenge', 'actor'), name='reviewer_once')],
                    },
                ),
                migrations.CreateModel(
                    name='ShareProposal',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='share_proposals', to='conversations.topic')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                        ('reason', models.CharField(blank=True, default='', max_length=500)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('agreed_at', models.DateTimeField(blank=True, null=True)),
                        ('refused_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('agreed_at', None), ('refused_at', None)), fields=('topic',), name='share_proposal_one_at_a_time'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('reason'), 500), name='share_proposal_reason_length')],
                    },
                ),
                migrations.CreateModel(
                    name='SharePart',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='challenges.shareproposal')),
                        ('actor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='actors.actor')),
                        ('share', models.PositiveSmallIntegerField()),
                        ('agreed_at', models.DateTimeField(blank=True, null=True)),
                        ('refused_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('proposal', 'actor'), name='share_part_once'), models.CheckConstraint(condition=models.Q(('share__lte', 1000)), name='share_part_of_whole')],
                    },
                ),
                migrations.CreateModel(
                    name='Stage',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('challenge', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stages', to='challenges.challenge')),
                        ('position', models.PositiveSmallIntegerField()),
                        ('name', models.CharField(max_length=60)),
                        ('kind', models.CharField(choices=[('early', 'Early ideation'), ('emerging', 'Emerging'), ('refining', 'Refining'), ('other', 'Another step'), ('decided', 'Decided'), ('pilot', 'In pilot'), ('done', 'Done'), ('parked', 'Parked')], default='other', max_length=10)),
                        ('says', models.CharField(blank=True, default='', max_length=300)),
                        ('opens', models.CharField(blank=True, default='', max_length=60)),
                        ('counts', models.CharField(choices=[('shown', 'Everyone sees how many support an idea'), ('hidden', 'Hidden while ideas are in this stage')], default='shown', max_length=6)),
                        ('starts_on', models.DateField(blank=True, null=True)),
                        ('ends_on', models.DateField(blank=True, null=True)),
                        ('idea_count', models.PositiveIntegerField(default=0)),
                        ('closed_at', models.DateTimeField(blank=True, null=True)),
                        ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                        ('retired_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'ordering': ['position', 'id'],
                        'indexes': [models.Index(fields=['challenge', 'position', 'id'], name='stage_in_order')],
                        'constraints': [models.CheckConstraint(condition=django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length('name'), 1), name='stage_name_given'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('name'), 60), name='stage_name_length'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('says'), 300), name='stage_says_length'), models.CheckConstraint(condition=models.Q(('counts__in', ['shown', 'hidden'])), name='stage_counts_known')],
                    },
                ),
                migrations.CreateModel(
                    name='StageMove',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('challenge', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='challenges.challenge')),
                        ('to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='challenges.stage')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                        ('reason', models.CharField(max_length=500)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('count', models.PositiveIntegerField()),
                        ('undone_at', models.DateTimeField(blank=True, null=True)),
                        ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length('reason'), 1), name='stage_move_reason_given'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('reason'), 500), name='stage_move_reason_length')],
                    },
                ),
                migrations.CreateModel(
                    name='MoveRun',
                    fields=[
                        ('move', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='run', serialize=False, to='challenges.stagemove')),
                        ('sought', models.JSONField(default=dict)),
                        ('after', models.BigIntegerField(default=0)),
                        ('upto', models.BigIntegerField()),
                        ('wanted', models.PositiveIntegerField()),
                        ('undoing', models.BooleanField(default=False)),
                        ('retires', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='challenges.stage')),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='Theme',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('challenge', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='themes', to='challenges.challenge')),
                        ('label', models.CharField(max_length=150)),
                        ('name', models.CharField(blank=True, default='', max_length=100)),
                        ('idea_count', models.PositiveIntegerField(default=0)),
                        ('coverage', models.FloatField(default=0.0)),
                        ('shape', models.JSONField(default=dict)),
                        ('parts', models.JSONField(default=list)),
                        ('joined_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='joined', to='challenges.theme')),
                        ('retired_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['challenge', '-idea_count', 'id'], name='theme_largest')],
                        'constraints': [models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('label'), 150), name='theme_label_length'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('name'), 100), name='theme_name_length')],
                    },
                ),
                migrations.CreateModel(
                    name='Idea',
                    fields=[
                        ('topic', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='idea', serialize=False, to='conversations.topic')),
                        ('challenge', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='ideas', to='challenges.challenge')),
                        ('stage', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='ideas', to='challenges.stage')),
                        ('draw', models.PositiveIntegerField(default=groundswell.challenges.models.idea.drawn)),
                        ('support_count', models.PositiveIntegerField(default=0)),
                        ('discipline', models.CharField(blank=True, default='', max_length=80)),
                        ('sector', models.CharField(blank=True, default='', max_length=80)),
                        ('category', models.CharField(blank=True, default='', max_length=80)),
                        ('origin', models.CharField(blank=True, choices=[('', 'Not said'), ('citizen', 'A person'), ('meeting', 'A meeting'), ('organisation', 'An organisation'), ('official', 'Those who ask')], default='', max_length=12)),
                        ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged_here', to='challenges.idea')),
                        ('root', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='family', to='challenges.idea')),
                        ('folded_under', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='folds', to='challenges.idea')),
                        ('kept_apart_at', models.DateTimeField(blank=True, null=True)),
                        ('fold_size', models.PositiveIntegerField(default=1)),
                        ('theme', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='ideas', to='challenges.theme')),
                        ('theme_pinned_at', models.DateTimeField(blank=True, null=True)),
                        ('triaged_at', models.DateTimeField(blank=True, null=True)),
                        ('triaged_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('folded_under', None), ('merged_into', None)), fields=['challenge', '-topic'], name='idea_latest'), models.Index(condition=models.Q(('folded_under', None), ('merged_into', None)), fields=['challenge', '-support_count', '-topic'], name='idea_most_supported'), models.Index(condition=models.Q(('folded_under', None), ('merged_into', None)), fields=['challenge', 'draw', 'topic'], name='idea_drawn'), models.Index(condition=models.Q(('folded_under', None), ('merged_into', None)), fields=['stage', '-topic'], name='idea_in_stage'), models.Index(condition=models.Q(('folded_under', None), ('merged_into', None)), fields=['stage', '-support_count', '-topic'], name='idea_in_stage_supported'), models.Index(condition=models.Q(('folded_under', None), ('merged_into', None)), fields=['theme', '-support_count', '-topic'], name='idea_in_theme'), models.Index(condition=models.Q(('folded_under', None), ('merged_into', None)), fields=['challenge', 'sector', '-topic'], name='idea_in_sector'), models.Index(condition=models.Q(('folded_under', None), ('merged_into', None)), fields=['challenge', 'discipline', '-topic'], name='idea_in_discipline'), models.Index(condition=models.Q(('folded_under', None), ('merged_into', None)), fields=['challenge', 'category', '-topic'], name='idea_in_category'), models.Index(condition=models.Q(('folded_under', None), ('merged_into', None), ('triaged_at', None)), fields=['challenge', 'topic'], name='idea_to_triage')],
                        'constraints': [models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('discipline'), 80), name='idea_discipline_length'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('sector'), 80), name='idea_sector_length'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('category'), 80), name='idea_category_length'), models.CheckConstraint(condition=models.Q(models.Q(('merged_into', None), ('root', None)), models.Q(('merged_into__isnull', False), ('root__isnull', False)), _connector='OR'), name='idea_merged_has_root'), models.CheckConstraint(condition=models.Q(models.Q(('merged_into', models.F('topic')), _negated=True), models.Q(('folded_under', models.F('topic')), _negated=True)), name='idea_not_into_itself')],
                    },
                ),
                migrations.CreateModel(
                    name='AdjacentIdea',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('idea', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='adjacent', to='challenges.idea')),
                        ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='challenges.idea')),
                        ('rank', models.PositiveSmallIntegerField()),
                        ('near', models.FloatField()),
                        ('shared', models.FloatField()),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('idea', 'other'), name='adjacent_idea_once'), models.CheckConstraint(condition=models.Q(('idea', models.F('other')), _negated=True), name='adjacent_idea_is_another')],
                    },
                ),
                migrations.CreateModel(
                    name='ConflictOfInterest',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('idea', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conflicts', to='challenges.idea')),
                        ('actor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='actors.actor')),
                        ('reason', models.CharField(max_length=300)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('idea', 'actor'), name='conflict_of_interest_once'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('reason'), 300), name='conflict_of_interest_length')],
                    },
                ),
                migrations.CreateModel(
                    name='Labelling',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('label', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='labellings', to='challenges.label')),
                        ('idea', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='labellings', to='challenges.idea')),
                        ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('label', 'idea'), name='labelling_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Merge',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merges_away', to='challenges.idea')),
                        ('survivor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merges_here', to='challenges.idea')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                        ('reason', models.CharField(blank=True, default='', max_length=500)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('made', models.JSONField(default=dict)),
                        ('undone_at', models.DateTimeField(blank=True, null=True)),
                        ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('source',), name='merge_one_at_a_time'), models.CheckConstraint(condition=models.Q(('source', models.F('survivor')), _negated=True), name='merge_joins_two'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('reason'), 500), name='merge_reason_length')],
                    },
                ),
                migrations.CreateModel(
                    name='Pilot',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('idea', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pilots', to='challenges.idea')),
                        ('hypothesis', models.CharField(max_length=500)),
                        ('measure', models.CharField(max_length=300)),
                        ('starts_on', models.DateField(blank=True, null=True)),
                        ('ends_on', models.DateField(blank=True, null=True)),
                        ('happened', models.CharField(blank=True, default='', max_length=2000)),
                        ('learnt', models.CharField(blank=True, default='', max_length=2000)),
                        ('verdict', models.CharField(blank=True, choices=[('', 'Under way'), ('adjust', 'Adjust and go on'), ('scale', 'Do more of it'), ('stop', 'Stop')], default='', max_length=8)),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length('hypothesis'), 1), name='pilot_hypothesis_given'), models.CheckConstraint(condition=django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length('measure'), 1), name='pilot_measure_given'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('hypothesis'), 500), name='pilot_hypothesis_length'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('measure'), 300), name='pilot_measure_length'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('happened'), 2000), name='pilot_happened_length'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('learnt'), 2000), name='pilot_learnt_length'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('verdict', '')), models.Q(('ended_at__isnull', False), models.Q(('verdict', ''), _negated=True)), _connector='OR'), name='pilot_ends_with_verdict')],
                    },
                ),
                migrations.CreateModel(
                    name='Review',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('idea', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviews', to='challenges.idea')),
                        ('stage', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='challenges.stage')),
                        ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                        ('comment', models.TextField(blank=True, default='')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('changed_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('idea', 'stage', 'actor'), name='review_once'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('comment'), 5000), name='review_comment_length')],
                    },
                ),
                migrations.CreateModel(
                    name='Score',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scores', to='challenges.review')),
                        ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='challenges.criterion')),
                        ('value', models.PositiveSmallIntegerField()),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('review', 'criterion'), name='score_once'), models.CheckConstraint(condition=models.Q(('value__gte', 1), ('value__lte', 5)), name='score_in_range')],
                    },
                ),
                migrations.CreateModel(
                    name='StageChange',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('move', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='challenges.stagemove')),
                        ('idea', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stage_changes', to='challenges.idea')),
                        ('left', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='challenges.stage')),
                        ('undone_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('move', 'idea'), name='stage_change_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Support',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('idea', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='supports', to='challenges.idea')),
                        ('actor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='actors.actor')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('idea', 'actor'), name='support_once')],
                    },
                ),
                migrations.CreateModel(
                    name='ThemeEdit',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('challenge', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='theme_edits', to='challenges.challenge')),
                        ('kind', models.CharField(choices=[('rename', 'Renamed'), ('split', 'Split'), ('join', 'Joined'), ('pin', 'Put an idea in its place'), ('apart', 'Unfolded')], max_length=8)),
                        ('theme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='edits', to='challenges.theme')),
                        ('other', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='challenges.theme')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('data', models.JSONField(default=dict)),
                        ('undone_at', models.DateTimeField(blank=True, null=True)),
                        ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                    ],
                ),
                migrations.CreateModel(
                    name='ThemeRun',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('challenge', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='theme_runs', to='challenges.challenge')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                        ('resolution', models.FloatField(default=1.0)),
                        ('seed', models.PositiveIntegerField(default=1)),
                        ('state', models.CharField(choices=[('waiting', 'Waiting'), ('running', 'Running'), ('done', 'Done'), ('failed', 'Failed')], default='waiting', max_length=8)),
                        ('step', models.CharField(blank=True, default='', max_length=20)),
                        ('progress', models.PositiveSmallIntegerField(default=0)),
                        ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('started_at', models.DateTimeField(blank=True, null=True)),
                        ('beat_at', models.DateTimeField(blank=True, null=True)),
                        ('ended_at', models.DateTimeField(blank=True, null=True)),
                        ('ideas', models.PositiveIntegerField(default=0)),
                        ('folds', models.PositiveIntegerField(default=0)),
                        ('themes', models.PositiveIntegerField(default=0)),
                        ('unthemed', models.PositiveIntegerField(default=0)),
                        ('problem', models.CharField(blank=True, default='', max_length=300)),
                        ('found', models.JSONField(default=dict)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['waiting', 'running'])), fields=('challenge',), name='theme_run_one_at_a_time')],
                    },
                ),
                migrations.CreateModel(
                    name='TriageClaim',
                    fields=[
                        ('idea', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='claim', serialize=False, to='challenges.idea')),
                        ('actor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='actors.actor')),
                        ('until', models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name='Wording',
                    fields=[
                        ('idea', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='challenges.idea')),
                        ('digest', models.CharField(max_length=32)),
                        ('words', models.TextField(default='')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['digest'], name='wording_digest')],
                    },
                ),
                migrations.CreateModel(
                    name='Answer',
                    fields=[
                        ('idea', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='answer', serialize=False, to='challenges.idea')),
                        ('verdict', models.CharField(choices=[('accepted', 'Accepted'), ('partly', 'Accepted in part'), ('under_way', 'Already under way'), ('later', 'Not now'), ('declined', 'Declined')], max_length=10)),
                        ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='conversations.message')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                        ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                        ('next_step', models.CharField(blank=True, default='', max_length=300)),
                        ('next_step_by', models.DateField(blank=True, null=True)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('changed_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('next_step'), 300), name='answer_next_step_length'), models.CheckConstraint(condition=models.Q(models.Q(('verdict__in', ['accepted', 'partly']), _negated=True), models.Q(('owner__isnull', False), models.Q(('next_step', ''), _negated=True)), _connector='OR'), name='answer_accepted_has_owner_and_step')],
                    },
                ),
                migrations.CreateModel(
                    name='CreditOffer',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='credit_offers', to='conversations.topic')),
                        ('actor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='actors.actor')),
                        ('role', models.CharField(choices=[('author', 'Author'), ('co_author', 'Co-author'), ('translated', 'Translated'), ('facilitated', 'Facilitated'), ('merged_from', 'Author of what was combined into it'), ('suggested', 'Suggested a change'), ('reviewed', 'Reviewed')], max_length=12)),
                        ('message', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='conversations.message')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('accepted_at', models.DateTimeField(blank=True, null=True)),
                        ('declined_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('declined_at', None)), fields=('topic', 'actor', 'role'), name='credit_offer_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Outcome',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('idea', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outcomes', to='challenges.idea')),
                        ('message', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='outcome', to='conversations.message')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                ),
                migrations.CreateModel(
                    name='Suggestion',
                    fields=[
                        ('message', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='suggestion', serialize=False, to='conversations.message')),
                        ('idea', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='suggestions', to='challenges.idea')),
                        ('title', models.CharField(max_length=150)),
                        ('text', models.TextField()),
                        ('base_title', models.CharField(max_length=150)),
                        ('base_text', models.TextField()),
                        ('accepted_at', models.DateTimeField(blank=True, null=True)),
                        ('declined_at', models.DateTimeField(blank=True, null=True)),
                        ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                        ('settled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                        ('reason', models.CharField(blank=True, default='', max_length=500)),
                        ('version', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='conversations.version')),
                        ('became', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='came_from', to='challenges.idea')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['idea', '-message'], name='suggestion_of_idea')],
                        'constraints': [models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('title'), 150), name='suggestion_title_length'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('text'), 10000), name='suggestion_text_length'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('reason'), 500), name='suggestion_reason_length'), models.CheckConstraint(condition=models.Q(models.Q(('accepted_at', None), ('declined_at', None)), models.Q(('accepted_at', None), ('withdrawn_at', None)), models.Q(('declined_at', None), ('withdrawn_at', None)), _connector='OR'), name='suggestion_settled_one_way')],
                    },
                ),
            ],
        ),
        migrations.RunPython(build, drop),
    ]
