import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from organisations.filters import SEARCH
from tenders.choices import MessageKind
from tenders.models import Message

#: Notes that other sides do not see.
INTERNAL = "internal"


class MessageFilter(django_filters.FilterSet):
    """Narrow the conversation of a contract."""

    zoek = django_filters.CharFilter(method="search", label=_("Zoeken"), widget=SEARCH)
    soort = django_filters.ChoiceFilter(
        method="of_kind",
        label=_("Soort"),
        choices=[*MessageKind.choices, (INTERNAL, _("Alleen voor mijn organisatie"))],
        empty_label=_("Alles"),
    )

    class Meta:
        model = Message
        fields = ()

    def search(self, messages: QuerySet[Message], _name: str, words: str) -> QuerySet[Message]:
        for word in words.split():
            messages = messages.filter(
                Q(text__icontains=word)
                | Q(with_whom__icontains=word)
                | Q(user__name__icontains=word)
                | Q(organisation__name__icontains=word)
            )
        return messages

    def of_kind(self, messages: QuerySet[Message], _name: str, kind: str) -> QuerySet[Message]:
        return messages.filter(internal=True) if kind == INTERNAL else messages.filter(kind=kind)
