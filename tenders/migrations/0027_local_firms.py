"""Local firms register themselves; who was invited in a private procedure is known to who invited, and who watches.

Anybody may put himself forward, and reads nothing back: a link in a mail leads to his own entry. A firm that was
confirmed is there for the authorities of its region. Of that a link changes only what no one has to check again.
"""

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
from organisations.choices import AUTHORITY_KINDS, CONTRACTOR_KINDS, Purpose
from organisations.row_security import (
    CONTEXT,
    LINK,
    ORGANISATION,
    PUBLIC_REGION,
    REGIONS,
    USER,
    WRITING_MEMBER,
    Protect,
    audience,
    of_parent,
    system,
)

_AUTHORITIES = ", ".join(f"'{one}'" for one in sorted(AUTHORITY_KINDS))
_CONTRACTORS = ", ".join(f"'{one}'" for one in sorted(CONTRACTOR_KINDS))

#: Those who buy. One question for the whole statement.
IS_AUTHORITY = f"(SELECT kind IN ({_AUTHORITIES}) FROM organisations_organisation WHERE id = {ORGANISATION})"  # noqa: S608 - our own words
PROVEN = "(email_confirmed_at IS NOT NULL OR made_by_id IS NOT NULL)"
COORDINATION = audience("coordination_point")
BY_LINK = f"{CONTEXT} = 'link' AND token_hash = {LINK}"
READS_FIRM = [
    COORDINATION,
    f"state = 'confirmed' AND region_id = ANY ({REGIONS}) AND {IS_AUTHORITY}",
    f"organisation_id = {ORGANISATION} AND region_id = ANY ({REGIONS}) AND {PROVEN}",
    BY_LINK,
    system(Purpose.UPKEEP),
]
#: A person who puts himself forward has proven nothing yet, and nobody decided.
PUTS_FORWARD = f"""{CONTEXT} = 'public' AND region_id = {PUBLIC_REGION} AND state = 'submitted' AND token_hash <> ''
    AND email_confirmed_at IS NULL AND made_by_id IS NULL AND decided_by_id IS NULL AND decided_at IS NULL"""
WRITES_FIRM = [f"{WRITING_MEMBER} AND {COORDINATION}", BY_LINK, system(Purpose.UPKEEP)]

READS_INVITATION = [f"authority_id = {ORGANISATION}", COORDINATION, audience("programme_bureau")]
WRITES_INVITATION = f"{WRITING_MEMBER} AND (authority_id = {ORGANISATION} OR {COORDINATION})"

FUNCTIONS = f"""
-- Which organisation of the portal a firm is follows from its KVK number. By a link nobody decides about himself, and
-- what was checked is checked again. Floods are refused: so many unproven entries of a region in an hour, so many for
-- one address in a day.
CREATE FUNCTION tenders_keep_local_firm() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    context constant text := nullif(current_setting('app.context', true), '');
    free constant text[] := ARRAY['does', 'cpv_codes', 'occupation_codes', 'website', 'contact_name', 'contact_email',
                                  'contact_phone', 'looked_at', 'email_confirmed_at', 'state', 'organisation_id'];
    checked constant text[] := ARRAY['name', 'municipality', 'place', 'province', 'label', 'label_valid_until'];
BEGIN
    NEW.organisation_id := (
        SELECT o.id FROM organisations_organisation o JOIN organisations_organisationregion x ON x.organisation_id = o.id
         WHERE o.kvk = NEW.kvk AND x.region_id = NEW.region_id AND o.kind IN ({_CONTRACTORS})
         ORDER BY o.id LIMIT 1);
    IF context = 'public' THEN
        PERFORM pg_advisory_xact_lock(hashtextextended('local firms ' || NEW.region_id, 0));
        IF (SELECT count(*) FROM tenders_localfirm
             WHERE region_id = NEW.region_id AND email_confirmed_at IS NULL AND made_by_id IS NULL
               AND submitted_at > now() - interval '1 hour') >= 100 THEN
            RAISE EXCEPTION USING ERRCODE = 'FL001', MESSAGE = 'too many local firms in an hour';
        END IF;
        IF (SELECT count(*) FROM tenders_localfirm
             WHERE region_id = NEW.region_id AND lower(contact_email) = lower(NEW.contact_email)
               AND email_confirmed_at IS NULL AND made_by_id IS NULL
               AND submitted_at > now() - interval '1 day') >= 3 THEN
            RAISE EXCEPTION USING ERRCODE = 'FL002', MESSAGE = 'too many local firms for one address';
        END IF;
    ELSIF context = 'link' THEN
        IF OLD.state NOT IN ('submitted', 'confirmed') OR NEW.state NOT IN (OLD.state, 'submitted', 'withdrawn')
           OR (OLD.email_confirmed_at IS NOT NULL AND NEW.email_confirmed_at IS DISTINCT FROM OLD.email_confirmed_at)
           OR to_jsonb(NEW) - (free || checked) IS DISTINCT FROM to_jsonb(OLD) - (free || checked)
           OR (NEW.state = 'confirmed' AND to_jsonb(NEW) - free IS DISTINCT FROM to_jsonb(OLD) - free) THEN
            RAISE insufficient_privilege USING MESSAGE = 'a link changes what a firm says of itself';
        END IF;
    END IF;
    RETURN NEW;
END
$function$;
CREATE TRIGGER keep_local_firm BEFORE INSERT OR UPDATE ON tenders_localfirm
    FOR EACH ROW EXECUTE FUNCTION tenders_keep_local_firm();

-- Who never proved his address is forgotten, with what was kept of him.
CREATE FUNCTION tenders_drop_local_firm() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    DELETE FROM tenders_localfirmevent WHERE pgh_obj_id = OLD.id;
    RETURN OLD;
END
$function$;
CREATE TRIGGER drop_local_firm AFTER DELETE ON tenders_localfirm
    FOR EACH ROW EXECUTE FUNCTION tenders_drop_local_firm();

-- An invitation lies where its tender lies, is for a firm of that region, and stays as it was given: it is withdrawn.
CREATE FUNCTION tenders_keep_firm_invitation() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    t tenders_tender;
    withdrawal constant text[] := ARRAY['withdrawn_by_id', 'withdrawn_at', 'withdrawn_reason'];
BEGIN
    SELECT * INTO STRICT t FROM tenders_tender WHERE id = NEW.tender_id;
    NEW.region_id := t.region_id;
    NEW.authority_id := t.authority_id;
    IF NEW.firm_id IS NOT NULL
       AND NOT EXISTS (SELECT FROM tenders_localfirm f WHERE f.id = NEW.firm_id AND f.region_id = t.region_id) THEN
        RAISE insufficient_privilege USING MESSAGE = 'a firm is of the region of the tender';
    END IF;
    IF TG_OP = 'UPDATE' AND (OLD.withdrawn_at IS NOT NULL
       OR to_jsonb(NEW) - withdrawal IS DISTINCT FROM to_jsonb(OLD) - withdrawal) THEN
        RAISE insufficient_privilege USING MESSAGE = 'an invitation is only withdrawn';
    END IF;
    RETURN NEW;
END
$function$;
CREATE TRIGGER keep_firm_invitation BEFORE INSERT OR UPDATE ON tenders_firminvitation
    FOR EACH ROW EXECUTE FUNCTION tenders_keep_firm_invitation();

-- Whoever puts a firm forward without logging in chooses from the occupations of the region.
CREATE POLICY may_select_of_public_region ON organisations_occupation FOR SELECT TO "{settings.DATABASE_APP_ROLE}"
    USING (region_id = {PUBLIC_REGION});
"""  # noqa: S608 - our own words
DROP = """
DROP POLICY may_select_of_public_region ON organisations_occupation;
DROP FUNCTION tenders_keep_firm_invitation() CASCADE;
DROP FUNCTION tenders_drop_local_firm() CASCADE;
DROP FUNCTION tenders_keep_local_firm() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0018_centre_municipality"),
        ("tenders", "0026_the_calendar"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FirmInvitation",
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
                ("name", models.CharField(max_length=120, verbose_name="bedrijf")),
                ("kvk", models.CharField(blank=True, max_length=8, verbose_name="KVK-nummer")),
                ("place", models.CharField(blank=True, max_length=80, verbose_name="plaats")),
                (
                    "ring",
                    models.CharField(
                        choices=[
                            ("own", "Eigen gemeente"),
                            ("priority", "Voorrangsgebied"),
                            ("region", "Regio"),
                            ("north", "Noorden"),
                            ("elsewhere", "Elders"),
                        ],
                        max_length=9,
                        verbose_name="afstand",
                    ),
                ),
                ("is_suggested", models.BooleanField(default=False, verbose_name="voorgesteld")),
                ("invited_on", models.DateField(verbose_name="uitgenodigd op")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reden")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="vastgelegd")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="ingetrokken")),
                ("withdrawn_reason", models.CharField(blank=True, max_length=300, verbose_name="reden van intrekken")),
                (
                    "authority",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                    "tender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="firm_invitations",
                        to="tenders.tender",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "uitnodiging van een bedrijf",
                "verbose_name_plural": "uitnodigingen van bedrijven",
            },
        ),
        migrations.CreateModel(
            name="LocalFirm",
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
                ("name", models.CharField(max_length=120, verbose_name="naam")),
                (
                    "kvk",
                    models.CharField(
                        max_length=8,
                        validators=[
                            django.core.validators.RegexValidator("^\\d{8}$", "Een KVK-nummer heeft 8 cijfers.")
                        ],
                        verbose_name="KVK-nummer",
                    ),
                ),
                ("municipality", models.CharField(blank=True, max_length=6, verbose_name="gemeente")),
                ("place", models.CharField(blank=True, max_length=80, verbose_name="plaats")),
                (
                    "province",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("drenthe", "Drenthe"),
                            ("flevoland", "Flevoland"),
                            ("fryslan", "Fryslân"),
                            ("gelderland", "Gelderland"),
                            ("groningen", "Groningen"),
                            ("limburg", "Limburg"),
                            ("noord_brabant", "Noord-Brabant"),
                            ("noord_holland", "Noord-Holland"),
                            ("overijssel", "Overijssel"),
                            ("utrecht", "Utrecht"),
                            ("zeeland", "Zeeland"),
                            ("zuid_holland", "Zuid-Holland"),
                        ],
                        max_length=13,
                        verbose_name="provincie",
                    ),
                ),
                ("does", models.CharField(max_length=300, verbose_name="wat het bedrijf doet")),
                (
                    "cpv_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="CPV-codes",
                    ),
                ),
                (
                    "occupation_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="beroepen",
                    ),
                ),
                ("website", models.URLField(blank=True, verbose_name="website")),
                ("contact_name", models.CharField(blank=True, max_length=120, verbose_name="contactpersoon")),
                ("contact_email", models.EmailField(blank=True, max_length=254, verbose_name="e-mailadres")),
                ("contact_phone", models.CharField(blank=True, max_length=30, verbose_name="telefoonnummer")),
                (
                    "label",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("pso_aspirant", "PSO Aspirant"),
                            ("pso_1", "PSO trede 1"),
                            ("pso_2", "PSO trede 2"),
                            ("pso_3", "PSO trede 3"),
                            ("pso_30_plus", "PSO 30+"),
                            ("social_enterprise", "Code Sociale Ondernemingen"),
                        ],
                        max_length=17,
                        verbose_name="keurmerk",
                    ),
                ),
                (
                    "label_valid_until",
                    models.DateField(blank=True, null=True, verbose_name="keurmerk geldig tot en met"),
                ),
                ("label_reminded_of", models.DateField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("submitted", "Wacht op controle"),
                            ("confirmed", "In het register"),
                            ("rejected", "Afgewezen"),
                            ("withdrawn", "Uitgeschreven"),
                        ],
                        default="submitted",
                        max_length=9,
                        verbose_name="stand",
                    ),
                ),
                ("submitted_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="aangemeld")),
                (
                    "email_confirmed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="e-mailadres bevestigd"),
                ),
                ("looked_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="nagekeken")),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="besloten")),
                ("decided_reason", models.CharField(blank=True, max_length=300, verbose_name="reden")),
                ("token_hash", models.CharField(blank=True, max_length=64)),
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
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="local_firms",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="local_firms",
                        to="organisations.region",
                    ),
                ),
            ],
            options={
                "verbose_name": "lokaal bedrijf",
                "verbose_name_plural": "lokale bedrijven",
            },
        ),
        migrations.CreateModel(
            name="FirmInvitationEvent",
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
                ("name", models.CharField(max_length=120, verbose_name="bedrijf")),
                ("kvk", models.CharField(blank=True, max_length=8, verbose_name="KVK-nummer")),
                ("place", models.CharField(blank=True, max_length=80, verbose_name="plaats")),
                (
                    "ring",
                    models.CharField(
                        choices=[
                            ("own", "Eigen gemeente"),
                            ("priority", "Voorrangsgebied"),
                            ("region", "Regio"),
                            ("north", "Noorden"),
                            ("elsewhere", "Elders"),
                        ],
                        max_length=9,
                        verbose_name="afstand",
                    ),
                ),
                ("is_suggested", models.BooleanField(default=False, verbose_name="voorgesteld")),
                ("invited_on", models.DateField(verbose_name="uitgenodigd op")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reden")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="vastgelegd")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="ingetrokken")),
                ("withdrawn_reason", models.CharField(blank=True, max_length=300, verbose_name="reden van intrekken")),
                (
                    "authority",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
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
                        to="tenders.firminvitation",
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
                    "tender",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="tenders.tender",
                    ),
                ),
                (
                    "withdrawn_by",
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
                    "firm",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="tenders.localfirm",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="firminvitation",
            name="firm",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="invitations",
                to="tenders.localfirm",
            ),
        ),
        migrations.CreateModel(
            name="LocalFirmEvent",
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
                ("name", models.CharField(max_length=120, verbose_name="naam")),
                (
                    "kvk",
                    models.CharField(
                        max_length=8,
                        validators=[
                            django.core.validators.RegexValidator("^\\d{8}$", "Een KVK-nummer heeft 8 cijfers.")
                        ],
                        verbose_name="KVK-nummer",
                    ),
                ),
                ("municipality", models.CharField(blank=True, max_length=6, verbose_name="gemeente")),
                ("place", models.CharField(blank=True, max_length=80, verbose_name="plaats")),
                (
                    "province",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("drenthe", "Drenthe"),
                            ("flevoland", "Flevoland"),
                            ("fryslan", "Fryslân"),
                            ("gelderland", "Gelderland"),
                            ("groningen", "Groningen"),
                            ("limburg", "Limburg"),
                            ("noord_brabant", "Noord-Brabant"),
                            ("noord_holland", "Noord-Holland"),
                            ("overijssel", "Overijssel"),
                            ("utrecht", "Utrecht"),
                            ("zeeland", "Zeeland"),
                            ("zuid_holland", "Zuid-Holland"),
                        ],
                        max_length=13,
                        verbose_name="provincie",
                    ),
                ),
                ("does", models.CharField(max_length=300, verbose_name="wat het bedrijf doet")),
                (
                    "cpv_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="CPV-codes",
                    ),
                ),
                (
                    "occupation_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="beroepen",
                    ),
                ),
                ("website", models.URLField(blank=True, verbose_name="website")),
                (
                    "label",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("pso_aspirant", "PSO Aspirant"),
                            ("pso_1", "PSO trede 1"),
                            ("pso_2", "PSO trede 2"),
                            ("pso_3", "PSO trede 3"),
                            ("pso_30_plus", "PSO 30+"),
                            ("social_enterprise", "Code Sociale Ondernemingen"),
                        ],
                        max_length=17,
                        verbose_name="keurmerk",
                    ),
                ),
                (
                    "label_valid_until",
                    models.DateField(blank=True, null=True, verbose_name="keurmerk geldig tot en met"),
                ),
                ("label_reminded_of", models.DateField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("submitted", "Wacht op controle"),
                            ("confirmed", "In het register"),
                            ("rejected", "Afgewezen"),
                            ("withdrawn", "Uitgeschreven"),
                        ],
                        default="submitted",
                        max_length=9,
                        verbose_name="stand",
                    ),
                ),
                ("submitted_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="aangemeld")),
                (
                    "email_confirmed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="e-mailadres bevestigd"),
                ),
                ("looked_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="nagekeken")),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="besloten")),
                ("decided_reason", models.CharField(blank=True, max_length=300, verbose_name="reden")),
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
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
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
                        to="tenders.localfirm",
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
        migrations.AddIndex(
            model_name="localfirm",
            index=models.Index(fields=["region", "state", "name"], name="local_firm_in_order"),
        ),
        migrations.AddIndex(
            model_name="localfirm",
            index=django.contrib.postgres.indexes.GinIndex(fields=["cpv_codes"], name="local_firm_cpv"),
        ),
        migrations.AddConstraint(
            model_name="localfirm",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "confirmed")),
                fields=("region", "kvk"),
                name="local_firm_once_confirmed",
                violation_error_message="Er staat al een bedrijf met dit KVK-nummer in het register.",
            ),
        ),
        migrations.AddConstraint(
            model_name="localfirm",
            constraint=models.UniqueConstraint(
                condition=models.Q(("token_hash", ""), _negated=True),
                fields=("token_hash",),
                name="local_firm_link_unique",
            ),
        ),
        migrations.AddConstraint(
            model_name="localfirm",
            constraint=models.CheckConstraint(
                condition=models.Q(("kvk__regex", "^\\d{8}$")),
                name="local_firm_kvk_8_digits",
                violation_error_message="Een KVK-nummer heeft 8 cijfers.",
            ),
        ),
        migrations.AddConstraint(
            model_name="localfirm",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("municipality", ""), _negated=True),
                    models.Q(models.Q(("place", ""), _negated=True), models.Q(("province", ""), _negated=True)),
                    _connector="OR",
                ),
                name="local_firm_somewhere",
                violation_error_message="Kies een gemeente, of vul plaats en provincie in.",
            ),
        ),
        migrations.AddConstraint(
            model_name="localfirm",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("label", ""), ("label_valid_until", None)),
                    models.Q(models.Q(("label", ""), _negated=True), ("label_valid_until__isnull", False)),
                    _connector="OR",
                ),
                name="local_firm_label_until",
                violation_error_message="Vul in tot en met welke dag het keurmerk geldt.",
            ),
        ),
        migrations.AddConstraint(
            model_name="localfirm",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["confirmed", "rejected"]), _negated=True),
                    ("decided_at__isnull", False),
                    _connector="OR",
                ),
                name="local_firm_decided",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="localfirm",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tenders_localfirmevent" ("asked_at", "cpv_codes", "decided_at", "decided_by_id", "decided_reason", "does", "email_confirmed_at", "id", "kvk", "label", "label_reminded_of", "label_valid_until", "looked_at", "made_by_id", "municipality", "name", "occupation_codes", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "province", "region_id", "state", "submitted_at", "website") VALUES (NEW."asked_at", NEW."cpv_codes", NEW."decided_at", NEW."decided_by_id", NEW."decided_reason", NEW."does", NEW."email_confirmed_at", NEW."id", NEW."kvk", NEW."label", NEW."label_reminded_of", NEW."label_valid_until", NEW."looked_at", NEW."made_by_id", NEW."municipality", NEW."name", NEW."occupation_codes", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."place", NEW."province", NEW."region_id", NEW."state", NEW."submitted_at", NEW."website"); RETURN NULL;',
                    hash="435a9918191ce8ee19fad58068a4dbe35fedd1f2",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b79cb",
                    table="tenders_localfirm",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="localfirm",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."asked_at" IS DISTINCT FROM (NEW."asked_at") OR OLD."cpv_codes" IS DISTINCT FROM (NEW."cpv_codes") OR OLD."decided_at" IS DISTINCT FROM (NEW."decided_at") OR OLD."decided_by_id" IS DISTINCT FROM (NEW."decided_by_id") OR OLD."decided_reason" IS DISTINCT FROM (NEW."decided_reason") OR OLD."does" IS DISTINCT FROM (NEW."does") OR OLD."email_confirmed_at" IS DISTINCT FROM (NEW."email_confirmed_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kvk" IS DISTINCT FROM (NEW."kvk") OR OLD."label" IS DISTINCT FROM (NEW."label") OR OLD."label_reminded_of" IS DISTINCT FROM (NEW."label_reminded_of") OR OLD."label_valid_until" IS DISTINCT FROM (NEW."label_valid_until") OR OLD."looked_at" IS DISTINCT FROM (NEW."looked_at") OR OLD."made_by_id" IS DISTINCT FROM (NEW."made_by_id") OR OLD."municipality" IS DISTINCT FROM (NEW."municipality") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."occupation_codes" IS DISTINCT FROM (NEW."occupation_codes") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."place" IS DISTINCT FROM (NEW."place") OR OLD."province" IS DISTINCT FROM (NEW."province") OR OLD."region_id" IS DISTINCT FROM (NEW."region_id") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at") OR OLD."website" IS DISTINCT FROM (NEW."website"))',
                    func='INSERT INTO "tenders_localfirmevent" ("asked_at", "cpv_codes", "decided_at", "decided_by_id", "decided_reason", "does", "email_confirmed_at", "id", "kvk", "label", "label_reminded_of", "label_valid_until", "looked_at", "made_by_id", "municipality", "name", "occupation_codes", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "province", "region_id", "state", "submitted_at", "website") VALUES (NEW."asked_at", NEW."cpv_codes", NEW."decided_at", NEW."decided_by_id", NEW."decided_reason", NEW."does", NEW."email_confirmed_at", NEW."id", NEW."kvk", NEW."label", NEW."label_reminded_of", NEW."label_valid_until", NEW."looked_at", NEW."made_by_id", NEW."municipality", NEW."name", NEW."occupation_codes", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."place", NEW."province", NEW."region_id", NEW."state", NEW."submitted_at", NEW."website"); RETURN NULL;',
                    hash="1d63ac47c811b497cb07f813735ec5c6baf15aa1",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e27f8",
                    table="tenders_localfirm",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="firminvitation",
            index=models.Index(fields=["authority", "firm", "invited_on"], name="firm_last_invited"),
        ),
        migrations.AddConstraint(
            model_name="firminvitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("firm__isnull", False), ("withdrawn_at", None)),
                fields=("tender", "firm"),
                name="firm_invited_once",
                violation_error_message="Dit bedrijf is al uitgenodigd.",
            ),
        ),
        migrations.AddConstraint(
            model_name="firminvitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None), models.Q(("kvk", ""), _negated=True)),
                fields=("tender", "kvk"),
                name="firm_invited_once_by_kvk",
                violation_error_message="Dit bedrijf is al uitgenodigd.",
            ),
        ),
        migrations.AddConstraint(
            model_name="firminvitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdrawn_at", None), models.Q(("withdrawn_reason", ""), _negated=True), _connector="OR"
                ),
                name="firm_invitation_withdrawn_why",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="firminvitation",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tenders_firminvitationevent" ("authority_id", "firm_id", "id", "invited_on", "is_suggested", "kvk", "made_at", "made_by_id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "reason", "region_id", "ring", "tender_id", "withdrawn_at", "withdrawn_by_id", "withdrawn_reason") VALUES (NEW."authority_id", NEW."firm_id", NEW."id", NEW."invited_on", NEW."is_suggested", NEW."kvk", NEW."made_at", NEW."made_by_id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."place", NEW."reason", NEW."region_id", NEW."ring", NEW."tender_id", NEW."withdrawn_at", NEW."withdrawn_by_id", NEW."withdrawn_reason"); RETURN NULL;',
                    hash="5ac37eabc354b94e596312fde12ec2153c7c1857",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_7cb06",
                    table="tenders_firminvitation",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="firminvitation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "tenders_firminvitationevent" ("authority_id", "firm_id", "id", "invited_on", "is_suggested", "kvk", "made_at", "made_by_id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "reason", "region_id", "ring", "tender_id", "withdrawn_at", "withdrawn_by_id", "withdrawn_reason") VALUES (NEW."authority_id", NEW."firm_id", NEW."id", NEW."invited_on", NEW."is_suggested", NEW."kvk", NEW."made_at", NEW."made_by_id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."place", NEW."reason", NEW."region_id", NEW."ring", NEW."tender_id", NEW."withdrawn_at", NEW."withdrawn_by_id", NEW."withdrawn_reason"); RETURN NULL;',
                    hash="07db11f91b89947d65cb5f49c98d59cdda9c6c3f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ca7f1",
                    table="tenders_firminvitation",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(FUNCTIONS, DROP),
        Protect(
            "LocalFirm",
            select=READS_FIRM,
            insert=[PUTS_FORWARD, f"{WRITING_MEMBER} AND {COORDINATION} AND made_by_id = {USER}"],
            update=WRITES_FIRM,
            delete=[f"{system(Purpose.UPKEEP)} AND NOT {PROVEN}"],
        ),
        Protect(
            "LocalFirmEvent",
            select=[
                of_parent("pgh_obj_id", "tenders_localfirm", audience("coordination_point", region="parent.region_id"))
            ],
            insert=["true"],
        ),
        Protect(
            "FirmInvitation",
            select=READS_INVITATION,
            insert=[f"{WRITES_INVITATION} AND made_by_id = {USER}"],
            update=[WRITES_INVITATION],
        ),
        Protect("FirmInvitationEvent", select=[of_parent("pgh_obj_id", "tenders_firminvitation")], insert=["true"]),
    ]
