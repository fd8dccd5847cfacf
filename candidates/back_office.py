"""How the back office of a region works: its terms, who leads it, and which Werkplein helps whom."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from candidates.models import BackOfficePolicy, WerkpleinArea
from organisations.choices import Area, OrganisationKind, Role
from organisations.models import AreaMunicipality, Membership, Municipality, Organisation
from organisations.refused import Refused
from organisations.tenancy import Acting

#: Everything that a coordination point settles.
FIGURES = (
    "contact_days",
    "benefit_months",
    "benefit_warn_months",
    "training_gap_months",
    "vacancy_ask_days",
    "vacancy_answer_days",
)


@dataclass(frozen=True, slots=True)
class Served:
    """A municipality of the region and the Werkplein that helps its residents; None while nobody settled it."""

    municipality: Municipality
    werkplein_id: uuid.UUID | None


def policy_of(region_id: uuid.UUID) -> BackOfficePolicy:
    """What the region settled, or the defaults, not saved."""
    return BackOfficePolicy.objects.filter(region_id=region_id).first() or BackOfficePolicy(region_id=region_id)


def project_leaders_for(acting: Acting) -> list[Membership]:
    """Who can lead the project: the own colleagues of the coordination point, who decide about invoices then."""
    colleagues = Membership.objects.current().filter(organisation_id=acting.organisation_id, user__is_active=True)
    return list(colleagues.exclude(role=Role.AUDITOR).select_related("user").order_by("user__name", "pk"))


@dataclass(frozen=True, slots=True)
class StandIn:
    """Who decides about costs of training while the project leader is away, from the first day up to the last."""

    user_id: uuid.UUID
    away_from: date
    away_until: date


@transaction.atomic
def settle(
    acting: Acting,
    *,
    region_id: uuid.UUID,
    figures: Mapping[str, Any],
    project_leader_id: uuid.UUID | None,
    stand_in: StandIn | None = None,
) -> BackOfficePolicy:
    """Let these terms hold in the region from now on."""
    _check_region(acting, region_id)
    named = {one for one in (project_leader_id, stand_in.user_id if stand_in else None) if one is not None}
    if not named <= {one.user_id for one in project_leaders_for(acting)}:
        raise Refused(_("De projectleider en wie hem vervangt werken bij het coördinatiepunt."))
    if stand_in is not None and project_leader_id is None:
        raise Refused(_("Kies eerst wie de projectleider is."))
    if stand_in is not None and stand_in.user_id == project_leader_id:
        raise Refused(_("De projectleider kan zichzelf niet vervangen. Kies een collega."))
    locked: Any = BackOfficePolicy.objects.select_for_update(of=("self",), no_key=True)
    policy = locked.filter(region_id=region_id).first() or BackOfficePolicy(region_id=region_id)
    for name in FIGURES:
        setattr(policy, name, figures[name])
    policy.project_leader_id = project_leader_id
    policy.stand_in_id = stand_in.user_id if stand_in else None
    policy.away_from = stand_in.away_from if stand_in else None
    policy.away_until = stand_in.away_until if stand_in else None
    policy.save()
    return policy


def served_in(region_id: uuid.UUID) -> list[Served]:
    """Every municipality of the region today, by name, and those that are settled though no longer one of it."""
    settled = dict(WerkpleinArea.objects.filter(region_id=region_id).values_list("municipality", "werkplein_id"))
    here = AreaMunicipality.objects.filter(region_id=region_id, area=Area.REGION, valid__upper_inf=True)
    found = Municipality.objects.filter(Q(pk__in=here.values("municipality_id")) | Q(pk__in=settled))
    return [Served(one, settled.get(one.pk)) for one in found.order_by("name", "pk")]


def werkpleinen_in(*region_ids: uuid.UUID) -> list[Organisation]:
    """The Werkpleinen of these regions, by name."""
    here = Organisation.objects.filter(kind=OrganisationKind.WERKPLEIN, organisation_regions__region_id__in=region_ids)
    return list(here.distinct().order_by("name", "pk"))


@transaction.atomic
def assign_areas(acting: Acting, *, region_id: uuid.UUID, areas: Mapping[str, uuid.UUID | None]) -> int:
    """Settle which Werkplein serves each of these municipalities; None: nobody yet. How many that changes.

    Who is registered already stays where he is.
    """
    _check_region(acting, region_id)
    known = {one.pk for one in werkpleinen_in(region_id)}
    if any(werkplein_id not in known for werkplein_id in areas.values() if werkplein_id is not None):
        raise Refused(_("Dit Werkplein werkt niet in uw regio. Kies een Werkplein van uw regio."))
    locked: Any = WerkpleinArea.objects.select_for_update(of=("self",), no_key=True)
    now: dict[str, Any] = {one.municipality: one for one in locked.filter(region_id=region_id)}
    changed = 0
    for code, werkplein_id in areas.items():
        row: Any = now.get(code)
        if (row.werkplein_id if row else None) == werkplein_id:
            continue
        changed += 1
        if werkplein_id is None:
            row.delete()
        elif row is None:
            WerkpleinArea.objects.create(region_id=region_id, municipality=code, werkplein_id=werkplein_id)
        else:
            row.werkplein_id = werkplein_id
            row.save(update_fields=["werkplein"])
    return changed


def _check_region(acting: Acting, region_id: uuid.UUID) -> None:
    if region_id not in acting.region_ids:
        raise Refused(_("Dit is niet uw regio. Kies een regio waarin u werkt."))
