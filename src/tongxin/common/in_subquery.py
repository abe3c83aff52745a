"""Restrict rows to a scope that is small beside the table."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func, QuerySet, Subquery
from django.db.models.sql.compiler import SQLCompiler


class InSubquery(Func):
    """The condition that a field has one of the values that a query gives, of which there are few.

    PostgreSQL takes `IN (SELECT …)` beside an OR for half of the table, and then walks a million rows in the order of
    the list to find fifty. Of an array it expects ten values, and looks them up.
    """

    output_field = BooleanField()

    def __init__(self, path: str, values: QuerySet[Any, Any]) -> None:
        super().__init__(F(path), Subquery(values))

    def as_sql(
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,
        function: str | None = None,
        template: str | None = "%(expressions)s",
        arg_joiner: str | None = " IN ",
        **extra_context: Any,
    ) -> tuple[str, tuple[str | int, ...]]:
        """Return the condition as every database knows it."""
        return super().as_sql(compiler, connection, function, template, arg_joiner, **extra_context)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_more: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        """Return the condition with the values as an array."""
        return self.as_sql(compiler, connection, template="%(expressions)s)", arg_joiner=" = ANY(ARRAY")
