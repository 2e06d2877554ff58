from articles.importing import traits
from articles.importing.document import Line
from articles.importing.outline import Part


def section(heading: str, *paragraphs: str) -> Part:
    lines = tuple(Line(f"line {at}", text) for at, text in enumerate(paragraphs, 2))
    return Part(Line("line 1", heading), lines)


def found(heading: str, *paragraphs: str, text: str = ""):
    result = traits.find(section(heading, *paragraphs), text or " ".join(paragraphs))
    return result and result[0]


def test_first_trait_is_set_apart_from_the_introduction():
    section = found(
        "Characteristics of Ilves’s Policy",
        "She is new. Her traits include: Thrift. She saves. So it goes.",
        "Second, patience. She waits.",
        "Finally, an even hand. Always.",
    )

    assert section.actor == "Ilves"
    assert section.paragraphs == ("She is new. Her traits include:",)
    assert [(trait.name, trait.text) for trait in section.traits] == [
        ("Thrift", "Thrift. She saves. So it goes."),
        ("patience", "Second, patience. She waits."),
        ("an even hand", "Finally, an even hand. Always."),
    ]


def test_first_trait_may_stand_in_a_paragraph_of_its_own():
    section = found(
        "Traits of Ilves", "Her traits are as follows:", "Thrift: she saves.", "Second, patience."
    )

    assert [trait.name for trait in section.traits] == ["Thrift", "patience"]
    assert section.paragraphs == ("Her traits are as follows:",)


def test_first_may_be_said_within_the_introduction():
    section = found(
        "Traits of Ilves", "Two traits matter. First, thrift. She saves.", "Second, pace."
    )

    assert section.paragraphs == ("Two traits matter.",)
    assert [trait.text for trait in section.traits] == [
        "First, thrift. She saves.",
        "Second, pace.",
    ]


def test_paragraphs_between_ordinals_belong_to_the_trait_and_those_after_the_last_to_none():
    section = found("Traits of Ilves", "First, thrift.", "She saves.", "Last, pace.", "We go on.")

    assert [trait.text for trait in section.traits] == [
        "First, thrift.\n\nShe saves.",
        "Last, pace.",
    ]
    assert section.paragraphs == ("We go on.",)


def test_korean_ordinals():
    section = found(
        "나래 총리의 성향",
        "특징은 다음과 같다.",
        "첫째, 절약. 늘 아낀다.",
        "둘째: 인내.",
        "끝으로, 침묵.",
    )

    assert section.actor == "나래"
    assert [trait.name for trait in section.traits] == ["절약", "인내", "침묵"]


def test_full_name_is_taken_from_the_text():
    text = "Last week Mara Ilves met the millers. President Ilves smiled. While Ilves spoke, it rained."

    assert (
        found("Traits of Ilves", "First, thrift.", "Second, pace.", text=text).actor == "Mara Ilves"
    )


def test_family_name_first():
    text = "He met Hong Ga-ram twice. Hong agreed."

    assert (
        found("Hong’s Traits", "First, thrift.", "Second, pace.", text=text).actor == "Hong Ga-ram"
    )


def test_actor_is_the_most_named_where_the_heading_names_none():
    section = found(
        "Patience and Pace", "Two traits mark how Ilves works: why Ilves waits.", "First, thrift.",
        "Second, pace, which Ilves and Norland like.",
    )  # fmt: skip

    assert section.actor == "Ilves"


def test_steps_of_advice_are_no_traits():
    assert found("What Norland’s Council Should Do", "First, wait.", "Second, see.") is None


def test_one_ordinal_makes_no_section_of_traits():
    assert found("Traits of Ilves", "She saves.", "Finally, she waits.") is None


def test_sentence_for_a_name_is_cut_at_its_first_clause():
    section = found(
        "Traits of Ilves",
        "First, she saves, " + "and saves " * 20 + "again.",
        "Second, " + "x" * 200,
    )

    assert [len(trait.name) <= 120 for trait in section.traits] == [True, True]
    assert section.traits[0].name == "she saves"
