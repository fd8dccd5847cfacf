from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models.candidate import Candidate
from candidates.models.document import CandidateDocument
from organisations.models import Identified, Organisation, Region, User
from organisations.pictograms import WorkPicture


class AgencyConditions(Identified):
    """What a temp agency agreed to when it registered somebody (domain rules, section 6): without it there is no way in.

    It was consulted first, guarantees a contract of half a year afterwards that is no temp contract, and pays a part of
    the training, or says why not now. An import may lack all of this. Without an account nobody's organisation is known
    here: what the agency said of itself stands in ``OpenRegistration``.
    """

    candidate = models.OneToOneField(Candidate, on_delete=models.PROTECT, related_name="agency_conditions")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    consulted_on = models.DateField(_("overlegd op"))
    consulted_with = models.CharField(_("overlegd met"), max_length=120)
    half_year_contract = models.BooleanField(_("garandeert daarna een contract van een half jaar"))
    no_temp_contract = models.BooleanField(_("dat contract is geen uitzendbeding"))
    training_contribution = models.DecimalField(
        _("bijdrage aan de scholing"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    no_contribution_reason = models.CharField(_("waarom nu geen bijdrage"), max_length=300, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("voorwaarden van een uitzendbureau")
        verbose_name_plural = _("voorwaarden van uitzendbureaus")
        constraints = [
            models.CheckConstraint(
                condition=Q(half_year_contract=True, no_temp_contract=True),
                name="agency_guarantees",
                violation_error_message=_("Zonder deze twee toezeggingen kan een uitzendbureau niemand aanmelden."),
            ),
            models.CheckConstraint(
                condition=Q(training_contribution__gt=0, no_contribution_reason="")
                | Q(training_contribution__isnull=True) & ~Q(no_contribution_reason=""),
                name="agency_contribution_or_reason",
                violation_error_message=_("Vul een bedrag in, of waarom het nu niet kan."),
            ),
        ]

    def __str__(self):
        return f"{self.consulted_on}"


class OpenRegistration(Identified):
    """How a file came that was begun without logging in: what was answered, and to which text somebody said yes.

    ``consent`` names the version of that text (``candidates.consent``). ``place`` was typed by who lives in a
    municipality that the portal does not know. ``by_…`` is who registered somebody else, and how to reach him.
    """

    candidate = models.OneToOneField(Candidate, on_delete=models.PROTECT, related_name="open_registration")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", editable=False)
    kinds = ArrayField(
        models.CharField(max_length=12, choices=WorkPicture), default=list, blank=True, verbose_name=_("soort werk")
    )
    place = models.CharField(_("woonplaats, zoals getypt"), max_length=60, blank=True)
    consent = models.CharField(_("versie van de tekst"), max_length=20)
    consented_at = models.DateTimeField(_("akkoord op"), default=timezone.now)
    by_name = models.CharField(_("aangemeld door"), max_length=120, blank=True)
    by_phone = models.CharField(_("telefoon van de aanmelder"), max_length=30, blank=True)
    by_email = models.EmailField(_("e-mailadres van de aanmelder"), blank=True)

    class Meta:
        verbose_name = _("aanmelding zonder inloggen")
        verbose_name_plural = _("aanmeldingen zonder inloggen")
        indexes = [models.Index(fields=["region", "consented_at"], name="open_registration_newest")]

    def __str__(self):
        return f"{self.consent} {self.consented_at:%Y-%m-%d}"


class OwnCv(Identified):
    """What somebody answered to have a CV made of it: work, school, what he is good at. Nothing about health is asked.

    ``document`` is the PDF that was made last.
    """

    candidate = models.OneToOneField(Candidate, on_delete=models.PROTECT, related_name="own_cv")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", editable=False)
    work = models.CharField(_("werk dat u deed"), max_length=800, blank=True)
    school = models.CharField(_("school en cursussen"), max_length=500, blank=True)
    good_at = models.CharField(_("waar u goed in bent"), max_length=500, blank=True)
    saved_at = models.DateTimeField(_("bewaard"), default=timezone.now)
    document = models.ForeignKey(
        CandidateDocument, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )

    class Meta:
        verbose_name = _("antwoorden voor een cv")
        verbose_name_plural = _("antwoorden voor een cv")

    def __str__(self):
        return f"{self.candidate_id}"
