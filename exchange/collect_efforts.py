"""What partners of the covenant say they did, as rows of a package."""

import uuid

from exchange.collect import Held
from exchange.package import EffortRow
from organisations.models import OrganisationRegion
from reporting.choices import EffortState
from reporting.models import PartnerEffort


def efforts(region_id: uuid.UUID) -> list[Held[EffortRow, PartnerEffort]]:
    """The texts that were sent in."""
    return [one for one in standing(region_id) if one.record.state == EffortState.SUBMITTED]


def standing(region_id: uuid.UUID) -> list[Held[EffortRow, PartnerEffort]]:
    """Every text, drafts too."""
    here = OrganisationRegion.objects.filter(region_id=region_id)
    codes = dict(here.values_list("organisation_id", "code"))
    found = [
        Held(EffortRow(partner=codes[one.partner_id], period=one.period, text=one.text), one)
        for one in PartnerEffort.objects.filter(region_id=region_id, partner_id__in=codes)
    ]
    return sorted(found, key=lambda one: (one.row.period, one.row.partner))
