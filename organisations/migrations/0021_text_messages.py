from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0020_mail_about_the_calendar")]

    operations = [
        migrations.AlterField(
            model_name="outboxmessage",
            name="kind",
            field=models.CharField(choices=[("mail", "Mail"), ("job", "Taak"), ("sms", "Sms")], max_length=4),
        ),
    ]
