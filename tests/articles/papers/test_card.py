"""The picture for where an address is shared."""

import io

import pytest
from PIL import Image

from articles import workflow
from articles.papers import card
from tests import builders as b

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not card.offered(), reason="needs fontconfig"),
]


def pixels(data):
    return Image.open(io.BytesIO(data)).convert("L")


def words_in(image, top, bottom):
    """Whether anything is drawn between two heights."""
    return image.crop((0, top, card.WIDTH, bottom)).getextrema()[0] < 128


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("A short title", "en"),
        ("A title of many words that goes on over several lines of the card " * 4, "en"),
        ("방위비 분담금의 앞날", "ko"),
        ("W" * 290, "en"),
    ],
)
def test_it_is_of_the_size_that_is_wanted_with_words_inside(title, language):
    edition = b.published(title[:300], language=language, blocks=[b.passage()])
    image = pixels(card.draw(edition))
    assert image.size == (1200, 630)
    for top, bottom in ((60, 110), (140, 230), (480, 530), (540, 590)):
        assert words_in(image, top, bottom)
    for edge in ((0, 20, 60, 630), (1150, 20, 1200, 630)):
        assert image.crop(edge).getextrema()[0] == 255


def test_lines_are_broken_between_words_and_all_words_are_there():
    font = card._font(card._letters("word"), card._SANS, 40)
    text = "word " * 50
    lines = card._wrapped(text, font, 400)
    assert " ".join(lines).split() == text.split()
    assert all(font.getlength(line) <= 400 for line in lines)
    long = "w" * 100
    assert "".join(card._wrapped(long, font, 400)) == long


def test_where_no_font_has_the_letters_there_is_none(reader):
    # Linear A.
    edition = b.published("\U00010600\U00010601", blocks=[b.passage()])
    with pytest.raises(card.NoFont):
        card.draw(edition)
    assert reader.get(f"/articles/{edition.article.slug}/editions/1/card.png").status_code == 404


def test_pages_name_it_and_it_is_there(reader):
    edition = b.published("A piece", blocks=[b.passage()])
    path = f"{edition.get_absolute_url()}card.png"
    page = reader.words("/articles/a-piece/")
    assert f'<meta property="og:image" content="http://testserver{path}">' in page
    assert '<meta property="og:image:width" content="1200">' in page
    first = reader.get(path)
    assert first.headers["Content-Type"] == "image/png"
    assert reader.get(path).data == first.data
    tag = first.headers["ETag"]
    assert reader.get(path, **{"If-None-Match": tag}).status_code == 304


def test_what_readers_may_not_see_has_none(reader):
    draft = b.draft("Zq draft", blocks=[b.passage()])
    assert reader.get(f"/articles/{draft.article.slug}/editions/1/card.png").status_code == 404
    edition = b.published("Gone", blocks=[b.passage()])
    path = f"{edition.get_absolute_url()}card.png"
    assert reader.get(path).status_code == 200
    workflow.withdraw(edition, by=b.publisher(), reason="It was wrong.")
    answer = reader.get(path)
    assert (answer.status_code, answer.headers["Content-Type"][:9]) == (410, "text/html")


def test_a_machine_without_fontconfig_offers_none(reader, monkeypatch):
    b.published("A piece", blocks=[b.passage()])
    monkeypatch.setattr(card, "offered", lambda: False)
    assert "og:image" not in reader.words("/articles/a-piece/")
