"""The whole portal as processes on free ports: web, both workers, beat and a Redis of its own, on a given database."""

import contextlib
import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
READY_WITHIN = 90
STOP_WITHIN = 15
PR_SET_PDEATHSIG = 1

_libc = ctypes.CDLL(None, use_errno=True)


@dataclass
class Stack:
    """``processes`` by name: web, default, pdf, beat, redis. Each leads a session, so that a kill takes its children."""

    address: str
    environment: dict[str, str]
    folder: Path
    commands: dict[str, list[str]]
    processes: dict[str, subprocess.Popen] = field(default_factory=dict)

    @property
    def mail_folder(self) -> Path:
        return self.folder / "mail"

    def start(self, name: str) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                self.commands[name],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent,  # noqa: PLW1509 -- one call of the kernel, no lock is taken
            )

    def kill(self, name: str) -> None:
        """SIGKILL to the process and all it started."""
        process = self.processes[name]
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(STOP_WITHIN)

    def manage(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{arguments}: {done.stderr[-2000:]}"
        return done.stdout

    def log(self, name: str) -> str:
        file = self.folder / f"{name}.log"
        return file.read_text(errors="replace") if file.exists() else ""

    def get(self, path: str) -> str:
        try:
            with urllib.request.urlopen(self.address + path, timeout=5) as answer:  # noqa: S310 -- our own address
                return answer.read().decode()
        except (urllib.error.URLError, OSError):
            return ""

    def stop(self) -> None:
        order = [name for name in ("beat", "default", "pdf", "web", "redis") if name in self.processes]
        for name in order:
            if self.processes[name].poll() is None:
                self.processes[name].terminate()
        for name in order:
            try:
                self.processes[name].wait(STOP_WITHIN)
            except subprocess.TimeoutExpired:
                self.kill(name)


@contextmanager
def running(*, app_url: str, owner_url: str, demo: bool) -> Iterator[Stack]:
    """Everything up, with the demo region in the database if asked; stopped and removed at the end."""
    # A socket path has at most 107 bytes, so it stands right under the system's temporary folder.
    folder = Path(tempfile.mkdtemp(prefix="sroi-"))
    stack = _stack(folder, app_url, owner_url)
    try:
        stack.start("redis")
        wait_until((folder / "redis.sock").exists, READY_WITHIN, "Redis")
        if demo:
            stack.manage("load_demo")
        for name in ("web", "default", "pdf", "beat"):
            stack.start(name)
        wait_until(lambda: stack.get("/readyz") == "ok", READY_WITHIN, lambda: stack.log("web")[-2000:])
        yield stack
    finally:
        stack.stop()
        shutil.rmtree(folder, ignore_errors=True)


def wait_until(happened: Callable[[], object], seconds: int, what: str | Callable[[], str]) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds} seconds in vain for: {what() if callable(what) else what}")
        time.sleep(0.1)


def _stack(folder: Path, app_url: str, owner_url: str) -> Stack:
    port = free_port()
    python = sys.executable
    celery = [python, "-m", "celery", "--quiet", "--app", "sroi_portal"]
    worker = [*celery, "worker", "--loglevel", "WARNING", "--without-gossip", "--without-mingle", "--concurrency", "1"]
    web = ["-m", "gunicorn", "sroi_portal.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", "4"]
    return Stack(
        address=f"http://localhost:{port}",
        folder=folder,
        environment=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "sroi_portal.settings.development",
            "DATABASE_URL": app_url,
            "DATABASE_OWNER_URL": owner_url,
            "REDIS_URL": f"unix://{folder}/redis.sock?db=0",
            "VAR_DIR": str(folder),
            "PUBLIC_URL": f"http://localhost:{port}",
            "DEMO": "1",
            "EMAIL_HOST": "",
        },
        commands={
            "redis": [
                shutil.which("redis-server") or "redis-server",
                *("--port", "0", "--unixsocket", str(folder / "redis.sock"), "--dir", str(folder)),
                *("--appendonly", "yes", "--save", ""),
            ],
            "web": [python, *web, "--log-level", "warning", "--no-control-socket"],
            "default": [*worker, "--queues", "default", "--hostname", f"default-{port}@%h"],
            "pdf": [*worker, "--queues", "pdf", "--hostname", f"pdf-{port}@%h"],
            "beat": [*celery, "beat", "--loglevel", "WARNING", "--pidfile", "", "--schedule", str(folder / "beat")],
        },
    )


def die_with_parent() -> None:
    """Whoever ends the tests hard leaves no portal behind."""
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def free_port() -> int:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return int(server.getsockname()[1])
