"""How cells of payroll are read, what columns are taken for, and which periods there are. No database."""

import datetime as dt
import io
from decimal import Decimal
from functools import partial
from itertools import pairwise

import pytest
from openpyxl import Workbook

from exchange import foreign_table
from exchange.choices import TableFormat
from exchange.foreign_table import MOST_COLUMNS, TableRefusedError
from exchange.headings import digest_of
from exchange.payroll.cells import pay_row, words_of
from exchange.payroll.columns import EXPECTED, MOST_ROWS, fault_of, guessed
from exchange.payroll.periods import Period, four_weeks, latest, period_of

read_file = partial(foreign_table.read_file, expected=EXPECTED)
read_pasted = partial(foreign_table.read_pasted, expected=EXPECTED)


def read(meaning, text, *, period="2026-05", beside=()):
    columns = [meaning, "hours", *(one for one, _text in beside)]
    cells = [text, "8", *(words for _one, words in beside)]
    return pay_row(2, cells, header=columns, columns=columns, period=period)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("152,5", "152.50"),
        ("152.5", "152.50"),
        ("1.000", None),
        ("152:30", "152.50"),
        ("0:20", "0.33"),
        ("160 uur", "160.00"),
        ("0", "0.00"),
        ("-8", None),
        ("veel", None),
        ("", None),
        ("1e3", None),
    ],
)
def test_hours(text, hours):
    row = pay_row(2, [text], header=["Uren"], columns=["hours"], period="2026-05")
    assert row.hours == (None if hours is None else Decimal(hours))
    assert bool(row.faults) is (hours is None)
    assert all(cell.text == text and cell.heading == "Uren" and cell.fault for cell in row.faults)


def test_columns_with_hours_are_added_up_and_an_empty_one_is_nothing():
    row = pay_row(2, ["100", "", "8,5"], header=["a", "b", "c"], columns=["hours"] * 3, period="2026-05")
    assert (row.hours, row.faults) == (Decimal("108.50"), [])
    row = pay_row(2, ["100", "x", "8,5"], header=["a", "b", "c"], columns=["hours"] * 3, period="2026-05")
    assert (row.hours, [cell.column for cell in row.faults]) == (None, [1])


@pytest.mark.parametrize("text", ["14-6-1973", "14-06-1973", "1973-06-14", "14/6/1973", "14.6.1973", "19730614"])
def test_days(text):
    assert read("birth_date", text).birth_date == dt.date(1973, 6, 14)


@pytest.mark.parametrize("text", ["14-6-73", "31-2-1973", "6/14/1973", "morgen", "1-1-0001"])
def test_days_that_are_none(text):
    row = read("birth_date", text)
    assert row.birth_date is None
    assert row.faults[0].column == 0


@pytest.mark.parametrize(
    "text", ["2026-04", "04-2026", "202604", "april", "apr", "April 2026", "4", "1-4-2026", "2026-04-01"]
)
def test_months(text):
    assert read("month", text).period == Period(dt.date(2026, 4, 1), dt.date(2026, 4, 30))


@pytest.mark.parametrize("text", ["13", "2026-13", "lente", "0", "0999-01"])
def test_months_that_are_none(text):
    row = read("month", text)
    assert row.period is None
    assert row.faults


@pytest.mark.parametrize("text", ["4", "04", "P4", "periode 4", "2026-04", "2026-P04", "202604"])
def test_periods_of_four_weeks(text):
    assert read("four_weeks", text).period == Period(dt.date(2026, 3, 23), dt.date(2026, 4, 19))


def test_the_year_stands_in_a_column_of_its_own_or_is_that_of_the_time_that_was_chosen():
    with_year = read("four_weeks", "13", beside=(("year", "2020"),))
    assert with_year.period == Period(dt.date(2020, 11, 30), dt.date(2021, 1, 3))
    assert read("four_weeks", "1", period="2021-P01").period == Period(dt.date(2021, 1, 4), dt.date(2021, 1, 31))
    assert read("four_weeks", "1", beside=(("year", "nu"),)).period is None


def test_a_period_by_its_days():
    row = read("first_day", "1-4-2026", beside=(("last_day", "28-4-2026"),))
    assert row.period == Period(dt.date(2026, 4, 1), dt.date(2026, 4, 28))
    assert read("first_day", "29-4-2026", beside=(("last_day", "28-4-2026"),)).period is None


@pytest.mark.parametrize("year", range(2018, 2034))
def test_the_thirteen_periods_of_a_year_follow_each_other_and_those_of_the_next_year(year):
    periods = [four_weeks(year, number) for number in range(1, 14)] + [four_weeks(year + 1, 1)]
    for one, other in pairwise(periods):
        assert other.first_day == one.last_day + dt.timedelta(days=1)
    assert {(one.last_day - one.first_day).days + 1 for one in periods[:12]} == {28}
    assert (periods[12].last_day - periods[12].first_day).days + 1 in {28, 35}


@pytest.mark.parametrize("code", ["", "2026", "2026-14", "2026-P14", "2026-P00", "2026-5", "x"])
def test_a_code_that_is_no_period(code):
    with pytest.raises(ValueError):  # noqa: PT011 - whatever the calendar says
        period_of(code)


@pytest.mark.parametrize("on", [dt.date(2021, 1, 2), dt.date(2026, 1, 1), dt.date(2026, 6, 15)])
def test_what_can_be_chosen_has_begun_and_none_is_passed_over(on):
    months, weeks = latest(on=on, count=14)
    for code, _words in [*months, *weeks]:
        assert period_of(code).first_day <= on
    assert period_of(weeks[0][0]).last_day >= on
    found = [period_of(code) for code, _words in weeks]
    assert all(one.first_day == other.last_day + dt.timedelta(days=1) for one, other in pairwise(found))


def test_columns_are_known_by_what_payroll_calls_them():
    header = ["Pers.nr.", "Medewerker", "Geb. datum", "Normale uren", "Ziekte-uren", "Uren", "Afdeling", "Naam"]
    assert guessed(header) == ["number", "name", "birth_date", "hours", "hours", "hours", "nothing", "nothing"]
    assert guessed(["Periode", "Maand"]) == ["nothing", "month"]
    assert guessed(["Voorl.", "Voorv.", "Achternaam"]) == ["first_name", "middle_name", "last_name"]
    assert digest_of(["Pers.nr.", "Uren"]) == digest_of(["PERSNR", "uren "]) != digest_of(["Uren", "Pers.nr."])


@pytest.mark.parametrize(
    "heading",
    [
        *("Uren verlof", "Verlof", "Ziekte uren", "Ziek", "Uren ziekte", "Vakantie-uren", "Opgenomen verlof", "ADV"),
        *("Bijzonder verlof (uren)", "Uren wegens ziekte", "Feestdagen", "Totaal gewerkte uren", "Doktersbezoek uren"),
    ],
)
def test_paid_hours_of_whatever_kind_are_proposed(heading):
    assert guessed([heading]) == ["hours"]


@pytest.mark.parametrize(
    "heading",
    [
        *("Overwerk", "Overuren", "Uren overwerk", "Uitbetaald verlof", "Verlof uitbetaling (uren)", "Contracturen"),
        *("Uren contract", "Uren per week", "Saldo verlof", "Verlofsaldo", "Onbetaald verlof", "Vakantiegeld"),
        *("Totaal", "Verlofdagen", "Ziektekosten", "Uurloon", "Opbouw vakantie-uren", "Kort", "feestdagen" * 15 + "x"),
    ],
)
def test_hours_that_do_not_count_are_not_proposed(heading):
    assert guessed([heading]) == ["nothing"]


TITLES = ["Loonstaat mei 2026, per persoon", "", "Bedrijf: Bouw & Zn;;"]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_titles_above_the_names_of_the_columns_are_passed_over(separator):
    text = "\n".join([*TITLES, separator.join(["Naam", "Uren"]), separator.join(["A", "8"])])
    for table in (read_file(text.encode(), TableFormat.CSV), read_pasted(text)):
        assert (table.header, table.rows, table.header_line) == (["Naam", "Uren"], [(5, ["A", "8"])], 4)
    assert read_pasted("Naam\tUren\nA\t8").header_line == 0


def test_a_book_with_titles_above_the_names_of_the_columns():
    book = Workbook()
    for row in (["Loonstaat"], ["Periode", 5, "Jaar", 2026], ["Pers.nr.", "Medewerker", "Uren verlof"], [101, "A", 8]):
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    table = read_file(content.getvalue(), TableFormat.XLSX)
    assert table.header == ["Pers.nr.", "Medewerker", "Uren verlof"]
    assert table.rows == [(4, ["101", "A", "8"])]


def test_without_names_that_are_known_the_widest_row_has_them_and_another_can_be_pointed_at():
    text = "Overzicht\nAfdeling\tGroep\nWie\tWanneer\tHoeveel\nA\tmei\t8\nB\tmei\t9"
    assert read_pasted(text).header == ["Wie", "Wanneer", "Hoeveel"]
    pointed = read_pasted(text, header_line=2)
    assert (pointed.header, len(pointed.rows)) == (["Afdeling", "Groep"], 3)
    with pytest.raises(TableRefusedError, match="In regel 9 staat niets"):
        read_pasted(text, header_line=9)


def test_titles_take_nothing_from_the_rows_that_may_be_there():
    rows = "A;1\n" * MOST_ROWS
    assert len(read_file(f"Loonstaat\n\nNaam;Uren\n{rows}".encode(), TableFormat.CSV).rows) == MOST_ROWS
    with pytest.raises(TableRefusedError, match="meer dan 2000 regels"):
        read_file(f"Loonstaat\n\nNaam;Uren\n{rows}A;1\n".encode(), TableFormat.CSV)
    book = Workbook()
    for row in (["Loonstaat"], ["Mei 2026"], ["Naam", "Uren"], *[["A", 1]] * MOST_ROWS):
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    assert len(read_file(content.getvalue(), TableFormat.XLSX).rows) == MOST_ROWS


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        (["name"], "de kolom met de uren"),
        (["hours"], "de naam of met het personeelsnummer"),
        (["name", "name", "hours"], "twee kolommen"),
        (["name", "last_name", "hours"], "hele naam"),
        (["name", "hours", "first_day"], "eerste én de laatste dag"),
        (["name", "hours", "month", "four_weeks"], "één kolom"),
        (["number", "hours", "hours", "nothing", "nothing"], ""),
    ],
)
def test_what_the_columns_have_to_tell(columns, words):
    assert words in fault_of(columns)
    assert bool(words) is bool(fault_of(columns))


def test_a_name_is_the_same_in_whatever_order_it_is_written():
    assert words_of("Vries, J.P. de") == words_of("j.p. de vries") == words_of("J P de  Vries")
    assert words_of("J. de Vries") != words_of("J. Vries")


def test_columns_with_hours_stay_whatever_else_is_in_their_name():
    header = ["Naam", "Bruto uren", "Verrekening uren", "Netto loon", "E-mail adres", "Burgerlijke staat"]
    table = read_pasted("\t".join(header) + "\nA\t8\t9\t10\tx\ty")
    assert table.header == ["Naam", "Bruto uren", "Verrekening uren"]
    assert table.left_out == ("Netto loon", "E-mail adres", "Burgerlijke staat")


def test_what_may_not_stay_is_taken_out_at_once():
    table = read_pasted("Naam\tBSN\tUren\tNr\tSalaris\nA\t111222333\t8\t123456782\t2400\nB\t\t9\t111222333\t2500")
    assert table.header == ["Naam", "Uren"]
    assert table.rows == [(2, ["A", "8"]), (3, ["B", "9"])]
    assert table.left_out == ("BSN", "Nr", "Salaris")
    kept = read_pasted("Nr\tUren\n123456789\t8\n111222333\t9")
    assert kept.left_out == (), "a number that is no citizen service number is a number of payroll"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_files_of_windows_programs_are_read(encoding):
    table = read_file("Naam;Uren\nZoë;8,5\n\n;;;\nRené;9\n".encode(encoding), TableFormat.CSV)
    assert table.rows == [(2, ["Zoë", "8,5"]), (5, ["René", "9"])]


def test_rows_are_as_wide_as_the_header_and_text_is_one_readable_line():
    table = read_pasted("Naam\tUren\t\t\nA\x00\x1bB\t8\tx\ty\tz\n" + "C" * 500)
    assert table.rows[0] == (2, ["A B", "8"])
    assert table.rows[1] == (3, ["C" * 200, ""])


def test_more_columns_than_payroll_has_are_refused():
    with pytest.raises(TableRefusedError, match="kolommen"):
        read_pasted("\t".join(f"k{chr(97 + number % 26)}" for number in range(MOST_COLUMNS + 1)) + "\nx")
