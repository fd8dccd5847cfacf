"""The month in one screen: a start from the month before, one press for what is empty, a filter, a stale window."""

import datetime as dt
from decimal import Decimal

import pytest

from organisations.models import OrganisationRegion, new_id
from placements.choices import LineStatus
from placements.models import HoursStatement
from tests.database import owner
from tests.factories.organisations import RegionFactory
from tests.placements.test_screens_contractor import typed_on
from tests.placements.workspace import APRIL, MARCH, auditor_of, contract_of, logged, stated

pytestmark = pytest.mark.usefixtures("mid_june")


def press(person, action, *, path="uren/2026-04/", **typed):
    page = person.get(path).content.decode()
    return person.post(path, typed_on(page, action=action) | typed)


def in_april(line):
    with owner():
        one = HoursStatement.objects.live().filter(deployment=line, month=APRIL).first()
    return None if one is None else (one.paid_hours, one.status)


def test_last_month_is_a_start_that_keeps_what_was_typed_and_can_be_taken_back(cast):
    contract = contract_of(cast)
    first, second, third = (logged(cast.bram, contract, name=name) for name in ("A. Een", "B. Twee", "C. Drie"))
    stated(cast.bram, first, MARCH, 150)
    stated(cast.bram, second, MARCH, 140)
    stated(cast.bram, third, MARCH, 0)
    page = cast.bram.get("uren/2026-04/").content.decode()
    assert "Uren van maart 2026 overnemen (2 regels)" in page.replace("\xa0", " ")
    assert press(cast.bram, "start", **{f"{second.pk}-hours": "88"}).status_code == 302
    assert in_april(first) == (Decimal(150), LineStatus.CONCEPT)
    assert in_april(second) == (Decimal(88), LineStatus.CONCEPT), "what was typed goes before what was a month ago"
    assert in_april(third) is None, "nothing last month says nothing of this one"
    assert press(cast.bram, "clear").status_code == 302
    assert (in_april(first), in_april(second)) == (None, (Decimal(88), LineStatus.CONCEPT))


def test_a_start_leaves_out_what_this_month_cannot_hold(cast):
    line = logged(cast.bram, contract_of(cast))
    stated(cast.bram, line, MARCH, "265.71")
    assert 'value="start"' not in cast.bram.get("uren/2026-04/").content.decode()
    press(cast.bram, "start")
    assert in_april(line) is None


def test_nothing_this_month_for_all_that_is_empty_and_submitted_together(cast):
    contract = contract_of(cast)
    first, second = logged(cast.bram, contract), logged(cast.bram, contract, name="B. Twee")
    press(cast.bram, "nothing", **{f"{first.pk}-hours": "20"})
    assert (in_april(first), in_april(second)) == ((20, LineStatus.CONCEPT), (0, LineStatus.CONCEPT))
    press(cast.bram, "submit")
    assert (in_april(first), in_april(second)) == ((20, LineStatus.SUBMITTED), (0, LineStatus.SUBMITTED))


def test_one_wrong_field_keeps_the_page_as_it_was_typed(cast):
    contract = contract_of(cast)
    first, second = logged(cast.bram, contract), logged(cast.bram, contract, name="B. Twee")
    answer = press(cast.bram, "start", **{f"{first.pk}-hours": "veel", f"{second.pk}-hours": "31"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Vul een aantal uren in" in text
    assert 'value="veel"' in text
    assert 'value="31"' in text
    assert (in_april(first), in_april(second)) == (None, None)


def test_a_line_with_text_that_was_refused_is_not_among_the_empty_ones(cast):
    contract = contract_of(cast)
    first = logged(cast.bram, contract, name="A. Een")
    logged(cast.bram, contract, name="B. Twee")
    assert "voor alle 2 lege regels" in cast.bram.get("uren/2026-04/").content.decode()
    page = press(cast.bram, "submit", **{f"{first.pk}-hours": "geen getal"}).content.decode()
    assert 'value="geen getal"' in page
    assert "Niets deze maand voor de lege regel" in page
    assert "uit 0 van de 2 regels" in page


def test_people_of_one_name_are_told_apart_on_the_screen_and_in_its_errors(cast):
    contract = contract_of(cast)
    lines = [logged(cast.bram, contract, name="J. de Vries", birth_date=dt.date(1980, 2, day)) for day in (3, 4)]
    logged(cast.bram, contract_of(cast), name="J. de Vries", birth_date=dt.date(1980, 2, 3))
    logged(cast.bram, contract, name="B. Twee")
    page = press(cast.bram, "submit", **{f"{lines[1].pk}-hours": "x"}).content.decode()
    assert page.count(">J. de Vries (3-2-1980)</a>") == 2
    assert page.count(">J. de Vries (4-2-1980)</a>") == 1
    assert ">B. Twee</a>" in page
    assert "Verloonde uren van J. de Vries (4-2-1980)" in page


def test_a_filter_narrows_the_screen_and_leaves_the_rest_alone(cast):
    shown, hidden = contract_of(cast, title="Brug over het Reitdiep"), contract_of(cast, title="Sporthal")
    first, second = logged(cast.bram, shown), logged(cast.bram, hidden, name="B. Twee")
    stated(cast.bram, second, APRIL, 90, submit=False)
    for query in (f"contract={shown.pk}", "zoek=reitdiep"):
        path = f"uren/2026-04/?{query}"
        page = cast.bram.get(path).content.decode()
        assert f'name="{first.pk}-hours"' in page
        assert f'name="{second.pk}-hours"' not in page
        assert "Door het filter ziet u 1 regel niet." in page
    answer = press(cast.bram, "submit", path=path, **{f"{first.pk}-hours": "100"})
    assert answer.url.endswith(path)
    assert (in_april(first), in_april(second)) == ((100, LineStatus.SUBMITTED), (90, LineStatus.CONCEPT))
    one = cast.bram.post(f"uren/2026-04/{first.pk}/?zoek=reitdiep", {f"{first.pk}-hours": "100"}).content.decode()
    assert "uit 1 van de 1 regel<" in one
    assert "Geen regel gevonden" in cast.bram.get("uren/2026-04/?zoek=niemand").content.decode()


def test_lines_of_two_regions_stand_on_one_screen(cast):
    with owner():
        region = RegionFactory(code="drenthe", name="Drenthe")
        OrganisationRegion.objects.create(organisation=cast.bram.organisation, region=region, code="molenwerf")
        elsewhere = contract_of(cast, region=region, werkplein=None, title="In Drenthe")
    here = logged(cast.bram, contract_of(cast))
    there = logged(cast.bram, elsewhere, name="B. Twee")
    page = cast.bram.get("uren/2026-04/").content.decode()
    assert 'name="regio"' in page
    assert all(f'name="{line.pk}-hours"' in page for line in (here, there))
    only = cast.bram.get(f"uren/2026-04/?regio={region.pk}").content.decode()
    assert [f'name="{line.pk}-hours"' in only for line in (here, there)] == [False, True]


def test_a_stale_window_is_told_what_stands_there_now_and_what_was_typed(cast):
    line = logged(cast.bram, contract_of(cast))
    page = cast.bram.get("uren/2026-04/").content.decode()
    stated(cast.bram, line, APRIL, 90, submit=False)
    stale = typed_on(page, action="save") | {f"{line.pk}-hours": "120"}
    for path, extra in (("uren/2026-04/", {}), (f"uren/2026-04/{line.pk}/", {"headers": {"HX-Request": "true"}})):
        text = cast.bram.post(path, stale, **extra).content.decode()
        assert "Intussen gewijzigd in een ander venster: er staat nu 90,00. Kijk het na. U typte 120,00." in text
    nothing = typed_on(page, action="nothing")
    assert "U koos 'niets'" not in cast.bram.post("uren/2026-04/", nothing).content.decode()
    assert in_april(line) == (90, LineStatus.CONCEPT)


def test_a_line_that_came_after_the_page_was_made_is_not_touched(cast):
    contract = contract_of(cast)
    first = logged(cast.bram, contract)
    page = cast.bram.get("uren/2026-04/").content.decode()
    later = logged(cast.bram, contract, name="B. Twee")
    stated(cast.bram, later, APRIL, 70, submit=False)
    cast.bram.post("uren/2026-04/", typed_on(page, action="submit") | {f"{first.pk}-hours": "60"})
    assert (in_april(first), in_april(later)) == ((60, LineStatus.SUBMITTED), (70, LineStatus.CONCEPT))


def test_a_month_of_a_thousand_lines_is_taken(cast):
    line = logged(cast.bram, contract_of(cast))
    others = {f"{new_id()}-{name}": "" for _number in range(1000) for name in ("hours", "version")}
    answer = cast.bram.post("uren/2026-04/", others | {f"{line.pk}-hours": "12", "action": "save"})
    assert answer.status_code == 302
    assert in_april(line) == (12, LineStatus.CONCEPT)


def test_who_only_reads_gets_no_buttons_and_no_change(cast):
    line = logged(cast.bram, contract_of(cast))
    stated(cast.bram, line, MARCH, 150)
    auditor = auditor_of(cast.bram)
    page = auditor.get("uren/2026-04/").content.decode()
    assert 'name="action"' not in page
    assert "loonadministratie</a>" not in page
    for action in ("start", "nothing", "clear"):
        assert auditor.post("uren/2026-04/", {"action": action, f"{line.pk}-hours": ""}).status_code == 403
    assert in_april(line) is None
