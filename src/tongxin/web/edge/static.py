"""Static files with names that change with their content."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class VersionedStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc] - has no stubs
    """Serve hashed names where `collectstatic` has run, plain names where it has not."""

    manifest_strict = False
