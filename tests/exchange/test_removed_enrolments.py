"""An enrolment that was taken away as a mistake: a package that still has it does not bring it back."""

import pytest
from django.utils import timezone

from candidates.models import Enrolment
from tests.database import owner
from tests.exchange.packages import SMALL, changed, imported, where, write
from tests.factories.organisations import UserFactory
from tests.factories.training import GroupFactory

pytestmark = pytest.mark.django_db


def test_a_package_does_not_bring_back_what_was_taken_away(landed, tmp_path):
    with owner():
        values = {"removed_by": UserFactory(), "removed_at": timezone.now(), "removed_reason": "Twee keer ingevoerd."}
        assert Enrolment.objects.filter(reference="E-1").update(**values) == 1
    status, lines = imported(write(tmp_path / "more", {"enrolments.csv": SMALL["enrolments.csv"]}))
    assert status == 1
    assert where(lines[:1]) == [("enrolments.csv", 2, "reference")]
    with owner():
        assert not Enrolment.objects.filter(reference="E-1").exists()


def test_who_goes_to_another_programme_leaves_the_group_of_the_former(landed, tmp_path):
    with owner():
        one = Enrolment.objects.get(reference="E-1")
        group = GroupFactory(programme=one.programme)
        Enrolment.objects.filter(pk=one.pk).update(group=group)
    files = changed("enrolments.csv", "2500.00", "2600.00")
    assert imported(write(tmp_path / "cost", {"enrolments.csv": files["enrolments.csv"]}))[0] == 0
    with owner():
        assert Enrolment.objects.get(reference="E-1").group == group
    files = changed("enrolments.csv", "E-1,K-1,P-1", "E-1,K-1,P-2")
    assert imported(write(tmp_path / "more", {"enrolments.csv": files["enrolments.csv"]}))[0] == 0
    with owner():
        after = Enrolment.objects.get(reference="E-1")
        assert (after.programme.code, after.group) == ("P-2", None)
