"""SIGKILL at random moments of publishing and saving: no half state, nothing lost that was called done."""

import pytest
from django.db import connection

from .killing import Publishing, Saving

pytestmark = pytest.mark.django_db(transaction=True)

#: Of each act: SQLite is the same code, and what it does when a process dies is SQLite's own.
KILLS = {"postgresql": 100, "sqlite": 25}


@pytest.mark.parametrize("act", [Publishing, Saving])
def test_leave_one_state_or_the_other(forge, log_in, act):
    kills = act(forge, log_in, 20261124)
    count = KILLS[connection.vendor]
    outcome = kills.run(count)
    assert outcome.faults == []
    assert outcome.killed == count
    # Some had been done by then, and not all: or the kills have hit nothing but one side of it.
    assert 0 < outcome.told <= outcome.done < 2 * count
