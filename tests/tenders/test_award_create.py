"""The award screen: who may, what it says beside a wrong field, and that nothing typed is lost."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations.choices import Role
from organisations.models import OutboxMessage
from tenders.models import Contract, FirmInvitation, LocalFirm, Tender
from tests.database import owner as owner_of_rows
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.tenders import TenderFactory
from tests.tenders.colleagues import colleague_of
from tests.tenders.entries import KVK, member_choice, posted

PATH = "gunningen/nieuw/"


@pytest.fixture
def token(cast) -> str:
    """The token of a form that Alice has just opened."""
    return token_in(cast.alice.get(PATH))


def token_in(response) -> str:
    return re.search(r'name="token"[^>]*value="([^"]+)"', response.content.decode())[1]


def text(response) -> str:
    return response.content.decode().replace("\xa0", " ").replace("&nbsp;", " ")


def error_at(response, name) -> str:
    return " ".join(str(one) for one in response.context["form"].errors.get(name, []))


# Who may


@pytest.mark.parametrize("path", [PATH, PATH + "bedrijf/"])
def test_open_to_an_authority_only(cast, path):
    assert cast.alice.get(path).status_code == 200
    for person in (cast.bram, cast.carla, cast.dirk, cast.esra):
        assert person.get(path).status_code == 403
    stranger = cast.strangers["municipality"]
    assert stranger.client.get(cast.alice.url(path)).status_code == 404
    assert cast.frank.client.get(cast.alice.url(path)).status_code == 404


@pytest.mark.parametrize("path", [PATH, PATH + "advies/"])
def test_posted_by_an_authority_only(cast, token, path):
    data = posted(cast, token)
    for person in (cast.bram, cast.carla, cast.dirk, cast.esra):
        assert person.post(path, data).status_code == 403
    assert cast.frank.client.post(cast.alice.url(path), data).status_code == 404
    with owner_of_rows():
        assert not Contract.objects.exists()


def test_auditor_gets_no_form_and_posts_nothing(cast, token):
    auditor = colleague_of(cast.alice, Role.AUDITOR)
    assert auditor.get(PATH).status_code == 403
    assert auditor.post(PATH, posted(cast, token)).status_code == 403
    with owner_of_rows():
        assert not Contract.objects.exists()


def test_refused_without_csrf_token(cast, token):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.alice.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.post(cast.alice.url(PATH), posted(cast, token)).status_code == 403


# What it does


def test_records_the_award_and_goes_to_the_contract(cast, owner, token):
    response = cast.alice.post(PATH, posted(cast, token))
    with owner():
        contract = Contract.objects.get()
    assert response.status_code == 302
    assert response["Location"] == cast.alice.url(f"contracten/{contract.pk}/")
    with owner():
        assert f"{contract.obligation}" == "120000.00"
        assert contract.tender.cpv_codes == ["45212212", "77310000"]
        assert contract.reference == "2026-0001"
        assert set(OutboxMessage.objects.values_list("name", flat=True)) == {"award_invitation", "award_werkplein"}
    page = cast.alice.get(f"contracten/{contract.pk}/")
    assert "De gunning is vastgelegd" in text(page)


def test_sent_twice_records_one_contract(cast, owner, token):
    first = cast.alice.post(PATH, posted(cast, token))
    second = cast.alice.post(PATH, posted(cast, token, title="Tweede keer"))
    assert first["Location"] == second["Location"]
    assert "was al vastgelegd" in text(cast.alice.client.get(second["Location"]))
    with owner():
        assert Contract.objects.count() == 1
        assert OutboxMessage.objects.count() == 2


def test_the_same_award_from_another_page_is_asked_about(cast, owner, token):
    data = {"kvk": cast.bram.organisation.kvk, "contractor_name": ""}
    assert cast.alice.post(PATH, posted(cast, token, **data)).status_code == 302
    assert "andere opdracht met dezelfde titel" not in text(cast.alice.get(PATH))
    again = token_in(cast.alice.get(PATH))
    response = cast.alice.post(PATH, posted(cast, again, **data, title="renovatie  zwembad De Plas"))
    assert response.status_code == 422
    assert "contract met deze titel, dit bedrijf en deze datum: 2026-0001" in error_at(response, "is_another")
    assert 'name="is_another"' in text(response)
    with owner():
        assert Contract.objects.count() == 1
    assert cast.alice.post(PATH, posted(cast, again, **data, is_another="on")).status_code == 302
    third = token_in(cast.alice.get(PATH))
    assert cast.alice.post(PATH, posted(cast, third, **data, awarded_on="2026-11-04")).status_code == 302
    with owner():
        assert Contract.objects.count() == 3


def test_browsers_may_bring_back_what_was_typed(cast):
    form = re.search(r'<form class="cols.*?</form>', text(cast.alice.get(PATH)), re.DOTALL)[0]
    assert 'name="contract_sum"' in form
    assert "autocomplete" not in form


def test_token_of_someone_else_is_refused_and_replaced(cast, token):
    colleague = colleague_of(cast.alice)
    response = colleague.post(PATH, posted(cast, token))
    assert response.status_code == 422
    assert "te lang open" in text(response)
    again = colleague.post(PATH, posted(cast, token_in(response)))
    assert again.status_code == 302


def test_not_applied_owes_nothing_and_keeps_the_reason(cast, owner, token):
    response = cast.alice.post(PATH, posted(cast, token, decision="none", reason="Alleen materiaal"))
    assert response.status_code == 302
    with owner():
        contract = Contract.objects.get()
        assert (contract.obligation, contract.percentage) == (0, 0)
        assert (contract.tender.sroi, contract.tender.sroi_reason) == ("no", "Alleen materiaal")


def test_other_percentage_over_the_wage_sum(cast, owner, token):
    changes = {
        "decision": "other",
        "percentage": "7,5",
        "reason": "Afspraak met de wethouder",
        "basis": "wage_sum",
        "basis_amount": "400.000",
    }
    assert cast.alice.post(PATH, posted(cast, token, **changes)).status_code == 302
    with owner():
        contract = Contract.objects.get()
        assert f"{contract.obligation}" == "30000.00"
        assert contract.tender.sroi_percentage == Decimal("7.5")


def test_someone_at_the_werkplein_without_account(cast, owner, token):
    choice = f"ander:{cast.carla.organisation.pk}"
    response = cast.alice.post(PATH, posted(cast, token, werkplein=choice))
    assert "Vul dit in" in error_at(response, "werkplein_name")
    changes = {"werkplein": choice, "werkplein_name": "Koos", "werkplein_email": "koos@werkplein.example"}
    assert cast.alice.post(PATH, posted(cast, token, **changes)).status_code == 302
    with owner():
        contract = Contract.objects.get()
        assert contract.werkplein_id == cast.carla.organisation.pk
        assert contract.responsibles.get(side="werkplein").email == "koos@werkplein.example"


def test_codes_are_looked_for_without_javascript_and_nothing_typed_is_lost(cast, owner, token):
    looked = cast.alice.post(PATH, posted(cast, token, cpv="groenonderhoud", cpv_zoek="1", title="Groen in de wijk"))
    page = text(looked)
    assert looked.status_code == 200
    assert not looked.context["form"].errors
    assert 'value="Groen in de wijk"' in page
    assert "Beplanten en onderhouden van groengebieden" in page
    # The advice beside the form stays.
    assert "Advies: 5 %" in page
    with owner():
        assert not Contract.objects.exists()
    chosen = {"cpv": "groenonderhoud", "cpv_gekozen": ["77310000", "45212212"]}
    assert cast.alice.post(PATH, posted(cast, token, **chosen)).status_code == 302
    with owner():
        assert Contract.objects.get().tender.cpv_codes == ["77310000", "45212212"]


def test_codes_of_a_tender_that_came_from_outside_are_not_judged_again(cast, owner, token):
    with owner():
        tender = Tender.objects.create(
            region=cast.region,
            authority=cast.alice.organisation,
            reference="A-2026-9",
            title="Van buiten",
            kind="service",
            cpv_codes=["45999999"],
            status="published",
            sroi="yes",
            sroi_percentage=Decimal(2),
        )
    page = text(cast.alice.get(PATH + f"?aanbesteding={tender.pk}"))
    assert "45999999" in page
    assert "Staat niet in de CPV-lijst" in page
    data = {"cpv": "", "cpv_gekozen": "45999999", "tender": str(tender.pk), "lot": "Noord"}
    assert cast.alice.post(PATH, posted(cast, token, **data)).status_code == 302
    new = token_in(cast.alice.get(PATH))
    refused = cast.alice.post(PATH, posted(cast, new, cpv="", cpv_gekozen="45999999", title="Zonder aanbesteding"))
    assert "45999999 staat niet in de CPV-lijst" in error_at(refused, "cpv")


# What it refuses, beside the field, with everything typed still there

BAD = [
    ("title", {"title": "  "}, "Vul dit in"),
    ("title", {"title": "x" * 201}, "200"),
    ("kind", {"kind": ""}, "Maak een keuze"),
    ("kind", {"kind": "gift"}, "gift"),
    ("cpv", {"cpv": "7731000"}, "7731000"),
    ("cpv", {"cpv": "77310000-66"}, "77310000-66"),
    ("cpv", {"cpv": "45999999"}, "45999999 staat niet in de CPV-lijst"),
    ("cpv", {"cpv": "schoonmaak"}, "‘schoonmaak’ is geen CPV-code"),
    ("cpv", {"cpv": "٧٧٣١٠٠٠٠"}, "geen CPV-code"),
    ("awarded_on", {"awarded_on": "31-6-2026"}, "Vul een datum in"),
    ("awarded_on", {"awarded_on": "0202-01-01"}, "jaartal"),
    ("awarded_on", {"awarded_on": "2010-01-01"}, "beleid"),
    ("starts_on", {"starts_on": ""}, "Vul een datum in"),
    ("ends_on", {"ends_on": "2027-01-31"}, "voor de eerste dag"),
    ("ends_on", {"ends_on": "9999-12-31"}, "jaartal"),
    ("contract_sum", {"contract_sum": "ca 2 ton"}, "getal"),
    ("contract_sum", {"contract_sum": "-5"}, "0"),
    ("contract_sum", {"contract_sum": "0,00"}, "boven 0"),
    ("kvk", {"kvk": "00000000"}, "bestaat niet"),
    ("awarded_on", {"awarded_on": f"{timezone.localdate() + dt.timedelta(days=368):%d-%m-%Y}"}, "een jaar vooruit"),
    ("contract_sum", {"contract_sum": "1,005"}, "2 cijfers achter de komma"),
    ("contract_sum", {"contract_sum": "9999999999999"}, "te groot"),
    ("labour_share", {"labour_share": "ca 55"}, "0 tot 100"),
    ("labour_share", {"labour_share": "101"}, "100"),
    ("basis_amount", {"basis": "fixed", "basis_amount": ""}, "Vul"),
    ("kvk", {"kvk": "1234567"}, "8 cijfers"),
    ("kvk", {"kvk": "١٢٣٤٥٦٧٨"}, "8 cijfers"),
    ("contractor_name", {"contractor_name": ""}, "Vul dit in"),
    ("contact_email", {"contact_email": "wim@"}, "e-mailadres"),
    ("contact_stand_in_email", {"contact_stand_in_name": "Piet"}, "e-mailadres van de vervanger"),
    ("own_responsible", {"own_responsible": "0190a0b0-0000-7000-8000-000000000000"}, "geldige"),
    ("werkplein", {"werkplein": ""}, "Maak een keuze"),
    ("werkplein", {"werkplein": "ander:0190a0b0-0000-7000-8000-000000000000"}, "geldige"),
    ("decision", {"decision": None}, "Maak een keuze"),
    ("percentage", {"decision": "other", "percentage": "0", "reason": "x"}, "boven 0"),
    ("reason", {"decision": "other", "percentage": "3", "reason": " "}, "Vul dit in"),
    ("reason", {"decision": "none", "reason": ""}, "Vul dit in"),
    ("token", {"token": ""}, "te lang open"),
    ("token", {"token": "0190a0b0-0000-7000-8000-000000000000:vals"}, "te lang open"),
]


@pytest.mark.parametrize(("field", "changes", "words"), BAD)
def test_says_beside_the_field_what_is_wrong(cast, owner, token, field, changes, words):
    response = cast.alice.post(PATH, posted(cast, token, **changes))
    assert response.status_code == 422
    assert words in error_at(response, field)
    assert list(response.context["form"].errors) == [field]
    page = text(response)
    for name, value in posted(cast, token, **changes).items():
        if name in {"contact_name", "contact_email", "title", "reference"} - {field}:
            assert f'value="{value}"' in page or not value
    with owner():
        assert not Contract.objects.exists()
        assert not OutboxMessage.objects.exists()


def test_reference_in_use_is_said_beside_it(cast, token):
    cast.alice.post(PATH, posted(cast, token, reference="K-1"))
    second = cast.alice.post(PATH, posted(cast, token_in(cast.alice.get(PATH)), title="Nog een", reference="K-1"))
    assert second.status_code == 422
    assert "al in gebruik" in error_at(second, "reference")


def test_werkplein_and_colleagues_of_another_region_cannot_be_named(cast, token):
    stranger = cast.strangers["werkplein"]
    for value in (f"lid:{member_choice(stranger)}", f"ander:{stranger.organisation.pk}"):
        response = cast.alice.post(PATH, posted(cast, token, werkplein=value))
        assert "geldige" in error_at(response, "werkplein")
    assert "Femke" not in text(cast.alice.get(PATH))
    assert "Noordermeer" not in text(cast.alice.get(PATH))


# Company by number


def test_finds_a_company_by_its_number(cast):
    page = text(
        cast.alice.get(PATH + f"bedrijf/?kvk={cast.bram.organisation.kvk[:4]} {cast.bram.organisation.kvk[4:]}")
    )
    assert "Bouwbedrijf Molenwerf BV" in page
    assert "Werkt al met het portaal" in page
    assert "contractor_name" not in page


def test_a_company_that_works_in_another_region_only_is_answered_as_an_unknown_one_and_found_by_the_award(
    cast, owner, token
):
    stranger = cast.strangers["contractor"].organisation
    assert text(cast.alice.get(PATH + f"bedrijf/?kvk={stranger.kvk}")) == text(
        cast.alice.get(PATH + f"bedrijf/?kvk={KVK}")
    )
    unnamed = cast.alice.post(PATH, posted(cast, token, kvk=stranger.kvk, contractor_name=""))
    assert 'name="contractor_name"' in text(unnamed)
    assert "Overmeer" not in text(unnamed)
    answer = cast.alice.post(PATH, posted(cast, token, kvk=stranger.kvk, contractor_name="Overmeer Bouw"))
    assert answer.status_code == 302
    with owner():
        contract = Contract.objects.select_related("contractor").get()
    assert (contract.contractor_id, contract.contractor.name) == (stranger.pk, "Overmeer BV")
    # From now on it works here.
    assert "Overmeer BV" in text(cast.alice.get(PATH + f"bedrijf/?kvk={stranger.kvk}"))


@pytest.fixture
def firm(cast, owner):
    """A firm in the register, of which nobody made a contract yet."""
    with owner():
        return LocalFirm.objects.create(
            region=cast.region,
            name="Schildersbedrijf De Kwast",
            kvk="20345678",
            municipality="GM0014",
            does="Wij schilderen.",
            contact_name="Kees Kwast",
            contact_email="kees@kwast.example",
            state="confirmed",
            email_confirmed_at=timezone.now(),
            decided_by=cast.dirk.user,
            decided_at=timezone.now(),
        )


def test_of_a_firm_in_the_register_is_filled_in_what_it_says(cast, firm):
    found = text(cast.alice.get(PATH + f"bedrijf/?kvk={firm.kvk}"))
    assert 'value="Schildersbedrijf De Kwast"' in found
    assert "staat in het register" in found
    assert "Dit bedrijf is nieuw" not in found
    empty = re.search(r'<input[^>]*:placeholder-shown"[^>]*>', found)[0]
    assert 'value="Kees Kwast"' in empty
    assert "kees@kwast.example" in found
    other = text(
        cast.alice.get(PATH + f"bedrijf/?kvk={KVK}&contractor_name={firm.name}&name_from_register={firm.name}")
    )
    assert "Kwast" not in other
    assert other.count("[data-from-register]") == 2


def test_the_only_firm_that_was_asked_is_filled_in(cast, owner, firm):
    with owner():
        tender = TenderFactory(authority=cast.alice.organisation, status="planned", procedure="single")
        FirmInvitation.objects.create(
            region=cast.region,
            authority=cast.alice.organisation,
            tender=tender,
            firm=firm,
            name=firm.name,
            kvk=firm.kvk,
            ring="own",
            invited_on=timezone.localdate(),
            made_by=cast.alice.user,
        )
    response = cast.alice.get(PATH + f"?aanbesteding={tender.pk}")
    form = response.context["form"]
    shown = [form[name].value() for name in ("kvk", "contractor_name", "contact_name", "contact_email")]
    assert shown == [firm.kvk, firm.name, firm.contact_name, firm.contact_email]
    assert f'<option value="{firm.kvk}">{firm.name}</option>' in text(response)
    assert "staat in het register" in text(response)


def test_asks_the_name_of_an_unknown_company(cast):
    assert 'name="contractor_name"' in text(cast.alice.get(PATH + f"bedrijf/?kvk={KVK}"))
    page = text(cast.alice.get(PATH + f"bedrijf/?kvk={KVK}&contractor_name=Al+getypt"))
    assert 'value="Al getypt"' in page
    for partial in ("", "123", "abcdefgh"):
        assert "contractor_name" not in text(cast.alice.get(PATH + f"bedrijf/?kvk={partial}"))


def test_unknown_company_asks_its_name_after_submit_too(cast, token):
    response = cast.alice.post(PATH, posted(cast, token, contractor_name=""))
    assert 'name="contractor_name"' in text(response)
    assert "krijgt een mail met een link" in text(response)


# Advice and obligation


def test_advice_and_obligation_while_typing(cast, token):
    page = text(cast.alice.post(PATH + "advies/", posted(cast, token)))
    assert "Advies: 5 %" in page
    assert "Op of boven de drempel voor werken" in page
    assert "18 mnd" in page
    assert "€ 120.000,00" in page
    assert "Ongeveer 3 jaar voltijd werk" in page
    assert "10-11-2026" in page
    assert "te bevestigen" in page
    assert "<html" not in page


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": ""}, "Kies eerst de soort opdracht"),
        ({"labour_share": "40"}, "Advies: 2 %"),
        ({"labour_share": "ca 55"}, "Loonaandeel niet bekend: 5 %"),
        ({"labour_share": "9"}, "Advies: maatwerk"),
        ({"contract_sum": "249.999,99"}, "Advies: niet verplicht"),
        ({"ends_on": "2027-05-31"}, "Advies: liever niet"),
        ({"contract_sum": ""}, "Vul de opdrachtsom in en neem een besluit"),
        ({"decision": None}, "Vul de opdrachtsom in en neem een besluit"),
        ({"decision": "low"}, "€ 48.000,00"),
        ({"awarded_on": "2010-01-01"}, "geen op deze dag"),
    ],
)
def test_advice_follows_what_is_typed(cast, token, changes, words):
    assert words in text(cast.alice.post(PATH + "advies/", posted(cast, token, **changes)))


def test_advice_stands_beside_the_form_after_submit_as_well(cast, token):
    response = cast.alice.post(PATH, posted(cast, token, contact_email="wim@"))
    assert "Advies: 5 %" in text(response)
    assert "€ 120.000,00" in text(response)
    assert "<title> Fout: Gunning invoeren" in " ".join(text(response).replace("<title>", "<title> ").split())


def test_writes_nothing_while_typing(cast, owner, token):
    cast.alice.post(PATH + "advies/", posted(cast, token))
    with owner():
        assert not Contract.objects.exists()


def test_same_number_of_queries_with_three_and_thirty_colleagues(cast):
    def queries(count):
        with owner_of_rows():
            for _ in range(count):
                MembershipFactory(organisation=cast.alice.organisation)
                MembershipFactory(organisation=cast.carla.organisation)
                OrganisationFactory(werkplein=True)
        with CaptureQueriesContext(connection) as seen:
            cast.alice.get(PATH)
        return len([one for one in seen if "SAVEPOINT" not in one["sql"]])

    few = queries(3)
    assert queries(27) == few
    assert few <= 3 + 9
