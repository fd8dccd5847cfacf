"""How long what is kept, in one list: for who reads the register (docs/privacy.md) and for everybody (the privacy page)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exchange.jobs.asking import KEPT_OF_ONE
from exchange.models.job import KEPT as KEPT_FILES
from exchange.payroll.keeping import PERIODS_KEPT
from exchange.uploaded import KEPT as KEPT_UPLOADS
from organisations.models import RetentionPolicy
from organisations.retention import LONGEST_KEPT
from placements.identity.asking import KEPT_DAYS
from placements.vacancies import stale
from placements.vacancies.firm import PROVE_WITHIN as PROVE_VACANCY
from tenders.choices import EvidenceTerm
from tenders.firms import chores as firm_chores
from tenders.firms.registering import PROVE_WITHIN as PROVE_FIRM
from tenders.following import CONFIRM_WITHIN
from tenders.models import RegionPolicy

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Kept:
    """``what`` and ``where`` are for the register; ``said`` for everybody, and empty for what tells of nobody.

    ``term``: a time, or words for both readers where it is none.
    """

    what: str
    where: str
    term: timedelta | int | str
    said: Text = ""
    term_said: Text = ""

    @property
    def days(self) -> int | None:
        """None where the term is in words."""
        if isinstance(self.term, timedelta):
            return self.term.days
        return self.term if isinstance(self.term, int) else None


def fixed_terms() -> Iterator[Kept]:
    """What no region decides."""
    yield Kept("somebody kept longer on purpose, each time", "organisations.retention.LONGEST_KEPT", LONGEST_KEPT)
    yield Kept("files of imports and exports", "exchange.models.job.KEPT", KEPT_FILES)
    yield Kept(
        "somebody's own file, made to be fetched",
        "exchange.jobs.asking",
        KEPT_OF_ONE,
        _("Uw gegevens als bestand, als u erom vroeg"),
    )
    yield Kept(
        "a table of payroll or of people to register that nobody used",
        "exchange.uploaded.KEPT",
        KEPT_UPLOADS,
        _("Een lijst met mensen of uren die iemand stuurde en niet gebruikte"),
    )
    yield Kept("hours of four weeks that no month took up", "exchange.payroll.keeping.PERIODS_KEPT", PERIODS_KEPT)
    yield Kept("who asked across companies about a person's hours", "placements.identity.asking.KEPT_DAYS", KEPT_DAYS)
    yield Kept(
        "whom to ask for at a vacancy that ended",
        "placements.vacancies.stale.KEEP_CONTACT_DAYS",
        stale.KEEP_CONTACT_DAYS,
        _("Naam en telefoon van een werkgever, als de vacature voorbij is"),
    )
    yield Kept(
        "a vacancy whose address nobody proved",
        "placements.vacancies.firm.PROVE_WITHIN",
        PROVE_VACANCY,
        _("Een vacature die een bedrijf niet bevestigt"),
    )
    yield Kept(
        "a local firm whose address nobody proved",
        "tenders.firms.registering.PROVE_WITHIN",
        PROVE_FIRM,
        _("Een bedrijf dat zijn aanmelding niet bevestigt"),
    )
    yield Kept(
        "whom to ask for at a local firm that left",
        "tenders.firms.chores.KEEP_CONTACT_DAYS",
        firm_chores.KEEP_CONTACT_DAYS,
        _("Naam en telefoon van een bedrijf dat zich afmeldt"),
    )
    yield Kept(
        "an address for mail about a search that nobody proved",
        "tenders.following.CONFIRM_WITHIN",
        CONFIRM_WITHIN,
        _("Een e-mailadres voor nieuw werk of de kalender dat u niet bevestigt"),
    )
    yield Kept(
        "an address that follows a search",
        "tenders.following",
        "until it stops, then gone at once",
        _("Een e-mailadres voor nieuw werk of de kalender"),
        _("tot u stopt; dan is het meteen weg"),
    )
    yield Kept(
        "a link to join an organisation",
        "settings.INVITATION_DAYS",
        settings.INVITATION_DAYS,
        _("Een uitnodiging om mee te werken in het portaal"),
    )
    yield Kept(
        "being logged in without doing anything",
        "settings.SESSION_COOKIE_AGE",
        f"{settings.SESSION_COOKIE_AGE // 3600} hours",
    )
    yield Kept("text of a mail or job that was sent, done or given up", "organisations.outbox", "emptied at once")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table for everybody: a number of months or days after something, or words."""

    said: Text
    months: int = 0
    days: int = 0
    after: Text = ""
    term_said: Text = ""
    by_region: bool = False


def lines(retention: RetentionPolicy, policy: RegionPolicy) -> list[Line]:
    """How long what is kept of people, by what the region decided and by what the portal itself does."""
    last_contact = _("na het laatste contact")
    evidence_after = (
        _("na de afrekening van het contract")
        if policy.evidence_from == EvidenceTerm.SETTLEMENT
        else _("na het oordeel over het stuk")
    )
    return [
        Line(
            _("Wie u bent, als u werk zoekt: naam, telefoon, e-mail"),
            months=retention.candidate_months,
            after=last_contact,
            by_region=True,
        ),
        Line(
            _("Wat wij met u bespraken: gesprekken, wensen en afspraken"),
            months=retention.file_months,
            after=last_contact,
            by_region=True,
        ),
        Line(_("Uw cv en andere papieren"), months=retention.document_months, after=last_contact, by_region=True),
        Line(
            _("Wie u bent, als u op een opdracht werkte: naam en geboortedatum"),
            months=retention.deployed_months,
            after=_("na de afrekening van het contract"),
            by_region=True,
        ),
        Line(_("Bewijsstukken van een bedrijf"), days=policy.evidence_days, after=evidence_after, by_region=True),
        *(Line(one.said, days=one.days or 0, term_said=one.term_said) for one in fixed_terms() if one.said),
    ]
