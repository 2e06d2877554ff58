"""Pages of other sites read what is public, as nobody in particular; they write nothing."""

import pytest

from tests import builders as b

from .writing import Program

pytestmark = pytest.mark.django_db
ELSEWHERE = ["https://elsewhere.example", "null", "https://testserver.evil.example"]


@pytest.mark.parametrize("origin", ELSEWHERE)
@pytest.mark.parametrize("path", ["articles/", "changes/", "export/issues.ndjson", "schema/"])
def test_anybody_may_read(client, origin, path):
    client.force_login(b.publisher())
    response = client.get(f"/api/v1/{path}", headers={"Origin": origin})
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "etag" in response.headers["Access-Control-Expose-Headers"]
    assert not response.has_header("Access-Control-Allow-Credentials")


def test_errors_are_read_too(client):
    response = client.get("/api/v1/articles/?nonsense=1", headers={"Origin": ELSEWHERE[0]})
    assert response.status_code == 400
    assert response.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", ["issues/", "articles/one/new_edition/", "drafts/"])
def test_no_page_is_allowed_to_write_or_to_bring_a_token(client, method, path):
    response = client.options(
        f"/api/v1/{path}",
        headers={
            "Origin": ELSEWHERE[0],
            "Access-Control-Request-Method": method,
            "Access-Control-Request-Headers": "authorization",
        },
    )
    allowed = response.headers.get("Access-Control-Allow-Methods", "")
    assert method not in allowed
    assert "authorization" not in response.headers.get("Access-Control-Allow-Headers", "")


@pytest.mark.parametrize("path", ["drafts/"])
def test_what_is_not_public_is_for_no_page(path):
    program = Program(b.editor())
    response = program.ask("get", path, Origin=ELSEWHERE[0])
    assert response.status_code == 200
    assert not response.has_header("Access-Control-Allow-Origin")


@pytest.mark.parametrize("path", ["/", "/admin/login/", "/articles/"])
def test_pages_for_people_are_not_read_by_other_pages(client, path):
    response = client.get(path, headers={"Origin": ELSEWHERE[0]})
    assert not response.has_header("Access-Control-Allow-Origin")
