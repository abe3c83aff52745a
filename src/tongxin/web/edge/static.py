"""Static files with names that change with their content."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class VersionedStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # has no stubs
    """Serve hashed names where `collectstatic` has run, plain names where it has not."""

    manifest_strict = False
    # Scripts import each other by name; the names inside them must carry the hashes too.
    support_js_module_import_aggregation = True

    def stored_name(self, name: str) -> str:
        """Return the hashed name of a published file, the plain name of one that is not published yet."""
        try:
            return str(super().stored_name(name))
        except ValueError:
            return name
