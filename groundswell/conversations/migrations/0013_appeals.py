from django.db import migrations, models


class Migration(migrations.Migration):
    """The author of what was removed or spoken of asks for another look."""

    dependencies = [
        ('actors', '0001_squashed'),
        ('conversations', '0012_reports_of_guests'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='case',
            name='case_outcome_known',
        ),
        migrations.RemoveConstraint(
            model_name='report',
            name='report_about_known',
        ),
        migrations.AlterField(
            model_name='case',
            name='outcome',
            field=models.CharField(blank=True, choices=[('removed', 'The message was removed'), ('talked', 'Its author was spoken to'), ('nothing', 'There was nothing to do'), ('stands', 'The decision stands'), ('reversed', 'The decision was wrong')], default='', max_length=8),
        ),
        migrations.AlterField(
            model_name='report',
            name='about',
            field=models.CharField(choices=[('harm', 'It attacks, threatens or demeans somebody'), ('private', 'It shows what is private'), ('spam', 'It is advertising, or a machine wrote it'), ('rules', 'It goes against the guidelines'), ('other', 'Something else'), ('appeal', 'Its author asks for another look at what was decided')], max_length=10),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'removed', 'talked', 'nothing', 'stands', 'reversed'])), name='case_outcome_known'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('about__in', ['harm', 'private', 'spam', 'rules', 'other', 'appeal'])), name='report_about_known'),
        ),
    ]
