"""An enrolment that was taken away as a mistake: a package that still has it does not bring it back."""

import pytest
from django.utils import timezone

from candidates.models import Enrolment
from tests.database import owner
from tests.exchange.packages import SMALL, imported, where, write
from tests.factories.organisations import UserFactory

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
