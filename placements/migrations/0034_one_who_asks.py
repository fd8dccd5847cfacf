"""The page behind a link names who takes the answer up, as the mail and the task for it do: by the coach, then by code."""

import importlib

from django.db import migrations

_before = importlib.import_module("placements.migrations.0033_no_name_to_authority")
_BY_NAME = """coalesce(w.name, (SELECT o.name FROM organisations_organisation o
                               JOIN organisations_organisationregion x ON x.organisation_id = o.id
                              WHERE x.region_id = f.region_id AND o.kind = 'coordination_point'
                              ORDER BY o.name LIMIT 1), ''),
"""
# As ``candidates.working.coaches.taken_up_by``.
_AS_THE_TASK = """coalesce((SELECT o.name FROM organisations_organisation o
                       LEFT JOIN organisations_organisationregion x
                              ON x.organisation_id = o.id AND x.region_id = f.region_id
                      WHERE o.id = c.werkplein_id OR o.kind = 'coordination_point' AND x.id IS NOT NULL
                      ORDER BY EXISTS (SELECT FROM organisations_membership m
                                        WHERE m.organisation_id = o.id AND m.user_id = c.coach_id
                                          AND m.ended_at IS NULL) DESC,
                               o.kind = 'coordination_point', x.code LIMIT 1), ''),
"""
OF_LINK = _before._replaced(_before.OF_LINK, _BY_NAME, _AS_THE_TASK)  # noqa: SLF001 - of the migration that this one follows


class Migration(migrations.Migration):
    dependencies = [("placements", "0033_no_name_to_authority")]

    operations = [migrations.RunSQL(OF_LINK, _before.OF_LINK)]
