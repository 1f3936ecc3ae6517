import django.db.models.deletion
import groundswell.core.migrating
from django.db import migrations, models


# The databases' own full-text indexes beside the entries. Beginnings of two to five letters have
# lists of their own on SQLite, which joins the lists of all words that begin so otherwise.
SQLITE = [
    """CREATE VIRTUAL TABLE search_index USING fts5(
        title, text, content='search_entry', content_rowid='message_id',
        tokenize='unicode61 remove_diacritics 0', prefix='2 3 4 5')""",
    """CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN
        INSERT INTO search_index(rowid, title, text) VALUES (new.message_id, new.title, new.text);
    END""",
    """CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN
        INSERT INTO search_index(search_index, rowid, title, text)
        VALUES ('delete', old.message_id, old.title, old.text);
    END""",
    """CREATE TRIGGER search_entry_changed AFTER UPDATE ON search_entry BEGIN
        INSERT INTO search_index(search_index, rowid, title, text)
        VALUES ('delete', old.message_id, old.title, old.text);
        INSERT INTO search_index(rowid, title, text) VALUES (new.message_id, new.title, new.text);
    END""",
]
POSTGRESQL = [
    """ALTER TABLE search_entry ADD COLUMN words tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', text), 'C')
    ) STORED""",
    "CREATE INDEX search_entry_words ON search_entry USING gin (words)",
]


def build(apps, editor):
    statements = SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL
    for statement in statements:
        editor.execute(statement)


def drop(apps, editor):
    if editor.connection.vendor == "sqlite":
        for name in ("added", "removed", "changed"):
            editor.execute(f"DROP TRIGGER search_entry_{name}")
        editor.execute("DROP TABLE search_index")
    else:
        editor.execute("ALTER TABLE search_entry DROP COLUMN words")


class Migration(migrations.Migration):

    replaces = [('search', '0001_initial'), ('search', '0002_index'), ('search', '0003_longer_beginnings')]

    initial = True

    dependencies = [
        ('conversations', '0001_squashed'),
    ]

    operations = [
        groundswell.core.migrating.CreateModels(
            operations=[
                migrations.CreateModel(
                    name='Entry',
                    fields=[
                        ('message', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='conversations.message')),
                        ('title', models.TextField(blank=True, default='')),
                        ('text', models.TextField(blank=True, default='')),
                    ],
                ),
            ],
        ),
        migrations.RunPython(build, drop),
    ]
