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

    reading = {path for path, operations in paths.items() if "get" in operations}
    assert {path.removeprefix("/api/v1/") for path in reading} == {
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
        "changes/",
        "drafts/",
        "drafts/{id}/",
        "export/articles.ndjson",
        "export/issues.ndjson",
        "export/recommendations.ndjson",
        "issues/",
        "issues/{slug}/",
        "issues/{slug}/timeline/",
        "recommendations/",
        "recommendations/{uid}/",
        "series/",
        "series/{slug}/",
        "traits/",
        "traits/{slug}/",
    }
    writing = {
        (path.removeprefix("/api/v1/"), method)
        for path, operations in paths.items()
        for method in operations.keys() - {"get"}
    }
    verbs = "submit return_to_draft approve schedule unschedule reopen publish withdraw discard"
    assert writing == {
        ("articles/{slug}/new_edition/", "post"),
        ("drafts/", "post"),
        ("drafts/{id}/", "patch"),
        ("drafts/{id}/", "delete"),
        *((f"drafts/{{id}}/{verb}/", "post") for verb in verbs.split()),
        ("issues/", "post"),
        ("issues/{slug}/developments/", "post"),
        ("recommendations/{uid}/steps/", "post"),
    }


def test_what_needs_a_token_says_so(api):
    for path, operations in api.get("schema/")["paths"].items():
        for method, operation in operations.items():
            is_public = method == "get" and "/drafts/" not in path
            assert operation["security"] == [{"token": []}, *([{}] if is_public else [])], path


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
