"""What `make` relies on: interpreter, port, and two processes that end together."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))

import port  # noqa: E402


def interpreter(tmp_path, name, body):
    """A program that stands in for some Python."""
    file = tmp_path / name
    file.write_text(f"#!/bin/sh\n{body}\n")
    file.chmod(0o755)
    return str(file)


def choose(**variables):
    return subprocess.run(
        ["sh", "tools/python.sh"], cwd=ROOT, env=variables, capture_output=True, text=True
    )


def test_python_that_was_named_is_taken():
    result = choose(PATH=os.environ["PATH"], PYTHON=sys.executable)

    assert (result.returncode, result.stderr) == (0, "")
    assert Path(result.stdout.strip()).samefile(sys.executable)


def test_python_that_is_too_old_is_refused_in_one_sentence(tmp_path):
    old = interpreter(tmp_path, "python", 'case "$2" in *print*) echo 3.11;; *) exit 1;; esac')

    result = choose(PATH=os.environ["PATH"], PYTHON=old)

    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == (
        f"PYTHON={old} is Python 3.11, which is too old: "
        "name one of version 3.12 or newer, or leave PYTHON unset.\n"
    )


def test_python_without_venv_names_the_package_that_is_missing(tmp_path):
    bare = interpreter(
        tmp_path, "python", 'case "$2" in *ensurepip*) exit 1;; *print*) echo 3.13;; esac'
    )

    result = choose(PATH=os.environ["PATH"], PYTHON=bare)

    assert result.returncode == 1
    assert "apt-get install python3.13-venv" in result.stderr


def test_no_python_at_all_says_what_to_install(tmp_path):
    for tool in ("cat", "dirname"):
        (tmp_path / tool).symlink_to(f"/bin/{tool}" if Path(f"/bin/{tool}").exists() else tool)

    result = subprocess.run(
        ["/bin/sh", "tools/python.sh"],
        cwd=ROOT,
        env={"PATH": str(tmp_path), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
    )

    assert result.returncode == 1
    assert result.stderr.startswith("This needs Python 3.12 or newer and none was found: install")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("value", ["", "http", "0", "65536", "-1", "８０００"])
def test_port_must_be_a_port(value):
    assert port.fault("127.0.0.1", value).startswith("PORT must be a number from 1 to 65535")


def test_port_in_use_is_said_with_the_next_one_to_try():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        number = listener.getsockname()[1]

        assert f"Port {number} of 127.0.0.1 is in use" in port.fault("127.0.0.1", str(number))

    assert port.fault("127.0.0.1", str(number)) is None


SUPERVISED = """
import sys
sys.path.insert(0, "tools")
import signal, supervise
for number in (signal.SIGINT, signal.SIGTERM):
    signal.signal(number, supervise.stop)
supervise.die_with_parent()
# Each starts a process of its own, as gunicorn and the reloader do.
command = ["sh", "-c", "sleep 300 & echo $! >> {pids}; echo $$ >> {pids}; wait"]
sys.exit(supervise.run([("server", command), ("worker", command)]))
"""


def alive(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


def wait_for(condition, seconds=15):
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert condition()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
class TestSupervisor:
    @pytest.fixture
    def supervised(self, tmp_path):
        pids = tmp_path / "pids"
        process = subprocess.Popen(
            [sys.executable, "-c", SUPERVISED.format(pids=pids)],
            cwd=ROOT,
            stderr=subprocess.DEVNULL,
        )
        wait_for(lambda: pids.exists() and len(pids.read_text().split()) == 4)
        yield process, pids
        process.kill()
        process.wait()
        for pid in filter(alive, pids.read_text().split()):
            os.kill(int(pid), signal.SIGKILL)

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_one_signal_ends_everything(self, supervised, number):
        process, pids = supervised

        process.send_signal(number)

        assert process.wait(15) == 0
        wait_for(lambda: not any(map(alive, pids.read_text().split())))

    def test_a_process_that_died_is_started_again(self, supervised):
        process, pids = supervised
        wait_for(lambda: time.monotonic() > 0 and process.poll() is None)
        time.sleep(5.5)  # before that, a server's end is taken for one that cannot start

        os.kill(int(pids.read_text().split()[1]), signal.SIGKILL)

        wait_for(lambda: len(pids.read_text().split()) == 6)
        assert process.poll() is None


def test_supervisor_gives_up_on_a_server_that_cannot_start(tmp_path):
    script = SUPERVISED.replace("sleep 300 & echo $! >> {pids}; echo $$ >> {pids}; wait", "exit 7")

    result = subprocess.run([sys.executable, "-c", script], cwd=ROOT, timeout=30)

    assert result.returncode == 7
