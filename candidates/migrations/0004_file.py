"""The file itself: what somebody can and wants, who was in contact, intake and diagnosis. For who works the file alone."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import organisations.models.identifier
from organisations.choices import Purpose
from organisations.row_security import AUDIENCES, ORGANISATION, USER, WRITING_MEMBER, Protect, of_parent, system

WORKED = of_parent("candidate_id", "candidates_candidate", f"parent.worked_by && {AUDIENCES}")
OF_WORKED = f"{WRITING_MEMBER} AND {WORKED}"
SEEN = [WORKED, system(Purpose.UPKEEP)]

KEPT = """
CREATE FUNCTION candidates_region_of_file() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    SELECT c.region_id INTO STRICT NEW.region_id FROM candidates_candidate c WHERE c.id = NEW.candidate_id;
    RETURN NEW;
END
$function$;
CREATE TRIGGER region_of_file BEFORE INSERT OR UPDATE ON candidates_candidateprofile
    FOR EACH ROW EXECUTE FUNCTION candidates_region_of_file();
CREATE TRIGGER region_of_file BEFORE INSERT OR UPDATE ON candidates_contactmoment
    FOR EACH ROW EXECUTE FUNCTION candidates_region_of_file();
CREATE TRIGGER region_of_file BEFORE INSERT OR UPDATE ON candidates_assessment
    FOR EACH ROW EXECUTE FUNCTION candidates_region_of_file();

-- What was finished stays as it was. It can be emptied when the person is erased, and come under another file.
CREATE FUNCTION candidates_keep_closed_assessment() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $function$
BEGIN
    IF (NEW.kind, NEW.version, NEW.done_on, NEW.done_by_id, NEW.closed_at)
        IS DISTINCT FROM (OLD.kind, OLD.version, OLD.done_on, OLD.done_by_id, OLD.closed_at)
        OR NEW.answers NOT IN (OLD.answers, '{}'::jsonb) THEN
        RAISE check_violation USING MESSAGE = 'an intake or diagnosis that is finished stays as it is';
    END IF;
    RETURN NEW;
END
$function$;
CREATE TRIGGER keep_closed BEFORE UPDATE ON candidates_assessment
    FOR EACH ROW WHEN (OLD.closed_at IS NOT NULL) EXECUTE FUNCTION candidates_keep_closed_assessment();
"""
DROP = """
DROP FUNCTION candidates_keep_closed_assessment() CASCADE;
DROP FUNCTION candidates_region_of_file() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("candidates", "0003_tasks_and_assignments"),
        ("organisations", "0012_occupations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CandidateProfile",
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
                    "candidate",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="profile", to="candidates.candidate"
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.region"
                    ),
                ),
                (
                    "hours_from",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="uren per week: minstens"),
                ),
                (
                    "hours_to",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="uren per week: hoogstens"),
                ),
                (
                    "days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("mon", "maandag"),
                                ("tue", "dinsdag"),
                                ("wed", "woensdag"),
                                ("thu", "donderdag"),
                                ("fri", "vrijdag"),
                                ("sat", "zaterdag"),
                                ("sun", "zondag"),
                            ],
                            max_length=3,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="dagen",
                    ),
                ),
                ("available_on", models.DateField(blank=True, null=True, verbose_name="kan beginnen vanaf")),
                (
                    "travel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("town", "In de eigen plaats"),
                            ("near", "Tot een half uur reizen"),
                            ("far", "Tot een uur reizen"),
                            ("region", "In de hele regio"),
                            ("country", "In het hele land"),
                        ],
                        max_length=7,
                        verbose_name="reizen",
                    ),
                ),
                (
                    "transport",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("bicycle", "fiets"),
                                ("moped", "brommer of scooter"),
                                ("car", "auto"),
                                ("public", "bus of trein"),
                                ("shared", "meerijden"),
                            ],
                            max_length=7,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="vervoer",
                    ),
                ),
                (
                    "licences",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
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
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="rijbewijs",
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
                    "occupations",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="beroepen die passen",
                    ),
                ),
                (
                    "speaks",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "Nog niet"),
                            ("a1", "Losse woorden (A1)"),
                            ("a2", "Korte zinnen (A2)"),
                            ("b1", "Redt zich op het werk (B1)"),
                            ("b2", "Goed (B2 of hoger)"),
                            ("native", "Moedertaal"),
                        ],
                        max_length=6,
                        verbose_name="Nederlands spreken",
                    ),
                ),
                (
                    "reads",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "Nog niet"),
                            ("a1", "Losse woorden (A1)"),
                            ("a2", "Korte zinnen (A2)"),
                            ("b1", "Redt zich op het werk (B1)"),
                            ("b2", "Goed (B2 of hoger)"),
                            ("native", "Moedertaal"),
                        ],
                        max_length=6,
                        verbose_name="Nederlands lezen",
                    ),
                ),
                (
                    "writes",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "Nog niet"),
                            ("a1", "Losse woorden (A1)"),
                            ("a2", "Korte zinnen (A2)"),
                            ("b1", "Redt zich op het werk (B1)"),
                            ("b2", "Goed (B2 of hoger)"),
                            ("native", "Moedertaal"),
                        ],
                        max_length=6,
                        verbose_name="Nederlands schrijven",
                    ),
                ),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="bewaard")),
                (
                    "saved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "wensen en mogelijkheden",
                "verbose_name_plural": "wensen en mogelijkheden",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("hours_from", None),
                            ("hours_to", None),
                            ("hours_to__gte", models.F("hours_from")),
                            _connector="OR",
                        ),
                        name="candidate_profile_hours_in_order",
                        violation_error_message="Het hoogste aantal uren ligt onder het laagste.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactMoment",
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
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.region"
                    ),
                ),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="contacts", to="candidates.candidate"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="wanneer")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("phone", "Telefoon"),
                            ("visit", "Gesprek op kantoor"),
                            ("message", "Bericht op de telefoon"),
                            ("mail", "Mail"),
                            ("letter", "Brief"),
                        ],
                        default="phone",
                        max_length=7,
                        verbose_name="hoe",
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("spoken", "Gesproken"),
                            ("call_back", "Later terugbellen"),
                            ("no_answer", "Geen gehoor"),
                            ("wrong_number", "Nummer klopt niet"),
                            ("sent", "Verstuurd"),
                        ],
                        max_length=12,
                        verbose_name="resultaat",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="notitie")),
                ("call_by", models.DateField(blank=True, null=True, verbose_name="afgesproken: bellen voor of op")),
                ("call_by_before", models.DateField(editable=False, null=True)),
                ("last_contact_before", models.DateField(editable=False, null=True)),
            ],
            options={
                "verbose_name": "contact met een kandidaat",
                "verbose_name_plural": "contacten met kandidaten",
                "indexes": [models.Index(fields=["candidate", "-at"], name="candidate_contact_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("result", "call_back"), _negated=True),
                            ("call_by__isnull", False),
                            _connector="OR",
                        ),
                        name="candidate_contact_called_back_when",
                        violation_error_message="Kies wanneer u terugbelt.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Assessment",
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
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.region"
                    ),
                ),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="candidates.candidate",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("intake", "Intake"), ("diagnosis", "Diagnose")], max_length=9, verbose_name="soort"
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(verbose_name="versie van de vragen")),
                ("answers", models.JSONField(default=dict, verbose_name="antwoorden")),
                (
                    "follows",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="candidates.assessment",
                    ),
                ),
                ("begun_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="begonnen")),
                ("done_on", models.DateField(verbose_name="op")),
                (
                    "done_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="afgerond")),
            ],
            options={
                "verbose_name": "intake of diagnose",
                "verbose_name_plural": "intakes en diagnoses",
                "indexes": [
                    models.Index(fields=["candidate", "kind", "-begun_at"], name="candidate_assessment_newest")
                ],
            },
        ),
        migrations.RunSQL(KEPT, DROP),
        Protect("CandidateProfile", select=SEEN, insert=[OF_WORKED], update=[OF_WORKED]),
        Protect(
            "ContactMoment",
            select=SEEN,
            insert=[f"{OF_WORKED} AND by_id = {USER} AND organisation_id = {ORGANISATION}"],
            delete=[f"{OF_WORKED} AND by_id = {USER}"],
        ),
        Protect("Assessment", select=SEEN, insert=[OF_WORKED], update=[OF_WORKED]),
    ]
