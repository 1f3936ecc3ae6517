from django.core.management import call_command
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
import groundswell.core.ids
import groundswell.core.migrating
from django.db import migrations, models


# The table of the cache: what the accounts package counts, for all processes.
TABLE = "actors_cache"


def make(apps, schema_editor):
    call_command("createcachetable", TABLE, database=schema_editor.connection.alias, verbosity=0)


def drop(apps, schema_editor):
    schema_editor.execute(f"DROP TABLE IF EXISTS {schema_editor.quote_name(TABLE)}")


class Migration(migrations.Migration):

    replaces = [('actors', '0001_initial'), ('actors', '0002_cache'), ('actors', '0003_licence_codes')]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        groundswell.core.migrating.CreateModels(
            operations=[
                migrations.CreateModel(
                    name='Actor',
                    fields=[
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('kind', models.CharField(choices=[('person', 'Person'), ('group', 'Group'), ('service', 'Service')], default='person', max_length=10)),
                        ('handle', models.CharField(max_length=64)),
                        ('host', models.CharField(blank=True, default='', max_length=255)),
                        ('name', models.CharField(max_length=150)),
                        ('uri', models.CharField(blank=True, max_length=2048, null=True, unique=True)),
                        ('picture', models.CharField(blank=True, default='', max_length=200)),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('left_at', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('handle'), models.F('host'), name='actor_handle_host_unique'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('handle'), 64), name='actor_handle_length'), models.CheckConstraint(condition=django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length('handle'), 1), name='actor_handle_given'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('name'), 150), name='actor_name_length'), models.CheckConstraint(condition=django.db.models.lookups.GreaterThanOrEqual(django.db.models.functions.text.Length('name'), 1), name='actor_name_given'), models.CheckConstraint(condition=models.Q(('kind__in', ['person', 'group', 'service'])), name='actor_kind_known')],
                    },
                ),
                migrations.CreateModel(
                    name='Account',
                    fields=[
                        ('password', models.CharField(max_length=128, verbose_name='password')),
                        ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                        ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                        ('id', models.BigIntegerField(default=groundswell.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ('actor', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='account', to='actors.actor')),
                        ('email', models.EmailField(max_length=254)),
                        ('is_active', models.BooleanField(default=True)),
                        ('is_staff', models.BooleanField(default=False)),
                        ('approved_at', models.DateTimeField(blank=True, default=django.utils.timezone.now, null=True)),
                        ('date_joined', models.DateTimeField(default=django.utils.timezone.now)),
                        ('language', models.CharField(blank=True, default='', max_length=12)),
                        ('time_zone', models.CharField(blank=True, default='', max_length=64)),
                        ('theme', models.CharField(blank=True, choices=[('', 'As my device'), ('light', 'Light'), ('dark', 'Dark')], default='', max_length=5)),
                        ('nested', models.BooleanField(default=False)),
                        ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                        ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='account_email_unique'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('email'), 254), name='account_email_length')],
                    },
                ),
                migrations.CreateModel(
                    name='Organisation',
                    fields=[
                        ('id', models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                        ('name', models.CharField(default='Groundswell', max_length=150)),
                        ('purpose', models.CharField(blank=True, default='', max_length=300)),
                        ('sign_up', models.CharField(choices=[('open', 'Anyone'), ('invitation', 'People with an invitation'), ('approval', 'Anyone, once a steward approves'), ('closed', 'Nobody for now')], default='open', max_length=12)),
                        ('space_opening', models.CharField(choices=[('members', 'Everyone with an account'), ('stewards', 'Stewards of the organisation')], default='members', max_length=10)),
                        ('licence', models.CharField(default='CC-BY-SA-4.0', max_length=40)),
                        ('licence_fixed', models.BooleanField(default=False)),
                        ('public_spaces_allowed', models.BooleanField(default=True)),
                        ('reactions', models.CharField(blank=True, default='', max_length=120)),
                        ('guidelines', models.TextField(blank=True, default='')),
                    ],
                    options={
                        'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='organisation_is_one'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('name'), 150), name='organisation_name_length'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('purpose'), 300), name='organisation_purpose_length'), models.CheckConstraint(condition=django.db.models.lookups.LessThanOrEqual(django.db.models.functions.text.Length('guidelines'), 10000), name='organisation_guidelines_length')],
                    },
                ),
            ],
        ),
        migrations.RunPython(make, drop, elidable=False),
    ]
