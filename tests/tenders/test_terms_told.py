"""Who hears that an obligation changed, what a corrected day saves, and what two tabs do to the same row."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from organisations.models import OutboxMessage
from tenders.models import Certificate, ContractVersion, OptionYear, RegionPolicy, Responsible
from tests.tenders.agreed import (
    by_turnover,
    call_off_posted,
    call_offs_of,
    contract_with,
    framework_with,
    numbered,
    option_posted,
    standing,
    terms_posted,
    turnover_posted,
    turnovers_of,
)

TODAY = timezone.localdate()
LATER = TODAY + dt.timedelta(days=60)


def path(contract, rest="") -> str:
    return f"contracten/{contract.pk}/afspraken/{rest}"


def text(response) -> str:
    return response.content.decode().replace("\xa0", " ").replace("&nbsp;", " ")


@pytest.fixture
def mails(owner):
    def sent():
        with owner():
            return list(OutboxMessage.objects.filter(name="terms_changed").order_by("pk"))

    return sent


def responsible(owner, contract) -> None:
    with owner():
        for side, email in (("authority", "gemeente@x.test"), ("contractor", "bedrijf@x.test")):
            Responsible.objects.create(
                contract=contract, side=side, name="Iemand", email=email, stand_in_name="Ander",
                stand_in_email=f"vervanger.{email}",
            )  # fmt: skip


# Mail


def test_other_sides_hear_what_changed_and_from_when(cast, owner, mails):
    contract = contract_with(cast)
    responsible(owner, contract)
    cast.alice.post(path(contract, "wijzigen/"), terms_posted(percentage="2"))
    assert {one.payload["to"] for one in mails()} == {"bedrijf@x.test", "vervanger.bedrijf@x.test"}
    said = mails()[0].payload["text"].replace("\xa0", " ")
    assert "Gewijzigd: percentage. Reden: Meerwerk in de tweede fase" in said
    assert "De verplichting was € 50.000,00 en is vanaf 1 juni 2026 € 20.000,00." in said
    assert f"/werk/{cast.bram.organisation.pk}/contracten/{contract.pk}/afspraken/" in said


def test_change_that_leaves_the_obligation_is_not_mailed(cast, owner, mails):
    contract = contract_with(cast)
    responsible(owner, contract)
    cast.alice.post(path(contract, "wijzigen/"), terms_posted(ends_on="2028-03-31"))
    assert len(numbered(contract)) == 2
    assert mails() == []


def test_certificate_on_two_contracts_is_one_mail_for_each_address(cast, owner, mails):
    contracts = [contract_with(cast, title="Gracht"), contract_with(cast, title="Plein")]
    for contract in contracts:
        responsible(owner, contract)
    with owner():
        RegionPolicy.objects.filter(region=cast.region).update(pso_step_2=Decimal("12.50"))
        row = Certificate.objects.create(
            region=contracts[0].region, organisation=cast.bram.organisation, level="step_2",
            valid_from=dt.date(2026, 2, 1), valid_until=dt.date(2028, 1, 31), made_by=cast.bram.user,
        )  # fmt: skip
    response = cast.dirk.post(f"pso/{row.pk}/", {"decision": "confirm"})
    assert response.status_code == 302
    assert len(mails()) == 4
    for one in mails():
        assert "bij 2 contracten" in one.payload["subject"]
        assert "Gracht" in one.payload["text"]
        assert "Plein" in one.payload["text"]


# Correcting the day


def test_only_an_earlier_day_saves_what_is_shown_from_that_day(cast, mails):
    contract = contract_with(cast)
    cast.alice.post(path(contract, "wijzigen/"), terms_posted(percentage="4", valid_from="2026-06-01"))
    wrong = terms_posted(2, percentage="4", valid_from="2026-03-01")
    assert "€ 40.000,00" in text(cast.alice.post(path(contract, "wijzigen/"), wrong | {"preview": "ja"}))
    response = cast.alice.post(path(contract, "wijzigen/"), wrong, follow=True)
    assert "De verplichting is nu € 40.000,00." in text(response)
    assert [(row[1], row[4]) for row in numbered(contract)[2:]] == [
        (dt.date(2026, 3, 1), Decimal("40000.00")),
        (dt.date(2026, 6, 1), Decimal("40000.00")),
    ]
    again = cast.alice.post(path(contract, "wijzigen/"), terms_posted(4, percentage="4", valid_from="2026-04-01"))
    assert "nog niets veranderd" in text(again)


def test_message_says_from_which_day_a_later_obligation_holds(cast):
    contract = contract_with(cast)
    response = cast.alice.post(
        path(contract, "wijzigen/"), terms_posted(percentage="2", valid_from="2098-03-01"), follow=True
    )
    assert "Versie 2 is bewaard. Vanaf 1 maart 2098 is de verplichting € 20.000,00." in text(response)


# Two tabs


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_row_corrected_meanwhile_keeps_what_was_typed(cast, headers):
    contract = by_turnover(cast)
    cast.alice.post(path(contract, "omzet/"), turnover_posted())
    (row,) = turnovers_of(contract)
    here = path(contract, f"omzet/{row.pk}/verbeteren/")
    cast.alice.post(here, turnover_posted(amount="20", reason="Typefout"))
    response = cast.alice.post(here, turnover_posted(amount="30", reason="Mijn uitleg"), headers=headers)
    assert response.status_code == (200 if headers else 422)
    assert "Deze omzet is al verbeterd of ingetrokken" in text(response)
    assert headers or "Mijn uitleg" in text(response)
    assert len(turnovers_of(contract)) == 2


# Extension of what is planned


def test_extension_follows_on_the_last_day_that_is_planned(cast, owner):
    contract = contract_with(cast)
    planned = terms_posted(ends_on="2028-07-31", valid_from=LATER.isoformat())
    cast.alice.post(path(contract, "wijzigen/"), planned)
    assert "01-08-2028" in text(cast.alice.get(path(contract, "verlenging/")))
    foretold = cast.alice.post(path(contract, "verlenging/"), option_posted(), headers={"HX-Request": "true"})
    assert "loopt tot en met 31 juli 2028" in text(foretold)
    response = cast.alice.post(path(contract, "verlenging/"), option_posted(), follow=True)
    assert "tot en met 31 juli 2028" in text(response)
    with owner():
        option = OptionYear.objects.get(contract=contract)
    data = {
        "decision": "taken", "valid_from": TODAY.isoformat(), "extra_sum": "250.000", "basis_extra": "250.000",
        "reason": "Goed",
    }  # fmt: skip
    here = path(contract, f"verlenging/{option.pk}/")
    shown = cast.alice.post(here, data, headers={"HX-Request": "true"})
    assert text(shown).count("Het contract loopt dan tot en met 31 januari 2029.") == 2
    cast.alice.post(here, data)
    assert standing(contract).ends_on == dt.date(2029, 1, 31)
    with owner():
        last = ContractVersion.objects.filter(contract=contract).order_by("number").last()
    assert (last.valid_from, last.ends_on) == (LATER, dt.date(2029, 1, 31))


# What is odd is said, and may be


def test_call_off_above_what_is_left_or_beyond_the_end_is_said_and_may_be(cast):
    contract = framework_with(cast)
    cast.alice.post(path(contract, "deelopdracht/"), call_off_posted(amount="1.900.000"))
    odd = call_off_posted(reference="DO-2", amount="100.000,01", ends_on="2028-02-01")
    foretold = cast.alice.post(path(contract, "deelopdracht/"), odd, headers={"HX-Request": "true"})
    response = cast.alice.post(path(contract, "deelopdracht/"), odd, follow=True)
    for said in (text(foretold), text(response)):
        assert "meer dan er van de opdrachtsom over is: € 100.000,00" in said
        assert "die eindigt op 31 januari 2028" in said
    fits = call_off_posted(reference="DO-3", amount="0")
    cast.alice.post(path(contract, f"deelopdracht/{call_offs_of(contract)[1].pk}/intrekken/"), {"reason": "Fout"})
    assert "Klopt dat" not in text(cast.alice.post(path(contract, "deelopdracht/"), fits, follow=True))


def test_turnover_before_the_contract_is_said(cast):
    contract = by_turnover(cast)
    early = turnover_posted(from_on="2026-01-01")
    foretold = cast.alice.post(path(contract, "omzet/"), early, headers={"HX-Request": "true"})
    assert "voor de eerste dag van het contract, 1 februari 2026" in text(foretold)
    assert cast.alice.post(path(contract, "omzet/"), early).status_code == 302


def test_credit_note_is_refused_with_what_to_do(cast):
    contract = by_turnover(cast)
    response = cast.alice.post(path(contract, "omzet/"), turnover_posted(amount="-100"))
    assert response.status_code == 422
    assert "Verbeter dan de omzet van de eerdere periode" in text(response)
    assert turnovers_of(contract) == []
