"""What somebody who registers people looks at: his own registrations, and the municipalities to choose from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from candidates.choices import CandidateState
from candidates.models import Candidate
from candidates.querysets import CandidateQuerySet
from organisations.choices import Area
from organisations.models import AreaMunicipality, Municipality
from organisations.tenancy import Acting


@dataclass(frozen=True, slots=True)
class Place:
    """Municipalities to choose from, those of the own region first."""

    here: Sequence[Municipality]
    elsewhere: Sequence[Municipality]

    @staticmethod
    def named(code: str) -> str:
        """The name of a municipality, or its code where nobody knows it."""
        return Municipality.objects.filter(pk=code).values_list("name", flat=True).first() or code


def municipalities_at(acting: Acting, *, on: date) -> Place:
    """The municipalities of this day. One query."""
    area = AreaMunicipality.objects.filter(
        municipality=OuterRef("pk"), region_id__in=acting.region_ids, area=Area.REGION, valid__contains=on
    )
    found = Municipality.objects.filter(valid__contains=on).annotate(is_here=Exists(area)).order_by("name", "pk")
    known = list(found)
    return Place([one for one in known if one.is_here], [one for one in known if not one.is_here])


def of_registrant(acting: Acting) -> CandidateQuerySet:
    """Everybody this organisation registered, also whose file went on as another one; the newest first.

    Row security decides; this narrows by an index that it cannot use.
    """
    registered: CandidateQuerySet = Candidate.objects.filter(
        region_id__in=acting.region_ids, registrant_organisation_id=acting.organisation_id
    )
    return registered.select_related("identity", "werkplein", "region").order_by("-registered_on", "-pk")


def status_key(candidate: Candidate) -> str:
    """Where a registration stands, by the name of its status; of a file that went on as another one just that."""
    return f"candidate_{candidate.state}" if candidate.merged_into_id is None else "candidate_merged"


def is_waiting_for_call(candidate: Candidate) -> bool:
    """Somebody promised to call and did not yet: who registered wants to know who and by when."""
    return (
        candidate.call_by is not None
        and candidate.last_contact_on is None
        and candidate.merged_into_id is None
        and candidate.state == CandidateState.REGISTERED
    )


def caller_of(candidate: Candidate) -> str:
    """Who calls, as the first words of a sentence."""
    return candidate.werkplein.name if candidate.werkplein else _("Het Coördinatiepunt Social Return")
