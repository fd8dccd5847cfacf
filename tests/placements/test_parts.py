"""Several companies on one contract: each page shows each of them its own part, and nothing that tells of another's."""

import datetime as dt
import json
import re
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from organisations.models import OutboxMessage
from placements.choices import LineStatus
from placements.models import Deployment, HoursStatement
from placements.verifying import verification
from placements.verifying.verification import Chosen
from tenders.contract_file import PAGES
from tenders.models import Contract, ContractParty, Document
from tests.cast import Person
from tests.factories.placements import DeploymentFactory, HoursStatementFactory, block_of
from tests.placements.consortia import LEAD, PARTNER, SUBCONTRACTOR, WRITTEN, Consortium, consortium
from tests.placements.workspace import act

WHOLE, OTHERS = LEAD + PARTNER + SUBCONTRACTOR, PARTNER + SUBCONTRACTOR
#: Who reads which amounts, and which names of persons.
MAY_READ = {
    "lead": ({LEAD}, {"Linda Lead"}),
    "partner": ({PARTNER}, {"Pim Partner"}),
    "subcontractor": ({SUBCONTRACTOR}, {"Sara Sloop"}),
    "authority": (set(), set()),
    "verifier": (set(WRITTEN), set()),
    "werkplein": (set(WRITTEN), set()),
}
NAMES = {"Linda Lead", "Pim Partner", "Sara Sloop"}
PSEUDONYMS = {"P-LIN", "P-PIM", "P-SAR"}


@pytest.fixture
def together(cast, owner) -> Consortium:
    with owner():
        return consortium(cast)


def viewers(cast, together: Consortium) -> dict[str, Person]:
    return {
        "lead": cast.bram,
        "partner": together.partner,
        "subcontractor": together.subcontractor,
        "authority": cast.alice,
        "verifier": cast.dirk,
        "werkplein": cast.carla,
    }


def text(response) -> str:
    """What a page says, without keys and tokens: three digits of an amount stand in one of those by chance."""
    page = response.content.decode().replace("\xa0", " ")
    return re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[A-Za-z0-9]{32,}", "", page)


def addresses(contract: Contract) -> list[str]:
    """Every page of the file of the contract, and the pages on which it is a row."""
    of_file = [
        reverse(page.url_name, kwargs={"organisation_id": contract.pk, "contract_id": contract.pk}) for page in PAGES
    ]
    return [
        *(url.split(f"/werk/{contract.pk}/")[1] for url in of_file),
        *("", "contracten/", "inzet/", "uren/2026-03/", "portefeuille/", "portefeuille/achter/"),
    ]


def shown_to(person: Person, contract: Contract) -> str:
    answers = [person.get(path) for path in addresses(contract)]
    assert not [one for one in answers if one.status_code >= 500]
    return "\n".join(text(one) for one in answers if one.status_code == 200)


@pytest.mark.parametrize("who", MAY_READ)
def test_pages_show_the_own_part_and_nothing_that_tells_of_others(cast, together, who):
    amounts, names = MAY_READ[who]
    page = shown_to(viewers(cast, together)[who], together.contract)
    assert "Kade Noord" in page
    for amount, written in WRITTEN.items():
        if amount not in amounts:
            assert not [one for one in written if one in page], f"{who} reads {amount}"
    for amount in amounts & {LEAD, PARTNER, SUBCONTRACTOR}:
        assert any(one in page for one in WRITTEN[amount]), f"{who} does not read {amount}"
    assert {name for name in NAMES if name in page} == names
    by_pseudonym = PSEUDONYMS if who in {"verifier", "werkplein"} else set()
    assert {one for one in PSEUDONYMS if one in page} == by_pseudonym


def test_a_stranger_finds_no_page_of_it(cast, together):
    for person in cast.strangers.values():
        assert "Kade Noord" not in shown_to(person, together.contract)
        assert person.get(f"contracten/{together.contract.pk}/").status_code == 404


@pytest.mark.parametrize("who", ["lead", "partner", "subcontractor"])
def test_a_statement_of_account_holds_the_own_part_only(cast, owner, together, who):
    amounts, names = MAY_READ[who]
    person = viewers(cast, together)[who]
    assert person.post(f"contracten/{together.contract.pk}/stukken/overzicht/").status_code == 302
    with owner():
        content = json.dumps(Document.objects.get(organisation=person.organisation).content, ensure_ascii=False)
    for amount, written in WRITTEN.items():
        assert (written[0] in content) == (amount in amounts), f"{who}, {amount}"
    assert {name for name in NAMES if name in content} == names
    assert not [one for one in PSEUDONYMS if one in content]
    assert ("50.000" in content) == (who == "lead"), who


@pytest.mark.parametrize(("who", "reads"), [("lead", True), ("partner", True), ("subcontractor", False)])
def test_what_is_owed_is_for_who_is_liable(cast, together, who, reads):
    """A partner answers for the whole; a subcontractor does not know what it is."""
    assert ("50.000" in shown_to(viewers(cast, together)[who], together.contract)) == reads


@pytest.mark.parametrize("settled", [False, True])
@pytest.mark.parametrize("who", ["lead", "partner", "subcontractor"])
def test_lists_and_sums_show_what_is_owed_to_the_lead_only(cast, owner, together, who, settled):
    if settled:
        with owner():
            Contract.objects.filter(pk=together.contract.pk).update(settled_on=dt.date(2026, 9, 1))
    person = viewers(cast, together)[who]
    paths = ["", "contracten/", "overzicht/?stand=alles", "portefeuille/"]
    pages = {path: text(person.get(path)) for path in paths}
    assert any("Kade Noord" in page for page in pages.values())
    assert ("50.000" in pages["contracten/"]) == (who == "lead")
    if who != "lead":
        own = WRITTEN[PARTNER if who == "partner" else SUBCONTRACTOR][1]
        assert own in pages["contracten/"]
        owed = WRITTEN[WHOLE][1]
        for path, page in pages.items():
            assert "50.000" not in page, path
            assert owed not in page, path


def test_a_subcontractor_knows_whom_to_ask_and_nobody_else(together):
    page = shown_to(together.subcontractor, together.contract)
    assert "vera.contractor@demo.example" in page
    for hidden in ("vera.authority@demo.example", "vera.werkplein@demo.example", "Partner BV", "Petra"):
        assert hidden not in page


def test_the_lead_alone_reads_exact_totals_again_once_the_others_are_gone(cast, owner, together):
    path = f"contracten/{together.contract.pk}/"
    assert cast.bram.get(path).context["page"].outlook.banded.lower == 10
    assert cast.bram.get(path).context["page"].outlook.own.approved == LEAD
    with owner():
        Deployment.objects.exclude(contractor=cast.bram.organisation).update(reversed_at=dt.datetime.now(tz=dt.UTC))
        HoursStatement.objects.exclude(deployment__contractor=cast.bram.organisation).delete()
        Deployment.objects.exclude(contractor=cast.bram.organisation).delete()
        ContractParty.objects.filter(contract=together.contract).delete()
    outlook = cast.bram.get(path).context["page"].outlook
    assert (outlook.banded, outlook.own, outlook.totals.approved) == (None, None, LEAD)


def test_once_settled_the_sides_read_the_exact_total_and_a_subcontractor_still_does_not(cast, owner, together):
    with owner():
        Contract.objects.filter(pk=together.contract.pk).update(settled_on=dt.date(2026, 9, 1))
    path = f"contracten/{together.contract.pk}/"
    for person in (cast.bram, cast.alice):
        assert person.get(path).context["page"].outlook.totals.approved == WHOLE
    assert together.subcontractor.get(path).context["page"].outlook.totals is None
    assert WRITTEN[WHOLE][0] not in shown_to(together.subcontractor, together.contract)


class TestLines:
    form = {
        "name": "Nieuwe Naam",
        "birth_date": "1-2-1990",
        "starts_on": "1-3-2026",
        "ends_on": "31-12-2026",
        "hours_per_week": "36",
        "person_informed": "on",
        "action": "submit",
    }

    def test_a_subcontractor_logs_its_own_person_with_hours(self, cast, owner, together):
        with owner():
            block = block_of(together.contract, "wajong")
        answer = together.subcontractor.post(
            f"inzet/nieuw/?contract={together.contract.pk}", self.form | {"block": str(block.pk)}
        )
        assert answer.status_code == 302, text(answer)
        with owner():
            line = Deployment.objects.select_related("person").get(person__normalised_name="nieuwe naam")
        assert (line.contractor_id, line.person.contractor_id) == (together.subcontractor.organisation.pk,) * 2
        assert line.status == LineStatus.SUBMITTED
        assert "Nieuwe Naam" in text(together.subcontractor.get("uren/2026-03/"))
        assert "Nieuwe Naam" not in shown_to(cast.bram, together.contract)
        waiting = text(cast.dirk.get("beoordelen/"))
        assert "Sloop BV" in waiting

    def test_a_company_that_left_adds_nobody_and_still_answers(self, owner, together):
        with owner():
            ContractParty.objects.filter(organisation=together.subcontractor.organisation).update(
                left_on=dt.date(2026, 3, 1)
            )
            line = DeploymentFactory(
                contract=together.contract,
                company=together.subcontractor.organisation,
                name="Oude Bekende",
                status=LineStatus.APPROVED,
            )
            block = block_of(together.contract, "wajong")
        path = f"inzet/nieuw/?contract={together.contract.pk}"
        assert together.subcontractor.get(path).status_code == 404
        assert together.subcontractor.post(path, self.form | {"block": str(block.pk)}).status_code == 404
        assert "Medewerker toevoegen" not in text(together.subcontractor.get(f"contracten/{together.contract.pk}/"))
        stated = together.subcontractor.post(
            "uren/2026-03/", {f"{line.pk}-hours": "100", f"{line.pk}-version": "", "action": "submit"}
        )
        assert stated.status_code == 302, text(stated)
        with owner():
            assert HoursStatement.objects.get(deployment=line).paid_hours == Decimal(100)

    def test_a_question_goes_to_the_company_whose_line_it_is(self, cast, owner, together):
        with owner():
            line = Deployment.objects.get(contractor=together.subcontractor.organisation)
            month = HoursStatementFactory(deployment=line, month=dt.date(2026, 4, 1))
        assert "Sloop BV" in text(cast.dirk.get(f"beoordelen/inzet/{line.pk}/"))
        chosen = Chosen(line.pk, with_deployment=False, statement_ids=(month.pk,))
        with act(cast.dirk) as acting:
            verification.return_with_question(chosen, question="Zit hier verlof in?", by=acting, at=timezone.now())
        with owner():
            asked = OutboxMessage.objects.get(name="question")
        assert asked.payload["to"] == "sef@demo.example"
        assert f"/werk/{together.subcontractor.organisation.pk}/" in asked.payload["text"]
