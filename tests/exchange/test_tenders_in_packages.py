"""Tenders of a data package: what lands, what is odd, what is refused, and that their value stands apart."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from exchange.choices import JobKind, JobStatus
from organisations import tenancy
from organisations.models import Occupation
from tenders.models import Contract, ExpectedOccupation, Tender, TenderLot, TenderStep, TenderValue
from tests.database import owner
from tests.exchange.bulk import job, uploaded, worked, zipped
from tests.exchange.packages import SMALL, changed, imported, where, write

pytestmark = pytest.mark.django_db
TENDERS, CONTRACTS = "tenders.csv", "contracts.csv"
HEADER = SMALL[TENDERS].splitlines()[0]
NOTHING_NEW = "Alles stond er al zo; er is niets gewijzigd."


def sent(tmp_path, rows: str, **options) -> list[str]:
    status, lines = imported(write(tmp_path / "more", {TENDERS: rows}), **options)
    assert status == 0, lines
    return lines


def only(old: str, new: str) -> str:
    return changed(TENDERS, old, new)[TENDERS]


def test_a_tender_lands_with_all_that_its_row_says(landed):
    with owner():
        one = Tender.objects.get(reference="A-1")
        assert (one.authority.name, one.title, one.kind, one.procedure) == (
            "Gemeente Proef", "Schoolgebouw", "work", "open_european",
        )  # fmt: skip
        assert one.cpv_codes == ["45214200", "45214210"]
        assert (one.labour_share, one.sector, one.municipalities) == (Decimal("40.00"), "construction", ["GM0014"])
        assert (one.planned_publication, one.planned_award) == (date(2018, 5, 1), date(2018, 11, 1))
        assert (one.starts_on, one.ends_on) == (date(2019, 1, 1), date(2020, 12, 31))
        assert (one.sroi, one.sroi_percentage, one.status) == ("yes", Decimal("5.0000"), "awarded")
        assert one.on_calendar_since == date(2018, 2, 1)
        assert (one.value.amount, one.value.is_confidential) == (Decimal("2500000.00"), False)
        two = Tender.objects.get(reference="A-2")
        assert (two.sroi, two.sroi_reason, two.sroi_percentage) == ("no", "Kleine opdracht", None)
        assert not TenderValue.objects.filter(tender=two).exists()


def test_a_concept_is_not_on_the_calendar_and_what_is_planned_is_from_the_day_it_came(landed, tmp_path):
    with owner():
        assert Tender.objects.get(reference="A-3").on_calendar_since is None
    sent(tmp_path, only(",open,,,,concept", ",open,,,,planned"))
    today = timezone.localdate()
    with owner():
        assert Tender.objects.get(reference="A-3").on_calendar_since == today
        Tender.objects.filter(reference="A-3").update(on_calendar_since=date(2020, 2, 29))
    # What says no day keeps the day it has: the same package a day later changes nothing.
    assert sent(tmp_path, only(",open,,,,concept", ",open,,,,planned"))[-1] == NOTHING_NEW
    with owner():
        assert Tender.objects.get(reference="A-3").on_calendar_since == date(2020, 2, 29)


def test_the_same_tenders_again_change_nothing_and_leave_no_history(landed, tmp_path):
    with owner():
        before = (Tender.pgh_event_model.objects.count(), TenderValue.pgh_event_model.objects.count())
    assert sent(tmp_path, SMALL[TENDERS])[-1] == NOTHING_NEW
    with owner():
        after = (Tender.pgh_event_model.objects.count(), TenderValue.pgh_event_model.objects.count())
    assert before == after == (3, 2)


def test_a_changed_value_changes_it_alone_and_keeps_that_it_is_confidential(landed, tmp_path):
    with owner():
        TenderValue.objects.filter(tender__reference="A-1").update(is_confidential=True)
    # Without the column it stays as somebody said it.
    lines = sent(tmp_path, only("2500000.00", "2600000.5"))
    assert "tenders.csv: 0 nieuw, 1 gewijzigd, 2 gelijk" in lines
    with owner():
        value = TenderValue.objects.get(tender__reference="A-1")
        assert (value.amount, value.is_confidential) == (Decimal("2600000.50"), True)
    sent(tmp_path, only("2500000.00", ""))
    with owner():
        assert TenderValue.objects.get(tender__reference="A-1").amount is None


WHOLE = """\
reference,authority,title,kind,procedure,sroi,status,planned_publication,estimated_value,value_confidential,description,lots,occupations,sroi_ways,sroi_reason_kind,decided_on,contact_name,contact_email,contact_phone,stand_in_name,stand_in_email,tenderned_number,extension_count,extension_months,municipality,touched_on
A-7,gem,Nieuwbouw zwembad,work,open_national,yes,planned,2027-01-04,900000,ja,Een zwembad met twee baden.,"2 | Installaties | Lucht \\| water\\nen warmte
1 | =Bouw",portier:2:2028-05-01 metselaar:6,award_criterion contract_clause,,2026-10-01,Annemiek de Vries,annemiek@voorbeeld.example,050-0000001,Bart Blauw,bart@voorbeeld.example,123456,2,12,GM0014; Haren,2026-05-04
A-8,gem,,,,open,concept,,,,,,,,,,,,,,,,,,,
"""  # noqa: E501 -- a row of the file


def parts_of(reference: str):
    with owner():
        tender = Tender.objects.get(reference=reference)
        return (
            list(tender.lots.order_by("number").values_list("number", "title", "description")),
            list(
                tender.expected_occupations.order_by("occupation__code").values_list(
                    "occupation__code", "head_count", "starts_on"
                )
            ),
            list(tender.steps.order_by("at").values_list("from_status", "to_status", "on", "by")),
        )


def test_a_whole_tender_lands_with_its_parts_and_a_concept_half_filled_in(landed, tmp_path):
    sent(tmp_path, WHOLE)
    lots, heads, steps = parts_of("A-7")
    assert lots == [(1, "=Bouw", ""), (2, "Installaties", "Lucht | water\nen warmte")]
    assert heads == [("metselaar", 6, None), ("portier", 2, date(2028, 5, 1))]
    assert steps == [("", "planned", timezone.localdate(), None)]
    with owner():
        one = Tender.objects.get(reference="A-7")
        assert one.value.is_confidential
        assert (one.contact_name, one.contact_phone, one.stand_in_email) == (
            "Annemiek de Vries", "050-0000001", "bart@voorbeeld.example",
        )  # fmt: skip
        assert (one.sroi_ways, one.extension_count, one.extension_months) == (
            ["award_criterion", "contract_clause"], 2, 12,
        )  # fmt: skip
        assert (one.municipalities, one.decided_on) == (["GM0014", "Haren"], date(2026, 10, 1))
        assert timezone.localdate(one.touched_at) == date(2026, 5, 4)
        half = Tender.objects.get(reference="A-8")
        assert (half.title, half.kind, half.procedure, half.on_calendar_since) == ("", "", "", None)
    assert sent(tmp_path, WHOLE)[-1] == NOTHING_NEW


def test_a_changed_tender_changes_its_parts_and_says_which_step_it_took(landed, tmp_path):
    sent(tmp_path, WHOLE)
    later = (
        WHOLE.replace("metselaar:6", "metselaar:8").replace("portier:2:2028-05-01 ", "").replace("1 | =Bouw", "3 | Dak")
    )
    sent(tmp_path, later.replace(",planned,2027-01-04", ",published,2026-01-04"))
    lots, heads, steps = parts_of("A-7")
    assert [lot[:2] for lot in lots] == [(2, "Installaties"), (3, "Dak")]
    assert heads == [("metselaar", 8, None)]
    assert steps[1] == ("planned", "published", date(2026, 1, 4), None)
    # Columns that are left out keep the parts; freshness goes on, never back.
    rows = "reference,authority,title,kind,procedure,planned_publication,sroi,status\n"
    sent(tmp_path, rows + "A-7,gem,Nieuwbouw zwembaden,work,open_national,2026-01-04,yes,published\n")
    assert parts_of("A-7") == (lots, heads, steps)
    with owner():
        assert timezone.localdate(Tender.objects.get(reference="A-7").touched_at) == timezone.localdate()


FAULTY_PARTS = {
    "unknown occupation": ("metselaar:6", "tandarts:6", "occupations"),
    "no number of people": ("metselaar:6", "metselaar", "occupations"),
    "nobody": ("metselaar:6", "metselaar:0", "occupations"),
    "occupation twice": ("metselaar:6", "portier:6", "occupations"),
    "lot twice": ("1 | =Bouw", "2 | Bouw", "lots"),
    "lot without a title": ("1 | =Bouw", "1", "lots"),
    "lot number": ("1 | =Bouw", "een | Bouw", "lots"),
    "way": ("award_criterion ", "by_magic ", "sroi_ways"),
    "address": ("bart@voorbeeld.example", "bart", "stand_in_email"),
    "half an extension": (",2,12,", ",2,,", "extension_months"),
    "a citizen number": ("Een zwembad", "BSN 123456782", "description"),
    "a citizen number in a lot": ("=Bouw", "BSN 123456782", "lots"),
}


@pytest.mark.parametrize("name", FAULTY_PARTS)
def test_a_part_that_cannot_be_is_refused_with_its_place(landed, tmp_path, name):
    old, new, column = FAULTY_PARTS[name]
    assert old in WHOLE
    status, lines = imported(write(tmp_path / "more", {TENDERS: WHOLE.replace(old, new, 1)}))
    assert (status, [place[2] for place in where(lines)]) == (1, [column]), lines


def test_columns_that_are_left_out_keep_what_is_there(landed, tmp_path):
    rows = "reference,authority,title,kind,procedure,planned_publication,sroi,status\n"
    rows += "A-1,gem,Schoolgebouw,work,open_european,2018-05-01,yes,awarded\n"
    assert sent(tmp_path, rows)[-1] == NOTHING_NEW


def test_a_dry_run_keeps_nothing(landed, tmp_path):
    sent(tmp_path, only("Schoolgebouw", "Zwembad"), dry_run=True)
    with owner():
        assert Tender.objects.get(reference="A-1").title == "Schoolgebouw"


def test_a_contract_of_the_package_is_linked_to_a_tender_of_the_package(region, tmp_path):
    files = dict(SMALL)
    files[CONTRACTS] = SMALL[CONTRACTS].replace("reference,", "reference,tender,", 1)
    files[CONTRACTS] = files[CONTRACTS].replace("\nC-1,", "\nC-1,A-1,").replace("\nC-2,", "\nC-2,,")
    assert imported(write(tmp_path / "package", files))[0] == 0
    with owner():
        assert Contract.objects.get(reference="C-1").tender.reference == "A-1"
    # Who refers to a row that is wrong is not blamed for it.
    files = changed(TENDERS, "work,open_european", "bridge,open_european", of=files)
    assert where(imported(write(tmp_path / "faulty", files))[1]) == [(TENDERS, 2, "kind")]


FLAGGED = {
    "no without a reason": ("Kleine opdracht", "", "past social return niet toe en zegt niet waarom"),
    "yes without a percentage": (",yes,5.00,", ",yes,,", "zonder percentage"),
    "published undecided": (",open,,,,concept", ",open,,,,published", "zonder besluit over social return"),
    "award first": ("2018-11-01", "2018-04-30", "geplande gunning voor de geplande publicatie"),
    "of a company": ("A-2,gem", "A-2,bouw", "van een organisatie van een ongewone soort"),
}


@pytest.mark.parametrize("name", FLAGGED)
def test_what_is_odd_is_accepted_and_said(landed, tmp_path, name):
    old, new, words = FLAGGED[name]
    assert any("1 aanbesteding" in line and words in line for line in sent(tmp_path, only(old, new)))


REFUSED = {
    "reference twice": ("A-2", "A-1", (TENDERS, 3, "reference")),
    "unknown authority": ("A-1,gem", "A-1,nergens", (TENDERS, 2, "authority")),
    "kind": ("work,open_european", "bridge,open_european", (TENDERS, 2, "kind")),
    "procedure": ("open_european", "european", (TENDERS, 2, "procedure")),
    "procedure left empty": ("open_european", "", (TENDERS, 2, "procedure")),
    "cpv": ("45214200 ", "4521420 ", (TENDERS, 2, "cpv")),
    "negative value": ("2500000.00", "-1", (TENDERS, 2, "estimated_value")),
    "labour share": ("40.00", "100.01", (TENDERS, 2, "labour_share")),
    "sector": ("construction", "building", (TENDERS, 2, "sector")),
    "no publication": ("2019-06-01", "", (TENDERS, 3, "planned_publication")),
    "no title once it is planned": ("Leveren van zand", "", (TENDERS, 3, "title")),
    "no kind once it is planned": ("zand,supply", "zand,", (TENDERS, 3, "kind")),
    "no such day": ("2019-06-01", "2019-02-29", (TENDERS, 3, "planned_publication")),
    "end before start": ("2020-12-31", "2018-12-31", (TENDERS, 2, "ends_on")),
    "decision": (",no,,", ",perhaps,,", (TENDERS, 3, "sroi")),
    "percentage over 100": (",yes,5.00", ",yes,100.01", (TENDERS, 2, "sroi_percentage")),
    "percentage under 0": (",yes,5.00", ",yes,-5", (TENDERS, 2, "sroi_percentage")),
    "a citizen number": ("Kleine opdracht", "BSN 123456782", (TENDERS, 3, "sroi_reason")),
    "a formula": ("Schoolgebouw", "=1+1", (TENDERS, 2, "title")),
    "status": ("concept", "idea", (TENDERS, 4, "status")),
    "status left empty": (",,concept", ",,", (TENDERS, 4, "status")),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_row_is_refused_with_its_place(region, tmp_path, name):
    old, new, place = REFUSED[name]
    status, lines = imported(write(tmp_path / "package", changed(TENDERS, old, new)))
    assert (status, where(lines)) == (1, [place]), lines
    with owner():
        assert not Tender.objects.exists()


def test_what_an_award_brought_needs_no_planned_publication(landed, tmp_path):
    sent(tmp_path, only("2018-05-01,2018-11-01", ","))
    with owner():
        assert Tender.objects.get(reference="A-1").planned_publication is None


def test_tenders_of_an_import_that_is_undone_go_unless_a_contract_names_them(cast):
    # The package of the region of the cast: its municipality is another.
    rows = "\n".join(line for line in SMALL[TENDERS].splitlines()).replace(",gem,", ",gem-groningen,")
    answer = cast.dirk.post(
        "bestanden/pakket/inlezen/", {"package": [uploaded("p.zip", zipped({TENDERS: rows + "\n"}))]}
    )
    assert answer.status_code == 302, answer.content.decode()
    one = worked(job(kind=JobKind.PACKAGE_IN))
    assert one.status == JobStatus.TO_CONFIRM, one.checked
    assert "Aanbestedingen" in cast.dirk.get(f"bestanden/{one.pk}/").content.decode()
    cast.dirk.post(f"bestanden/{one.pk}/bevestigen/", {"sha256": one.sha256})
    one = worked(one)
    with owner():
        assert TenderValue.objects.count() == 2
    cast.dirk.post(f"bestanden/{one.pk}/ongedaan/")
    assert worked(one).status == JobStatus.UNDONE
    with owner():
        assert not Tender.objects.filter(reference__startswith="A-").exists()
        assert not TenderValue.objects.exists()


def test_an_undone_import_takes_the_parts_and_the_steps_with_it(cast):
    rows = WHOLE.replace(",gem,", ",gem-groningen,")
    files = {TENDERS: rows, "occupations.csv": SMALL["occupations.csv"]}
    cast.dirk.post("bestanden/pakket/inlezen/", {"package": [uploaded("p.zip", zipped(files))]})
    one = worked(job(kind=JobKind.PACKAGE_IN))
    assert one.status == JobStatus.TO_CONFIRM, one.checked
    cast.dirk.post(f"bestanden/{one.pk}/bevestigen/", {"sha256": one.sha256})
    one = worked(one)
    with owner():
        before = [model.objects.count() for model in (TenderLot, ExpectedOccupation, TenderStep, Occupation)]
    assert before == [2, 2, 1, 2]
    cast.dirk.post(f"bestanden/{one.pk}/ongedaan/")
    assert worked(one).status == JobStatus.UNDONE
    with owner():
        assert [model.objects.count() for model in (TenderLot, ExpectedOccupation, TenderStep, Occupation)] == [0] * 4


def test_an_import_that_is_undone_stays_when_somebody_took_a_step_since(cast):
    rows = WHOLE.replace(",gem,", ",gem-groningen,")
    files = {TENDERS: rows, "occupations.csv": SMALL["occupations.csv"]}
    cast.dirk.post("bestanden/pakket/inlezen/", {"package": [uploaded("p.zip", zipped(files))]})
    one = worked(job(kind=JobKind.PACKAGE_IN))
    cast.dirk.post(f"bestanden/{one.pk}/bevestigen/", {"sha256": one.sha256})
    one = worked(one)
    with owner():
        tender = Tender.objects.get(reference="A-7")
        TenderStep.objects.create(tender=tender, from_status="planned", to_status="withdrawn", on=date(2026, 9, 1))
    cast.dirk.post(f"bestanden/{one.pk}/ongedaan/")
    one = worked(one)
    assert one.status == JobStatus.LANDED
    assert any("een stap van een aanbesteding" in line for line in one.hindrances)


def test_who_reads_the_tender_but_is_no_side_of_it_does_not_read_what_it_is_worth(cast):
    with owner():
        tender = Tender.objects.create(
            region=cast.region, authority=cast.alice.organisation, reference="A-9", title="Brug", kind="work"
        )
        TenderValue.objects.create(tender=tender, amount=1_000_000, is_confidential=True)
    for person, seen in (
        (cast.alice, 1),
        (cast.dirk, 1),
        (cast.esra, 1),
        (cast.bram, 0),
        (cast.carla, 0),
        (cast.frank, 0),
    ):
        with tenancy.acting_for(user_id=person.user.pk, organisation_id=person.organisation.pk):
            assert TenderValue.objects.count() == seen, person.user.email
            assert TenderValue.pgh_event_model.objects.count() == seen, person.user.email
