"""What all Atom feeds of this site share."""

from django.contrib.syndication.views import Feed
from django.utils.feedgenerator import Atom1Feed

from articles.html import plain

from .pages import absolute

#: Entries in a feed.
LENGTH = 30


class AtomFeed(Feed):
    """Atom, with absolute addresses from the settings instead of the request's Host."""

    feed_type = Atom1Feed

    def get_feed(self, obj, request):
        feed = super().get_feed(obj, request)
        feed.feed["feed_url"] = absolute(request.path)
        return feed

    def get_object(self, request, **kwargs):
        """The entry that the feed is about, None for one about the whole site."""
        return None

    def link(self, obj):
        return absolute(self.path(obj))

    def feed_guid(self, obj):
        return self.link(obj)

    def path(self, obj):
        """The page within the site that says the same."""
        raise NotImplementedError


def text(value):
    """`value` without characters that XML cannot hold."""
    return plain(str(value))
