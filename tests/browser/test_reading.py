"""Reading in a real browser: nothing breaks the policy, nothing is cut, nobody is shut out."""

import datetime as dt

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from articles import workflow
from articles.models import Article
from tests import builders as build
from tests.api.worlds import everything, followed

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}


@pytest.fixture
def world(transactional_db):
    """{kind of page: address}, with everything that such a page can show."""
    edition = everything()
    issue = followed(edition)
    second = build.next_edition(edition, note="The figure was wrong.")
    gone = build.withdrawn("Gone", blocks=[build.assessment(issue)])
    korean = build.published(
        "방위비 분담금 협상, 서두르지 않는다",
        language="ko",
        on=dt.date(2025, 4, 1),
        blocks=[build.passage("긴 글을 읽는 사람을 위한 문단이다." * 12, heading="배경")],
    )
    Article.objects.filter(pk=korean.article_id).update(original=edition.article)
    article = second.article.get_absolute_url()
    block = second.recommendationblocks.get().recommendation
    trait = second.traitblocks.get().trait
    return {
        "home": "/",
        "pieces": "/articles/",
        "piece": article,
        "piece in Korean": korean.article.get_absolute_url(),
        "earlier edition": edition.get_absolute_url(),
        "editions": f"{article}editions/",
        "withdrawn": gone.article.get_absolute_url(),
        "authors": "/authors/",
        "author": second.bylines.get().author.get_absolute_url(),
        "series": second.article.series.get_absolute_url(),
        "issues": "/issues/",
        "issue": issue.get_absolute_url(),
        "issue then": f"{issue.get_absolute_url()}?as_of=2025-04-15",
        "recommendations": "/recommendations/",
        "recommendation": block.get_absolute_url(),
        "actors": "/actors/",
        "actor": trait.actor.get_absolute_url(),
        "trait": trait.get_absolute_url(),
        "refused": "/issues/?as_of=2999-01-01",
        "nothing": "/nothing/",
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_shuts_anybody_out(page, world, scheme):
    page.emulate_media(color_scheme=scheme)
    found = {}
    for kind, address in world.items():
        page.goto(address)
        found[kind] = [
            (fault["id"], fault["nodes"][0]["html"])
            for fault in Axe().run(page).response["violations"]
        ]

    assert {kind: faults for kind, faults in found.items() if faults} == {}


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_nothing_is_wider_than_the_window(page, world, size):
    page.set_viewport_size(size)
    cut = []
    for kind, address in world.items():
        page.goto(address)
        if page.evaluate("document.documentElement.scrollWidth") > size["width"]:
            cut.append(kind)

    assert cut == []


def test_a_first_view_takes_few_requests_and_leaves_no_cookie(page, world):
    asked = []
    page.on("request", lambda request: asked.append(request.resource_type))

    page.goto(world["piece"])

    assert asked.count("document") == 1
    assert asked.count("script") == 0
    assert len([kind for kind in asked if kind != "image"]) <= 3
    assert page.context.cookies() == []


def test_contents_lead_to_the_assessment_and_on_to_its_issue(page, world):
    page.goto(world["piece"])

    page.get_by_role("navigation", name="Contents").get_by_role(
        "link", name="Word question?"
    ).click()
    assert "#b-" in page.url
    page.get_by_role("link", name="All we have said on").click()

    assert page.get_by_role("heading", level=1).inner_text() == "Word issue"


def test_a_figure_is_loaded_when_it_is_reached(page, world):
    page.goto(world["piece"])

    page.locator("figure img").scroll_into_view_if_needed()

    expect(page.locator("figure img")).to_have_js_property("naturalWidth", 4)


def test_a_day_is_chosen_and_left_again(page, world):
    page.goto(world["issue"])
    meeting = page.locator(".timeline").get_by_text("A meeting")
    assert meeting.count() == 1

    page.get_by_label("As of").fill("2025-04-15")
    page.get_by_role("button", name="Show").click()
    assert "as_of=2025-04-15" in page.url
    assert meeting.count() == 0
    page.get_by_role("link", name="Back to today").click()

    assert meeting.count() == 1


def test_the_keyboard_skips_to_the_content(page, world):
    page.goto(world["piece"])

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_on_paper_there_is_the_piece_and_no_navigation(page, world):
    page.emulate_media(media="print")

    page.goto(world["piece"])

    assert page.get_by_text("Word analysis").is_visible()
    assert page.get_by_text("Word disclaimer").is_visible()
    assert not page.locator(".site-nav").is_visible()
    assert not page.locator(".contents").is_visible()


def test_what_an_editor_typed_does_not_run(page, transactional_db):
    nasty = '<img src=x onerror="document.title=1"><script>document.title=2</script>'
    issue = build.issue(nasty)
    edition = workflow.publish(
        build.approve(
            build.write(
                build.draft(nasty, authors=[build.author(nasty)]),
                abstract=nasty,
                blocks=[build.passage(nasty, heading=nasty), build.assessment(issue, nasty, nasty)],
                notes=[nasty],
            )
        ),
        by=build.publisher(),
    )

    for address in ("/", edition.article.get_absolute_url(), issue.get_absolute_url()):
        page.goto(address)
        assert page.title() not in ("1", "2")
        assert page.locator("main img, main script").count() == 0
