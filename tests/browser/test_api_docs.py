"""The page that shows the API's description, under the site's own Content-Security-Policy."""

from sejong_cms.api import description


def test_the_page_shows_every_list_and_fetches_nothing_from_elsewhere(page, live_server):
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto("/api/v1/docs/")
    page.locator("#operations-articles-articles_list").wait_for()

    operations = sum(len(path) for path in description()["paths"].values())
    assert page.locator(".opblock").count() == operations
    assert [url for url in asked if not url.startswith((live_server.url, "data:"))] == []
