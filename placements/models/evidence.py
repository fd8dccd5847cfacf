from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Identified, Organisation, Region, User
from placements.choices import LineStatus
from placements.inspection.faults import Fault
from placements.models.contribution import Contribution
from placements.models.deployment import Deployment
from placements.querysets import EvidenceQuerySet
from tenders.choices import EvidenceKind
from tenders.models import Contract


class EvidenceState(models.TextChoices):
    """Nobody opens a file before it was checked; a refused one loses its content at once."""

    QUARANTINED = "quarantined", _("Wordt gecontroleerd")
    CHECKED = "checked", _("Klaar om te bekijken")
    REFUSED = "refused", _("Niet aangenomen")


class EvidenceRefusal(models.TextChoices):
    """Why a file was not taken, as the sentence that its sender reads."""

    OTHER_TYPE = Fault.OTHER_TYPE, _("Dit is geen PDF, JPEG of PNG. Sla het stuk op als PDF, of maak er een foto van.")
    EMPTY = Fault.EMPTY, _("Het bestand is leeg. Kies het opnieuw.")
    TOO_LARGE = (
        Fault.TOO_LARGE,
        _("Het bestand is groter dan 10 MB. Maak het kleiner of stuur alleen de pagina’s die nodig zijn."),
    )
    UNREADABLE = (
        Fault.UNREADABLE,
        _("Het bestand is beschadigd: het portaal kan het niet openen. Sla het opnieuw op en probeer het nog eens."),
    )
    TOO_HEAVY = (
        Fault.TOO_HEAVY,
        _("Het bestand is te zwaar om te controleren. Druk het af naar een nieuwe PDF en stuur die."),
    )
    TOO_MANY_PAGES = (
        Fault.TOO_MANY_PAGES,
        _("Het stuk heeft meer dan 40 pagina’s. Stuur alleen de pagina’s die nodig zijn."),
    )
    TOO_MANY_PIXELS = (
        Fault.TOO_MANY_PIXELS,
        _("De foto heeft te veel beeldpunten. Maak hem kleiner en probeer het nog eens."),
    )
    ENCRYPTED = (
        Fault.ENCRYPTED,
        _(
            "De PDF is beveiligd met een wachtwoord of met rechten. Haal de beveiliging eraf of druk hem af naar een nieuwe PDF."
        ),
    )
    SCRIPT = (
        Fault.SCRIPT,
        _("In de PDF zit JavaScript: een programma dat meeloopt. Druk hem af naar een nieuwe PDF en stuur die."),
    )
    ACTION = (
        Fault.ACTION,
        _(
            "De PDF wil zelf een programma of een ander bestand openen, of iets versturen. Druk hem af naar een nieuwe PDF en stuur die."
        ),
    )
    ATTACHMENT = (
        Fault.ATTACHMENT,
        _("In de PDF zitten andere bestanden. Stuur elk stuk apart, of druk de PDF af naar een nieuwe."),
    )
    LINK = (
        Fault.LINK,
        _("In de PDF zit een link die iets anders opent dan een webpagina, e-mail of telefoonnummer. Haal die eruit."),
    )
    FORM = (
        Fault.FORM,
        _(
            "De PDF is een XFA-formulier; dat kan het portaal niet veilig tonen. Druk hem af naar een nieuwe PDF en stuur die."
        ),
    )
    VIRUS = (
        Fault.VIRUS,
        _("De virusscanner heeft iets gevonden in dit bestand. Stuur het niet nog eens; vraag uw systeembeheerder."),
    )
    UNCHECKED = (
        Fault.UNCHECKED,
        _(
            "Het portaal kon dit bestand niet controleren. Kies het opnieuw. Gaat het weer mis? Vraag het Coördinatiepunt Social Return."
        ),
    )


class EvidenceFile(Identified):
    """One piece of evidence of a line: what it is and how the check ended. Its name and content stand apart.

    It hangs on a deployment, perhaps on one ``month`` of it (the first day), or on another contribution. ``sha256`` is
    of the file as it was sent, ``kept_sha256`` of what is kept: it is made anew. The row stays when its content
    goes; ``verdict``, ``verdict_by`` and ``verdict_at`` are written down at that moment.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", editable=False)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="evidence", editable=False)
    #: Whose line it is (kept by a trigger, with region, contract and who sees it).
    contractor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", editable=False)
    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, null=True, related_name="evidence")
    month = models.DateField(_("maand"), null=True, blank=True)
    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, null=True, related_name="evidence")
    kind = models.CharField(_("soort"), max_length=11, choices=EvidenceKind)
    valid_until = models.DateField(_("geldig tot en met"), null=True, blank=True)
    state = models.CharField(_("stand"), max_length=11, choices=EvidenceState, default=EvidenceState.QUARANTINED)
    refusal = models.CharField(_("reden"), max_length=16, blank=True)
    #: The scanner could not be reached: the file stays in quarantine and is tried again.
    awaits_scanner = models.BooleanField(default=False)
    media_type = models.CharField(max_length=15, blank=True)
    pages = models.PositiveSmallIntegerField(_("pagina’s"), default=0)
    size = models.PositiveIntegerField(_("grootte in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    kept_sha256 = models.CharField(_("SHA-256 van wat bewaard is"), max_length=64, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("gestuurd"), default=timezone.now)
    checked_at = models.DateTimeField(_("gecontroleerd"), null=True, blank=True)
    removed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(_("weggehaald"), null=True, blank=True)
    #: When the term of the region had passed and the content went.
    expired_at = models.DateTimeField(_("verwijderd"), null=True, blank=True)
    verdict = models.CharField(_("oordeel"), max_length=9, choices=LineStatus, blank=True)
    verdict_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    verdict_at = models.DateTimeField(_("beoordeeld"), null=True, blank=True)
    visible_to = ArrayField(models.TextField(), default=list, editable=False)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("bewijsstuk")
        verbose_name_plural = _("bewijsstukken")
        constraints = [
            models.CheckConstraint(
                condition=Q(deployment__isnull=False, contribution__isnull=True)
                | Q(deployment__isnull=True, contribution__isnull=False, month__isnull=True),
                name="evidence_of_one_line",
            ),
            models.CheckConstraint(
                condition=Q(month__isnull=True) | Q(month__day=1), name="evidence_month_is_first_day"
            ),
            models.CheckConstraint(
                condition=Q(state=EvidenceState.REFUSED) & ~Q(refusal="")
                | ~Q(state=EvidenceState.REFUSED) & Q(refusal=""),
                name="evidence_refused_with_reason",
            ),
            models.UniqueConstraint(
                fields=["deployment", "month", "contribution", "sha256"],
                condition=Q(removed_at__isnull=True, expired_at__isnull=True) & ~Q(state=EvidenceState.REFUSED),
                name="evidence_once_on_a_line",
                nulls_distinct=False,
                violation_error_message=_("Dit bestand staat al bij deze regel."),
            ),
        ]
        indexes = [
            GinIndex(fields=["visible_to"], name="evidence_visible_to"),
            models.Index(
                F("uploaded_at"),
                condition=Q(state=EvidenceState.QUARANTINED, removed_at__isnull=True),
                name="evidence_in_quarantine",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"

    @property
    def is_usable(self) -> bool:
        """As the queryset's ``usable``: standing, checked, taken."""
        return self.state == EvidenceState.CHECKED and self.removed_at is None and self.expired_at is None


class EvidenceContent(Identified):
    """The file itself and the name it was sent under, which may well name a person.

    Its own company reads it; the verifier only while he verifies, after an opening that the read log holds (0014).
    """

    evidence = models.OneToOneField(EvidenceFile, on_delete=models.PROTECT, related_name="content")
    name = models.CharField(_("naam"), max_length=120)
    data = models.BinaryField(null=True)

    class Meta:
        verbose_name = _("inhoud van een bewijsstuk")
        verbose_name_plural = _("inhoud van bewijsstukken")

    def __str__(self):
        return self.name


class EvidencePage(Identified):
    """One page as a PNG that the worker made: pixels, nothing that can run."""

    content = models.ForeignKey(EvidenceContent, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveSmallIntegerField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    png = models.BinaryField()

    class Meta:
        verbose_name = _("pagina van een bewijsstuk")
        verbose_name_plural = _("pagina’s van bewijsstukken")
        constraints = [models.UniqueConstraint(fields=["content", "number"], name="evidence_page_once")]

    def __str__(self):
        return f"{self.number}"
