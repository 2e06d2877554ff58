"""Search over what readers know: pieces, assessments, recommendations, issues.

`text` turns words into what is looked up, `entries` what is public into rows, `indexing` keeps the rows up to the
log of changes, `engine` asks the database, `finding` is the interface: a query in, hits in context out.
"""
