"""Words of the block editor and of Django's admin that neither has in Korean: read by `make words`, never run."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

WORDS = [
    _("Add new item"),
    _("No items."),
    _("No items. Region may inherit content."),
    _("No regions available."),
    _("No plugins allowed in this region."),
    _("New item"),
    _("Unknown region"),
    _("Collapse all items"),
    _("Uncollapse all items"),
    _("marked for deletion"),
    _("Use Ctrl-Click to select and move multiple items."),
    _("Clone from region"),
    _("Didn't find anything to clone"),
    _("Select all"),
    _("- Select an option -"),
    _("Filter by %(field_name)s"),
    _("Logout"),
    _("No %s matches the given query."),
    ngettext("…and %(count)d more object.", "…and %(count)d more objects.", 2),
]
