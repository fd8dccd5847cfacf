"""Registration: what a temp agency agreed to, who may be in the register twice, and two files that become one.

Whoever registers somebody must not learn that he is known already. So the database looks for the same person itself
(``candidates_note_duplicates``), and only who works with both files reads what it found.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import organisations.models.identifier
from organisations.choices import Purpose
from organisations.row_security import (
    AUDIENCES,
    IS_MEMBER,
    ORGANISATION,
    USER,
    WRITING_MEMBER,
    Protect,
    of_parent,
    system,
)

FUNCTIONS = """
-- Files of the region that may be about these people, with what points to that, the surest sign first. All of them: so
-- only other functions call it.
CREATE FUNCTION candidates_alike(p_region uuid, p_names text[], p_births date[], p_phones text[], p_emails text[])
RETURNS TABLE (place bigint, candidate_id uuid, signs text[])
LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $function$
    SELECT p.place, h.candidate_id, s.signs
      FROM unnest(p_names, p_births, p_phones, p_emails) WITH ORDINALITY p(name, birth, phone, email, place)
      JOIN LATERAL (
          SELECT n.* FROM candidates_candidateidentity n
           WHERE n.region_id = p_region AND p.name <> '' AND n.normalised_name % p.name
           UNION
          SELECT n.* FROM candidates_candidateidentity n
           WHERE n.region_id = p_region AND p.phone <> '' AND n.normalised_phone = p.phone
           UNION
          SELECT n.* FROM candidates_candidateidentity n
           WHERE n.region_id = p_region AND p.email <> '' AND lower(n.email) = p.email
      ) h ON true
      JOIN candidates_candidate o ON o.id = h.candidate_id AND o.merged_into_id IS NULL
      JOIN LATERAL (SELECT array_remove(ARRAY[
          CASE WHEN p.name = h.normalised_name AND p.birth = h.birth_date THEN 'name_birth' END,
          CASE WHEN p.email <> '' AND p.email = lower(h.email) THEN 'email' END,
          CASE WHEN p.phone <> '' AND p.phone = h.normalised_phone THEN 'phone' END,
          CASE WHEN p.name = h.normalised_name AND (p.birth = h.birth_date) IS NULL THEN 'name' END,
          CASE WHEN p.name <> h.normalised_name AND coalesce(p.birth = h.birth_date, true)
                AND similarity(p.name, h.normalised_name) >= CASE WHEN p.birth = h.birth_date THEN 0.5 ELSE 0.7 END
               THEN 'similar' END], NULL) AS signs) s ON s.signs <> '{}'
$function$;

-- The same for people who are being registered, among the files that the member may see.
CREATE FUNCTION candidates_alike_seen(p_region uuid, p_names text[], p_births date[], p_phones text[], p_emails text[])
RETURNS TABLE (place bigint, candidate_id uuid, signs text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    SELECT a.place, a.candidate_id, a.signs
      FROM candidates_alike(p_region, ARRAY(SELECT lower(unaccent(one.name))
                                              FROM unnest(p_names) WITH ORDINALITY one(name, place)
                                             ORDER BY one.place), p_births, p_phones, p_emails) a
      JOIN candidates_candidate c ON c.id = a.candidate_id
     WHERE c.visible_to && nullif(current_setting('app.audiences', true), '')::text[]
     ORDER BY a.place, array_position(ARRAY['name_birth', 'email', 'phone', 'name', 'similar'], a.signs[1]), c.id
$function$;

-- Pairs of files in one region that may be about one person, of which the caller sees one: kept to be looked at by who
-- works with both, with a task for the coordination point. Tells the caller nothing.
CREATE FUNCTION candidates_note_duplicates(p_candidates uuid[], p_due date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    found record;
    pair_id uuid;
BEGIN
    FOR found IN
        SELECT DISTINCT ON (least(c.id, a.candidate_id), greatest(c.id, a.candidate_id))
               c.region_id, c.id AS newer, least(c.id, a.candidate_id) AS one,
               greatest(c.id, a.candidate_id) AS other, a.signs
          FROM candidates_candidate c
          JOIN candidates_candidateidentity i ON i.candidate_id = c.id
         CROSS JOIN LATERAL candidates_alike(c.region_id, ARRAY[i.normalised_name::text], ARRAY[i.birth_date],
                                             ARRAY[i.normalised_phone::text], ARRAY[lower(i.email)]) a
         WHERE c.id = ANY (p_candidates) AND c.merged_into_id IS NULL AND a.candidate_id <> c.id
           AND (c.visible_to && nullif(current_setting('app.audiences', true), '')::text[]
                OR c.region_id = nullif(current_setting('app.system_region', true), '')::uuid)
         ORDER BY least(c.id, a.candidate_id), greatest(c.id, a.candidate_id)
    LOOP
        INSERT INTO candidates_possibleduplicate (id, region_id, one_id, other_id, signs, found_at, decision)
        VALUES (gen_random_uuid(), found.region_id, found.one, found.other, found.signs, now(), '')
        ON CONFLICT (one_id, other_id) DO NOTHING
        RETURNING id INTO pair_id;
        CONTINUE WHEN pair_id IS NULL;
        INSERT INTO candidates_candidatetask (id, region_id, candidate_id, kind, what, due_on, organisation_id,
                                              origin, made_at, outcome)
        SELECT gen_random_uuid(), found.region_id, found.newer, 'duplicate',
               'Kijk of dit dezelfde persoon is als in een ander dossier', p_due, o.id,
               'duplicate:' || pair_id, now(), ''
          FROM organisations_organisation o
          JOIN organisations_organisationregion r ON r.organisation_id = o.id AND r.region_id = found.region_id
         WHERE o.kind = 'coordination_point'
         ORDER BY o.id LIMIT 1;
    END LOOP;
END
$function$;

-- Whether the member who asks works with both files, and may write.
CREATE FUNCTION candidates_works_with(p_one uuid, p_other uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    SELECT coalesce(current_setting('app.may_write', true) = 'on' AND count(*) = 2, false)
      FROM candidates_candidate c
     WHERE c.id IN (p_one, p_other)
       AND c.worked_by && nullif(current_setting('app.audiences', true), '')::text[]
$function$;

-- What belongs to the file that goes moves to the one that stays: every row of every table that refers to it, so that
-- no table can be forgotten. What cannot be there twice stays where it is, and is counted.
CREATE FUNCTION candidates_carry_merge(p_merge uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    m candidates_candidatemerge;
    child record;
    row_id uuid;
    ids jsonb;
    gone_along jsonb := '{}';
    stayed integer := 0;
BEGIN
    SELECT * INTO STRICT m FROM candidates_candidatemerge
     WHERE id = p_merge AND undone_at IS NULL AND moved = '{}' FOR UPDATE;
    IF NOT candidates_works_with(m.kept_id, m.gone_id) THEN
        RAISE insufficient_privilege USING MESSAGE = 'who merges works with both files';
    END IF;
    FOR child IN
        SELECT k.conrelid::regclass::text AS name, a.attname AS field
          FROM pg_constraint k
          JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
         WHERE k.confrelid = 'candidates_candidate'::regclass AND k.contype = 'f'
           AND k.conrelid NOT IN ('candidates_candidate'::regclass, 'candidates_candidateidentity'::regclass,
                                  'candidates_candidatemerge'::regclass, 'candidates_possibleduplicate'::regclass)
         ORDER BY 1, 2
    LOOP
        ids := '[]';
        FOR row_id IN EXECUTE format('SELECT id FROM %s WHERE %I = $1 ORDER BY id FOR UPDATE', child.name, child.field)
                      USING m.gone_id
        LOOP
            BEGIN
                EXECUTE format('UPDATE %s SET %I = $1 WHERE id = $2', child.name, child.field)
                  USING m.kept_id, row_id;
                ids := ids || to_jsonb(row_id);
            EXCEPTION WHEN unique_violation OR exclusion_violation OR check_violation THEN
                stayed := stayed + 1;
            END;
        END LOOP;
        IF ids <> '[]' THEN
            gone_along := gone_along || jsonb_build_object(child.name || '.' || child.field, ids);
        END IF;
    END LOOP;
    UPDATE candidates_candidatemerge SET moved = gone_along, "left" = stayed WHERE id = p_merge;
    UPDATE candidates_candidatetask t SET done_at = m.merged_at, done_by_id = m.merged_by_id
      FROM candidates_possibleduplicate p
     WHERE p.decision = '' AND m.kept_id IN (p.one_id, p.other_id) AND m.gone_id IN (p.one_id, p.other_id)
       AND t.origin = 'duplicate:' || p.id AND t.done_at IS NULL;
    UPDATE candidates_possibleduplicate p
       SET decision = 'merged', decided_at = m.merged_at, decided_by_id = m.merged_by_id
     WHERE p.decision = '' AND m.kept_id IN (p.one_id, p.other_id) AND m.gone_id IN (p.one_id, p.other_id);
END
$function$;

-- Back to two files: what went along and is still there returns. Later rows stay with the file they were made in.
CREATE FUNCTION candidates_undo_merge(p_merge uuid, p_reason text, p_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    m candidates_candidatemerge;
    place text;
    ids jsonb;
BEGIN
    SELECT * INTO STRICT m FROM candidates_candidatemerge WHERE id = p_merge AND undone_at IS NULL FOR UPDATE;
    IF NOT candidates_works_with(m.kept_id, m.gone_id) THEN
        RAISE insufficient_privilege USING MESSAGE = 'who undoes a merge works with both files';
    END IF;
    FOR place, ids IN SELECT * FROM jsonb_each(m.moved) LOOP
        EXECUTE format('UPDATE %s SET %I = $1 WHERE %I = $2 AND id IN (SELECT one::uuid FROM jsonb_array_elements_text($3) one)',
                       split_part(place, '.', 1)::regclass, split_part(place, '.', 2), split_part(place, '.', 2))
          USING m.gone_id, m.kept_id, ids;
    END LOOP;
    UPDATE candidates_candidatemerge
       SET undone_at = p_at, undone_reason = p_reason,
           undone_by_id = nullif(current_setting('app.user', true), '')::uuid
     WHERE id = p_merge;
    -- Whoever undid it says by that that they are two.
    UPDATE candidates_possibleduplicate p
       SET decision = 'different', decided_at = p_at, decided_by_id = nullif(current_setting('app.user', true), '')::uuid
     WHERE m.kept_id IN (p.one_id, p.other_id) AND m.gone_id IN (p.one_id, p.other_id);
END
$function$;
REVOKE ALL ON FUNCTION candidates_alike(uuid, text[], date[], text[], text[]),
    candidates_alike_seen(uuid, text[], date[], text[], text[]), candidates_note_duplicates(uuid[], date),
    candidates_works_with(uuid, uuid), candidates_carry_merge(uuid),
    candidates_undo_merge(uuid, text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION candidates_alike_seen(uuid, text[], date[], text[], text[]),
    candidates_note_duplicates(uuid[], date), candidates_carry_merge(uuid),
    candidates_undo_merge(uuid, text, timestamptz) TO {role};
"""
DROP = """
DROP FUNCTION candidates_undo_merge(uuid, text, timestamptz);
DROP FUNCTION candidates_carry_merge(uuid);
DROP FUNCTION candidates_works_with(uuid, uuid);
DROP FUNCTION candidates_note_duplicates(uuid[], date);
DROP FUNCTION candidates_alike_seen(uuid, text[], date[], text[], text[]);
DROP FUNCTION candidates_alike(uuid, text[], date[], text[], text[]);
"""


def lay_functions(apps, schema_editor):  # noqa: ARG001 - the signature of Django
    role = schema_editor.quote_name(settings.DATABASE_APP_ROLE)
    schema_editor.execute(FUNCTIONS.replace("{role}", role), params=None)


def drop_functions(apps, schema_editor):  # noqa: ARG001 - the signature of Django
    schema_editor.execute(DROP, params=None)


SEEN = of_parent("candidate_id", "candidates_candidate", f"parent.visible_to && {AUDIENCES}")
ENTERED = of_parent(
    "candidate_id",
    "candidates_candidate",
    f"(parent.registrant_organisation_id = {ORGANISATION} AND parent.visible_to && {AUDIENCES})"
    f" OR parent.worked_by && {AUDIENCES}",
)


def both(one: str, other: str) -> str:
    """Who works with both files."""
    works = f"parent.worked_by && {AUDIENCES}"
    return f"{of_parent(one, 'candidates_candidate', works)} AND {of_parent(other, 'candidates_candidate', works)}"


OF_PAIR = both("one_id", "other_id")
OF_MERGE = both("kept_id", "gone_id")

MERGES = (
    f"{WRITING_MEMBER} AND {OF_MERGE} AND organisation_id = {ORGANISATION} AND merged_by_id = {USER}"
    " AND moved = '{}'::jsonb AND undone_at IS NULL"
)


class Migration(migrations.Migration):
    dependencies = [
        ("candidates", "0005_training"),
        ("organisations", "0012_occupations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AgencyConditions",
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
                ("consulted_on", models.DateField(verbose_name="overlegd op")),
                ("consulted_with", models.CharField(max_length=120, verbose_name="overlegd met")),
                (
                    "half_year_contract",
                    models.BooleanField(verbose_name="garandeert daarna een contract van een half jaar"),
                ),
                ("no_temp_contract", models.BooleanField(verbose_name="dat contract is geen uitzendbeding")),
                (
                    "training_contribution",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="bijdrage aan de scholing"
                    ),
                ),
                (
                    "no_contribution_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="waarom nu geen bijdrage"),
                ),
                ("answered_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "answered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "candidate",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agency_conditions",
                        to="candidates.candidate",
                    ),
                ),
                (
                    "organisation",
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
            ],
            options={
                "verbose_name": "voorwaarden van een uitzendbureau",
                "verbose_name_plural": "voorwaarden van uitzendbureaus",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("half_year_contract", True), ("no_temp_contract", True)),
                        name="agency_guarantees",
                        violation_error_message="Zonder deze twee toezeggingen kan een uitzendbureau niemand aanmelden.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("no_contribution_reason", ""), ("training_contribution__gt", 0)),
                            models.Q(
                                ("training_contribution__isnull", True),
                                models.Q(("no_contribution_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="agency_contribution_or_reason",
                        violation_error_message="Vul een bedrag in, of waarom het nu niet kan.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CandidateMerge",
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
                ("reason", models.CharField(max_length=300, verbose_name="reden")),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
                ("moved", models.JSONField(default=dict)),
                ("left", models.PositiveIntegerField(default=0)),
                ("merged_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="samengevoegd")),
                ("undone_at", models.DateTimeField(null=True, verbose_name="teruggedraaid")),
                (
                    "undone_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="reden van het terugdraaien"),
                ),
                (
                    "gone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="candidates.candidate"
                    ),
                ),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="candidates.candidate"
                    ),
                ),
                (
                    "merged_by",
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
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.region"
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "samenvoeging van twee dossiers",
                "verbose_name_plural": "samenvoegingen van twee dossiers",
                "indexes": [models.Index(fields=["region", "-merged_at"], name="candidate_merge_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kept", models.F("gone")), _negated=True), name="candidate_merge_of_two"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at__isnull", True)),
                        fields=("gone",),
                        name="candidate_merge_stands_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undone_at__isnull", True), ("undone_by__isnull", True), ("undone_reason", "")),
                            models.Q(
                                ("undone_at__isnull", False),
                                ("undone_by__isnull", False),
                                models.Q(("undone_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="candidate_merge_undone_with_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PossibleDuplicate",
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
                    "signs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("name_birth", "Zelfde naam en geboortedatum"),
                                ("email", "Zelfde e-mailadres"),
                                ("phone", "Zelfde telefoonnummer"),
                                ("name", "Zelfde naam"),
                                ("similar", "Naam die erop lijkt"),
                            ],
                            max_length=10,
                        ),
                        size=None,
                    ),
                ),
                ("found_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="gevonden")),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[("merged", "Samengevoegd"), ("different", "Twee verschillende mensen")],
                        max_length=9,
                        verbose_name="besluit",
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
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
                    "one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="candidates.candidate"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="candidates.candidate"
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
                "verbose_name": "misschien dubbel",
                "verbose_name_plural": "misschien dubbel",
                "indexes": [
                    models.Index(
                        condition=models.Q(("decision", "")),
                        fields=["region", "found_at"],
                        name="possible_duplicate_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("one", "other"), name="possible_duplicate_once"),
                    models.CheckConstraint(
                        condition=models.Q(("one__lt", models.F("other"))), name="possible_duplicate_of_two"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decision", "")),
                            models.Q(models.Q(("decision", ""), _negated=True), ("decided_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="possible_duplicate_decided_has_moment",
                    ),
                ],
            },
        ),
        migrations.RunPython(lay_functions, drop_functions),
        Protect(
            "AgencyConditions",
            select=[f"{IS_MEMBER} AND {SEEN}", system(Purpose.UPKEEP)],
            insert=[f"{WRITING_MEMBER} AND {ENTERED} AND organisation_id = {ORGANISATION} AND answered_by_id = {USER}"],
        ),
        Protect(
            "PossibleDuplicate",
            select=[f"{IS_MEMBER} AND {OF_PAIR}", system(Purpose.UPKEEP)],
            update=[f"{WRITING_MEMBER} AND {OF_PAIR}"],
        ),
        Protect(
            "CandidateMerge",
            select=[f"{IS_MEMBER} AND {OF_MERGE}", system(Purpose.UPKEEP)],
            insert=[MERGES],
        ),
    ]
