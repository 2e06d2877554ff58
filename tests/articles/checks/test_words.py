"""What is told from the words: numbers announced, headings, quotation marks, abbreviations."""

import pytest

from tests import builders as b

from .sound import codes, found, html, places, sound

pytestmark = pytest.mark.django_db


def questions(count):
    blocks = []
    for _ in range(count):
        blocks += [b.assessment(outlook="steady"), b.advice()]
    return blocks


class TestNumbersAnnounced:
    @pytest.mark.parametrize("title", ["Three questions for spring", "봄의 세 가지 질문"])
    def test_in_the_title_are_counted(self, title):
        assert codes(sound(*questions(3), title=title)) == []
        ((place, field, message),) = found("count", *questions(2), title=title)
        assert (place, field) == (None, "title")
        assert "2" in message

    def test_in_the_abstract_are_counted(self):
        abstract = "The paper answers four questions."
        assert places("count", *questions(2), abstract=abstract) == [(None, "abstract")]

    def test_in_the_text_are_counted_where_it_announces(self):
        said = html("<p>Critics raise nine issues.</p><p>Here are five recommendations.</p>")
        assert places("count", said, *questions(2)) == [(0, "html")]

    def test_of_what_the_piece_has_none_of_are_left_alone(self):
        assert codes(sound(b.passage(), title="Seven questions")) == []

    @pytest.mark.parametrize(("number", "wrong"), [("two", False), ("three", True)])
    def test_of_traits_are_counted_for_one_actor_or_all(self, number, wrong):
        actor = b.actor()
        traits = [b.trait_block(b.trait(of=actor)), b.trait_block(b.trait(of=actor))]
        rows = places("count", html(f"<p>Here are {number} traits.</p>"), *traits)
        assert rows == ([(0, "html")] if wrong else [])


class TestHeadings:
    @pytest.mark.parametrize(
        ("heading", "text", "wrong"),
        [
            ("Head", "<h3>One</h3><p>x</p><h4>Two</h4>", 0),
            ("Head", "<h3>One</h3><h4>Two</h4><h3>Three</h3>", 0),
            ("Head", "<h4>Two</h4><h3>One</h3>", 1),
            ("", "<h3>One</h3>", 1),
            ("", "<h4>One</h4>", 1),
            ("Head", "<h4>One</h4><p>x</p><h4>Two</h4>", 1),
        ],
    )
    def test_that_skip_a_level_are_named(self, heading, text, wrong):
        assert places("heading_order", html(text, heading)) == [(0, "html")] * wrong

    def test_go_on_from_block_to_block(self):
        first, second = html("<h3>One</h3>"), html("<h4>Two</h4>", heading="")
        assert codes(sound(first, second)) == []
        first, second = html("<p>x</p>"), html("<h3>Two</h3>", heading="")
        assert codes(sound(first, second)) == []

    def test_of_a_trait_stand_below_its_name(self):
        block = b.trait_block()
        block.html = "<h4>Small</h4><p>x</p>"
        assert codes(sound(b.passage(heading="Head"), block)) == []


class TestQuotationMarks:
    @pytest.mark.parametrize(
        "text", ["<p>He “said so.</p>", "<p>「그는 말했다.</p>", "<p>‘No. It</p>"]
    )
    def test_without_partner_are_named(self, text):
        assert places("unbalanced_quote", html(text)) == [(0, "html")]

    def test_may_run_over_paragraphs(self):
        assert codes(sound(html("<p>“One.</p><p>“Two.”</p>"))) == []

    def test_are_looked_for_in_every_field(self):
        blocks = [b.assessment(question="“Why?", answer="“So.", outlook="steady"), b.advice("“Do.")]
        expected = [(None, "subtitle"), (0, "question"), (0, "answer"), (1, "wording")]
        assert places("unbalanced_quote", *blocks, subtitle="“Sub") == expected

    def test_are_looked_for_in_notes(self):
        assert places("unbalanced_quote", b.passage(), notes=["<p>“See.</p>"]) == [(None, "notes")]


class TestAbbreviations:
    @pytest.mark.parametrize(
        "text",
        [
            "The Security Consultative Meeting (SCM) met. The SCM ended.",
            "The SCM (Security Consultative Meeting) met.",
            "한미안보협의회의(SCM)가 열렸다. SCM은 끝났다.",
            "SCM(한미안보협의회의)이 열렸다.",
            "한미안보협의회의(Security Consultative Meeting, SCM)가 열렸다.",
            "The US, the UK, the UN and the EU met.",
            "World War II ended; Chapter XIV begins.",
            "The F-35 and the KF-21 flew; so did COVID-19.",
            "THIS IS SHOUTED for once.",
            "He said OK at 9 AM.",
            "See www.IAEA.org.",
        ],
    )
    def test_that_are_spelled_out_or_known_pass(self, text):
        assert codes(sound(b.passage(text))) == []

    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("The SCM met.", "SCM"),
            ("SCM이 열렸다.", "SCM"),
            ("The SCM met. The Security Consultative Meeting (SCM) ended.", "SCM"),
            ("They met in autumn (as the SCM decided).", "SCM"),
            ("Two ICBMs flew.", "ICBM"),
            ("A US-SCM row.", "SCM"),
        ],
    )
    def test_that_are_not_are_named_once(self, text, name):
        ((place, field, message),) = found("abbreviation", b.passage(f"{text} {text}"))
        assert (place, field) == (0, "html")
        assert f"“{name}”" in message

    def test_count_in_headings_no_more_than_in_titles(self):
        blocks = [b.passage("The Nuclear Consultative Group (NCG) met.", heading="The NCG meets")]
        assert codes(sound(*blocks, title="NCG and after")) == []

    def test_are_to_be_spelled_out_where_they_come_first(self):
        later = b.passage("The Nuclear Consultative Group (NCG) met.")
        assert places("abbreviation", later, abstract="On the NCG.") == [(None, "abstract")]
