"""Who registers without logging in says yes to a text and sends a CV; his own link keeps what he tells.

Nothing of it is read back but by that link, and by who works the file.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import organisations.models.identifier
from organisations.choices import Purpose
from organisations.row_security import AUDIENCES, CONTEXT, IS_MEMBER, Protect, of_parent, system

ROLE = settings.DATABASE_APP_ROLE

OF_LINK = "(SELECT candidates_of_link())"
OF_PROVEN_LINK = "(SELECT candidates_of_proven_link())"
BY_LINK = f"{CONTEXT} = 'link' AND candidate_id = {OF_LINK}"
BY_PROVEN_LINK = f"{CONTEXT} = 'link' AND candidate_id = {OF_PROVEN_LINK}"
WORKED = of_parent("candidate_id", "candidates_candidate", f"parent.worked_by && {AUDIENCES}")

FUNCTIONS = """
CREATE TRIGGER region_of_file BEFORE INSERT OR UPDATE ON candidates_owncv
    FOR EACH ROW EXECUTE FUNCTION candidates_region_of_file();

-- One telephone or address stands for a few people a day: a family, or a school without a number of the pupil.
CREATE FUNCTION candidates_bound_open_registrations() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    i candidates_candidateidentity;
BEGIN
    SELECT c.region_id INTO STRICT NEW.region_id FROM candidates_candidate c WHERE c.id = NEW.candidate_id;
    IF current_setting('app.context', true) = 'link' THEN
        SELECT * INTO STRICT i FROM candidates_candidateidentity WHERE candidate_id = NEW.candidate_id;
        IF (SELECT count(*) FROM candidates_openregistration r
              JOIN candidates_candidateidentity o ON o.candidate_id = r.candidate_id
             WHERE r.region_id = NEW.region_id AND r.consented_at > now() - interval '1 day'
               AND ((i.normalised_phone <> '' AND o.normalised_phone = i.normalised_phone)
                    OR (i.email <> '' AND lower(o.email) = lower(i.email)))) >= 5 THEN
            RAISE EXCEPTION USING ERRCODE = 'FL002', MESSAGE = 'too many registrations for one telephone or address';
        END IF;
    END IF;
    RETURN NEW;
END
$function$;
CREATE TRIGGER bound_open_registrations BEFORE INSERT ON candidates_openregistration
    FOR EACH ROW EXECUTE FUNCTION candidates_bound_open_registrations();

-- Who calls a resident of this municipality: that one name is told to who registers without logging in.
CREATE FUNCTION candidates_werkplein_for(p_municipality text) RETURNS TABLE (id uuid, name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    SELECT o.id, o.name::text FROM candidates_werkpleinarea a JOIN organisations_organisation o ON o.id = a.werkplein_id
     WHERE a.municipality = p_municipality AND current_setting('app.context', true) = 'public'
       AND a.region_id::text = current_setting('app.public_region', true)
$function$;

-- Who helps the candidate of the link of this transaction: his Werkplein, or else the coordination point of the region.
CREATE FUNCTION candidates_helper_by_link() RETURNS TABLE (id uuid, name text, is_werkplein boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    SELECT o.id, o.name::text, o.kind = 'werkplein'
      FROM candidates_candidate c
      JOIN organisations_organisation o ON o.id = coalesce(c.werkplein_id, (
           SELECT p.id FROM organisations_organisation p
             JOIN organisations_organisationregion r ON r.organisation_id = p.id AND r.region_id = c.region_id
            WHERE p.kind = 'coordination_point' ORDER BY p.id LIMIT 1))
     WHERE c.id = candidates_of_link()
$function$;
REVOKE ALL ON FUNCTION candidates_werkplein_for(text), candidates_helper_by_link() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION candidates_werkplein_for(text), candidates_helper_by_link() TO "{role}";
""".replace("{role}", ROLE)
DROP = """
DROP FUNCTION candidates_helper_by_link();
DROP FUNCTION candidates_werkplein_for(text);
DROP FUNCTION candidates_bound_open_registrations() CASCADE;
DROP TRIGGER region_of_file ON candidates_owncv;
"""

#: Nothing about the check is the sender's to say.
FRESH = """organisation_id IS NULL AND uploaded_by_id IS NULL AND state = 'quarantined' AND checked_at IS NULL
    AND removed_at IS NULL AND media_type = '' AND kept_sha256 = ''"""
SENT_ONESELF = "uploaded_by_id IS NULL"


def of_file(where: str) -> str:
    return of_parent("document_id", "candidates_candidatedocument", where)


#: What a coach noted of somebody is read by a link that is proven to be his own, no other.
PROFILE_SEEN = f"({BY_LINK} AND saved_by_id IS NULL) OR ({BY_PROVEN_LINK})"
PROFILE_WRITTEN = f"{BY_LINK} AND saved_by_id IS NULL"

#: By table: name of the policy, verb, what must hold before, what after.
POLICIES = [
    (
        "candidates_agencyconditions",
        "may_insert_by_link",
        "insert",
        "",
        f"{BY_LINK} AND organisation_id IS NULL AND answered_by_id IS NULL",
    ),
    ("candidates_candidateprofile", "may_select_by_link", "select", PROFILE_SEEN, ""),
    ("candidates_candidateprofile", "may_update_by_link", "update", PROFILE_SEEN, PROFILE_WRITTEN),
    ("candidates_candidatedocument", "may_insert_by_link", "insert", "", f"{BY_LINK} AND {FRESH}"),
    (
        "candidates_candidatedocument",
        "may_select_by_link",
        "select",
        f"({BY_LINK} AND {SENT_ONESELF}) OR ({BY_PROVEN_LINK})",
        "",
    ),
    (
        "candidates_documentcontent",
        "may_insert_by_link",
        "insert",
        "",
        f"{CONTEXT} = 'link' AND " + of_file("parent.uploaded_by_id IS NULL AND parent.state = 'quarantined'"),
    ),
    (
        "candidates_documentcontent",
        "may_select_by_link",
        "select",
        f"{CONTEXT} = 'link' AND " + of_file(f"parent.candidate_id = {OF_PROVEN_LINK}"),
        "",
    ),
]
LIFT = """
DROP POLICY may_select_by_link ON candidates_candidateprofile;
DROP POLICY may_update_by_link ON candidates_candidateprofile;
"""


def policy(table: str, name: str, verb: str, before: str, after: str) -> str:
    using = f" USING ({before})" if before else ""
    check = f" WITH CHECK ({after})" if after else ""
    return f'CREATE POLICY {name} ON {table} FOR {verb.upper()} TO "{ROLE}"{using}{check};'


LAY = LIFT + "\n".join(policy(*one) for one in POLICIES)


def identifier():
    return models.UUIDField(
        default=organisations.models.identifier.new_id, editable=False, primary_key=True, serialize=False
    )


def of_candidate(name):
    return models.OneToOneField(
        on_delete=django.db.models.deletion.PROTECT, related_name=name, to="candidates.candidate"
    )


def of_region():
    return models.ForeignKey(
        editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.region"
    )


def nobody_of(model):
    return models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=model)


KINDS = [
    ("building", "Bouw"),
    ("engineering", "Techniek"),
    ("green", "Groen en buiten"),
    ("transport", "Vervoer en magazijn"),
    ("factory", "Fabriek"),
    ("cleaning", "Schoonmaak"),
    ("care", "Zorg"),
    ("kitchen", "Keuken en horeca"),
    ("shop", "Winkel"),
    ("office", "Kantoor"),
    ("unsure", "Ik weet het nog niet"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("candidates", "0022_own_page_row_security"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField("agencyconditions", "answered_by", nobody_of(settings.AUTH_USER_MODEL)),
        migrations.AlterField("agencyconditions", "organisation", nobody_of("organisations.organisation")),
        migrations.AlterField("candidatedocument", "organisation", nobody_of("organisations.organisation")),
        migrations.AlterField("candidatedocument", "uploaded_by", nobody_of(settings.AUTH_USER_MODEL)),
        migrations.CreateModel(
            name="OwnCv",
            fields=[
                ("id", identifier()),
                ("work", models.CharField(blank=True, max_length=800, verbose_name="werk dat u deed")),
                ("school", models.CharField(blank=True, max_length=500, verbose_name="school en cursussen")),
                ("good_at", models.CharField(blank=True, max_length=500, verbose_name="waar u goed in bent")),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="bewaard")),
                ("candidate", of_candidate("own_cv")),
                ("region", of_region()),
            ],
            options={"verbose_name": "antwoorden voor een cv", "verbose_name_plural": "antwoorden voor een cv"},
        ),
        migrations.CreateModel(
            name="OpenRegistration",
            fields=[
                ("id", identifier()),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(choices=KINDS, max_length=12),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="soort werk",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=60, verbose_name="woonplaats, zoals getypt")),
                ("consent", models.CharField(max_length=20, verbose_name="versie van de tekst")),
                ("consented_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="akkoord op")),
                ("by_name", models.CharField(blank=True, max_length=120, verbose_name="aangemeld door")),
                ("by_phone", models.CharField(blank=True, max_length=30, verbose_name="telefoon van de aanmelder")),
                (
                    "by_email",
                    models.EmailField(blank=True, max_length=254, verbose_name="e-mailadres van de aanmelder"),
                ),
                ("candidate", of_candidate("open_registration")),
                ("region", of_region()),
            ],
            options={
                "verbose_name": "aanmelding zonder inloggen",
                "verbose_name_plural": "aanmeldingen zonder inloggen",
                "indexes": [models.Index(fields=["region", "consented_at"], name="open_registration_newest")],
            },
        ),
        migrations.RunSQL(FUNCTIONS, DROP),
        Protect(
            "OpenRegistration",
            select=[f"{IS_MEMBER} AND {WORKED}", BY_LINK, system(Purpose.UPKEEP)],
            insert=[BY_LINK],
        ),
        Protect(
            "OwnCv",
            select=[f"{IS_MEMBER} AND {WORKED}", BY_LINK, system(Purpose.UPKEEP)],
            insert=[BY_LINK],
            update=[BY_LINK],
        ),
        migrations.RunSQL(LAY, migrations.RunSQL.noop),
    ]
