from datetime import date, timedelta
from decimal import Decimal
from functools import reduce
from operator import add

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import (
    BooleanField,
    Case,
    DateField,
    DecimalField,
    Exists,
    ExpressionWrapper,
    F,
    FilteredRelation,
    Func,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Greatest, Least, NullIf

from tenders.choices import PartyRole, SettlementState, SroiDecision
from tenders.progress import ALL_OF_IT, ProgressPolicy, Standing
from tenders.tender_status import AWARDED, CONCEPT, OPEN, PLANNED, PUBLISHED, WITHDRAWN
from tenders.tender_upkeep import DECIDE_DAYS, EXPECTED, NOTHING, STALE_DAYS, Mend

#: Where a region decided nothing.
FIRST_CONTACT_DAYS = 7
#: From the one that needs attention first to the one that needs none.
STANDING_ORDER = (
    Standing.AT_RISK,
    Standing.BEHIND,
    Standing.STARTING,
    Standing.ON_TRACK,
    Standing.NOTHING_OWED,
    Standing.SETTLED,
)


#: When a field that ``tenders.tender_upkeep`` expects is filled in.
_FILLED = {
    **{name: ~Q(**{name: ""}) for name in ("description", "procedure", "sector", "contact_email")},
    **{name: ~Q(**{name: []}) for name in ("cpv_codes", "municipalities")},
    **{
        name: Q(**{f"{name}__isnull": False})
        for name in ("labour_share", "planned_publication", "planned_award", "starts_on", "ends_on")
    },
    "value": Q(value__amount__isnull=False),
    "occupations": Q(has_occupations=True),
    "decision": ~Q(sroi=SroiDecision.OPEN),
}


class TenderQuerySet(models.QuerySet):
    def on_calendar(self):
        """What the whole region may read; row security says the same (migration 0026)."""
        return self.filter(on_calendar_since__isnull=False).exclude(status=CONCEPT)

    def still_open(self):
        """Not awarded yet, nor withdrawn."""
        return self.filter(status__in=OPEN)

    def not_thrown_away(self):
        """Without concepts that came to nothing: withdrawn, and on nobody's calendar."""
        return self.exclude(status=WITHDRAWN, on_calendar_since__isnull=True)

    def not_withdrawn(self):
        return self.exclude(status=WITHDRAWN)

    def with_days_taken(self):
        """``published_on`` and ``awarded_on``: the days of the steps that were taken and not taken back, else none."""
        return self.annotate(published_on=_taken_on(PUBLISHED), awarded_on=_taken_on(AWARDED))

    def by_publication_day(self):
        """``publication_on`` to filter and sort by: the day on which it was published, else the day planned for it."""
        return self.alias(publication_on=Coalesce(_taken_on(PUBLISHED), F("planned_publication")))

    def with_upkeep(self, *, on: date):
        """How well each is kept, as ``tenders.tender_upkeep`` says: ``completeness`` in percents, and ``mend_rank``.

        The rank is that of the most urgent thing to mend; what is awarded or withdrawn needs nothing.
        """
        shown = self.annotate(
            has_occupations=Exists(
                apps.get_model("tenders", "ExpectedOccupation").objects.filter(tender_id=OuterRef("pk"))
            )
        )
        filled = reduce(add, (Case(When(_FILLED[name], then=1), default=0) for name in EXPECTED))
        shown = shown.annotate(
            completeness=ExpressionWrapper(filled * 100 / len(EXPECTED), output_field=IntegerField())
        )
        shown = shown.with_stale_days(on=on).annotate(
            stale_from=ExpressionWrapper(Value(on, DateField()) - F("stale_days"), output_field=DateField())
        )
        # A tender is touched on a day of here, not of Greenwich.
        stale = Q(touched_at__date__lte=F("stale_from"))
        soon = Q(planned_publication__lte=on + timedelta(days=DECIDE_DAYS)) | Q(status=PUBLISHED)
        rules = {
            Mend.PUBLICATION_PASSED: Q(planned_publication__lt=on, status__in=(CONCEPT, PLANNED)),
            Mend.AWARD_PASSED: Q(planned_award__lt=on),
            Mend.UNDECIDED: Q(sroi=SroiDecision.OPEN) & soon,
            Mend.STALE: stale,
            Mend.INCOMPLETE: Q(completeness__lt=100),
        }
        is_open = Q(status__in=OPEN)
        # Of a date that is not known nothing is asked: not 'unknown', which would also leave it out of the opposite.
        asks = {
            f"asks_{mend.value}": Case(When(rule, then=True), default=False, output_field=BooleanField())
            for mend, rule in rules.items()
        }
        ranks = [When(is_open & rules[mend], then=Value(rank)) for rank, mend in enumerate(Mend)]
        return shown.annotate(
            mend_rank=Case(*ranks, default=Value(NOTHING), output_field=IntegerField()),
            is_open=Case(When(is_open, then=Value(1)), default=Value(0), output_field=IntegerField()),
            **asks,
        )

    def with_stale_days(self, *, on: date):
        """``stale_days``: after so many without a word the region asks whether a tender still holds."""
        return self.annotate(
            calendar_policy=FilteredRelation("region__policies", condition=Q(region__policies__valid__contains=on)),
            stale_days=Coalesce(F("calendar_policy__calendar_stale_days"), STALE_DAYS),
        )


def _taken_on(status):
    """The day of the last step to this status from an earlier one, where none led back before it since.

    What led back to it from a later status mends that one, and does not happen again on that day.
    """
    before = (CONCEPT, PLANNED) if status == PUBLISHED else (CONCEPT, PLANNED, PUBLISHED)
    steps = apps.get_model("tenders", "TenderStep").objects.filter(
        Q(to_status__in=before) | Q(to_status=status, from_status__in=("", *before)), tender_id=OuterRef("pk")
    )
    last = steps.order_by("-at", "-pk").values(day=Case(When(to_status=status, then=F("on"))))[:1]
    # Of what is still to come nothing is looked up.
    return Case(When(status__in=(CONCEPT, PLANNED), then=None), default=Subquery(last), output_field=models.DateField())


class TariffQuerySet(models.QuerySet):
    def published(self):
        """Without concepts, which only the coordination point sees and which value nothing."""
        return self.filter(published_at__isnull=False)

    def concepts(self):
        return self.filter(published_at__isnull=True)

    def in_force(self, *, on):
        """Published versions that had started by this day, the newest first: the first one is in force."""
        return self.published().filter(valid_from__lte=on).order_by("-valid_from")


class PolicyQuerySet(models.QuerySet):
    def in_force(self, *, on):
        """What the regions had decided on this day; at most one for each region."""
        return self.filter(valid__contains=on)


class PartyQuerySet(models.QuerySet):
    def active(self, *, on: date):
        """Who carries out the contract on this day beside the contractor: joined, not left, and no predecessor."""
        return self.filter(Q(left_on=None) | Q(left_on__gte=on), joined_on__lte=on).exclude(role=PartyRole.PREDECESSOR)


class ContractQuerySet(models.QuerySet):
    _by_key = False

    def by_key(self):
        """Find a slice by key first and read its rows after: a page of 25 must not join 100,000 rows to all it shows."""
        found = self.all()
        found._by_key = True  # noqa: SLF001 - of our own class
        return found

    def _clone(self):
        found = super()._clone()  # type: ignore[misc]
        found._by_key = self._by_key  # noqa: SLF001 - of our own class
        return found

    def __getitem__(self, k):
        if not (self._by_key and isinstance(k, slice)):
            return super().__getitem__(k)
        whole = self.all()
        whole._by_key = False  # noqa: SLF001 - of our own class
        keys = list(whole.values_list("pk", flat=True)[k])
        rows = whole.order_by().in_bulk(keys)
        return [rows[key] for key in keys]

    def running(self, *, on):
        return self.filter(starts_on__lte=on, ends_on__gte=on, settled_on__isnull=True)

    def not_closed(self):
        """Contracts whose settlement was not drawn up: of the others neither terms nor lines change any more."""
        return self.filter(settled_on=None).exclude(settlements__state=SettlementState.DRAWN_UP)

    def ended(self, *, on):
        return self.filter(Q(ends_on__lt=on) | Q(settled_on__isnull=False))

    def of_organisation(self, organisation_id):
        """Contracts in which the organisation is a side or a party; with row security alone the index is lost."""
        parties = apps.get_model("tenders", "ContractParty").objects.filter(organisation_id=organisation_id)
        return self.filter(
            _of_side(organisation_id)
            # As an array, which is looked up once; a subquery beside the others would read every contract.
            | Q(
                Func(
                    F("pk"),
                    ArraySubquery(parties.values("contract_id")),
                    template="%(expressions)s)",
                    arg_joiner=" = ANY(",
                    output_field=models.BooleanField(),
                )
            )
        )

    def of_side(self, organisation_id):
        """Contracts with the organisation on one of the three sides: not as partner or subcontractor."""
        return self.filter(_of_side(organisation_id))

    def with_parties(self):
        return self.select_related("authority", "contractor", "werkplein")

    def with_amounts(self, *, totals: bool):
        """With what counts toward each contract: exact totals, or by contract what row security shows of it."""
        return self.select_related("totals") if totals else self.select_related("totals", "band")

    def with_own_part(self, organisation_id):
        """``own_role`` of a company beside the contractor, and ``own_part``: its amounts where several carry out."""
        return self.annotate(
            own_party=FilteredRelation("parties", condition=Q(parties__organisation=organisation_id)),
            own_role=F("own_party__role"),
            own_part=FilteredRelation("party_totals", condition=Q(party_totals__organisation=organisation_id)),
        ).select_related("own_part")

    def with_policy(self, *, on: date):
        """``start_up_months`` and ``first_contact_days`` by the policy of the contract's region on this day."""
        return self.annotate(
            policy=FilteredRelation("region__policies", condition=Q(region__policies__valid__contains=on)),
            start_up_months=Coalesce(F("policy__start_up_months"), Value(ProgressPolicy().startup_months)),
            first_contact_days=Coalesce(F("policy__first_contact_days"), Value(FIRST_CONTACT_DAYS)),
        )

    def with_standing(self, *, on: date, totals: bool):
        """``standing`` on this day and its ``standing_rank``, as ``tenders.outlook`` has it, to filter and sort by.

        Without ``totals`` it follows from the totals of a contract where row security shows them, else from the band;
        of a contract with neither, both are empty.
        """
        policy = ProgressPolicy()
        # With a plan the plan says from when something is asked; without one the start-up does.
        starting = Q(has_plan=True, planned=0) | Q(
            Q(days_passed=0) | Q(ends_on__gte=on, start_up_ends__gt=on), has_plan=False
        )
        unseen = [] if totals else [When(totals__isnull=True, band__isnull=True, then=Value(None))]
        cases = (
            (Q(settled_on__isnull=False), Standing.SETTLED),
            (Q(obligation=0), Standing.NOTHING_OWED),
            (starting, Standing.STARTING),
            (Q(reached_share__gte=F("expected_share") * policy.on_track_from), Standing.ON_TRACK),
            (Q(reached_share__gte=F("expected_share") * policy.behind_from), Standing.BEHIND),
        )
        standing = Case(
            *unseen,
            *(When(case, then=Value(one)) for case, one in cases),
            default=Value(Standing.AT_RISK),
            output_field=models.CharField(),
        )
        # Not from the standing itself: the database would work that out again for each rank.
        rank = Case(
            *unseen,
            *(When(case, then=Value(STANDING_ORDER.index(one))) for case, one in cases),
            default=Value(STANDING_ORDER.index(Standing.AT_RISK)),
            output_field=IntegerField(),
        )
        return (
            self.with_policy(on=on)
            .annotate(
                days=_days_between(F("starts_on"), F("ends_on")),
                days_passed=Greatest(_days_between(F("starts_on"), Cast(Value(on), models.DateField())), Value(0)),
                start_up_ends=_months_later(F("starts_on"), F("start_up_months")),
                has_plan=Case(When(plan_days=[], then=Value(value=False)), default=Value(value=True)),
                planned=_planned_by(on),
            )
            # Both sides of `reached / expected` are multiplied by 100 × days, so that nothing is divided or rounded.
            .annotate(
                reached_share=_exact(F("days") * _reached(totals=totals)),
                expected_share=Case(
                    When(has_plan=True, then=_exact(F("planned") * F("days"))),
                    default=_exact(F("obligation") * Least(F("days_passed"), F("days"))),
                ),
            )
            .annotate(standing=standing, standing_rank=rank)
        )

    def worst_first(self, *, on: date):
        """Of contracts from ``with_standing`` that are behind: what still runs first, and of those the furthest behind."""
        return self.annotate(
            is_over=Case(When(ends_on__lt=on, then=Value(1)), default=Value(0), output_field=IntegerField()),
            share_of_expected=models.ExpressionWrapper(
                F("reached_share") / NullIf(F("expected_share"), Value(Decimal(0))),
                output_field=DecimalField(max_digits=40, decimal_places=8),
            ),
        ).order_by("is_over", "share_of_expected", "ends_on", "pk")


def _of_side(organisation_id):
    return Q(authority_id=organisation_id) | Q(contractor_id=organisation_id) | Q(werkplein_id=organisation_id)


def _days_between(first, last):
    """Days from first to last, both counted."""
    return Func(last, first, template="(%(expressions)s + 1)", arg_joiner=" - ", output_field=IntegerField())


def _months_later(day, months):
    return Func(
        day,
        months,
        function="",
        template="((%(expressions)s))::date",
        arg_joiner=" + interval '1 month' * ",
        output_field=models.DateField(),
    )


def _planned_by(on: date):
    """What the agreed plan asks in total by this day, in euros: 0 before its first step. Its days ascend."""
    reached = Func(
        Cast(Value(on), models.DateField()), F("plan_days"), function="width_bucket", output_field=IntegerField()
    )
    total = Func(
        F("plan_totals"),
        reached,
        template="(%(expressions)s]",
        arg_joiner=")[",
        output_field=DecimalField(max_digits=14, decimal_places=2),
    )
    return Coalesce(total, Value(Decimal(0)), output_field=DecimalField(max_digits=14, decimal_places=2))


def _exact(expression):
    return models.ExpressionWrapper(expression, output_field=DecimalField(max_digits=40, decimal_places=4))


def _reached(*, totals: bool):
    return _reached_totals() if totals else Coalesce(_reached_totals(), _reached_band())


def _reached_totals():
    """Approved and submitted, × 100."""
    amounts = F("totals__persons_approved") + F("totals__persons_submitted")
    return _exact((amounts + F("totals__others_approved") + F("totals__others_submitted")) * Decimal(100))


def _reached_band():
    """As ``tenders.outlook``: the upper end of the band with what waits, and the other contributions; × 100."""
    persons = band_times(F("band__persons_claimed_upper"), is_open=Q(band__persons_claimed_upper__gt=ALL_OF_IT))
    others = _exact((F("band__others_approved") + F("band__others_submitted")) * Decimal(100))
    return _exact(persons + others)


def band_times(percents, *, is_open: Q):
    """Percents of a band, × the obligation on which it stands. A band without an end may hold all that is owed by now."""
    owed = Case(When(is_open, then=Greatest(F("band__obligation"), F("obligation"))), default=F("band__obligation"))
    return _exact(percents * owed)
