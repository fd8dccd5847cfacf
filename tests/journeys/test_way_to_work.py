"""The way of one candidate: registered by a school, helped by a coach, trained in a group, placed, and asked half a year on."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from organisations.months import add_months
from tests.journeys.visitor import Visitor, link_mailed_to

pytestmark = pytest.mark.browser

TODAY = dt.datetime.now(dt.UTC).date()
FIRST_DAY = add_months(TODAY, -7)
LAST_DAY = add_months(FIRST_DAY, 12) - dt.timedelta(days=1)
NOOR, BORN, PHONE = "Noor Nieuwland", "17-05-1998", "06-00448877"
MAIL = "noor.nieuwland@voorbeeld.example"
SCHOOL = "saar@roc-voorbeeld.example"
EMPLOYER, CONTRACT = "Bouwbedrijf Molenwerf BV", "Onderhoud schoolgebouwen, perceel 2"
GROUP, INVOICE = "Proefgroep metselen", "Lesgeld proefgroep"
DIVIDED = 5
CONDITIONS = 4
#: From the top of a page to the last field of its form.
MOST_TABS = 80


def dutch(day: dt.date) -> str:
    return f"{day:%d-%m-%Y}"


def registers(visitor: Visitor, name: str, phone: str, work: str, *, email: str = "", born: str = "") -> None:
    """Little is asked; who calls by when is promised at once."""
    visitor.open("aanmeldingen/nieuw/")
    first, last = name.split(" ", 1)
    for field, value in (
        ("first_name", first),
        ("last_name", last),
        ("phone", phone),
        ("email", email),
        ("birth_date", born),
        ("wanted_work", work),
    ):
        visitor.page.locator(f"[name={field}]").fill(value)
    visitor.page.locator("[name=municipality]").select_option(value="GM0014")
    visitor.send("Aanmelden")
    visitor.sees(re.compile(r"Aangemeld, met nummer K-\S+ .* belt voor of op"))


def comes_in(saar: Visitor, link: str) -> None:
    saar.go(link)
    saar.fill("Wachtwoord", "vier-groene-bomen-in-de-wind")
    saar.send("Begin")


def divides(carla: Visitor) -> None:
    """Five new registrations without the mouse, Noor as the last; the others in the order in which they wait."""
    page = carla.page
    carla.open("dossiers/?rij=nieuw")
    carla.key("n")
    expect(page.locator(".work-list a[aria-current]")).to_have_count(1)
    waiting = number_waiting(carla)
    for _one in range(DIVIDED - 1):
        carla.key("g")
        carla.sees("Ongedaan maken")
    assert number_waiting(carla) == waiting - DIVIDED + 1
    for _one in range(waiting):
        if NOOR in page.locator("#kandidaat").inner_text():
            break
        with page.expect_navigation(wait_until="load"):
            page.keyboard.press("j")
    tab_to(carla, "[name=target_group]")
    page.keyboard.press("ArrowDown")
    chosen = page.locator("[name=target_group] option:checked").inner_text()
    tab_to(carla, "[name=to]")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[name=to][value=registered]")).to_be_checked()
    carla.key("g")
    assert number_waiting(carla) == waiting - DIVIDED
    opens(carla, NOOR)
    carla.sees("coach Carla")
    carla.sees(chosen)


def number_waiting(carla: Visitor) -> int:
    heading = carla.page.locator("#rij")
    return int(re.sub(r"\D", "", heading.inner_text())) if heading.count() else 0


def tab_to(visitor: Visitor, field: str) -> None:
    for _press in range(MOST_TABS):
        if visitor.page.evaluate("(field) => document.activeElement.matches(field)", field):
            return
        visitor.page.keyboard.press("Tab")
    raise AssertionError(f"no way to {field} with the keyboard")


def opens(visitor: Visitor, name: str) -> None:
    """Find the file by the name."""
    visitor.open("dossiers/?zoek=" + name.replace(" ", "+"))
    visitor.send(visitor.link(name))


def calls(carla: Visitor) -> None:
    """The number stands large on the screen, and one press writes down how it went and goes on with the questions."""
    opens(carla, NOOR)
    carla.send(carla.link("Bellen"))
    expect(carla.page.locator(".call__number")).to_have_text(PHONE)
    carla.page.locator("[name=note]").fill("Wil graag buiten werken.")
    carla.send("Gesproken, door naar de intake")


def asks_everything(carla: Visitor) -> None:
    """Intake and diagnosis with an answer to each question; then she is ready."""
    answers(carla)
    carla.send(carla.link("Verder met de diagnose"))
    answers(carla)
    carla.send(carla.link(re.compile("Zet de stap")))
    carla.send("Vastleggen")
    carla.sees("Wil graag buiten werken.")
    carla.sees("Klaar voor werk")


def answers(carla: Visitor) -> None:
    """The first answer to each question: it leads to work."""
    names = carla.page.locator("[name^=vraag-]:not([type=hidden])").evaluate_all(
        "all => [...new Set(all.map(one => one.name))]"
    )
    assert len(names) > 10, names
    for name in names:
        carla.page.locator(f"[name='{name}']").first.check()
    carla.send("Afronden")
    assert "zonder antwoord" not in carla.text


def fills_group(dirk: Visitor) -> None:
    """Two seats: one for who comes first, one for Noor, who is passed ahead of others and only with a reason."""
    dirk.open("scholing/?stand=available")
    dirk.send(dirk.link("Metselen voor beginners"))
    dirk.send(dirk.link("Groep plannen"))
    for field, value in (("name", GROUP), ("starts_on", dutch(TODAY)), ("ends_on", dutch(TODAY)), ("seats", "2")):
        dirk.page.locator(f"[name={field}]").fill(value)
    dirk.send("Bewaren")
    dirk.send(dirk.link("Kies de eerste 2"))
    ticked = dirk.page.locator("[name=candidate]:checked")
    expect(ticked).to_have_count(2)
    boxes = dirk.page.locator("[name=candidate]")
    assert [boxes.nth(n).is_checked() for n in range(3)] == [True, True, False]
    passed = ticked.nth(1).locator("xpath=following-sibling::label").inner_text().split("\n")[0]
    ticked.nth(1).uncheck()
    dirk.page.get_by_role("checkbox", name=re.compile(NOOR)).check()
    dirk.send("Plaats aanbieden")
    dirk.sees(re.compile("U slaat .* over"))
    expect(dirk.page.locator(".panel, [class*=notice]").filter(has_text="Overgeslagen").first).to_contain_text(passed)
    dirk.page.locator("[name=reason]").select_option(label="Wie eerder komt, kan niet in deze periode")
    dirk.send("Plaats aanbieden")
    dirk.sees(re.compile("overgeslagen:"))


def runs_group(dirk: Visitor) -> None:
    """Both come, the group begins, and ends with an outcome for each at once."""
    dirk.send("Alle 2 zonder antwoord komen")
    dirk.send("Groep starten met 2 deelnemers")
    page = dirk.page
    rows = page.locator("#uitkomst tbody tr")
    expect(rows).to_have_count(2)
    other = rows.filter(has_not_text=NOOR)
    other.locator("[name$=-outcome]").select_option(label="Gestopt")
    dirk.send("Uitkomst bewaren")
    dirk.sees("Kies waarom.")
    other.locator("[name$=-dropout_reason]").select_option(label="Kwam niet meer")
    dirk.send("Uitkomst bewaren")
    dirk.sees("Afgerond")
    expect(rows.filter(has_text=NOOR).locator("[name$=-outcome] option:checked")).to_have_text("Certificaat")
    expect(other.locator("[name$=-outcome] option:checked")).to_have_text("Gestopt")


def enters_invoice(daan: Visitor) -> None:
    """A colleague enters it and may not agree to it himself."""
    daan.open("scholing/kosten/nieuw/")
    daan.page.locator("[name=programme]").select_option(label="Metselen voor beginners")
    for field, value in (
        ("supplier", "Praktijkschool Voorbeeld"),
        ("invoice_number", "2026-77"),
        ("invoice_on", dutch(TODAY)),
        ("description", INVOICE),
        ("amount", "2.400"),
    ):
        daan.page.locator(f"[name={field}]").fill(value)
    daan.send("Invoeren")
    opens_invoice(daan)
    daan.sees("Zij mag nog niet betaald worden.")
    expect(daan.page.get_by_role("button", name="Akkoord")).to_have_count(0)


def opens_invoice(visitor: Visitor) -> None:
    visitor.open("scholing/kosten/")
    visitor.send(visitor.link(re.compile(INVOICE)))


def agrees(dirk: Visitor) -> None:
    opens_invoice(dirk)
    dirk.send(dirk.page.get_by_role("button", name="Akkoord", exact=True))
    dirk.sees("Mag betaald worden")
    expect(dirk.page.get_by_role("button", name="Betaald")).to_be_visible()


def places(carla: Visitor) -> None:
    """She works since seven months at the contractor, on his contract, and he may know who she is."""
    opens(carla, NOOR)
    carla.send(carla.link("Werk"))
    carla.send(carla.link("Plaatsen"))
    page = carla.page
    page.locator("[name=organisation]").select_option(label=EMPLOYER)
    contract = page.locator("[name=contract] option").filter(has_text=f"{CONTRACT} ({EMPLOYER}, ")
    page.locator("[name=contract]").select_option(value=contract.get_attribute("value"))
    for field, value in (("starts_on", dutch(FIRST_DAY)), ("ends_on", dutch(LAST_DAY)), ("hours_per_week", "32")):
        page.locator(f"[name={field}]").fill(value)
    page.locator("[name=contract_form]").select_option(index=1)
    page.locator("[name=sector]").first.check()
    page.locator("[name=wage_replaces_benefit][value=ja]").check()
    page.locator("[name=sroi]").check()
    page.locator("[name=agreed]").check()
    carla.send("Plaatsing vastleggen")
    carla.sees("De werkgever heeft deze kandidaat nog niet opgevoerd op het contract.")


def takes_over(bram: Visitor) -> None:
    """The contractor types neither name nor period nor hours; they stand there."""
    bram.open("inzet/nieuw/")
    bram.send(bram.link(NOOR))
    page = bram.page
    known = {
        "name": NOOR,
        "birth_date": BORN,
        "starts_on": dutch(FIRST_DAY),
        "ends_on": dutch(LAST_DAY),
        "hours_per_week": "32",
    }
    for field, value in known.items():
        expect(page.locator(f"[name={field}]").first).to_have_value(value)
    expect(page.locator("[name=candidate_reference]")).to_have_value(re.compile(r"^K-"))
    page.locator("details.all-blocks summary").click()
    page.locator("details.all-blocks input[type=radio]").first.check()
    bram.settle()
    page.get_by_label("De persoon weet dat u deze gegevens doorgeeft").check()
    bram.send("Indienen")
    bram.sees(NOOR)
    assert "/inzet/" in bram.here


def sees_conditions(carla: Visitor) -> None:
    """Each of the four with what the file says, and the line of the contractor beside them."""
    carla.go(carla.page.url)
    rows = carla.page.locator("#duurzaam tbody tr")
    expect(rows).to_have_count(CONDITIONS)
    for row in rows.all():
        expect(row.locator(".cell-sub").first).not_to_be_empty()
    carla.sees(re.compile("Een half jaar aan het werk op"))
    expect(carla.link(CONTRACT).first).to_be_visible()
    carla.sees("Wacht op beoordeling")


def has_her_asked(carla: Visitor) -> None:
    carla.send("Alsnog vastleggen")
    if "/nazorg/" not in carla.here:
        carla.send(carla.link(re.compile("6 maanden")))
    carla.send("Vraag versturen")


def answers_mail(noor: Visitor, link: str) -> None:
    """On a telephone, without an account; once."""
    noor.go(link)
    noor.sees(f"Dag {NOOR.split(maxsplit=1)[0]}")
    noor.page.get_by_label(f"Ja, bij {EMPLOYER}").check()
    noor.send("Versturen")
    noor.sees("U bent klaar.")
    noor.go(link)
    expect(noor.page.get_by_role("button", name="Versturen")).to_have_count(0)


def works_off_round(carla: Visitor) -> None:
    """The answer is there; of who did not answer she writes down what she hears, and the next one comes by itself."""
    carla.go(carla.page.url)
    carla.sees(f"Ja, bij {EMPLOYER}")
    carla.open("nazorg/")
    carla.send(carla.link(re.compile("afwerken")))
    first = carla.page.locator("h1").inner_text()
    left = int(re.search(r"nog (\d+) te doen", carla.text)[1])
    carla.page.locator("[name=at_work]").first.check()
    carla.send("Bewaren en volgende")
    assert carla.page.locator("h1").inner_text() != first
    assert left == 1 or f"nog {left - 1} te doen" in carla.text
    carla.sees("Ongedaan maken")


def test_from_registration_to_work_that_lasts(enter, stack):
    link = stack.manage(
        "invite", SCHOOL, "--organisation", "roc-voorbeeld", "--region", "groningen", "--name", "Saar School"
    )
    saar = enter(width=320)
    comes_in(saar, link.strip())
    registers(saar, NOOR, PHONE, "metselen", email=MAIL, born=BORN)
    carla = enter()
    carla.log_in_as("Carla")
    registers(carla, "Hans Handmatig", "06-00998877", "timmeren")
    divides(carla)
    on_the_way = enter(width=320)
    on_the_way.log_in_as("Carla")
    calls(on_the_way)
    asks_everything(on_the_way)
    dirk = enter()
    dirk.log_in_as("Dirk")
    fills_group(dirk)
    runs_group(dirk)
    daan = enter(has_script=False)
    daan.log_in_as("Daan")
    enters_invoice(daan)
    agrees(dirk)
    places(carla)
    bram = enter()
    bram.log_in_as("Bram")
    takes_over(bram)
    sees_conditions(carla)
    has_her_asked(carla)
    answers_mail(enter(width=320), link_mailed_to(stack, MAIL, leads_to="nazorg"))
    works_off_round(carla)
