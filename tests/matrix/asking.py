"""Asking for something that is undone afterwards, and seeing what was written for it."""

import logging
import re
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

_WRITE = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)


class _Undo(Exception):
    pass


@contextmanager
def undone():
    """Yields the set of tables that are written to; everything is as before afterwards."""
    tables = set()

    def watch(execute, sql, params, many, context):
        if found := _WRITE.match(sql):
            tables.add(found[1])
        return execute(sql, params, many, context)

    try:
        with transaction.atomic(), connection.execute_wrapper(watch):
            yield tables
            raise _Undo
    except _Undo:
        pass


@pytest.fixture
def quiet():
    """Thousands of refusals, each with its traceback, are no news here."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)
