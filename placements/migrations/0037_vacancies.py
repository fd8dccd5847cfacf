"""Vacancies, and the candidates that are proposed for them."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import organisations.models.identifier


class Migration(migrations.Migration):
    dependencies = [
        ("candidates", "0022_own_page_row_security"),
        ("organisations", "0020_mail_about_the_calendar"),
        ("placements", "0036_taken_away_in_history"),
        ("tenders", "0035_when_a_tender_is_stale"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Proposal",
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
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("shortlisted", "Op de lijst"),
                            ("asked", "Gevraagd aan de kandidaat"),
                            ("candidate_declined", "Kandidaat wil niet"),
                            ("agreed", "Voorgesteld"),
                            ("meeting", "Kennismaking"),
                            ("hired", "Aangenomen"),
                            ("employer_refused", "Werkgever zegt nee"),
                            ("proposal_withdrawn", "Ingetrokken"),
                        ],
                        default="shortlisted",
                        max_length=18,
                        verbose_name="stand",
                    ),
                ),
                ("introduction", models.TextField(blank=True, max_length=1000, verbose_name="wat de werkgever leest")),
                ("asked_at", models.DateTimeField(blank=True, null=True, verbose_name="gevraagd")),
                ("answer_by", models.DateField(blank=True, null=True, verbose_name="antwoord voor of op")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="antwoord van de kandidaat")),
                (
                    "answered_by",
                    models.CharField(
                        blank=True,
                        choices=[("own_page", "op de eigen pagina"), ("coach", "aan de werkcoach")],
                        max_length=8,
                        verbose_name="antwoord gegeven",
                    ),
                ),
                ("meeting_at", models.DateTimeField(blank=True, null=True, verbose_name="kennismaking")),
                ("meeting_place", models.CharField(blank=True, max_length=120, verbose_name="waar")),
                (
                    "refuse_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("filled", "De plaats is al vervuld"),
                            ("experience", "Te weinig ervaring met dit werk"),
                            ("certificate", "Een diploma of certificaat ontbreekt"),
                            ("hours", "De uren passen niet"),
                            ("start", "De begindatum past niet"),
                            ("not_reached", "Kwam niet of was niet te bereiken"),
                            ("language", "Nederlands is voor dit werk nog niet genoeg"),
                            ("other", "Iets anders"),
                        ],
                        max_length=11,
                        verbose_name="waarom niet",
                    ),
                ),
                (
                    "employer_note",
                    models.CharField(blank=True, max_length=500, verbose_name="toelichting van de werkgever"),
                ),
                (
                    "employer_answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="antwoord van de werkgever"),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="op de lijst gezet")),
                ("state_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="sinds")),
                (
                    "visible_to",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "worked_by",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="candidates.candidate"
                    ),
                ),
                (
                    "employer_organisation",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "placement",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="proposal",
                        to="placements.placement",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.region",
                    ),
                ),
            ],
            options={
                "verbose_name": "voorstel",
                "verbose_name_plural": "voorstellen",
            },
        ),
        migrations.CreateModel(
            name="ProposalFile",
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
                ("ring", models.PositiveSmallIntegerField(default=2, verbose_name="gebied")),
                ("rules", models.JSONField(default=dict, verbose_name="regels")),
                ("passed_over", models.PositiveSmallIntegerField(default=0, verbose_name="aantal overgeslagen")),
                (
                    "pass_over_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_reached", "Wie voorgaat, was niet te bereiken"),
                            ("does_not_want", "Wie voorgaat, wil dit werk niet"),
                            ("already_proposed", "Wie voorgaat, is al ergens anders voorgesteld"),
                            ("not_free", "Wie voorgaat, kan niet op de begindatum"),
                            ("skills", "De werkgever vraagt ervaring die wie voorgaat nog niet heeft"),
                            ("employer", "De werkgever vroeg na een kennismaking om deze persoon"),
                            ("other", "Een andere reden"),
                        ],
                        max_length=16,
                        verbose_name="reden",
                    ),
                ),
                ("pass_over_text", models.CharField(blank=True, max_length=500, verbose_name="toelichting")),
                (
                    "decline_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("other_work", "Dit werk past niet bij mij"),
                            ("hours", "De uren passen niet"),
                            ("travel", "Het is te ver weg"),
                            ("pay", "Het loon is te laag"),
                            ("found", "Ik heb al werk"),
                            ("not_now", "Nu niet, later misschien wel"),
                            ("other", "Iets anders"),
                        ],
                        max_length=10,
                        verbose_name="waarom de kandidaat niet wil",
                    ),
                ),
                (
                    "decline_note",
                    models.CharField(blank=True, max_length=300, verbose_name="toelichting van de kandidaat"),
                ),
                ("withdrawn_reason", models.CharField(blank=True, max_length=300, verbose_name="waarom ingetrokken")),
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="file", to="placements.proposal"
                    ),
                ),
            ],
            options={
                "verbose_name": "dossier van een voorstel",
                "verbose_name_plural": "dossiers van voorstellen",
            },
        ),
        migrations.CreateModel(
            name="ProposalFileEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                (
                    "id",
                    models.UUIDField(default=organisations.models.identifier.new_id, editable=False, serialize=False),
                ),
                ("ring", models.PositiveSmallIntegerField(default=2, verbose_name="gebied")),
                ("rules", models.JSONField(default=dict, verbose_name="regels")),
                ("passed_over", models.PositiveSmallIntegerField(default=0, verbose_name="aantal overgeslagen")),
                (
                    "pass_over_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_reached", "Wie voorgaat, was niet te bereiken"),
                            ("does_not_want", "Wie voorgaat, wil dit werk niet"),
                            ("already_proposed", "Wie voorgaat, is al ergens anders voorgesteld"),
                            ("not_free", "Wie voorgaat, kan niet op de begindatum"),
                            ("skills", "De werkgever vraagt ervaring die wie voorgaat nog niet heeft"),
                            ("employer", "De werkgever vroeg na een kennismaking om deze persoon"),
                            ("other", "Een andere reden"),
                        ],
                        max_length=16,
                        verbose_name="reden",
                    ),
                ),
                ("pass_over_text", models.CharField(blank=True, max_length=500, verbose_name="toelichting")),
                (
                    "decline_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("other_work", "Dit werk past niet bij mij"),
                            ("hours", "De uren passen niet"),
                            ("travel", "Het is te ver weg"),
                            ("pay", "Het loon is te laag"),
                            ("found", "Ik heb al werk"),
                            ("not_now", "Nu niet, later misschien wel"),
                            ("other", "Iets anders"),
                        ],
                        max_length=10,
                        verbose_name="waarom de kandidaat niet wil",
                    ),
                ),
                (
                    "decline_note",
                    models.CharField(blank=True, max_length=300, verbose_name="toelichting van de kandidaat"),
                ),
                ("withdrawn_reason", models.CharField(blank=True, max_length=300, verbose_name="waarom ingetrokken")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="placements.proposalfile",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="placements.proposal",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Vacancy",
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
                ("reference", models.CharField(max_length=60, verbose_name="vacaturenummer")),
                ("employer", models.CharField(max_length=200, verbose_name="werkgever")),
                ("title", models.CharField(max_length=120, verbose_name="welk werk")),
                (
                    "sector",
                    models.CharField(
                        choices=[("construction", "Bouw"), ("engineering", "Techniek"), ("other", "Anders")],
                        max_length=12,
                        verbose_name="sector",
                    ),
                ),
                ("description", models.TextField(blank=True, max_length=2000, verbose_name="wat iemand gaat doen")),
                ("offer", models.CharField(blank=True, max_length=600, verbose_name="wat u biedt")),
                (
                    "municipality",
                    models.CharField(
                        max_length=6,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^GM\\d{4}$", "Een gemeentecode is GM met vier cijfers."
                            )
                        ],
                        verbose_name="gemeente van het werk",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=80, verbose_name="plaats")),
                (
                    "places",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(500),
                        ],
                        verbose_name="hoeveel mensen",
                    ),
                ),
                (
                    "hours_from",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MaxValueValidator(60)],
                        verbose_name="uren per week: minstens",
                    ),
                ),
                (
                    "hours_to",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MaxValueValidator(60)],
                        verbose_name="uren per week: hoogstens",
                    ),
                ),
                (
                    "wage_from",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="loon per maand vanaf"
                    ),
                ),
                (
                    "wage_to",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="loon per maand tot"
                    ),
                ),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="begint op")),
                ("closes_on", models.DateField(blank=True, null=True, verbose_name="reageren tot en met")),
                ("is_expected", models.BooleanField(default=False, verbose_name="komt eraan, nog niet open")),
                ("is_learning", models.BooleanField(default=False, verbose_name="leren en werken samen")),
                ("pays_course", models.BooleanField(default=False, verbose_name="werkgever betaalt een cursus")),
                ("sroi", models.BooleanField(default=False, verbose_name="telt voor social return")),
                (
                    "rules",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("hours", "Uren"),
                                ("sector", "Sector"),
                                ("occupation", "Beroep"),
                                ("certificates", "Diploma’s en certificaten"),
                                ("licence", "Rijbewijs"),
                                ("travel", "Reizen"),
                            ],
                            max_length=12,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="regels",
                    ),
                ),
                (
                    "also_occupations",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="ook goed: beroepen",
                    ),
                ),
                (
                    "certificates",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="diploma’s en certificaten",
                    ),
                ),
                (
                    "licence",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("am", "AM (brommer)"),
                            ("b", "B (auto)"),
                            ("be", "BE (auto met aanhanger)"),
                            ("c", "C (vrachtauto)"),
                            ("ce", "CE (vrachtauto met aanhanger)"),
                            ("d", "D (bus)"),
                            ("t", "T (trekker)"),
                        ],
                        max_length=2,
                        verbose_name="rijbewijs",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("vacancy_concept", "Concept"),
                            ("vacancy_submitted", "Wacht op controle"),
                            ("vacancy_open", "Nu open"),
                            ("vacancy_filled", "Vervuld"),
                            ("vacancy_closed", "Gesloten"),
                            ("vacancy_rejected", "Niet geplaatst"),
                        ],
                        default="vacancy_concept",
                        max_length=17,
                        verbose_name="stand",
                    ),
                ),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="geplaatst")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="gesloten")),
                ("confirmed_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="nog actueel")),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "employer_organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="vacancies",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "occupation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="vacancies",
                        to="organisations.occupation",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="vacancies", to="organisations.region"
                    ),
                ),
            ],
            options={
                "verbose_name": "vacature",
                "verbose_name_plural": "vacatures",
            },
        ),
        migrations.CreateModel(
            name="ProposalEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                (
                    "id",
                    models.UUIDField(default=organisations.models.identifier.new_id, editable=False, serialize=False),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("shortlisted", "Op de lijst"),
                            ("asked", "Gevraagd aan de kandidaat"),
                            ("candidate_declined", "Kandidaat wil niet"),
                            ("agreed", "Voorgesteld"),
                            ("meeting", "Kennismaking"),
                            ("hired", "Aangenomen"),
                            ("employer_refused", "Werkgever zegt nee"),
                            ("proposal_withdrawn", "Ingetrokken"),
                        ],
                        default="shortlisted",
                        max_length=18,
                        verbose_name="stand",
                    ),
                ),
                ("introduction", models.TextField(blank=True, max_length=1000, verbose_name="wat de werkgever leest")),
                ("asked_at", models.DateTimeField(blank=True, null=True, verbose_name="gevraagd")),
                ("answer_by", models.DateField(blank=True, null=True, verbose_name="antwoord voor of op")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="antwoord van de kandidaat")),
                (
                    "answered_by",
                    models.CharField(
                        blank=True,
                        choices=[("own_page", "op de eigen pagina"), ("coach", "aan de werkcoach")],
                        max_length=8,
                        verbose_name="antwoord gegeven",
                    ),
                ),
                ("meeting_at", models.DateTimeField(blank=True, null=True, verbose_name="kennismaking")),
                ("meeting_place", models.CharField(blank=True, max_length=120, verbose_name="waar")),
                (
                    "refuse_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("filled", "De plaats is al vervuld"),
                            ("experience", "Te weinig ervaring met dit werk"),
                            ("certificate", "Een diploma of certificaat ontbreekt"),
                            ("hours", "De uren passen niet"),
                            ("start", "De begindatum past niet"),
                            ("not_reached", "Kwam niet of was niet te bereiken"),
                            ("language", "Nederlands is voor dit werk nog niet genoeg"),
                            ("other", "Iets anders"),
                        ],
                        max_length=11,
                        verbose_name="waarom niet",
                    ),
                ),
                (
                    "employer_note",
                    models.CharField(blank=True, max_length=500, verbose_name="toelichting van de werkgever"),
                ),
                (
                    "employer_answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="antwoord van de werkgever"),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="op de lijst gezet")),
                ("state_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="sinds")),
                (
                    "candidate",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="candidates.candidate",
                    ),
                ),
                (
                    "employer_organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="placements.proposal",
                    ),
                ),
                (
                    "placement",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="placements.placement",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organisations.region",
                    ),
                ),
                (
                    "vacancy",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="placements.vacancy",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="proposal",
            name="vacancy",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="placements.vacancy"
            ),
        ),
        migrations.CreateModel(
            name="VacancyEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                (
                    "id",
                    models.UUIDField(default=organisations.models.identifier.new_id, editable=False, serialize=False),
                ),
                ("reference", models.CharField(max_length=60, verbose_name="vacaturenummer")),
                ("employer", models.CharField(max_length=200, verbose_name="werkgever")),
                ("title", models.CharField(max_length=120, verbose_name="welk werk")),
                (
                    "sector",
                    models.CharField(
                        choices=[("construction", "Bouw"), ("engineering", "Techniek"), ("other", "Anders")],
                        max_length=12,
                        verbose_name="sector",
                    ),
                ),
                ("description", models.TextField(blank=True, max_length=2000, verbose_name="wat iemand gaat doen")),
                ("offer", models.CharField(blank=True, max_length=600, verbose_name="wat u biedt")),
                (
                    "municipality",
                    models.CharField(
                        max_length=6,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^GM\\d{4}$", "Een gemeentecode is GM met vier cijfers."
                            )
                        ],
                        verbose_name="gemeente van het werk",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=80, verbose_name="plaats")),
                (
                    "places",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(500),
                        ],
                        verbose_name="hoeveel mensen",
                    ),
                ),
                (
                    "hours_from",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MaxValueValidator(60)],
                        verbose_name="uren per week: minstens",
                    ),
                ),
                (
                    "hours_to",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MaxValueValidator(60)],
                        verbose_name="uren per week: hoogstens",
                    ),
                ),
                (
                    "wage_from",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="loon per maand vanaf"
                    ),
                ),
                (
                    "wage_to",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="loon per maand tot"
                    ),
                ),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="begint op")),
                ("closes_on", models.DateField(blank=True, null=True, verbose_name="reageren tot en met")),
                ("is_expected", models.BooleanField(default=False, verbose_name="komt eraan, nog niet open")),
                ("is_learning", models.BooleanField(default=False, verbose_name="leren en werken samen")),
                ("pays_course", models.BooleanField(default=False, verbose_name="werkgever betaalt een cursus")),
                ("sroi", models.BooleanField(default=False, verbose_name="telt voor social return")),
                (
                    "rules",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("hours", "Uren"),
                                ("sector", "Sector"),
                                ("occupation", "Beroep"),
                                ("certificates", "Diploma’s en certificaten"),
                                ("licence", "Rijbewijs"),
                                ("travel", "Reizen"),
                            ],
                            max_length=12,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="regels",
                    ),
                ),
                (
                    "also_occupations",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="ook goed: beroepen",
                    ),
                ),
                (
                    "certificates",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="diploma’s en certificaten",
                    ),
                ),
                (
                    "licence",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("am", "AM (brommer)"),
                            ("b", "B (auto)"),
                            ("be", "BE (auto met aanhanger)"),
                            ("c", "C (vrachtauto)"),
                            ("ce", "CE (vrachtauto met aanhanger)"),
                            ("d", "D (bus)"),
                            ("t", "T (trekker)"),
                        ],
                        max_length=2,
                        verbose_name="rijbewijs",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("vacancy_concept", "Concept"),
                            ("vacancy_submitted", "Wacht op controle"),
                            ("vacancy_open", "Nu open"),
                            ("vacancy_filled", "Vervuld"),
                            ("vacancy_closed", "Gesloten"),
                            ("vacancy_rejected", "Niet geplaatst"),
                        ],
                        default="vacancy_concept",
                        max_length=17,
                        verbose_name="stand",
                    ),
                ),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="geplaatst")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="gesloten")),
                ("confirmed_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="nog actueel")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "created_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "employer_organisation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "occupation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organisations.occupation",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="placements.vacancy",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organisations.region",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="VacancyFile",
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
                (
                    "kvk",
                    models.CharField(
                        blank=True,
                        max_length=8,
                        validators=[
                            django.core.validators.RegexValidator("^\\d{8}$", "Een KVK-nummer heeft 8 cijfers.")
                        ],
                        verbose_name="KVK-nummer",
                    ),
                ),
                ("contact_name", models.CharField(blank=True, max_length=120, verbose_name="contactpersoon")),
                ("contact_email", models.EmailField(blank=True, max_length=254, verbose_name="e-mailadres")),
                ("contact_phone", models.CharField(blank=True, max_length=30, verbose_name="telefoonnummer")),
                (
                    "email_confirmed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="e-mailadres bevestigd"),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="besloten")),
                ("decided_reason", models.CharField(blank=True, max_length=300, verbose_name="reden")),
                ("token_hash", models.CharField(blank=True, max_length=64)),
                (
                    "contract",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenders.contract",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "employer_organisation",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.region",
                    ),
                ),
                (
                    "vacancy",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="file", to="placements.vacancy"
                    ),
                ),
            ],
            options={
                "verbose_name": "dossier van een vacature",
                "verbose_name_plural": "dossiers van vacatures",
            },
        ),
        migrations.CreateModel(
            name="VacancyFileEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                (
                    "id",
                    models.UUIDField(default=organisations.models.identifier.new_id, editable=False, serialize=False),
                ),
                (
                    "kvk",
                    models.CharField(
                        blank=True,
                        max_length=8,
                        validators=[
                            django.core.validators.RegexValidator("^\\d{8}$", "Een KVK-nummer heeft 8 cijfers.")
                        ],
                        verbose_name="KVK-nummer",
                    ),
                ),
                (
                    "email_confirmed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="e-mailadres bevestigd"),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="besloten")),
                ("decided_reason", models.CharField(blank=True, max_length=300, verbose_name="reden")),
                (
                    "contract",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="tenders.contract",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "employer_organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="placements.vacancyfile",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organisations.region",
                    ),
                ),
                (
                    "vacancy",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="placements.vacancy",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="proposalfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("passed_over", 0), models.Q(("pass_over_reason", ""), _negated=True), _connector="OR"
                ),
                name="proposal_passed_over_with_reason",
                violation_error_message="Schrijf op waarom u mensen overslaat die voorgaan.",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposalfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("pass_over_reason", "other"), _negated=True),
                    models.Q(("pass_over_text", ""), _negated=True),
                    _connector="OR",
                ),
                name="proposal_other_reason_said",
                violation_error_message="Schrijf op welke reden het is.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="proposalfile",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "placements_proposalfileevent" ("decline_note", "decline_reason", "id", "pass_over_reason", "pass_over_text", "passed_over", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal_id", "ring", "rules", "withdrawn_reason") VALUES (NEW."decline_note", NEW."decline_reason", NEW."id", NEW."pass_over_reason", NEW."pass_over_text", NEW."passed_over", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."proposal_id", NEW."ring", NEW."rules", NEW."withdrawn_reason"); RETURN NULL;',
                    hash="1cef355fe2240a8b7205efba6c4623fcc5dc9482",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8c0d7",
                    table="placements_proposalfile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="proposalfile",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "placements_proposalfileevent" ("decline_note", "decline_reason", "id", "pass_over_reason", "pass_over_text", "passed_over", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal_id", "ring", "rules", "withdrawn_reason") VALUES (NEW."decline_note", NEW."decline_reason", NEW."id", NEW."pass_over_reason", NEW."pass_over_text", NEW."passed_over", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."proposal_id", NEW."ring", NEW."rules", NEW."withdrawn_reason"); RETURN NULL;',
                    hash="a454c0113aa38923f46caaa8ff4d778858293b21",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_631b0",
                    table="placements_proposalfile",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="vacancy",
            index=models.Index(fields=["region", "state", "-published_at"], name="vacancy_in_state"),
        ),
        migrations.AddIndex(
            model_name="vacancy",
            index=models.Index(fields=["employer_organisation", "state"], name="vacancy_of_employer"),
        ),
        migrations.AddIndex(
            model_name="vacancy",
            index=models.Index(fields=["occupation", "state"], name="vacancy_of_occupation"),
        ),
        migrations.AddConstraint(
            model_name="vacancy",
            constraint=models.UniqueConstraint(
                fields=("region", "reference"),
                name="vacancy_reference_unique",
                violation_error_message="Dit vacaturenummer is al in gebruik.",
            ),
        ),
        migrations.AddConstraint(
            model_name="vacancy",
            constraint=models.CheckConstraint(
                condition=models.Q(("municipality__regex", "^GM\\d{4}$")), name="vacancy_municipality_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="vacancy",
            constraint=models.CheckConstraint(
                condition=models.Q(("hours_to__gte", models.F("hours_from"))),
                name="vacancy_hours_in_order",
                violation_error_message="Het hoogste aantal uren ligt onder het laagste.",
            ),
        ),
        migrations.AddConstraint(
            model_name="vacancy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("wage_from", None), ("wage_to", None), ("wage_to__gte", models.F("wage_from")), _connector="OR"
                ),
                name="vacancy_wage_in_order",
                violation_error_message="Het hoogste loon ligt onder het laagste.",
            ),
        ),
        migrations.AddConstraint(
            model_name="vacancy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "vacancy_open"), _negated=True), ("published_at__isnull", False), _connector="OR"
                ),
                name="vacancy_open_since",
            ),
        ),
        migrations.AddConstraint(
            model_name="vacancy",
            constraint=models.CheckConstraint(
                condition=models.Q(("places__gte", 1)),
                name="vacancy_for_somebody",
                violation_error_message="Vul in hoeveel mensen u zoekt.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="vacancy",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "placements_vacancyevent" ("also_occupations", "certificates", "closed_at", "closes_on", "confirmed_at", "created_at", "created_by_id", "description", "employer", "employer_organisation_id", "hours_from", "hours_to", "id", "is_expected", "is_learning", "licence", "municipality", "occupation_id", "offer", "pays_course", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "places", "published_at", "reference", "region_id", "rules", "sector", "sroi", "starts_on", "state", "title", "wage_from", "wage_to") VALUES (NEW."also_occupations", NEW."certificates", NEW."closed_at", NEW."closes_on", NEW."confirmed_at", NEW."created_at", NEW."created_by_id", NEW."description", NEW."employer", NEW."employer_organisation_id", NEW."hours_from", NEW."hours_to", NEW."id", NEW."is_expected", NEW."is_learning", NEW."licence", NEW."municipality", NEW."occupation_id", NEW."offer", NEW."pays_course", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."place", NEW."places", NEW."published_at", NEW."reference", NEW."region_id", NEW."rules", NEW."sector", NEW."sroi", NEW."starts_on", NEW."state", NEW."title", NEW."wage_from", NEW."wage_to"); RETURN NULL;',
                    hash="d50df0be4f7ce3419486eed18cbc50a7faa8cc0b",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e6e77",
                    table="placements_vacancy",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="vacancy",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."also_occupations" IS DISTINCT FROM (NEW."also_occupations") OR OLD."certificates" IS DISTINCT FROM (NEW."certificates") OR OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."closes_on" IS DISTINCT FROM (NEW."closes_on") OR OLD."confirmed_at" IS DISTINCT FROM (NEW."confirmed_at") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."description" IS DISTINCT FROM (NEW."description") OR OLD."employer" IS DISTINCT FROM (NEW."employer") OR OLD."employer_organisation_id" IS DISTINCT FROM (NEW."employer_organisation_id") OR OLD."hours_from" IS DISTINCT FROM (NEW."hours_from") OR OLD."hours_to" IS DISTINCT FROM (NEW."hours_to") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_expected" IS DISTINCT FROM (NEW."is_expected") OR OLD."is_learning" IS DISTINCT FROM (NEW."is_learning") OR OLD."licence" IS DISTINCT FROM (NEW."licence") OR OLD."municipality" IS DISTINCT FROM (NEW."municipality") OR OLD."occupation_id" IS DISTINCT FROM (NEW."occupation_id") OR OLD."offer" IS DISTINCT FROM (NEW."offer") OR OLD."pays_course" IS DISTINCT FROM (NEW."pays_course") OR OLD."place" IS DISTINCT FROM (NEW."place") OR OLD."places" IS DISTINCT FROM (NEW."places") OR OLD."published_at" IS DISTINCT FROM (NEW."published_at") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."region_id" IS DISTINCT FROM (NEW."region_id") OR OLD."rules" IS DISTINCT FROM (NEW."rules") OR OLD."sector" IS DISTINCT FROM (NEW."sector") OR OLD."sroi" IS DISTINCT FROM (NEW."sroi") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."wage_from" IS DISTINCT FROM (NEW."wage_from") OR OLD."wage_to" IS DISTINCT FROM (NEW."wage_to"))',
                    func='INSERT INTO "placements_vacancyevent" ("also_occupations", "certificates", "closed_at", "closes_on", "confirmed_at", "created_at", "created_by_id", "description", "employer", "employer_organisation_id", "hours_from", "hours_to", "id", "is_expected", "is_learning", "licence", "municipality", "occupation_id", "offer", "pays_course", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "places", "published_at", "reference", "region_id", "rules", "sector", "sroi", "starts_on", "state", "title", "wage_from", "wage_to") VALUES (NEW."also_occupations", NEW."certificates", NEW."closed_at", NEW."closes_on", NEW."confirmed_at", NEW."created_at", NEW."created_by_id", NEW."description", NEW."employer", NEW."employer_organisation_id", NEW."hours_from", NEW."hours_to", NEW."id", NEW."is_expected", NEW."is_learning", NEW."licence", NEW."municipality", NEW."occupation_id", NEW."offer", NEW."pays_course", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."place", NEW."places", NEW."published_at", NEW."reference", NEW."region_id", NEW."rules", NEW."sector", NEW."sroi", NEW."starts_on", NEW."state", NEW."title", NEW."wage_from", NEW."wage_to"); RETURN NULL;',
                    hash="401c5f2902e154ca6d018c4aeff2ddf0f4837bd3",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_06523",
                    table="placements_vacancy",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=django.contrib.postgres.indexes.GinIndex(fields=["visible_to"], name="proposal_visible_to"),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(fields=["vacancy", "state"], name="proposal_of_vacancy"),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(fields=["candidate", "state"], name="proposal_of_candidate"),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(fields=["region", "state", "state_at"], name="proposal_in_state"),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["shortlisted", "asked", "agreed", "meeting", "hired"])),
                fields=("vacancy", "candidate"),
                name="proposal_once",
                violation_error_message="Deze kandidaat staat al bij deze vacature.",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["agreed", "meeting", "hired"]), _negated=True),
                    models.Q(("answered_at__isnull", False), models.Q(("answered_by", ""), _negated=True)),
                    _connector="OR",
                ),
                name="proposal_known_after_yes",
                violation_error_message="Een werkgever ziet iemand pas nadat die ja zei.",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "employer_refused"), _negated=True),
                    models.Q(("refuse_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="proposal_refused_with_reason",
                violation_error_message="Kies waarom het niet doorgaat.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="proposal",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "placements_proposalevent" ("answer_by", "answered_at", "answered_by", "asked_at", "candidate_id", "employer_answered_at", "employer_note", "employer_organisation_id", "id", "introduction", "made_at", "made_by_id", "meeting_at", "meeting_place", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id", "refuse_reason", "region_id", "state", "state_at", "vacancy_id") VALUES (NEW."answer_by", NEW."answered_at", NEW."answered_by", NEW."asked_at", NEW."candidate_id", NEW."employer_answered_at", NEW."employer_note", NEW."employer_organisation_id", NEW."id", NEW."introduction", NEW."made_at", NEW."made_by_id", NEW."meeting_at", NEW."meeting_place", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."placement_id", NEW."refuse_reason", NEW."region_id", NEW."state", NEW."state_at", NEW."vacancy_id"); RETURN NULL;',
                    hash="3203cf8763edd263f15bbb99106c9a44b3258595",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_3e751",
                    table="placements_proposal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="proposal",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."answer_by" IS DISTINCT FROM (NEW."answer_by") OR OLD."answered_at" IS DISTINCT FROM (NEW."answered_at") OR OLD."answered_by" IS DISTINCT FROM (NEW."answered_by") OR OLD."asked_at" IS DISTINCT FROM (NEW."asked_at") OR OLD."candidate_id" IS DISTINCT FROM (NEW."candidate_id") OR OLD."employer_answered_at" IS DISTINCT FROM (NEW."employer_answered_at") OR OLD."employer_note" IS DISTINCT FROM (NEW."employer_note") OR OLD."employer_organisation_id" IS DISTINCT FROM (NEW."employer_organisation_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."introduction" IS DISTINCT FROM (NEW."introduction") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at") OR OLD."made_by_id" IS DISTINCT FROM (NEW."made_by_id") OR OLD."meeting_at" IS DISTINCT FROM (NEW."meeting_at") OR OLD."meeting_place" IS DISTINCT FROM (NEW."meeting_place") OR OLD."placement_id" IS DISTINCT FROM (NEW."placement_id") OR OLD."refuse_reason" IS DISTINCT FROM (NEW."refuse_reason") OR OLD."region_id" IS DISTINCT FROM (NEW."region_id") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."state_at" IS DISTINCT FROM (NEW."state_at") OR OLD."vacancy_id" IS DISTINCT FROM (NEW."vacancy_id"))',
                    func='INSERT INTO "placements_proposalevent" ("answer_by", "answered_at", "answered_by", "asked_at", "candidate_id", "employer_answered_at", "employer_note", "employer_organisation_id", "id", "introduction", "made_at", "made_by_id", "meeting_at", "meeting_place", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "placement_id", "refuse_reason", "region_id", "state", "state_at", "vacancy_id") VALUES (NEW."answer_by", NEW."answered_at", NEW."answered_by", NEW."asked_at", NEW."candidate_id", NEW."employer_answered_at", NEW."employer_note", NEW."employer_organisation_id", NEW."id", NEW."introduction", NEW."made_at", NEW."made_by_id", NEW."meeting_at", NEW."meeting_place", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."placement_id", NEW."refuse_reason", NEW."region_id", NEW."state", NEW."state_at", NEW."vacancy_id"); RETURN NULL;',
                    hash="2e29ad90054d6bc58f023bbd8909514e79b3fb73",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2d7bb",
                    table="placements_proposal",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="vacancyfile",
            constraint=models.UniqueConstraint(
                condition=models.Q(("token_hash", ""), _negated=True),
                fields=("token_hash",),
                name="vacancy_link_unique",
            ),
        ),
        migrations.AddConstraint(
            model_name="vacancyfile",
            constraint=models.CheckConstraint(
                condition=models.Q(("kvk", ""), ("kvk__regex", "^\\d{8}$"), _connector="OR"),
                name="vacancy_kvk_8_digits",
                violation_error_message="Een KVK-nummer heeft 8 cijfers.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="vacancyfile",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "placements_vacancyfileevent" ("contract_id", "decided_at", "decided_by_id", "decided_reason", "email_confirmed_at", "employer_organisation_id", "id", "kvk", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "vacancy_id") VALUES (NEW."contract_id", NEW."decided_at", NEW."decided_by_id", NEW."decided_reason", NEW."email_confirmed_at", NEW."employer_organisation_id", NEW."id", NEW."kvk", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."region_id", NEW."vacancy_id"); RETURN NULL;',
                    hash="3cf118acb2ad8020d998722686056182e29e34df",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_62e9c",
                    table="placements_vacancyfile",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="vacancyfile",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."contract_id" IS DISTINCT FROM (NEW."contract_id") OR OLD."decided_at" IS DISTINCT FROM (NEW."decided_at") OR OLD."decided_by_id" IS DISTINCT FROM (NEW."decided_by_id") OR OLD."decided_reason" IS DISTINCT FROM (NEW."decided_reason") OR OLD."email_confirmed_at" IS DISTINCT FROM (NEW."email_confirmed_at") OR OLD."employer_organisation_id" IS DISTINCT FROM (NEW."employer_organisation_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kvk" IS DISTINCT FROM (NEW."kvk") OR OLD."region_id" IS DISTINCT FROM (NEW."region_id") OR OLD."vacancy_id" IS DISTINCT FROM (NEW."vacancy_id"))',
                    func='INSERT INTO "placements_vacancyfileevent" ("contract_id", "decided_at", "decided_by_id", "decided_reason", "email_confirmed_at", "employer_organisation_id", "id", "kvk", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "region_id", "vacancy_id") VALUES (NEW."contract_id", NEW."decided_at", NEW."decided_by_id", NEW."decided_reason", NEW."email_confirmed_at", NEW."employer_organisation_id", NEW."id", NEW."kvk", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."region_id", NEW."vacancy_id"); RETURN NULL;',
                    hash="617843af9fb6e941931389686dfc712e494195d8",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_60994",
                    table="placements_vacancyfile",
                    when="AFTER",
                ),
            ),
        ),
    ]
