"""The way of a tender over the calendar: every step that may be taken and none that may not, once, by whom it concerns."""

import datetime as dt
import itertools
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from organisations import tenancy, upkeep
from organisations.models import OutboxMessage
from organisations.refused import Refused
from tenders.calendar import lifecycle
from tenders.calendar.lifecycle import StepRefused, move
from tenders.choices import TenderStatus
from tenders.models import Contract, Tender, TenderStep, TenderStepNote, TenderValue
from tenders.tender_status import COURSE, TRANSITIONS, WITHDRAWN
from tests.factories.organisations import OrganisationFactory
from tests.factories.tenders import ContractFactory, TenderFactory
from tests.tenders.entries import posted
from tests.tenders.test_award_lots import token_in
from tests.tenders.test_tender_detail import path, text

TODAY = timezone.localdate()
ALLOWED = {
    "concept": {"planned", "published", "awarded", "withdrawn"},
    "planned": {"concept", "published", "awarded", "withdrawn"},
    "published": {"planned", "awarded", "withdrawn"},
    "awarded": {"published", "in_execution", "withdrawn"},
    "in_execution": {"awarded", "completed"},
    "completed": {"in_execution"},
    "withdrawn": {"concept", "planned"},
}
WHY = "Omdat het anders moest"


def day(date):
    return date.strftime("%d-%m-%Y")


def make(owner, cast, status="planned", **values):
    """Complete, so that nothing but the step itself can be refused."""
    values = {
        "authority": cast.alice.organisation,
        "title": "Groot onderhoud scholen",
        "status": status,
        "on_calendar_since": None if status == "concept" else dt.date(2026, 1, 10),
        "planned_publication": dt.date(2027, 1, 1),
        "contact_name": "Anja",
        "contact_email": "anja@demo.example",
        "sroi": "yes",
        "sroi_percentage": Decimal(5),
        "sroi_ways": ["contract_clause"],
    } | values
    with owner():
        return TenderFactory(**values)


def take(person, tender, to, *, on=TODAY, note=WHY, seen=None):
    with tenancy.acting_for(user_id=person.user.pk, organisation_id=person.organisation.pk) as acting:
        return move(acting, tender, to=to, on=on, at=timezone.now(), note=note, seen=seen)


def steps_of(owner, tender):
    with owner():
        rows = TenderStep.objects.filter(tender=tender).order_by("at", "pk")
        return [(one.from_status, one.to_status, one.on) for one in rows]


def reread(owner, tender):
    with owner():
        return Tender.objects.get(pk=tender.pk)


def mails(owner):
    with owner():
        return [
            (one.payload["to"], one.payload["text"].replace("\xa0", " "))
            for one in OutboxMessage.objects.filter(name="tender_changed")
        ]


def test_the_table_of_steps_is_this_one():
    assert {status: set(steps) for status, steps in TRANSITIONS.items()} == ALLOWED


@pytest.mark.parametrize(("before", "to"), list(itertools.product(TenderStatus.values, TenderStatus.values)))
def test_each_step_is_taken_or_refused(cast, owner, before, to):
    tender = make(owner, cast, before)
    if to not in ALLOWED[before]:
        with pytest.raises(StepRefused):
            take(cast.alice, tender, to)
        assert steps_of(owner, tender) == []
        return
    take(cast.alice, tender, to)
    stands = reread(owner, tender)
    assert stands.status == to
    assert steps_of(owner, tender) == [(before, to, TODAY)]
    if to == "concept":
        assert stands.on_calendar_since is None
    elif before == "concept":
        assert stands.on_calendar_since == (None if to == WITHDRAWN else TODAY)
    else:
        assert stands.on_calendar_since == dt.date(2026, 1, 10)


class TestWhatIsAskedFirst:
    @pytest.mark.parametrize("to", ["published", "awarded"])
    def test_a_decision(self, cast, owner, to):
        tender = make(owner, cast, sroi="open", sroi_percentage=None, sroi_ways=[])
        with pytest.raises(StepRefused, match="Besluit eerst over social return"):
            take(cast.alice, tender, to)
        take(cast.alice, tender, "withdrawn")

    def test_a_title_and_a_kind_before_it_is_on_the_calendar(self, cast, owner):
        tender = make(owner, cast, "concept", title="", kind="")
        with pytest.raises(StepRefused, match="Vul een titel in"):
            take(cast.alice, tender, "planned")

    def test_what_happened_is_not_asked_when_it_was_planned(self, cast, owner):
        tender = make(owner, cast, planned_publication=None, contact_name="", contact_email="")
        assert take(cast.alice, tender, "published").is_new

    @pytest.mark.parametrize(
        ("before", "to"), [("planned", "withdrawn"), ("published", "planned"), ("awarded", "published")]
    )
    def test_a_reason_to_withdraw_and_to_go_back(self, cast, owner, before, to):
        tender = make(owner, cast, before)
        with pytest.raises(StepRefused, match="minstens 10 tekens") as refused:
            take(cast.alice, tender, to, note="  kort    ")
        assert refused.value.field == "note"

    def test_a_day_that_has_been(self, cast, owner):
        tender = make(owner, cast)
        with pytest.raises(StepRefused, match="nog niet geweest") as refused:
            take(cast.alice, tender, "published", on=TODAY + dt.timedelta(days=1))
        assert refused.value.field == "on"

    def test_awarded_no_earlier_than_published(self, cast, owner):
        tender = make(owner, cast)
        take(cast.alice, tender, "published", on=TODAY - dt.timedelta(days=3))
        with pytest.raises(StepRefused, match="Kies die dag of een latere"):
            take(cast.alice, tender, "awarded", on=TODAY - dt.timedelta(days=4))
        take(cast.alice, tender, "awarded", on=TODAY - dt.timedelta(days=3))

    @pytest.mark.parametrize(
        ("before", "to"),
        [
            ("planned", "withdrawn"),
            ("published", "withdrawn"),
            ("published", "planned"),
            ("awarded", "published"),
            ("withdrawn", "planned"),
        ],
    )
    def test_no_step_before_the_one_it_follows(self, cast, owner, before, to):
        tender = make(owner, cast, before)
        with owner():
            TenderStep.objects.create(tender=tender, to_status=before, on=TODAY - dt.timedelta(days=3))
        with pytest.raises(StepRefused, match="Kies die dag of een latere") as refused:
            take(cast.alice, tender, to, on=TODAY - dt.timedelta(days=4))
        assert refused.value.field == "on"
        take(cast.alice, tender, to, on=TODAY - dt.timedelta(days=3))

    def test_what_happened_before_it_was_planned_here_may_be_said(self, cast, owner):
        tender = make(owner, cast, "planned")
        with owner():
            TenderStep.objects.create(tender=tender, to_status="planned", on=TODAY)
        take(cast.alice, tender, "published", on=TODAY - dt.timedelta(days=7))

    @pytest.mark.parametrize("to", ["published", "withdrawn"])
    def test_no_way_back_once_there_is_a_contract(self, cast, owner, to):
        tender = make(owner, cast, "awarded")
        with owner():
            ContractFactory(authority=cast.alice.organisation, contractor=cast.bram.organisation, tender=tender)
        with pytest.raises(StepRefused, match="al een contract"):
            take(cast.alice, tender, to)

    def test_what_a_contract_rules_out_is_not_offered(self, cast, owner):
        tender = make(owner, cast)
        take(cast.alice, tender, "awarded")
        page = text(cast.alice.get(path(tender)))
        assert "Terugdraaien" in page
        assert "Andere stap, of intrekken" in page
        with owner():
            ContractFactory(authority=cast.alice.organisation, contractor=cast.bram.organisation, tender=tender)
        page = text(cast.alice.get(path(tender)))
        assert "Terugdraaien" not in page
        assert "intrekken" not in page
        step = cast.alice.get(path(tender, "stap/?naar=withdrawn"))
        assert [one for one, _word in step.context["form"].fields["to"].choices] == ["in_execution"]
        assert "Er hoort al een contract bij deze aanbesteding." in text(step)
        refused = cast.alice.post(path(tender, "stap/"), sent("withdrawn", seen="awarded", note=WHY))
        assert refused.status_code == 422
        assert reread(owner, tender).status == "awarded"

    def test_no_citizen_number_in_the_reason(self, cast, owner):
        with pytest.raises(Refused):
            take(cast.alice, make(owner, cast), "withdrawn", note="Van de heer 123456782 uit Assen")


class TestWho:
    def test_the_coordination_point_may_and_others_may_not(self, cast, owner):
        take(cast.dirk, make(owner, cast), "published")
        tender = make(owner, cast)
        for person in (cast.bram, cast.carla, cast.esra, cast.frank, *cast.strangers.values()):
            with pytest.raises(StepRefused, match="er niet meer"):
                take(person, tender, "published")
        assert steps_of(owner, tender) == []

    def test_an_authority_its_own_only(self, cast, owner):
        with owner():
            other = OrganisationFactory(name="Gemeente Assen", kind="municipality")
        tender = make(owner, cast, authority=other)
        with pytest.raises(StepRefused, match="er niet meer"):
            take(cast.alice, tender, "published")
        assert cast.alice.get(path(tender, "stap/")).status_code == 404

    def test_the_page_is_for_who_may(self, cast, owner):
        tender = make(owner, cast)
        for person in (cast.bram, cast.carla, cast.esra):
            assert person.get(path(tender, "stap/")).status_code == 403
            assert person.post(path(tender, "stap/"), sent("published")).status_code == 403
        assert cast.frank.post(path(tender, "stap/"), sent("published")).status_code == 404
        assert steps_of(owner, tender) == []


def sent(to, *, seen="planned", on=TODAY, note=""):
    return {"to": to, "on": day(on), "note": note, "seen": seen}


class TestInTheBrowser:
    def test_the_step_that_waits_is_chosen(self, cast, owner):
        response = cast.alice.get(path(make(owner, cast), "stap/"))
        assert response.context["form"]["to"].value() == "published"

    def test_that_everybody_reads_why_it_is_withdrawn_is_said_at_the_field(self, cast, owner):
        said = "Let op bij intrekken: iedereen leest deze reden"
        page = text(cast.alice.get(path(make(owner, cast), "stap/")))
        assert said in page
        assert "Zet er geen vertrouwelijke dingen in." in page
        assert "Dan leest iedereen: ‘Deze aanbesteding gaat niet door." in page
        page = text(cast.alice.get(path(make(owner, cast, "concept"), "stap/")))
        assert said not in page
        assert "Alleen wie de aanbesteding bijhoudt, leest dit." in page

    def test_only_why_it_left_the_calendar_is_read_by_others(self, cast, owner):
        tender = make(owner, cast, "concept")
        take(cast.alice, tender, "withdrawn", note="Alleen voor onszelf")
        take(cast.alice, tender, "planned", note="Ook alleen voor onszelf")
        take(cast.alice, tender, "withdrawn", note="Voor iedereen te lezen")
        pages = [cast.bram.get(path(tender)), Client().get(f"/groningen/kalender/{tender.pk}/")]
        files = ("kalender.atom", "kalender.ics", "kalender.csv", "ocds.json")
        pages += [Client().get(f"/groningen/kalender/{name}?stand=alles") for name in files]
        for page in pages:
            content = b"".join(page) if page.streaming else page.content
            assert page.status_code == 200
            assert "lleen voor onszelf" not in content.decode()
        assert all("Voor iedereen te lezen" in text(page) for page in pages[:2])
        assert "Ook alleen voor onszelf" in text(cast.alice.get(path(tender)))
        for person, private in ((cast.bram, 0), (cast.carla, 0), (cast.alice, 2), (cast.dirk, 2)):
            with tenancy.acting_for(user_id=person.user.pk, organisation_id=person.organisation.pk):
                steps = TenderStep.objects.filter(tender=tender).order_by("at")
                assert [one.note for one in steps] == ["", "", "Voor iedereen te lezen"]
                assert TenderStepNote.objects.filter(step__tender=tender).count() == private

    def test_sent_twice_takes_one_step(self, cast, owner):
        tender = make(owner, cast)
        for _time in range(2):
            assert cast.alice.post(path(tender, "stap/"), sent("published")).status_code == 302
        assert steps_of(owner, tender) == [("planned", "published", TODAY)]
        assert "Deze stap was al vastgelegd." in text(cast.alice.get(path(tender)))

    def test_what_another_did_meanwhile_is_said(self, cast, owner):
        tender = make(owner, cast)
        take(cast.dirk, tender, "withdrawn")
        response = cast.alice.post(path(tender, "stap/"), sent("published"))
        assert response.status_code == 422
        assert steps_of(owner, tender) == [("planned", "withdrawn", TODAY)]

    def test_without_a_decision_the_way_there_is_shown(self, cast, owner):
        tender = make(owner, cast, sroi="open", sroi_percentage=None, sroi_ways=[])
        page = text(cast.alice.get(path(tender, "stap/?naar=published")))
        assert "Besluit eerst over social return" in page
        assert f"kalender/{tender.pk}/wijzigen/" in page
        response = cast.alice.post(path(tender, "stap/"), sent("published"))
        assert response.status_code == 422
        assert "Besluit eerst over social return" in text(response)

    @pytest.mark.parametrize(
        ("lacks", "word", "why"),
        [
            ({"sroi": "open", "sroi_percentage": None, "sroi_ways": []}, "Besluit nemen", "nog geen besluit"),
            ({"sroi_ways": []}, "Besluit aanvullen", "als wat u social return vraagt"),
        ],
    )
    def test_what_lacks_of_the_decision_is_asked_at_its_own_place_before_the_publication(
        self, cast, owner, lacks, word, why
    ):
        tender = make(owner, cast, **lacks)
        page = text(cast.alice.get(path(tender)))
        assert word in page
        assert why in page
        assert f'kalender/{tender.pk}/wijzigen/#besluit"' in page
        assert "Publicatie vastleggen" not in page
        assert f'kalender/{tender.pk}/wijzigen/#besluit"' in text(cast.alice.get(path(tender, "stap/?naar=published")))

    def test_who_hears_is_named_before_and_after(self, cast, owner):
        tender = make(owner, cast)
        assert f"Krijgt een mail: {cast.dirk.organisation.name}." in text(cast.alice.get(path(tender, "stap/")))
        cast.alice.post(path(tender, "stap/"), sent("withdrawn", note="Het geld is er niet meer"))
        ((to, said),) = mails(owner)
        assert to == cast.dirk.user.email
        assert "De status: eerst Gepland, nu Ingetrokken" in said
        assert "Het geld is er niet meer" in said
        assert f"/werk/{cast.dirk.organisation.pk}/kalender/{tender.pk}/" in said
        assert f"Bericht gestuurd aan {cast.dirk.organisation.name}." in text(cast.alice.get(path(tender)))

    def test_the_contact_hears_of_the_coordination_point(self, cast, owner):
        tender = make(owner, cast)
        cast.dirk.post(path(tender, "stap/"), sent("withdrawn", note="Op verzoek van Alice"))
        assert [to for to, _said in mails(owner)] == ["anja@demo.example"]

    def test_nobody_hears_of_a_concept_or_of_a_publication(self, cast, owner):
        cast.alice.post(path(make(owner, cast, "concept"), "stap/"), sent("withdrawn", seen="concept", note=WHY))
        cast.alice.post(path(make(owner, cast), "stap/"), sent("published"))
        assert mails(owner) == []


class TestTakenBack:
    def test_by_who_took_it_today(self, cast, owner):
        tender = make(owner, cast, "concept")
        step = take(cast.alice, tender, "planned").step
        assert "Terugdraaien" in text(cast.alice.get(path(tender)))
        assert "Terugdraaien" not in text(cast.dirk.get(path(tender)))
        cast.dirk.post(path(tender, f"stap/{step.pk}/terug/"))
        assert reread(owner, tender).status == "planned"
        assert cast.alice.post(path(tender, f"stap/{step.pk}/terug/")).status_code == 302
        stands = reread(owner, tender)
        assert (stands.status, stands.on_calendar_since) == ("concept", None)
        assert [pair[:2] for pair in steps_of(owner, tender)] == [("concept", "planned"), ("planned", "concept")]
        cast.alice.post(path(tender, f"stap/{step.pk}/terug/"))
        assert len(steps_of(owner, tender)) == 2
        for person in (cast.bram, cast.esra):
            assert person.post(path(tender, f"stap/{step.pk}/terug/")).status_code == 403
        assert cast.frank.post(path(tender, f"stap/{step.pk}/terug/")).status_code == 404

    def test_who_heard_that_it_stops_hears_that_it_goes_on(self, cast, owner):
        tender = make(owner, cast)
        cast.alice.post(path(tender, "stap/"), sent("withdrawn", note=WHY))
        with owner():
            step = TenderStep.objects.get(tender=tender)
        cast.alice.post(path(tender, f"stap/{step.pk}/terug/"))
        assert [to for to, _said in mails(owner)] == [cast.dirk.user.email] * 2
        assert "nu Gepland" in mails(owner)[1][1]


class TestByItself:
    def chore(self, cast, on):
        return upkeep.do("tenders.steps_of_tenders", region_id=cast.region.pk, on=on)

    @pytest.fixture
    def contract(self, cast, owner):
        tender = make(owner, cast, "awarded")
        with owner():
            return ContractFactory(
                authority=cast.alice.organisation,
                contractor=cast.bram.organisation,
                tender=tender,
                starts_on=dt.date(2026, 3, 1),
                ends_on=dt.date(2026, 5, 31),
            )

    @pytest.mark.parametrize(
        ("on", "status", "taken"),
        [
            (dt.date(2026, 2, 28), "awarded", []),
            (dt.date(2026, 3, 1), "in_execution", [("awarded", "in_execution", dt.date(2026, 3, 1))]),
            (dt.date(2026, 5, 31), "in_execution", [("awarded", "in_execution", dt.date(2026, 3, 1))]),
            (
                dt.date(2026, 6, 1),
                "completed",
                [
                    ("awarded", "in_execution", dt.date(2026, 3, 1)),
                    ("in_execution", "completed", dt.date(2026, 5, 31)),
                ],
            ),
        ],
    )
    def test_it_follows_its_contract(self, cast, owner, contract, on, status, taken):
        self.chore(cast, on)
        assert self.chore(cast, on) == 0
        assert reread(owner, contract.tender).status == status
        assert steps_of(owner, contract.tender) == taken

    def test_completed_after_the_last_of_several(self, cast, owner, contract):
        with owner():
            ContractFactory(
                authority=cast.alice.organisation,
                contractor=cast.bram.organisation,
                tender=contract.tender,
                starts_on=dt.date(2026, 4, 1),
                ends_on=dt.date(2026, 12, 31),
            )
        self.chore(cast, dt.date(2026, 7, 1))
        assert reread(owner, contract.tender).status == "in_execution"

    def test_what_somebody_put_back_stays(self, cast, owner, contract):
        self.chore(cast, dt.date(2026, 6, 1))
        take(cast.alice, contract.tender, "in_execution")
        assert self.chore(cast, dt.date(2026, 6, 2)) == 0
        assert reread(owner, contract.tender).status == "in_execution"

    def test_another_region_is_left_alone(self, cast, owner, contract):
        upkeep.do("tenders.steps_of_tenders", region_id=cast.other_region.pk, on=dt.date(2027, 1, 1))
        assert reread(owner, contract.tender).status == "awarded"


class TestAward:
    def field(self, response, name):
        return response.context["form"][name].value()

    def test_what_the_calendar_says_is_filled_in(self, cast, owner):
        tender = make(
            owner,
            cast,
            "published",
            starts_on=dt.date(2027, 3, 1),
            ends_on=dt.date(2029, 2, 28),
            contact_email=cast.alice.user.email.upper(),
        )
        with owner():
            TenderValue.objects.create(tender=tender, amount=Decimal(431000), is_confidential=True)
        page = cast.alice.get(path(tender))
        assert f"gunningen/nieuw/?aanbesteding={tender.pk}" in text(page)
        response = cast.alice.get(f"gunningen/nieuw/?aanbesteding={tender.pk}")
        assert self.field(response, "starts_on") == dt.date(2027, 3, 1)
        assert self.field(response, "ends_on") == dt.date(2029, 2, 28)
        assert self.field(response, "contract_sum") == Decimal(431000)
        assert self.field(response, "own_responsible")

    def test_the_next_lot_is_filled_in_and_no_sum(self, cast, owner):
        tender = make(owner, cast, "published")
        with owner():
            tender.lots.create(number=1, title="Noord")
            tender.lots.create(number=2, title="Zuid")
            TenderValue.objects.create(tender=tender, amount=Decimal(431000))
        address = f"gunningen/nieuw/?aanbesteding={tender.pk}"
        first = cast.alice.get(address)
        assert (self.field(first, "lot"), self.field(first, "contract_sum")) == ("Noord", None)
        assert self.field(cast.alice.get(f"{address}&perceel=2"), "lot") == "Zuid"
        with owner():
            ContractFactory(
                authority=cast.alice.organisation, contractor=cast.bram.organisation, tender=tender, lot="Noord"
            )
        assert self.field(cast.alice.get(address), "lot") == "Zuid"
        assert cast.alice.get(f"{address}&perceel=x").status_code == 404

    def test_awarding_writes_the_step_once(self, cast, owner):
        tender = make(owner, cast, "published", title="Groot onderhoud", cpv_codes=[])
        token = token_in(cast.alice.get(f"gunningen/nieuw/?aanbesteding={tender.pk}"))
        for _time in range(2):
            response = cast.alice.post("gunningen/nieuw/", posted(cast, token, tender=str(tender.pk)))
            assert response.status_code == 302
        with owner():
            contract = Contract.objects.get()
        assert steps_of(owner, tender) == [("published", "awarded", contract.awarded_on)]
        assert reread(owner, tender).status == "awarded"


def test_the_course_is_in_order():
    assert list(COURSE) == [one for one in TenderStatus.values if one != WITHDRAWN]
    assert lifecycle.needs_note("awarded", after="published")
    assert not lifecycle.needs_note("awarded", after="published", has_contract=True)
