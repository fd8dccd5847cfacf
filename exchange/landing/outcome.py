"""What an import did, or would do: counts per file, what is odd but accepted, and what is refused."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import ngettext_lazy

from exchange.package import FILES, Fault


class Flag(StrEnum):
    """Accepted, because life is so; said, because it may be a slip."""

    PARTY_OF_OTHER_KIND = "party_of_other_kind"
    NAME_KEPT = "name_kept"
    NUMBER_TWICE = "number_twice"
    WITHOUT_TENDER = "without_tender"
    WITHOUT_RESPONSIBLE = "without_responsible"
    STARTS_BEFORE_AWARD = "starts_before_award"
    DEPLOYMENT_OUTSIDE = "deployment_outside"
    DEPLOYMENTS_OVERLAP = "deployments_overlap"
    BORN_AFTER_START = "born_after_start"
    NO_COUNTED_DAYS = "no_counted_days"
    MANY_HOURS = "many_hours"
    CONTRIBUTION_OUTSIDE = "contribution_outside"
    REVALUATION = "revaluation"
    MUNICIPALITY_UNKNOWN = "municipality_unknown"
    MUNICIPALITY_NOT_IN_FORCE = "municipality_not_in_force"
    WITHOUT_AGENCY_CONDITIONS = "without_agency_conditions"
    FILE_CLOSED = "file_closed"
    PERSON_ERASED = "person_erased"
    ENROLMENTS_OVERLAP = "enrolments_overlap"
    PLACEMENTS_OVERLAP = "placements_overlap"
    AT_WORK_AFTER_END = "at_work_after_end"
    CANDIDATE_UNKNOWN = "candidate_unknown"
    CANDIDATE_BORN_LATE = "candidate_born_late"
    REGISTERED_AHEAD = "registered_ahead"
    ODD_HOURS_A_WEEK = "odd_hours_a_week"
    CHECKED_BEFORE_START = "checked_before_start"
    SPENDING_AHEAD = "spending_ahead"
    TENDER_OF_OTHER_KIND = "tender_of_other_kind"
    NO_SROI_WITHOUT_REASON = "no_sroi_without_reason"
    SROI_WITHOUT_PERCENTAGE = "sroi_without_percentage"
    PUBLISHED_UNDECIDED = "published_undecided"
    AWARD_BEFORE_PUBLICATION = "award_before_publication"


FLAG_TEXTS = {
    Flag.PARTY_OF_OTHER_KIND: ngettext_lazy(
        "%(number)s contract noemt een organisatie van een ongewone soort",
        "%(number)s contracten noemen een organisatie van een ongewone soort",
        "number",
    ),
    Flag.NAME_KEPT: ngettext_lazy(
        "%(number)s organisatie werkt ook in een andere regio en houdt haar naam en soort",
        "%(number)s organisaties werken ook in een andere regio en houden hun naam en soort",
        "number",
    ),
    Flag.NUMBER_TWICE: ngettext_lazy(
        "%(number)s organisatie heeft een KVK-nummer dat in deze regio al onder een andere code staat",
        "%(number)s organisaties hebben een KVK-nummer dat in deze regio al onder een andere code staat",
        "number",
    ),
    Flag.WITHOUT_TENDER: ngettext_lazy(
        "%(number)s contract heeft geen aanbesteding", "%(number)s contracten hebben geen aanbesteding", "number"
    ),
    Flag.WITHOUT_RESPONSIBLE: ngettext_lazy(
        "%(number)s contract heeft geen verantwoordelijke personen",
        "%(number)s contracten hebben geen verantwoordelijke personen",
        "number",
    ),
    Flag.STARTS_BEFORE_AWARD: ngettext_lazy(
        "%(number)s contract begint voor de gunning", "%(number)s contracten beginnen voor de gunning", "number"
    ),
    Flag.DEPLOYMENT_OUTSIDE: ngettext_lazy(
        "%(number)s inzet valt deels of helemaal buiten het contract",
        "%(number)s keer valt inzet deels of helemaal buiten het contract",
        "number",
    ),
    Flag.DEPLOYMENTS_OVERLAP: ngettext_lazy(
        "%(number)s persoon heeft inzet die overlapt", "%(number)s personen hebben inzet die overlapt", "number"
    ),
    Flag.BORN_AFTER_START: ngettext_lazy(
        "%(number)s inzet begint voor de geboortedatum", "%(number)s keer begint inzet voor de geboortedatum", "number"
    ),
    Flag.NO_COUNTED_DAYS: ngettext_lazy(
        "%(number)s maand met uren heeft geen dagen die tellen",
        "%(number)s maanden met uren hebben geen dagen die tellen",
        "number",
    ),
    Flag.MANY_HOURS: ngettext_lazy(
        "%(number)s maand gaat boven 48 uur per week voor één persoon",
        "%(number)s maanden gaan boven 48 uur per week voor één persoon",
        "number",
    ),
    Flag.CONTRIBUTION_OUTSIDE: ngettext_lazy(
        "%(number)s andere invulling valt buiten het contract",
        "%(number)s keer valt andere invulling buiten het contract",
        "number",
    ),
    Flag.REVALUATION: ngettext_lazy(
        "%(number)s goedgekeurde maand zou nu een andere waarde krijgen en staat klaar om te beoordelen",
        "%(number)s goedgekeurde maanden zouden nu een andere waarde krijgen en staan klaar om te beoordelen",
        "number",
    ),
    Flag.MUNICIPALITY_UNKNOWN: ngettext_lazy(
        "%(number)s kandidaat heeft een gemeentecode die het portaal niet kent",
        "%(number)s kandidaten hebben een gemeentecode die het portaal niet kent",
        "number",
    ),
    Flag.MUNICIPALITY_NOT_IN_FORCE: ngettext_lazy(
        "%(number)s kandidaat heeft een gemeentecode die op de dag van aanmelding niet gold",
        "%(number)s kandidaten hebben een gemeentecode die op de dag van aanmelding niet gold",
        "number",
    ),
    Flag.WITHOUT_AGENCY_CONDITIONS: ngettext_lazy(
        "%(number)s kandidaat komt van een uitzendbureau, zonder de antwoorden op de drie voorwaarden",
        "%(number)s kandidaten komen van een uitzendbureau, zonder de antwoorden op de drie voorwaarden",
        "number",
    ),
    Flag.FILE_CLOSED: ngettext_lazy(
        "%(number)s regel gaat over een kandidaat die anoniem is gemaakt of is samengevoegd, en is overgeslagen",
        "%(number)s regels gaan over kandidaten die anoniem zijn gemaakt of zijn samengevoegd, en zijn overgeslagen",
        "number",
    ),
    Flag.PERSON_ERASED: ngettext_lazy(
        "%(number)s inzet is van iemand van wie de gegevens zijn gewist, en is overgeslagen",
        "%(number)s keer is inzet van iemand van wie de gegevens zijn gewist, en overgeslagen",
        "number",
    ),
    Flag.ENROLMENTS_OVERLAP: ngettext_lazy(
        "%(number)s kandidaat volgt scholingen die overlappen",
        "%(number)s kandidaten volgen scholingen die overlappen",
        "number",
    ),
    Flag.PLACEMENTS_OVERLAP: ngettext_lazy(
        "%(number)s kandidaat heeft plaatsingen die overlappen",
        "%(number)s kandidaten hebben plaatsingen die overlappen",
        "number",
    ),
    Flag.AT_WORK_AFTER_END: ngettext_lazy(
        "%(number)s kandidaat is aan het werk na de laatste dag van de plaatsing",
        "%(number)s kandidaten zijn aan het werk na de laatste dag van de plaatsing",
        "number",
    ),
    Flag.SPENDING_AHEAD: ngettext_lazy(
        "%(number)s uitgave is van een dag die nog komt",
        "%(number)s uitgaven zijn van een dag die nog komt",
        "number",
    ),
    Flag.CANDIDATE_UNKNOWN: ngettext_lazy(
        "%(number)s inzet noemt een kandidaatnummer dat niet bekend is",
        "%(number)s keer noemt inzet een kandidaatnummer dat niet bekend is",
        "number",
    ),
    Flag.CANDIDATE_BORN_LATE: ngettext_lazy(
        "%(number)s kandidaat is geboren na zijn aanmelding, scholing of werk",
        "%(number)s kandidaten zijn geboren na hun aanmelding, scholing of werk",
        "number",
    ),
    Flag.REGISTERED_AHEAD: ngettext_lazy(
        "%(number)s kandidaat heeft een dag van aanmelding die nog moet komen",
        "%(number)s kandidaten hebben een dag van aanmelding die nog moet komen",
        "number",
    ),
    Flag.ODD_HOURS_A_WEEK: ngettext_lazy(
        "%(number)s plaatsing heeft 0 uur per week, of meer uren dan een week heeft",
        "%(number)s plaatsingen hebben 0 uur per week, of meer uren dan een week heeft",
        "number",
    ),
    Flag.CHECKED_BEFORE_START: ngettext_lazy(
        "%(number)s keer is nazorg gevraagd voor de eerste werkdag",
        "%(number)s keer is nazorg gevraagd voor de eerste werkdag",
        "number",
    ),
    Flag.TENDER_OF_OTHER_KIND: ngettext_lazy(
        "%(number)s aanbesteding is van een organisatie van een ongewone soort",
        "%(number)s aanbestedingen zijn van een organisatie van een ongewone soort",
        "number",
    ),
    Flag.NO_SROI_WITHOUT_REASON: ngettext_lazy(
        "%(number)s aanbesteding past social return niet toe en zegt niet waarom",
        "%(number)s aanbestedingen passen social return niet toe en zeggen niet waarom",
        "number",
    ),
    Flag.SROI_WITHOUT_PERCENTAGE: ngettext_lazy(
        "%(number)s aanbesteding past social return toe zonder percentage",
        "%(number)s aanbestedingen passen social return toe zonder percentage",
        "number",
    ),
    Flag.PUBLISHED_UNDECIDED: ngettext_lazy(
        "%(number)s aanbesteding is al gepubliceerd zonder besluit over social return",
        "%(number)s aanbestedingen zijn al gepubliceerd zonder besluit over social return",
        "number",
    ),
    Flag.AWARD_BEFORE_PUBLICATION: ngettext_lazy(
        "%(number)s aanbesteding heeft een geplande gunning voor de geplande publicatie",
        "%(number)s aanbestedingen hebben een geplande gunning voor de geplande publicatie",
        "number",
    ),
}


class Change(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(slots=True)
class Outcome:
    counts: dict[str, Counter[Change]] = field(default_factory=dict)
    flags: Counter[Flag] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)

    def count(self, file: str, change: Change) -> None:
        self.counts.setdefault(file, Counter())[change] += 1

    def refuse(self, file: str, line: int, column: str, reason: str) -> None:
        self.faults.append(Fault(file, line, column, reason))

    @property
    def changed_nothing(self) -> bool:
        return not any(count[Change.NEW] or count[Change.CHANGED] for count in self.counts.values())

    def sorted_faults(self) -> list[Fault]:
        """By file in the order of landing, then by line."""
        order = {file: number for number, file in enumerate(FILES)}
        return sorted(set(self.faults), key=lambda fault: (order.get(fault.file, len(order)), fault))
