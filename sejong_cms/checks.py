"""What `make serve` refuses to start with, besides what Django's own deployment checks find."""

from pathlib import Path

from django.conf import settings
from django.core.checks import Error, Tags, register

from .environment import SQLITE


@register(Tags.security, deploy=True)
def hosts_are_named(app_configs, **kwargs):
    if "*" in settings.ALLOWED_HOSTS:
        yield Error(
            "ALLOWED_HOSTS contains '*': any site could pass itself off as this one.",
            hint="Name the hosts: ALLOWED_HOSTS=focus.example.org",
            id="sejong_cms.E001",
        )


@register(Tags.security, deploy=True)
def addresses_agree_with_tls(app_configs, **kwargs):
    if settings.SECURE_SSL and settings.SITE_URL.startswith("http:"):
        yield Error(
            "SITE_URL begins with http: while SECURE_SSL=1 demands TLS.",
            hint="SITE_URL=https://… is what feeds, mails and citations will say.",
            id="sejong_cms.E002",
        )
    if settings.SECURE_SSL and not settings.PROXIES:
        yield Error(
            "SECURE_SSL=1 with PROXIES=0: no front server is believed, so every request would be "
            "redirected to itself for ever.",
            id="sejong_cms.E003",
        )


@register(Tags.security, deploy=True)
def media_stay_out_of_static_files(app_configs, **kwargs):
    media, static = Path(settings.MEDIA_ROOT).resolve(), Path(settings.STATIC_ROOT).resolve()
    if media == static or static in media.parents:
        yield Error(
            "MEDIA_ROOT lies in STATIC_ROOT: figures of unpublished editions would be public.",
            id="sejong_cms.E004",
        )


@register(Tags.security, deploy=True)  # Django runs those tagged `database` by request only
def database_lasts(app_configs, **kwargs):
    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith(".sqlite3"):
        return
    if ":memory:" in str(database["NAME"]):
        yield Error(
            "DATABASE_URL names a database in memory: nothing would be kept.",
            id="sejong_cms.E005",
        )
    changed = [key for key in SQLITE if database["OPTIONS"].get(key) != SQLITE[key]]
    if changed:
        yield Error(
            f"DATABASE_URL changes {', '.join(changed)}, on which saved work relies.",
            id="sejong_cms.E006",
        )


@register(Tags.security, deploy=True)
def mail_goes_out(app_configs, **kwargs):
    backend = settings.MAILERS["default"]["BACKEND"]
    if backend.split(".")[-2] in ("console", "locmem"):
        yield Error(
            "EMAIL_URL sends mail to the log or nowhere: links that reset passwords would be read "
            "there.",
            hint="smtp://localhost, smtps://user:password@host, or file:///folder",
            id="sejong_cms.E007",
        )
