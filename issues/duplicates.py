"""Entries that were entered twice: which row answers for which (see `MergeableEntry`)."""


def survivor(entry):
    """The row that answers for `entry`: itself, or where it was merged into, as far as readers know."""
    seen = {entry.pk}
    while (other := entry.merged_into) and other.is_public and other.pk not in seen:
        entry = other
        seen.add(entry.pk)
    return entry


def answering(model):
    """{id of a row of `model` that was merged: id of the row that answers for it}. One query."""
    merged = dict(model.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into"))
    found = {}
    for pk in merged:
        seen, end = {pk}, merged[pk]
        while end in merged and end not in seen:
            seen.add(end)
            end = merged[end]
        found[pk] = end
    return found


def all_of(entry):
    """Ids of `entry` and of everything that was merged into it. One query."""
    rows = type(entry).objects.filter(merged_into__isnull=False).order_by()
    merged = list(rows.values_list("pk", "merged_into"))
    found = last = {entry.pk}
    while last:
        last = {pk for pk, into in merged if into in last} - found
        found = found | last
    return found
