"""What all entries of the register share, and what all dated events share."""

import uuid
from functools import lru_cache
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..naming import key_of
from ..plain import plain
from ..slugs import MAX_LENGTH, validate_slug

web_address = URLValidator(schemes=["http", "https"])


class Tidy(models.Model):
    """What people and programs write in: checked as it will be stored, so that a text is never longer, or
    empty, only once it stands there.
    """

    class Meta:
        abstract = True

    def clean_fields(self, exclude=None):
        for field in self._meta.concrete_fields:
            if field.editable and isinstance(field, models.CharField | models.TextField):
                value = getattr(self, field.attname)
                if isinstance(value, str):
                    setattr(self, field.attname, plain(value))
        super().clean_fields(exclude)


class Entry(Tidy):
    """An entry: something with a lasting identity that published editions cite.

    `uid` is what canonical texts cite, `slug` what addresses use. `public_since` is the moment from
    which readers may know of the entry, null while it is the editors' own; written only by
    `issues.tracking`.
    """

    uid = models.UUIDField(_("identity"), default=uuid.uuid4, unique=True, editable=False)
    public_since = models.DateTimeField(_("public since"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_public(self):
        return self.public_since is not None


def slug_field(help_text=""):
    """The field of an entry's address; unique among all entries of its kind."""
    return models.CharField(
        _("slug"),
        max_length=MAX_LENGTH,
        unique=True,
        validators=[validate_slug],
        help_text=help_text
        or _("The last part of the page's address. Addresses that readers know lead on for ever."),
    )


class NamedEntry(Entry):
    """An entry with an address and a name in English and, where there is one, in Korean."""

    slug = slug_field()
    name = models.CharField(_("name"), max_length=200)
    name_ko = models.CharField(
        _("name in Korean"),
        max_length=200,
        blank=True,
        help_text=_("For pages in Korean; left empty, they show the other name."),
    )

    class Meta:
        abstract = True
        ordering = ["name", "id"]

    def __str__(self):
        return self.local_name

    @property
    def local_name(self):
        """The name in the language of the page, else the English one."""
        return in_language(self.name, self.name_ko)


class MergeableEntry(NamedEntry):
    """A named entry of which two rows may turn out to be one and the same.

    `merged_into` says which row answers for it since then; only `issues.merging` writes it. Both
    were always the same thing in the world, so a merge of duplicates holds for every day. (Two
    issues that become one do so on a day: see `StatusChange`.)
    """

    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged_from",
        verbose_name=_("merged into"),
    )

    class Meta(NamedEntry.Meta):
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(merged_into=None) | ~models.Q(merged_into=models.F("id")),
                name="%(class)s_is_not_merged_into_itself",
            )
        ]


class Alias(Tidy):
    """Another name of an entry; imports and searches find the entry by it.

    `key` is the name as it is compared (see `issues.naming`).
    """

    name = models.CharField(
        _("name"), max_length=200, help_text=_("Searches and imports find the entry by it too.")
    )
    key = models.CharField(max_length=200, editable=False)

    class Meta:
        abstract = True
        ordering = ["name"]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        self.key = key_of(self.name)
        try:
            # No form shows the key, so no form asks for this.
            self.validate_constraints()
        except ValidationError as problem:
            raise ValidationError({"name": problem.messages}) from problem

    def save(self, *args, **kwargs):
        self.key = key_of(self.name)
        super().save(*args, **kwargs)


def in_language(english, korean):
    """Of two forms of a name, the one for the page's language, or the one there is."""
    return (
        korean if korean and ((get_language() or "").startswith("ko") or not english) else english
    )


class Event(Tidy):
    """A dated, sourced event. Rows are only ever added: a wrong one is corrected by a row that
    names it in `corrects`. `occurred_on` says when it held in the world, `recorded_at` when we
    wrote it down.
    """

    uid = models.UUIDField(_("identity"), default=uuid.uuid4, unique=True, editable=False)
    occurred_on = models.DateField(
        _("occurred on"),
        help_text=_("The day from which it held in the world, not the day it is written down."),
    )
    recorded_at = models.DateTimeField(_("recorded at"), editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("entered by"),
    )
    text = models.TextField(_("what happened"), help_text=_("In one or two sentences."))
    source_url = models.URLField(
        _("source"),
        max_length=500,
        blank=True,
        validators=[web_address],
        help_text=_("The address of a page that shows it."),
    )
    corrects = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrected_by",
        verbose_name=_("corrects"),
        help_text=_("The earlier entry that this one replaces."),
    )

    class Meta:
        abstract = True
        ordering = ["occurred_on", "recorded_at", "id"]

    def clean(self):
        super().clean()
        if self.corrects_id and self.corrects_id == self.pk:
            raise ValidationError({"corrects": _("An entry cannot correct itself.")})


def entry_url(name, *parts):
    """The address of an entry's page; one place that knows how routes are named.

    `parts` are slugs, numbers and uids. A page names a thousand addresses, and `reverse` takes ten
    times as long as this: it is asked once for the form of a route's addresses.
    """
    kinds = tuple([kind for part in parts for kind in _SAMPLES if isinstance(part, kind)])
    form = _form(name, kinds, get_script_prefix(), get_language())
    return form.format(*[quote(str(part)) for part in parts])


#: What stands for a part of each kind; no address has a segment like it.
_SAMPLES = {str: "-", int: 1, uuid.UUID: uuid.UUID(int=0)}


@lru_cache(maxsize=256)
def _form(name, kinds, prefix, language):
    samples = [_SAMPLES[kind] for kind in kinds]
    form = reverse(name, args=samples)
    for sample in samples:
        form = form.replace(f"/{sample}/", "/{}/", 1)
    return form
