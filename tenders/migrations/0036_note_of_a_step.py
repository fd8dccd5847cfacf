"""What was said of a step is of who keeps the tender; only why it left the calendar is everybody's."""

import django.db.models.deletion
from django.db import migrations, models

import organisations.models.identifier
from organisations.choices import Purpose
from organisations.row_security import CONTEXT, ORGANISATION, REGIONS, USER, WRITING_MEMBER, Protect, audience, system

KEEPS = " OR ".join(
    (
        f"t.authority_id = {ORGANISATION}",
        audience("coordination_point", "t.region_id"),
        audience("programme_bureau", "t.region_id"),
        system(Purpose.IMPORT, Purpose.UPKEEP, region="t.region_id"),
    )
)
WRITES = " OR ".join(
    (
        f"({WRITING_MEMBER} AND t.authority_id = {ORGANISATION} AND t.region_id = ANY ({REGIONS}))",
        f"({WRITING_MEMBER} AND {audience('coordination_point', 't.region_id')})",
        system(Purpose.IMPORT, Purpose.UPKEEP, region="t.region_id"),
    )
)
_OF_STEP = "EXISTS (SELECT FROM tenders_tenderstep s JOIN tenders_tender t ON t.id = s.tender_id WHERE s.id = step_id AND ({}))"
READS_NOTE = _OF_STEP.format(KEEPS)
WRITES_NOTE = _OF_STEP.format(f"({WRITES}) AND (s.by_id = {USER} OR {CONTEXT} = 'system')")

MOVE = """
WITH moved AS (
    SELECT id, note FROM tenders_tenderstep
     WHERE note <> '' AND NOT (to_status = 'withdrawn' AND from_status NOT IN ('', 'concept'))
       AND note NOT IN ('Teruggedraaid', 'Concept weggegooid', 'Vanzelf, uit de looptijd van de contracten')
), kept AS (
    INSERT INTO tenders_tenderstepnote (id, step_id, note) SELECT gen_random_uuid(), id, note FROM moved RETURNING step_id
)
UPDATE tenders_tenderstep SET note = '' WHERE id IN (SELECT step_id FROM kept);
"""
MOVE_BACK = """
UPDATE tenders_tenderstep s SET note = n.note FROM tenders_tenderstepnote n WHERE n.step_id = s.id;
"""


class Migration(migrations.Migration):
    dependencies = [("tenders", "0035_when_a_tender_is_stale")]

    operations = [
        migrations.CreateModel(
            name="TenderStepNote",
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
                ("note", models.CharField(max_length=500, verbose_name="toelichting")),
                (
                    "step",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="private",
                        to="tenders.tenderstep",
                    ),
                ),
            ],
            options={
                "verbose_name": "toelichting bij een stap",
                "verbose_name_plural": "toelichtingen bij stappen",
            },
        ),
        migrations.RunSQL(MOVE, MOVE_BACK),
        # Pending checks of foreign keys would bar what follows on the same tables.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        Protect("TenderStepNote", select=[READS_NOTE], insert=[WRITES_NOTE]),
    ]
