"""What was erased stays erased, whatever an older package says of it."""

from datetime import date

import pytest
from django.utils import timezone

from candidates.models import Candidate, Enrolment
from organisations import erasing, tenancy
from organisations.choices import Purpose
from organisations.data_kinds import ERASED, Part, Subject
from placements.models import DeployedPerson, Deployment, Placement
from tests.database import owner
from tests.everywhere import tables_with
from tests.exchange.packages import SMALL, changed, imported, write

pytestmark = pytest.mark.django_db

NOTHING_NEW = "Alles stond er al zo; er is niets gewijzigd."
DEPLOYMENTS = "deployments.csv"


def erase(region, subject: Subject, row) -> None:
    with tenancy.system(Purpose.UPKEEP, region_id=region.pk):
        erasure = erasing.at_term(
            region_id=region.pk, subject=subject, part=Part.PERSON, subject_ids=[row.pk], at=timezone.now()
        )
    erasing.carry_out(erasure.pk, region_id=region.pk)


def sent(tmp_path, files: dict[str, str]) -> list[str]:
    status, lines = imported(write(tmp_path / "more", files))
    assert status == 0, lines
    return lines


@pytest.fixture
def erased_person(landed) -> Deployment:
    """Who was at work on line D-1."""
    with owner():
        line = Deployment.objects.select_related("person").get(reference="D-1")
    erase(landed, Subject.DEPLOYED, line.person)
    with owner():
        return Deployment.objects.select_related("person").get(reference="D-1")


def test_the_name_of_who_worked_on_a_contract_does_not_come_back(erased_person, tmp_path):
    assert erased_person.person.name == ERASED
    lines = sent(tmp_path, {DEPLOYMENTS: SMALL[DEPLOYMENTS]})
    assert lines[-1] == NOTHING_NEW
    assert any("gewist" in line for line in lines)
    with owner():
        after = Deployment.objects.live().get(reference="D-1")
        assert (after.pk, after.person_id) == (erased_person.pk, erased_person.person_id)
    assert tables_with("A. Voorbeeld") == set()


def test_a_package_of_the_portal_itself_says_nothing_of_who_was_erased(erased_person, tmp_path):
    of_today = f"C-1,{ERASED},{erased_person.person.birth_date}"
    files = changed(DEPLOYMENTS, "C-1,A. Voorbeeld,1990-05-17", of_today)
    lines = sent(tmp_path, {DEPLOYMENTS: files[DEPLOYMENTS]})
    assert lines[-1] == NOTHING_NEW
    assert not any("gewist" in line for line in lines)


def test_who_was_erased_is_the_same_person_when_his_contract_gets_another_tariff(erased_person, tmp_path):
    with owner():
        persons = DeployedPerson.objects.count()
    files = dict(SMALL)
    header, *blocks = SMALL["tariff.csv"].splitlines()
    newer = [row.replace("2016-01-01", "2018-12-15", 1) for row in blocks]
    files["tariff.csv"] = "\n".join([header, *newer]) + "\n"
    files["contracts.csv"] = changed("contracts.csv", "2018-11-01", "2018-12-20")["contracts.csv"]
    sent(tmp_path, {name: files[name] for name in ("tariff.csv", "contracts.csv")})
    with owner():
        after = Deployment.objects.live().get(reference="D-1")
        assert after.pk != erased_person.pk
        assert (after.person_id, after.pseudonym) == (erased_person.person_id, erased_person.pseudonym)
        assert DeployedPerson.objects.count() == persons


def test_the_number_of_an_erased_candidate_does_not_come_back_on_a_line(landed, tmp_path):
    header, first, *_rest = SMALL[DEPLOYMENTS].splitlines()
    new = first.replace("D-1", "D-9").replace("A. Voorbeeld", "Iemand Anders")
    package = {DEPLOYMENTS: "\n".join([f"{header},candidate", f"{first},K-1", f"{new},k-1"]) + "\n"}
    sent(tmp_path, {DEPLOYMENTS: package[DEPLOYMENTS].rsplit("\n", 2)[0] + "\n"})
    with owner():
        candidate = Candidate.objects.get(reference="K-1")
    erase(landed, Subject.CANDIDATE, candidate)
    lines = sent(tmp_path, package)
    with owner():
        numbers = Deployment.objects.live().filter(reference__in=["D-1", "D-9"]).values_list("candidate_reference")
        assert set(numbers) == {(ERASED,)}
    assert not any("niet bekend" in line for line in lines)


def test_training_and_work_of_who_was_erased_do_not_go_to_somebody_else(landed, tmp_path):
    with owner():
        Candidate.objects.filter(reference="K-1").update(anonymised_at=timezone.now())
    files = changed("enrolments.csv", "E-1,K-1", "E-1,K-3")
    files = changed("placements.csv", "W-1,K-1", "W-1,K-3", of=files)
    lines = sent(tmp_path, {name: files[name] for name in ("enrolments.csv", "placements.csv")})
    assert lines[-1] == NOTHING_NEW
    with owner():
        assert Enrolment.objects.get(reference="E-1").candidate.reference == "K-1"
        assert Placement.objects.get(reference="W-1").candidate.reference == "K-1"
        assert Candidate.objects.get(reference="K-3").registered_on == date(2019, 2, 1)
