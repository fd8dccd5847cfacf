"""The shape of production on this machine: the commands of docker-compose.yml, PostgreSQL with a replica, and a proxy.

Nothing here is for the tests of ``./dev test``; campaigns use it. All servers listen on the loopback alone.
"""

import contextlib
import http.client
import os
import re
import shlex
import shutil
import signal
import socketserver
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path

import psycopg
import yaml

from tests.stack import ROOT, die_with_parent, free_port, wait_until
from tests.visitor import PASSWORD, TOTP_SECRET, Visitor

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
HOST = "localhost"
PASSWORDS = {"OWNER_PASSWORD": "owner", "APP_PASSWORD": "app", "REPLICA_PASSWORD": "replica"}
STOP_WITHIN = 40
#: With the owner's log-in: a password and a second factor for everybody of the demo.
LOG_INS = """
from allauth.mfa.models import Authenticator
from organisations import sealed
from organisations.models import User
for user in User.objects.order_by("pk"):
    user.set_password({password!r})
    user.save(update_fields=["password"])
    Authenticator.objects.create(user=user, type="totp", data={{"secret": sealed.seal({secret!r})}})
"""
_SERVER_USER = ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--init-groups"] if os.geteuid() == 0 else []


def program(name: str) -> str:
    """Where a program stands: named by a variable (``NGINX``), on the path, or where Debian puts servers."""
    places = os.environ["PATH"] + ":/usr/sbin"
    found = os.environ.get(name.upper()) or shutil.which(name, path=places)
    if not found and (versions := sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))):
        found = str(versions[-1])
    if not found:
        sys.exit(f"{name} is not installed here: apt-get install {name}, or say where it is in {name.upper()}.")
    return found


@dataclass
class Cluster:
    """One server of PostgreSQL; as root it runs as the system user of the servers."""

    folder: Path
    port: int = field(default_factory=free_port)

    def make(self) -> None:
        """A new one, with the roles and the database that ``deploy/roles.sh`` makes, and a role for replicas."""
        self._run(
            "initdb",
            "-U",
            "postgres",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--auth-local=trust",
            "--auth-host=scram-sha-256",
        )
        with (self.folder / "pg_hba.conf").open("a") as file:
            file.write("host replication sroi_replica 127.0.0.1/32 scram-sha-256\n")
        self.start()
        environment = {
            "PATH": os.environ["PATH"],
            "PGHOST": str(self.folder.parent),
            "PGPORT": str(self.port),
            **PASSWORDS,
        }
        subprocess.run(["/bin/sh", "deploy/roles.sh"], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
        self.ask("CREATE ROLE sroi_replica LOGIN REPLICATION PASSWORD 'replica'", "postgres")

    def follow(self, primary: "Cluster") -> None:
        """Become a copy of the primary that stays up to date, with a slot that keeps what it has not read yet."""
        address = f"host=127.0.0.1 port={primary.port} user=sroi_replica password=replica application_name=replica"
        self._run(
            "pg_basebackup",
            "--dbname",
            address,
            "--write-recovery-conf",
            "--create-slot",
            "--slot=replica",
            "--checkpoint=fast",
        )
        self.start()

    def start(self) -> None:
        options = {
            "port": self.port,
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": self.folder.parent,
            "shared_buffers": "256MB",
            # As in docker-compose.yml; and what each statement that writes was done for.
            "log_line_prefix": "%m [%p] %a ",
            "log_error_verbosity": "terse",
            "log_statement": "mod",
            "log_parameter_max_length": 0,
            # The processes crash here, not the machine.
            "fsync": "off",
        }
        given = " ".join(f"-c {name}={shlex.quote(str(value))}" for name, value in options.items())
        self._run("pg_ctl", "-o", given, "-l", str(self.log), "-w", "start")

    @property
    def log(self) -> Path:
        return self.folder.with_suffix(".log")

    def stop(self, how: str = "fast") -> None:
        """``immediate`` is a crash: nothing is written down any more."""
        if (self.folder / "postmaster.pid").exists():
            self._run("pg_ctl", "-m", how, "-w", "stop")

    def promote(self) -> None:
        self._run("pg_ctl", "-w", "promote")

    def ask(self, statement: str, database: str = "sroi_portal") -> list[tuple]:
        """As the superuser, past row security."""
        with self.connect("postgres", database) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def connect(self, user: str, database: str = "sroi_portal") -> psycopg.Connection:
        host = str(self.folder.parent)
        return psycopg.connect(host=host, port=self.port, user=user, dbname=database, autocommit=user == "postgres")

    def url(self, user: str, *others: "Cluster") -> str:
        """With other clusters: whichever of them takes what is written."""
        servers = ",".join(f"127.0.0.1:{one.port}" for one in (self, *others))
        options = "?target_session_attrs=read-write&connect_timeout=3" if others else ""
        return f"postgresql://sroi_{user}:{user}@{servers}/sroi_portal{options}"

    def _run(self, name: str, *arguments: str) -> None:
        done = subprocess.run(
            [*_SERVER_USER, program(name), "-D", str(self.folder), *arguments],
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        if done.returncode:
            sys.exit(f"{name} failed: {done.stderr.strip()[-500:]}")


class MailSink(socketserver.ThreadingTCPServer):
    """A mail server that keeps everything it gets: ``arrived`` has a line of Message-ID for each."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _MailConversation)
        self.arrived: list[str] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()


class _MailConversation(socketserver.StreamRequestHandler):
    server: MailSink

    def handle(self) -> None:
        self._say(220)
        while line := self.rfile.readline():
            word = line.upper().split()[:1]
            if word == [b"DATA"]:
                self._say(354)
                text = b""
                while (part := self.rfile.readline()) not in (b".\r\n", b""):
                    text += part
                self.server.arrived.append(str(message_from_bytes(text)["Message-ID"]))
            self._say(221 if word == [b"QUIT"] else 250)
            if word == [b"QUIT"]:
                return

    def _say(self, code: int) -> None:
        self.wfile.write(f"{code} ok\r\n".encode())


@dataclass
class Processes:
    """What runs, by a name of one's own; each leads a session, so that a kill takes its children.

    Who ends by himself is started again, as ``restart: unless-stopped`` does; ``ended`` says who did.
    """

    folder: Path
    environment: dict[str, str]
    running: dict[str, subprocess.Popen] = field(default_factory=dict)
    ended: list[str] = field(default_factory=list)
    _again: dict[str, tuple[list[str], dict[str, str]]] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def keep_up(self, stop: threading.Event) -> None:
        """Until told to stop; in a thread of its own."""
        while not stop.wait(1):
            with self._lock:
                for name in [name for name, process in self.running.items() if process.poll() is not None]:
                    self.ended.append(name)
                    self.start(name)

    def start(self, name: str, command: list[str] | None = None, **more: str) -> None:
        """Start it, or start it again as it was."""
        if command is not None:
            self._again[name] = (command, more)
        command, more = self._again[name]
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environment | more,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent,  # noqa: PLW1509 -- one call of the kernel, no lock is taken
            )

    def stop(self, name: str) -> None:
        """As ``docker compose`` does: ask, and kill who does not listen."""
        with self._lock:
            process = self.running.pop(name)
        process.terminate()
        try:
            process.wait(STOP_WITHIN)
        except subprocess.TimeoutExpired:
            self._kill(process)

    def kill(self, name: str) -> None:
        with self._lock:
            process = self.running.pop(name)
        self._kill(process)

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def stop_all(self) -> None:
        for name in reversed(list(self.running)):
            self.stop(name)

    @staticmethod
    def _kill(process: subprocess.Popen) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(STOP_WITHIN)


def command_of(service: str, *, number: int = 1) -> list[str]:
    """What docker-compose.yml (for web the Dockerfile) starts, with this Python."""
    told = COMPOSE["services"][service].get("command")
    if told is None:
        told = " ".join(re.findall(r'"([^"]+)"', (ROOT / "Dockerfile").read_text().rpartition("CMD ")[2]))
    words = [word.replace("%h", f"{number}.%h") for word in shlex.split(told)]
    return [sys.executable, *words[1:]] if words[0] == "python" else [sys.executable, "-m", *words]


def production_environment(
    folder: Path, *, app_url: str, redis_port: int, mail: MailSink, https: int
) -> dict[str, str]:
    """What compose gives to each process, for servers on this machine."""
    return {
        **{name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ},
        "DJANGO_SETTINGS_MODULE": "sroi_portal.settings.production",
        "DATABASE_URL": app_url,
        "REDIS_URL": f"redis://127.0.0.1:{redis_port}/0",
        "SECRET_KEY": "campaign-" * 8,
        # That of the settings of development, with which the demo is loaded.
        "PERSON_KEY_SECRET": "development-only-person-key-not-a-secret",
        "PUBLIC_URL": f"https://{HOST}:{https}",
        "ALLOWED_HOSTS": HOST,
        "TRUSTED_PROXY_COUNT": "1",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(mail.server_address[1]),
        "EMAIL_USE_TLS": "no",
        "DEFAULT_FROM_EMAIL": "portaal@sroi.example",
        "VAR_DIR": str(folder),
        "WEB_PROCESSES": "1",
    }


def proxy_command(folder: Path, *, http: int, https: int, webs: list[int]) -> list[str]:
    """``deploy/nginx.conf`` before the given ports, with a certificate of its own."""
    certificates = folder / "certificates"
    certificates.mkdir(exist_ok=True)
    subprocess.run(
        [
            *(
                program("openssl"),
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                f"/CN={HOST}",
            ),
            *("-addext", f"subjectAltName=DNS:{HOST}", "-keyout", "privkey.pem", "-out", "fullchain.pem"),
        ],
        cwd=certificates,
        check=True,
        capture_output=True,
    )
    told = (ROOT / "deploy/nginx.conf").read_text()
    for name, value in {"${HOST}": HOST, "${WEB}": "portal-web", "${RESOLVER}": "127.0.0.1"}.items():
        told = told.replace(name, value)
    told = told.replace("listen 80", f"listen 127.0.0.1:{http}").replace("listen 443", f"listen 127.0.0.1:{https}")
    told = told.replace("/etc/nginx/certificates", str(certificates)).replace("/var/www/acme", str(folder))
    servers = " ".join(f"server 127.0.0.1:{port} max_fails=1 fail_timeout=2s;" for port in webs)
    places = " ".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "portal.conf").write_text(told)
    (folder / "nginx.conf").write_text(
        f"{user} pid {folder}/nginx.pid; events {{}} daemon off;\n"
        f"http {{ {places} upstream portal-web {{ {servers} }} include {folder}/portal.conf; }}\n"
    )
    return [program("nginx"), "-c", str(folder / "nginx.conf"), "-p", str(folder), "-e", "stderr"]


def pooler_command(folder: Path, *, port: int, cluster: Cluster, size: int) -> list[str]:
    """PgBouncer with transaction pooling: so many connections to the server for all together."""
    (folder / "users.txt").write_text('"sroi_app" "app"\n')
    (folder / "pgbouncer.ini").write_text(
        f"[databases]\nsroi_portal = host=127.0.0.1 port={cluster.port}\n[pgbouncer]\n"
        f"listen_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\nauth_type = scram-sha-256\n"
        f"auth_file = {folder}/users.txt\npool_mode = transaction\ndefault_pool_size = {size}\nmax_client_conn = 200\n"
    )
    for name in ("users.txt", "pgbouncer.ini"):
        (folder / name).chmod(0o644)
    return [*_SERVER_USER, program("pgbouncer"), str(folder / "pgbouncer.ini")]


@dataclass
class Site:
    """All that runs, and where."""

    folder: Path
    primary: Cluster
    replica: Cluster
    processes: Processes
    mail: MailSink
    https: int
    http: int
    webs: list[int]
    redis: int

    @property
    def address(self) -> str:
        return f"https://{HOST}:{self.https}"

    def visitor(self, address: str = "") -> Visitor:
        return Visitor(address or self.address, str(self.folder / "certificates" / "fullchain.pem"))

    def start_web(self, number: int) -> None:
        self.processes.start(f"web-{number}", command_of("web"), WEB_BIND=f"127.0.0.1:{self.webs[number - 1]}")

    def ready(self, number: int) -> bool:
        plain = Visitor(f"http://127.0.0.1:{self.webs[number - 1]}")
        try:
            return plain.ask("/readyz", Host=HOST).status == http.client.OK
        except (OSError, http.client.HTTPException):
            return False

    def manage(self, *arguments: str, **environment: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.processes.environment | environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            sys.exit(f"{arguments[0]} failed: {done.stderr.strip()[-1500:]}")
        return done.stdout

    @property
    def writing(self) -> Cluster:
        """The cluster that takes what is written."""
        return self.primary if (self.primary.folder / "postmaster.pid").exists() else self.replica


def prepare(site: Site) -> None:
    """Tables, the demo, and log-ins: what docker-compose.yml does first, and what people do after."""
    owner = {"DATABASE_OWNER_URL": site.primary.url("owner")}
    subprocess.run(
        command_of("migrate"), cwd=ROOT, env=site.processes.environment | owner, check=True, capture_output=True
    )
    site.manage("load_demo", DJANGO_SETTINGS_MODULE="sroi_portal.settings.development", DEMO="1")


def give_log_ins(site: Site) -> None:
    script = LOG_INS.format(password=PASSWORD, secret=TOTP_SECRET)
    site.manage("shell", "--no-imports", "--verbosity", "0", "-c", script, DATABASE_URL=site.primary.url("owner"))


@contextmanager
def running(prepared: Callable[[Site], None] = prepare) -> Iterator[Site]:
    with tempfile.TemporaryDirectory(prefix="sroi-") as name, server_folder(Path(name)) as servers:
        folder, mail = Path(name), MailSink()
        primary, replica = Cluster(servers / "primary"), Cluster(servers / "replica")
        https, plain, redis, webs = free_port(), free_port(), free_port(), [free_port(), free_port()]
        environment = production_environment(
            folder, app_url=primary.url("app", replica), redis_port=redis, mail=mail, https=https
        )
        processes = Processes(folder, environment)
        site = Site(folder, primary, replica, processes, mail, https, plain, webs, redis)
        (folder / "beat").mkdir()
        stop = threading.Event()
        keeping = threading.Thread(target=processes.keep_up, args=(stop,), daemon=True)
        try:
            primary.make()
            keeping.start()
            site.manage("collectstatic", "--noinput", "--verbosity", "0")
            processes.start("redis", redis_command(site))
            prepared(site)
            give_log_ins(site)
            replica.follow(primary)
            processes.start("proxy", proxy_command(folder, http=plain, https=https, webs=webs))
            for number in (1, 2):
                site.start_web(number)
                processes.start(f"default-{number}", command_of("worker", number=number))
                processes.start(f"pdf-{number}", command_of("worker-pdf", number=number))
            processes.start("beat", command_of("beat"))
            for number in (1, 2):
                wait_until(
                    lambda number=number: site.ready(number),
                    120,
                    f"web-{number}: " + processes.log(f"web-{number}")[-800:],
                )
            yield site
        finally:
            stop.set()
            processes.stop_all()
            for cluster in (replica, primary):
                cluster.stop("immediate")


def redis_command(site: Site) -> list[str]:
    kept = ["--appendonly", "yes", "--save", "", "--dir", str(site.folder)]
    return [program("redis-server"), "--port", str(site.redis), "--bind", "127.0.0.1", *kept]


@contextmanager
def server_folder(parent: Path) -> Iterator[Path]:
    """A folder that the servers may enter, gone at the end."""
    folder = parent / "servers"
    folder.mkdir()
    parent.chmod(0o755)
    if _SERVER_USER:
        shutil.chown(folder, "postgres", "postgres")
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
