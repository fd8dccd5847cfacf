"""Events at which employers and candidates talk in short rounds: who comes, who wants to meet whom, and the plan."""

import datetime as dt
from collections.abc import Iterator

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidate
from organisations.models import Identified, Organisation, Region, User
from placements.models.vacancy import Vacancy
from placements.speed_date_choices import AgreedHow, PlanningState, Says, SpeedDateState

MOST_SLOTS = 30
MOST_TABLES = 10
#: What has nothing to do with what people settled about an event.
_OF_THE_PLAN = ["planning", "plan_run", "plan_asked_at", "planned_at", "planned_from", "most", "changed_at"]


@pghistory.track(exclude=_OF_THE_PLAN)
class SpeedDate(Identified):
    """An event: ``slots`` talks of ``talk_minutes`` one after another, with a break after one of them.

    ``changed_at`` moves by a trigger whenever somebody or a wish is added, changed or taken away; ``planned_from`` is what
    it was when the plan was made. So a plan is old as soon as the two differ. ``plan_run`` is the job that may write it.
    ``most``: how many wanted pairs could meet at most, as the solver proved.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="speed_dates")
    title = models.CharField(_("naam"), max_length=120)
    day = models.DateField(_("dag"))
    starts_at = models.TimeField(_("begint om"))
    talk_minutes = models.PositiveSmallIntegerField(
        _("minuten per gesprek"), default=8, validators=[MinValueValidator(2), MaxValueValidator(60)]
    )
    between_minutes = models.PositiveSmallIntegerField(
        _("minuten om te wisselen"), default=2, validators=[MaxValueValidator(30)]
    )
    slots = models.PositiveSmallIntegerField(
        _("aantal rondes"), default=10, validators=[MinValueValidator(1), MaxValueValidator(MOST_SLOTS)]
    )
    break_after = models.PositiveSmallIntegerField(_("pauze na ronde"), null=True, blank=True)
    break_minutes = models.PositiveSmallIntegerField(
        _("minuten pauze"), default=15, validators=[MaxValueValidator(120)]
    )
    place = models.CharField(_("waar"), max_length=200)
    state = models.CharField(_("stand"), max_length=19, choices=SpeedDateState, default=SpeedDateState.DRAFT)
    cancelled_reason = models.CharField(_("waarom niet"), max_length=500, blank=True)
    planning = models.CharField(_("plan"), max_length=6, choices=PlanningState, default=PlanningState.NONE)
    plan_run = models.UUIDField(null=True, editable=False)
    plan_asked_at = models.DateTimeField(_("plan gevraagd"), null=True, blank=True)
    planned_at = models.DateTimeField(_("plan gemaakt"), null=True, blank=True)
    planned_from = models.DateTimeField(null=True, editable=False)
    most = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("speeddate")
        verbose_name_plural = _("speeddates")
        constraints = [
            models.CheckConstraint(
                condition=Q(slots__gte=1, slots__lte=MOST_SLOTS),
                name="speed_date_has_rounds",
                violation_error_message=_("Een speeddate heeft 1 tot en met 30 rondes."),
            ),
            models.CheckConstraint(
                condition=Q(break_after=None) | Q(break_after__gte=1, break_after__lt=F("slots")),
                name="speed_date_break_between_rounds",
                violation_error_message=_("De pauze ligt tussen twee rondes."),
            ),
            models.CheckConstraint(
                condition=~Q(state=SpeedDateState.CANCELLED) | ~Q(cancelled_reason=""),
                name="speed_date_cancelled_with_reason",
                violation_error_message=_("Schrijf op waarom de speeddate niet doorgaat."),
            ),
        ]
        indexes = [models.Index(fields=["region", "-day"], name="speed_date_by_day")]

    def __str__(self):
        return self.title

    @property
    def is_open(self) -> bool:
        """People can be added and the plan can still change."""
        return self.state in SpeedDateState.open()

    @property
    def is_being_planned(self) -> bool:
        return self.planning == PlanningState.ASKED

    @property
    def plan_is_old(self) -> bool:
        """Somebody or something changed since the plan was made."""
        return self.planned_at is not None and self.planned_from != self.changed_at

    def times(self) -> Iterator[tuple[int, dt.time, dt.time]]:
        """Each round with when it begins and ends."""
        begins = dt.datetime.combine(self.day, self.starts_at)
        for slot in range(1, self.slots + 1):
            ends = begins + dt.timedelta(minutes=self.talk_minutes)
            yield slot, begins.time(), ends.time()
            pause = self.break_minutes if slot == self.break_after else self.between_minutes
            begins = ends + dt.timedelta(minutes=pause)

    def ends_at(self) -> dt.time:
        return list(self.times())[-1][2]


class _Present(Identified):
    """Somebody who comes, from one round to another, with a pause in between if he wants."""

    from_slot = models.PositiveSmallIntegerField(_("vanaf ronde"), default=1)
    #: Empty: to the end.
    to_slot = models.PositiveSmallIntegerField(_("tot en met ronde"), null=True, blank=True)
    break_slot = models.PositiveSmallIntegerField(_("slaat over: ronde"), null=True, blank=True)

    class Meta:
        abstract = True

    def slots_of(self, event: SpeedDate) -> frozenset[int]:
        last = min(self.to_slot or event.slots, event.slots)
        return frozenset(range(self.from_slot, last + 1)) - {self.break_slot}


_IN_ORDER = Q(from_slot__gte=1) & (Q(to_slot=None) | Q(to_slot__gte=F("from_slot")))
_IN_ORDER_SENTENCE = _("De laatste ronde ligt voor de eerste.")


class SpeedDateEmployer(_Present):
    """An employer at an event, for one vacancy or in general. ``tables``: how many talks he has at once."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", editable=False)
    event = models.ForeignKey(SpeedDate, on_delete=models.PROTECT, related_name="employers")
    name = models.CharField(_("werkgever"), max_length=200)
    vacancy = models.ForeignKey(Vacancy, on_delete=models.PROTECT, null=True, blank=True, related_name="speed_dates")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    tables = models.PositiveSmallIntegerField(
        _("tafels"), default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_TABLES)]
    )

    class Meta:
        verbose_name = _("werkgever bij een speeddate")
        verbose_name_plural = _("werkgevers bij een speeddate")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "vacancy"],
                condition=Q(vacancy__isnull=False),
                name="speed_date_vacancy_once",
                violation_error_message=_("Deze vacature staat al bij deze speeddate."),
            ),
            models.UniqueConstraint(
                fields=["event", "name"],
                condition=Q(vacancy__isnull=True),
                name="speed_date_employer_once",
                violation_error_message=_("Deze werkgever staat al bij deze speeddate."),
            ),
            models.CheckConstraint(
                condition=_IN_ORDER,
                name="speed_date_employer_rounds",
                violation_error_message=_IN_ORDER_SENTENCE,
            ),
            models.CheckConstraint(
                condition=Q(tables__gte=1, tables__lte=MOST_TABLES),
                name="speed_date_employer_tables",
                violation_error_message=_("Een werkgever heeft 1 tot en met 10 tafels."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def label(self) -> str:
        """Told apart from the same firm with another vacancy. Reads the vacancy: select it too."""
        return f"{self.name}: {self.vacancy.title}" if self.vacancy else self.name


@pghistory.track()
class SpeedDateCandidate(_Present):
    """A candidate asked to come. Only who agreed that these employers learn his name (``agreed_on``) gets into a plan."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", editable=False)
    event = models.ForeignKey(SpeedDate, on_delete=models.PROTECT, related_name="attendees")
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="speed_dates")
    agreed_on = models.DateField(_("zei ja op"), null=True, blank=True)
    agreed_how = models.CharField(_("hoe"), max_length=9, choices=AgreedHow, blank=True)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(_("toegevoegd"), default=timezone.now)

    class Meta:
        verbose_name = _("kandidaat bij een speeddate")
        verbose_name_plural = _("kandidaten bij een speeddate")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "candidate"],
                name="speed_date_candidate_once",
                violation_error_message=_("Deze kandidaat staat al bij deze speeddate."),
            ),
            models.CheckConstraint(
                condition=_IN_ORDER,
                name="speed_date_candidate_rounds",
                violation_error_message=_IN_ORDER_SENTENCE,
            ),
            models.CheckConstraint(
                condition=Q(agreed_on=None, agreed_how="") | Q(agreed_on__isnull=False) & ~Q(agreed_how=""),
                name="speed_date_agreed_how",
                violation_error_message=_("Vul in op welke dag en hoe de kandidaat ja zei."),
            ),
        ]
        indexes = [models.Index(fields=["candidate"], name="speed_date_of_candidate")]

    def __str__(self):
        return f"{self.event_id} {self.candidate_id}"


class SpeedDateWish(Identified):
    """A pair that should meet, and who of the two asked for it."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", editable=False)
    event = models.ForeignKey(SpeedDate, on_delete=models.PROTECT, related_name="wishes")
    employer = models.ForeignKey(SpeedDateEmployer, on_delete=models.CASCADE, related_name="wishes")
    attendee = models.ForeignKey(SpeedDateCandidate, on_delete=models.CASCADE, related_name="wishes")
    by_employer = models.BooleanField(_("werkgever wil"), default=False)
    by_candidate = models.BooleanField(_("kandidaat wil"), default=False)

    class Meta:
        verbose_name = _("wens bij een speeddate")
        verbose_name_plural = _("wensen bij een speeddate")
        constraints = [
            models.UniqueConstraint(fields=["employer", "attendee"], name="speed_date_wish_once"),
            models.CheckConstraint(condition=Q(by_employer=True) | Q(by_candidate=True), name="speed_date_wished"),
        ]

    def __str__(self):
        return f"{self.employer_id} {self.attendee_id}"


@pghistory.track(pghistory.UpdateEvent())
class SpeedDateMeeting(Identified):
    """One talk of the plan. ``is_pinned``: put there by hand; planning again leaves it. Then what both said."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", editable=False)
    event = models.ForeignKey(SpeedDate, on_delete=models.PROTECT, related_name="meetings")
    employer = models.ForeignKey(SpeedDateEmployer, on_delete=models.PROTECT, related_name="meetings")
    attendee = models.ForeignKey(SpeedDateCandidate, on_delete=models.PROTECT, related_name="meetings")
    slot = models.PositiveSmallIntegerField(_("ronde"))
    table = models.PositiveSmallIntegerField(_("tafel"), default=1)
    is_pinned = models.BooleanField(_("vastgezet"), default=False)
    employer_says = models.CharField(_("werkgever zegt"), max_length=5, choices=Says, blank=True)
    candidate_says = models.CharField(_("kandidaat zegt"), max_length=5, choices=Says, blank=True)
    note = models.CharField(_("opmerking"), max_length=300, blank=True)
    answered_at = models.DateTimeField(_("uitslag ingevuld"), null=True, blank=True)

    class Meta:
        verbose_name = _("gesprek bij een speeddate")
        verbose_name_plural = _("gesprekken bij een speeddate")
        constraints = [
            models.UniqueConstraint(
                fields=["attendee", "slot"],
                name="speed_date_candidate_one_talk_a_round",
                violation_error_message=_("Deze kandidaat heeft in die ronde al een gesprek."),
            ),
            models.UniqueConstraint(
                fields=["employer", "slot", "table"],
                name="speed_date_table_one_talk_a_round",
                violation_error_message=_("Aan die tafel is in die ronde al een gesprek."),
            ),
            models.UniqueConstraint(
                fields=["employer", "attendee"],
                name="speed_date_pair_meets_once",
                violation_error_message=_("Deze twee hebben al een gesprek."),
            ),
            models.CheckConstraint(condition=Q(slot__gte=1, table__gte=1), name="speed_date_meeting_place"),
        ]
        indexes = [models.Index(fields=["event", "slot"], name="speed_date_plan")]

    def __str__(self):
        return f"{self.slot} {self.employer_id} {self.attendee_id}"

    @property
    def both_say_yes(self) -> bool:
        return self.employer_says == Says.YES and self.candidate_says == Says.YES
