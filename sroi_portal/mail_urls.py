"""The pages with caught mail; `urls` leaves them out unless `settings.MAIL_CAUGHT`."""

from django.urls import path, register_converter

from sroi_portal import mail_views


class MailName:
    """The name of a caught message: a moment and six characters, so no path can be made of it."""

    regex = r"[0-9]{8}-[0-9]{6}-[0-9]{6}-[A-Za-z0-9]{6}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(MailName, "mail_name")

urlpatterns = [
    path("", mail_views.mail_list, name="mail_list"),
    path("<mail_name:name>", mail_views.mail_detail, name="mail_detail"),
]
