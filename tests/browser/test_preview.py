"""The preview's frame, a link for outsiders, and the comparison, in a real browser."""

from playwright.sync_api import expect

from articles import drafting
from tests import builders as b


def test_a_draft_is_seen_as_on_each_device(login, transactional_db):
    edition = b.draft("A draft", abstract="Told.", blocks=[b.passage("Words.", heading="Head")])
    page = login(b.editor())
    page.goto(f"/admin/articles/edition/{edition.pk}/preview/")
    frame = page.frame_locator("#desk-preview")
    expect(frame.get_by_role("heading", name="A draft")).to_be_visible()
    for device, width in (("Phone", 390), ("Tablet", 820)):
        page.get_by_role("button", name=device).click()
        expect(page.get_by_role("button", name=device)).to_have_attribute("aria-pressed", "true")
        assert page.evaluate("document.getElementById('desk-preview').clientWidth") == width
    expect(frame.locator(".site-nav")).to_be_visible()
    page.get_by_role("button", name="As printed").click()
    expect(frame.locator(".site-nav")).to_be_hidden()
    page.get_by_role("button", name="Desktop").click()
    expect(frame.locator(".site-nav")).to_be_visible()
    page.get_by_label("The site's words in").select_option("ko")
    expect(frame.locator("html")).to_have_attribute("lang", "ko")


def test_a_link_lets_an_outsider_in_until_it_is_withdrawn(login, browser, transactional_db):
    edition = b.draft("A draft", blocks=[b.passage("Words."), b.figure(b.png(), alt="A chart")])
    page = login(b.editor())
    page.goto(f"/admin/articles/edition/{edition.pk}/preview/")
    page.get_by_label("For whom").fill("Prof. Seo")
    page.get_by_role("button", name="Make a link").click()
    address = page.get_by_label("Link for Prof. Seo").input_value()
    path = address[address.index("/preview/") :]

    outside = browser.new_context(base_url=page.url.split("/admin")[0])
    guest = outside.new_page()
    guest.goto(path)
    expect(guest.get_by_text("Preview, not published.")).to_be_visible()
    guest.get_by_alt_text("A chart").scroll_into_view_if_needed()
    expect(guest.get_by_alt_text("A chart")).not_to_have_js_property("naturalWidth", 0)
    page.get_by_role("button", name="Withdraw").click()
    page.get_by_text("opens nothing any more").wait_for()
    assert guest.goto(path).status == 404
    outside.close()


def test_two_saves_are_compared_and_the_earlier_is_brought_back(login, transactional_db):
    edition = b.draft("One", blocks=[b.passage("The talks rest.")])
    with drafting.saving(edition, version=edition.version, by=None):
        edition.passages.update(html="<p>The talks go on.</p>")
    page = login(b.editor())
    page.goto(f"/admin/articles/edition/{edition.pk}/compare/")
    expect(page.locator(".desk-compare del").last).to_have_text("rest")
    expect(page.locator(".desk-compare ins").last).to_have_text("go on")
    page.get_by_role("link", name="Bring back version 2").click()
    page.get_by_role("button", name="Bring it back").click()
    page.get_by_text("The text reads as in version 2").wait_for()
    assert edition.passages.get().html == "<p>The talks rest.</p>"
