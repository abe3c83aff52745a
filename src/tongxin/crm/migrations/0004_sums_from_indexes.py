"""Sums and counts of running deals from indexes alone, and lanes in the order of one."""

from django.conf import settings
from django.db import migrations, models

# Deals without an amount come last: PostgreSQL uses an index for that only if it says so, SQLite sorts them so anyway.
LANES = (
    "DROP INDEX opp_board",
    "CREATE INDEX opp_board ON crm_opportunity (outcome, stage_id, amount_reporting DESC NULLS LAST, id, account_id)",
)


def order_lanes(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in LANES:
            schema_editor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ('crm', '0003_pinyin_keys'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='opportunity',
            name='opp_board',
        ),
        migrations.RemoveIndex(
            model_name='opportunity',
            name='opp_step',
        ),
        migrations.AddIndex(
            model_name='interaction',
            index=models.Index(fields=['occurred_at', 'updated_at'], name='interaction_planned'),
        ),
        migrations.AddIndex(
            model_name='opportunity',
            index=models.Index(fields=['outcome', 'stage', '-amount_reporting', 'id', 'account'], name='opp_board'),
        ),
        migrations.RunPython(order_lanes, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='opportunity',
            index=models.Index(fields=['outcome', 'next_step_on', 'id', 'account'], name='opp_step'),
        ),
        migrations.AddIndex(
            model_name='opportunity',
            index=models.Index(fields=['outcome', 'next_step', 'account'], name='opp_idle'),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(fields=['level'], name='post_level'),
        ),
    ]
