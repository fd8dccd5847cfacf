"""Companies ask the Werkplein for candidates; authority, bureau and neighbours see nothing of it."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import organisations.models.identifier
from organisations.choices import Purpose
from organisations.row_security import (
    AUDIENCES,
    ORGANISATION,
    WRITING_MEMBER,
    Protect,
    audience,
    child_of,
    of_parent,
    system,
)

COORDINATION = audience("coordination_point")
OF_WERKPLEIN = child_of("contract_id", "tenders_contract", f"werkplein_id = {ORGANISATION}")
OWN = f"contractor_id = {ORGANISATION}"
#: Who carries out the contract asks for itself, in the region of the contract.
ASKS = f"{WRITING_MEMBER} AND {OWN} AND state = 'candidates_asked' AND " + of_parent(
    "contract_id",
    "tenders_contract",
    f"parent.line_writers && {AUDIENCES} AND parent.region_id = placements_candidaterequest.region_id",
)
#: The company takes its request back; the answer is for the others to give.
TAKES_BACK = f"{WRITING_MEMBER} AND {OWN} AND state IN ('candidates_asked', 'candidates_sought', 'withdrawn')"


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0011_mail_choices"),
        ("placements", "0017_evidence"),
        ("tenders", "0017_block_guidance"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CandidateRequest",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=organisations.models.identifier.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("work", models.CharField(max_length=200, verbose_name="soort werk")),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(99),
                        ],
                        verbose_name="aantal mensen",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="vanaf")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="tot en met")),
                ("hours_per_week", models.DecimalField(decimal_places=2, max_digits=5, verbose_name="uren per week")),
                ("place", models.CharField(max_length=120, verbose_name="plaats van het werk")),
                ("note", models.CharField(blank=True, max_length=1000, verbose_name="wat iemand moet kunnen")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("candidates_asked", "Gevraagd"),
                            ("candidates_sought", "In behandeling"),
                            ("candidates_offered", "Kandidaten gevonden"),
                            ("candidates_none", "Niemand gevonden"),
                            ("withdrawn", "Ingetrokken"),
                        ],
                        default="candidates_asked",
                        max_length=18,
                        verbose_name="stand",
                    ),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="gevraagd")),
                ("taken_up_at", models.DateTimeField(blank=True, null=True, verbose_name="in behandeling")),
                ("offered", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="aantal kandidaten")),
                ("answer", models.CharField(blank=True, max_length=1000, verbose_name="antwoord")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="beantwoord")),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "answered_for",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="candidate_requests",
                        to="tenders.contract",
                    ),
                ),
                (
                    "contractor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.region"
                    ),
                ),
                (
                    "taken_up_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "vraag om kandidaten",
                "verbose_name_plural": "vragen om kandidaten",
                "indexes": [
                    models.Index(fields=["contract", "-asked_at"], name="candidate_request_newest"),
                    models.Index(
                        condition=models.Q(("state__in", ["candidates_asked", "candidates_sought"])),
                        fields=["region", "asked_at"],
                        name="candidate_request_open",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                        name="candidate_request_ends_after_start",
                        violation_error_message="De laatste dag ligt voor de eerste dag.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1), ("number__lte", 99)),
                        name="candidate_request_for_someone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("hours_per_week__gt", 0), ("hours_per_week__lte", 60)),
                        name="candidate_request_hours",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_at__isnull", False), ("state__in", ["candidates_offered", "candidates_none"])
                            ),
                            models.Q(
                                models.Q(("state__in", ["candidates_offered", "candidates_none"]), _negated=True),
                                ("answered_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="candidate_request_answered_or_not",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("offered__gte", 1), ("state", "candidates_offered")),
                            models.Q(models.Q(("state", "candidates_offered"), _negated=True), ("offered", None)),
                            _connector="OR",
                        ),
                        name="candidate_request_offers_someone",
                    ),
                ],
            },
        ),
        Protect(
            "CandidateRequest",
            select=[OWN, COORDINATION, OF_WERKPLEIN, system(Purpose.UPKEEP)],
            insert=[ASKS],
            update=[TAKES_BACK, f"{WRITING_MEMBER} AND {COORDINATION}", f"{WRITING_MEMBER} AND {OF_WERKPLEIN}"],
        ),
    ]
