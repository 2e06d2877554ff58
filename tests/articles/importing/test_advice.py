"""The table of examples for what advises and what does not. A new rule starts here."""

import pytest

from articles.importing import advice
from articles.importing.piece import Recommendation

NAMES = frozenset({"Norland", "Eastmark", "Skerra", "Council", "Ilves"})

ADVISES = [
    ("Norland should open the harbour in winter.", "Norland"),
    ("Norland must not close the bridge.", "Norland"),
    ("Therefore, Norland ought to wait.", "Norland"),
    ("If tolls rise, Eastmark should ask for a longer term.", "Eastmark"),
    ("Seoul should stay calm.", "Seoul"),
    ("At the same time, South Korea must now mend its ties.", "South Korea"),
    ("South Korea and Japan should meet more often.", "South Korea"),
    ("The mayor is ill, and Norland should send its deputy.", "Norland"),
    ("The National Assembly will need to approve the plan.", "the National Assembly"),
    ("The Ministry of Fisheries needs to publish its maps.", "the Ministry of Fisheries"),
    ("The Norish government should pay for the lamps.", "the Norish government"),
    ("Policymakers have to decide before spring.", "policymakers"),
    ("Norland’s diplomacy should rest on its harbours.", "Norland"),
    ("Norland’s Council should meet in public.", "Norland’s Council"),
    ("Both governments should share the cost.", "both governments"),
    ("Norland is well advised to buy a second boat.", "Norland"),
    ("Eastmark would do well to keep its pilots.", "Eastmark"),
    ("South Korea’s yards are an asset, so it should open them.", "South Korea"),
    ("Ilves speaks last, and this is where it should begin.", None),
    ("Various alternatives must be sought.", None),
    ("This chance should be used to lower the tolls.", None),
    ("Negotiations should put the pilots first.", None),
    ("We should not ask for more than one boat.", None),
    ("It is necessary to build a second quay.", None),
    ("It is also crucial that the pilots are paid.", None),
    ("It is essential not to hurry.", None),
    ("It is necessary for Norland to build a second quay.", "Norland"),
    ("Asking the millers first is advisable.", None),
    ("A cautious approach is required.", None),
    ("Talks on a larger scale are needed to end the quarrel.", None),
    ("Steady practice is essential to this end.", None),
    ("There is an urgent need to repair the lamps.", None),
    ("The key is to agree on a date.", None),
    ("What is needed is a patient approach.", None),
    ("We recommend a fund for five years.", None),
    ("We believe that Norland should wait.", "Norland"),
    ("Critics say that Norland must pay, but Eastmark should wait.", "Eastmark"),
    ("Norland should say that it will not pay.", "Norland"),
    ("우리 정부는 항로를 다시 열어야 한다.", "우리 정부"),
    ("우리 기업도 대비책을 마련해야 한다.", "우리 기업"),
    ("따라서 한국은 서두르지 말아야 한다.", "한국"),
    ("국회는 예산을 먼저 심의할 필요가 있다.", "국회"),
    ("보다 신중한 접근이 필요하다.", None),
    ("대화를 이어가는 것이 바람직하다.", None),
    ("합의를 서둘러서는 안 된다.", None),
]

DOES_NOT = [
    # reported, to be rejected or not
    "It is common to believe that Norland should take precedence.",
    "It is tempting to think Norland should pay.",
    "Some argue that Norland must close the bridge.",
    "The view that Norland should pay is mistaken.",
    "Ilves insists that Eastmark has to pay more.",
    "According to the millers Norland should pay.",
    "“Norland should pay,” the mayor wrote.",
    # conditions and questions
    "Should Norland impose a toll, trade would fall.",
    "Trade would fall, should Norland impose a toll.",
    "If Norland must choose, it will choose the bridge.",
    "What should Norland do?",
    "Nobody knows how Norland should answer.",
    "The question is whether the bridge should be closed.",
    # expected or regretted
    "Prices should fall in autumn.",
    "This should help the small harbours.",
    "The bridge should be ready by May.",
    "Norland may have to hire more crews.",
    "Norland does not have to pay.",
    "Norland should have bought a second boat.",
    "The keeper must have seen the light.",
    # another's duty as a fact
    "The act requires the US government to keep ten lamps lit.",
    "Under the Ferry Act the council must publish a timetable.",
    "By law the council has to meet in March.",
    "A two-thirds majority is required.",
    # words to the reader, and words that only look alike
    "It should be noted that the bridge is old.",
    "This should not be taken as a sign of weakness.",
    "It is important to note that the bridge is old.",
    "Trade is as crucial as security.",
    "The lamps play an essential role.",
    "It is not necessary to hurry.",
    "The need to hurry is past.",
    "There are hurdles that must be cleared.",
    "정부가 항로를 열어야 한다는 주장이 있다.",
    "법에 따라 시는 주민의 의견을 들어야 한다.",
    "상인들도 함께 해야 하는가?",
    "새 항로가 열릴 것으로 보인다.",
    "추가 조치가 필요하다고 시장은 말했다.",
]


@pytest.mark.parametrize(("sentence", "addressee"), ADVISES)
def test_sentence_that_advises_is_read_with_its_addressee(sentence, addressee):
    assert advice.read(sentence, NAMES) == Recommendation(sentence, addressee)


@pytest.mark.parametrize("sentence", DOES_NOT)
def test_sentence_that_does_not_advise_is_left_alone(sentence):
    assert advice.read(sentence, NAMES) is None


def test_sentences_are_proposed_in_order_and_once():
    found = advice.propose(
        ("Norland should wait. The sea is calm.", "It is time to act. Norland should wait."), NAMES
    )

    assert [proposed.wording for proposed in found] == [
        "Norland should wait.",
        "It is time to act.",
    ]


def test_endless_sentence_is_no_recommendation():
    assert advice.propose(("Norland should " + "wait and " * 200 + "see.",), NAMES) == ()
