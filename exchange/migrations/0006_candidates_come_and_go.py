"""Candidates, training and placements come with a package and go when it is undone, and so does what history kept of them."""

from django.db import migrations, models

REMOVE = """
CREATE OR REPLACE FUNCTION exchange_remove_imported(p_job uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    contracts uuid[];
    persons uuid[];
    one text;
BEGIN
    IF NOT exchange_is_undoing(p_job) THEN
        RAISE insufficient_privilege USING MESSAGE = 'only an import that is being undone';
    END IF;
    contracts := ARRAY(SELECT r.row_id FROM exchange_importedrow r
                        WHERE r.job_id = p_job AND r.made AND r.table_name = 'tenders_contract');
    persons := ARRAY(SELECT r.row_id FROM exchange_importedrow r
                      WHERE r.job_id = p_job AND r.made AND r.table_name = 'placements_deployedperson');
    -- What the portal proposed by itself about a line that goes: nobody decided on it.
    DELETE FROM placements_yearline y USING exchange_importedrow r
     WHERE r.job_id = p_job AND r.made AND r.table_name = 'placements_deployment' AND y.deployment_id = r.row_id
       AND y.status = 'concept'
       AND NOT EXISTS (SELECT FROM placements_transition t WHERE t.year_line_id = y.id);
    -- Children before parents.
    FOREACH one IN ARRAY ARRAY[
        'placements_yearline', 'placements_hoursstatement', 'placements_contribution', 'placements_deployment',
        'placements_deployedperson', 'placements_followup', 'placements_placementterm', 'placements_placement',
        'candidates_enrolment', 'candidates_trainingprogramme', 'candidates_candidatestep',
        'candidates_candidateidentity', 'candidates_candidate', 'tenders_contractversion', 'tenders_contract', 'tenders_block', 'tenders_tariff',
        'organisations_organisationregion', 'organisations_organisation'
    ] LOOP
        IF one = 'placements_deployedperson' THEN
            DELETE FROM placements_personkey k WHERE k.person_id = ANY (persons);
        ELSIF one = 'placements_placement' THEN
            -- What the portal keeps ready to ask about a placement that goes: nobody was asked yet.
            DELETE FROM placements_followup f USING exchange_importedrow r
             WHERE r.job_id = p_job AND r.made AND r.table_name = one AND f.placement_id = r.row_id;
        ELSIF one = 'tenders_contract' THEN
            DELETE FROM tenders_readmark m WHERE m.contract_id = ANY (contracts);
            DELETE FROM tenders_notice n WHERE n.contract_id = ANY (contracts);
            DELETE FROM placements_reminder m WHERE m.contract_id = ANY (contracts);
            DELETE FROM tenders_partytotals t WHERE t.contract_id = ANY (contracts);
            DELETE FROM tenders_contractband b WHERE b.contract_id = ANY (contracts);
            DELETE FROM tenders_contracttotals t WHERE t.contract_id = ANY (contracts);
        END IF;
        EXECUTE format(
            'DELETE FROM %I x USING exchange_importedrow r'
            ' WHERE r.job_id = $1 AND r.made AND r.table_name = %L AND x.id = r.row_id', one, one
        ) USING p_job;
    END LOOP;
    -- Who somebody is does not stay behind in the history of a row that is gone.
    FOREACH one IN ARRAY ARRAY[
        'candidates_candidate', 'candidates_candidateidentity', 'candidates_enrolment', 'placements_placement',
        'placements_followup'
    ] LOOP
        EXECUTE format(
            'DELETE FROM %I x USING exchange_importedrow r'
            ' WHERE r.job_id = $1 AND r.made AND r.table_name = %L AND x.pgh_obj_id = r.row_id', one || 'event', one
        ) USING p_job;
    END LOOP;
END
$function$;

-- As in 0005, but for questions about a placement that nobody was asked yet.
CREATE OR REPLACE FUNCTION exchange_hanging_on(p_job uuid)
RETURNS TABLE (made_table text, row_id uuid, hanging_table text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
DECLARE
    link record;
BEGIN
    IF NOT exchange_is_undoing(p_job) THEN
        RAISE insufficient_privilege USING MESSAGE = 'only an import that is being undone';
    END IF;
    FOR link IN
        SELECT parent.relname::text AS parent, child.relname::text AS child,
               reference.attname::text AS reference, key.attname::text AS key
          FROM pg_constraint c
          JOIN pg_class parent ON parent.oid = c.confrelid
          JOIN pg_class child ON child.oid = c.conrelid
         CROSS JOIN LATERAL unnest(c.conkey, c.confkey) AS pair (child_column, parent_column)
          JOIN pg_attribute target ON target.attrelid = c.confrelid AND target.attnum = pair.parent_column
          JOIN pg_attribute reference ON reference.attrelid = c.conrelid AND reference.attnum = pair.child_column
          JOIN pg_index i ON i.indrelid = c.conrelid AND i.indisprimary
          JOIN pg_attribute key ON key.attrelid = c.conrelid AND key.attnum = i.indkey[0]
         WHERE c.contype = 'f' AND target.attname = 'id'
           AND parent.relnamespace = 'public'::regnamespace
           AND parent.relname IN (SELECT r.table_name FROM exchange_importedrow r WHERE r.job_id = p_job AND r.made)
           AND child.relname <> ALL (exchange_kept_by_triggers())
    LOOP
        RETURN QUERY EXECUTE format(
            'SELECT %L::text, x.%I, %L::text FROM %I x'
            ' WHERE x.%I IN (SELECT r.row_id FROM exchange_importedrow r'
            '                 WHERE r.job_id = $1 AND r.made AND r.table_name = %L)'
            '   AND x.%I::text NOT IN (SELECT r.row_id::text FROM exchange_importedrow r'
            '                           WHERE r.job_id = $1 AND r.made AND r.table_name = %L)'
            '   AND %s GROUP BY 2',
            link.parent, link.reference, link.child, link.child,
            link.reference, link.parent, link.key, link.child,
            CASE link.child
                 WHEN 'placements_yearline'
                 THEN '(x.status <> ''concept'' OR EXISTS (SELECT FROM placements_transition t WHERE t.year_line_id = x.id))'
                 WHEN 'placements_followup'
                 THEN '(x.at_work IS NOT NULL'
                      ' OR EXISTS (SELECT FROM placements_followupquestion q WHERE q.follow_up_id = x.id))'
                 ELSE 'true' END
        ) USING p_job;
    END LOOP;
END
$function$;
"""

TABLES = [
    ("organisations_organisation", "organisatie"),
    ("organisations_organisationregion", "organisatie in de regio"),
    ("tenders_tariff", "tariefversie"),
    ("tenders_block", "bouwblok"),
    ("tenders_contract", "contract"),
    ("tenders_contractversion", "versie van een contract"),
    ("candidates_candidate", "kandidaat"),
    ("candidates_candidateidentity", "persoonsgegevens van kandidaat"),
    ("candidates_candidatestep", "stap van een kandidaat"),
    ("candidates_trainingprogramme", "scholing"),
    ("candidates_enrolment", "deelname aan scholing"),
    ("placements_placement", "plaatsing"),
    ("placements_placementterm", "afgesproken einde van een plaatsing"),
    ("placements_followup", "nazorg"),
    ("placements_deployedperson", "persoon"),
    ("placements_deployment", "inzet"),
    ("placements_hoursstatement", "maand met uren"),
    ("placements_yearline", "jaarregel"),
    ("placements_contribution", "andere invulling"),
]


def functions(apps, schema_editor):
    schema_editor.execute(REMOVE, params=None)  # the body has percent signs of its own


class Migration(migrations.Migration):
    dependencies = [
        ("candidates", "0005_training"),
        ("exchange", "0005_year_lines"),
        ("placements", "0027_follow_ups"),
    ]

    operations = [
        migrations.AlterField("importedrow", "table_name", models.CharField(choices=TABLES, max_length=40)),
        migrations.RunPython(functions),
    ]
