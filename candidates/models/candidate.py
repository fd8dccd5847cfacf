import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.choices import CandidateState, Source, TargetGroup
from candidates.querysets import CandidateQuerySet
from organisations.choices import Sector
from organisations.models import Identified, Organisation, Region, User


@pghistory.track(exclude=["visible_to", "worked_by"])
class Candidate(Identified):
    """Somebody on the way to work. Facts only: who it is stands in ``CandidateIdentity``.

    ``municipality`` is the code as it was at registration, also one that was not in force (section 9). ``call_by`` is
    the day by which somebody promised to call, ``ready_since`` since when the candidate waits for work.
    ``visible_to`` may see the row, ``worked_by`` the file: audiences, kept by triggers.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(_("kandidaatnummer"), max_length=60)
    registered_on = models.DateField(_("aangemeld op"))
    source = models.CharField(_("aangemeld door"), max_length=12, choices=Source)
    #: Who registered, as it was written down; the organisation where it is known here.
    registrant = models.CharField(_("naam van de aanmelder"), max_length=200, blank=True)
    registrant_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    target_group = models.CharField(_("doelgroep"), max_length=15, choices=TargetGroup, blank=True)
    municipality = models.CharField(
        _("gemeente bij aanmelding"),
        max_length=6,
        validators=[RegexValidator(r"^GM\d{4}$", _("Een gemeentecode is GM met vier cijfers."))],
    )
    werkplein = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sector = models.CharField(_("sector"), max_length=12, choices=Sector, blank=True)
    wanted_work = models.CharField(_("soort werk"), max_length=200, blank=True)
    wants_call = models.BooleanField(_("wil gebeld worden"), default=False)
    state = models.CharField(_("stand"), max_length=10, choices=CandidateState, default=CandidateState.REGISTERED)
    state_since = models.DateField(_("sinds"))
    coach = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    call_by = models.DateField(_("bellen voor of op"), null=True, blank=True)
    last_contact_on = models.DateField(_("laatste contact"), null=True, blank=True)
    ready_since = models.DateField(_("klaar voor werk sinds"), null=True, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged", editable=False)
    anonymised_at = models.DateTimeField(_("anoniem gemaakt"), null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    visible_to = ArrayField(models.TextField(), default=list, editable=False)
    worked_by = ArrayField(models.TextField(), default=list, editable=False)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        verbose_name = _("kandidaat")
        verbose_name_plural = _("kandidaten")
        constraints = [
            models.UniqueConstraint(
                fields=["region", "reference"],
                name="candidate_reference_unique",
                violation_error_message=_("Dit kandidaatnummer is al in gebruik."),
            ),
            models.CheckConstraint(
                condition=Q(municipality__regex=r"^GM\d{4}$"),
                name="candidate_municipality_code",
                violation_error_message=_("Een gemeentecode is GM met vier cijfers."),
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("pk")), name="candidate_not_merged_into_itself"),
        ]
        indexes = [
            GinIndex(fields=["visible_to"], name="candidate_visible_to"),
            models.Index(fields=["region", "state", "registered_on"], name="candidate_in_state"),
            models.Index(
                fields=["region", "call_by"],
                condition=Q(call_by__isnull=False, merged_into__isnull=True),
                name="candidate_to_call",
            ),
        ]

    def __str__(self):
        return self.reference


@pghistory.track(exclude=["visible_to", "normalised_name", "normalised_phone"])
class CandidateIdentity(Identified):
    """Who the candidate is and how to reach him. Never for an authority or the programme bureau.

    ``normalised_name`` and ``normalised_phone`` (digits, +31 for 0) serve search and finding the same person again.
    ``shared_with``: employers that the candidate agreed to be known by.
    """

    candidate = models.OneToOneField(Candidate, on_delete=models.PROTECT, related_name="identity")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    first_name = models.CharField(_("voornaam"), max_length=60, blank=True)
    last_name = models.CharField(_("achternaam"), max_length=60, blank=True)
    birth_date = models.DateField(_("geboortedatum"), null=True, blank=True)
    email = models.EmailField(_("e-mailadres"), blank=True)
    phone = models.CharField(_("telefoon"), max_length=20, blank=True)
    normalised_name = models.CharField(max_length=121, editable=False, blank=True)
    normalised_phone = models.CharField(max_length=20, editable=False, blank=True)
    shared_with = ArrayField(models.UUIDField(), default=list, editable=False)
    visible_to = ArrayField(models.TextField(), default=list, editable=False)

    class Meta:
        verbose_name = _("persoonsgegevens van een kandidaat")
        verbose_name_plural = _("persoonsgegevens van kandidaten")
        indexes = [
            GinIndex(fields=["visible_to"], name="candidate_identity_visible_to"),
            GinIndex(OpClass("normalised_name", name="gin_trgm_ops"), name="candidate_identity_name"),
            models.Index(fields=["region", "normalised_phone"], name="candidate_identity_phone"),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        """As it is read; empty where nobody knows it."""
        return f"{self.first_name} {self.last_name}".strip()


class CandidateStep(Identified):
    """One step of the way: from state to state, on which day, by whom, and whose candidate it is since. Only grows."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="steps")
    from_state = models.CharField(max_length=10, choices=CandidateState, blank=True)
    to_state = models.CharField(_("stand"), max_length=10, choices=CandidateState)
    on = models.DateField(_("op"))
    at = models.DateTimeField(_("vastgelegd"), default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("reden"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("stap van een kandidaat")
        verbose_name_plural = _("stappen van een kandidaat")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["candidate", "at"], name="candidate_step_in_order")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(to_state__in=CandidateState.with_reason()) | ~Q(reason="") | Q(by__isnull=True),
                name="candidate_step_with_reason",
                violation_error_message=_("Schrijf op waarom."),
            ),
        ]

    def __str__(self):
        return f"{self.from_state} > {self.to_state}"
