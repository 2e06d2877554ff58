"""A made-up world of any size, for benchmarks and property tests: the same for the same seed.

`world` says as plain data what happened when; `write` puts it into the database in bulk. Nobody and
nothing in it exists, and the text says nothing.
"""
