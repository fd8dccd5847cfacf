"""A text of a partner can come with a data package, in the name of nobody."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from organisations.choices import Purpose
from organisations.row_security import ORGANISATION, USER, WRITING_MEMBER, ProtectAnew, audience, system

OWN = f"partner_id = {ORGANISATION} AND {audience('covenant')}"
BUREAU = audience("programme_bureau")
OF_PARTNER = """EXISTS (
    SELECT FROM organisations_organisationregion here
     WHERE here.organisation_id = reporting_partnereffort.partner_id
       AND here.region_id = reporting_partnereffort.region_id AND here.covenant_partner)"""
SIGNED = f"{WRITING_MEMBER} AND written_by_id = {USER} AND written_for_id = {ORGANISATION}"
KEEPS = f"{WRITING_MEMBER} AND ({OWN} OR {BUREAU})"
UNSIGNED = "written_by_id IS NULL AND written_for_id IS NULL"
IMPORT = system(Purpose.IMPORT)


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0018_centre_municipality"),
        ("reporting", "0018_versions_of_the_plan"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="partnereffort",
            name="written_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AlterField(
            model_name="partnereffort",
            name="written_for",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.organisation",
            ),
        ),
        migrations.AlterField(
            model_name="partnereffortevent",
            name="written_by",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="partnereffortevent",
            name="written_for",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="organisations.organisation",
            ),
        ),
        ProtectAnew(
            "PartnerEffort",
            select=[
                OWN,
                BUREAU,
                audience("coordination_point"),
                system(Purpose.REPORT, Purpose.UPKEEP, Purpose.IMPORT),
            ],
            insert=[
                f"{SIGNED} AND {OF_PARTNER} AND ({OWN} OR {BUREAU})",
                f"{IMPORT} AND {OF_PARTNER} AND {UNSIGNED}",
            ],
            update=[KEEPS, IMPORT],
        ),
    ]
