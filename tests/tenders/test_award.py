"""The use case: an award becomes tender, contract, version, three persons and the mails, in one transaction."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from organisations import tenancy
from organisations.choices import Role
from organisations.models import Invitation, Organisation, OutboxMessage, new_id
from organisations.templatetags.formatting import day_nl
from tenders.award import Answerable, AwardRefused, award
from tenders.choices import Basis, Side, SroiDecision, TenderStatus
from tenders.models import Contract, ContractBand, ContractTotals, RegionPolicy, Tariff
from tests.factories.organisations import OrganisationFactory, RegionFactory
from tests.factories.tenders import ContractFactory
from tests.tenders.entries import KVK, entry_of


@pytest.fixture
def award_as(cast):
    """Award as a member of the cast (Alice unless told); gives what the use case recorded."""

    def call(entry=None, *, person=cast.alice, contract_id=None, **changes):
        with tenancy.acting_for(user_id=person.user.pk, organisation_id=person.organisation.pk) as acting:
            return award(
                acting,
                contract_id=contract_id or new_id(),
                entry=entry or entry_of(cast, **changes),
                at=timezone.now(),
            )

    return call


def mails(owner):
    with owner():
        return {mail.name: mail.payload for mail in OutboxMessage.objects.all()}


def test_makes_tender_contract_version_and_totals(cast, owner, award_as):
    recorded = award_as()
    with owner():
        contract = Contract.objects.get(pk=recorded.contract.pk)
        version = contract.versions.get()
        assert contract.obligation == Decimal("120000.00")
        assert contract.authority_id == cast.alice.organisation.pk
        assert contract.werkplein_id == cast.carla.organisation.pk
        assert contract.contractor.kvk == KVK
        assert contract.tariff.valid_from == dt.date(2016, 1, 1)
        assert (version.number, version.reason, version.valid_from) == (1, "Gunning", dt.date(2026, 11, 3))
        assert {name: getattr(version, name) for name in Contract.TERMS} == {
            name: getattr(contract, name) for name in Contract.TERMS
        }
        assert contract.tender.status == TenderStatus.AWARDED
        assert contract.tender.cpv_codes == ["45212212"]
        assert (contract.tender.sroi, contract.tender.sroi_percentage) == (SroiDecision.YES, Decimal(5))
        assert ContractTotals.objects.get(contract=contract).approved == 0
        assert ContractBand.objects.get(contract=contract).persons_band == 0
        assert set(contract.responsibles.values_list("side", "name", "email")) == {
            (Side.AUTHORITY, "Alice", "alice@demo.example"),
            (Side.CONTRACTOR, "Wim Waddenhoek", "wim@waddenhoek.example"),
            (Side.WERKPLEIN, "Carla", "carla@demo.example"),
        }


@pytest.mark.parametrize(
    ("changes", "owed"),
    [
        ({"basis_amount": Decimal("2400000.10"), "percentage": Decimal(5)}, "120000.01"),  # 120 000.005, half up
        ({"basis": Basis.WAGE_SUM, "basis_amount": Decimal("333.33"), "percentage": Decimal(2)}, "6.67"),
        ({"basis": Basis.FIXED, "basis_amount": Decimal("75000.00"), "percentage": Decimal(100)}, "75000.00"),
        ({"basis": Basis.INVOICED_TURNOVER, "basis_amount": Decimal(0)}, "0.00"),
        ({"decision": SroiDecision.NO, "percentage": Decimal(0), "reason": "Alleen materiaal"}, "0.00"),
    ],
)
def test_owes_to_the_cent(owner, award_as, changes, owed):
    recorded = award_as(**changes)
    with owner():
        assert Contract.objects.get(pk=recorded.contract.pk).obligation == Decimal(owed)


def test_without_social_return_nobody_is_asked_for_anything(cast, owner, award_as):
    none = {"decision": SroiDecision.NO, "percentage": Decimal(0), "reason": "Alleen materiaal"}
    award_as(**none)
    award_as(**none, kvk=cast.bram.organisation.kvk, reference="TWEEDE")
    told = mails(owner)
    assert set(told) == {"award_invitation", "award_contractor"}
    for mail in told.values():
        assert "social return" not in mail["subject"]
        assert "contract" in mail["subject"]
        assert "aan het werk" not in mail["text"]
        assert "Werkplein" not in mail["text"]
        assert "geen verplichting tot social return" in mail["text"]


def test_what_grows_with_the_turnover_is_social_return_from_the_start(owner, award_as):
    award_as(basis=Basis.INVOICED_TURNOVER, basis_amount=Decimal(0))
    told = mails(owner)
    assert set(told) == {"award_invitation", "award_werkplein"}
    assert "social return" in told["award_invitation"]["subject"]
    assert "Het bedrag groeit mee" in told["award_invitation"]["text"]


def test_cap_of_the_region_on_the_award_day(cast, owner, award_as):
    with owner():
        RegionPolicy.objects.filter(region=cast.region).update(cap=Decimal("100000.00"))
    recorded = award_as()
    with owner():
        contract = Contract.objects.get(pk=recorded.contract.pk)
        assert (contract.cap, contract.obligation) == (Decimal("100000.00"), Decimal("100000.00"))


def test_takes_the_tariff_of_the_award_day(cast, owner, award_as):
    with owner():
        for day in (dt.date(2026, 11, 3), dt.date(2026, 11, 4)):
            Tariff.objects.create(region=cast.region, valid_from=day)
    recorded = award_as()
    with owner():
        assert Contract.objects.get(pk=recorded.contract.pk).tariff.valid_from == dt.date(2026, 11, 3)


def test_refuses_a_day_before_the_first_tariff_and_leaves_nothing(cast, owner, award_as):
    with pytest.raises(AwardRefused, match="beleid") as refused:
        award_as(awarded_on=dt.date(2015, 12, 31))
    assert refused.value.field == "awarded_on"
    with owner():
        Tariff.objects.filter(region=cast.region).update(valid_from=dt.date(2020, 1, 1))
    with pytest.raises(AwardRefused, match="bouwblokkentabel"):
        award_as(awarded_on=dt.date(2019, 12, 31))
    with owner():
        assert not Contract.objects.exists()
        assert not Organisation.objects.filter(kvk=KVK).exists()
        assert not OutboxMessage.objects.exists()


def test_unknown_company_needs_a_name(award_as):
    with pytest.raises(AwardRefused) as refused:
        award_as(contractor_name="")
    assert refused.value.field == "contractor_name"


def test_new_company_gets_an_invitation_that_lands_on_the_contract(cast, owner, award_as):
    recorded = award_as(awarded_on=timezone.localdate())
    contract = recorded.contract
    with owner():
        invitation = Invitation.objects.get()
        assert invitation.organisation_id == contract.contractor_id
        assert (invitation.email, invitation.role) == ("wim@waddenhoek.example", Role.ADMINISTRATOR)
        assert invitation.landing_path == f"/werk/{contract.contractor_id}/contracten/{contract.pk}/"
        assert invitation.invited_from_id == cast.alice.organisation.pk
    sent = mails(owner)
    assert set(sent) == {"award_invitation", "award_werkplein"}
    text = sent["award_invitation"]["text"]
    by = timezone.localdate() + dt.timedelta(days=7)
    assert sent["award_invitation"]["to"] == "wim@waddenhoek.example"
    for words in ("Renovatie zwembad De Plas", "Gemeente Groningen", "120.000,00", day_nl(by).replace("\xa0", " ")):
        assert words in text.replace("\xa0", " ")
    assert "eerdere mail" not in text
    assert "/uitnodiging" in text


def test_company_with_members_gets_a_notice_and_no_invitation(cast, owner, award_as):
    recorded = award_as(kvk=cast.bram.organisation.kvk, contractor_name="")
    contract = recorded.contract
    assert contract.contractor_id == cast.bram.organisation.pk
    sent = mails(owner)
    assert set(sent) == {"award_contractor", "award_werkplein"}
    assert f"/werk/{contract.contractor_id}/contracten/{contract.pk}/" in sent["award_contractor"]["text"]
    assert "beheerder van uw bedrijf" in sent["award_contractor"]["text"]
    with owner():
        assert not Invitation.objects.exists()


@pytest.mark.parametrize("known", [True, False])
def test_an_old_award_promises_no_day_that_has_passed(cast, owner, award_as, known):
    day = timezone.localdate() - dt.timedelta(days=8)
    award_as(awarded_on=day, **({"kvk": cast.bram.organisation.kvk} if known else {}))
    sent = mails(owner)
    assert len(sent) == 2
    for mail in sent.values():
        assert "zo snel mogelijk contact" in mail["text"]
        assert "uiterlijk" not in mail["text"]


def test_the_last_day_of_the_term_is_still_promised(owner, award_as):
    award_as(awarded_on=timezone.localdate() - dt.timedelta(days=7))
    for mail in mails(owner).values():
        assert f"uiterlijk {day_nl(timezone.localdate())}" in mail["text"]


def test_second_award_to_who_did_not_come_yet_says_that_the_first_link_is_dead(owner, award_as):
    award_as()
    award_as(title="Nog een opdracht")
    with owner():
        newest = OutboxMessage.objects.filter(name="award_invitation").order_by("-created_at", "-pk").first()
    assert "De link in onze eerdere mail werkt niet meer" in newest.payload["text"]


def test_werkplein_gets_a_mail_with_its_own_link(cast, owner, award_as):
    contract = award_as().contract
    mail = mails(owner)["award_werkplein"]
    assert mail["to"] == "carla@demo.example"
    assert f"/werk/{cast.carla.organisation.pk}/contracten/{contract.pk}/" in mail["text"]
    assert "wim@waddenhoek.example" in mail["text"]


def test_mails_are_text_not_html(owner, award_as):
    award_as(title="Riool & <b>wegen</b>")
    assert "Riool & <b>wegen</b>" in mails(owner)["award_invitation"]["text"]


def test_company_of_another_region_is_found_by_its_number(cast, owner, award_as):
    with owner():
        elsewhere = OrganisationFactory(contractor=True, region=RegionFactory(code="drenthe"), name="Overal BV")
    contract = award_as(kvk=elsewhere.kvk, contractor_name="Iets anders").contract
    with owner():
        elsewhere.refresh_from_db()
        assert contract.contractor_id == elsewhere.pk
        assert elsewhere.name == "Overal BV"
        assert elsewhere.organisation_regions.filter(region=cast.region).exists()


def test_second_award_to_a_company_that_has_not_come_in_yet(owner, award_as):
    first, second = award_as().contract, award_as(title="Nog een").contract
    assert first.contractor_id == second.contractor_id
    with owner():
        assert Invitation.objects.get().landing_path.endswith(f"/contracten/{second.pk}/")
        assert OutboxMessage.objects.filter(name="award_invitation").count() == 2


def test_same_form_twice_records_one_contract(owner, award_as):
    contract_id = new_id()
    first = award_as(contract_id=contract_id)
    second = award_as(contract_id=contract_id, title="Iets anders")
    assert (first.is_new, second.is_new) == (True, False)
    assert second.contract.title == "Renovatie zwembad De Plas"
    with owner():
        assert Contract.objects.count() == 1
        assert OutboxMessage.objects.count() == 2


def test_references_count_on_per_region_and_year_past_what_an_authority_cannot_see(cast, owner, award_as):
    with owner():
        ContractFactory(reference="2026-0002")
        ContractFactory(reference="2026-999999")
        ContractFactory(reference="2026-abc")
    assert award_as().contract.reference == "2026-0003"
    assert award_as().contract.reference == "2026-0004"
    assert award_as(awarded_on=dt.date(2025, 12, 31)).contract.reference == "2025-0001"
    assert award_as(reference="K 12/b").contract.reference == "K 12/b"


def test_reference_of_someone_else_is_refused_beside_its_field(owner, award_as):
    with owner():
        ContractFactory(reference="K-1")
    with pytest.raises(AwardRefused, match="al in gebruik") as refused:
        award_as(reference="K-1")
    assert refused.value.field == "reference"


def test_stand_ins_are_kept(owner, award_as):
    contract = award_as(authority=Answerable("Alice", "a@x.example", "Anton", "anton@x.example")).contract
    with owner():
        named = contract.responsibles.get(side=Side.AUTHORITY)
        assert (named.stand_in_name, named.stand_in_email) == ("Anton", "anton@x.example")
