"""The desk's forms: one to start a piece, one for an edition's own columns, one for each verb."""

from django import forms
from django.contrib import admin
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sejong_cms.forms import Errors

from . import drafting, workflow
from .article_fields import ARTICLE_FIELDS, check, with_values
from .enums import ChangeKind, Verb
from .models import Article, Edition, Series

#: Names that are columns of an edition too, and mean something else in its form.
UNBOUND = ("version", "number")


class StartForm(forms.ModelForm):
    """What a new piece needs to begin with."""

    title = Edition._meta.get_field("title").formfield(
        widget=admin.widgets.AdminTextInputWidget(attrs={"size": 80})
    )

    class Meta:
        model = Article
        fields = ("series", "number", "language")

    def start(self, by):
        """The new article's first draft; sent twice, the one there is. Raises NotAllowed."""
        return drafting.start_once(by=by, **self.cleaned_data)


class EditionForm(forms.ModelForm):
    """An edition's columns with those of its article. `version` is the one the person read.

    Subclasses made for a request set the rest: the fields of the article that are offered, and
    `refusal`, why what was typed is shown and not saved: the sentence with which a save was refused, or
    '' for a text that nobody has tried to save yet.
    """

    article_fields = ()
    refusal = None

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Edition
        exclude = UNBOUND  # noqa: DJ006  the screen names the fields

    def __init__(self, *args, **kwargs):
        instance = kwargs["instance"]
        initial = {"version": instance.version}
        for name in self.article_fields:
            field = Article._meta.get_field(name)
            initial[name] = getattr(instance.article, field.attname)
        kwargs["initial"] = initial | (kwargs.get("initial") or {})
        kwargs.setdefault("error_class", Errors)
        super().__init__(*args, **kwargs)
        if "change_kind" in self.fields:
            self.fields["change_kind"].choices = [
                (kind.value, kind.label) for kind in ChangeKind.later()
            ]
            self.fields["change_note"].required = True

    def clean(self):
        cleaned = super().clean()
        if self.refusal is not None:
            raise ValidationError(self.refusal, code="refused")
        if any(name in self.changed_data for name in self.article_fields):
            self._check_article(cleaned)
        return cleaned

    def changed_article(self):
        """The article with what was typed, not saved."""
        typed = {n: self.cleaned_data[n] for n in self.article_fields if n in self.cleaned_data}
        return with_values(self.instance.article, typed)

    def _check_article(self, cleaned):
        wrong = [name for name in ARTICLE_FIELDS if name not in cleaned]
        if "slug" not in self.article_fields:
            wrong.append("slug")
        try:
            check(self.changed_article(), wrong=wrong)
        except ValidationError as problem:
            for name, errors in problem.error_dict.items():
                self.add_error(name if name in self.fields else None, errors)


class VerbForm(forms.Form):
    """One move of an edition, as a person asks for it. `process` is the only thing that moves."""

    verb = None
    warning = ""
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, edition, by, **kwargs):
        self.edition, self.by = edition, by
        kwargs.setdefault("initial", {"version": edition.version})
        kwargs.setdefault("auto_id", f"id_{self.verb}_%s")
        super().__init__(*args, **kwargs)

    def process(self):
        """Make the move. Returns the edition to go on with; raises Refused."""
        move = getattr(workflow, self.verb.value)
        return move(self.edition, by=self.by, **self.cleaned_data)

    def show(self, missing):
        """Say beside its field what the workflow missed."""
        field = "due_at" if missing.field == "at" else missing.field
        self.add_error(field if field in self.fields else NON_FIELD_ERRORS, missing.message)


def _words(label, required=False):
    return forms.CharField(
        label=label, required=required, widget=forms.Textarea(attrs={"rows": 2, "cols": 60})
    )


class SubmitForm(VerbForm):
    verb = Verb.SUBMIT
    comment = _words(_("Comment for the editors, if any"))


class ReturnForm(VerbForm):
    verb = Verb.RETURN_TO_DRAFT
    comment = _words(_("What is to be done"), required=True)


class ApproveForm(VerbForm):
    verb = Verb.APPROVE
    warning = _("Its text cannot be changed afterwards, unless it is reopened.")
    comment = _words(_("Comment, if any"))


class ScheduleForm(VerbForm):
    verb = Verb.SCHEDULE
    due_at = forms.DateTimeField(
        label=_("Date and time in Seoul"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    comment = _words(_("Comment, if any"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # For the script that says in words what was entered.
        self.fields["due_at"].widget.attrs |= {
            "data-offset": timezone.localtime().isoformat()[-6:],
            "data-words": _("{moment} in Seoul, {span}"),
        }


class UnscheduleForm(VerbForm):
    verb = Verb.UNSCHEDULE
    comment = _words(_("Comment, if any"))


class ReopenForm(VerbForm):
    verb = Verb.REOPEN
    warning = _("It becomes a draft again and needs approval anew.")
    comment = _words(_("Why"), required=True)


class PublishForm(VerbForm):
    verb = Verb.PUBLISH
    warning = _("Readers get it at once.")
    comment = _words(_("Comment, if any"))


class WithdrawForm(VerbForm):
    verb = Verb.WITHDRAW
    warning = _("Readers get the reason instead of the text. This cannot be taken back.")
    reason = _words(_("Reason, for readers to see"), required=True)


class DiscardForm(VerbForm):
    verb = Verb.DISCARD
    warning = _("The draft is given up. An editor can restore it for 30 days.")
    comment = _words(_("Comment, if any"))


class RestoreForm(VerbForm):
    verb = Verb.RESTORE
    comment = _words(_("Comment, if any"))


class NewEditionForm(VerbForm):
    verb = Verb.NEW_EDITION
    warning = _("A draft is made from this text; readers keep this one until it is published.")
    version = None
    change_kind = forms.ChoiceField(
        label=_("Kind of change"), choices=[(kind.value, kind.label) for kind in ChangeKind.later()]
    )
    change_note = _words(_("What changes, for readers to see"), required=True)

    def process(self):
        return drafting.new_edition(self.edition, by=self.by, **self.cleaned_data)


#: In the order in which the screen offers them.
VERB_FORMS = {
    form.verb: form
    for form in (
        SubmitForm,
        ApproveForm,
        PublishForm,
        ScheduleForm,
        UnscheduleForm,
        NewEditionForm,
        ReturnForm,
        ReopenForm,
        RestoreForm,
        WithdrawForm,
        DiscardForm,
    )
}


def series_field(user, current):
    """The choice of a series: those that `user` may know of, and the present one."""
    field = Article._meta.get_field("series").formfield()
    field.queryset = Series.objects.visible_to(user) | Series.objects.filter(pk=current)
    return field
