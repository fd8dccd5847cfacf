"""Kills ./dev up in every way and looks at what is left and how fast it is back (about 2 minutes)."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
TRACES = HERE / "var" / "run" / "processes.json"
LOG = HERE / "var" / "log" / "campaign-supervisor.log"
READY_AGAIN_WITHIN = 10


def free_port() -> int:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return int(server.getsockname()[1])


PORT = free_port()


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def start() -> subprocess.Popen[bytes]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "REDIS_"))}
    with LOG.open("ab") as log:
        return subprocess.Popen(
            ["./dev", "up", "--no-demo", "--port", str(PORT)],
            cwd=HERE,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def command(name: str) -> int:
    return subprocess.run(
        ["./dev", name], cwd=HERE, stdin=subprocess.DEVNULL, capture_output=True, check=False
    ).returncode


def readiness() -> str:
    try:
        with urllib.request.urlopen(f"http://localhost:{PORT}/readyz", timeout=3) as answer:
            return str(answer.read().decode())
    except urllib.error.HTTPError as error:
        return error.read().decode()
    except OSError:
        return ""


def traces() -> dict[str, int]:
    """What the run that is on now wrote down itself: names and process ids."""
    try:
        return {trace["name"]: trace["pid"] for trace in json.loads(TRACES.read_text())}
    except (OSError, ValueError):
        return {}


def seconds_until_ready(process: subprocess.Popen[bytes], limit: int = 180) -> float:
    """How long until this very run answers; what an earlier one still answers does not count."""
    begun = time.monotonic()
    while traces().get("supervisor") != process.pid or readiness() != "ok":
        if time.monotonic() - begun > limit or process.poll() is not None:
            sys.exit(f"Not ready after {time.monotonic() - begun:.0f} seconds; see {LOG.relative_to(HERE)}.")
        time.sleep(0.1)
    return time.monotonic() - begun


def sessions() -> set[int]:
    """The sessions that the children of this run lead."""
    return {pid for name, pid in traces().items() if name != "supervisor"}


def members(of: set[int]) -> list[int]:
    """The living processes of these sessions."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and alive(int(entry.name)):
            try:
                session = os.getsid(int(entry.name))
            except OSError:
                continue
            if session in of:
                found.append(int(entry.name))
    return found


class Campaign:
    """Collects what did not hold."""

    def __init__(self) -> None:
        self.wrong: list[str] = []

    def hold(self, what: str, *, holds: bool, measured: str = "") -> None:
        print(f"{'ok   ' if holds else 'WRONG'} {what} {measured}", flush=True)
        if not holds:
            self.wrong.append(what)

    def back(self, what: str) -> subprocess.Popen[bytes]:
        process = start()
        seconds = seconds_until_ready(process)
        self.hold(f"ready after {what}", holds=seconds < READY_AGAIN_WITHIN, measured=f"{seconds:.1f} s")
        return process

    def ends(self, what: str, process: subprocess.Popen[bytes], stop: Callable[[], object]) -> None:
        of = sessions()
        stop()
        status = process.wait(60)
        left = members(of)
        self.hold(
            f"{what} ends with status 0 and leaves no process", holds=status == 0 and not left, measured=str(left)
        )

    def run(self) -> int:
        process = start()
        print(f"first start: {seconds_until_ready(process):.1f} s", flush=True)
        self.ends("Ctrl-C", process, lambda: process.send_signal(signal.SIGINT))

        process = self.back("Ctrl-C")
        self.ends("SIGTERM", process, process.terminate)

        process = self.back("SIGTERM")
        of = sessions()
        process.kill()
        process.wait()
        process = self.back("SIGKILL of the supervisor")
        self.hold("nothing of the killed run is left", holds=not members(of))

        for pid in [process.pid, *members(sessions())]:
            if alive(pid):
                os.kill(pid, signal.SIGKILL)
        process.wait()
        process = self.back("SIGKILL of everything but the servers")

        self.hold("a second up of the same folder is refused", holds=command("up") == 1)

        self.ends("./dev down", process, lambda: command("down"))
        return 1 if self.wrong else 0


if __name__ == "__main__":
    sys.exit(Campaign().run())
