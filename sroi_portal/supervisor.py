"""Runs the portal on one machine: web, two workers and beat, with the database and Redis that `./dev` started.

`run` stays in the foreground; SIGINT and SIGTERM stop everything, the servers included. Each child dies with
this process (a death signal of the kernel), and is written down, so that after a hard kill of both the next
start finds what is left (`clean`) and ends only what it started itself.
"""

import argparse
import contextlib
import ctypes
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("VAR_DIR", HERE / "var"))
LEFTOVERS = VAR / "run" / "processes.json"
DEV = str(HERE / "dev")

STOP_WITHIN = 12.0  # seconds for a warm stop, before the cold one
KILL_WITHIN = 4.0  # seconds for the cold one, before the kill
SERVERS_EVERY = 5.0  # seconds between two looks at the database and Redis
READY_WITHIN = 90.0
QUICK_END = 30.0  # a child that ends sooner waits before its next start
PR_SET_PDEATHSIG = 1

_libc = ctypes.CDLL(None, use_errno=True)


def say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


def fail(what: str, mend: str) -> None:
    sys.stderr.write(f"\n./dev: {what}\n  Mend it with:  {mend}\n")
    sys.exit(1)


def _die_with_parent() -> None:
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


# ── What runs, written down ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Trace:
    """Enough of a process to know it again: a process id alone may have been given to another since."""

    name: str
    pid: int
    started: str

    def runs(self) -> bool:
        return _started(self.pid) == self.started


def _started(pid: int) -> str:
    """When the kernel started the process, in clock ticks since boot; empty when it is gone or a zombie."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    state, start = fields[0], fields[19]
    return "" if state == "Z" else start


def write_traces(traces: list[Trace]) -> None:
    LEFTOVERS.parent.mkdir(parents=True, exist_ok=True)
    unfinished = LEFTOVERS.with_suffix(".part")
    unfinished.write_text(json.dumps([asdict(trace) for trace in traces]))
    unfinished.replace(LEFTOVERS)


def read_traces() -> list[Trace]:
    try:
        return [Trace(**trace) for trace in json.loads(LEFTOVERS.read_text())]
    except (OSError, ValueError, TypeError):
        return []


def _group(pid: int) -> Iterator[int]:
    """All processes of the session that a child leads: its workers too, wherever their parent went."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                if os.getsid(int(entry.name)) == pid and _started(int(entry.name)):
                    yield int(entry.name)


def _signal_group(pid: int, number: signal.Signals) -> None:
    for member in _group(pid):
        with contextlib.suppress(ProcessLookupError):
            os.kill(member, number)


def _wait(done: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def clean(*, also_running: bool) -> None:
    """End what an earlier run left behind; with `also_running` the running supervisor as well."""
    traces = read_traces()
    supervisors = [trace for trace in traces if trace.name == "supervisor" and trace.runs()]
    if supervisors and not also_running:
        return
    for trace in supervisors:
        say("Stopping the running portal.")
        os.kill(trace.pid, signal.SIGTERM)
        _wait(lambda trace=trace: not trace.runs(), STOP_WITHIN + KILL_WITHIN + 15)  # type: ignore[misc]
    for trace in traces:
        members = (
            list(_group(trace.pid)) if trace.name != "supervisor" and (trace.runs() or not _started(trace.pid)) else []
        )
        if members:
            say(f"Stopping what an earlier run left: {trace.name}.")
            _signal_group(trace.pid, signal.SIGTERM)
            if not _wait(lambda trace=trace: not list(_group(trace.pid)), 5):  # type: ignore[misc]
                _signal_group(trace.pid, signal.SIGKILL)
    LEFTOVERS.unlink(missing_ok=True)


# ── The processes ────────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Child:
    """One process that is started again when it ends, ever slower while it keeps ending at once."""

    name: str
    command: list[str]
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    quick_ends: int = 0
    next_start: float = 0.0

    def start(self) -> None:
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            cwd=HERE,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_die_with_parent,  # noqa: PLW1509 -- this process has one thread
        )

    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def gone(self) -> bool:
        """Neither the process nor any worker of it is left."""
        return self.process is None or (not self.runs() and not list(_group(self.process.pid)))

    def look(self) -> bool:
        """Start it again if it ended and its pause is over; True when it was."""
        if self.runs():
            return False
        now = time.monotonic()
        if self.next_start == 0.0:
            self.quick_ends = self.quick_ends + 1 if now - self.started_at < QUICK_END else 0
            self.next_start = now + min(2.0**self.quick_ends - 1, QUICK_END)
            say(f"{self.name} ended (status {self.process.returncode if self.process else '-'}); it is started again.")
        if now < self.next_start:
            return False
        if self.process is not None:
            _signal_group(self.process.pid, signal.SIGKILL)
        self.next_start = 0.0
        self.start()
        return True


@dataclass
class Supervisor:
    """Starts the children, keeps them and the servers up, and stops all of it."""

    children: list[Child]
    stopping: bool = field(default=False)

    def ask_to_stop(self, *_signal: object) -> None:
        self.stopping = True

    def run(self, host: str, port: int) -> int:
        """Returns the exit status: 0 when it was asked to stop, 1 when it never got ready."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.ask_to_stop)
        begun = time.monotonic()
        for child in self.children:
            child.start()
        self.write_down()
        in_time = self._until_ready(host, port, begun)
        last_look = time.monotonic()
        while not self.stopping:
            time.sleep(0.2)
            started_again = [child.look() for child in self.children]
            if any(started_again):
                self.write_down()
            if time.monotonic() - last_look > SERVERS_EVERY:
                self._look_at_servers()
                last_look = time.monotonic()
        self.stop()
        return 0 if in_time else 1

    def write_down(self) -> None:
        traces = [Trace("supervisor", os.getpid(), _started(os.getpid()))]
        traces += [
            Trace(child.name, child.process.pid, _started(child.process.pid))
            for child in self.children
            if child.process
        ]
        write_traces(traces)

    def _until_ready(self, host: str, port: int, begun: float) -> bool:
        """False when it gave up; True when the portal answers, or was asked to stop before that."""
        address = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}/readyz"  # noqa: S104 -- only compared
        while not self.stopping:
            answer = _get(address)
            if answer == "ok":
                _announce(port)
                return True
            if not self.children[0].runs():
                say("The web process did not start; the lines above say why.")
                self.stopping = True
                return False
            if time.monotonic() - begun > READY_WITHIN:
                why = answer or "no answer"
                say(f"Not ready after {READY_WITHIN:.0f} seconds: {why}. Mend it with:  ./dev down && ./dev up")
                self.stopping = True
                return False
            time.sleep(0.1)
        return True

    def _look_at_servers(self) -> None:
        """A database or Redis that was killed comes back; those given by address are not ours to start."""
        if not _servers_answer():
            say("The database or Redis does not answer; it is started again.")
            subprocess.run([DEV, "start-servers"], check=False, stdin=subprocess.DEVNULL)

    def stop(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        say("", "Stopping.")
        for child in self.children:
            if child.process and child.runs():
                child.process.terminate()
        if not self._all_gone(STOP_WITHIN):
            # A worker in the middle of a job: a cold stop hands the job back to the queue.
            for child in self.children:
                if child.process and child.runs():
                    child.process.send_signal(signal.SIGQUIT)
            if not self._all_gone(KILL_WITHIN):
                self._kill_all()
        for child in self.children:
            if child.process:
                child.process.wait()
        LEFTOVERS.unlink(missing_ok=True)

    def _all_gone(self, seconds: float) -> bool:
        return _wait(lambda: all(child.gone() for child in self.children), seconds)

    def _kill_all(self) -> None:
        for child in self.children:
            if child.process:
                _signal_group(child.process.pid, signal.SIGKILL)


def _announce(port: int) -> None:
    address = f"http://localhost:{port}"
    lines = ["", f"  The portal is ready:  {address}/", f"  Caught mail:          {address}/mail/"]
    if os.environ.get("DEMO") == "1":
        lines += [
            f"  Demo log-ins:         {address}/account/login/  (one click for each person of the demo, no password)"
        ]
    say(*lines, "  Ctrl-C stops all of it; the data stays.", "")


def _get(address: str) -> str:
    """The text of a page of our own, or nothing."""
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 -- an http address made above
            return str(answer.read().decode())
    except urllib.error.HTTPError as error:
        return error.read().decode(errors="replace")
    except OSError:
        return ""


def _servers_answer() -> bool:
    """Whether the unix sockets of the servers that `./dev` started accept a connection."""
    for name in ("DEV_POSTGRES_SOCKET", "DEV_REDIS_SOCKET"):
        path = os.environ.get(name)
        if path:
            with socket.socket(socket.AF_UNIX) as client:
                client.settimeout(2)
                try:
                    client.connect(path)
                except OSError:
                    return False
    return True


def children_of(host: str, port: int, *, reload: bool) -> list[Child]:
    """Web first; none of them is told the owner's log-in."""
    environment = {
        name: value for name, value in os.environ.items() if name not in {"DATABASE_OWNER_URL", "DATABASE_TEST_URL"}
    }
    # Celery's warning about root: here the only user may be root, and the page of operations says what production wants.
    environment["PYTHONWARNINGS"] = "ignore:You're running the worker with superuser privileges"
    python = sys.executable
    celery = [python, "-m", "celery", "--quiet", "--app", "sroi_portal"]
    worker = [*celery, "worker", "--loglevel", "WARNING", "--without-gossip", "--without-mingle"]
    (VAR / "beat").mkdir(parents=True, exist_ok=True)
    web = [python, "-m", "gunicorn", "sroi_portal.wsgi", "--bind", f"{host}:{port}", "--workers", "2", "--threads", "4"]
    web += ["--no-control-socket", "--graceful-timeout", "8", "--timeout", "60", "--log-level", "warning"]
    if reload:
        web += ["--reload"]
    return [
        Child("web", web, environment),
        Child(
            "worker default",
            [*worker, "--queues", "default", "--hostname", "default@%h", "--concurrency", "1"],
            environment,
        ),
        Child("worker pdf", [*worker, "--queues", "pdf", "--hostname", "pdf@%h", "--concurrency", "1"], environment),
        Child("beat", [*celery, "beat", "--loglevel", "WARNING", "--pidfile", ""], environment),
    ]


def stop_servers() -> None:
    """The lock that says "in use" came with this process: it is let go before `./dev` is asked to stop the servers."""
    os.closerange(3, 64)
    subprocess.run([DEV, "stop-servers"], check=False, stdin=subprocess.DEVNULL)


def _port_is_free(host: str, port: int) -> bool:
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind((host, port))
        except OSError:
            return False
    return True


def main() -> int:
    parser = argparse.ArgumentParser(prog="./dev")
    commands = parser.add_subparsers(dest="command", required=True)
    cleaning = commands.add_parser("clean")
    cleaning.add_argument("--running", action="store_true")
    running = commands.add_parser("run")
    running.add_argument("--host", default="127.0.0.1")
    running.add_argument("--port", type=int, default=8000)
    running.add_argument("--reload", action="store_true")
    options = parser.parse_args()
    if options.command == "clean":
        clean(also_running=options.running)
        return 0
    if not _port_is_free(options.host, options.port):
        stop_servers()
        fail(f"Port {options.port} is in use by another program.", f"./dev up --port {options.port + 1}")
    status = Supervisor(children_of(options.host, options.port, reload=options.reload)).run(options.host, options.port)
    stop_servers()
    say("Stopped; the data stays.")
    return status


if __name__ == "__main__":
    sys.exit(main())
