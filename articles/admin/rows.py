"""The rows of a formset as a request brings them, beside those that stand in the database.

Made to be changed and laid out anew: Django wants rows that exist first, and counted.
"""

from ..models import Byline

#: The most rows of one formset that a request may bring: far more than any piece has.
MOST_ROWS = 500
#: Fields that say where and which a row is, not what it says.
KEPT = {"id", "ordering", "region", "identity", "DELETE", "parent", "edition"}
LAST = 10**9


def identity_of(row):
    """By what a stored row is the same in two texts, as its form says it: a byline has no uid of its own."""
    return f"author-{row.author_id}" if isinstance(row, Byline) else str(row.uid)


def values_of(form):
    """{a field's name without its form's prefix: its values as a browser would send them}.

    Files are left out: a browser sends none that was not chosen anew.
    """
    found = {}
    for bound in form:
        # The admin's wrapper around a choice makes one text of a list.
        widget = getattr(bound.field.widget, "widget", bound.field.widget)
        if widget.needs_multipart_form:
            continue
        value = widget.format_value(bound.value())
        if isinstance(value, list | tuple):
            found[bound.name] = [str(each) for each in value]
        else:
            found[bound.name] = ["" if value is None else str(value)]
    return found


class Row:
    """One row: `values` as typed, `now` as stored, `instance` its stored row or None if there is none."""

    def __init__(self, table, key, values, form=None):
        self.table, self.key, self.values = table, key, values
        self.instance = form.instance if form else None
        self.now = values_of(form) if form else {}
        self.is_new = self.is_added = False
        self.element = ""

    @property
    def title(self):
        """What people call it: by its stored words, else by the first that were typed."""
        if self.instance is not None and str(self.instance):
            return str(self.instance)
        words = (
            self.values.get(name, [""])[0] for name in ("heading", "question", "wording", "name")
        )
        return next(filter(None, words), "") or self.table.title

    @property
    def is_deleted(self):
        return bool(self.values.get("DELETE", [""])[0])

    @property
    def typed_place(self):
        return number(self.values.get("ordering", [""])[0], LAST)

    @property
    def place(self):
        return number(self.now.get("ordering", [""])[0], LAST)

    @property
    def identity(self):
        """Which row of the read text it is, whether or not it is still stored; '' for a new one."""
        if self.instance is not None:
            return identity_of(self.instance)
        return self.values.get("identity", [""])[0]

    def become_new(self):
        """Stand in the form as a row that was never stored."""
        self.is_new = True
        self.values["id"] = [""]

    def take_theirs(self):
        """Be what is stored, or nothing where it is stored no more."""
        if self.instance is None:
            self.table.rows.remove(self)
        else:
            self.values = {**self.values, **self.now}
            self.values.pop("DELETE", None)


class Table:
    """All rows of one formset: those of the request first, then those that were added meanwhile."""

    def __init__(self, formset, data):
        self.formset, self.prefix, self.form = formset, formset.prefix, formset.form
        self.title = str(formset.model._meta.verbose_name)
        stored = {str(form.instance.pk): form for form in formset.initial_forms}
        keys = {identity_of(form.instance): pk for pk, form in stored.items()}
        self.rows, seen = [], set()
        for place, values in _sent(data, self.prefix).items():
            pk = values.get("id", [""])[0]
            same = keys.get(values.get("identity", [""])[0])
            if pk not in stored and same is not None and same not in seen:
                # Stored anew meanwhile, as when an earlier save is brought back.
                pk = same
                values["id"] = [pk]
            row = Row(self, f"{self.prefix}:{pk or f'new{place}'}", values, stored.get(pk))
            row.is_new = not pk
            if row.instance is None and row.identity:
                # Its key in the database is in the form no more once it was asked for.
                row.key = f"{self.prefix}:{row.identity}"
            seen.add(pk)
            self.rows.append(row)
        for pk, form in stored.items():
            if pk not in seen:
                row = Row(self, f"{self.prefix}:{pk}", values_of(form), form)
                row.is_added = True
                self.rows.append(row)

    def values(self, instance):
        """The form's values for any row of its model, stored or not."""
        return values_of(self.form(instance=instance))

    def changed(self, values, instance):
        """The names of fields that say something else than `instance` does."""
        data = {}
        for name, each in values.items():
            data[f"row-{name}"] = each[-1] if each else ""
        form = self.form(data, prefix="row", instance=instance)
        return {name for name in form.changed_data if name not in KEPT and name in values}


def laid_out(data, table):
    """Write the rows of `table` into `data`, those that are stored first; each learns its `element`."""
    prefix = table.prefix
    for key in [key for key in data if place_in(key, prefix) is not None]:
        del data[key]
    stored = [row for row in table.rows if not row.is_new]
    rows = stored + [row for row in table.rows if row.is_new]
    for place, row in enumerate(rows):
        row.element = f"{prefix}-{place}"
        for name, values in row.values.items():
            data.setlist(f"{prefix}-{place}-{name}", values)
    data[f"{prefix}-TOTAL_FORMS"] = str(len(rows))
    data[f"{prefix}-INITIAL_FORMS"] = str(len(stored))


def woven(order, others):
    """`order` with those of `others` that it lacks, each after the one that it follows there."""
    order = list(order)
    previous = None
    for row in others:
        if row not in order:
            order.insert(order.index(previous) + 1 if previous is not None else 0, row)
        previous = row
    return order


def _sent(data, prefix):
    """{place: {field: values}} of a formset's rows in a request."""
    total = min(number(data.get(f"{prefix}-TOTAL_FORMS", ""), 0), MOST_ROWS)
    sent = {place: {} for place in range(total)}
    for key in data:
        place = place_in(key, prefix)
        if place in sent:
            sent[place][key.split("-", 2)[2]] = data.getlist(key)
    return sent


def place_in(key, prefix):
    """Which row of the formset a field belongs to, None if to none."""
    start, _, rest = key.partition("-")
    place, _, name = rest.partition("-")
    return number(place, None) if start == prefix and name else None


def number(text, default):
    """The number that `text` writes in ASCII digits, `default` where it writes none that is a key."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else default
