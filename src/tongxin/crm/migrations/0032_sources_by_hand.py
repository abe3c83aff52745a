"""The number of a tender entered by hand was kept as the source of its bid; it says nothing to anybody."""

from django.db import migrations


def clear(apps, _schema_editor):
    apps.get_model("crm", "Bid").objects.filter(source__startswith="hand-").update(source="")


class Migration(migrations.Migration):

    dependencies = [
        ('crm', '0031_relationship_ladder'),
    ]

    operations = [migrations.RunPython(clear, migrations.RunPython.noop, elidable=True)]
