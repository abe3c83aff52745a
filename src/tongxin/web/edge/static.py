"""Static files with names that change with their content."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class VersionedStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Serve hashed names where `collectstatic` has run, plain names where it has not."""

    manifest_strict = False
