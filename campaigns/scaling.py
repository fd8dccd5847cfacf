"""Two webs behind a proxy, four workers, a replica; each is killed or replaced under traffic, nothing is lost (25 minutes).

Needs nginx and pgbouncer (apt-get install nginx-light pgbouncer, or their places in NGINX and PGBOUNCER). It makes servers of
its own, runs the commands of docker-compose.yml with the settings of production, and ends them all. docs/scaling.md has the story.
"""

import argparse
import http.client
import json
import os
import random
import re
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import psycopg

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests import production  # noqa: E402 -- after the path
from tests.production import Cluster, Site  # noqa: E402
from tests.stack import free_port, wait_until  # noqa: E402
from tests.visitor import Answer, Visitor  # noqa: E402

READERS = ("carla", "dirk", "frank")
WRITERS = ("alice", "bram")
#: Where each reads: lists that ask the database something.
PAGES = ("", "contracten/", "zoeken/?q=bouw")
failures: list[str] = []


def told(what: str, *, holds: bool) -> None:
    print(f"{'ok  ' if holds else 'FAIL'}  {what}", flush=True)
    if not holds:
        failures.append(what)


@dataclass
class Tally:
    """What visitors met, and what they may count on: texts that were acknowledged, and hours as they were last kept."""

    answers: list[tuple[float, int, float, str]] = field(default_factory=list)
    posted: list[str] = field(default_factory=list)
    hours: str = ""
    wrong: list[str] = field(default_factory=list)
    #: By the clock of the database: what was mailed before is not counted.
    since: str = "-infinity"
    #: Of the request that asked for a report.
    reference: str = ""
    stop: threading.Event = field(default_factory=threading.Event)

    def met(self, since: float, until: float = 0.0) -> str:
        """In words: how many answers, how many were none or an error, and how long the slow ones took."""
        some = [one for one in self.answers if since <= one[0] + one[2] <= (until or time.monotonic())]
        bad = [one for one in some if one[1] >= http.client.INTERNAL_SERVER_ERROR or not one[1]]
        gap = max((one[0] for one in bad), default=0) - min((one[0] for one in bad), default=0)
        slow = statistics.quantiles([one[2] for one in some], n=20)[-1] * 1000 if len(some) > 1 else 0
        kinds = {code: sum(one[1] == code for one in bad) for code in {one[1] for one in bad}}
        return f"{len(some)} answers, {len(bad)} not given {kinds or ''} within {gap:.1f} s, 95% under {slow:.0f} ms"


def measured(tally: Tally, ask: Callable[[], Answer], what: str) -> Answer | None:
    """None where no answer came; that and what it took is noted."""
    began = time.monotonic()
    try:
        answer = ask()
    except (OSError, http.client.HTTPException):
        tally.answers.append((began, 0, time.monotonic() - began, what))
        return None
    tally.answers.append((began, answer.status, time.monotonic() - began, what))
    if "/account/login" in answer.leads_to:
        tally.wrong.append(f"{what}: logged out")
    return answer


def read_on(site: Site, tally: Tally, who: str, workspace: str, visitor: Visitor, chance: random.Random) -> None:
    """Open lists until told to stop. Nobody sees another workspace, whichever process or connection answers."""
    while not tally.stop.is_set():
        path = workspace + chance.choice(PAGES)
        answer = measured(tally, lambda path=path: visitor.ask(path), f"{who} {path}")
        if answer and answer.status == http.client.OK:
            others = set(re.findall(r"/werk/([0-9a-f-]{36})/", answer.text)) - {workspace.split("/")[2]}
            if others:
                tally.wrong.append(f"{who} saw the workspace of another: {others}")
        time.sleep(chance.uniform(0.05, 0.3))


def write_on(site: Site, tally: Tally, who: str, page: str, visitor: Visitor) -> None:
    """Post numbered messages on a contract; whoever gets no answer presses again, as people do."""
    number = 0
    while not tally.stop.is_set():
        number += 1
        text = f"Bericht {number} van {who} over de voortgang"
        form = _until_there(tally, lambda: visitor.ask(page), f"{who} opens")
        if form is None:
            return
        sent = _until_there(tally, lambda form=form, text=text: visitor.send(form, "text", text=text), f"{who} posts")
        if sent is None:
            return
        if sent.leads_to:
            tally.posted.append(text)
        else:
            tally.wrong.append(f"{who}: {sent.status} for message {number}")
        time.sleep(0.3)


def hours_on(tally: Tally, workspace: str, visitor: Visitor) -> None:
    """Type other hours in the first line of the month, and keep them."""
    month = visitor.open(workspace + "uren/").url
    for number in range(1, 10_000):
        if tally.stop.is_set():
            return
        page = _until_there(tally, lambda: visitor.ask(month), "bram opens the month")
        if page is None:
            return
        name = re.search(r'name="([^"]*hours)"', page.text)
        if name is None:
            tally.wrong.append("no hours to fill in")
            return
        value = f"{number % 5 + 10}"
        sent = _until_there(
            tally,
            lambda page=page, name=name, value=value: visitor.send(page, name[1], action="save", **{name[1]: value}),
            "bram keeps hours",
        )
        if sent and sent.leads_to:
            tally.hours = value
        time.sleep(0.5)


def _until_there(tally: Tally, ask: Callable[[], Answer], what: str) -> Answer | None:
    until = time.monotonic() + 90
    while time.monotonic() < until:
        answer = measured(tally, ask, what)
        if answer and answer.status < http.client.INTERNAL_SERVER_ERROR:
            return answer
        time.sleep(0.5)
    tally.wrong.append(f"{what}: no answer within 90 s")
    return None


# ── What is tried ────────────────────────────────────────────────────────────────────────────────────────────


def try_proxy(site: Site) -> None:
    """Headers, cookies, files and limits as a browser meets them."""
    visitor = site.visitor()
    plain = Visitor(f"http://{production.HOST}:{site.http}").ask("/account/login/")
    told("http leads to https", holds=plain.leads_to == f"https://{production.HOST}/account/login/")
    page = visitor.ask("/account/login/", **{"Accept-Encoding": "gzip", "X-Forwarded-For": "1.2.3.4"})
    wanted = {
        "Strict-Transport-Security": "max-age=31536000",
        "Content-Security-Policy": "default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Content-Encoding": "gzip",
    }
    missing = [name for name, value in wanted.items() if value not in (page.headers[name] or "")]
    told(f"a page has its headers and is compressed {missing or ''}", holds=not missing)
    cookies = page.headers.get_all("Set-Cookie") or []
    told(
        "cookies are for this host and TLS alone",
        holds=all("__Host-" in one and "Secure" in one for one in cookies) and bool(cookies),
    )
    sheet = re.search(r'href="(/static/[^"]+\.css)"', visitor.ask("/account/login/").text)
    file = visitor.ask(sheet[1] if sheet else "/", **{"Accept-Encoding": "br"})
    told(
        f"static files are kept ({file.headers['Cache-Control']}) and come with {file.headers['Content-Encoding']}",
        holds="immutable" in (file.headers["Cache-Control"] or "") and file.headers["Content-Encoding"] == "br",
    )
    told("a body of 201 MB is refused unread", holds=_refused_size(visitor) == http.client.REQUEST_ENTITY_TOO_LARGE)
    slow = [_slow_sender(site) for _one in range(40)]
    began = time.monotonic()
    answered = site.visitor().ask("/account/login/").status == http.client.OK
    told(
        f"forty slow senders hold nobody up ({time.monotonic() - began:.2f} s)",
        holds=answered and time.monotonic() - began < 5,
    )
    for connection in slow:
        connection.close()
    log = site.processes.log("proxy")
    told(
        "no address in the log of the proxy, and a reference on each line",
        holds="/account/" not in log and page.reference in log,
    )


def _refused_size(visitor: Visitor) -> int:
    connection = visitor._connected(production.HOST, int(visitor.address.rpartition(":")[2]))  # noqa: SLF001 -- half a request
    connection.putrequest("POST", "/account/login/")
    connection.putheader("Content-Length", str(201 * 1024 * 1024))
    connection.endheaders()
    return connection.getresponse().status


def _slow_sender(site: Site) -> http.client.HTTPConnection:
    """Says that it will send a form, and sends a bit of it."""
    connection = site.visitor()._connected(production.HOST, site.https)  # noqa: SLF001 -- half a request
    connection.putrequest("POST", "/account/login/")
    connection.putheader("Content-Length", "5000")
    connection.endheaders(b"login=")
    return connection


def try_replica(site: Site) -> None:
    """Row security is in the copy: nobody acts, no row; a member sees what he sees on the primary; nothing is written."""
    guarded = [
        name
        for (name,) in site.primary.ask(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relrowsecurity"
            " AND has_table_privilege('sroi_app', oid, 'SELECT') ORDER BY 1"
        )
    ]
    members = site.primary.ask("SELECT user_id, organisation_id FROM organisations_membership ORDER BY id")
    told(
        f"{len(guarded)} guarded tables show nobody a row of a person",
        holds=not _seen(site.replica, guarded, None)["candidates_candidate"],
    )
    same = all(_seen(site.replica, guarded, one) == _seen(site.primary, guarded, one) for one in members[:4])
    told("four members see on the replica what they see on the primary", holds=same)
    try:
        with site.replica.connect("sroi_app") as connection:
            connection.execute("INSERT INTO django_session VALUES ('x', 'x', now())")
        told("the replica takes nothing", holds=False)
    except psycopg.errors.ReadOnlySqlTransaction:
        told("the replica takes nothing", holds=True)


def _seen(cluster: Cluster, tables: list[str], member: tuple[UUID, UUID] | None) -> dict[str, int]:
    found = {}
    with cluster.connect("sroi_app") as connection:
        connection.read_only = True
        if member:
            connection.execute("SELECT * FROM organisations_enter(%s, %s, '')", member)
        for name in tables:
            row = connection.execute(f'SELECT count(*) FROM "{name}"'.encode()).fetchone()
            found[name] = row[0] if row else -1
    return found


def try_kills(site: Site, tally: Tally) -> list[float]:
    """One after another, each while visitors read and write; returns how far the replica was behind, in milliseconds."""
    lag: list[float] = []
    with watched(site, lag):
        _pause_with(tally, "nothing happens", 15)
        site.processes.kill("web-1")
        _pause_with(tally, "a web process is killed", 8)
        site.processes.start("web-1")
        wait_until(lambda: site.ready(1), 120, "web-1")
        _pause_with(tally, "and is back", 5)
        busy = _ask_report(site, tally)
        site.processes.kill(busy)
        _pause_with(tally, f"the worker {busy} is killed in the middle of a PDF", 5)
        site.processes.start(busy)
        site.processes.kill("redis")
        _pause_with(tally, "Redis is gone", 6)
        site.processes.start("redis")
        _pause_with(tally, "and is back", 10)
    began = time.monotonic()
    site.primary.stop("immediate")
    site.replica.promote()
    site.replica.ask("ALTER SYSTEM SET synchronous_standby_names = ''")
    site.replica.ask("SELECT pg_reload_conf()")
    _pause_with(tally, "the primary crashes and the replica takes over", 20, began)
    return lag


def _pause_with(tally: Tally, what: str, seconds: int, since: float = 0.0) -> None:
    since = since or time.monotonic()
    time.sleep(seconds)
    print(f"      {what}: {tally.met(since)}", flush=True)


@contextmanager
def watched(site: Site, lag: list[float]) -> Iterator[None]:
    """Ask the primary ten times a second how long a change takes to be on the replica."""
    stop = threading.Event()

    def watch() -> None:
        with site.primary.connect("postgres") as connection:
            while not stop.wait(0.1):
                row = connection.execute(
                    "SELECT extract(epoch FROM replay_lag) * 1000 FROM pg_stat_replication"
                ).fetchone()
                if row and row[0] is not None:
                    lag.append(row[0])

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _ask_report(site: Site, tally: Tally) -> str:
    """Esra asks for a report; returns the name of the worker that is at it."""
    esra = site.visitor()
    start = esra.log_in("esra")
    page = esra.open(start.url + "rapporten/nieuw/?soort=quarterly")
    sent = esra.send(page, "manager_text", kind="quarterly", period="2019-Q3")
    assert sent.leads_to, f"the report was not taken: {sent.status}"
    tally.reference = sent.reference
    before = {name: len(site.processes.log(name)) for name in ("pdf-1", "pdf-2")}
    wait_until(
        lambda: any("attempt" in site.processes.log(name)[size:] for name, size in before.items()),
        60,
        "a worker at the report",
    )
    return next(name for name, size in before.items() if "attempt" in site.processes.log(name)[size:])


def verdict(site: Site, tally: Tally) -> None:
    """After all is quiet: every text once, every mail, every report, and hours as they were last kept."""
    waiting = "SELECT count(*) FROM organisations_outboxmessage WHERE done_at IS NULL AND given_up_at IS NULL"
    wait_until(lambda: site.writing.ask(waiting) == [(0,)], 400, "jobs and mails to end")
    found = site.writing.ask("SELECT text, count(*) FROM tenders_message WHERE text LIKE 'Bericht %' GROUP BY 1")
    twice = [text for text, number in found if number > 1]
    lost = set(tally.posted) - {text for text, _number in found}
    told(
        f"{len(tally.posted)} messages were acknowledged: none lost, none twice {lost or ''} {twice or ''}",
        holds=not lost and not twice and bool(found),
    )
    rows = site.writing.ask(
        "SELECT message_id FROM organisations_outboxmessage WHERE kind = 'mail' AND done_at IS NOT NULL"
        f" AND done_at > '{tally.since}'"
    )
    arrived = site.mail.arrived
    missing = {key for (key,) in rows} - set(arrived)
    told(
        f"{len(set(arrived))} mails arrived, {len(arrived) - len(set(arrived))} of them again under one Message-ID; {len(missing)} lost",
        holds=not missing and bool(arrived),
    )
    told(
        "no job was given up",
        holds=site.writing.ask("SELECT count(*) FROM organisations_outboxmessage WHERE given_up_at IS NOT NULL")
        == [(0,)],
    )
    reports = site.writing.ask(
        "SELECT r.status, count(DISTINCT f.id), count(DISTINCT r.id) FROM reporting_report r LEFT JOIN reporting_reportfile f"
        " ON f.report_id = r.id WHERE r.period = '2019-Q3' AND r.kind = 'quarterly' GROUP BY 1"
    )
    told(
        f"the report whose worker was killed stands once, with its files: {reports}",
        holds=len(reports) == 1 and reports[0][2] == 1 and reports[0][1] > 0,
    )
    told(f"nobody was logged out, and nobody saw another's workspace {tally.wrong or ''}", holds=not tally.wrong)
    bram = site.visitor()
    month = bram.open(bram.log_in("bram").url + "uren/")
    told(
        f"the hours are those that were kept last ({tally.hours})",
        holds=bool(tally.hours) and f'value="{tally.hours}' in month.text,
    )


def try_reference(site: Site, tally: Tally) -> None:
    """One reference through proxy, web, worker and the logs of both databases."""
    reference = tally.reference
    logs = {
        name: site.processes.log(name)
        for name in ("proxy", "web-1", "web-2", "pdf-1", "pdf-2", "default-1", "default-2")
    }
    logs["PostgreSQL"] = site.primary.log.read_text(errors="replace") + site.replica.log.read_text(errors="replace")
    found = {name: next((line for line in log.splitlines() if reference in line), "") for name, log in logs.items()}
    for name, line in found.items():
        if line:
            print(f"      {name}: {line[:230]}")
    somewhere = [
        any(found[name] for name in names)
        for names in (("proxy",), ("web-1", "web-2"), ("pdf-1", "pdf-2"), ("PostgreSQL",))
    ]
    jobs = site.writing.ask(f"SELECT name FROM organisations_outboxmessage WHERE reference = '{reference}'")
    print(f"      jobs and mails under it: {[name for (name,) in jobs]}", flush=True)
    told(f"reference {reference} ties proxy, web, worker and database", holds=all(somewhere))
    lines = logs["web-1"].splitlines()
    strange = [line for line in lines if not _is_json(line)]
    told(f"every line of web is one object of JSON {strange[:2] or ''}", holds=not strange)


def _is_json(line: str) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return False
    return True


def try_pooler(site: Site, sessions: dict[str, tuple[str, Visitor]]) -> None:
    """Through PgBouncer with transaction pooling and two connections for everybody: nobody gets what is another's."""
    port = free_port()
    site.processes.start(
        "pooler", production.pooler_command(site.folder / "servers", port=port, cluster=site.writing, size=2)
    )
    url = f"postgresql://sroi_app:app@127.0.0.1:{port}/sroi_portal"
    site.processes.environment["DATABASE_URL"] = url
    for number in (1, 2):
        site.processes.stop(f"web-{number}")
        site.start_web(number)
    for number in (1, 2):
        wait_until(
            lambda number=number: site.ready(number),
            120,
            "a web behind PgBouncer: " + site.processes.log("pooler")[-500:],
        )
    tally, began = Tally(), time.monotonic()
    with visiting(site, tally, sessions):
        time.sleep(20)
        contexts = set()
        for _time in range(200):
            with psycopg.connect(url) as connection:
                contexts |= set(
                    connection.execute(
                        "SELECT current_setting('app.organisation', true), count(*) FROM candidates_candidate"
                    ).fetchall()
                )
    told(
        f"behind PgBouncer: {tally.met(began)} {tally.wrong or ''}",
        holds=not tally.wrong and all(one[1] == http.client.OK or one[1] == http.client.FOUND for one in tally.answers),
    )
    told(
        f"between two transactions nothing of anybody is left on a connection: {contexts}",
        holds=contexts <= {("", 0), (None, 0)},
    )
    posted = site.writing.ask("SELECT count(*) FROM tenders_message WHERE text LIKE 'Bericht %'")
    told(f"and what was written is there ({len(tally.posted)} of {posted[0][0]})", holds=bool(tally.posted))


@contextmanager
def visiting(site: Site, tally: Tally, sessions: dict[str, tuple[str, Visitor]]) -> Iterator[None]:
    """Everybody at work, each in the one session that was opened at the start."""
    threads = []
    for number, who in enumerate((*READERS, *WRITERS)):
        workspace, visitor = sessions[who]
        threads.append(
            threading.Thread(target=read_on, args=(site, tally, who, workspace, visitor, random.Random(number)))
        )
    for who in WRITERS:
        workspace, visitor = sessions[who]
        listed = re.findall(r"/contracten/([0-9a-f-]{36})/", visitor.open(workspace + "contracten/").text)
        threads.append(
            threading.Thread(
                target=write_on, args=(site, tally, who, f"{workspace}contracten/{listed[0]}/gesprek/", visitor)
            )
        )
    threads.append(threading.Thread(target=hours_on, args=(tally, sessions["bram"][0], sessions["bram"][1])))
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        tally.stop.set()
        for thread in threads:
            thread.join()


def compare_numbers(site: Site, sessions: dict[str, tuple[str, Visitor]], seconds: int) -> None:
    """Pages a second with two webs and with one."""
    found = {}
    for webs in (2, 1):
        if webs == 1:
            site.processes.stop("web-2")
        tally = Tally()
        threads = [
            threading.Thread(target=_read_fast, args=(tally, *sessions[who]))
            for who in (*READERS, *WRITERS)
            for _again in (1, 2)
        ]
        for thread in threads:
            thread.start()
        time.sleep(seconds)
        tally.stop.set()
        for thread in threads:
            thread.join()
        good = [one for one in tally.answers if one[1] == http.client.OK]
        found[webs] = len(good) / seconds
        print(f"      {webs} web: {found[webs]:.1f} pages a second, {tally.met(0)}", flush=True)
    site.start_web(2)
    wait_until(lambda: site.ready(2), 120, "web-2")
    print(
        f"      two webs answer {found[2] / found[1]:.2f} times as many as one, on {os.cpu_count()} processors for everything",
        flush=True,
    )


def _read_fast(tally: Tally, workspace: str, visitor: Visitor) -> None:
    while not tally.stop.is_set():
        measured(tally, lambda: visitor.ask(workspace + "contracten/"), "list")


def trial(site: Site, seconds: int) -> None:
    try_proxy(site)
    sessions = {}
    for who in (*READERS, *WRITERS):
        visitor = site.visitor()
        address = visitor.log_in(who).url
        sessions[who] = (re.sub(r"^https://[^/]+(/werk/[^/]+/).*", r"\1", address), visitor)
    told("five people are logged in, each with a second factor", holds=len(sessions) == len(READERS + WRITERS))
    try_replica(site)
    compare_numbers(site, sessions, seconds)
    site.primary.ask("ALTER SYSTEM SET synchronous_standby_names = 'replica'")
    site.primary.ask("SELECT pg_reload_conf()")
    tally = Tally(since=str(site.primary.ask("SELECT now()")[0][0]))
    with visiting(site, tally, sessions):
        lag = try_kills(site, tally)
    print(f"      ended by themselves and started again: {site.processes.ended or 'nobody'}", flush=True)
    print(
        f"      the replica was {statistics.median(lag):.1f} ms behind (median of {len(lag)}), {max(lag):.1f} at most",
        flush=True,
    )
    verdict(site, tally)
    try_reference(site, tally)
    try_pooler(site, sessions)


def main() -> int:
    parser = argparse.ArgumentParser(prog="./dev campaign scaling")
    parser.add_argument("--seconds", type=int, default=15, help="how long to measure one web and two")
    options = parser.parse_args()
    with production.running() as site:
        trial(site, options.seconds)
    print("Nothing was lost." if not failures else f"{len(failures)} things did not hold.")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
