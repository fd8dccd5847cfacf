"""The main job in the browser: an award becomes a figure in a frozen quarterly PDF, by the five who each do a part."""

import datetime as dt
import hashlib
import json
import re
from pathlib import Path

import pymupdf
import pytest
from playwright.sync_api import expect

from tests.journeys.visitor import Visitor, link_mailed_to
from tests.stack import wait_until

pytestmark = pytest.mark.browser

TODAY = dt.datetime.now(dt.UTC).date()
FIRST_OF_MONTH = TODAY.replace(day=1)
LAST_MONTH = (FIRST_OF_MONTH - dt.timedelta(days=1)).replace(day=1)
#: From this width on the menu lies open on the page.
NARROW = 768


def dutch(day: dt.date) -> str:
    return f"{day:%d-%m-%Y}"


def enters_award(alice: Visitor, title: str, company: str, kvk: str, contact: str) -> None:
    """The procurement officer: title, sums and contractor; the obligation is explained while she types."""
    alice.log_in_as("Alice")
    alice.follow(re.compile("Gunning invoeren"), exact=False)
    alice.fill("Titel van de opdracht", title)
    alice.choose("Soort", "Dienst")
    alice.fill("Datum van gunning", dutch(LAST_MONTH - dt.timedelta(days=10)))
    alice.fill("Opdrachtsom, zonder btw", "1.000.000")
    alice.fill("Loonaandeel", "80")
    alice.fill("Eerste dag", dutch(LAST_MONTH))
    alice.fill("Laatste dag", dutch(LAST_MONTH.replace(year=LAST_MONTH.year + 2)))
    alice.page.get_by_role("radio", name=re.compile("5 %")).first.check()
    if alice.has_script:
        expect(alice.page.locator("#assessment")).to_contain_text("50.000")
    alice.fill("KVK-nummer van de opdrachtnemer", kvk)
    alice.fill("Contactpersoon", "Nina Nieuw")
    alice.page.get_by_label("E-mailadres", exact=True).first.fill(contact)
    alice.page.get_by_label("Verantwoordelijk bij het Werkplein").select_option(label="Carla")
    if not alice.has_script:
        alice.press("Gunning vastleggen")
    name = alice.page.get_by_label("Naam van het bedrijf")
    name.wait_for()
    name.fill(company)
    alice.press("Gunning vastleggen")
    alice.sees(title)
    assert "50.000" in alice.text


def comes_in(nina: Visitor, link: str, title: str) -> None:
    """The contractor follows the link, sets a password, and lands on the contract."""
    nina.go(link)
    nina.fill("Wachtwoord", "vier-groene-bomen-in-de-wind")
    nina.press("Begin")
    nina.sees(title)
    for what in ("Verplichting", "Goedgekeurd", "Wacht op beoordeling", "Nog in te vullen", "Volgens schema vandaag"):
        nina.sees(what)
    assert "50.000" in nina.text


def logs_person(nina: Visitor, person: str) -> None:
    nina.follow("Medewerker toevoegen")
    nina.fill("Naam", person)
    nina.fill("Geboortedatum", "17-05-1990")
    nina.page.locator("details.all-blocks summary").click()
    nina.page.locator("details.all-blocks input[type=radio]").first.check()
    nina.fill("Eerste werkdag", dutch(LAST_MONTH))
    nina.fill("Laatste werkdag", dutch(LAST_MONTH.replace(year=LAST_MONTH.year + 1)))
    nina.fill("Afgesproken uren per week", "36")
    forecast = nina.page.locator("#verwacht")
    if nina.has_script:
        expect(forecast).to_contain_text("€")
    else:
        nina.press("Berekenen")
        expect(forecast).to_contain_text("€")
    nina.look()
    nina.page.get_by_label("De persoon weet dat u deze gegevens doorgeeft").check()
    nina.press("Indienen")
    nina.sees(person)


def states_hours(nina: Visitor, person: str) -> None:
    nina.go(re.sub(r"/werk/([^/]+)/.*", rf"/werk/\1/uren/{LAST_MONTH:%Y-%m}/", nina.here))
    nina.sees(person)
    hours = nina.page.locator("td.cell-input input[type=text]").first
    hours.fill("120")
    hours.press("Tab")
    nina.settle()
    nina.look()
    nina.page.locator("button[value=submit]").click()
    nina.settle()
    nina.look()
    nina.sees("Wacht op beoordeling")


def opens_line(dirk: Visitor, company: str) -> None:
    """The coordinator finds the line in the work list by the name of the company."""
    dirk.go(re.sub(r"/werk/([^/]+)/.*", r"/werk/\1/beoordelen/", dirk.here) + "?zoek=" + company.replace(" ", "+"))
    line = dirk.page.locator(".work-list a")
    line.first.click()
    dirk.settle()
    expect(dirk.page.locator(".detail__facts")).to_contain_text(company)
    dirk.look()


def asks(dirk: Visitor, question: str) -> None:
    dirk.fill("Vraag of reden", question)
    dirk.press(re.compile("Terugsturen met vraag"))
    dirk.sees(re.compile("Ongedaan maken"))


def answers(nina: Visitor, person: str, question: str) -> None:
    nina.go(re.sub(r"/werk/([^/]+)/.*", r"/werk/\1/", nina.here))
    nina.sees("Vragen voor u")
    nina.go(nina.here + "inzet/")
    nina.follow(person, exact=False)
    nina.sees(question)
    nina.page.locator("textarea").first.fill("Dat klopt, zie de loonstrook.")
    nina.press("Antwoord versturen")


def sees_band_only(alice: Visitor, person: str, title: str) -> None:
    """The procurement officer sees the band move, and nothing of the person."""
    alice.go(re.sub(r"/werk/([^/]+)/.*", r"/werk/\1/contracten/", alice.here))
    if alice.page.get_by_role("link", name=title).count() == 0:
        alice.page.goto(alice.page.url + "?zoek=" + title.replace(" ", "+"))
    alice.follow(title, exact=False)
    assert person not in alice.page.content()
    assert "Participatiewet" not in alice.text
    assert "%" in alice.text


def makes_report(esra: Visitor, tmp_path: Path) -> None:
    esra.log_in_as("Esra")
    if esra.width < NARROW:
        esra.press("Menu")
    esra.follow(re.compile("^Rapporten"), exact=False)
    esra.follow(re.compile("Rapport maken"), exact=False)
    esra.fill("Toelichting van de programmamanager", "Het gaat goed.")
    esra.press("Rapport maken")
    assert "/rapporten/" in esra.here

    def ready() -> bool:
        esra.page.reload()
        return esra.page.get_by_role("link", name="PDF downloaden").count() > 0

    wait_until(ready, 90, lambda: esra.text)
    esra.look()
    files = {name: downloaded(esra, name, tmp_path) for name in ("PDF downloaden", "JSON", "XLSX")}
    assert files["XLSX"].startswith(b"PK")
    figures = json.loads(files["JSON"])
    on_screen = esra.page.locator(".digest").inner_text().strip()
    assert re.fullmatch(r"[0-9a-f]{64}", on_screen)
    assert on_screen in json.dumps(figures) or hashlib.sha256(files["JSON"]).hexdigest() == on_screen
    document = pymupdf.open(stream=files["PDF downloaden"])
    assert on_screen[:16] in "".join(page.get_text() for page in document).replace("\n", "")
    assert document.xref_get_key(document.pdf_catalog(), "MarkInfo")[0] != "null"
    assert document.xref_get_key(document.pdf_catalog(), "Lang")[1].startswith("nl")


def downloaded(visitor: Visitor, name: str, tmp_path: Path) -> bytes:
    with visitor.page.expect_download() as started:
        visitor.page.get_by_role("link", name=name).first.click()
    file = tmp_path / started.value.suggested_filename
    started.value.save_as(file)
    return file.read_bytes()


#: Nobody has a digit in his name.
PIA = {"1280": "Breed", "320": "Smal", "1280 kaal": "Kaal"}


@pytest.mark.parametrize(
    ("width", "has_script"), [(1280, True), (320, True), (1280, False)], ids=["1280", "320", "without-javascript"]
)
def test_an_award_becomes_a_figure_in_a_report(enter, stack, tmp_path, width, has_script):
    mark = f"{width}{'' if has_script else ' kaal'}"
    title, company, person = f"Groenonderhoud wijk {mark}", f"Nieuw Groen {mark} BV", f"Pia Proef {PIA[mark]}"
    contact = f"nina{width}{int(has_script)}@nieuwgroen.example"
    kvk = {"1280": "77000011", "320": "77000012"}.get(mark, "77000013")
    look = {"width": width, "has_script": has_script}

    alice = enter(**look)
    enters_award(alice, title, company, kvk, contact)
    nina = enter(**look)
    comes_in(nina, link_mailed_to(stack, contact, leads_to="uitnodiging"), title)
    logs_person(nina, person)
    states_hours(nina, person)

    dirk = enter(**look)
    dirk.log_in_as("Dirk")
    opens_line(dirk, company)
    assert person not in dirk.page.content()
    asks(dirk, f"Is dit een vaste baan, {mark}?")
    answers(nina, person, f"Is dit een vaste baan, {mark}?")
    opens_line(dirk, company)
    dirk.press(re.compile("Goedkeuren"))
    sees_band_only(alice, person, title)
    if has_script:
        makes_report(enter(**look), tmp_path)
