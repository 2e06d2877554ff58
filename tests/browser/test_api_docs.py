"""The page that shows the API's description, under the site's own Content-Security-Policy."""


def test_the_page_shows_every_list_and_fetches_nothing_from_elsewhere(page, live_server):
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto("/api/v1/docs/")
    page.locator("#operations-articles-articles_list").wait_for()

    assert page.locator(".opblock").count() == 19
    assert [url for url in asked if not url.startswith((live_server.url, "data:"))] == []
