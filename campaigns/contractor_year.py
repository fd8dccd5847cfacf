"""A contractor's year in the browser: 12 contracts, 30 persons, a payroll file a month, every value checked (about 12 minutes)."""

import argparse
import io
import json
import os
import random
import re
import sys
import tempfile
import time
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sroi_portal.settings.development")
# Playwright leaves its event loop on in this thread, from which the database is queried all the same.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

from tests.own_database import own_database  # noqa: E402 -- after the path
from tests.stack import Stack, running  # noqa: E402

YEAR = 2025
AUTHORITIES = ("gem-groningen", "gem-eemsdelta", "ncg", "provincie-groningen")
COMPANY = "bouwbedrijf-molenwerf"
#: Persons who go to a second contract in July, and the month in which payroll has one of them under another name.
MOVED, MISSPELT_IN = 6, 3
BLOCKS = ("pw_lt2", "pw_gt2", "ww_gt12", "nug", "wia_wao", "wajong", "banenafspraak", "wsw_detachering", "bbl_new")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


class Year:
    """What the contractor means to enter, as rows of a data package; the browser brings it in."""

    def __init__(self, chance: random.Random, *, months: int = 12) -> None:
        self.months = months
        self.contracts = [
            (f"J-{number:02}", AUTHORITIES[number % 4], f"Jaarwerk {number:02}", date(YEAR, 1, 1), date(YEAR, 12, 31))
            for number in range(1, 13)
        ]
        self.people = [
            (
                f"Proef Persoon {_letters(number)}",
                date(chance.randrange(1963, 2003), chance.randrange(1, 13), chance.randrange(1, 29)),
            )
            for number in range(30)
        ]
        self.lines = []
        for number, person in enumerate(self.people):
            block, hours = chance.choice(BLOCKS), chance.choice(["36", "32", "24", "40"])
            until = date(YEAR, 6, 30) if number < MOVED else date(YEAR, 12, 31)
            first = date(YEAR, 1, 1 if number % 3 else 13)
            self.lines.append((self.contracts[number % 12][0], person, block, first, until, hours))
        for number in range(MOVED):
            _contract, person, block, _first, _until, hours = self.lines[number]
            other = self.contracts[(number + 5) % 12][0]
            self.lines.append((other, person, block, date(YEAR, 7, 1), date(YEAR, 12, 31), hours))
        self.hours: dict[tuple[int, int], Decimal] = {}
        for number, line in enumerate(self.lines):
            for month in range(line[3].month, min(line[4].month, months) + 1):
                fair = Decimal(line[5]) * 52 / 12
                # Months differ, so that the year has something to settle.
                self.hours[number, month] = (fair * Decimal(chance.choice(["0.6", "1", "1.25"]))).quantize(
                    Decimal("0.01")
                )

    def package(self) -> dict[str, str]:
        """The contracts, to be brought in before."""
        head = "reference,authority,contractor,title,awarded_on,starts_on,ends_on,contract_sum,basis,basis_amount,percentage"
        rows = [
            f"{reference},{authority},{COMPANY},{title},{YEAR - 1}-11-15,{first},{last},2000000,contract_sum,2000000,5"
            for reference, authority, title, first, last in self.contracts
        ]
        return {"contracts.csv": "\n".join([head, *rows]) + "\n"}

    def payroll(self, month: int) -> str:
        """A payroll file of the month, with a name that nobody knows in one of them."""
        rows = ["Medewerker;Geboortedatum;Loonuren"]
        for (number, of_month), paid in sorted(self.hours.items()):
            if of_month == month:
                name, born = self.lines[number][1]
                typed = name.replace("Persoon", "Perzoon") if (number, month) == (7, MISSPELT_IN) else name
                rows.append(f"{typed};{born:%d-%m-%Y};{str(paid).replace('.', ',')}")
        return "\n".join(rows) + "\n"

    def read(self, tariff: str, references: dict[tuple[str, str, date], str]) -> dict[str, str]:
        """All that was entered, as a package for the naive reading of the rules."""
        deployments = ["reference,contract,person,birth_date,block,starts_on,ends_on,hours_per_week,permanent,status"]
        hours = ["deployment,month,paid_hours,status"]
        for number, (contract, (name, born), block, first, last, week) in enumerate(self.lines):
            reference = references[contract, name, first]
            deployments.append(f"{reference},{contract},{name},{born},{block},{first},{last},{week},no,approved")
            hours += [
                f"{reference},{YEAR}-{month:02},{paid},approved"
                for (line, month), paid in sorted(self.hours.items())
                if line == number
            ]
        return {
            **self.package(),
            "tariff.csv": tariff,
            "deployments.csv": "\n".join(deployments),
            "hours.csv": "\n".join(hours),
            "contributions.csv": "reference,contract,block,date,quantity,status\n",
        }


def _letters(number: int) -> str:
    return "".join(chr(ord("A") + int(digit)) for digit in f"{number:02}")


def dutch(day: date) -> str:
    return f"{day:%d-%m-%Y}"


def home(who) -> str:
    """The address of the workspace."""
    return re.sub(r"(/werk/[^/]+/).*", r"\1", who.here)


def enter_people(bram, year: Year, keys: dict[str, str], labels: dict[str, str]) -> None:
    """Log everybody; who was known before is used again."""
    known = set()
    for contract, (name, born), block, first, last, hours in year.lines:
        bram.page.goto(f"{bram.address}{home(bram)}inzet/nieuw/?contract={keys[contract]}")
        if name in known:
            people = bram.page.get_by_label("Eerder opgevoerd")
            people.select_option(value=people.locator("option", has_text=name).get_attribute("value"))
        else:
            bram.fill("Naam", name)
            bram.fill("Geboortedatum", dutch(born))
        known.add(name)
        bram.page.locator("details.all-blocks summary").click()
        bram.page.get_by_role("radio", name=labels[block], exact=False).first.check()
        bram.settle()
        bram.fill("Eerste werkdag", dutch(first))
        bram.fill("Laatste werkdag", dutch(last))
        bram.fill("Afgesproken uren per week", hours)
        bram.page.get_by_label("De persoon weet dat u deze gegevens doorgeeft").check()
        bram.settle()
        bram.page.get_by_role("button", name="Indienen", exact=True).click()
        bram.page.wait_for_url(re.compile(r"/inzet/[0-9a-f-]{36}/$"))
        send_proof(bram)
    bram.look()


@cache
def picture() -> bytes:
    from PIL import Image  # noqa: PLC0415 -- only here

    out = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(out, "PNG")
    return out.getvalue()


def send_proof(bram) -> None:
    """The statement of the target group and the contract of employment, beside the line."""
    for kind in ("Doelgroepverklaring", "Arbeidsovereenkomst"):
        panel = bram.page.locator("#bewijs")
        if not panel.locator("input[type=file]").is_visible():
            panel.locator("summary", has_text="toevoegen").click()
        panel.get_by_label("Wat is het?").select_option(label=kind)
        panel.locator("input[type=file]").set_input_files(
            {"name": "bewijs.png", "mimeType": "image/png", "buffer": picture()}
        )
        panel.get_by_role("button", name="Bewijs versturen").click()
        bram.settle()


def judge_one_by_one(dirk) -> int:
    """Approve with the keyboard alone what is odd (a new person); the next opens by itself."""
    judged = 0
    dirk.page.goto(f"{dirk.address}{home(dirk)}beoordelen/?zoek=Jaarwerk")
    while dirk.page.locator("#oordeel").count():
        dirk.page.keyboard.press("g")
        dirk.settle()
        judged += 1
        if judged % 12 == 1:
            dirk.look()
    return judged


def judge_together(dirk) -> int:
    """Approve in one go where nothing is odd; returns how many lines were."""
    approved = 0
    while True:
        dirk.page.goto(f"{dirk.address}{home(dirk)}beoordelen/samen/?zoek=Jaarwerk")
        ready = dirk.page.locator("input[name=line]").count()
        if not ready:
            return approved
        dirk.page.get_by_role("button", name=re.compile("Gekozen regels goedkeuren")).click()
        dirk.settle()
        approved += ready


def state_month(bram, year: Year, month: int, folder: Path) -> None:
    """Payroll in, only the exceptions asked, submitted."""
    file = folder / f"loon-{YEAR}-{month:02}.csv"
    file.write_text(year.payroll(month), encoding="utf-8")
    bram.page.goto(f"{bram.address}{home(bram)}uren/inlezen/?maand={YEAR}-{month:02}")
    bram.page.locator("input[type=file]").set_input_files(file)
    bram.page.get_by_role("button", name="Nakijken", exact=True).click()
    bram.settle()
    if "Wat staat er in de kolommen?" in bram.page.title():
        assert month == 1, "the columns were asked twice"
        bram.look()
        bram.page.get_by_role("button", name="Nakijken", exact=True).click()
        bram.settle()
    bram.look()
    asked = bram.page.locator("main select[name^=row-]")
    for number in range(asked.count()):
        wanted = asked.nth(number).locator("option", has_text=year.lines[7][1][0]).first
        asked.nth(number).select_option(value=wanted.get_attribute("value"))
    bram.page.get_by_role("button", name="In de maand zetten en indienen", exact=True).click()
    bram.settle()
    bram.look()
    assert "Wat niet kon" not in bram.text, bram.text


def settle_year(bram, dirk, year: Year, lines: dict[tuple[str, str, date], str]) -> int:
    """Submit the line that settles the uneven months, wherever the portal proposes one, and have it verified."""
    sent = 0
    for contract, (name, _born), _block, first, _last, _hours in year.lines:
        bram.page.goto(f"{bram.address}{home(bram)}inzet/{lines[contract, name, first]}/")
        button = bram.page.get_by_role("button", name=re.compile(f"Jaarregel {YEAR} indienen"))
        if button.count():
            button.first.click()
            bram.settle()
            sent += 1
    bram.look()
    judge_together(dirk)
    judge_one_by_one(dirk)
    return sent


def found() -> tuple[dict[str, str], dict[tuple[str, str, date], str], dict[tuple[str, str, date], str]]:
    """Keys of the contracts; and of each line, by contract, name and first day, its reference and its key."""
    from organisations import tenancy  # noqa: PLC0415 -- Django is set up in main
    from organisations.choices import Purpose  # noqa: PLC0415
    from organisations.models import Region  # noqa: PLC0415
    from placements.models import Deployment  # noqa: PLC0415
    from tenders.models import Contract  # noqa: PLC0415

    of_region = Region.objects.get(code="groningen").pk
    with tenancy.system(Purpose.IMPORT, region_id=of_region):
        contracts = {one.reference: str(one.pk) for one in Contract.objects.filter(reference__startswith="J-")}
        rows = list(
            Deployment.objects.live()
            .filter(contract__reference__startswith="J-")
            .values_list("contract__reference", "person__name", "starts_on", "reference", "pk")
        )
    references = {(contract, name, first): reference for contract, name, first, reference, _pk in rows}
    return contracts, references, {(contract, name, first): str(pk) for contract, name, first, _reference, pk in rows}


def labels_and_tariff() -> tuple[dict[str, str], str]:
    """Labels of the blocks of the shipped tariff by their code, and that tariff as a file of a package."""
    from tests.exchange.naive_package import rows_of  # noqa: PLC0415 -- Django is set up in main

    text = (ROOT / "demo" / "tariff.csv").read_text(encoding="utf-8")
    return {row["block"]: row["label"] for row in rows_of(text)}, text


def wrong_values(stack: Stack, year: Year, tariff: str, references: dict[tuple[str, str, date], str]) -> list[str]:
    """Contracts of which the portal's figures differ from the naive reading, in words."""
    from tests.exchange.naive_package import NaivePackage  # noqa: PLC0415 -- Django is set up in main

    package, wrong = NaivePackage(year.read(tariff, references)), []
    for reference, *_rest in year.contracts:
        portal = json.loads(stack.manage("value_contract", reference, "--region", "groningen", "--format", "json"))
        own = package.value(reference, years=[YEAR])
        wrong += [f"{reference} {key}: {portal[key]} instead of {own[key]}" for key in own if portal[key] != own[key]]
    return wrong


def played(stack: Stack, browser, year: Year, folder: Path) -> list[str]:
    """The year from the first person to the last verdict; gives what was wrong, in words."""
    from tests.journeys.visitor import visitor  # noqa: PLC0415 -- Django is set up in main

    for name, text in year.package().items():
        (folder / name).write_text(text, encoding="utf-8")
    stack.manage("import_data", str(folder), "--region", "groningen")
    keys, _none, _none = found()
    labels, tariff = labels_and_tariff()
    bram, dirk = visitor(browser, stack), visitor(browser, stack)
    bram.log_in_as("Bram")
    dirk.log_in_as("Dirk")
    begun = time.monotonic()

    def tell(what: str) -> None:
        print(f"{time.monotonic() - begun:5.0f} s  {what}", flush=True)

    try:
        play(stack, bram, dirk, year, keys, labels, folder, tell)
    except Exception:
        for who in (bram, dirk):
            print(f"at {who.page.url}: {who.text[:3000]}", flush=True)
            who.page.screenshot(path=ROOT / "var" / f"{'bram' if who is bram else 'dirk'}.png", full_page=True)
        raise
    _keys, references, _lines = found()
    return [*bram.wrong, *dirk.wrong, *wrong_values(stack, year, tariff, references)]


def play(
    stack: Stack, bram, dirk, year: Year, keys: dict[str, str], labels: dict[str, str], folder: Path, tell
) -> None:
    """Everything in the order in which it would happen."""
    enter_people(bram, year, keys, labels)
    tell(f"{len(year.lines)} lines of {len(year.people)} persons logged, with evidence")
    tell(f"{judge_one_by_one(dirk)} verdicts by key")
    _keys, _references, lines = found()
    for month in range(1, year.months + 1):
        state_month(bram, year, month, folder)
        tell(f"month {month} stated; {judge_together(dirk)} lines approved together, {judge_one_by_one(dirk)} by key")
    # What the portal does by itself in the night after the last month: it proposes the lines that settle the year.
    stack.manage("keep_up", "--region", "groningen", "--only", "placements.year_lines")
    tell(f"{settle_year(bram, dirk, year, lines)} years settled")


def main() -> int:
    parser = argparse.ArgumentParser(prog="./dev campaign contractor_year")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--months", type=int, default=12, help="how many months of the year are stated")
    options = parser.parse_args()
    print(f"seed {options.seed}")
    year, wrong = Year(random.Random(options.seed), months=options.months), []
    with own_database() as database:
        database.use()
        import django  # noqa: PLC0415 -- after the address of the database

        django.setup()
        from django.db import connection  # noqa: PLC0415
        from playwright.sync_api import sync_playwright  # noqa: PLC0415

        try:
            with (
                running(app_url=database.app_url, owner_url=database.owner_url, demo=True) as stack,
                tempfile.TemporaryDirectory() as folder,
                sync_playwright() as playwright,
            ):
                browser = playwright.chromium.launch(
                    executable_path=os.environ.get("CHROMIUM") or "/usr/bin/chromium", args=QUIET
                )
                wrong = played(stack, browser, year, Path(folder))
                browser.close()
        finally:
            connection.close()
            connection.close_pool()
    for line in wrong:
        print(f"WRONG {line}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
