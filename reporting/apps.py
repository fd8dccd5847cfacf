from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportingConfig(AppConfig):
    name = "reporting"
    verbose_name = _("Rapportage")

    def ready(self) -> None:
        from organisations import mail_topics, upkeep  # noqa: PLC0415 -- models are not loaded earlier
        from reporting.daily import CHORES  # noqa: PLC0415 -- as above
        from reporting.mail_topics import TOPICS  # noqa: PLC0415 -- as above

        mail_topics.register(TOPICS)

        for chore in CHORES:
            upkeep.register(chore)
