import re

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, Edition
from tests import builders as b

pytestmark = pytest.mark.django_db


def test_an_empty_site_gets_that_many_published_articles(capsys):
    call_command("make_corpus", "--articles=5", "--seed=1")

    assert re.match(r"Made 5 articles in \S+ s \(\d+ a second\)\.", capsys.readouterr().out)
    assert Edition.objects.numbered().filter(number=1).count() == 5


def test_a_site_with_articles_is_left_alone():
    b.draft()
    with pytest.raises(CommandError, match="This site has articles already"):
        call_command("make_corpus", "--articles=5", "--seed=1")

    assert Article.objects.count() == 1


def test_a_corpus_has_articles():
    with pytest.raises(CommandError, match="at least one article"):
        call_command("make_corpus", "--articles=0", "--seed=1")
