from django.db import models


class TariffQuerySet(models.QuerySet):
    def in_force(self, *, on):
        """Versions that had started by this day, the newest first: the first one is in force."""
        return self.filter(valid_from__lte=on).order_by("-valid_from")


class ContractQuerySet(models.QuerySet):
    def running(self, *, on):
        return self.filter(starts_on__lte=on, ends_on__gte=on, settled_on__isnull=True)

    def of_organisation(self, organisation_id):
        """Contracts in which the organisation is a party; with row security alone the index is lost."""
        return self.filter(
            models.Q(authority_id=organisation_id)
            | models.Q(contractor_id=organisation_id)
            | models.Q(werkplein_id=organisation_id)
        )

    def with_parties(self):
        return self.select_related("authority", "contractor", "werkplein")
