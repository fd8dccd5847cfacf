from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from candidates.choices import OwnPageWay
from candidates.models.candidate import Candidate
from organisations.models import PageLink, Region


class OwnPage(PageLink):
    """A link with which somebody opens his own page: no password, and for no one else.

    ``way``: how the link reached him. Only one that went to the telephone or address in the file proves that it is his
    (``is_proven``); the link that the browser keeps right after registering shows no more than what was typed there.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", editable=False)
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="own_pages")
    way = models.CharField(_("verstuurd per"), max_length=7, choices=OwnPageWay)

    class Meta:
        verbose_name = _("link naar de eigen pagina")
        verbose_name_plural = _("links naar eigen pagina’s")
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=models.F("made_at")), name="own_page_works_for_a_while"),
        ]
        indexes = [models.Index(fields=["candidate", "-made_at"], name="own_page_of_candidate")]

    def __str__(self):
        return f"{self.candidate_id} {self.way}"

    @property
    def is_proven(self) -> bool:
        return self.way != OwnPageWay.BROWSER
