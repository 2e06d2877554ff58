from pathlib import Path

from whitenoise.storage import CompressedManifestStaticFilesStorage


class FingerprintedStorage(CompressedManifestStaticFilesStorage):
    """Static files under names that contain their fingerprint, once `collectstatic` has run.

    Before that (`manage.py runserver`, tests) there is no manifest at all, and files go by their
    plain names. A file missing from an existing manifest is still an error.
    """

    def stored_name(self, name):
        return super().stored_name(name) if self.hashed_files else name

    def compress_files(self, paths):
        """Only what pages refer to, and only once: a name with a fingerprint never changes its
        content, and compressing is most of the time that a start of the site takes."""
        fingerprinted = set(self.hashed_files.values())
        return super().compress_files(
            path
            for path in paths
            if path in fingerprinted and not Path(self.path(path) + ".gz").exists()
        )
