"""Reading in a real browser: nothing breaks the policy, nothing is cut, nobody is shut out."""

import datetime as dt
import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from articles import workflow
from articles.models import Article
from articles.search import indexing
from tests import builders as build
from tests.api.worlds import everything, followed
from tests.papers import text_of

#: Where pictures of every kind of page are left, to be looked at.
SCREENS = Path(os.environ.get("SCREENS") or Path(__file__).parents[2] / "var" / "screens")
PHONE = {"width": 390, "height": 844}
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
    earlier = build.published(
        "What we said before", on=dt.date(2024, 5, 1), blocks=[build.assessment(issue)]
    )
    said = [row.assessments.get().uid for row in (earlier, second)]
    indexing.catch_up()
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
        "year": "/articles/?year=2025&language=ko",
        "comparison of editions": f"{article}compare/1/2/",
        "comparison of assessments": f"{issue.get_absolute_url()}compare/{said[0]}/{said[1]}/",
        "what moved": "/issues/compare/?from=2024-06-01&to=2025-06-01",
        "search": "/search/",
        "hits": "/search/?q=word",
        "no hits": "/search/?q=xylophone",
        "method": "/method/",
        "corrections": "/corrections/",
        "follow": "/follow/",
        "about": "/about/",
        "privacy": "/privacy/",
    }


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_shuts_anybody_out(page, world, scheme, language):
    """And each is pictured, on a phone and on a desk."""
    page.emulate_media(color_scheme=scheme)
    folder = SCREENS / f"{language}-{scheme}"
    found = {}
    for kind, address in world.items():
        for name, size in (("phone", PHONE), ("desktop", WIDE)):
            page.set_viewport_size(size)
            page.goto(address if language == "en" else f"/{language}{address}")
            page.screenshot(path=folder / f"{kind}-{name}.png", full_page=True)
        found[kind] = [
            (fault["id"], fault["nodes"][0]["html"])
            for fault in Axe().run(page).response["violations"]
        ]

    assert {kind: faults for kind, faults in found.items() if faults} == {}


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_nothing_is_wider_than_the_window(page, world, size, language):
    """320 pixels are also a window of 640 at 200 % zoom."""
    page.set_viewport_size(size)
    cut = []
    for kind, address in world.items():
        page.goto(address if language == "en" else f"/{language}{address}")
        if page.evaluate("document.documentElement.scrollWidth") > size["width"]:
            cut.append(kind)

    assert cut == []


def test_a_first_view_takes_few_requests_and_leaves_no_cookie(page, world):
    asked = []
    page.on("requestfinished", lambda request: asked.append(request))

    page.goto(world["piece"], wait_until="networkidle")

    kinds = [request.resource_type for request in asked]
    assert kinds.count("document") == 1
    # Page, rules, script and icon; figures come when they are reached.
    assert len([kind for kind in kinds if kind != "image"]) <= 4
    assert sum(request.sizes()["responseBodySize"] for request in asked) < 60_000
    assert page.context.cookies() == []


def test_nothing_moves_while_a_page_is_loaded(page, world):
    for kind in ("piece", "piece in Korean", "home", "issue"):
        page.goto(world[kind], wait_until="networkidle")
        shifts = page.evaluate(
            """() => new Promise((done) => {
              new PerformanceObserver((list) => done(list.getEntries().length)).observe(
                { type: "layout-shift", buffered: true });
              setTimeout(() => done(0), 300);
            })"""
        )
        assert shifts == 0, kind


def test_a_piece_reads_the_same_without_scripts(browser, live_server, world):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(world["piece"])
    assert page.get_by_text("Word analysis").is_visible()
    page.get_by_role("navigation", name="Contents").get_by_role("link").first.click()
    assert "#" in page.url
    page.goto("/search/")
    page.get_by_role("searchbox").fill("word")
    page.get_by_role("searchbox").press("Enter")
    assert page.locator(".hit").count() > 0
    context.close()


def test_the_contents_follow_the_reader(page, transactional_db):
    blocks = [build.passage("Words. " * 400, heading=f"Part {n}") for n in range(5)]
    edition = build.published("A long piece", blocks=blocks)
    page.set_viewport_size(WIDE)
    page.goto(edition.article.get_absolute_url())
    current = page.locator('.contents a[aria-current="location"]')
    expect(current).to_have_count(0)
    for number in (1, 3, 2):
        page.get_by_role("heading", name=f"Part {number}").evaluate("e => e.scrollIntoView()")
        expect(current).to_have_text(f"Part {number}")
    assert page.locator(".contents").bounding_box()["y"] >= 0
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(current).to_have_text("Cite this piece")


def test_the_language_is_switched_and_back(page, world):
    page.goto(world["piece"])
    page.get_by_role("link", name="한국어").click()
    assert (
        page.get_by_role("heading", level=1).inner_text() == "방위비 분담금 협상, 서두르지 않는다"
    )
    assert page.evaluate("document.documentElement.lang") == "ko"
    page.locator(".site-nav a").nth(1).click()
    assert page.url.endswith("/ko/issues/")
    page.get_by_role("link", name="English").click()
    assert page.url.endswith("/issues/")
    assert "/ko/" not in page.url
    assert page.evaluate("document.documentElement.lang") == "en"


def test_the_keyboard_alone_reaches_everything(page, world):
    for kind in ("piece", "issue", "hits", "pieces"):
        page.goto(world[kind])
        wanted = page.evaluate(
            """() => {
              const all = [...document.querySelectorAll(
                "a[href], button, input:not([type=hidden]), select, summary, [tabindex='0']")];
              const seen = all.filter((e) => e.checkVisibility({ visibilityProperty: true }));
              seen.forEach((element, number) => { element.dataset.n = number; });
              return seen.length;
            }"""
        )
        reached = set()
        for _ in range(wanted + 20):
            page.keyboard.press("Tab")
            number = page.evaluate("document.activeElement.dataset.n ?? null")
            if number is not None:
                reached.add(int(number))
        assert reached == set(range(wanted)), kind


def test_search_suggests_and_is_led_by_the_keyboard(page, world):
    page.goto("/search/")
    box = page.get_by_role("combobox")
    box.press_sequentially("wor")
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("Word issue")
    assert box.get_attribute("aria-expanded") == "true"
    assert Axe().run(page).response["violations"] == []
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == "suggestion-0"
    box.press("Escape")
    expect(options).to_have_count(0)
    box.press("d")
    box.press_sequentially("d")
    page.keyboard.press("Backspace")
    expect(options.first).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url("**/issues/word-issue/")

    page.goto("/search/")
    page.get_by_role("combobox").press_sequentially("word")
    page.get_by_role("combobox").press("Enter")
    page.wait_for_url("**/search/?q=word")
    assert page.locator(".hit mark").count() > 0


def test_korean_words_are_found_with_their_particles(page, world):
    page.goto("/ko/search/")
    page.get_by_role("combobox").fill("방위비를")
    page.get_by_role("combobox").press("Enter")
    expect(page.locator(".hit").first).to_contain_text("방위비 분담금 협상")


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
    page.set_viewport_size(WIDE)
    page.emulate_media(media="print")

    page.goto(world["piece"])

    assert page.get_by_text("Word analysis").is_visible()
    assert page.get_by_text("Word disclaimer").is_visible()
    assert not page.locator(".site-nav").is_visible()
    assert not page.locator(".contents").is_visible()
    words = text_of(page.pdf(format="A4"))
    assert "Word analysis" in words
    assert "Contents" not in words


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
