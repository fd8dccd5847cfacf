"""What is kept of a candidate comes along when he asks for it, and goes when he asks for that: no screen knows him any more."""

import io
import re
import zipfile

import pymupdf
import pytest
from playwright.sync_api import expect

from tests.journeys.test_pages import kind_of
from tests.journeys.visitor import Visitor
from tests.stack import wait_until

pytestmark = pytest.mark.browser

WIM, PHONE, MAIL = "Wim Wegwijzer", "06-00665544", "wim.wegwijzer@voorbeeld.example"
CV, WORK = "cv-wegwijzer.pdf", "hovenier"
NOTE = "Wegwijzer belt liever in de avond."
#: What says who he was, on whatever page.
TRACES = ("Wegwijzer", "wegwijzer", PHONE, "00665544")
WORKER_WITHIN = 60


def registered(dirk: Visitor) -> str:
    """He has a file; the number of it."""
    dirk.open("aanmeldingen/nieuw/")
    first, last = WIM.split()
    for field, value in (
        ("first_name", first),
        ("last_name", last),
        ("phone", PHONE),
        ("email", MAIL),
        ("wanted_work", WORK),
    ):
        dirk.page.locator(f"[name={field}]").fill(value)
    dirk.page.locator("[name=municipality]").select_option(value="GM0014")
    dirk.send("Aanmelden")
    return re.search(r"met nummer (K-\w+)", dirk.text)[1]


def called(dirk: Visitor) -> None:
    dirk.send(dirk.link("Bellen"))
    dirk.page.locator("[name=note]").fill(NOTE)
    dirk.send("Geen gehoor")


def sends_cv(dirk: Visitor, file: str) -> None:
    """The CV goes in, is looked at by the portal, and can be read as a picture."""
    dirk.go(file + "documenten/")
    document = pymupdf.open()
    document.new_page().insert_text((72, 72), f"{WIM}, {PHONE}")
    dirk.page.locator("[name=kind]").select_option(label="CV")
    dirk.page.locator("[name=files]").set_input_files(
        {"name": CV, "mimeType": "application/pdf", "buffer": document.tobytes()}
    )
    dirk.send("Toevoegen")
    view = dirk.link(f"Bekijken {CV}")
    wait_for(dirk, view)
    dirk.send(view)
    picture = dirk.page.locator(".evidence-sheets img").first
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", value=True)
    assert picture.evaluate("one => one.naturalWidth") > 0


def wait_for(visitor: Visitor, locator) -> None:
    """Look again until the worker is done."""

    def there() -> bool:
        visitor.page.reload()
        return locator.count() > 0

    if not locator.count():
        wait_until(there, WORKER_WITHIN, lambda: visitor.text)


def takes_own_file(dirk: Visitor, file: str) -> str:
    """One file with everything, his CV in it; the address of the page where it is."""
    dirk.go(file + "documenten/")
    dirk.send("Dossier maken")
    if "/bestanden/" not in dirk.here or dirk.here.endswith("/bestanden/"):
        dirk.send(dirk.link(re.compile("^Dossier K-")))
    download = dirk.link("Downloaden")
    wait_for(dirk, download)
    dirk.look()
    with dirk.page.expect_download() as started:
        download.first.click()
    packed = zipfile.ZipFile(io.BytesIO(started.value.path().read_bytes()))
    to_read = pymupdf.open(stream=packed.read("uw-gegevens.pdf"))
    written = " ".join("".join(page.get_text() for page in to_read).split())
    for known in (*WIM.split(), PHONE, MAIL, WORK, NOTE):
        assert known in written, known
        assert known in packed.read("uw-gegevens.json").decode(), known
    assert WIM in pymupdf.open(stream=packed.read(f"documenten/{CV}"))[0].get_text()
    return dirk.here


def erases(dirk: Visitor, file: str) -> None:
    dirk.go(file)
    dirk.send(dirk.link("Alle gegevens wissen"))
    dirk.page.get_by_role("radio", name="De persoon vroeg erom").check()
    dirk.send("Nu wissen")
    dirk.sees("Gewiste gegevens komen niet terug.")
    dirk.page.locator("[name=sure]").check()
    dirk.send("Nu wissen")
    dirk.sees("Het bewijs daarvan staat hier.")
    wait_until(lambda: is_done(dirk), WORKER_WITHIN, lambda: dirk.text)
    dirk.look()


def is_done(dirk: Visitor) -> bool:
    dirk.page.reload()
    return "Wordt nu gewist" not in dirk.text


def knows_nobody(visitor: Visitor, start: list[str]) -> int:
    """Those pages, and one of every kind that a link on them leads to; returns how many that were."""
    asked, seen, kinds = list(start), set(), set()
    while asked:
        address = asked.pop(0)
        if address in seen:
            continue
        seen.add(address)
        page = visitor.page.request.get(address)
        assert page.status in {200, 404, 410}, f"{page.status} for {address}"
        if "html" not in page.headers.get("content-type", ""):
            continue
        found = [trace for trace in TRACES if trace in page.text()]
        assert not found, f"{found} at {address}"
        for link in re.findall(r'href="(/werk/[^"#]+)"', page.text()):
            kind = kind_of(link)
            if address in start and kind not in kinds and "logout" not in link:
                kinds.add(kind)
                asked.append(visitor.address + link.replace("&amp;", "&"))
    return len(seen)


def names_of_candidates(dirk: Visitor) -> list[str]:
    """Who stands in the list, which leaves a line in the read log for each."""
    dirk.open("dossiers/")
    names = dirk.page.locator("#resultaten tbody th a").all_inner_texts()
    assert len(names) > 5, names
    return names


def shows_numbers_only(dirk: Visitor, reference: str, names: list[str]) -> None:
    """The list of who saw what keeps that somebody opened his file, without what for, and no name of anybody."""
    dirk.open("inzage/")
    rows = dirk.page.locator("tbody tr")
    expect(rows.filter(has_text=reference).filter(has_text="(gewist)").first).to_be_visible()
    assert not [name for name in [*names, *TRACES] if name in dirk.page.content()]


def test_a_candidate_takes_his_data_along_and_is_forgotten(enter):
    dirk = enter()
    dirk.log_in_as("Dirk")
    home = dirk.page.url
    reference = registered(dirk)
    file = dirk.page.url
    called(dirk)
    sends_cv(dirk, file)
    job = takes_own_file(dirk, file)
    dirk.open("dossiers/?zoek=" + reference)
    expect(dirk.link(WIM)).to_be_visible()
    names = names_of_candidates(dirk)
    erases(dirk, file)
    shows_numbers_only(dirk, reference, names)
    pages = ("", "contact/", "documenten/", "geschiedenis/", "intake-en-diagnose/", "scholing/", "werk/", "bellen/")
    assert knows_nobody(dirk, [*(file + page for page in pages), dirk.address + job, home]) > 15
    dirk.open("dossiers/?zoek=" + PHONE)
    dirk.sees("Niemand gevonden")
    carla = enter(width=320)
    carla.log_in_as("Carla")
    carla.open("dossiers/?zoek=Wegwijzer")
    carla.sees("Niemand gevonden")
