"""Hours out of payroll in the browser: the columns asked once, only what is unclear asked, and nothing kept of others."""

import datetime as dt
import io
import re
import zipfile
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from exchange.choices import UploadStatus
from exchange.models import PayrollLayout, PayrollPeriod, PayrollUpload, PersonnelNumber
from exchange.payroll import discard_old_rows
from organisations import tenancy
from organisations.choices import Purpose
from placements.choices import LineStatus
from placements.models import HoursStatement
from tests.database import owner
from tests.june import TODAY
from tests.placements.workspace import APRIL, MARCH, MAY, auditor_of, contract_of, logged, second_contractor, stated

pytestmark = pytest.mark.usefixtures("mid_june")

HEADER = "Personeelsnr\tNaam\tGeboortedatum\tUren"


def paste(person, *rows, header=HEADER, period="2026-05"):
    """Bring in copied rows; gives the address inside the workspace to which it leads."""
    answer = person.post("uren/inlezen/", {"period": period, "pasted": "\n".join([header, *rows])})
    assert answer.status_code == 302, answer.content.decode()
    return answer.url.partition(str(person.organisation.pk))[2].lstrip("/")


def looked_at(person, *rows, **values):
    """The same, with the columns taken as guessed."""
    path = paste(person, *rows, **values)
    with owner():
        upload = PayrollUpload.objects.newest_first().first()
    if upload.status == UploadStatus.COLUMNS:
        page = person.get(f"{path}kolommen/").content.decode()
        chosen = re.findall(r'<select name="(column_\d+)".*?<option value="(\w+)" selected', page, re.DOTALL)
        answer = person.post(f"{path}kolommen/", dict(chosen) | {"period": values.get("period", "2026-05")})
        assert answer.status_code == 302, answer.content.decode()
    return path


def versions(page):
    return dict(re.findall(r'name="(version-[^"]+)"\s+value="([^"]*)"', page))


def put(person, path, **said):
    page = person.get(path).content.decode()
    return person.post(path, versions(page) | {"action": "submit"} | said)


def hours_of(line):
    with owner():
        return {
            one.month: (one.paid_hours, one.status)
            for one in HoursStatement.objects.live().filter(deployment=line).order_by("month")
        }


def test_a_payroll_table_becomes_hours_of_the_month_and_only_what_is_unclear_is_asked(cast):
    contract = contract_of(cast)
    known = logged(cast.bram, contract)
    twice = logged(cast.bram, contract, name="B. Proefstra", birth_date=dt.date(1980, 2, 3))
    other = logged(cast.bram, contract_of(cast), name="B. Proefstra", birth_date=dt.date(1980, 2, 3))
    path = looked_at(
        cast.bram,
        "101\tVoorbeeld, A.\t14-6-1973\t152,5",
        "102\tB. Proefstra\t03-02-1980\t80:30",
        "103\tC. Kantoorman\t1-1-1990\t160",
    )
    page = cast.bram.get(path).content.decode()
    assert page.count('class="payroll-ask"') == 1
    assert "Op welk contract horen deze uren?" in page
    assert "1 regel gaat over iemand die in die tijd niet op een contract staat" in page
    unanswered = put(cast.bram, path)
    assert unanswered.status_code == 422
    assert "Er is nog niets overgenomen" in unanswered.content.decode()
    assert hours_of(known) == {}
    answered = put(cast.bram, path, **{"row-3": str(twice.pk)})
    assert answered.status_code == 302
    assert hours_of(known) == {MAY: (Decimal("152.50"), LineStatus.SUBMITTED)}
    assert hours_of(twice) == {MAY: (Decimal("80.50"), LineStatus.SUBMITTED)}
    assert hours_of(other) == {}


def test_nothing_of_the_table_stays_once_it_is_used(cast):
    line = logged(cast.bram, contract_of(cast))
    path = looked_at(cast.bram, "101\tA. Voorbeeld\t14-6-1973\t150", "103\tC. Kantoorman\t1-1-1990\t160")
    assert put(cast.bram, path, action="save").status_code == 302
    assert hours_of(line) == {MAY: (Decimal(150), LineStatus.CONCEPT)}
    with owner():
        upload = PayrollUpload.objects.get()
        assert (upload.status, upload.header, upload.rows, upload.answers) == (UploadStatus.USED, [], [], {})
        assert "Kantoorman" not in str(vars(upload))
        assert list(PersonnelNumber.objects.values_list("person_id", "number")) == [(line.person_id, "101")]
    again = cast.bram.post(path, {"action": "submit"})
    assert again.status_code == 302
    assert hours_of(line) == {MAY: (Decimal(150), LineStatus.CONCEPT)}
    told = cast.bram.get(path).content.decode()
    assert "1 maand van een medewerker is bijgewerkt." in told
    assert cast.bram.url("uren/2026-05/") in told


def test_the_columns_are_asked_once(cast):
    logged(cast.bram, contract_of(cast))
    first = paste(cast.bram, "101\tA. Voorbeeld\t14-6-1973\t150")
    page = cast.bram.get(first)
    assert page.url.endswith("kolommen/")
    wrong = cast.bram.post(
        f"{first}kolommen/",
        {"period": "2026-05", "column_0": "number", "column_1": "name", "column_2": "name", "column_3": "nothing"},
    )
    assert wrong.status_code == 422
    assert "bij twee kolommen" in wrong.content.decode()
    looked_at(cast.bram, "101\tA. Voorbeeld\t14-6-1973\t150")
    second = paste(cast.bram, "101\tA. Voorbeeld\t14-6-1973\t151", header=HEADER.upper())
    assert cast.bram.get(second).status_code == 200
    with owner():
        assert PayrollLayout.objects.count() == 1
    looked_at(second_contractor(), "101\tA. Voorbeeld\t14-6-1973\t150")
    with owner():
        assert PayrollLayout.objects.count() == 2, "what one company said of its columns is no other company's"


def test_a_number_that_was_kept_needs_no_name(cast):
    line = logged(cast.bram, contract_of(cast))
    put(cast.bram, looked_at(cast.bram, "101\tA. Voorbeeld\t14-6-1973\t150"))
    path = looked_at(cast.bram, "101\t90", header="Personeelsnummer\tUren", period="2026-04")
    assert put(cast.bram, path).status_code == 302
    assert hours_of(line)[APRIL] == (Decimal(90), LineStatus.SUBMITTED)


def test_a_cell_that_cannot_be_read_is_mended_beside_it(cast):
    line = logged(cast.bram, contract_of(cast))
    path = looked_at(cast.bram, "101\tA. Voorbeeld\t14-6-1973\tveel")
    page = cast.bram.get(path).content.decode()
    assert "Dit is geen aantal uren." in page
    assert 'name="cell-2-3"' in page
    assert cast.bram.post(path, {"action": "check", "cell-2-3": "120"}).status_code == 302
    assert put(cast.bram, path).status_code == 302
    assert hours_of(line)[MAY] == (Decimal(120), LineStatus.SUBMITTED)


def test_somebody_with_another_name_is_never_taken_by_itself(cast):
    line = logged(cast.bram, contract_of(cast))
    path = looked_at(cast.bram, "101\tA.B. Voorbeeld\t14-6-1973\t120")
    assert "Gaat dit over deze persoon?" in cast.bram.get(path).content.decode()
    assert put(cast.bram, path, **{"row-2": "skip"}).status_code == 302
    assert hours_of(line) == {}


def test_a_known_name_with_another_birth_date_is_asked_and_never_passed_over_quietly(cast):
    line = logged(cast.bram, contract_of(cast))
    path = looked_at(cast.bram, "101\tVoorbeeld, A.\t14-6-1937\t120")
    page = cast.bram.get(path).content.decode()
    assert "De naam is dezelfde, de geboortedatum niet." in page
    assert "niet op een contract staat" not in page
    assert put(cast.bram, path).status_code == 422
    assert hours_of(line) == {}
    assert put(cast.bram, path, **{"row-2": str(line.pk)}).status_code == 302
    assert hours_of(line) == {MAY: (Decimal(120), LineStatus.SUBMITTED)}


def test_two_people_of_one_name_and_birth_date_are_asked_about_without_doubting_the_date(cast):
    contract = contract_of(cast)
    for name in ("J. de Vries", "Vries, J. de"):
        logged(cast.bram, contract, name=name)
    page = cast.bram.get(looked_at(cast.bram, "101\tJ. de Vries\t14-6-1973\t120")).content.decode()
    assert "Gaat dit over deze persoon?" in page
    assert "de geboortedatum niet" not in page


def test_the_line_with_the_names_of_the_columns_is_found_said_and_can_be_pointed_at(cast):
    logged(cast.bram, contract_of(cast))
    titles = "Loonstaat mei\nPeriode\tmei"
    path = paste(cast.bram, "101\tA. Voorbeeld\t14-6-1973\t150", header=f"{titles}\n{HEADER}")
    assert "De namen van de kolommen staan in regel 3." in cast.bram.get(f"{path}kolommen/").content.decode()
    path = paste(cast.bram, "101\tA. Voorbeeld\t14-6-1973\t150")
    assert "staan in regel" not in cast.bram.get(f"{path}kolommen/").content.decode()
    with owner():
        assert [one.header for one in PayrollUpload.objects.all()] == [HEADER.split("\t")] * 2
    pasted = f"{titles}\n{HEADER}\n101\tA. Voorbeeld\t14-6-1973\t150"
    for line, sentence in (("9", "In regel 9 staat niets."), ("0", "Vul het nummer van een regel in.")):
        answer = cast.bram.post("uren/inlezen/", {"period": "2026-05", "pasted": pasted, "header_line": line})
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
    answer = cast.bram.post("uren/inlezen/", {"period": "2026-05", "pasted": pasted, "header_line": "2"})
    assert answer.status_code == 302
    with owner():
        assert PayrollUpload.objects.newest_first().first().header == ["Periode", "mei"]


def test_people_of_one_name_are_told_apart_before_and_after(cast):
    contract = contract_of(cast)
    for day in (3, 4, 5):
        logged(cast.bram, contract, name="J. de Vries", birth_date=dt.date(1980, 2, day))
    path = looked_at(cast.bram, "101\tJ. de Vries\t3-2-1980\t100", "102\tJ. de Vries\t4-2-1980\t999")
    page = cast.bram.get(path).content.decode()
    assert page.count("J. de Vries (3-2-1980)") == page.count("J. de Vries (4-2-1980)") == 1
    assert "<strong>J. de Vries (5-2-1980)</strong>" in page, "who is not in the table"
    assert put(cast.bram, path).status_code == 302
    assert "J. de Vries (4-2-1980), mei 2026" in cast.bram.get(path).content.decode().replace("\xa0", " ")


def test_four_weeks_are_split_over_months_and_the_next_period_completes_one(cast):
    line = logged(cast.bram, contract_of(cast))
    header = "Naam\tGeboortedatum\tPeriode\tJaar\tUren"
    # Periods 3, 4 and 5 of 2026: 23 February to 22 March, 23 March to 19 April, 20 April to 17 May.
    first = looked_at(cast.bram, "A. Voorbeeld\t14-6-1973\t4\t2026\t112", header=header)
    page = cast.bram.get(first).content.decode()
    assert "Wacht op een andere periode" in page
    assert "36,00 uur in maart 2026. Nog zonder uren: 1-3-2026 tot en met 22-3-2026." in page
    assert "76,00 uur in april 2026. Nog zonder uren: 20-4-2026 tot en met 30-4-2026." in page
    assert put(cast.bram, first).status_code == 302
    assert hours_of(line) == {}
    with owner():
        assert PayrollPeriod.objects.count() == 1
    third = looked_at(cast.bram, "A. Voorbeeld\t14-6-1973\t5\t2026\t140", header=header)
    assert put(cast.bram, third).status_code == 302
    # April: 19 of 28 days of period 4 and 11 of 28 days of period 5.
    assert hours_of(line) == {APRIL: (Decimal("131.00"), LineStatus.SUBMITTED)}
    # The line begins on 1 March, so of period 3 only 22 days count, and all its hours belong to those.
    second = looked_at(cast.bram, "A. Voorbeeld\t14-6-1973\t3\t2026\t88", header=header)
    assert put(cast.bram, second).status_code == 302
    assert hours_of(line)[MARCH] == (Decimal("124.00"), LineStatus.SUBMITTED)


def test_rows_of_one_person_and_columns_with_hours_are_added_up(cast):
    line = logged(cast.bram, contract_of(cast))
    header = "Voornaam;Tussenvoegsel;Achternaam;Geboortedatum;Normale uren;Ziekte uren;Overwerk"
    path = looked_at(cast.bram, "A.;;Voorbeeld;1973-06-14;100;8,5;12", "A.;;Voorbeeld;1973-06-14;20;;0", header=header)
    assert put(cast.bram, path).status_code == 302
    assert hours_of(line)[MAY] == (Decimal("128.50"), LineStatus.SUBMITTED)


def test_what_changed_after_the_preview_is_shown_before_it_is_overwritten(cast):
    line = logged(cast.bram, contract_of(cast))
    path = looked_at(cast.bram, "101\tA. Voorbeeld\t14-6-1973\t150")
    shown = versions(cast.bram.get(path).content.decode())
    stated(cast.bram, line, MAY, 99)
    answer = cast.bram.post(path, shown | {"action": "submit"})
    assert answer.status_code == 422
    assert "in 1 maand staan al andere uren" in answer.content.decode()
    assert "99,00" in answer.content.decode()
    assert hours_of(line) == {MAY: (Decimal(99), LineStatus.SUBMITTED)}
    assert cast.bram.post(path, versions(answer.content.decode()) | {"action": "submit"}).status_code == 302
    assert hours_of(line) == {MAY: (Decimal(150), LineStatus.SUBMITTED)}


def test_hours_that_an_answer_would_overwrite_are_shown_first(cast):
    line = logged(cast.bram, contract_of(cast))
    stated(cast.bram, line, MAY, 99)
    path = looked_at(cast.bram, "101\tA.B. Voorbeeld\t14-6-1973\t150")
    answer = put(cast.bram, path, **{"row-2": str(line.pk)})
    assert answer.status_code == 422
    assert "99,00" in answer.content.decode()
    assert hours_of(line)[MAY][0] == 99
    assert put(cast.bram, path).status_code == 302
    assert hours_of(line)[MAY][0] == 150


def test_what_cannot_be_is_said_and_the_rest_goes_on(cast):
    contract = contract_of(cast)
    good, full = logged(cast.bram, contract), logged(cast.bram, contract, name="B. Proefstra")
    path = looked_at(cast.bram, "1\tA. Voorbeeld\t14-6-1973\t150", "2\tB. Proefstra\t14-6-1973\t300")
    assert "gemiddeld 60 uur per week" in cast.bram.get(path).content.decode()
    assert put(cast.bram, path).status_code == 302
    assert (hours_of(good), hours_of(full)) == ({MAY: (Decimal(150), LineStatus.SUBMITTED)}, {})
    assert "Wat niet kon" in cast.bram.get(path).content.decode()


def test_the_bound_over_companies_holds_and_names_nobody(cast):
    neighbour = second_contractor()
    stated(neighbour, logged(neighbour, contract_of(cast, contractor=neighbour.organisation)), MAY, 200)
    line = logged(cast.bram, contract_of(cast))
    path = looked_at(cast.bram, "1\tA. Voorbeeld\t14-6-1973\t150")
    assert "60 uur" not in cast.bram.get(path).content.decode()
    put(cast.bram, path)
    assert hours_of(line) == {MAY: (Decimal(150), LineStatus.CONCEPT)}
    told = cast.bram.get(path).content.decode()
    assert "gemiddeld 60 uur per week" in told
    assert neighbour.organisation.name not in told


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("uren.xlsx", b"Naam;Uren\nA;1\n", "dit is geen XLSX-bestand"),
        ("uren.csv", b"PK\x03\x04 something", "dit is geen CSV-bestand"),
        ("uren.pdf", b"%PDF-1.7", "eindigt op .xlsx, .ods of .csv"),
        ("uren.csv", "Naam;Uren".encode("utf-16"), "Dit is geen CSV-bestand"),
        ("uren.csv", b"12;13\n14;15\n", "de regel met de namen van de kolommen"),
        ("uren.csv", b'Naam;Uren\n"A;1\n', "aanhalingstekens"),
        ("uren.csv", b"Naam;Uren\n", "geen enkele regel"),
        ("uren.csv", b"Naam;Uren\n" + b"A;1\n" * 2001, "meer dan 2000 regels"),
        ("uren.csv", b"x" * (2 * 1024 * 1024 + 1), "groter dan 2 MB"),
        ("uren.csv", b"", "leeg"),
    ],
)
def test_files_that_are_no_payroll_are_refused_in_plain_words(cast, name, content, sentence):
    answer = cast.bram.post("uren/inlezen/", {"period": "2026-05", "file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    with owner():
        assert not PayrollUpload.objects.exists()


def test_a_file_far_past_the_bound_is_called_too_large_and_all_else_that_was_filled_in_stays(cast, settings):
    settings.LARGEST_UPLOAD = 1_000_000
    sent = {"file": SimpleUploadedFile("uren.csv", b"x" * 3_000_000), "period": "2026-04", "header_line": "7"}
    answer = cast.bram.post("uren/inlezen/", sent)
    told = answer.content.decode()
    assert answer.status_code == 422
    assert "Dit bestand is groter dan 2 MB" in told
    assert "Kies een bestand of plak regels." not in told
    assert 'value="7"' in told
    assert '<option value="2026-04" selected' in told


def test_a_file_has_to_be_chosen_again_when_something_else_was_wrong(cast):
    sent = {"file": SimpleUploadedFile("uren.csv", b"Naam;Uren\nA;1\n"), "period": "2026-04", "header_line": "geen"}
    answer = cast.bram.post("uren/inlezen/", sent)
    assert answer.status_code == 422
    assert "Kies uren.csv opnieuw" in answer.content.decode()


def test_a_paste_that_is_too_long_is_refused_with_its_reason_and_never_cut_off(cast):
    (field,) = re.findall(r"<textarea[^>]*>", cast.bram.get("uren/inlezen/").content.decode())
    assert "maxlength" not in field
    answer = cast.bram.post("uren/inlezen/", {"period": "2026-05", "pasted": f"{HEADER}\n" + "x" * 500_000})
    assert answer.status_code == 422
    assert "te veel om te plakken" in answer.content.decode()
    answer = cast.bram.post("uren/inlezen/", {"period": "2026-05", "pasted": "x" * 2_800_000})
    assert answer.status_code == 413
    assert "hoogstens 2,6 MB in één formulier" in answer.content.decode()


def test_names_of_fields_that_no_page_has_say_nothing(cast):
    logged(cast.bram, contract_of(cast))
    path = looked_at(cast.bram, "101\tA. Voorbeeld\t14-6-1973\t12")
    digits, encoded = "9" * 4_400, "application/x-www-form-urlencoded"
    data = urlencode({f"row-{digits}": "skip", f"cell-1-{digits}": "8", "action": "check"})
    assert cast.bram.client.post(cast.bram.url(path), data, content_type=encoded).status_code == 302
    assert cast.bram.post(path, {"cell-2-2": "8\0", "action": "check"}).status_code == 400


def test_a_book_that_grows_when_it_is_opened_is_refused_by_its_directory(cast):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", b"0" * (40 * 1024 * 1024))
    file = SimpleUploadedFile("uren.xlsx", content.getvalue())
    assert file.size < 2 * 1024 * 1024
    answer = cast.bram.post("uren/inlezen/", {"period": "2026-05", "file": file})
    assert answer.status_code == 422
    assert "Uitgepakt is het bestand groter dan 6 MB" in answer.content.decode()


def test_a_book_of_excel_is_read_with_its_dates_and_numbers(cast):
    line = logged(cast.bram, contract_of(cast))
    book = Workbook()
    book.active.append(["Naam", "Geboortedatum", "Maand", "Uren"])
    book.active.append(["A. Voorbeeld", dt.date(1973, 6, 14), dt.date(2026, 4, 1), 133.25])
    content = io.BytesIO()
    book.save(content)
    answer = cast.bram.post(
        "uren/inlezen/", {"period": "2026-05", "file": SimpleUploadedFile("loon.xlsx", content.getvalue())}
    )
    path = answer.url.partition(str(cast.bram.organisation.pk))[2].lstrip("/")
    chosen = {"column_0": "name", "column_1": "birth_date", "column_2": "month", "column_3": "hours"}
    cast.bram.post(f"{path}kolommen/", chosen | {"period": "2026-05"})
    assert put(cast.bram, path).status_code == 302
    assert hours_of(line) == {APRIL: (Decimal("133.25"), LineStatus.SUBMITTED)}


def test_a_table_is_thrown_away_and_one_that_lies_is_emptied(cast):
    logged(cast.bram, contract_of(cast))
    path = looked_at(cast.bram, "101\tA. Voorbeeld\t14-6-1973\t150")
    assert cast.bram.post(f"{path}weg/").status_code == 302
    assert "Deze tabel is er niet meer" in cast.bram.get(path).content.decode()
    looked_at(cast.bram, "101\tA. Voorbeeld\t14-6-1973\t150")
    for day, left in ((TODAY + dt.timedelta(days=7), 1), (TODAY + dt.timedelta(days=8), 0)):
        with tenancy.system(Purpose.UPKEEP, region_id=cast.region.pk):
            discard_old_rows(region_id=cast.region.pk, on=day)
        with owner():
            assert PayrollUpload.objects.with_rows().count() == left


def test_who_may_and_who_may_not(cast):
    logged(cast.bram, contract_of(cast))
    path = looked_at(cast.bram, "101\tA. Voorbeeld\t14-6-1973\t150")
    paths = ["uren/inlezen/", path, f"{path}kolommen/"]
    for person in (cast.alice, cast.carla, cast.dirk, cast.esra, auditor_of(cast.bram)):
        for one in paths:
            assert person.get(one).status_code == 403
            assert person.post(one, {"action": "submit"}).status_code == 403
        assert person.post(f"{path}weg/").status_code == 403
    stranger = second_contractor()
    for one in (path, f"{path}kolommen/"):
        for answer in (stranger.get(one), stranger.post(one, {"action": "submit"})):
            assert answer.status_code == 404
            assert "A. Voorbeeld" not in answer.content.decode()
    assert stranger.post(f"{path}weg/").status_code == 404
    assert "Geplakte regels" not in stranger.get("uren/inlezen/").content.decode()
    with owner():
        assert PayrollUpload.objects.get().is_open


def test_a_row_cannot_be_given_to_a_line_of_another_company(cast):
    neighbour = second_contractor()
    theirs = logged(neighbour, contract_of(cast, contractor=neighbour.organisation), name="Z. Buur")
    logged(cast.bram, contract_of(cast))
    path = looked_at(cast.bram, "101\tA.B. Voorbeeld\t14-6-1973\t120")
    assert put(cast.bram, path, **{"row-2": str(theirs.pk)}).status_code == 422
    assert hours_of(theirs) == {}


def test_as_many_queries_for_thirty_rows_as_for_three(cast):
    contract = contract_of(cast)
    taken = []
    for start, end in ((0, 3), (3, 30)):
        for number in range(start, end):
            logged(cast.bram, contract, name=f"Nummer {number}")
        path = looked_at(cast.bram, *(f"{number}\tNummer {number}\t14-6-1973\t100" for number in range(end)))
        with CaptureQueriesContext(connection) as queries:
            assert cast.bram.get(path).status_code == 200
        taken.append([one["sql"] for one in queries if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))])
    assert len(taken[0]) == len(taken[1]) <= 3 + 9, "\n".join(taken[1])
