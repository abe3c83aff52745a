"""What the database knows of its tables while an import fills them."""

from django.db import connection


def learn_sizes() -> None:
    """Let PostgreSQL look at the tables again; SQLite plans without statistics.

    An import multiplies the rows of a table within minutes, and its own look-ups join them: planned for the sizes
    of before, one look-up can take minutes. The server's own housekeeping comes too late for that.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
