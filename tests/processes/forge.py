"""Processes that work on one database at the same time, started in milliseconds.

`python -m tests.processes.forge` imports the site once and then forks a process for each line it reads:
{"id", "work", "args", "gate", "kill_after"}. The work is a generator of `works` or `programs` in this
folder: what stands before its `yield` is preparation; when that is done it tells {"id", "ready"} and begins
as soon as there is a file `gate`. What it says comes back as lines {"id", "said"}, how long it took as
{"id", "took"}, its end as {"id", "status"}. With `kill_after` it is killed (SIGKILL) so many seconds after
it began, wherever it stands then.
"""

import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from contextlib import suppress
from pathlib import Path
from queue import Empty, Queue

#: Seconds; for what never ends, not for what takes long beside others.
PATIENCE = 300


class Job:
    """One process at work."""

    def __init__(self):
        self.words, self.ready, self.ended = Queue(), threading.Event(), threading.Event()
        self.status = self.took = None

    def said(self):
        """All that it said, after its end. Fails where it broke down; to be killed is no breakdown."""
        assert self.ended.wait(PATIENCE), "a process did not end"
        assert self.status in (0, -signal.SIGKILL), f"a process ended with {self.status}"
        words = []
        with suppress(Empty):
            while True:
                words.append(self.words.get_nowait())
        return words

    @property
    def was_killed(self):
        assert self.ended.wait(PATIENCE), "a process did not end"
        return self.status == -signal.SIGKILL


class Forge:
    """Starts processes on the database that `environment` names."""

    def __init__(self, environment):
        self.jobs = {}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.processes.forge"],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout.readline() == "ready\n"
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def start(self, work, *, gate=None, kill_after=None, fork=True, **args):
        """Start `work`. Returns the Job."""
        job, key = Job(), len(self.jobs)
        self.jobs[key] = job
        order = {"id": key, "work": work, "args": args, "fork": fork}
        order |= {"gate": gate, "kill_after": kill_after}
        self.process.stdin.write(json.dumps(order, default=str) + "\n")
        self.process.stdin.flush()
        return job

    def warm(self, work, **args):
        """Do `work` before the forks, so that each finds loaded what it needs. Returns what it said."""
        return self.start(work, fork=False, **args).said()

    def together(self, *works):
        """Do several `(work, args)` that begin at one moment. Returns what each said."""
        with tempfile.TemporaryDirectory() as folder:
            gate = Path(folder) / "open"
            jobs = [self.start(work, gate=str(gate), **args) for work, args in works]
            for job in jobs:
                assert job.ready.wait(PATIENCE), "a process did not get ready"
            gate.touch()
            return [job.said() for job in jobs]

    def close(self):
        self.process.stdin.close()
        self.process.wait(PATIENCE)
        self.reader.join(PATIENCE)
        self.process.stdout.close()

    def _read(self):
        for line in self.process.stdout:
            told = json.loads(line)
            job = self.jobs[told["id"]]
            if "said" in told:
                job.words.put(told["said"])
            elif "took" in told:
                job.took = told["took"]
            elif "ready" in told:
                job.ready.set()
            else:
                job.status = told["status"]
                job.ready.set()
                job.ended.set()


def _tell(**told):
    # One write of one line, so that the words of two processes never mix.
    os.write(1, (json.dumps(told) + "\n").encode())


def _kill_after(seconds):
    doomed = os.getpid()
    if os.fork() == 0:
        time.sleep(seconds)
        with suppress(ProcessLookupError):
            os.kill(doomed, signal.SIGKILL)
        os._exit(0)


def _named(work):
    from . import programs, works

    return getattr(works, work, None) or getattr(programs, work)


def _work(order):
    from django.db import connection

    def say(word):
        _tell(id=order["id"], said=word)

    try:
        connection.ensure_connection()
        steps = _named(order["work"])(say, **order["args"])
        next(steps)
        _tell(id=order["id"], ready=True)
        while order["gate"] and not os.path.exists(order["gate"]):
            time.sleep(0.0005)
        if order["kill_after"] is not None:
            _kill_after(order["kill_after"])
        begun = time.monotonic()
        for _step in steps:
            pass
        _tell(id=order["id"], took=time.monotonic() - begun)
    except Exception:
        traceback.print_exc()
        return 1
    finally:
        connection.close()
    return 0


def _begin(order, children):
    if not order["fork"]:
        _tell(id=order["id"], status=_work(order))
        return
    pid = os.fork()
    if pid == 0:
        os._exit(_work(order))
    children[pid] = order["id"]


def _reap(children, options):
    while children:
        pid, status = os.waitpid(-1, options)
        if pid == 0:
            return
        if pid in children:
            _tell(id=children.pop(pid), status=os.waitstatus_to_exitcode(status))


def main():
    import django

    django.setup()
    from . import programs, works  # noqa: F401

    children, pending = {}, b""
    orders = selectors.DefaultSelector()
    orders.register(0, selectors.EVENT_READ)
    os.write(1, b"ready\n")
    while True:
        if orders.select(0.002 if children else None):
            chunk = os.read(0, 65536)
            if not chunk:
                break
            *lines, pending = (pending + chunk).split(b"\n")
            for line in lines:
                _begin(json.loads(line), children)
        _reap(children, os.WNOHANG)
    _reap(children, 0)


if __name__ == "__main__":
    main()
