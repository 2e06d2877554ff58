import pytest

from articles.importing import byline
from articles.importing.document import Line


def parsed(*texts: str):
    authors, unknown = byline.parse([Line("line 1", text) for text in texts])
    return (
        [(author.name, author.position, author.affiliation, author.email) for author in authors],
        [line.text for line in unknown],
    )


@pytest.mark.parametrize(
    ("text", "name", "position", "affiliation", "email"),
    [
        ("Ga-ram HongSenior Research Fellow, Demo Institute | g@demo.example",
         "Ga-ram Hong", "Senior Research Fellow", "Demo Institute", "g@demo.example"),
        ("Ga-ram HongSenior Research Fellow, Demo Institute",
         "Ga-ram Hong", "Senior Research Fellow", "Demo Institute", ""),
        ("Ga-ram Hong Senior Research Fellow, Demo Institute",
         "Ga-ram Hong", "Senior Research Fellow", "Demo Institute", ""),
        ("HONG Ga-ramVisiting Professor, Demo University | h@demo.example",
         "HONG Ga-ram", "Visiting Professor", "Demo University", "h@demo.example"),
        ("Ga-ram HONGPresident, Demo Institute", "Ga-ram HONG", "President", "Demo Institute", ""),
        ("Jane McExampleDirector, Energy Programme, Demo Institute",
         "Jane McExample", "Director, Energy Programme", "Demo Institute", ""),
        ("Jane DoeProfessor, Department of Tides, Demo University",
         "Jane Doe", "Professor, Department of Tides", "Demo University", ""),
        ("Jane DoeResearch Fellow, Demo Institute, Seoul",
         "Jane Doe", "Research Fellow", "Demo Institute, Seoul", ""),
        ("Jane DoeProfessor of Politics at Demo University",
         "Jane Doe", "Professor of Politics", "Demo University", ""),
        ("Jane DoeKeeper of Maps, Bureau of Coasts",
         "Jane Doe", "Keeper of Maps", "Bureau of Coasts", ""),
        ("Jane Doe, Ph.D. Candidate, Demo University",
         "Jane Doe", "Ph.D. Candidate", "Demo University", ""),
        ("Jane Doe (Senior Analyst, Demo Center)", "Jane Doe", "Senior Analyst", "Demo Center", ""),
        ("Jane DoeVice President", "Jane Doe", "Vice President", "", ""),
        ("Jane DoeDemo Institute", "Jane Doe", "", "Demo Institute", ""),
        ("Jane Doe | j@demo.example", "Jane Doe", "", "", "j@demo.example"),
        ("By Jane Doe", "Jane Doe", "", "", ""),
        ("Dean HeadProfessor, Demo University", "Dean Head", "Professor", "Demo University", ""),
        ("홍가람 수석연구위원, 데모연구소 | g@demo.example",
         "홍가람", "수석연구위원", "데모연구소", "g@demo.example"),
        ("홍가람수석연구위원, 데모연구소", "홍가람", "수석연구위원", "데모연구소", ""),
        ("홍가람 데모연구소 연구위원", "홍가람", "연구위원", "데모연구소", ""),
        ("홍가람 (데모대학교 교수)", "홍가람", "교수", "데모대학교", ""),
        ("홍가람 연구위원, 통일연구원", "홍가람", "연구위원", "통일연구원", ""),
        ("김철교수, 데모대학교", "김철", "교수", "데모대학교", ""),
        ("남궁가람 부교수, 데모대학교", "남궁가람", "부교수", "데모대학교", ""),
        ("홍가람Senior Research Fellow, Demo Institute",
         "홍가람", "Senior Research Fellow", "Demo Institute", ""),
    ],
)  # fmt: skip
def test_one_author(text, name, position, affiliation, email):
    assert byline.looks_like(text)
    assert parsed(text) == ([(name, position, affiliation, email)], [])


def test_authors_on_lines_of_their_own():
    authors, unknown = parsed(
        "Jane DoeProfessor, Demo University | j@demo.example", "Ga-ram HongAnalyst, Demo Center"
    )

    assert [author[0] for author in authors] == ["Jane Doe", "Ga-ram Hong"]
    assert unknown == []


def test_authors_after_one_another_s_address():
    authors, _ = parsed(
        "Jane DoeProfessor, Demo University | j@demo.example | Ga-ram HongAnalyst, Demo Center | "
        "g@demo.example"
    )

    assert authors == [
        ("Jane Doe", "Professor", "Demo University", "j@demo.example"),
        ("Ga-ram Hong", "Analyst", "Demo Center", "g@demo.example"),
    ]


def test_authors_who_share_a_position():
    authors, _ = parsed("Jane Doe, Juan de la Muestra and Ga-ram HongResearch Fellows, Demo Center")

    assert authors == [
        (name, "Research Fellows", "Demo Center", "")
        for name in ("Jane Doe", "Juan de la Muestra", "Ga-ram Hong")
    ]


def test_position_on_the_line_below_belongs_to_the_name_above():
    authors, _ = parsed("Jane Doe", "Senior Fellow, Demo Institute | j@demo.example")

    assert authors == [("Jane Doe", "Senior Fellow", "Demo Institute", "j@demo.example")]


def test_what_names_nobody_is_handed_back():
    assert parsed("printed on recycled paper") == ([], ["printed on recycled paper"])


@pytest.mark.parametrize(
    "text", ["The sea is calm today.", "Reading time about six", "x" * 300, "In this issue:"]
)
def test_prose_is_no_byline(text):
    assert not byline.looks_like(text)
