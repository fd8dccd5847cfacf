"""The page of a contract's terms and its forms: who may, what is said, and that the amounts are right to the cent."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations.choices import Role
from organisations.models import OutboxMessage
from tenders.models import CallOff, ContractParty, ContractVersion, OptionYear, Turnover
from tests.factories.organisations import OrganisationFactory
from tests.tenders.agreed import (
    by_turnover,
    call_off_posted,
    call_offs_of,
    contract_with,
    framework_with,
    numbered,
    option_of,
    option_posted,
    standing,
    terms_posted,
    turnover_posted,
    turnovers_of,
)
from tests.tenders.colleagues import colleague_of

READERS = ("alice", "bram", "carla", "dirk", "esra")
WRITERS = ("alice", "dirk")


def path(contract, rest="") -> str:
    return f"contracten/{contract.pk}/afspraken/{rest}"


def text(response) -> str:
    return response.content.decode().replace("\xa0", " ").replace("&nbsp;", " ")


@pytest.fixture
def filled(cast, owner):
    """A framework agreement with a call-off, turnover and an extension, and the addresses of its forms."""
    contract = framework_with(cast, title="Raamovereenkomst Hovenier")
    with owner():
        call_off = CallOff.objects.create(
            contract=contract,
            reference="DO-9",
            title="Plantsoen Lewenborg",
            awarded_on=dt.date(2026, 3, 1),
            starts_on=dt.date(2026, 3, 1),
            ends_on=dt.date(2026, 12, 31),
            amount=Decimal("100.00"),
        )
        turnover = Turnover.objects.create(
            contract=contract,
            from_on=dt.date(2026, 3, 1),
            to_on=dt.date(2026, 3, 31),
            amount=Decimal("50.00"),
        )
    option = option_of(contract)
    forms = {
        "wijzigen/": terms_posted(contract_sum="3.000.000,00"),
        "deelopdracht/": call_off_posted(),
        f"deelopdracht/{call_off.pk}/intrekken/": {"reason": "Dubbel"},
        "omzet/": turnover_posted(),
        f"omzet/{turnover.pk}/verbeteren/": turnover_posted(reason="Typefout"),
        f"omzet/{turnover.pk}/intrekken/": {"reason": "Dubbel"},
        "verlenging/": option_posted(starts_on="2029-02-01", ends_on="2030-01-31"),
        f"verlenging/{option.pk}/": {"decision": "declined", "reason": "Nieuwe aanbesteding"},
    }
    return contract, forms


def counts() -> tuple:
    return (
        ContractVersion.objects.count(),
        CallOff.objects.filter(withdrawn_at=None).count(),
        Turnover.objects.filter(withdrawn_at=None).count(),
        OptionYear.objects.filter(state="open").count(),
    )


# Who may


@pytest.mark.parametrize("who", READERS)
def test_every_side_reads_and_only_authority_and_coordination_point_may_change(cast, filled, who):
    contract, forms = filled
    person = getattr(cast, who)
    response = person.get(path(contract))
    assert response.status_code == 200
    for words in ("Plantsoen Lewenborg", "Versie 1", "500.000,00", "2-11-2027"):
        assert words in text(response)
    assert ("Afspraken wijzigen" in text(response)) == (who in WRITERS)
    for form in forms:
        assert person.get(path(contract, form)).status_code == (200 if who in WRITERS else 403)


@pytest.mark.parametrize("who", ["bram", "carla", "esra"])
def test_who_only_reads_changes_nothing(cast, owner, filled, who):
    contract, forms = filled
    with owner():
        before = counts()
    for form, data in forms.items():
        assert getattr(cast, who).post(path(contract, form), data).status_code == 403
    assert getattr(cast, who).post(path(contract, "raamovereenkomst/"), {"is_framework": "nee"}).status_code == 403
    with owner():
        assert counts() == before


def test_auditor_reads_and_changes_nothing(cast, owner, filled):
    contract, forms = filled
    auditor = colleague_of(cast.alice, Role.AUDITOR)
    response = auditor.get(path(contract))
    assert response.status_code == 200
    assert "Afspraken wijzigen" not in text(response)
    with owner():
        before = counts()
    for form, data in forms.items():
        assert auditor.get(path(contract, form)).status_code == 403
        assert auditor.post(path(contract, form), data).status_code == 403
    with owner():
        assert counts() == before


def test_strangers_get_what_a_missing_contract_gives(cast, owner, filled):
    contract, forms = filled
    with owner():
        before = counts()
    for stranger in cast.strangers.values():
        assert stranger.get(path(contract)).status_code == 404
        for form, data in forms.items():
            assert stranger.get(path(contract, form)).status_code in {403, 404}
            assert stranger.post(path(contract, form), data).status_code in {403, 404}
    for form, data in forms.items():
        assert cast.frank.get(path(contract, form)).status_code == 404
        response = cast.frank.post(path(contract, form), data)
        assert response.status_code == 404
        assert "Hovenier" not in text(response)
    with owner():
        assert counts() == before


def test_row_of_another_contract_is_not_found(cast, filled):
    other = contract_with(cast)
    _contract, forms = filled
    for form in forms:
        if "-" in form:
            assert cast.alice.get(path(other, form)).status_code == 404


def test_partner_sees_no_terms(cast, owner, filled):
    contract, _forms = filled
    with owner():
        partner = OrganisationFactory(contractor=True)
        ContractParty.objects.create(
            contract=contract, organisation=cast.strangers["contractor"].organisation, role="partner",
            joined_on=dt.date(2026, 2, 1),
        )  # fmt: skip
        ContractParty.objects.create(
            contract=contract, organisation=partner, role="subcontractor", joined_on=dt.date(2026, 2, 1)
        )
    assert cast.strangers["contractor"].get(path(contract)).status_code == 404


def test_same_queries_at_three_and_at_thirty_rows(cast, owner):
    def used(contract):
        with CaptureQueriesContext(connection) as queries:
            assert cast.alice.get(path(contract)).status_code == 200
        return len(queries)

    numbers = []
    for rows in (3, 30):
        contract = framework_with(cast)
        with owner():
            for number in range(rows):
                day = dt.date(2026, 3, 1) + dt.timedelta(days=number)
                CallOff.objects.create(
                    contract=contract, reference=f"D{number}", title="x", awarded_on=day, starts_on=day, ends_on=day,
                    amount=1,
                )  # fmt: skip
                Turnover.objects.create(contract=contract, from_on=day, to_on=day, amount=1)
        for number in range(rows):
            cast.alice.post(path(contract, "wijzigen/"), terms_posted(number + 1, contract_sum=str(1000 + number)))
        numbers.append(used(contract))
    assert numbers[0] == numbers[1] <= 12


# Changing terms


def test_change_writes_a_version_and_leaves_the_old_one(cast, owner):
    contract = contract_with(cast)
    response = cast.alice.post(path(contract, "wijzigen/"), terms_posted(contract_sum="1.234.567,89"), follow=True)
    assert "Versie 2 is bewaard. De verplichting is nu € 61.728,39." in text(response)
    assert "Meerwerk in de tweede fase" in text(response)
    assert numbered(contract) == [
        (1, dt.date(2026, 1, 5), "award", Decimal("1000000.00"), Decimal("50000.00")),
        (2, dt.date(2026, 6, 1), "change", Decimal("1234567.89"), Decimal("61728.39")),
    ]
    now = standing(contract)
    assert (now.contract_sum, now.obligation) == (Decimal("1234567.89"), Decimal("61728.39"))
    with owner():
        assert ContractVersion.objects.get(contract=contract, number=2).made_by == cast.alice.user
        assert not OutboxMessage.objects.filter(name="placements.tasks.revalue_contract").exists()


def test_change_of_period_has_the_lines_valued_anew(cast, owner):
    contract = contract_with(cast)
    cast.dirk.post(path(contract, "wijzigen/"), terms_posted(ends_on="2027-01-31"))
    with owner():
        job = OutboxMessage.objects.get(name="placements.tasks.revalue_contract")
    assert job.payload == {"contract_id": str(contract.pk), "region_id": str(cast.region.pk)}


def test_change_that_starts_later_waits(cast):
    contract = contract_with(cast)
    later = timezone.localdate() + dt.timedelta(days=100)
    data = terms_posted(percentage="2", valid_from=later.isoformat())
    response = cast.alice.post(path(contract, "wijzigen/"), data, follow=True)
    assert "geldt versie 2, met een verplichting van € 20.000,00." in text(response)
    assert standing(contract).obligation == Decimal("50000.00")


def test_preview_tells_the_new_obligation_and_writes_nothing(cast):
    contract = contract_with(cast)
    data = terms_posted(percentage="2,5", reason="")
    by_htmx = cast.alice.post(path(contract, "wijzigen/"), data, headers={"HX-Request": "true"})
    by_button = cast.alice.post(path(contract, "wijzigen/"), data | {"preview": "ja"})
    for response in (by_htmx, by_button):
        assert response.status_code == 200
        assert "€ 25.000,00" in text(response)
        assert "€ 50.000,00" in text(response)
    assert "<html" not in text(by_htmx)
    assert len(numbered(contract)) == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"reason": " "}, "Vul dit in"),
        ({"percentage": "101"}, "hoogstens 100"),
        ({"percentage": "5"}, "nog niets veranderd"),
        ({"contract_sum": "-1"}, "Vul 0 of meer in"),
        ({"ends_on": "2026-01-31"}, "voor de eerste dag"),
        ({"valid_from": "2025-12-31", "percentage": "2"}, "voor de gunning"),
        ({"basis": "loon"}, "geldige keuze"),
        ({"basis": "wage_sum", "basis_stated": ""}, "Vul dit in"),
        ({"number": "7", "percentage": "2"}, "Intussen heeft iemand anders"),
        ({"number": "x"}, "geheel getal"),
        ({"valid_from": "31-31-2026", "percentage": "2"}, "Vul een datum in"),
        ({"contract_sum": "9" * 20}, "te groot"),
    ],
)
def test_says_what_is_wrong(cast, changes, words):
    contract = contract_with(cast)
    response = cast.alice.post(path(contract, "wijzigen/"), terms_posted(**changes))
    assert response.status_code == 422
    assert words in text(response)
    assert len(numbered(contract)) == 1


def test_settled_contract_does_not_change(cast, owner, filled):
    contract, forms = filled
    with owner():
        type(contract).objects.filter(pk=contract.pk).update(settled_on=dt.date(2026, 11, 1))
        before = counts()
    assert "afgerekend op 1 november 2026" in text(cast.alice.get(path(contract)))
    for form, data in forms.items():
        response = cast.alice.post(path(contract, form), data)
        assert response.status_code == 422
        assert "afgerekend" in text(response)
    with owner():
        assert counts() == before


def test_every_basis_can_be_chosen(cast):
    for basis, stated, obligation in [
        ("wage_sum", "300.000,30", "15000.02"),
        ("fixed", "100", "5.00"),
        ("invoiced_turnover", "0", "0.00"),
    ]:
        contract = contract_with(cast)
        cast.alice.post(path(contract, "wijzigen/"), terms_posted(basis=basis, basis_stated=stated))
        assert (standing(contract).basis, standing(contract).obligation) == (basis, Decimal(obligation))


# Call-offs


def test_call_offs_feed_the_obligation_from_their_own_day(cast):
    contract = framework_with(cast)
    response = cast.alice.post(path(contract, "deelopdracht/"), call_off_posted(), follow=True)
    assert "De verplichting is nu € 6.172,84." in text(response)
    later = call_off_posted(reference="DO-2", awarded_on="2026-05-01", amount="0,10")
    earlier = call_off_posted(reference="DO-3", awarded_on="2026-04-01", amount="1000")
    cast.dirk.post(path(contract, "deelopdracht/"), later)
    cast.alice.post(path(contract, "deelopdracht/"), earlier)
    assert numbered(contract)[1:] == [
        (2, dt.date(2026, 3, 1), "call_off", Decimal("123456.78"), Decimal("6172.84")),
        (3, dt.date(2026, 5, 1), "call_off", Decimal("123456.88"), Decimal("6172.84")),
        (4, dt.date(2026, 4, 1), "call_off", Decimal("124456.78"), Decimal("6222.84")),
        (5, dt.date(2026, 5, 1), "call_off", Decimal("124456.88"), Decimal("6222.84")),
    ]
    first = call_offs_of(contract)[0]
    response = cast.alice.post(
        path(contract, f"deelopdracht/{first.pk}/intrekken/"), {"reason": "Gaat niet door"}, follow=True
    )
    assert "Gaat niet door" in text(response)
    assert standing(contract).basis_amount == Decimal("1000.10")
    assert [row[3] for row in numbered(contract)[5:]] == [Decimal("0.00"), Decimal("1000.00"), Decimal("1000.10")]
    again = cast.alice.post(path(contract, f"deelopdracht/{first.pk}/intrekken/"), {"reason": "Nog eens"})
    assert again.status_code == 422
    assert "al ingetrokken" in text(again)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"awarded_on": "2026-01-04"}, "gegund op 5 januari 2026"),
        ({"ends_on": "2026-02-28"}, "voor de eerste dag"),
        ({"amount": "veel"}, "Vul een getal in"),
        ({"awarded_on": "2098-01-01"}, "meer dan een jaar vooruit"),
        ({"reference": "DO-9"}, "al een deelopdracht"),
        ({"amount": "999.999.999.999,99"}, "te groot"),
    ],
)
def test_call_off_that_cannot_be(cast, owner, filled, changes, words):
    contract, _forms = filled
    response = cast.alice.post(path(contract, "deelopdracht/"), call_off_posted(**changes))
    assert response.status_code == 422
    assert words in text(response)
    assert len(call_offs_of(contract)) == 1


def test_contract_becomes_a_framework_agreement_and_not_back_while_it_has_call_offs(cast):
    contract = contract_with(cast)
    assert cast.alice.post(path(contract, "deelopdracht/"), call_off_posted()).status_code == 422
    cast.alice.post(path(contract, "raamovereenkomst/"), {"is_framework": "ja"})
    assert cast.alice.post(path(contract, "deelopdracht/"), call_off_posted()).status_code == 302
    assert standing(contract).basis_amount == Decimal("1123456.78")
    response = cast.alice.post(path(contract, "raamovereenkomst/"), {"is_framework": "nee"}, follow=True)
    assert "Trek die eerst in" in text(response)
    assert standing(contract).is_framework


# Turnover


def test_turnover_makes_the_obligation_grow_and_a_correction_is_to_the_cent(cast):
    contract = by_turnover(cast)
    cast.alice.post(path(contract, "omzet/"), turnover_posted())
    response = cast.alice.post(
        path(contract, "omzet/"), turnover_posted(from_on="2026-04-01", to_on="2026-04-30", amount="0,15"), follow=True
    )
    assert "De verplichting is nu € 500,01." in text(response)
    assert "Van 1-3-2026 tot en met 31-3-2026 staat er nog geen omzet." in text(response)
    first = turnovers_of(contract)[0]
    response = cast.alice.post(
        path(contract, f"omzet/{first.pk}/verbeteren/"),
        turnover_posted(to_on="2026-05-31", amount="20.000,20", reason="Factuur vergeten"),
        follow=True,
    )
    assert "Factuur vergeten" in text(response)
    assert "staat er twee keer omzet" in text(response)
    assert numbered(contract)[3:] == [
        (4, dt.date(2026, 2, 28), "turnover", Decimal("0.00"), Decimal("0.00")),
        (5, dt.date(2026, 4, 30), "turnover", Decimal("0.15"), Decimal("0.01")),
        (6, dt.date(2026, 5, 31), "turnover", Decimal("20000.35"), Decimal("1000.02")),
    ]
    third = turnovers_of(contract)[2]
    cast.alice.post(path(contract, f"omzet/{third.pk}/intrekken/"), {"reason": "Dubbel"})
    assert standing(contract).basis_amount == Decimal("0.15")


def test_overlap_warns_before_it_is_written(cast):
    contract = by_turnover(cast)
    cast.alice.post(path(contract, "omzet/"), turnover_posted())
    response = cast.alice.post(
        path(contract, "omzet/"), turnover_posted(from_on="2026-02-15", to_on="2026-03-31"),
        headers={"HX-Request": "true"},
    )  # fmt: skip
    assert "Van 15-2-2026 tot en met 28-2-2026 staat er twee keer omzet" in text(response)
    assert "€ 1.000,01" in text(response)
    assert len(turnovers_of(contract)) == 1


def test_turnover_of_a_period_that_is_not_over_or_of_another_basis_is_refused(cast):
    ahead = (timezone.localdate() + dt.timedelta(days=1)).isoformat()
    response = cast.alice.post(path(by_turnover(cast), "omzet/"), turnover_posted(to_on=ahead))
    assert response.status_code == 422
    assert "nog niet voorbij" in text(response)
    response = cast.alice.post(path(contract_with(cast), "omzet/"), turnover_posted())
    assert response.status_code == 422
    assert "telt de gefactureerde omzet niet mee" in text(response)


# Extensions


def test_extension_taken_gives_a_version_with_period_and_sum(cast, owner):
    contract = contract_with(cast)
    cast.alice.post(path(contract, "verlenging/"), option_posted())
    assert "Besluit uiterlijk" in text(cast.bram.get(path(contract)))
    with owner():
        option = OptionYear.objects.get(contract=contract)
    data = {
        "decision": "taken",
        "valid_from": "2026-06-01",
        "extra_sum": "400.000,00",
        "basis_extra": "400.000,00",
        "reason": "Goed gewerkt",
    }
    foretold = cast.alice.post(path(contract, f"verlenging/{option.pk}/"), data, headers={"HX-Request": "true"})
    assert "€ 70.000,00" in text(foretold)
    response = cast.alice.post(path(contract, f"verlenging/{option.pk}/"), data, follow=True)
    assert "Verlengd tot en met 31 januari 2029. De verplichting is nu € 70.000,00." in text(response)
    now = standing(contract)
    assert (now.ends_on, now.contract_sum, now.tariff_id) == (
        dt.date(2029, 1, 31),
        Decimal("1400000.00"),
        contract.tariff_id,
    )
    assert cast.alice.get(path(contract, f"verlenging/{option.pk}/")).status_code == 404


def test_extension_declined_changes_no_terms(cast, owner):
    contract = contract_with(cast)
    option = option_of(contract)
    cast.alice.post(path(contract, f"verlenging/{option.pk}/"), {"decision": "declined", "reason": "Nieuwe ronde"})
    with owner():
        option.refresh_from_db()
    assert (option.state, option.reason) == ("declined", "Nieuwe ronde")
    assert len(numbered(contract)) == 1
    assert "Nieuwe ronde" in text(cast.bram.get(path(contract)))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"starts_on": "2028-01-31"}, "Een verlenging begint daarna"),
        ({"decide_by": "2028-02-01"}, "Besluit voordat"),
        ({"ends_on": "2028-01-01"}, "voor de eerste dag"),
    ],
)
def test_extension_that_cannot_be(cast, owner, changes, words):
    contract = contract_with(cast)
    response = cast.alice.post(path(contract, "verlenging/"), option_posted(**changes))
    assert response.status_code == 422
    assert words in text(response)
    with owner():
        assert not OptionYear.objects.exists()


def test_second_extension_waits_for_the_first(cast):
    contract = contract_with(cast)
    option_of(contract)
    second = option_of(contract, starts_on=dt.date(2029, 2, 1), ends_on=dt.date(2030, 1, 31))
    data = {"decision": "taken", "valid_from": "2026-06-01", "extra_sum": "1", "basis_extra": "1", "reason": "x"}
    response = cast.alice.post(path(contract, f"verlenging/{second.pk}/"), data)
    assert response.status_code == 422
    assert "sluit daar niet op aan" in text(response)
