"""Bram's screens: people, one person, the month. Everybody else gets 403, and a stranger the 404 of a missing row."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations.choices import OrganisationKind
from organisations.models import new_id
from placements.choices import LineStatus
from placements.forms.candidate_request import CandidateRequestForm
from placements.forms.contribution import ContributionForm
from placements.forms.deployment import DeploymentForm
from placements.forms.month import HoursForm
from placements.forms.what_if import EffortRow, PeopleRow
from placements.models import Deployment, HoursStatement
from placements.stating import lifecycle
from placements.verifying import verification
from placements.verifying.verification import Chosen
from tenders.forms.plan import ItemForm
from tests.database import owner
from tests.placements.workspace import act, auditor_of, contract_of, details, logged, second_contractor, seen, stated

pytestmark = pytest.mark.usefixtures("mid_june")

FIXED = 3
BORN = dt.date(1973, 6, 14)


def form_of(contract, **values):
    given = details(contract)
    return {
        "name": given.name,
        "birth_date": given.birth_date.isoformat(),
        "block": str(given.block.pk),
        "starts_on": given.starts_on.isoformat(),
        "ends_on": given.ends_on.isoformat(),
        "hours_per_week": "36",
        "person_informed": "on",
        "action": "submit",
        "token": str(new_id()),
    } | values


@pytest.mark.parametrize(
    ("first", "last", "words", "then"),
    [
        ("2019-01-01", "2019-12-31", "ligt helemaal buiten de looptijd van het contract", "Ingediend. De regel wacht"),
        ("2026-03-01", "2029-01-01", "Een deel van deze inzet ligt buiten", "U kunt nu uren doorgeven"),
        ("2026-03-01", "2026-12-31", "", "U kunt nu uren doorgeven"),
    ],
)
def test_days_outside_the_contract_are_said_while_filling_in_after_it_and_on_the_page(cast, first, last, words, then):
    contract = contract_of(cast)
    days = {"starts_on": first, "ends_on": last}
    typing = cast.bram.post(f"inzet/verwacht/?contract={contract.pk}", form_of(contract, **days)).content.decode()
    page = cast.bram.post(f"inzet/nieuw/?contract={contract.pk}", form_of(contract, **days), follow=True)
    assert then in page.content.decode()
    with owner():
        line = contract.deployments.get()
    for shown in (typing, page.content.decode(), cast.bram.get(f"inzet/{line.pk}/").content.decode()):
        assert words in shown
        assert ("Let op" in shown) == bool(words)
    # The verifier has his own list of what to look at.
    assert not words or words not in cast.dirk.get(f"inzet/{line.pk}/").content.decode()


def queries_of(person, path):
    with CaptureQueriesContext(connection) as taken:
        assert person.get(path).status_code == 200
    return [one["sql"] for one in taken if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]


def test_a_person_is_logged_and_stands_in_the_list(cast):
    contract = contract_of(cast)
    page = cast.bram.get(f"inzet/nieuw/?contract={contract.pk}")
    assert page.status_code == 200
    assert "Hoe komt deze persoon bij u werken?" in page.content.decode()
    answer = cast.bram.post(f"inzet/nieuw/?contract={contract.pk}", form_of(contract))
    with owner():
        line = Deployment.objects.get(contract=contract)
    assert (answer.status_code, answer.url) == (302, cast.bram.url(f"inzet/{line.pk}/"))
    assert (line.status, line.forecast) == (LineStatus.SUBMITTED, Decimal("45000.00"))
    listed = cast.bram.get("inzet/").content.decode()
    assert "A. Voorbeeld" in listed
    assert contract.title in listed
    assert " None" not in listed


def test_a_form_sent_twice_makes_one_line(cast):
    contract = contract_of(cast)
    form = form_of(contract)
    first = cast.bram.post(f"inzet/nieuw/?contract={contract.pk}", form)
    second = cast.bram.post(f"inzet/nieuw/?contract={contract.pk}", form)
    assert first.url == second.url
    with owner():
        assert Deployment.objects.filter(contract=contract).count() == 1


def test_errors_stand_beside_the_field_and_nothing_is_kept(cast):
    contract = contract_of(cast)
    wrong = form_of(contract, name="", hours_per_week="acht", ends_on="2026-01-01", person_informed="")
    answer = cast.bram.post(f"inzet/nieuw/?contract={contract.pk}", wrong)
    text = answer.content.decode()
    assert answer.status_code == 422
    for sentence in ("Vul een naam in.", "Vul een aantal uren in", "ligt voor de eerste werkdag", "weet"):
        assert sentence in text
    with owner():
        assert not Deployment.objects.filter(contract=contract).exists()


def test_a_line_that_changed_meanwhile_is_not_overwritten(cast):
    line = logged(cast.bram, contract_of(cast))
    path = f"inzet/{line.pk}/wijzigen/"
    shown = cast.bram.get(path).context["form"]["shown"].value()
    edit = form_of(line.contract, hours_per_week="24", shown=shown, action="save")
    assert cast.bram.post(path, edit).status_code == 302
    assert seen(line).hours_per_week == 24
    stale = cast.bram.post(path, edit | {"hours_per_week": "30", "candidate_reference": "Mijn tekst"})
    text = stale.content.decode()
    assert stale.status_code == 422
    for words in (
        "intussen gewijzigd",
        "Zo staat het er nu",
        "24 uur".replace(" ", "\N{NO-BREAK SPACE}"),
        "Mijn tekst",
    ):
        assert words in text
    assert seen(line).hours_per_week == 24
    assert cast.bram.post(path, edit | {"shown": "", "hours_per_week": "30"}).status_code == 422
    fresh = cast.bram.get(path).context["form"]["shown"].value()
    assert cast.bram.post(path, edit | {"shown": fresh, "hours_per_week": "30"}).status_code == 302
    assert seen(line).hours_per_week == 30


def test_a_line_that_was_handed_in_meanwhile_is_changed_too(cast):
    line = logged(cast.bram, contract_of(cast), submit=False)
    path = f"inzet/{line.pk}/wijzigen/"
    shown = cast.bram.get(path).context["form"]["shown"].value()
    with act(cast.bram) as acting:
        lifecycle.submit_deployment(line.pk, by=acting, at=timezone.now())
    edit = form_of(line.contract, hours_per_week="24", shown=shown, action="save")
    stale = cast.bram.post(path, edit)
    assert stale.status_code == 422
    assert "intussen gewijzigd" in stale.content.decode()
    assert (seen(line).status, seen(line).hours_per_week) == (LineStatus.SUBMITTED, 36)


@pytest.mark.parametrize("hours", ["169", "1690", "99999"])
def test_too_many_hours_a_week_is_said_once_beside_the_field(cast, hours):
    contract = contract_of(cast)
    answer = cast.bram.post(f"inzet/nieuw/?contract={contract.pk}", form_of(contract, hours_per_week=hours))
    assert answer.status_code == 422
    assert answer.context["form"].errors["hours_per_week"] == ["Vul hoogstens 60 uur per week in."]


def test_someone_used_before_need_not_be_typed_again(cast):
    contract = contract_of(cast)
    line = logged(cast.bram, contract_of(cast))
    again = form_of(contract, name="", birth_date="", known=str(line.person_id))
    assert cast.bram.post(f"inzet/nieuw/?contract={contract.pk}", again).status_code == 302
    with owner():
        assert Deployment.objects.get(contract=contract).person_id == line.person_id


def test_the_forecast_appears_while_typing_and_after_bereken(cast):
    contract = contract_of(cast)
    typed = form_of(contract, person_informed="")
    fragment = cast.bram.post(f"inzet/verwacht/?contract={contract.pk}", typed, headers={"HX-Request": "true"})
    whole = cast.bram.post(f"inzet/nieuw/?contract={contract.pk}", typed | {"action": "calculate"})
    for answer in (fragment, whole):
        text = answer.content.decode()
        assert answer.status_code == 200
        assert "€\xa045.000,00" in text
        assert "Toeslag" in text
    assert "<html" not in fragment.content.decode()
    few = cast.bram.post(f"inzet/verwacht/?contract={contract.pk}", typed | {"hours_per_week": "8"})
    assert "Dit telt pas vanaf 12\xa0uur per week" in few.content.decode()
    empty = cast.bram.post(f"inzet/verwacht/?contract={contract.pk}", {})
    assert "Vul de geboortedatum" in empty.content.decode()
    with owner():
        assert not Deployment.objects.exists()


def test_figures_that_cannot_be_are_refused_in_plain_words(cast):
    contract = contract_of(cast)
    page = cast.bram.get(f"inzet/nieuw/?contract={contract.pk}").content.decode()
    assert "hoeft niet" not in page
    for typed, sentence in (("-1", "Vul 0 uur of meer in."), ("99999", "Vul hoogstens 60 uur per week in.")):
        form = form_of(contract, hours_per_week=typed)
        text = cast.bram.post(f"inzet/nieuw/?contract={contract.pk}", form).content.decode()
        assert sentence in text
        assert "Zorg ervoor" not in text
    line = logged(cast.bram, contract)
    for typed, sentence in (
        ("-1", "Vul 0 uur of meer in."),
        ("99999", "Zoveel uur kan niet in één maand."),
        ("1,234", "Vul hoogstens 2 cijfers achter de komma in."),
    ):
        text = cast.bram.post("uren/2026-03/", {f"{line.pk}-hours": typed}).content.decode()
        assert sentence in text
        assert "Zorg ervoor" not in text


def test_a_question_is_read_and_answered(cast):
    line = logged(cast.bram, contract_of(cast))
    month = stated(cast.bram, line)
    chosen = Chosen(line.pk, with_deployment=False, statement_ids=(month.pk,))
    with act(cast.dirk) as acting:
        verification.return_with_question(chosen, question="Zit hier verlof in?", by=acting, at=timezone.now())
    assert "Zit hier verlof in?" in cast.bram.get(f"inzet/{line.pk}/").content.decode()
    assert cast.bram.post(f"inzet/{line.pk}/antwoord/", {"answer": ""}).status_code == 422
    assert cast.bram.post(f"inzet/{line.pk}/antwoord/", {"answer": "Ja, 8 uur."}).status_code == 302
    assert seen(month).status == LineStatus.SUBMITTED
    assert "Ja, 8 uur." in cast.dirk.get(f"beoordelen/inzet/{line.pk}/").content.decode()


def test_steps_of_a_line(cast):
    line = logged(cast.bram, contract_of(cast), submit=False)
    for step, status in (("submit", "submitted"), ("withdraw", "concept")):
        cast.bram.post(f"inzet/{line.pk}/stap/", {"step": step})
        assert seen(line).status == status
    assert cast.bram.post(f"inzet/{line.pk}/stap/", {"step": "discard"}).url == cast.bram.url("inzet/")
    assert cast.bram.get(f"inzet/{line.pk}/").status_code == 404


def test_the_month_keeps_submits_and_shows_the_calculation(cast):
    contract = contract_of(cast)
    first = logged(cast.bram, contract)
    second = logged(cast.bram, contract, name="B. Proefstra")
    page = cast.bram.get("uren/2026-03/").content.decode()
    assert "A. Voorbeeld" in page
    assert "nog leeg" in page
    form = {f"{first.pk}-hours": "156", f"{second.pk}-nothing": "on", "action": "save"}
    assert cast.bram.post("uren/2026-03/", form).status_code == 302
    kept = cast.bram.get("uren/2026-03/").content.decode()
    assert "3.750,00" in kept
    assert "2 regels indienen" in kept
    assert "De uren bepalen de waarde" in kept
    assert "156 ÷ 1.872" in kept
    cast.bram.post("uren/2026-03/", form | {"action": "submit"})
    with owner():
        stands = set(HoursStatement.objects.live().values_list("paid_hours", "status"))
    assert stands == {(Decimal(156), LineStatus.SUBMITTED), (Decimal(0), LineStatus.SUBMITTED)}
    april = cast.bram.get("uren/2026-04/").content.decode()
    assert "was 156,00 in maart\xa02026" in april or "was 156,00 in maart 2026" in april


def test_one_line_is_kept_while_the_others_are_typed(cast):
    line = logged(cast.bram, contract_of(cast))
    path = f"uren/2026-03/{line.pk}/"
    answer = cast.bram.post(path, {f"{line.pk}-hours": "156"}, headers={"HX-Request": "true"}).content.decode()
    assert "3.750,00" in answer
    assert "1 regel indienen" in answer
    wrong = cast.bram.post(path, {f"{line.pk}-hours": "veel"}).content.decode()
    assert "Vul een aantal uren in" in wrong
    with owner():
        assert HoursStatement.objects.get().paid_hours == 156


def typed_on(page, **changes):
    """All that the browser sends from the month's page, with what was typed over it."""
    names = re.findall(r'<input[^>]*name="([^"]*-(?:hours|version))"', page)
    ticks = re.findall(r'<input[^>]*name="([^"]*-nothing)"[^>]*checked', page)
    sent = {name: re.search(rf'name="{name}"[^>]*?value="([^"]*)"', page) for name in names}
    kept = {name: found[1] if found else "" for name, found in sent.items()}
    return kept | dict.fromkeys(ticks, "on") | changes


def asked_about(cast, **values):
    line = logged(cast.bram, contract_of(cast), **values)
    month = stated(cast.bram, line, paid=100)
    chosen = Chosen(line.pk, with_deployment=False, statement_ids=(month.pk,))
    with act(cast.dirk) as acting:
        verification.return_with_question(chosen, question="Zit hier verlof in?", by=acting, at=timezone.now())
    return line, month


def test_a_question_stays_when_the_hours_are_corrected(cast):
    line, month = asked_about(cast)
    page = cast.bram.get("uren/2026-03/").content.decode()
    # Submitting the page without a correction or an answer leaves the question where it is.
    cast.bram.post("uren/2026-03/", typed_on(page, action="submit"))
    assert seen(month).status == LineStatus.RETURNED
    corrected = typed_on(page, action="save") | {f"{line.pk}-hours": "80"}
    assert cast.bram.post("uren/2026-03/", corrected).status_code == 302
    assert (seen(month).status, seen(month).paid_hours) == (LineStatus.RETURNED, 80)
    for path in (f"inzet/{line.pk}/", "uren/2026-03/"):
        assert "Zit hier verlof in?" in cast.bram.get(path).content.decode()
    assert "1 regel indienen" in cast.bram.get("uren/2026-03/").content.decode()
    cast.bram.post(f"inzet/{line.pk}/antwoord/", {"answer": "Ja."})
    assert seen(month).status == LineStatus.SUBMITTED
    verifier = cast.dirk.get(f"beoordelen/inzet/{line.pk}/").content.decode()
    assert "Uren aangepast van 100,00 naar 80,00" in verifier


def test_corrected_hours_are_submitted_with_the_month(cast):
    line, month = asked_about(cast)
    page = cast.bram.get("uren/2026-03/").content.decode()
    cast.bram.post("uren/2026-03/", typed_on(page, action="submit") | {f"{line.pk}-hours": "80"})
    assert (seen(month).status, seen(month).paid_hours) == (LineStatus.SUBMITTED, 80)


def test_correcting_a_month_with_a_question_keeps_to_the_bound_over_all_lines(cast):
    line, month = asked_about(cast)
    stated(cast.bram, logged(cast.bram, contract_of(cast)), paid=150)
    page = cast.bram.get("uren/2026-03/").content.decode()
    answer = cast.bram.post("uren/2026-03/", typed_on(page, action="save") | {f"{line.pk}-hours": "200"})
    assert answer.status_code == 422
    assert "gemiddeld 60 uur per week" in answer.content.decode()
    assert (seen(month).status, seen(month).paid_hours) == (LineStatus.RETURNED, 100)


def test_a_stale_window_does_not_overwrite_what_another_one_kept(cast):
    contract = contract_of(cast)
    first, second = logged(cast.bram, contract), logged(cast.bram, contract, name="B. Proefstra")
    month = stated(cast.bram, first, paid=156, submit=False)
    page = cast.bram.get("uren/2026-03/").content.decode()
    stated(cast.bram, first, paid="90.50")
    sentence = "Intussen gewijzigd in een ander venster: er staat nu 90,50. Kijk het na."
    stale = typed_on(page, action="submit") | {f"{second.pk}-hours": "40"}
    one = cast.bram.post(f"uren/2026-03/{first.pk}/", stale, headers={"HX-Request": "true"}).content.decode()
    assert sentence in one
    assert re.search(rf'name="{first.pk}-hours"[^>]*value="90,50"[^>]*hx-swap-oob', one)
    whole = cast.bram.post("uren/2026-03/", stale)
    assert whole.status_code == 422
    assert sentence in whole.content.decode()
    assert (seen(month).status, seen(month).paid_hours) == (LineStatus.SUBMITTED, Decimal("90.50"))
    with owner():
        assert HoursStatement.objects.get(deployment=second).status == LineStatus.SUBMITTED
    again = typed_on(whole.content.decode(), action="save") | {f"{first.pk}-hours": "91"}
    assert cast.bram.post("uren/2026-03/", again).status_code == 302
    assert seen(month).paid_hours == 91


def test_hours_typed_one_after_another_are_kept_without_loading_the_page_anew(cast):
    line = logged(cast.bram, contract_of(cast))
    sent = typed_on(cast.bram.get("uren/2026-03/").content.decode())
    for hours in ("100", "120"):
        path = f"uren/2026-03/{line.pk}/"
        answer = cast.bram.post(path, sent | {f"{line.pk}-hours": hours}, headers={"HX-Request": "true"})
        sent |= typed_on(answer.content.decode())
    with owner():
        assert HoursStatement.objects.live().get().paid_hours == 120


def test_typed_hours_win_over_the_tick_that_was_kept(cast):
    line = logged(cast.bram, contract_of(cast))
    stated(cast.bram, line, paid=0, submit=False)
    sent = typed_on(cast.bram.get("uren/2026-03/").content.decode()) | {f"{line.pk}-hours": "12"}
    assert sent[f"{line.pk}-nothing"] == "on"
    answer = cast.bram.post(f"uren/2026-03/{line.pk}/", sent, headers={"HX-Request": "true"}).content.decode()
    assert "Niet allebei" not in answer
    assert f'name="{line.pk}-nothing"' in answer
    assert "checked" not in answer
    with owner():
        assert HoursStatement.objects.live().get().paid_hours == 12


@pytest.mark.parametrize(
    ("month", "status"),
    [("0001-01", 404), ("1900-01", 404), ("1999-12", 404), ("2000-01", 200), ("9999-12", 404), ("2026-13", 404)],
)
def test_only_months_that_can_hold_work_have_a_page(cast, month, status):
    line = logged(cast.bram, contract_of(cast))
    assert cast.bram.get(f"uren/{month}/").status_code == status
    assert cast.bram.post(f"uren/{month}/{line.pk}/", {}).status_code == 404


def test_what_passes_sixty_hours_is_refused_by_line_and_the_rest_goes_on(cast):
    contract = contract_of(cast)
    first, second = logged(cast.bram, contract), logged(cast.bram, contract_of(cast))
    third = logged(cast.bram, contract, name="B. Proefstra")
    form = {f"{one.pk}-hours": "200" for one in (first, second, third)} | {"action": "submit"}
    answer = cast.bram.post("uren/2026-03/", form)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "2 regels ingediend" in text
    assert text.count("gemiddeld 60 uur per week. Controleer") == 1
    over = cast.bram.post("uren/2026-03/", {f"{third.pk}-hours": "265,72"})
    assert over.status_code == 422
    assert "265,71" in over.content.decode()


def test_months_to_come_do_not_exist_and_the_bare_address_leads_to_the_last_whole_month(cast):
    assert cast.bram.get("uren/").url == cast.bram.url("uren/2026-05/")
    assert cast.bram.get("uren/2026-07/").status_code == 404
    assert cast.bram.post("uren/2026-07/", {}).status_code == 404
    assert "juli" not in cast.bram.get("uren/2026-06/").content.decode()


def test_the_werkplein_reads_by_pseudonym_only(cast):
    line = logged(cast.bram, contract_of(cast))
    text = cast.carla.get(f"inzet/{line.pk}/").content.decode()
    assert line.pseudonym in text
    assert "1973" in text
    for secret in ("A. Voorbeeld", "14-6-1973", "Uren doorgeven"):
        assert secret not in text
    with owner():
        elsewhere = contract_of(cast, werkplein=None)
    hidden = logged(cast.bram, elsewhere)
    assert cast.carla.get(f"inzet/{hidden.pk}/").status_code == 404


def test_an_auditor_reads_and_writes_nothing(cast):
    line = logged(cast.bram, contract_of(cast))
    auditor = auditor_of(cast.bram)
    for path in ("inzet/", f"inzet/{line.pk}/", "uren/2026-03/"):
        page = auditor.get(path)
        assert page.status_code == 200
        assert b'name="action"' not in page.content
        assert b'name="step"' not in page.content
    for path in writes(line):
        assert auditor.post(path, {"action": "submit", "step": "withdraw"}).status_code == 403
    assert seen(line).status == LineStatus.SUBMITTED


def test_who_only_reads_the_month_sees_nothing_this_month_where_it_was_stated(cast):
    contract = contract_of(cast)
    first, second = logged(cast.bram, contract), logged(cast.bram, contract, name="B. Proefstra")
    logged(cast.bram, contract, name="C. Leeg")
    form = {f"{first.pk}-hours": "156", f"{second.pk}-nothing": "on", "action": "submit"}
    cast.bram.post("uren/2026-03/", form)
    page = auditor_of(cast.bram).get("uren/2026-03/").content.decode()
    cells = re.findall(r'<td class="([^"]*cell-nothing[^"]*)"[^>]*>(.*?)</td>', page, re.DOTALL)
    assert len(cells) == 3
    assert sorted(("cell-empty" in kind, words.strip()) for kind, words in cells) == [
        (False, "ja"),
        (True, ""),
        (True, ""),
    ]


def writes(line):
    return [
        f"inzet/nieuw/?contract={line.contract_id}",
        f"inzet/verwacht/?contract={line.contract_id}",
        f"inzet/{line.pk}/wijzigen/",
        f"inzet/{line.pk}/stap/",
        f"inzet/{line.pk}/antwoord/",
        "uren/2026-03/",
        f"uren/2026-03/{line.pk}/",
    ]


def reads(line):
    return [
        "inzet/",
        f"inzet/nieuw/?contract={line.contract_id}",
        f"inzet/{line.pk}/",
        f"inzet/{line.pk}/wijzigen/",
        "uren/2026-03/",
    ]


def test_who_may_not_gets_403(cast):
    line = logged(cast.bram, contract_of(cast))
    for person in (cast.alice, cast.esra):
        for path in reads(line):
            assert person.get(path).status_code == 403, path
        for path in writes(line):
            assert person.post(path).status_code == 403, path
    for path in writes(line):
        assert cast.dirk.post(path).status_code == 403, path
        assert cast.carla.post(path).status_code == 403, path


def test_a_stranger_gets_the_404_of_a_missing_row(cast):
    line = logged(cast.bram, contract_of(cast))
    stated(cast.bram, line)
    fokke = cast.strangers[OrganisationKind.CONTRACTOR]
    missing = new_id()
    paths = [path for path in reads(line) + writes(line) if str(line.pk) in path or "contract=" in path]
    for path in paths:
        nowhere = path.replace(str(line.pk), str(missing)).replace(str(line.contract_id), str(missing))
        for ask in ("get", "post"):
            theirs, none = getattr(fokke, ask)(path), getattr(fokke, ask)(nowhere)
            assert theirs.status_code == none.status_code, path
            assert theirs.status_code in {404, 405}, path
    for path in ("inzet/", "uren/2026-03/"):
        assert "A. Voorbeeld" not in fokke.get(path).content.decode()
    # A member of one organisation in the address of another: no such page.
    for path in reads(line):
        assert fokke.client.get(cast.bram.url(path)).status_code == 404
        assert cast.frank.client.get(cast.bram.url(path)).status_code == 404
    for path in writes(line):
        assert cast.frank.client.post(cast.bram.url(path)).status_code == 404


def test_another_contractor_of_the_region_sees_nothing_of_bram(cast):
    line = logged(cast.bram, contract_of(cast))
    other = second_contractor()
    assert other.get(f"inzet/{line.pk}/").status_code == 404
    assert other.post(f"uren/2026-03/{line.pk}/", {f"{line.pk}-hours": "8"}).status_code == 404
    form = other.get(f"inzet/nieuw/?contract={contract_of(cast, contractor=other.organisation).pk}").content.decode()
    assert "A. Voorbeeld" not in form


@pytest.mark.parametrize(("path", "extra"), [("inzet/", 5), ("uren/2026-03/", 5)])
def test_as_many_queries_for_thirty_people_as_for_three(cast, path, extra):
    contract = contract_of(cast)
    taken = []
    for start, end in ((0, 3), (3, 30)):
        for number in range(start, end):
            stated(cast.bram, logged(cast.bram, contract, name=f"Nummer {number}", birth_date=BORN))
        taken.append(queries_of(cast.bram, path))
    assert len(taken[0]) == len(taken[1]) <= FIXED + extra, "\n".join(taken[1])


def test_one_page_takes_as_many_queries_for_thirty_months_as_for_three(cast):
    line = logged(cast.bram, contract_of(cast, starts_on=dt.date(2023, 1, 1)), starts_on=dt.date(2023, 1, 1))
    taken = []
    for count in (3, 30):
        for number in range(count):
            stated(cast.bram, line, dt.date(2023 + number // 12, number % 12 + 1, 1))
        taken.append(queries_of(cast.bram, f"inzet/{line.pk}/"))
    assert len(taken[0]) == len(taken[1]) <= FIXED + 9


@pytest.mark.parametrize(
    ("form", "name"),
    [
        (DeploymentForm, "hours_per_week"),
        (PeopleRow, "hours_per_week"),
        (EffortRow, "quantity"),
        (CandidateRequestForm, "hours_per_week"),
        (ContributionForm, "quantity"),
        (HoursForm, "hours"),
        (ItemForm, "quantity"),
        (ItemForm, "hours_per_week"),
    ],
)
@pytest.mark.parametrize("typed", ["0,33333333333", "0,0000000001", "12,345", "7." + "1" * 60])
def test_too_many_decimals_are_called_that_in_every_form(form, name, typed):
    with pytest.raises(ValidationError) as refused:
        form.base_fields[name].clean(typed)
    assert refused.value.messages == ["Vul hoogstens 2 cijfers achter de komma in."]
