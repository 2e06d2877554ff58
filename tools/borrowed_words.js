// Words of the text boxes' dialogs and of Django's admin that neither has in Korean: read by `make words`, never run.
gettext("Edit Link")
gettext("URL")
gettext("Title")
gettext("Open in new window")
gettext("Update")
gettext("Insert")
gettext("Cancel")
gettext("Insert Table")
gettext("Rows")
gettext("Columns")
gettext("Include header row")
gettext("Table Properties")
gettext("List properties")
gettext("List type")
gettext("Start at")
gettext("Bullets")
gettext("Decimal numbers")
gettext("Lowercase letters")
gettext("Uppercase letters")
gettext("Lowercase Roman numerals")
gettext("Uppercase Roman numerals")
gettext("server")
gettext("Show")
gettext("Hide")
gettext("Today (%(date)s)")
gettext("Yesterday (%(date)s)")
gettext("Tomorrow (%(date)s)")
gettext("Previous (%(month)s %(year)s)")
gettext("Next (%(month)s %(year)s)")
gettext("%(month)s %(day)s, %(year)s")
gettext("%s (today, current selection)")
gettext("%s (today)")
gettext("%s (current selection)")
ngettext(
  "Note: Enter times in the %(timezone)s timezone. (You are %(offset)s hour ahead.)",
  "Note: Enter times in the %(timezone)s timezone. (You are %(offset)s hours ahead.)",
  2,
)
ngettext(
  "Note: Enter times in the %(timezone)s timezone. (You are %(offset)s hour behind.)",
  "Note: Enter times in the %(timezone)s timezone. (You are %(offset)s hours behind.)",
  2,
)
