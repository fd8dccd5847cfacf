"""Whoever a company put to work sees what is stored of him, by a link that the coordination point makes.

The tables of lines stay shut for links: two functions answer what is his, at all companies where he is the same person,
without any amount and without a colleague's name. And documents of candidates are there once they were checked.
"""

import importlib

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import organisations.models.identifier
from organisations.choices import Purpose
from organisations.row_security import (
    CONTEXT,
    LINK,
    PUBLIC_REGION,
    WRITING_MEMBER,
    Protect,
    audience,
    system,
)

ROLE = settings.DATABASE_APP_ROLE
COORDINATES = audience("coordination_point")
OF_LINK = "person_id = ANY (ARRAY(SELECT placements_persons_of_link()))"

_BEFORE = importlib.import_module("placements.migrations.0043_own_page_reads").FUNCTIONS
_END = _BEFORE.index("$function$;", _BEFORE.index("placements_stored_of_link()")) + len("$function$;")
_STORED = _BEFORE[:_END].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
assert "r.state = 'accepted'" in _STORED  # noqa: S101 - what this migration mends


FUNCTIONS = (
    _STORED.replace("r.state = 'accepted'", "r.state = 'checked'")
    + """
-- All identities of the person of this link: the same one at every company of the region.
CREATE FUNCTION placements_persons_of_link() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    SELECT DISTINCT same.person_id
      FROM placements_personpage g
      JOIN placements_personkey own ON own.person_id = g.person_id
      JOIN placements_personkey same ON same.region_id = own.region_id AND same.key = own.key
     WHERE current_setting('app.context', true) = 'link'
       AND g.token_hash = nullif(current_setting('app.link', true), '')
       AND g.ended_at IS NULL AND g.expires_at > now()
$function$;

CREATE FUNCTION placements_person_stored_of_link() RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    WITH own AS (SELECT p.* FROM placements_deployedperson p WHERE p.id IN (SELECT placements_persons_of_link()))
    SELECT jsonb_build_object(
        'persons', (SELECT coalesce(jsonb_agg(jsonb_build_object(
            'name', p.name, 'birth_date', p.birth_date, 'since', p.created_at, 'company', o.name) ORDER BY p.created_at, p.id), '[]')
            FROM own p JOIN organisations_organisation o ON o.id = p.contractor_id),
        'lines', (SELECT coalesce(jsonb_agg(jsonb_build_object(
            'company', o.name, 'contract', c.title, 'authority', a.name, 'starts_on', d.starts_on, 'ends_on', d.ends_on,
            'hours_per_week', d.hours_per_week::text, 'permanent', d.permanent, 'block', b.label, 'status', d.status,
            'pseudonym', d.pseudonym, 'candidate', d.candidate_reference, 'informed', d.person_informed,
            'months', (SELECT coalesce(jsonb_agg(jsonb_build_object('month', h.month, 'hours', h.paid_hours::text)
                                                ORDER BY h.month), '[]')
                         FROM placements_hoursstatement h WHERE h.deployment_id = d.id AND h.reversed_at IS NULL),
            'evidence', (SELECT coalesce(jsonb_agg(jsonb_build_object(
                                'kind', e.kind, 'month', e.month, 'sent_at', e.uploaded_at) ORDER BY e.uploaded_at, e.id), '[]')
                           FROM placements_evidencefile e
                          WHERE e.deployment_id = d.id AND e.removed_at IS NULL AND e.expired_at IS NULL)
            ) ORDER BY d.starts_on, d.id), '[]')
            FROM placements_deployment d
            JOIN own p ON p.id = d.person_id
            JOIN organisations_organisation o ON o.id = d.contractor_id
            JOIN tenders_contract c ON c.id = d.contract_id
            JOIN organisations_organisation a ON a.id = c.authority_id
            JOIN tenders_block b ON b.id = d.block_id
           WHERE d.reversed_at IS NULL))
     WHERE EXISTS (SELECT FROM own)
$function$;

CREATE FUNCTION placements_person_readings_of_link() RETURNS TABLE (on_day date, organisation text, reason text, times bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    WITH own (id) AS (SELECT placements_persons_of_link()),
    seen (subject, id) AS (
        SELECT 'deployed_person', id FROM own
         UNION ALL
        SELECT kind.subject, e.id FROM placements_evidencefile e JOIN placements_deployment d ON d.id = e.deployment_id
          JOIN own ON own.id = d.person_id
         CROSS JOIN (VALUES ('evidence'), ('evidence_fetched')) kind (subject))
    SELECT (l.at AT TIME ZONE 'Europe/Amsterdam')::date, o.name::text, l.reason::text, count(*)
      FROM organisations_readlog l JOIN seen ON seen.id = l.subject_id AND seen.subject = l.subject
      JOIN organisations_organisation o ON o.id = l.organisation_id
     GROUP BY 1, 2, 3 ORDER BY 1 DESC, 2, 3
$function$;
REVOKE ALL ON FUNCTION placements_persons_of_link(), placements_person_stored_of_link(),
    placements_person_readings_of_link() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION placements_persons_of_link(), placements_person_stored_of_link(),
    placements_person_readings_of_link() TO "{role}";

CREATE FUNCTION placements_keep_person_page() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    SELECT p.region_id INTO STRICT NEW.region_id FROM placements_deployedperson p WHERE p.id = NEW.person_id;
    IF current_setting('app.context', true) = 'link'
       AND (to_jsonb(NEW) - ARRAY['opened_at', 'ended_at'] IS DISTINCT FROM to_jsonb(OLD) - ARRAY['opened_at', 'ended_at']
            OR (OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at)) THEN
        RAISE insufficient_privilege USING MESSAGE = 'a link is opened or ended';
    END IF;
    RETURN NEW;
END
$function$;
CREATE TRIGGER keep_person_page BEFORE INSERT OR UPDATE ON placements_personpage
    FOR EACH ROW EXECUTE FUNCTION placements_keep_person_page();

-- A request of a person is of his region. Floods are refused: so many in a region in an hour, so many of one.
CREATE FUNCTION placements_keep_person_request() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
BEGIN
    IF NEW.person_id IS NOT NULL THEN
        SELECT p.region_id INTO STRICT NEW.region_id FROM placements_deployedperson p WHERE p.id = NEW.person_id;
    END IF;
    IF current_setting('app.context', true) IN ('public', 'link') THEN
        PERFORM pg_advisory_xact_lock(hashtextextended('person requests ' || NEW.region_id, 0));
        IF (SELECT count(*) FROM placements_personrequest
             WHERE region_id = NEW.region_id AND asked_at > now() - interval '1 hour') >= 60 THEN
            RAISE EXCEPTION USING ERRCODE = 'FL001', MESSAGE = 'too many requests of persons in an hour';
        END IF;
        IF (SELECT count(*) FROM placements_personrequest
             WHERE region_id = NEW.region_id AND outcome = ''
               AND ((NEW.person_id IS NOT NULL AND person_id = NEW.person_id)
                    OR (NEW.person_id IS NULL AND lower(contact) = lower(NEW.contact)))) >= 3 THEN
            RAISE EXCEPTION USING ERRCODE = 'FL002', MESSAGE = 'too many requests of one person';
        END IF;
    END IF;
    RETURN NEW;
END
$function$;
CREATE TRIGGER keep_person_request BEFORE INSERT ON placements_personrequest
    FOR EACH ROW EXECUTE FUNCTION placements_keep_person_request();
""".replace("{role}", ROLE)
)
DROP = """
DROP FUNCTION placements_keep_person_request() CASCADE;
DROP FUNCTION placements_keep_person_page() CASCADE;
DROP FUNCTION placements_person_readings_of_link();
DROP FUNCTION placements_person_stored_of_link();
DROP FUNCTION placements_persons_of_link();
"""
FRESH = "outcome = '' AND answered_at IS NULL AND answered_by_id IS NULL"


def _id():
    return (
        "id",
        models.UUIDField(
            default=organisations.models.identifier.new_id, editable=False, primary_key=True, serialize=False
        ),
    )


def _user():
    return models.ForeignKey(
        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
    )


class Migration(migrations.Migration):
    dependencies = [
        ("placements", "0047_vacancy_was_open"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PersonRequest",
            fields=[
                _id(),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("page", "Wil zien wat er staat"),
                            ("correct", "Er klopt iets niet"),
                            ("erase", "Wil zijn gegevens laten wissen"),
                        ],
                        max_length=7,
                        verbose_name="wat",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="naam")),
                ("birth_date", models.DateField(blank=True, null=True, verbose_name="geboortedatum")),
                ("company", models.CharField(blank=True, max_length=200, verbose_name="bedrijf")),
                ("contact", models.CharField(blank=True, max_length=254, verbose_name="telefoon of mail")),
                ("said", models.CharField(blank=True, max_length=500, verbose_name="wat niet klopt")),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="gevraagd")),
                ("answer_by", models.DateField(verbose_name="antwoord voor of op")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("sent", "Link verstuurd"),
                            ("not_found", "Staat niet in het portaal"),
                            ("not_proven", "Niet bewezen wie het is"),
                            ("corrected", "Verbeterd"),
                            ("erased", "Gewist"),
                            ("kept", "Blijft zoals het is"),
                        ],
                        max_length=11,
                        verbose_name="uitkomst",
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="beantwoord")),
                ("answered_by", _user()),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="placements.deployedperson",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.region"
                    ),
                ),
            ],
            options={
                "verbose_name": "verzoek van een medewerker",
                "verbose_name_plural": "verzoeken van medewerkers",
                "indexes": [
                    models.Index(
                        condition=models.Q(("outcome", "")),
                        fields=["region", "answer_by"],
                        name="person_request_open",
                    ),
                    models.Index(fields=["region", "-asked_at"], name="person_request_newest"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(outcome="", answered_at__isnull=True)
                        | ~models.Q(outcome="") & models.Q(answered_at__isnull=False),
                        name="person_request_answered_has_moment",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonPage",
            fields=[
                _id(),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="gemaakt")),
                ("expires_at", models.DateTimeField(verbose_name="werkt tot")),
                (
                    "opened_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="voor het eerst geopend"),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="beëindigd")),
                ("made_by", _user()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pages",
                        to="placements.deployedperson",
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
                "verbose_name": "link van een medewerker",
                "verbose_name_plural": "links van medewerkers",
                "indexes": [models.Index(fields=["person", "-made_at"], name="person_page_of_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("made_at"))),
                        name="person_page_works_for_a_while",
                    )
                ],
            },
        ),
        migrations.RunSQL(FUNCTIONS, DROP),
        Protect(
            "PersonPage",
            select=[COORDINATES, f"{CONTEXT} = 'link' AND token_hash = {LINK}", system(Purpose.UPKEEP)],
            insert=[f"{WRITING_MEMBER} AND {COORDINATES}"],
            update=[f"{WRITING_MEMBER} AND {COORDINATES}", f"{CONTEXT} = 'link' AND token_hash = {LINK}"],
        ),
        Protect(
            "PersonRequest",
            select=[COORDINATES, system(Purpose.UPKEEP)],
            insert=[
                f"{CONTEXT} = 'public' AND region_id = {PUBLIC_REGION} AND kind = 'page' AND person_id IS NULL AND {FRESH}",
                f"{CONTEXT} = 'link' AND kind <> 'page' AND {OF_LINK} AND {FRESH}",
            ],
            update=[f"{WRITING_MEMBER} AND {COORDINATES}"],
        ),
    ]
