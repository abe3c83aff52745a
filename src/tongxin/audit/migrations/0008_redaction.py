"""Let personal data be taken out of the log, and nothing else be changed in it."""

from django.db import migrations, models

MESSAGE = "audit_auditevent is append-only"
KEPT = ("id", "at", "user_id", "channel", "verb", "object_kind", "object_uid", "previous_hash", "hash")
CHANGED = " OR ".join(
    ["NEW.redacted = ''", *(f"NEW.{name} IS NOT OLD.{name}" for name in KEPT)]
)
CHANGED_POSTGRES = CHANGED.replace("IS NOT", "IS DISTINCT FROM")
# SQLite makes the table anew for the new column, and with the old one its triggers go.
NO_DELETE = f"""CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit_auditevent
        BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"""
GONE = ["DROP TRIGGER IF EXISTS audit_no_update", "DROP TRIGGER IF EXISTS audit_no_delete"]
SQLITE = [
    *GONE,
    NO_DELETE,
    f"""CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit_auditevent WHEN {CHANGED}
        BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END""",
]
POSTGRES = [
    f"""CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF TG_OP = 'UPDATE' THEN
            IF NOT ({CHANGED_POSTGRES}) THEN RETURN NEW; END IF;
        END IF;
        RAISE EXCEPTION '{MESSAGE}'; END $$""",
]
SQLITE_BACK = [
    *GONE,
    NO_DELETE,
    f"""CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit_auditevent
        BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END""",
]
POSTGRES_BACK = [
    f"""CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$""",
]


def forward(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES:
        schema_editor.execute(statement)


def backward(apps, schema_editor):
    for statement in SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else POSTGRES_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("audit", "0007_any_kind_of_record")]
    operations = [
        migrations.AddField(
            model_name="auditevent",
            name="redacted",
            field=models.CharField(blank=True, default="", max_length=64),
            preserve_default=False,
        ),
        migrations.RunPython(forward, backward),
    ]
