"""Who wants which mail when, and the mails that wait for the weekly one."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import organisations.models.identifier
from organisations.choices import Purpose
from organisations.row_security import IS_MEMBER, ORGANISATION, USER, Protect, purpose

OWN = f"{IS_MEMBER} AND user_id = {USER} AND organisation_id = {ORGANISATION}"

# A mail is queued by whoever causes it, who may not read what its reader chose. Of all that is asked only the answers
# come back, in the order of the questions; no row means: at once.
WANTED = """
CREATE FUNCTION organisations_mail_wanted(p_emails text[], p_organisations uuid[], p_topic text)
RETURNS TABLE (place integer, user_id uuid, rhythm text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $function$
    SELECT asked.place::integer, u.id, c.rhythm
      FROM unnest(p_emails, p_organisations) WITH ORDINALITY AS asked(email, organisation_id, place)
      JOIN organisations_user u ON lower(u.email) = lower(asked.email)
      JOIN organisations_mailchoice c
        ON c.user_id = u.id AND c.organisation_id = asked.organisation_id AND c.topic = p_topic
     WHERE nullif(current_setting('app.context', true), '') IN ('member', 'system', 'link')
       AND EXISTS (SELECT FROM organisations_membership m
                    WHERE m.user_id = u.id AND m.organisation_id = c.organisation_id AND m.ended_at IS NULL)
$function$;
REVOKE ALL ON FUNCTION organisations_mail_wanted(text[], uuid[], text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION organisations_mail_wanted(text[], uuid[], text) TO {role};
"""


def make_function(apps, schema_editor):
    role = schema_editor.quote_name(settings.DATABASE_APP_ROLE)
    schema_editor.execute(WANTED.replace("{role}", role))


def _key():
    return models.UUIDField(
        default=organisations.models.identifier.new_id, editable=False, primary_key=True, serialize=False
    )


def _to(model):
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=model)


class Migration(migrations.Migration):
    dependencies = [("organisations", "0010_verifies_default")]

    operations = [
        migrations.CreateModel(
            name="MailChoice",
            fields=[
                ("id", _key()),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("questions", "Vragen en oordelen over wat u indient"),
                            ("reminders", "Herinneringen"),
                            ("messages", "Berichten in een gesprek"),
                            ("proposals", "Plannen, maatwerk en kandidaten"),
                            ("changes", "Veranderingen in een contract"),
                        ],
                        max_length=12,
                        verbose_name="onderwerp",
                    ),
                ),
                (
                    "rhythm",
                    models.CharField(
                        choices=[
                            ("at_once", "meteen"),
                            ("weekly", "één keer per week, op maandag"),
                            ("never", "niet"),
                        ],
                        max_length=8,
                        verbose_name="wanneer",
                    ),
                ),
                ("organisation", _to("organisations.organisation")),
                ("user", _to(settings.AUTH_USER_MODEL)),
            ],
            options={"verbose_name": "keuze voor mail", "verbose_name_plural": "keuzes voor mail"},
        ),
        migrations.AddConstraint(
            model_name="mailchoice",
            constraint=models.UniqueConstraint(
                fields=("user", "organisation", "topic"), name="mail_choice_once_for_topic"
            ),
        ),
        migrations.CreateModel(
            name="HeldMail",
            fields=[
                ("id", _key()),
                ("template", models.CharField(max_length=80, verbose_name="mailsjabloon")),
                ("subject", models.CharField(max_length=300, verbose_name="onderwerp")),
                ("link", models.CharField(max_length=500, verbose_name="adres")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("organisation", _to("organisations.organisation")),
                ("user", _to(settings.AUTH_USER_MODEL)),
            ],
            options={"verbose_name": "bewaarde mail", "verbose_name_plural": "bewaarde mails"},
        ),
        migrations.AddIndex(
            model_name="heldmail",
            index=models.Index(fields=["user", "organisation", "at"], name="held_mail_of_reader"),
        ),
        migrations.RunPython(make_function, migrations.RunPython.noop),
        Protect("MailChoice", select=[OWN], insert=[OWN], update=[OWN]),
        Protect(
            "HeldMail",
            select=[OWN, purpose(Purpose.UPKEEP)],
            insert=["true"],
            update=[purpose(Purpose.UPKEEP)],
            delete=[purpose(Purpose.UPKEEP)],
        ),
    ]
