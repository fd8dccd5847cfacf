"""What of candidates, occupations and training is found from anywhere in the portal.

A name is found and shown where row security shows who somebody is, and nowhere else; who is shown, is written down.
"""

from django.db.models import F, Value
from django.db.models.functions import Coalesce, Concat, NullIf, Trim
from django.utils.translation import gettext_lazy as _

from candidates import access
from candidates.filters import candidate, registration, training
from candidates.registering.registrations import of_registrant
from candidates.training import occupations, programmes
from organisations.choices import Seen
from organisations.finding import Source, list_at

_NAME = Coalesce(
    NullIf(Trim(Concat("identity__first_name", Value(" "), "identity__last_name")), Value("")), F("reference")
)
_STATE = Concat(Value("candidate_"), "state")

SOURCES = (
    Source(
        code="candidates",
        name_of_all=_("Kandidaten"),
        is_for=access.works_with_candidates,
        rows=access.candidates_of,
        narrowed=candidate.by_words,
        page="candidates:candidate_detail",
        number="reference",
        name=_NAME,
        beside="wanted_work",
        state=_STATE,
        like=("identity__normalised_name",),
        whole=list_at("candidates:candidate_list"),
        seen=Seen.CANDIDATE,
    ),
    Source(
        code="registrations",
        name_of_all=_("Aanmeldingen"),
        is_for=access.registers_only,
        rows=of_registrant,
        narrowed=registration.by_words,
        page="candidates:registration_detail",
        number="reference",
        name=_NAME,
        like=("identity__normalised_name",),
        whole=list_at("candidates:registration_list"),
        seen=Seen.CANDIDATE,
    ),
    Source(
        code="programmes",
        name_of_all=_("Scholing"),
        is_for=access.works_with_candidates,
        rows=programmes.programmes_of,
        narrowed=training.programmes_by_words,
        page="candidates:programme_detail",
        number="code",
        name="name",
        beside="provider",
        state="state",
        like=("name",),
        whole=list_at("candidates:programme_list"),
    ),
    Source(
        code="occupations",
        name_of_all=_("Beroepen"),
        is_for=access.works_with_candidates,
        rows=lambda acting: occupations.all_of(acting).filter(retired_on=None),
        narrowed=training.occupations_by_words,
        page="candidates:occupation_detail",
        name="name",
        beside="summary",
        like=("name",),
        whole=list_at("candidates:occupation_list"),
    ),
)
