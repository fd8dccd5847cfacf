"""Changes SECRET_KEY and PERSON_KEY_SECRET of a running portal, as docs/operations.md says; nobody is locked out (15 minutes).

Needs nginx, as ``scaling`` does, and makes servers of its own.
"""

import re
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests import production  # noqa: E402 -- after the path
from tests.production import Site  # noqa: E402
from tests.stack import wait_until  # noqa: E402
from tests.visitor import Answer, Visitor  # noqa: E402

NEW = "another-key-" * 6
failures: list[str] = []


def told(what: str, *, holds: bool) -> None:
    print(f"{'ok  ' if holds else 'FAIL'}  {what}", flush=True)
    if not holds:
        failures.append(what)


def one_by_one(site: Site) -> None:
    """Every process anew with the values of today, a web only once the other one answers."""
    for number in (1, 2):
        site.processes.stop(f"web-{number}")
        site.start_web(number)
        wait_until(lambda number=number: site.ready(number), 180, f"web-{number}")
    for name in ("default-1", "default-2", "pdf-1", "pdf-2", "beat"):
        site.processes.stop(name)
        site.processes.start(name)


def is_in(visitor: Visitor, page: Answer) -> bool:
    """Whether the session still leads to the page it led to."""
    answer = visitor.ask(page.url)
    return answer.status == page.status and not answer.leads_to


def try_secret_key(site: Site) -> None:
    environment = site.processes.environment
    old = environment["SECRET_KEY"]
    bram, alice = site.visitor(), site.visitor()
    page = bram.log_in("bram")
    form = alice.ask(alice.log_in("alice").url + "contracten/")
    conversation = re.search(r"/werk/[^\"]+/contracten/[0-9a-f-]{36}/", form.text)
    assert conversation, "Alice has a contract"
    form = alice.open(conversation[0] + "gesprek/")

    environment |= {"SECRET_KEY": NEW, "SECRET_KEY_FALLBACKS": old}
    one_by_one(site)
    told("with the old key among the fallbacks Bram is still logged in", holds=is_in(bram, page))
    sent = alice.send(form, "text", text="Bericht dat openstond toen de sleutel veranderde")
    told("and the form that Alice had open is taken", holds=bool(sent.leads_to) and "login" not in sent.leads_to)
    told(
        "a second factor that the old key sealed still opens", holds=is_in(dirk := site.visitor(), dirk.log_in("dirk"))
    )
    said = site.manage("reseal").strip()
    told(f"reseal: {said}", holds=not said.startswith("0 "))
    told(f"once more: {site.manage('reseal').strip()}", holds=site.manage("reseal").startswith("0 "))

    environment["SECRET_KEY_FALLBACKS"] = ""
    one_by_one(site)
    told("without the old key Bram, who opened pages meanwhile, is logged in", holds=is_in(bram, page))
    carla = site.visitor()
    told("and second factors open with the new key alone", holds=is_in(carla, carla.log_in("carla")))
    environment["SECRET_KEY"] = "a-key-that-nobody-knew-" * 3
    one_by_one(site)
    told("with a third key and no fallback everybody has to log in anew", holds=not is_in(bram, page))
    environment["SECRET_KEY"] = NEW
    one_by_one(site)


def try_person_key(site: Site) -> None:
    environment = site.processes.environment
    old = environment["PERSON_KEY_SECRET"]
    hashes = "SELECT person_id, own_key, key FROM placements_personkey ORDER BY 1"
    same = "SELECT array_agg(person_id ORDER BY person_id) FROM placements_personkey GROUP BY key ORDER BY 1"
    before, together = site.primary.ask(hashes), site.primary.ask(same)
    for name in ("web-1", "web-2", "default-1", "default-2", "pdf-1", "pdf-2", "beat"):
        site.processes.stop(name)
    owner = {"DATABASE_OWNER_URL": site.primary.url("owner"), "PERSON_KEY_SECRET": "another-person-key-" * 3}
    began = time.monotonic()
    refused = ""
    try:
        site.manage("rekey_persons", **owner, PERSON_KEY_SECRET_BEFORE="wrong")  # noqa: S106 -- so that it is refused
    except SystemExit as stopped:
        refused = str(stopped).strip().splitlines()[-1]
    told(f"a wrong old secret is refused: {refused}", holds=bool(refused) and site.primary.ask(hashes) == before)
    said = site.manage("rekey_persons", PERSON_KEY_SECRET_BEFORE=old, **owner).strip()
    after = site.primary.ask(hashes)
    changed = sum(one != two for one, two in zip(before, after, strict=True))
    told(f"{said} ({time.monotonic() - began:.0f} s)", holds=changed > 0 and len(before) == len(after))
    told("whoever was one person is one, and whoever was two is two", holds=site.primary.ask(same) == together)
    environment["PERSON_KEY_SECRET"] = owner["PERSON_KEY_SECRET"]
    for name in ("web-1", "web-2", "default-1", "default-2", "pdf-1", "pdf-2", "beat"):
        site.processes.start(name)
    for number in (1, 2):
        wait_until(lambda number=number: site.ready(number), 180, f"web-{number}")
    bram = site.visitor()
    told("the portal runs on the new secret", holds=bram.log_in("bram").status == 200)


def trial(site: Site) -> None:
    try_secret_key(site)
    try_person_key(site)


def main() -> int:
    with production.running() as site:
        trial(site)
    print("Nobody was locked out." if not failures else f"{len(failures)} things did not hold.")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
