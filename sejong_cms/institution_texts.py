"""What the institution's fixed pages say until an editor writes something else: only what is so of every site.

Whoever changes what the site keeps of its readers changes the page on privacy here too.
"""

from html import escape

from django.conf import settings

from articles.following.subscribing import DAYS_TO_CONFIRM
from articles.html import clean

_ABOUT = """
<p>{site} is where {institution} publishes its analyses of issues in the world, and says what became of them.</p>
<h3>What stands here</h3>
<ul>
<li><p><a href="/articles/">Pieces</a> appear in numbered editions. A published edition is never changed: what was
wrong in it is put right in a new one, and the earlier one stays readable at its own address.</p></li>
<li><p>Every <a href="/issues/">issue</a> has a page with all that was said of it, piece by piece and day by day.</p></li>
<li><p><a href="/recommendations/">Recommendations</a> are followed: what became of each is recorded with its day
and its source.</p></li>
<li><p><a href="/corrections/">Corrections and withdrawals</a> are listed in one place, with their reasons.</p></li>
</ul>
<p>How likelihoods and outlooks are meant, and how often they came true, is said on the page on
<a href="/method/">method</a>.</p>
"""
_ABOUT_KO = """
<p>이 사이트({site})는 {institution}의 분석을 싣고, 그 분석이 뒤에 어떻게 되었는지 함께 기록하는 곳입니다.</p>
<h3>이곳에 있는 것</h3>
<ul>
<li><p><a href="/articles/">글</a>은 번호가 붙은 판으로 발행합니다. 발행한 판은 고치지 않습니다. 잘못된 내용은 새 판에서
바로잡고, 이전 판은 고유한 주소에서 계속 읽을 수 있습니다.</p></li>
<li><p><a href="/issues/">현안</a>마다 그동안의 판단을 글별, 날짜별로 모은 페이지가 있습니다.</p></li>
<li><p><a href="/recommendations/">제언</a>은 발행 뒤에도 추적하며, 진행 상황을 날짜와 출처와 함께 기록합니다.</p></li>
<li><p><a href="/corrections/">정정과 철회</a>는 그 이유와 함께 한곳에 모아 둡니다.</p></li>
</ul>
<p>가능성과 전망의 뜻, 그리고 그것이 얼마나 맞았는지는 <a href="/method/">방법론</a> 페이지에서 설명합니다.</p>
"""
_PRIVACY = """
<p>You can read everything here without telling us anything about yourself.</p>
<h3>Reading</h3>
<ul>
<li><p>Pages for readers set no cookies and store nothing about you in your browser.</p></li>
<li><p>There is no statistics service, no advertising and no other tracking. Your browser loads nothing from other
sites when it shows a page.</p></li>
<li><p>What you search for is not stored.</p></li>
<li><p>So that nobody can overload the site, requests of programs and forms for following by e-mail are counted for
each network address, the latter for an hour; mails to one mailbox are counted for a day, under a hash instead of
its address. The counts then expire.</p></li>
<li><p>The software that serves these pages keeps no log of who reads what. When something goes wrong, it notes the
address of the page and the time, not who asked. Servers on the way, such as the one that encrypts the
connection, may keep logs of their own, which this software knows nothing of.</p></li>
</ul>
<h3>Following by e-mail</h3>
<ul>
<li><p>If you ask for e-mails, we store your address, the language, what you follow and how often, when you asked and
confirmed, and the e-mails themselves.</p></li>
<li><p>Nothing is sent until you confirm by a link that goes to your address. What is not confirmed within {days} days
is deleted.</p></li>
<li><p>Every e-mail with news has a link to leave. Leaving deletes your address and all that was stored with it.</p></li>
<li><p>The e-mails contain no images that would tell whether you opened them.</p></li>
</ul>
<h3>People who work here</h3>
<p>Those who write and edit have accounts. For them a cookie keeps the log-in, and what they do is recorded with
its time and network address.</p>
"""
_PRIVACY_KO = """
<p>이곳의 모든 글은 개인정보를 제공하지 않고 읽을 수 있습니다.</p>
<h3>읽을 때</h3>
<ul>
<li><p>독자용 페이지는 쿠키를 설정하지 않으며 독자에 관한 어떤 정보도 브라우저에 저장하지 않습니다.</p></li>
<li><p>통계 서비스, 광고, 그 밖의 추적 수단을 쓰지 않습니다. 페이지를 표시할 때 다른 사이트에서 불러오는 것도
없습니다.</p></li>
<li><p>검색어는 저장하지 않습니다.</p></li>
<li><p>과부하를 막기 위하여 프로그램의 요청과 이메일 구독 신청은 네트워크 주소별로 횟수를 세며, 구독 신청 횟수는
1시간 동안 보관합니다. 같은 메일함으로 보내는 메일은 주소 대신 해시로 하루 동안 셉니다. 그 뒤에는 모두
사라집니다.</p></li>
<li><p>이 페이지를 제공하는 소프트웨어는 누가 무엇을 읽는지 기록하지 않습니다. 오류가 나면 페이지의 주소와 시각만 남기고
누가 요청했는지는 남기지 않습니다. 연결을 암호화하는 서버처럼 중간에 있는 서버는 따로 기록을 남길 수 있으며, 이
소프트웨어는 그 내용을 알지 못합니다.</p></li>
</ul>
<h3>이메일 구독</h3>
<ul>
<li><p>이메일을 신청하면 이메일 주소, 언어, 구독하는 대상과 빈도, 신청하고 확인한 시각, 보낸 이메일을 저장합니다.</p></li>
<li><p>그 주소로 보낸 링크에서 확인하기 전에는 소식을 보내지 않습니다. {days}일 안에 확인하지 않은 정보는
삭제합니다.</p></li>
<li><p>소식을 전하는 이메일에는 모두 구독을 그만두는 링크가 있습니다. 그만두면 이메일 주소와 함께 저장한 모든 정보를 삭제합니다.</p></li>
<li><p>이메일에는 열어 보았는지 알려 주는 이미지가 없습니다.</p></li>
</ul>
<h3>이곳에서 일하는 사람</h3>
<p>글을 쓰고 편집하는 사람은 계정이 있습니다. 이들에게는 로그인을 유지하는 쿠키를 쓰며, 한 일을 시각 및 네트워크 주소와
함께 기록합니다.</p>
"""
_CONTACT = """
<p>{site} is published by {institution}.</p>
<p>No address to write to has been given here yet.</p>
<p>What was wrong in a piece is put right in a new edition: see <a href="/corrections/">corrections and
withdrawals</a>. New pieces come by <a href="/follow/">e-mail</a> and by <a href="/feeds/articles/">feed</a>.</p>
"""
_CONTACT_KO = """
<p>이 사이트({site})는 {institution}에서 발행합니다.</p>
<p>연락처는 아직 등록되지 않았습니다.</p>
<p>글의 잘못은 새 판에서 바로잡습니다. <a href="/corrections/">정정과 철회</a>를 보십시오. 새 글은
<a href="/follow/">이메일</a>이나 <a href="/feeds/articles/">피드</a>로 받아 볼 수 있습니다.</p>
"""


def beginnings():
    """{slug: the fields of its text} of every fixed page."""
    return {
        "about": _text("About", "소개", _ABOUT, _ABOUT_KO),
        "privacy": _text("Privacy", "개인정보 처리방침", _PRIVACY, _PRIVACY_KO),
        "contact": _text("Contact", "연락처", _CONTACT, _CONTACT_KO),
    }


def _text(title, title_ko, english, korean):
    said = {
        "site": escape(settings.SITE_NAME),
        "institution": escape(settings.INSTITUTION),
        "days": DAYS_TO_CONFIRM,
    }
    html, html_ko = (clean(" ".join(text.format(**said).split("\n"))) for text in (english, korean))
    return {"title": title, "title_ko": title_ko, "html": html, "html_ko": html_ko}
