from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    name = "organisations"
    verbose_name = _("Organisaties")

    def ready(self) -> None:
        from organisations import erasing, upkeep, weekly_mail  # noqa: PLC0415 -- models are not loaded earlier

        upkeep.register(weekly_mail.CHORE)
        upkeep.register(erasing.CHORE)
        upkeep.register(erasing.TRY_AGAIN)
        # What each app says of its own tables (``organisations.data_kinds``).
        autodiscover_modules("personal_data")
