"""The part that all sitemaps of this site share, and that of the institution's pages."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap

from .models import InstitutionPage


class PublicSitemap(Sitemap):
    """Addresses start with SITE_URL, whatever host was asked."""

    limit = 5000

    @property
    def protocol(self):
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site=None):
        return urlsplit(settings.SITE_URL).netloc


class OfInstitution(PublicSitemap):
    def items(self):
        return InstitutionPage.objects.published()

    def lastmod(self, page):
        return page.updated_at


SITEMAPS = {"institution": OfInstitution}
