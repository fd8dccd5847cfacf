"""Training in the file of one candidate: entered, corrected, ended, flagged where it overlaps; and who sees it."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from candidates import lifecycle
from candidates.benefit.kept import parts_of
from candidates.choices import CandidateState
from candidates.models import BenefitOverrun, Enrolment, TrainingSeat
from candidates.training.enrolments import enrolments_of
from candidates.training.plan import against_plan
from candidates.training.programmes import programmes_of
from candidates.training.shown import version
from candidates.training_choices import Outcome, PlanMeasure, ProgrammeState, SeatState
from exchange import collect_candidates
from organisations.models import ReadLog
from tests.candidates.files import TODAY, candidate
from tests.candidates.trainees import fresh, group, queries_of, ready
from tests.database import owner as as_owner
from tests.factories.training import CostFactory, EnrolmentFactory, ProgrammeFactory
from tests.placements.workspace import act, auditor_of

pytestmark = pytest.mark.usefixtures("mid_june")

LIST = "scholing/deelnemers/"


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def programme(cast, **values):
    with as_owner():
        return ProgrammeFactory(region=cast.region, **values)


def enrolment(cast, who=None, **values):
    who = who or candidate(cast)
    of = values.pop("programme", None) or programme(cast)
    with as_owner():
        return EnrolmentFactory(candidate=who, programme=of, **values)


def file_path(who, step=""):
    return f"dossiers/{who.pk}/scholing/{step}"


def typed(**values):
    given = {
        "started_on": "02-03-2026",
        "ended_on": "",
        "outcome": "",
        "dropout_reason": "",
        "attendance": "",
        "certificate_name": "",
        "training_cost": "",
        "guidance_cost": "",
        "voucher": "",
        "benefit_reason": "",
    }
    return given | values


def change(person, one, **values):
    return person.post(f"{LIST}{one.pk}/", typed(**({"shown": version(fresh(one))} | values)))


def enrol(person, who, of, **values):
    return person.post(file_path(who, "nieuw/"), typed(programme=str(of.pk), **values))


def test_a_coach_enters_training_that_runs_and_the_candidate_is_in_training(cast):
    (who,), of = ready(cast), programme(cast)
    assert enrol(cast.carla, who, of, started_on="15-06-2026", voucher="V-9").status_code == 302
    with as_owner():
        made = Enrolment.objects.get(candidate=who)
    assert (made.started_on, made.training_cost, made.voucher) == (TODAY, of.seat_cost, "V-9")
    assert made.reference.startswith("S-")
    assert fresh(who).state == CandidateState.TRAINING
    assert of.name in words(cast.carla.get(file_path(who)))


def test_training_that_comes_leaves_the_candidate_where_he_is(cast):
    (who,) = ready(cast)
    enrol(cast.carla, who, programme(cast), started_on="01-09-2026", training_cost="1.250,50")
    assert fresh(who).state == CandidateState.READY
    with as_owner():
        assert Enrolment.objects.get(candidate=who).training_cost == Decimal("1250.50")


@pytest.mark.parametrize("state", [ProgrammeState.CONCEPT, ProgrammeState.CLOSED])
def test_only_what_is_available_can_be_followed(cast, state):
    (who,) = ready(cast)
    answer = enrol(cast.carla, who, programme(cast, state=state))
    assert answer.status_code == 422
    assert "Kies een scholing." in words(answer)


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({"outcome": "certificate"}, CandidateState.READY),
        ({"outcome": "no_certificate"}, CandidateState.READY),
        ({"outcome": "dropout", "dropout_reason": "level"}, CandidateState.DIAGNOSIS),
        ({}, CandidateState.READY),
    ],
)
def test_the_end_brings_the_candidate_to_where_he_goes_on(cast, values, state):
    one = enrolment(cast, candidate(cast, state=CandidateState.TRAINING))
    assert change(cast.carla, one, ended_on="12-06-2026", **values).status_code == 302
    assert fresh(one).ended_on == dt.date(2026, 6, 12)
    with as_owner():
        who = type(one.candidate).objects.get(pk=one.candidate_id)
    assert who.state == state


def test_who_trains_elsewhere_stays_in_training(cast):
    who = candidate(cast, state=CandidateState.TRAINING)
    one, _other = enrolment(cast, who), enrolment(cast, who)
    change(cast.carla, one, ended_on="12-06-2026", outcome="certificate")
    assert fresh(who).state == CandidateState.TRAINING


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"outcome": "certificate"}, "Vul de laatste dag in."),
        ({"outcome": "dropout", "ended_on": "12-06-2026"}, "Kies waarom."),
        ({"ended_on": "01-03-2026"}, "De laatste dag ligt tussen de eerste dag en vandaag."),
        ({"ended_on": "16-06-2026", "outcome": "certificate"}, "Deze dag komt nog."),
        ({"training_cost": "-1"}, "Vul 0 of meer in."),
        ({"voucher": "111222333"}, "burgerservicenummer"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_changes(cast, values, sentence):
    one = enrolment(cast)
    answer = change(cast.carla, one, **values)
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert (fresh(one).ended_on, fresh(one).outcome) == (None, "")


def test_a_reason_that_came_with_a_package_can_stay(cast):
    one = enrolment(
        cast, ended_on=dt.date(2026, 5, 1), outcome=Outcome.DROPOUT, dropout_reason="verhuisd naar Friesland"
    )
    assert "verhuisd naar Friesland" in words(cast.carla.get(f"{LIST}{one.pk}/"))
    stays = {"outcome": "dropout", "ended_on": "01-05-2026", "dropout_reason": "verhuisd naar Friesland"}
    assert change(cast.carla, one, attendance="60", **stays).status_code == 302
    assert (fresh(one).dropout_reason, fresh(one).attendance) == ("verhuisd naar Friesland", 60)


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"ended_on": dt.date(2026, 3, 1)}, "enrolment_ends_after_start"),
        ({"outcome": "certificate"}, "enrolment_outcome_needs_end"),
        ({"outcome": "dropout", "ended_on": TODAY}, "enrolment_dropout_reason"),
        ({"dropout_reason": "work"}, "enrolment_dropout_reason"),
        ({"certificate_name": "VCA"}, "enrolment_certificate_by_outcome"),
        ({"training_cost": Decimal(-1)}, "enrolment_costs"),
    ],
)
def test_the_database_holds_what_an_outcome_means(cast, values, name):
    with pytest.raises(IntegrityError, match=name), as_owner():
        enrolment(cast, **values)


def test_candidate_programme_and_group_belong_together(cast):
    who, of = candidate(cast), programme(cast)
    with as_owner():
        elsewhere = ProgrammeFactory(region=cast.other_region)
    for values in ({"programme": elsewhere, "region": cast.region}, {"programme": of, "group": group(cast)}):
        with pytest.raises(DatabaseError, match="one region and one programme"), as_owner(), transaction.atomic():
            EnrolmentFactory(candidate=who, **values)


@pytest.mark.parametrize(
    ("first", "second", "overlaps"),
    [
        (("2026-01-01", "2026-02-01"), ("2026-02-01", "2026-03-01"), True),
        (("2026-01-01", "2026-02-01"), ("2026-02-02", None), False),
        (("2026-01-01", None), ("2026-05-02", None), True),
        (("2026-04-01", "2026-05-01"), ("2026-01-01", None), True),
    ],
)
def test_what_overlaps_is_flagged_in_list_and_file(cast, first, second, overlaps):
    who = candidate(cast)
    for start, end in (first, second):
        end_day = dt.date.fromisoformat(end) if end else None
        enrolment(cast, who, started_on=dt.date.fromisoformat(start), ended_on=end_day)
    enrolment(cast, started_on=dt.date(2026, 1, 1))
    page = cast.dirk.get(LIST)
    flagged = [row.record.candidate_id for row in page.context["table"].page.object_list if row.record.overlaps]
    assert flagged == ([who.pk, who.pk] if overlaps else [])
    assert len(cast.carla.get(file_path(who)).context["training"].overlapping) == (2 if overlaps else 0)
    assert len(cast.dirk.get(f"{LIST}?stand=overlap").context["table"].page.object_list) == (2 if overlaps else 0)


def test_past_the_limit_of_benefit_kept_a_reason_is_asked_and_kept(cast):
    (who,) = ready(cast)
    before = {"started_on": dt.date(2025, 9, 1), "ended_on": dt.date(2026, 2, 25), "benefit_kept": True}
    enrolment(cast, who, **before)
    of = programme(cast)
    values = {"started_on": "01-06-2026", "benefit_kept": "on"}
    answer = enrol(cast.carla, who, of, **values)
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"benefit_reason"}
    assert "Waarom mag het langer dan de grens?" in words(answer)
    reason = "De werkgever biedt daarna een contract."
    assert enrol(cast.carla, who, of, benefit_reason=reason, **values).status_code == 302
    with as_owner():
        assert BenefitOverrun.objects.get(candidate=who).reason == reason


def test_a_coach_puts_forward_from_the_file_and_not_before_the_diagnosis(cast):
    of = group(cast, starts_on=TODAY, ends_on=TODAY + dt.timedelta(days=60))
    (who,), new = ready(cast), candidate(cast, state=CandidateState.INTAKE)
    assert of.name in words(cast.carla.get(file_path(who)))
    for one in (who, new):
        assert cast.carla.post(file_path(one, "groep/"), {"group": str(of.pk)}).status_code == 302
    with as_owner():
        seats = dict(TrainingSeat.objects.filter(group=of).values_list("candidate_id", "state"))
    assert seats == {who.pk: SeatState.WAITING}
    assert "kan na de diagnose" in words(cast.carla.get(file_path(new)))


@pytest.mark.parametrize("who", ["alice", "bram", "esra"])
def test_nobody_else_gets_in(cast, who):
    of = candidate(cast, identity__first_name="Jantje")
    one = enrolment(cast, of)
    person = getattr(cast, who)
    for answer in (
        person.get(LIST),
        person.get(f"{LIST}{one.pk}/"),
        change(person, one, ended_on="12-06-2026"),
        person.get(file_path(of)),
        person.get(file_path(of, "nieuw/")),
        enrol(person, of, one.programme),
        person.post(file_path(of, "groep/")),
    ):
        assert answer.status_code == 403
        assert "Jantje" not in answer.content.decode()
    assert fresh(one).ended_on is None


def test_another_region_and_another_werkplein_find_nothing(cast):
    of = candidate(cast, werkplein=None, reference="K-GRONINGEN", state=CandidateState.READY)
    one = enrolment(cast, of)
    for person in (cast.frank, cast.carla):
        for answer in (
            person.get(f"{LIST}{one.pk}/"),
            change(person, one, ended_on="12-06-2026"),
            person.get(file_path(of)),
            enrol(person, of, one.programme),
            person.post(file_path(of, "groep/"), {"group": str(group(cast).pk)}),
        ):
            assert answer.status_code == 404
        assert "K-GRONINGEN" not in words(person.get(LIST))
    assert fresh(one).ended_on is None


def test_an_auditor_reads_and_changes_nothing(cast):
    one = enrolment(cast)
    auditor = auditor_of(cast.carla)
    assert auditor.get(f"{LIST}{one.pk}/").status_code == 200
    assert change(auditor, one, ended_on="12-06-2026").status_code == 403
    assert fresh(one).ended_on is None
    assert enrol(auditor, one.candidate, one.programme).status_code == 403


def test_each_person_in_the_list_is_a_line_in_the_read_log(cast):
    who = candidate(cast)
    enrolment(cast, who, ended_on=dt.date(2026, 4, 1))
    enrolment(cast, who, started_on=dt.date(2026, 5, 1))
    enrolment(cast)
    cast.carla.get(LIST)
    with as_owner():
        lines = ReadLog.objects.filter(user=cast.carla.user, reason="Lijst van deelnemers aan scholing")
        assert lines.count() == 2


def test_search_finds_by_name_and_number(cast):
    one = enrolment(cast, candidate(cast, identity__last_name="Brügman", reference="K-ZOEK"))
    enrolment(cast)
    for query in ("brugman", "K-ZOEK", one.reference):
        rows = cast.dirk.get(f"{LIST}?zoek={query}").context["table"].page.object_list
        assert [row.record.pk for row in rows] == [one.pk], query


def test_lists_and_file_ask_as_often_for_many_as_for_few(cast):
    who = candidate(cast, state=CandidateState.READY)

    for _number in range(3):
        enrolment(cast, who)
    few = {path: queries_of(cast.dirk, path) for path in (LIST, file_path(who))}
    for _number in range(20):
        enrolment(cast)
        enrolment(cast, who)
    assert {path: queries_of(cast.dirk, path) for path in few} == few
    assert few[LIST] <= 3 + 5 + 1
    assert few[file_path(who)] <= 3 + 9 + 1


def test_history_keeps_what_an_outcome_was(cast):
    one = enrolment(cast)
    change(cast.carla, one, ended_on="12-06-2026", outcome="certificate")
    change(cast.carla, one, ended_on="12-06-2026", outcome="dropout", dropout_reason="work")
    with act(cast.carla):
        kept = [event.outcome for event in one.events.order_by("pgh_id")]
    assert kept == ["", "certificate", "dropout"]


def test_a_form_that_is_older_than_the_enrolment_does_not_write_over_it(cast):
    one = enrolment(cast)
    old = version(one)
    assert old in cast.carla.get(f"{LIST}{one.pk}/").content.decode()
    assert change(cast.dirk, one, voucher="V-12", guidance_cost="250,00").status_code == 302
    answer = change(cast.carla, one, attendance="80", shown=old)
    assert answer.status_code == 422
    assert "Er staat nu ‘V-12’" in words(answer)
    assert "Er staat nu ‘250,00’" in words(answer)
    assert (fresh(one).voucher, fresh(one).attendance) == ("V-12", None)
    assert answer.context["form"]["attendance"].value() == "80"
    new = answer.context["form"]["shown"].value()
    both = {"attendance": "80", "voucher": "V-12", "guidance_cost": "250,00", "shown": new}
    assert change(cast.carla, one, **both).status_code == 302
    assert (fresh(one).voucher, fresh(one).attendance) == ("V-12", 80)


def test_a_form_without_what_was_shown_changes_nothing(cast):
    one = enrolment(cast)
    assert change(cast.carla, one, attendance="80", shown="").status_code == 422
    assert fresh(one).attendance is None


@pytest.mark.parametrize(
    ("first", "then", "state", "sentence"),
    [
        (("dropout", "level"), ("certificate", ""), CandidateState.READY, "Het dossier staat nu op ‘Klaar voor werk’."),
        (("certificate", ""), ("dropout", "level"), CandidateState.DIAGNOSIS, "Het dossier staat nu op ‘Diagnose’."),
        (("certificate", ""), None, CandidateState.TRAINING, "Het dossier staat nu op ‘In scholing’."),
        (("certificate", ""), ("no_certificate", ""), CandidateState.READY, "Bewaard."),
    ],
)
def test_the_file_follows_an_outcome_that_is_corrected(cast, first, then, state, sentence):
    who = candidate(cast, state=CandidateState.TRAINING)
    one = enrolment(cast, who)
    change(cast.carla, one, ended_on="12-06-2026", outcome=first[0], dropout_reason=first[1])
    ended = {"ended_on": "12-06-2026", "outcome": then[0], "dropout_reason": then[1]} if then else {}
    assert change(cast.carla, one, **ended).status_code == 302
    assert fresh(who).state == state
    assert sentence in words(cast.carla.get(file_path(who)))


@pytest.mark.parametrize(
    ("told", "state"),
    [
        (["certificate", "dropout", "certificate"], CandidateState.READY),
        (["dropout", "certificate", "dropout"], CandidateState.DIAGNOSIS),
        (["certificate", "dropout", ""], CandidateState.TRAINING),
        (["certificate", "dropout", "certificate", "", "dropout", "certificate"], CandidateState.READY),
    ],
)
def test_the_file_follows_every_correction(cast, told, state):
    who = candidate(cast, state=CandidateState.TRAINING)
    one = enrolment(cast, who)
    for outcome in told:
        reason = "level" if outcome == "dropout" else ""
        ended = {"ended_on": "12-06-2026", "outcome": outcome, "dropout_reason": reason} if outcome else {}
        assert change(cast.carla, one, **ended).status_code == 302
    assert fresh(who).state == state
    assert "Kijk of dat klopt" not in words(cast.carla.get(file_path(who)))


def test_the_file_stays_where_a_later_training_brought_it(cast):
    who = candidate(cast, state=CandidateState.TRAINING)
    first = enrolment(cast, who, ended_on=dt.date(2026, 6, 1), outcome="dropout", dropout_reason="level")
    one = enrolment(cast, who)
    change(cast.carla, one, ended_on="12-06-2026", outcome="dropout", dropout_reason="level")
    change(cast.carla, first, ended_on="01-06-2026", outcome="certificate")
    assert fresh(who).state == CandidateState.DIAGNOSIS
    assert "Kijk of dat klopt" in words(cast.carla.get(file_path(who)))


def test_a_file_that_went_on_is_not_moved_and_that_is_said(cast):
    who = candidate(cast, state=CandidateState.TRAINING)
    one = enrolment(cast, who)
    change(cast.carla, one, ended_on="12-06-2026", outcome="dropout", dropout_reason="level")
    with act(cast.carla) as acting:
        for to in (CandidateState.INTAKE, CandidateState.DIAGNOSIS):
            lifecycle.move(acting, who.pk, to=to, on=TODAY, at=timezone.now())
    change(cast.carla, one, ended_on="12-06-2026", outcome="certificate")
    assert fresh(who).state == CandidateState.DIAGNOSIS
    assert "Het dossier staat nog op ‘Diagnose’. Kijk of dat klopt." in words(cast.carla.get(file_path(who)))


def test_the_same_programme_on_the_same_day_is_asked_about(cast):
    (who,), of = ready(cast), programme(cast)
    assert enrol(cast.carla, who, of).status_code == 302
    answer = enrol(cast.carla, who, of)
    assert answer.status_code == 422
    assert "staat al in het dossier, vanaf dezelfde dag" in words(answer)
    assert 'name="again"' in answer.content.decode()
    with as_owner():
        assert Enrolment.objects.filter(candidate=who).count() == 1
    assert enrol(cast.carla, who, of, again="on").status_code == 302
    with as_owner():
        assert Enrolment.objects.filter(candidate=who).count() == 2


def remove(person, one, reason="Twee keer ingevoerd."):
    return person.post(f"{LIST}{one.pk}/weghalen/", {"reason": reason})


def restore(person, one):
    return person.post(f"{LIST}{one.pk}/terugzetten/", follow=True)


def test_a_mistaken_enrolment_counts_nowhere_and_can_come_back(cast):
    (who,), of = ready(cast), programme(cast)
    enrol(cast.carla, who, of, started_on="02-03-2026", training_cost="900", benefit_kept="on")
    with as_owner():
        one = Enrolment.objects.get(candidate=who)
    refused = remove(cast.carla, one, reason="")
    assert refused.status_code == 422
    assert "Schrijf op waarom u deze deelname weghaalt." in words(refused)
    assert remove(cast.carla, one).status_code == 302
    back = fresh(who)
    # Whoever was entered by mistake keeps his place among those who wait.
    assert (back.state, back.ready_since, back.state_since) == (CandidateState.READY, who.ready_since, who.state_since)
    page = cast.carla.get(file_path(who))
    assert (page.context["training"].enrolments, page.context["training"].spent) == ([], None)
    assert "Carla" in words(page)
    assert "Twee keer ingevoerd." in words(page)
    with act(cast.dirk) as acting:
        assert list(enrolments_of(acting)) == []
        assert parts_of([who.pk]) == {}
        assert [one.started for one in programmes_of(acting).with_counts().filter(pk=of.pk)] == [0]
        measured = against_plan(cast.region.pk, since=None, on=TODAY)[PlanMeasure.INTENSIVE]
        assert sum(cell.actual for cell in measured) == 0
        assert collect_candidates.enrolments(cast.region.pk) == []
    for gone in (cast.carla.get(f"{LIST}{one.pk}/", follow=True), cast.carla.post(f"{LIST}{one.pk}/", {}, follow=True)):
        assert "Deze deelname is weggehaald." in words(gone)
        assert "Twee keer ingevoerd." in words(gone)
        assert 'id="weggehaald"' in gone.content.decode()
    assert cast.alice.get(f"{LIST}{one.pk}/").status_code == 403
    assert cast.frank.get(f"{LIST}{one.pk}/").status_code == 404
    assert "Teruggezet." in words(restore(cast.carla, one))
    assert fresh(who).state == CandidateState.TRAINING
    kept = fresh(one)
    assert (kept.removed_at, kept.removed_by_id, kept.removed_reason) == (None, None, "")
    with act(cast.carla):
        assert [event.removed_reason for event in one.events.order_by("pgh_id")] == ["", "Twee keer ingevoerd.", ""]


def test_nothing_is_brought_back_past_what_came_after(cast):
    (who,), of = ready(cast), programme(cast)
    enrol(cast.carla, who, of)
    with as_owner():
        one = Enrolment.objects.get(candidate=who)
    remove(cast.carla, one)
    enrol(cast.carla, who, of)
    assert "staat al in het dossier, vanaf dezelfde dag" in words(restore(cast.carla, one))
    with as_owner():
        other = Enrolment.objects.get(candidate=who)
    remove(cast.carla, other)
    with act(cast.carla) as acting:
        lifecycle.move(acting, who.pk, to=CandidateState.DIAGNOSIS, on=TODAY, at=timezone.now())
    assert "De stand van het dossier is daarna veranderd." in words(restore(cast.carla, other))
    with as_owner():
        assert not Enrolment.objects.filter(candidate=who).exists()


def test_bringing_back_asks_about_the_limit_of_benefit_kept_again(cast):
    (who,) = ready(cast)
    long = {"ended_on": dt.date(2026, 2, 25), "benefit_kept": True}
    one = enrolment(cast, who, started_on=dt.date(2025, 9, 1), **long)
    remove(cast.carla, one)
    enrolment(cast, who, started_on=dt.date(2025, 1, 1), ended_on=dt.date(2025, 6, 28), benefit_kept=True)
    said = words(restore(cast.carla, one))
    assert "Dit kan niet terug. Met alles samen wordt het dan 357 dagen met behoud van uitkering" in said
    assert "Leg de scholing opnieuw vast en schrijf op waarom het langer mag." in said
    with as_owner():
        assert Enrolment.every.get(pk=one.pk).removed_at is not None


def test_an_enrolment_with_an_invoice_stays(cast):
    one = enrolment(cast)
    with as_owner():
        CostFactory(programme=one.programme, enrolment=one, entered_by=cast.dirk.user)
    answer = remove(cast.dirk, one)
    assert answer.status_code == 422
    assert "Er is een factuur voor deze deelname." in words(answer)
    assert fresh(one).removed_at is None


@pytest.mark.parametrize(("who", "status"), [("esra", 403), ("bram", 403), ("frank", 404)])
def test_nobody_else_takes_an_enrolment_away_or_brings_it_back(cast, who, status):
    one = enrolment(cast)
    person = getattr(cast, who)
    assert remove(person, one).status_code == status
    remove(cast.dirk, one)
    assert person.post(f"{LIST}{one.pk}/terugzetten/").status_code == status
    assert remove(auditor_of(cast.carla), one).status_code == 403
    with as_owner():
        assert Enrolment.every.get(pk=one.pk).removed_at is not None


@pytest.mark.parametrize(("day", "sentence"), [("05-01-2099", "te ver vooruit"), ("05-01-1900", "te lang geleden")])
def test_a_year_that_was_typed_wrongly_is_said(cast, day, sentence):
    (who,), of = ready(cast), programme(cast)
    one = enrolment(cast, who, programme=of)
    for answer in (enrol(cast.carla, who, of, started_on=day), change(cast.carla, one, started_on=day)):
        assert answer.status_code == 422
        assert sentence in words(answer)
    assert fresh(one).started_on == dt.date(2026, 3, 2)
