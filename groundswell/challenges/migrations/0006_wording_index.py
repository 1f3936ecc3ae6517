"""The databases' own indexes of what ideas say."""

from django.db import migrations

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
        USING gin (string_to_array(words, ' '))""",
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
    dependencies = [("challenges", "0005_wording")]
    operations = [migrations.RunPython(build, drop)]
