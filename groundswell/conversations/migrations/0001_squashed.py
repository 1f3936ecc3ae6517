import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
import groundswell.core.ids
import groundswell.core.migrating
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('conversations', '0001_initial'), ('conversations', '0002_draft_sent_nonce'), ('conversations', '0003_size_pictures'), ('conversations', '0004_follow_levels'), ('conversations', '0005_owned_kinds'), ('conversations', '0006_decisions'), ('conversations', '0007_session_kind')]

    initial = True

    dependencies = [
        ('actors', '0001_squashed'),
        ('spaces', '0001_squashed'),
    ]

    operations = [
        groundswell.core.migrating.CreateModels(
            operations=[
                migrations.CreateModel(
                    name='Draft',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('actor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='actors.actor')),
                        ('place', models.CharField(max_length=60)),
                        ('title', models.CharField(blank=True, default='', max_length=300)),
                        ('text', models.TextField()),
                        ('saved_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('sent_nonce', models.CharField(blank=True, default='', max_length=64)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('actor', 'place'), name='draft_once'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('text'), 100000), name='draft_length'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('sent_nonce'), 64), name='draft_sent_nonce_length')],
                    },
                ),
                migrations.CreateModel(
                    name='Hashtag',
                    fields=[
                        ('key', models.CharField(max_length=80, primary_key=True, serialize=False)),
                        ('name', models.CharField(max_length=80)),
                    ],
                ),
                migrations.CreateModel(
                    name='TagFollow',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('tag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follows', to='conversations.hashtag')),
                        ('actor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='actors.actor')),
                        ('level', models.CharField(choices=[('quiet', 'Quiet'), ('normal', 'Normal'), ('all', 'All')], default='normal', max_length=6)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('tag', 'actor'), name='tag_follow_once'), models.CheckConstraint(condition=models.Q(('level__in', ['quiet', 'normal', 'all'])), name='tag_follow_level')],
                    },
                ),
                migrations.CreateModel(
                    name='Topic',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('space', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='topics', to='spaces.space')),
                        ('kind', models.CharField(choices=[('discussion', 'Discussion'), ('question', 'Question'), ('article', 'Article'), ('announcement', 'Announcement'), ('challenge', 'Challenge'), ('idea', 'Idea'), ('decision', 'Decision'), ('session', 'Session')], default='discussion', max_length=16)),
                        ('title', models.CharField(max_length=150)),
                        ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='topics', to='actors.actor')),
                        ('published_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('last_number', models.PositiveIntegerField(default=0)),
                        ('last_message_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('within', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='conversations.topic')),
                        ('source', models.CharField(default='local', max_length=80)),
                        ('uri', models.CharField(blank=True, max_length=2048, null=True, unique=True)),
                        ('removed_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('within', None)), fields=['space', '-last_message_at', '-id'], name='topic_latest'), models.Index(condition=models.Q(('within', None)), fields=['-last_message_at', '-id'], name='topic_latest_anywhere'), models.Index(fields=['author', '-id'], name='topic_author')],
                        'constraints': [models.CheckConstraint(condition=django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length('title'), 1), name='topic_title_given'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('title'), 150), name='topic_title_length')],
                    },
                ),
                migrations.CreateModel(
                    name='Closing',
                    fields=[
                        ('topic', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to='conversations.topic')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                        ('source', models.TextField()),
                        ('html', models.TextField()),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('source'), 10000), name='closing_length')],
                    },
                ),
                migrations.CreateModel(
                    name='Link',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('kind', models.CharField(choices=[('merged_into', 'was merged into'), ('split_into', 'was split into'), ('derived_from', 'grew out of'), ('answers', 'answers'), ('discussed_at', 'is discussed at'), ('combined_into', 'was combined into'), ('decides', 'decides on')], max_length=14)),
                        ('origin', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links_out', to='conversations.topic')),
                        ('target', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links_in', to='conversations.topic')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('kind', 'origin', 'target'), name='link_once'), models.CheckConstraint(condition=models.Q(('origin', models.F('target')), _negated=True), name='link_joins_two_topics')],
                    },
                ),
                migrations.CreateModel(
                    name='Lock',
                    fields=[
                        ('topic', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to='conversations.topic')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                        ('reason', models.CharField(max_length=500)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('reason'), 500), name='lock_reason_length')],
                    },
                ),
                migrations.CreateModel(
                    name='Message',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('topic', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='conversations.topic')),
                        ('number', models.PositiveIntegerField()),
                        ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='replies', to='conversations.message')),
                        ('author', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='actors.actor')),
                        ('kind', models.CharField(choices=[('opening', 'Opening'), ('reply', 'Reply'), ('holding', 'Holding reply'), ('note', "Steward's note"), ('suggestion', 'Suggested change'), ('answer', 'Official answer'), ('outcome', 'What became of it'), ('question', 'Question'), ('prompt', 'Prompt'), ('poll', 'Poll'), ('takeaway', 'Takeaway')], default='reply', max_length=10)),
                        ('alignment', models.SmallIntegerField(blank=True, choices=[(-1, 'Against'), (0, 'Neutral'), (1, 'In favour')], null=True)),
                        ('text', models.TextField(blank=True, default='')),
                        ('html', models.TextField(blank=True, default='')),
                        ('renderer', models.PositiveSmallIntegerField(default=0)),
                        ('published_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('edited_at', models.DateTimeField(blank=True, null=True)),
                        ('tombstoned_at', models.DateTimeField(blank=True, null=True)),
                        ('tombstoned_by', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                        ('source', models.CharField(default='local', max_length=80)),
                        ('uri', models.CharField(blank=True, max_length=2048, null=True, unique=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['author', '-id'], name='message_author')],
                        'constraints': [models.UniqueConstraint(fields=('topic', 'number'), name='message_number_once'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('text'), 100000), name='message_text_length'), models.CheckConstraint(condition=models.Q(('number__gte', 1), models.Q(models.Q(('number', 1), _negated=True), ('parent', None), _connector='OR')), name='message_opening_has_no_parent')],
                    },
                ),
                migrations.CreateModel(
                    name='AcceptedAnswer',
                    fields=[
                        ('topic', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='accepted', serialize=False, to='conversations.topic')),
                        ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='conversations.message')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                ),
                migrations.CreateModel(
                    name='Attachment',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='actors.actor')),
                        ('space', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='spaces.space')),
                        ('message', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='attachments', to='conversations.message')),
                        ('name', models.CharField(max_length=200)),
                        ('path', models.CharField(max_length=200, unique=True)),
                        ('content_type', models.CharField(max_length=100)),
                        ('size', models.PositiveBigIntegerField()),
                        ('width', models.PositiveIntegerField(blank=True, null=True)),
                        ('height', models.PositiveIntegerField(blank=True, null=True)),
                        ('description', models.CharField(blank=True, default='', max_length=500)),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('name'), 200), name='attachment_name_length'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('description'), 500), name='attachment_description_length')],
                    },
                ),
                migrations.CreateModel(
                    name='Bookmark',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='conversations.message')),
                        ('actor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bookmarks', to='actors.actor')),
                        ('note', models.CharField(blank=True, default='', max_length=300)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('actor', 'message'), name='bookmark_once'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('note'), 300), name='bookmark_note_length')],
                    },
                ),
                migrations.CreateModel(
                    name='Contribution',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contributions', to='conversations.topic')),
                        ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contributions', to='actors.actor')),
                        ('role', models.CharField(choices=[('author', 'Author'), ('co_author', 'Co-author'), ('translated', 'Translated'), ('facilitated', 'Facilitated'), ('merged_from', 'Author of what was combined into it'), ('suggested', 'Suggested a change'), ('reviewed', 'Reviewed')], max_length=12)),
                        ('message', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='conversations.message')),
                        ('share', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('topic', 'actor', 'role'), name='contribution_once')],
                    },
                ),
                migrations.CreateModel(
                    name='HoldingReply',
                    fields=[
                        ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='holding_replies', to='conversations.topic')),
                        ('message', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to='conversations.message')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                        ('due_on', models.DateField()),
                        ('kept_at', models.DateTimeField(blank=True, null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name='LinkPreview',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('url', models.CharField(max_length=1000, unique=True)),
                        ('title', models.CharField(blank=True, default='', max_length=300)),
                        ('description', models.CharField(blank=True, default='', max_length=600)),
                        ('site', models.CharField(blank=True, default='', max_length=150)),
                        ('fetched_at', models.DateTimeField(blank=True, null=True)),
                        ('problem', models.CharField(blank=True, default='', max_length=200)),
                        ('messages', models.ManyToManyField(related_name='previews', to='conversations.message')),
                    ],
                ),
                migrations.CreateModel(
                    name='Mention',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to='conversations.message')),
                        ('actor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to='actors.actor')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('message', 'actor'), name='mention_once')],
                    },
                ),
                migrations.CreateModel(
                    name='MeToo',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='me_toos', to='conversations.topic')),
                        ('actor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='actors.actor')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('topic', 'actor'), name='me_too_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Pin',
                    fields=[
                        ('topic', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to='conversations.topic')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                ),
                migrations.CreateModel(
                    name='Reaction',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('message', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='reactions', to='conversations.message')),
                        ('actor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='actors.actor')),
                        ('sign', models.CharField(max_length=16)),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('message', 'sign', 'actor'), name='reaction_once'), models.CheckConstraint(condition=django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length('sign'), 1), name='reaction_sign_given'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('sign'), 16), name='reaction_sign_length')],
                    },
                ),
                migrations.CreateModel(
                    name='ReadPosition',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='conversations.topic')),
                        ('actor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='actors.actor')),
                        ('number', models.PositiveIntegerField()),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('actor', 'topic'), name='read_position_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Reshare',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reshares', to='conversations.message')),
                        ('actor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reshares', to='actors.actor')),
                        ('into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reshares', to='spaces.space')),
                        ('via', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='onward', to='conversations.reshare')),
                        ('text', models.CharField(blank=True, default='', max_length=1000)),
                        ('html', models.TextField(blank=True, default='')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'indexes': [models.Index(fields=['into', '-id'], name='reshare_into')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('message', 'actor', 'into'), name='reshare_once_into_space'), models.UniqueConstraint(condition=models.Q(('into', None), ('withdrawn_at', None)), fields=('message', 'actor'), name='reshare_once_to_followers'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('text'), 1000), name='reshare_text_length')],
                    },
                ),
                migrations.CreateModel(
                    name='Routing',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='routings', to='conversations.topic')),
                        ('actor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='actors.actor')),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('declined_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('topic', 'actor'), name='routing_once')],
                    },
                ),
                migrations.CreateModel(
                    name='Tagging',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='taggings', to='conversations.message')),
                        ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='taggings', to='conversations.topic')),
                        ('tag', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='taggings', to='conversations.hashtag')),
                    ],
                    options={
                        'indexes': [models.Index(fields=['tag', '-message'], name='tagging_latest')],
                        'constraints': [models.UniqueConstraint(fields=('message', 'tag'), name='tagging_once')],
                    },
                ),
                migrations.CreateModel(
                    name='TopicFollow',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follows', to='conversations.topic')),
                        ('actor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='actors.actor')),
                        ('level', models.CharField(choices=[('quiet', 'Quiet'), ('normal', 'Normal'), ('all', 'All')], default='normal', max_length=6)),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('topic', 'actor'), name='topic_follow_once'), models.CheckConstraint(condition=models.Q(('level__in', ['quiet', 'normal', 'all'])), name='topic_follow_level')],
                    },
                ),
                migrations.CreateModel(
                    name='Version',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='conversations.message')),
                        ('number', models.PositiveIntegerField()),
                        ('title', models.CharField(blank=True, default='', max_length=150)),
                        ('text', models.TextField()),
                        ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='actors.actor')),
                        ('written_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('replaced_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('reason', models.CharField(blank=True, default='', max_length=300)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(fields=('message', 'number'), name='version_number_once'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('reason'), 300), name='version_reason_length')],
                    },
                ),
            ],
        ),
    ]
