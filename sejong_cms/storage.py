from whitenoise.storage import CompressedManifestStaticFilesStorage


class FingerprintedStorage(CompressedManifestStaticFilesStorage):
    """Static files under names that contain their fingerprint, once `collectstatic` has run.

    Before that (`manage.py runserver`, tests) there is no manifest at all, and files go by their
    plain names. A file missing from an existing manifest is still an error.
    """

    def stored_name(self, name):
        return super().stored_name(name) if self.hashed_files else name
