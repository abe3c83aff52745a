"""A second key to sort names by: pinyin, beside strokes."""

from django.db import migrations, models

from tongxin.common.text.pinyin import sort_key

AT_ONCE = 500
NAMES = (("account", "name", False), ("person", "full_name", True))


def fill(apps, schema_editor):
    for model_name, field, is_person in NAMES:
        model = apps.get_model("crm", model_name)
        rows = model.objects.only("pk", field).order_by("pk")
        last = 0
        while batch := list(rows.filter(pk__gt=last)[:AT_ONCE]):
            for row in batch:
                row.pinyin_key = sort_key(getattr(row, field), language="zh-hans", person=is_person)[:240]
            model.objects.bulk_update(batch, ["pinyin_key"])
            last = batch[-1].pk
    if schema_editor.connection.vendor == "postgresql":
        # It indexes no table whose rows were changed in the same transaction and wait for their checks.
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):

    dependencies = [
        ('crm', '0002_opportunity_lists'),
    ]

    operations = [
        migrations.AddField(
            model_name='account',
            name='pinyin_key',
            field=models.CharField(default='', max_length=240),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='person',
            name='pinyin_key',
            field=models.CharField(default='', max_length=240),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name='account',
            name='pinyin_key',
            field=models.CharField(db_index=True, max_length=240),
        ),
        migrations.AlterField(
            model_name='person',
            name='pinyin_key',
            field=models.CharField(db_index=True, max_length=240),
        ),
        migrations.AddIndex(
            model_name='account',
            index=models.Index(fields=['status', 'pinyin_key', 'id'], name='account_list_pinyin'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(fields=['status', 'pinyin_key', 'id'], name='person_list_pinyin'),
        ),
    ]
