from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("crm", "0012_sponsorship")]

    operations = [migrations.RenameField(model_name="casequote", old_name="price", new_name="quoted_price")]
