"""Make the engine's own structure: an FTS5 table on SQLite, a tsvector with GIN on PostgreSQL."""

from django.db import migrations

SQLITE = [
    "CREATE VIRTUAL TABLE search_fts USING fts5(title, body, tokenize = ascii)",
]
POSTGRES = [
    "ALTER TABLE search_searchdocument ADD COLUMN vector tsvector",
    "CREATE INDEX search_vector_gin ON search_searchdocument USING gin (vector)",
]
UNDO = {"sqlite": ["DROP TABLE search_fts"], "postgresql": ["ALTER TABLE search_searchdocument DROP COLUMN vector"]}


def forward(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES:
        schema_editor.execute(statement)


def backward(apps, schema_editor):
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(forward, backward)]
