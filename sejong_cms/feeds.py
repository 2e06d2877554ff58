"""What all Atom feeds of this site share (RFC 4287)."""

import datetime as dt
import uuid
from dataclasses import dataclass
from functools import wraps

from django.conf import settings
from django.http import HttpResponse
from django.utils.cache import set_response_etag
from django.utils.feedgenerator import Atom1Feed, rfc3339_date
from django.utils.translation import get_language

from articles.html import plain

from . import kept
from .pages import absolute, conditional

#: Entries in a feed: the newest ones.
LENGTH = 30
#: Characters of whole texts in a feed. Where they are longer together, the oldest entries have their summary alone.
LONGEST = 2_000_000
#: When a feed changed last that never had an entry. The clock would give it a new ETag each time.
NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Item:
    """One entry. `uid` is its identity for ever, the same in every feed and whatever is corrected.

    `page` is a path within the site; `authors` are names, none meaning the institution;
    `subjects` are (slug, name); `language` is that of all its texts where it is not the page's;
    `content` is clean HTML with whole addresses.
    """

    uid: uuid.UUID
    title: str
    page: str
    updated_at: dt.datetime
    published_at: dt.datetime
    summary: str = ""
    authors: tuple = ()
    subjects: tuple = ()
    language: str = ""
    content: str = ""


class Atom(Atom1Feed):
    """Django's generator, with several authors, subjects with names, and text that is no HTML."""

    def latest_post_date(self):
        return max((item["updateddate"] for item in self.items), default=self.feed["since"])

    def item_attributes(self, item):
        return {"xml:lang": item["language"]} if item["language"] else {}

    def add_item_elements(self, handler, item):
        handler.addQuickElement("id", item["unique_id"])
        handler.addQuickElement("title", item["title"])
        handler.addQuickElement("link", "", {"rel": "alternate", "href": item["link"]})
        handler.addQuickElement("published", rfc3339_date(item["pubdate"]))
        handler.addQuickElement("updated", rfc3339_date(item["updateddate"]))
        for name in item["authors"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.endElement("author")
        for term, label in item["subjects"]:
            handler.addQuickElement("category", "", {"term": term, "label": label})
        if item["description"]:
            handler.addQuickElement("summary", item["description"])
        if item["html"]:
            handler.addQuickElement("content", item["html"], {"type": "html"})


def atom(request, *, title, page, items, subtitle="", uid=None, since=None):
    """The answer to a request for a feed: the newest LENGTH of `items`.

    `page` is the path of the page that says the same; `uid` the identity of what the feed is about,
    None for one of the whole site; `since` the moment from which it is public.

    There is no Last-Modified: when something is withdrawn, an entry goes and nothing newer may come.
    Only the ETag, made from the body, says then that the feed has changed.
    """
    address = absolute(request.path)
    feed = Atom(
        title=text(title),
        subtitle=text(subtitle) or None,
        link=absolute(page),
        description=None,
        language=get_language(),
        author_name=text(settings.INSTITUTION),
        feed_url=address,
        feed_guid=urn(derived(uid, _feed_in(get_language()))) if uid else address,
        since=since or NEVER,
    )
    room = LONGEST
    for item in newest(items, at=lambda item: (item.updated_at, item.uid)):
        room -= len(item.content)
        feed.add_item(
            unique_id=urn(item.uid),
            title=text(item.title),
            link=absolute(item.page),
            description=text(item.summary),
            pubdate=item.published_at,
            updateddate=item.updated_at,
            authors=[text(name) for name in item.authors],
            subjects=[(text(term), text(label)) for term, label in item.subjects],
            language=item.language,
            html=text(item.content) if room >= 0 else "",
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def _feed_in(language):
    """Of one thing there is a feed in each language of the site; the first one's identity is older."""
    return "feed" if language == settings.LANGUAGE_CODE else f"feed {language}"


def keeping(longest=kept.LONGEST):
    """For views of feeds with whole texts: an answer is kept until something changes that readers see.

    Under its path alone, as no feed reads the query: other queries make no other copies. `longest` is for
    `kept.keep`.
    """

    def decorator(view):
        @wraps(view)
        def answer(request, *args, **kwargs):
            made_from = (request.path, settings.SITE_NAME, settings.INSTITUTION)
            key = kept.key_of("\n".join(made_from))
            tag, body = (key and kept.find(key)) or (None, None)
            response = None
            if tag is not None:
                response = conditional(request, _tagged(tag, body))
            if response is None or (response.status_code == 200 and body is None):
                response = view(request, *args, **kwargs)
                set_response_etag(response)
                if key:
                    kept.keep(key, response["ETag"], response.content, longest)
            return response

        return answer

    return decorator


def _tagged(tag, body):
    response = HttpResponse(body or b"", content_type=Atom.content_type)
    response["ETag"] = tag
    return response


def newest(rows, at):
    """The last LENGTH of `rows` by `at(row)`, the last one first."""
    return sorted(rows, key=at, reverse=True)[:LENGTH]


def derived(uid, name):
    """The identity of what is called `name` within the thing that `uid` identifies (RFC 4122, 4.3)."""
    return uuid.uuid5(uid, name)


def urn(uid):
    return f"urn:uuid:{uid}"


def text(value):
    """`value` without characters that XML cannot hold."""
    return plain(str(value))
