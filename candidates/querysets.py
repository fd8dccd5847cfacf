from django.db import models
from django.db.models import Exists, OuterRef

from organisations.choices import Area
from organisations.models import AreaMunicipality


def lived_in(area: Area) -> Exists:
    """For a query of candidates: the code of registration was in force that day and lay in this area then."""
    return Exists(
        AreaMunicipality.objects.filter(
            region_id=OuterRef("region_id"),
            municipality_id=OuterRef("municipality"),
            area=area,
            valid__contains=OuterRef("registered_on"),
            municipality__valid__contains=OuterRef("registered_on"),
        )
    )


class CandidateQuerySet(models.QuerySet):
    def standing(self):
        """Files that are in use: not merged into another one."""
        return self.filter(merged_into__isnull=True)


class TaskQuerySet(models.QuerySet):
    def standing(self):
        """Of files that are in use."""
        return self.filter(candidate__merged_into__isnull=True)

    def to_do(self):
        return self.standing().filter(done_at__isnull=True)


class BenefitPeriodQuerySet(models.QuerySet):
    def counting(self):
        """What was not taken away."""
        return self.filter(removed_at__isnull=True)
