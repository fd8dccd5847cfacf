import pghistory
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.file_choices import DrivingLicence
from organisations.choices import Sector
from organisations.models import Identified, Occupation, Organisation, Region, User
from placements.vacancy_choices import ClosedBecause, Rule, VacancyState
from tenders.models import Contract


@pghistory.track(exclude=["asked_at"])
class Vacancy(Identified):
    """Work that an employer has, now or later (``is_expected``). An open one is there for everybody: no names here.

    ``rules``: what is asked of candidates, of the facts beside it (hours, sector, occupation with ``also_occupations``,
    certificates, licence, municipality). People write them; matching looks at nothing else (domain rules, section 6).
    What only the employer and who mediates may know stands in ``VacancyFile``.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="vacancies")
    reference = models.CharField(_("vacaturenummer"), max_length=60)
    employer = models.CharField(_("werkgever"), max_length=200)
    employer_organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="vacancies"
    )
    title = models.CharField(_("welk werk"), max_length=120)
    occupation = models.ForeignKey(
        Occupation, on_delete=models.PROTECT, null=True, blank=True, related_name="vacancies"
    )
    sector = models.CharField(_("sector"), max_length=12, choices=Sector)
    description = models.TextField(_("wat iemand gaat doen"), max_length=2000, blank=True)
    offer = models.CharField(_("wat u biedt"), max_length=600, blank=True)
    municipality = models.CharField(
        _("gemeente van het werk"),
        max_length=6,
        validators=[RegexValidator(r"^GM\d{4}$", _("Een gemeentecode is GM met vier cijfers."))],
    )
    place = models.CharField(_("plaats"), max_length=80, blank=True)
    places = models.PositiveSmallIntegerField(
        _("hoeveel mensen"), default=1, validators=[MinValueValidator(1), MaxValueValidator(500)]
    )
    hours_from = models.PositiveSmallIntegerField(_("uren per week: minstens"), validators=[MaxValueValidator(60)])
    hours_to = models.PositiveSmallIntegerField(_("uren per week: hoogstens"), validators=[MaxValueValidator(60)])
    #: Gross, in euros a month at the hours named; empty: not told.
    wage_from = models.DecimalField(_("loon per maand vanaf"), max_digits=14, decimal_places=2, null=True, blank=True)
    wage_to = models.DecimalField(_("loon per maand tot"), max_digits=14, decimal_places=2, null=True, blank=True)
    #: Empty: as soon as possible; of an expected one: not known.
    starts_on = models.DateField(_("begint op"), null=True, blank=True)
    closes_on = models.DateField(_("reageren tot en met"), null=True, blank=True)
    is_expected = models.BooleanField(_("komt eraan, nog niet open"), default=False)
    is_learning = models.BooleanField(_("leren en werken samen"), default=False)
    pays_course = models.BooleanField(_("werkgever betaalt een cursus"), default=False)
    sroi = models.BooleanField(_("telt voor social return"), default=False)
    rules = ArrayField(
        models.CharField(max_length=12, choices=Rule), default=list, blank=True, verbose_name=_("regels")
    )
    also_occupations = ArrayField(models.UUIDField(), default=list, blank=True, verbose_name=_("ook goed: beroepen"))
    certificates = ArrayField(
        models.CharField(max_length=80), default=list, blank=True, verbose_name=_("diploma’s en certificaten")
    )
    licence = models.CharField(_("rijbewijs"), max_length=2, choices=DrivingLicence, blank=True)
    state = models.CharField(_("stand"), max_length=17, choices=VacancyState, default=VacancyState.CONCEPT)
    published_at = models.DateTimeField(_("geplaatst"), null=True, blank=True)
    closed_at = models.DateTimeField(_("gesloten"), null=True, blank=True)
    closed_because = models.CharField(_("waarom gesloten"), max_length=17, choices=ClosedBecause, blank=True)
    #: How many people the employer says that he found.
    hired = models.PositiveSmallIntegerField(
        _("aangenomen"), null=True, blank=True, validators=[MaxValueValidator(500)]
    )
    #: When the employer last said, or wrote, that it stands.
    confirmed_at = models.DateTimeField(_("nog actueel"), default=timezone.now)
    #: When the employer was last asked whether it stands.
    asked_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("vacature")
        verbose_name_plural = _("vacatures")
        constraints = [
            models.UniqueConstraint(
                fields=["region", "reference"],
                name="vacancy_reference_unique",
                violation_error_message=_("Dit vacaturenummer is al in gebruik."),
            ),
            models.CheckConstraint(condition=Q(municipality__regex=r"^GM\d{4}$"), name="vacancy_municipality_code"),
            models.CheckConstraint(
                condition=Q(hours_to__gte=F("hours_from")),
                name="vacancy_hours_in_order",
                violation_error_message=_("Het hoogste aantal uren ligt onder het laagste."),
            ),
            models.CheckConstraint(
                condition=Q(wage_from=None) | Q(wage_to=None) | Q(wage_to__gte=F("wage_from")),
                name="vacancy_wage_in_order",
                violation_error_message=_("Het hoogste loon ligt onder het laagste."),
            ),
            models.CheckConstraint(
                condition=~Q(state=VacancyState.OPEN) | Q(published_at__isnull=False),
                name="vacancy_open_since",
            ),
            models.CheckConstraint(
                condition=Q(places__gte=1),
                name="vacancy_for_somebody",
                violation_error_message=_("Vul in hoeveel mensen u zoekt."),
            ),
        ]
        indexes = [
            models.Index(fields=["region", "state", "-published_at"], name="vacancy_in_state"),
            models.Index(fields=["employer_organisation", "state"], name="vacancy_of_employer"),
            models.Index(fields=["occupation", "state"], name="vacancy_of_occupation"),
        ]

    def __str__(self):
        return f"{self.reference} {self.title}"


#: What tells of a person, or opens the page of the employer: history keeps none of it.
NOT_IN_HISTORY = ["contact_name", "contact_email", "contact_phone", "token_hash"]


@pghistory.track(exclude=NOT_IN_HISTORY)
class VacancyFile(Identified):
    """What only the employer and who mediates know of a vacancy: whom to call, which contract it is for, how it came.

    Every vacancy has one. ``region`` and ``employer_organisation`` are those of the vacancy; a trigger keeps them. A firm
    without a workspace proves its address first (``email_confirmed_at``), and keeps the vacancy by a mailed link.
    """

    vacancy = models.OneToOneField(Vacancy, on_delete=models.PROTECT, related_name="file")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", editable=False)
    employer_organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    kvk = models.CharField(
        _("KVK-nummer"),
        max_length=8,
        blank=True,
        validators=[RegexValidator(r"^\d{8}$", _("Een KVK-nummer heeft 8 cijfers."))],
    )
    contact_name = models.CharField(_("contactpersoon"), max_length=120, blank=True)
    contact_email = models.EmailField(_("e-mailadres"), blank=True)
    contact_phone = models.CharField(_("telefoonnummer"), max_length=30, blank=True)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    email_confirmed_at = models.DateTimeField(_("e-mailadres bevestigd"), null=True, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("besloten"), null=True, blank=True)
    decided_reason = models.CharField(_("reden"), max_length=300, blank=True)
    #: SHA-256 of the link in the newest mail.
    token_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("dossier van een vacature")
        verbose_name_plural = _("dossiers van vacatures")
        constraints = [
            models.UniqueConstraint(fields=["token_hash"], condition=~Q(token_hash=""), name="vacancy_link_unique"),
            models.CheckConstraint(
                condition=Q(kvk="") | Q(kvk__regex=r"^\d{8}$"),
                name="vacancy_kvk_8_digits",
                violation_error_message=_("Een KVK-nummer heeft 8 cijfers."),
            ),
        ]

    def __str__(self):
        return str(self.vacancy_id)
