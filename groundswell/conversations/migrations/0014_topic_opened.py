from django.db import migrations, models


class Migration(migrations.Migration):
    """The latest topics of a space, for its feed, without reading all of them."""

    dependencies = [
        ('conversations', '0013_appeals'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='topic',
            index=models.Index(
                fields=['space', '-id'],
                condition=models.Q(('removed_at', None), models.Q(('last_number', 0), _negated=True)),
                name='topic_opened',
            ),
        ),
    ]
