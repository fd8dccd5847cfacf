"""Lists that can be had as a file: for whom each is, where it stands and what its file is called."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from candidates.access import may_work_with_candidates
from exchange.access import may_export_contracts, may_export_tenders
from exchange.choices import JobKind
from organisations.access import Predicate, acts_for_coordination_point
from placements.access import mediates_vacancies
from reporting.access import may_count_figures, reads_money
from tenders.firms.access import may_take_firms


@dataclass(frozen=True, slots=True)
class ListOut:
    """``page`` is the URL name of the list; ``everything`` and ``filtered`` are the titles of its file."""

    kind: JobKind
    is_for: Predicate
    page: str
    everything: str | Promise
    filtered: str | Promise


LISTS: dict[str, ListOut] = {
    "tender": ListOut(
        JobKind.TENDERS_OUT,
        may_export_tenders,
        "tenders:tender_list",
        _("Alle aanbestedingen"),
        _("Aanbestedingen, gefilterd"),
    ),
    "contract": ListOut(
        JobKind.CONTRACTS_OUT,
        may_export_contracts,
        "tenders:contract_list",
        _("Alle contracten"),
        _("Contracten, gefilterd"),
    ),
    "candidate": ListOut(
        JobKind.CANDIDATES_OUT,
        may_work_with_candidates,
        "candidates:candidate_list",
        _("Alle kandidaten"),
        _("Kandidaten, gefilterd"),
    ),
    "placement": ListOut(
        JobKind.PLACEMENTS_OUT,
        may_work_with_candidates,
        "placements:placement_list",
        _("Alle plaatsingen"),
        _("Plaatsingen, gefilterd"),
    ),
    "enrolment": ListOut(
        JobKind.ENROLMENTS_OUT,
        may_work_with_candidates,
        "candidates:enrolment_list",
        _("Alle deelnemers aan scholing"),
        _("Deelnemers aan scholing, gefilterd"),
    ),
    "cost": ListOut(
        JobKind.COSTS_OUT,
        acts_for_coordination_point,
        "candidates:cost_list",
        _("Alle kosten van scholing"),
        _("Kosten van scholing, gefilterd"),
    ),
    "follow_up": ListOut(
        JobKind.FOLLOW_UPS_OUT,
        may_work_with_candidates,
        "placements:follow_up_list",
        _("Alle nazorg"),
        _("Nazorg, gefilterd"),
    ),
    "spending": ListOut(
        JobKind.SPENDING_OUT,
        reads_money,
        "reporting:spending_list",
        _("Alle uitgaven"),
        _("Uitgaven, gefilterd"),
    ),
    "firm": ListOut(
        JobKind.FIRMS_OUT,
        may_take_firms,
        "tenders:firm_list",
        _("Alle lokale bedrijven"),
        _("Lokale bedrijven, gefilterd"),
    ),
    "vacancy": ListOut(
        JobKind.VACANCIES_OUT,
        mediates_vacancies,
        "placements:vacancy_list",
        _("Alle vacatures"),
        _("Vacatures, gefilterd"),
    ),
    "proposal": ListOut(
        JobKind.PROPOSALS_OUT,
        may_work_with_candidates,
        "placements:proposal_list",
        _("Alle voorstellen"),
        _("Voorstellen, gefilterd"),
    ),
    "figure": ListOut(
        JobKind.FIGURE_OUT,
        may_count_figures,
        "reporting:dashboard",
        _("Regels van een cijfer"),
        _("Regels van een cijfer"),
    ),
}
OF_KIND = {one.kind: one for one in LISTS.values()}
