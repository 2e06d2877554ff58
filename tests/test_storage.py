import pytest
from django.core.management import call_command

from sejong_cms.storage import FingerprintedStorage


@pytest.fixture
def storage(settings, tmp_path):
    """A storage in an empty folder, over one static file of its own."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "site.css").write_text("body { color: black }\n" * 50)
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STATIC_ROOT.mkdir()
    return FingerprintedStorage


def test_before_collecting_files_go_by_their_plain_names(storage):
    assert storage().url("site.css") == "/static/site.css"


def test_collected_files_bear_fingerprints_and_are_compressed(storage, settings):
    call_command("collectstatic", interactive=False, verbosity=0)

    name = storage().stored_name("site.css")
    assert name.startswith("site.")
    assert name != "site.css"
    for suffix in ("", ".gz", ".br"):
        assert (settings.STATIC_ROOT / f"{name}{suffix}").is_file()


def test_a_file_that_was_not_collected_is_an_error(storage):
    call_command("collectstatic", interactive=False, verbosity=0)

    with pytest.raises(ValueError, match=r"other\.css"):
        storage().url("other.css")
