"""The description of the API: valid, without warnings, and the one that is in the repository."""

import io
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

SNAPSHOT = Path(settings.BASE_DIR) / "docs" / "openapi.yaml"


def test_the_description_is_valid_and_the_snapshot_is_up_to_date():
    """After a wanted change: manage.py spectacular --file docs/openapi.yaml"""
    made = io.StringIO()

    call_command("spectacular", validate=True, fail_on_warn=True, stdout=made)

    assert made.getvalue().strip() == SNAPSHOT.read_text().strip()


def test_the_description_names_every_endpoint(api):
    paths = api.get("schema/", status=200)["paths"]

    assert [path.removeprefix("/api/v1/") for path in paths] == [
        "",
        "actors/",
        "actors/{slug}/",
        "articles/",
        "articles/{slug}/",
        "articles/{slug}/editions/",
        "articles/{slug}/editions/{number}/",
        "assessments/",
        "authors/",
        "authors/{slug}/",
        "issues/",
        "issues/{slug}/",
        "issues/{slug}/timeline/",
        "recommendations/",
        "recommendations/{uid}/",
        "series/",
        "series/{slug}/",
        "traits/",
        "traits/{slug}/",
    ]
    assert all(list(operations) == ["get"] for operations in paths.values())


def test_the_page_that_shows_it_needs_nothing_from_elsewhere(client):
    page = client.get("/api/v1/docs/")
    script = client.get("/api/v1/docs/?script=")

    html = page.content.decode()
    assert (page.status_code, script.status_code) == (200, 200)
    assert "://" not in html
    assert "<style" not in html
    assert html.count("<script src=") == html.count("<script") == 3
    assert script.headers["Content-Type"] == "application/javascript"
    assert client.get("/api/v1/docs/?lang=ko").status_code == 400
