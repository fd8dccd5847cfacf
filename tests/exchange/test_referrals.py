"""Several people registered at once: read out of any table, asked about where it is unclear, landed when that was said."""

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import Workbook

from candidates.models import AgencyConditions, Candidate, CandidateIdentity, PossibleDuplicate
from exchange.choices import UploadStatus
from exchange.foreign_table import read_pasted
from exchange.models import ReferralUpload
from exchange.referrals import discard_old_rows
from exchange.referrals.cells import referral
from exchange.referrals.columns import EXPECTED, MOST_ROWS, fault_of, guessed
from organisations import tenancy
from organisations.choices import OrganisationKind, Purpose, Role
from organisations.models import OutboxMessage, ReadLog
from tests.candidates.registrants import registrant
from tests.candidates.test_registration import AGREED, text
from tests.database import owner
from tests.factories.candidates import CandidateFactory

TODAY = dt.date(2026, 11, 19)
HEADER = "Naam\tTelefoon\tE-mail\tGemeente\tSoort werk"
ROWS = (
    "Noor Voorbeeldsma\t0612340000\tnoor@demo.example\tGroningen\ttimmeren",
    "Proefstra, Bas van\t612340001\t\tGM0106\t",
)
ABOUT = {"source": "municipality", "registrant": "Gemeente Voorbeeld"}
_real = timezone.localdate


@pytest.fixture(autouse=True)
def thursday(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda value=None: TODAY if value is None else _real(value))


def paste(person, *rows, header=HEADER):
    """Bring in copied rows; gives the address inside the workspace to which it leads."""
    answer = person.post("aanmeldingen/inlezen/", ABOUT | {"pasted": "\n".join([header, *rows])})
    assert answer.status_code == 302, text(answer)
    return answer.url.partition(str(person.organisation.pk))[2].lstrip("/")


def read(meaning, cell, **beside):
    """One cell of a row in which everything else is in order."""
    columns = {"name": "A. Voorbeeld", "phone": "0612340000", "municipality": "Groningen"} | beside | {meaning: cell}
    return referral(
        2,
        list(columns.values()),
        header=list(columns),
        columns=list(columns),
        municipalities={"groningen": "GM0014", "gm0014": "GM0014", "hoogezand": ""},
        on=TODAY,
    )


@pytest.mark.parametrize(
    ("meaning", "cell", "field", "value"),
    [
        ("name", "Noor de Vries", "last_name", "de Vries"),
        ("name", "Vries, Noor de", "first_name", "Noor"),
        ("name", "Vries, Noor de", "last_name", "de Vries"),
        ("phone", "612340000", "phone", "0612340000"),
        ("phone", "+31 6 12 34 00 00", "phone", "+31 6 12 34 00 00"),
        ("municipality", "GRONINGEN", "municipality", "GM0014"),
        ("municipality", "gm0014", "municipality", "GM0014"),
        ("municipality", "gm0114", "municipality", "GM0114"),
        ("municipality", "gm 0114", "municipality", "GM0114"),
        ("birth_date", "4-3-1990", "birth_date", dt.date(1990, 3, 4)),
        ("birth_date", "1990-03-04 00:00:00", "birth_date", dt.date(1990, 3, 4)),
        ("birth_date", "", "birth_date", None),
        ("target_group", "Bijstand", "target_group", "participatiewet"),
        ("target_group", "WW", "target_group", "ww"),
        ("target_group", "Wajong", "target_group", "uwv_other"),
        ("target_group", "", "target_group", ""),
        ("sector", "Bouw", "sector", "construction"),
        ("sector", "zorg", "sector", "other"),
        ("wanted_work", "lassen", "wanted_work", "lassen"),
        ("wanted_work", "", "wants_call", True),
    ],
)
def test_what_cells_say(meaning, cell, field, value):
    row = read(meaning, cell)
    assert row.faults == []
    assert getattr(row.entry, field) == value


@pytest.mark.parametrize(
    ("meaning", "cell", "words"),
    [
        ("name", "Noor", "voornaam en een achternaam"),
        ("name", "Noor 123", "geen cijfers"),
        ("phone", "nee", "geen telefoonnummer"),
        ("phone", "123456782", "burgerservicenummer"),
        ("phone", "", "Vul een telefoonnummer of een e-mailadres in."),
        ("email", "noor", "geen e-mailadres"),
        ("municipality", "", "Vul de gemeente in."),
        ("municipality", "Hoogezand", "bestaat niet meer"),
        ("municipality", "Emmen", "Typ de code van de gemeente"),
        ("municipality", "GM011", "Typ de code van de gemeente"),
        ("birth_date", "31-2-1990", "Vul een datum in"),
        ("birth_date", "19-11-2026", "moet nog komen"),
        ("birth_date", "20-11-2012", "jonger dan 14 jaar"),
        ("birth_date", "18-11-1925", "ouder dan 100 jaar"),
        ("target_group", "tovenaar", "niet bekend"),
        ("wanted_work", "lassen, 111222333", "burgerservicenummer"),
    ],
)
def test_what_is_wrong_stands_beside_its_cell(meaning, cell, words):
    row = read(meaning, cell)
    assert [(one.heading, one.text) for one in row.faults] == [(meaning, cell)]
    assert words in row.faults[0].fault


@pytest.mark.parametrize(
    ("header", "meanings"),
    [
        (["Voornaam", "Achternaam", "Mobiel", "Woonplaats"], ["first_name", "last_name", "phone", "municipality"]),
        (["Cliënt", "Telefoon"], ["name", "phone"]),
        (["Leerling", "E-mailadres", "Geb.datum"], ["name", "email", "birth_date"]),
        (["Naam", "Deelnemer"], ["name", "nothing"]),
    ],
)
def test_columns_are_known_by_their_names(header, meanings):
    assert guessed(header) == meanings


def test_a_column_that_is_asked_for_is_kept_though_a_private_word_stands_in_its_name():
    table = read_pasted("Voornaam\tGeslachtsnaam\tGeslacht\tMobiel\nNoor\tVoorbeeldsma\tv\t0612340000", EXPECTED)
    assert (table.header, table.left_out) == (["Voornaam", "Geslachtsnaam", "Mobiel"], ("Geslacht",))


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        (["name", "phone", "municipality"], ""),
        (["last_name", "email", "municipality"], ""),
        (["name", "name"], "bij twee kolommen"),
        (["phone", "municipality"], "kolom met de naam"),
        (["name", "municipality"], "telefoon"),
        (["name", "phone"], "gemeente"),
        (["name", "last_name", "phone", "municipality"], "niet allebei"),
    ],
)
def test_which_columns_are_needed(columns, words):
    assert words in fault_of(columns) if words else fault_of(columns) == ""


def test_nobody_is_registered_before_it_is_said(cast):
    path = paste(cast.carla, *ROWS)
    page = text(cast.carla.get(path))
    assert "2 mensen klaar om aan te melden" in page
    assert "0612340001" in page, "the 0 that a spreadsheet leaves out"
    with owner():
        assert not Candidate.objects.exists()
    assert cast.carla.post(path, {"action": "register"}).status_code == 302
    with owner():
        people = {one.last_name: one for one in CandidateIdentity.objects.select_related("candidate")}
        assert set(people) == {"Voorbeeldsma", "van Proefstra"}
        noor, bas = people["Voorbeeldsma"].candidate, people["van Proefstra"].candidate
        assert (noor.municipality, bas.municipality) == ("GM0014", "GM0106")
        assert (noor.wants_call, bas.wants_call) == (False, True)
        assert noor.call_by == bas.call_by == dt.date(2026, 11, 24)
        assert (noor.source, noor.registrant) == ("municipality", "Gemeente Voorbeeld")
        assert OutboxMessage.objects.filter(name="candidate_registered").count() == 1
        upload = ReferralUpload.objects.get()
        assert (upload.status, upload.header, upload.rows, upload.answers) == (UploadStatus.USED, [], [], {})
        assert "Voorbeeldsma" not in str(vars(upload))
    assert "2 mensen zijn aangemeld." in text(cast.carla.get(path))
    assert cast.carla.post(path, {"action": "register"}).status_code == 302
    with owner():
        assert Candidate.objects.count() == 2, "pressed twice, done once"


def test_who_lives_outside_the_region_is_shown_so(cast):
    path = paste(cast.carla, ROWS[0], "Bas Proefstra\t0612340001\t\tgm 0114\t", "Els Proefstra\t0612340002\t\tgm0106\t")
    page = text(cast.carla.get(path))
    assert "GM0114, buiten de regio" in page
    assert "Assen" in page


def test_what_is_wrong_is_mended_on_the_screen(cast):
    path = paste(cast.carla, ROWS[0], "Bas\t0612340001\t\tNergenshuizen\t")
    unanswered = cast.carla.post(path, {"action": "register"})
    page = text(unanswered)
    assert unanswered.status_code == 422
    assert "Er is nog niemand aangemeld" in page
    assert "Vul een voornaam en een achternaam in." in page
    assert "Typ de code van de gemeente" in page
    with owner():
        assert not Candidate.objects.exists()
    mended = {"cell-3-0": "Bas Proefstra", "cell-3-3": "Assen", "action": "register"}
    assert cast.carla.post(path, mended).status_code == 302
    with owner():
        assert Candidate.objects.count() == 2


def test_a_row_that_is_skipped_registers_nobody(cast):
    path = paste(cast.carla, ROWS[0], "Bas\t\t\t\t")
    assert cast.carla.post(path, {"row-3": "skip", "action": "register"}).status_code == 302
    assert "1 regel sloeg u over" in text(cast.carla.get(path))
    with owner():
        assert CandidateIdentity.objects.get().last_name == "Voorbeeldsma"


def test_who_is_known_already_is_shown_to_who_may_see_it_and_to_nobody_else(cast):
    with owner():
        there = CandidateFactory(werkplein=cast.carla.organisation, identity__phone="06 12340000")
    school = registrant()
    path = paste(cast.carla, ROWS[0])
    page = text(cast.carla.get(path))
    assert "Deze persoon is misschien al aangemeld" in page
    assert there.reference in page
    with owner():
        assert ReadLog.objects.filter(subject_id=there.pk, user=cast.carla.user).count() == 1
    assert cast.carla.post(path, {"action": "register"}).status_code == 422
    assert cast.carla.post(path, {"row-2": "other", "action": "register"}).status_code == 302
    hidden = paste(school, ROWS[0])
    page = text(school.get(hidden))
    assert there.reference not in page
    assert "misschien al aangemeld" not in page
    assert school.post(hidden, {"action": "register"}).status_code == 302
    with owner():
        assert Candidate.objects.count() == 3
        assert PossibleDuplicate.objects.count() == 3, "the coordination point looks at them"


def test_a_person_who_stands_in_the_table_twice_is_asked_about(cast):
    path = paste(cast.carla, ROWS[0], ROWS[0])
    assert "Deze persoon staat misschien ook in regel 2." in text(cast.carla.get(path))
    assert cast.carla.post(path, {"row-3": "skip", "action": "register"}).status_code == 302
    with owner():
        assert Candidate.objects.count() == 1


@pytest.mark.parametrize(
    ("row", "asked"),
    [
        ("Nora Voorbeeldsma\t+31 6 12340000\t\tGroningen\t", True),
        ("Bas Proefstra\t\tNOOR@demo.example\tGroningen\t", True),
        ("Bas Proefstra\t0612340009\tbas@demo.example\tGroningen\t", False),
    ],
)
def test_a_telephone_or_address_that_stands_in_the_table_twice_is_asked_about(cast, row, asked):
    path = paste(cast.carla, ROWS[0], row)
    assert ("Deze persoon staat misschien ook in regel 2." in text(cast.carla.get(path))) is asked
    status = cast.carla.post(path, {"action": "register"}).status_code
    assert status == (422 if asked else 302)
    if asked:
        assert cast.carla.post(path, {"row-3": "other", "action": "register"}).status_code == 302
    with owner():
        assert Candidate.objects.count() == 2


def test_columns_are_asked_where_their_names_say_too_little(cast):
    path = paste(cast.carla, "Noor Voorbeeldsma\t0612340000\tGroningen", header="Wie\tTelefoon\tWaar")
    page = cast.carla.get(path)
    assert page.url.endswith("kolommen/")
    columns = {"column_0": "name", "column_1": "phone", "column_2": "nothing"}
    wrong = cast.carla.post(f"{path}kolommen/", columns)
    assert wrong.status_code == 422
    assert "Kies de kolom met de gemeente." in text(wrong)
    assert cast.carla.post(f"{path}kolommen/", columns | {"column_2": "municipality"}).status_code == 302
    assert "1 persoon klaar om aan te melden" in text(cast.carla.get(path))


def test_a_workbook_is_read_and_what_may_not_be_kept_is_left_out(cast):
    book = Workbook()
    for row in (
        ["Naam", "BSN", "Telefoon", "Gemeente", "Diagnose"],
        ["Noor Voorbeeldsma", 111222333, "0612340000", "Groningen", "iets"],
    ):
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    answer = cast.carla.post(
        "aanmeldingen/inlezen/", ABOUT | {"file": SimpleUploadedFile("klas.xlsx", content.getvalue())}, follow=True
    )
    assert "Niet bewaard, want het portaal heeft dit niet nodig: BSN, Diagnose." in text(answer)
    with owner():
        assert "111222333" not in str(vars(ReferralUpload.objects.get()))


def test_a_temp_agency_answers_once_for_all_people(cast):
    agency = registrant(OrganisationKind.TEMP_AGENCY)
    path = paste(agency, *ROWS)
    missing = agency.post(path, AGREED | {"bureau-no_temp_contract": "", "action": "register"})
    assert missing.status_code == 422
    assert "Zonder deze toezegging" in text(missing)
    assert agency.post(path, AGREED | {"action": "register"}).status_code == 302
    with owner():
        assert AgencyConditions.objects.count() == Candidate.objects.filter(source="temp_agency").count() == 2


def test_only_who_registers_people_brings_them_in_and_only_he_sees_his_table(cast):
    path = paste(cast.carla, *ROWS)
    auditor = registrant(role=Role.AUDITOR)
    for person in (cast.alice, cast.bram, cast.esra, auditor):
        for address in ("aanmeldingen/inlezen/", path):
            assert person.get(address).status_code == 403, person.user.name
            assert person.post(address, {"action": "register"}).status_code == 403, person.user.name
    for person in (cast.frank, cast.dirk, registrant()):
        for address in (path, f"{path}kolommen/"):
            assert person.get(address).status_code == 404, person.user.name
            assert person.post(address, {"action": "register"}).status_code == 404, person.user.name
        assert person.post(f"{path}weg/").status_code == 404
        assert "Geplakte regels" not in text(person.get("aanmeldingen/inlezen/"))
    with owner():
        assert not Candidate.objects.exists()


def test_a_table_that_is_thrown_away_or_forgotten_is_empty(cast):
    path = paste(cast.carla, *ROWS)
    assert cast.carla.post(f"{path}weg/").status_code == 302
    assert "Deze tabel is er niet meer" in text(cast.carla.get(path))
    paste(cast.carla, *ROWS)
    with tenancy.system(Purpose.UPKEEP, region_id=cast.region.pk):
        assert discard_old_rows(region_id=cast.region.pk, on=TODAY + dt.timedelta(days=7)) == 0
        assert discard_old_rows(region_id=cast.region.pk, on=TODAY + dt.timedelta(days=8)) == 1
    with owner():
        assert not ReferralUpload.objects.exclude(rows=[]).exists()


def test_a_table_that_is_too_long_is_refused(cast):
    rows = [f"Noor Voorbeeld{n}\t06123400{n:02d}\t\tGroningen\t" for n in range(MOST_ROWS + 1)]
    answer = cast.carla.post("aanmeldingen/inlezen/", ABOUT | {"pasted": "\n".join([HEADER, *rows])})
    assert answer.status_code == 422
    assert "meer dan 500 regels" in text(answer)


def test_looking_at_thirty_rows_asks_as_much_as_at_three(cast):
    counts = []
    for number in (3, 30):
        letters = [chr(ord("a") + n // 26) + chr(ord("a") + n % 26) for n in range(number)]
        path = paste(
            cast.carla, *(f"Kees {one}{one}{one}stra\t06{n:04d}{n:04d}\t\tGroningen\t" for n, one in enumerate(letters))
        )
        with CaptureQueriesContext(connection) as asked:
            assert f"{number} mensen klaar" in text(cast.carla.get(path))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 9
