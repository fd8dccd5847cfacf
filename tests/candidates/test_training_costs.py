"""No invoice is payable before the ABC project leader agreed, and never by who entered it: in screens and database."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from candidates.models import BackOfficePolicy, TrainingCost
from candidates.training_choices import CostState
from organisations.models import ReadLog
from tests.candidates.files import TODAY
from tests.candidates.trainees import colleague, fresh, group, led_by, queries_of
from tests.database import owner as as_owner
from tests.factories.training import CostFactory, EnrolmentFactory, ProgrammeFactory
from tests.placements.workspace import act, auditor_of

PATH = "scholing/kosten/"
_real = timezone.localdate


@pytest.fixture(autouse=True)
def mid_june(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda value=None: TODAY if value is None else _real(value))


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def cost(cast, *, by=None, **values):
    with as_owner():
        programme = values.pop("programme", None) or ProgrammeFactory(region=cast.region)
        return CostFactory(programme=programme, entered_by=(by or cast.dirk).user, **values)


def step(person, of, name, **typed):
    return person.post(f"{PATH}{of.pk}/", {"step": name, **typed})


def invoice(of, **typed):
    values = {
        "programme": str(of.programme_id),
        "group": str(of.pk),
        "kind": "training",
        "supplier": "Vakschool Voorbeeld",
        "invoice_number": "2026-17",
        "invoice_on": "10-06-2026",
        "description": "Twaalf plaatsen",
        "amount": "30.000,00",
    }
    return values | typed


def test_an_invoice_is_entered_agreed_to_by_the_leader_and_then_paid(cast):
    of, daan = group(cast), colleague(cast)
    led_by(cast, daan)
    assert cast.dirk.post(f"{PATH}nieuw/", invoice(of)).status_code == 302
    with as_owner():
        made = TrainingCost.objects.get()
    assert (made.amount, made.state, made.group_id) == (Decimal("30000.00"), CostState.ENTERED, of.pk)
    assert step(cast.dirk, made, "paid", paid_on="15-06-2026").status_code == 422
    assert step(daan, made, "approve").status_code == 302
    agreed = fresh(made)
    assert (agreed.state, agreed.decided_by_id) == (CostState.APPROVED, daan.user.pk)
    assert step(cast.dirk, made, "paid", paid_on="15-06-2026").status_code == 302
    assert (fresh(made).state, fresh(made).paid_on) == (CostState.PAID, TODAY)
    step(cast.dirk, made, "unpaid")
    assert (fresh(made).state, fresh(made).paid_on) == (CostState.APPROVED, None)


@pytest.mark.parametrize("name", ["approve", "refuse"])
def test_only_the_leader_decides_and_never_about_his_own(cast, name):
    daan = colleague(cast)
    led_by(cast, daan)
    others, own = cost(cast, by=daan), cost(cast, by=daan)
    for person, of in ((cast.dirk, others), (daan, own)):
        answer = step(person, of, name, reason="Dit staat niet in het contract.")
        assert answer.status_code == 422
        assert fresh(of).state == CostState.ENTERED
    assert "zelf ingevoerd" in words(step(daan, own, "approve"))


def test_without_a_leader_nobody_agrees(cast):
    of = cost(cast)
    assert "nog geen projectleider ABC" in words(cast.dirk.get(PATH))
    assert "nog geen projectleider ABC" in words(step(colleague(cast), of, "approve"))
    assert fresh(of).state == CostState.ENTERED


def test_who_refuses_says_why(cast):
    daan = colleague(cast)
    led_by(cast, daan)
    of = cost(cast)
    assert step(daan, of, "refuse", reason="").status_code == 422
    assert step(daan, of, "refuse", reason="Dit staat niet in het contract.").status_code == 302
    assert (fresh(of).state, fresh(of).refused_reason) == (CostState.REFUSED, "Dit staat niet in het contract.")
    assert "Dit staat niet in het contract." in words(cast.dirk.get(f"{PATH}{of.pk}/"))


def test_what_was_decided_stands(cast):
    daan = colleague(cast)
    led_by(cast, daan)
    of = cost(cast)
    step(daan, of, "approve")
    for name in ("approve", "refuse", "withdraw"):
        person = cast.dirk if name == "withdraw" else daan
        assert step(person, of, name, reason="Toch maar niet, bij nader inzien.").status_code == 422
    assert fresh(of).state == CostState.APPROVED


@pytest.mark.parametrize("typed", [{"description": "Lessen van juni, nog eens"}, {"supplier": "VAKSCHOOL VOORBEELD"}])
def test_an_invoice_typed_otherwise_is_the_same_invoice(cast, typed):
    of = group(cast)
    first = invoice(of, supplier="Vakschool Voorbeeld")
    assert cast.dirk.post(f"{PATH}nieuw/", first).status_code == 302
    again = cast.dirk.post(f"{PATH}nieuw/", first | typed)
    assert again.status_code == 422
    assert "Deze factuur staat er al" in words(again)
    another = first | typed | {"amount": "3001", "another_part": "on"}
    assert cast.dirk.post(f"{PATH}nieuw/", another).status_code == 302


@pytest.mark.parametrize(
    "typed",
    [
        {"supplier": "VAKSCHOOL  Voorbeeld."},
        {"invoice_number": "2026 - 17"},
        {"group": ""},
        {"amount": "300"},
        {"invoice_on": "09-06-2026"},
    ],
)
def test_the_same_invoice_is_asked_about_and_another_part_of_it_goes_in(cast, typed):
    of = group(cast)
    first = invoice(of)
    cast.dirk.post(f"{PATH}nieuw/", first)
    with as_owner():
        made = TrainingCost.objects.get()
    again = first | {"amount": "29.000,00"} | typed
    answer = cast.dirk.post(f"{PATH}nieuw/", again)
    assert answer.status_code == 422
    assert "Deze factuur staat er al" in words(answer)
    assert "Vink dat aan." in words(answer)
    assert "Twaalf plaatsen" in words(answer)
    assert cast.dirk.url(f"{PATH}{made.pk}/") in answer.content.decode()
    assert 'name="another_part"' in answer.content.decode()
    assert cast.dirk.post(f"{PATH}nieuw/", again | {"another_part": "on"}).status_code == 302


@pytest.mark.parametrize("typed", [{"supplier": "vakschool  voorbeeld"}, {"invoice_number": "2026 17"}])
def test_exactly_the_same_line_goes_in_once_whatever_is_ticked(cast, typed):
    of = group(cast)
    cast.dirk.post(f"{PATH}nieuw/", invoice(of))
    answer = cast.dirk.post(f"{PATH}nieuw/", invoice(of, another_part="on", **typed))
    assert answer.status_code == 422
    assert "zelfde leverancier, nummer, datum en bedrag" in words(answer)


def test_an_invoice_that_was_taken_back_is_not_asked_about(cast):
    of = group(cast)
    cast.dirk.post(f"{PATH}nieuw/", invoice(of))
    with as_owner():
        made = TrainingCost.objects.get()
    step(cast.dirk, made, "withdraw")
    assert cast.dirk.post(f"{PATH}nieuw/", invoice(of, amount="300")).status_code == 302


def test_a_first_invoice_is_entered_without_a_question(cast):
    assert 'name="another_part"' not in cast.dirk.get(f"{PATH}nieuw/").content.decode()


def test_one_invoice_is_in_for_two_participants_and_once_for_each(cast):
    with as_owner():
        programme = ProgrammeFactory(region=cast.region)
        one, other = EnrolmentFactory(programme=programme), EnrolmentFactory(programme=programme)
    typed = {name: value for name, value in invoice(group(cast)).items() if name not in {"programme", "group"}}
    assert cast.dirk.post(f"{PATH}nieuw/?deelnemer={one.pk}", typed).status_code == 302
    typed |= {"another_part": "on"}
    assert cast.dirk.post(f"{PATH}nieuw/?deelnemer={other.pk}", typed).status_code == 302
    again = cast.dirk.post(f"{PATH}nieuw/?deelnemer={other.pk}", typed | {"description": "Nog eens"})
    assert again.status_code == 422
    assert "Deze factuur staat er al" in words(again)
    with as_owner():
        assert set(TrainingCost.objects.values_list("enrolment_id", flat=True)) == {one.pk, other.pk}


def test_the_database_holds_that_an_invoice_is_in_once(cast):
    of = group(cast)
    same = {"programme": of.programme, "invoice_number": "f-7", "supplier": "Vakschool"}
    cost(cast, **same)
    cost(cast, **same, group=of)
    with pytest.raises(IntegrityError, match="training_cost_once"), transaction.atomic():
        cost(cast, **same | {"invoice_number": "F-7", "supplier": "VAKSCHOOL", "description": "Anders"})


def test_an_invoice_can_be_taken_back_and_entered_again(cast):
    of = group(cast)
    cast.dirk.post(f"{PATH}nieuw/", invoice(of))
    again = cast.dirk.post(f"{PATH}nieuw/", invoice(of))
    assert again.status_code == 422
    assert "Deze factuur staat er al" in words(again)
    with as_owner():
        made = TrainingCost.objects.get()
    step(cast.dirk, made, "withdraw")
    assert cast.dirk.post(f"{PATH}nieuw/", invoice(of)).status_code == 302


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"amount": "0"}, "Vul een bedrag in dat meer is dan 0."),
        ({"amount": "1.000.000,01"}, "Een factuur is hoogstens € 1.000.000."),
        ({"invoice_on": "01-01-1900"}, "Deze dag is te lang geleden."),
        ({"invoice_on": "16-06-2026"}, "Deze dag komt nog."),
        ({"programme": ""}, "Kies een scholing."),
        ({"description": ""}, "Vul dit in."),
        ({"description": "Voor 111222333"}, "burgerservicenummer"),
    ],
)
def test_a_wrong_invoice_keeps_what_was_typed(cast, typed, sentence):
    of = group(cast)
    answer = cast.dirk.post(f"{PATH}nieuw/", invoice(of, **typed))
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert 'value="2026-17"' in answer.content.decode()
    with as_owner():
        assert not TrainingCost.objects.exists()


def test_a_group_of_another_programme_is_refused(cast):
    of, other = group(cast), group(cast)
    answer = cast.dirk.post(f"{PATH}nieuw/", invoice(of, group=str(other.pk)))
    assert "Deze groep is van een andere scholing." in words(answer)


@pytest.mark.parametrize(
    "change",
    [
        {"state": "cost_approved"},
        {"state": "cost_paid", "paid_on": TODAY},
        {"amount": Decimal("1.00")},
    ],
)
def test_the_database_lets_nobody_else_decide_or_change_it(cast, change):
    """Whatever a program would try: only the leader, in his own name, about a line of somebody else."""
    daan = colleague(cast)
    led_by(cast, daan)
    of = cost(cast, by=daan if "state" in change else cast.dirk)
    person = cast.dirk if "state" in change else daan
    decided = {"decided_by_id": person.user.pk, "decided_at": timezone.now()} if "state" in change else {}
    with pytest.raises(DatabaseError), act(person), transaction.atomic():
        TrainingCost.objects.filter(pk=of.pk).update(**change, **decided)
    assert (fresh(of).state, fresh(of).amount) == (CostState.ENTERED, of.amount)


def test_the_database_keeps_the_leader_from_his_own_line_and_another_name(cast):
    daan = colleague(cast)
    led_by(cast, daan)
    own, of = cost(cast, by=daan), cost(cast)
    approved = {"state": CostState.APPROVED, "decided_at": timezone.now()}
    with pytest.raises(DatabaseError), act(daan), transaction.atomic():
        TrainingCost.objects.filter(pk=own.pk).update(**approved, decided_by_id=daan.user.pk)
    with pytest.raises(DatabaseError), act(daan), transaction.atomic():
        TrainingCost.objects.filter(pk=own.pk).update(
            **approved, decided_by_id=daan.user.pk, entered_by_id=cast.dirk.user.pk
        )
    with pytest.raises(DatabaseError), act(daan), transaction.atomic():
        TrainingCost.objects.filter(pk=of.pk).update(**approved, decided_by_id=cast.dirk.user.pk)
    assert {fresh(own).state, fresh(of).state} == {CostState.ENTERED}


def test_no_invoice_begins_agreed_to(cast):
    with pytest.raises(IntegrityError, match="begins without a decision"), as_owner():
        CostFactory(
            programme=ProgrammeFactory(region=cast.region),
            entered_by=cast.dirk.user,
            state=CostState.APPROVED,
            decided_by=cast.esra.user,
            decided_at=timezone.now(),
        )


@pytest.mark.parametrize("who", ["alice", "bram", "carla", "esra"])
def test_costs_are_for_the_coordination_point(cast, who):
    of = cost(cast, description="Lessen in Delfzijl")
    person = getattr(cast, who)
    for answer in (
        person.get(PATH),
        person.get(f"{PATH}{of.pk}/"),
        person.get(f"{PATH}nieuw/"),
        person.post(f"{PATH}nieuw/", invoice(group(cast))),
        step(person, of, "withdraw"),
    ):
        assert answer.status_code == 403
        assert "Lessen in Delfzijl" not in answer.content.decode()
    assert fresh(of).state == CostState.ENTERED


def test_another_region_finds_no_invoice_and_enters_none_here(cast):
    of = cost(cast, description="Lessen in Delfzijl")
    assert cast.frank.get(f"{PATH}{of.pk}/").status_code == 404
    assert step(cast.frank, of, "withdraw").status_code == 404
    assert "Lessen in Delfzijl" not in words(cast.frank.get(PATH))
    answer = cast.frank.post(f"{PATH}nieuw/", invoice(group(cast)))
    assert answer.status_code == 422
    assert "Kies een scholing." in words(answer)


def test_an_auditor_reads_and_changes_nothing(cast):
    of = cost(cast)
    auditor = auditor_of(cast.dirk)
    assert auditor.get(f"{PATH}{of.pk}/").status_code == 200
    assert step(auditor, of, "withdraw").status_code == 403
    assert auditor.post(f"{PATH}nieuw/", invoice(group(cast))).status_code == 403
    assert fresh(of).state == CostState.ENTERED


def test_the_list_asks_as_often_for_thirty_as_for_three(cast):
    for _number in range(3):
        cost(cast)
    few = queries_of(cast.dirk, PATH)
    for _number in range(20):
        cost(cast, invoice_on=TODAY - dt.timedelta(days=3))
    assert queries_of(cast.dirk, PATH) == few
    assert few <= 3 + 5


def away(cast, stand_in, *, first, last):
    with as_owner():
        BackOfficePolicy.objects.filter(region=cast.region).update(
            stand_in=stand_in.user, away_from=first, away_until=last
        )


def test_a_stand_in_decides_while_the_leader_is_away_and_never_about_his_own(cast, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", _real)
    daan = colleague(cast)
    led_by(cast, daan)
    today, one_day = _real(), dt.timedelta(days=1)
    first, own = cost(cast, by=daan), cost(cast, by=cast.dirk)
    away(cast, cast.dirk, first=today - one_day, last=today)
    page = words(cast.dirk.get(f"{PATH}{first.pk}/"))
    assert "U vervangt de projectleider ABC" in page
    assert step(cast.dirk, first, "approve").status_code == 302
    assert (fresh(first).state, fresh(first).decided_by_id) == (CostState.APPROVED, cast.dirk.user.pk)
    refused = step(cast.dirk, own, "approve")
    assert refused.status_code == 422
    assert "zelf ingevoerd" in words(refused)
    assert step(daan, own, "approve").status_code == 302, "the leader decides on those days as well"


@pytest.mark.parametrize("days", [(1, 5), (-5, -1)])
def test_before_and_after_those_days_he_does_not(cast, days, monkeypatch):
    """In the screen, and past it in the database."""
    monkeypatch.setattr(timezone, "localdate", _real)
    daan = colleague(cast)
    led_by(cast, daan)
    of, today = cost(cast, by=daan), _real()
    away(cast, cast.dirk, first=today + dt.timedelta(days=days[0]), last=today + dt.timedelta(days=days[1]))
    refused = step(cast.dirk, of, "approve")
    assert refused.status_code == 422
    assert "Alleen de projectleider ABC" in words(refused)
    with act(cast.dirk), pytest.raises(DatabaseError, match="only the project leader"), transaction.atomic():
        TrainingCost.objects.filter(pk=of.pk).update(
            state=CostState.APPROVED, decided_by=cast.dirk.user, decided_at=timezone.now()
        )
    assert fresh(of).state == CostState.ENTERED


def test_the_database_lets_no_stand_in_decide_about_his_own(cast):
    daan = colleague(cast)
    led_by(cast, daan)
    own, today = cost(cast, by=cast.dirk), _real()
    away(cast, cast.dirk, first=today, last=today)
    with act(cast.dirk), pytest.raises(DatabaseError), transaction.atomic():
        TrainingCost.objects.filter(pk=own.pk).update(
            state=CostState.APPROVED, decided_by=cast.dirk.user, decided_at=timezone.now()
        )


def test_an_invoice_for_one_participant_begins_at_his_enrolment(cast):
    daan = colleague(cast)
    led_by(cast, daan)
    with as_owner():
        one = EnrolmentFactory(
            programme=ProgrammeFactory(region=cast.region),
            candidate__identity__first_name="Jantje",
            training_cost="900.00",
        )
    page = cast.dirk.get(f"scholing/deelnemers/{one.pk}/").content.decode()
    path = f"{PATH}nieuw/?deelnemer={one.pk}"
    assert cast.dirk.url(path) in page
    assert "Jantje Voorbeeld" in words(cast.dirk.get(path))
    typed = {
        "kind": "guidance",
        "supplier": "Coach & Co",
        "invoice_number": "7",
        "invoice_on": "10-06-2026",
        "description": "Vier gesprekken",
        "amount": "400,00",
    }
    assert cast.dirk.post(path, typed).status_code == 302
    with as_owner():
        made = TrainingCost.objects.get()
        seen = ReadLog.objects.filter(subject_id=one.candidate_id, reason="Factuur voor een deelnemer")
        assert seen.filter(user=cast.dirk.user).exists()
    assert (made.enrolment_id, made.programme_id) == (one.pk, one.programme_id)
    file = words(cast.dirk.get(f"dossiers/{one.candidate_id}/scholing/"))
    for said in ("Uitgegeven", "900,00", "400,00", "Vier gesprekken"):
        assert said in file
    assert one.candidate.reference in words(cast.dirk.get(f"{PATH}{made.pk}/"))
    step(cast.dirk, made, "withdraw")
    assert "400,00" not in words(cast.dirk.get(f"dossiers/{one.candidate_id}/scholing/"))


def test_a_coach_reads_what_was_spent_and_no_invoices(cast):
    with as_owner():
        one = EnrolmentFactory(
            programme=ProgrammeFactory(region=cast.region),
            candidate__werkplein=cast.carla.organisation,
            guidance_cost="75.00",
        )
    cost(cast, programme=one.programme, enrolment=one, description="Vier gesprekken")
    file = words(cast.carla.get(f"dossiers/{one.candidate_id}/scholing/"))
    assert "75,00" in file
    assert "Vier gesprekken" not in file
    assert "Factuur voor deze deelnemer" not in words(cast.carla.get(f"scholing/deelnemers/{one.pk}/"))
    assert cast.carla.get(f"{PATH}nieuw/?deelnemer={one.pk}").status_code == 403
    assert cast.frank.get(f"{PATH}nieuw/?deelnemer={one.pk}").status_code == 404
    assert cast.dirk.get(f"{PATH}nieuw/?deelnemer=onzin").status_code == 404


@pytest.mark.parametrize(
    ("day", "sentence"),
    [("01-01-2099", "Deze dag komt nog."), ("01-01-1950", "Dit ligt voor de dag van de factuur of van het akkoord.")],
)
def test_nothing_is_paid_on_a_day_to_come_or_before_its_invoice(cast, day, sentence):
    daan = colleague(cast)
    led_by(cast, daan)
    one = cost(cast, invoice_on=dt.date(2026, 6, 10))
    step(daan, one, "approve")
    answer = step(cast.dirk, one, "paid", paid_on=day)
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert fresh(one).state == CostState.APPROVED
