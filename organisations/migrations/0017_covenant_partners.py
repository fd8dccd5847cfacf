"""Who acts for a covenant partner, or for the ministry of a region, is an audience of that region."""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("organisations.migrations.0005_enter_as_verifier").ENTER
ENTERED = "CREATE OR REPLACE FUNCTION " + BEFORE.split("CREATE FUNCTION ")[1].split("REVOKE ALL")[0]
REPLACEMENTS = (
    (
        "'werkplein_label', r.werkplein_label)",
        "'werkplein_label', r.werkplein_label, 'covenant_partner', x.covenant_partner)",
    ),
    (
        "array_agg(r.id) AS region_ids,",
        "array_agg(r.id) AS region_ids, array_agg(r.id) FILTER (WHERE x.covenant_partner) AS covenant_ids,",
    ),
    (
        "coalesce(acts.region_ids, '{}'::uuid[]) AS region_ids,",
        "coalesce(acts.region_ids, '{}'::uuid[]) AS region_ids, coalesce(acts.covenant_ids, '{}'::uuid[]) AS covenant_ids,",
    ),
    (
        "member.kind IN ('coordination_point', 'programme_bureau')",
        "member.kind IN ('coordination_point', 'programme_bureau', 'ministry')",
    ),
    (
        "|| CASE WHEN member.verifies_own",
        "|| ARRAY(SELECT 'r:' || one || ':covenant' FROM unnest(member.covenant_ids) AS one) || CASE WHEN member.verifies_own",
    ),
)


def entered_now():
    text = ENTERED
    for old, new in REPLACEMENTS:
        if text.count(old) != 1:
            raise ValueError(old)
        text = text.replace(old, new)
    return text


class Migration(migrations.Migration):
    dependencies = [("organisations", "0016_read_log_in_order")]

    operations = [migrations.RunSQL([entered_now()], [ENTERED])]
