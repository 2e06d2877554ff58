"""Prepares the site, then runs server and worker beside each other until one signal ends both.

`supervise.py development` (what `make run` calls) or `supervise.py production` (`make serve`).
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MANAGE = [sys.executable, str(ROOT / "manage.py")]
#: Seconds that a process has to end by itself; gunicorn lets running requests finish in less.
PATIENCE = 15
#: A process that lived this long had started well.
STARTED = 5
PR_SET_PDEATHSIG = 1


class Stopped(Exception):
    """Someone asked for the end."""


def stop(number, frame):
    # Only once: while the processes are being ended, a second Ctrl-C must not leave them orphaned.
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)
    raise Stopped


def die_with_parent():
    """On Linux: if the parent is killed outright, this process gets SIGTERM instead of living on."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Child:
    """One process in a group of its own, started anew when it dies in a site that should stay up."""

    def __init__(self, name, command):
        self.name, self.command = name, command
        self.failures, self.retry_at = 0, 0.0
        self.start()

    def start(self):
        # A session of its own: the terminal's Ctrl-C reaches this supervisor alone, which ends both.
        self.process = subprocess.Popen(
            self.command, cwd=ROOT, start_new_session=True, preexec_fn=die_with_parent
        )
        self.started_at = time.monotonic()

    def has_ended(self):
        return self.process.poll() is not None

    def failed_at_once(self):
        return self.failures == 0 and time.monotonic() - self.started_at < STARTED

    def revive(self):
        """Start again, at once after a long life, with growing pauses (half a minute at most) after
        short ones."""
        now = time.monotonic()
        if not self.retry_at:
            lived = now - self.started_at
            self.failures = 1 if lived > 60 else self.failures + 1
            pause = min(2 ** (self.failures - 1), 30)
            self.signal(signal.SIGKILL)  # what it may have left of its group
            say(
                f"The {self.name} ended ({self.process.returncode}); starting it again in {pause} s."
            )
            self.retry_at = now + pause
        elif now >= self.retry_at:
            self.retry_at = 0.0
            self.start()

    def signal(self, number):
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)


def say(text):
    print(text, file=sys.stderr, flush=True)


def end(children):
    for child in children:
        child.signal(signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE
    for child in children:
        try:
            child.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            say(f"The {child.name} did not end in {PATIENCE} s and is killed.")
        # Also those of its group that outlived it.
        child.signal(signal.SIGKILL)
        child.process.wait()


def run(commands):
    """Keep the processes of `commands` up. Returns when asked to stop, or if the server, which comes
    first, cannot start at all."""
    children = []
    try:
        for name, command in commands:
            children.append(Child(name, command))
        server = children[0]
        while True:
            if server.has_ended() and server.failed_at_once():
                return server.process.returncode or 1
            for child in children:
                if child.has_ended():
                    child.revive()
            time.sleep(0.2)
    except Stopped:
        return 0
    finally:
        end(children)


def main(mode):
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    parent = os.getppid()
    die_with_parent()
    if os.getppid() != parent:
        return 1
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    port = os.environ.get("PORT") or "8000"
    if mode == "development":
        os.environ["DEBUG"] = "1"
        server = [*MANAGE, "runserver", f"127.0.0.1:{port}"]
    else:
        os.environ.setdefault("DEBUG", "0")
        config = str(ROOT / "sejong_cms" / "gunicorn.py")
        server = [sys.executable, "-m", "gunicorn", "-c", config, "sejong_cms.wsgi"]
    try:
        prepared = subprocess.run(
            [sys.executable, str(ROOT / "tools" / "prepare.py"), mode], cwd=ROOT
        )
    except Stopped:
        return 130
    if prepared.returncode:
        return prepared.returncode
    return run([("server", server), ("worker", [*MANAGE, "worker"])])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
