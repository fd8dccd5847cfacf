"""How far a version is on its way from draft to the partners' desks: what is done, what is next, who must do what."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organisations.templatetags.formatting import moment_nl
from organisations.tenancy import Acting
from reporting.choices import Edition, ReportStage, ReportStatus
from reporting.flow.publishing import missing_consents
from reporting.models import Report

DONE, NOW, LATER = "past", "now", "later"


@dataclass(frozen=True, slots=True)
class Step:
    """``action`` is what the button says that leads to ``url``; empty where this member has nothing to do."""

    title: str
    state: str
    sub: str = ""
    url: str = ""
    action: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    steps: Sequence[Step]
    #: The one thing to do now, for who may do it.
    following: Step | None


def way_of(report: Report, *, acting: Acting, may_act: bool) -> Way:
    """The steps of a version that is the newest of its chain. Five queries."""
    judgements = [one for one in report.judgements.all() if report.is_frozen or one.closed_at is None]
    asked = len(judgements)
    answered = sum(1 for one in judgements if one.written_at or (one.declined_at and not report.is_frozen))
    warnings = list(report.warnings.all())
    unseen = sum(1 for one in warnings if one.at is None)
    published = {one.edition: one for one in report.publications.all()}
    sent = report.sendings.order_by("-sent_at").values_list("sent_at", flat=True).first()
    here = acting.organisation_id
    made = report.status == ReportStatus.READY
    frozen, checked = report.stage == ReportStage.FROZEN, not unseen
    judged = frozen or (bool(asked) and asked == answered)
    judging_url = reverse("reporting:report_judging", args=[here, report.pk])
    check_url = reverse("reporting:report_check", args=[here, report.pk])
    publish_url = reverse("reporting:report_publishing", args=[here, report.pk])
    exact, public = Edition.EXACT in published, Edition.PUBLIC in published
    rows = [
        (_("Concept maken"), made or frozen, _making(report), "", ""),
        (
            _("Oordelen van de partners"),
            judged,
            _judged(asked, answered, frozen=frozen),
            judging_url,
            _("Oordelen bekijken") if asked else _("Oordelen vragen"),
        ),
        (
            _("Controle door de programmamanager"),
            frozen or (checked and judged),
            _checked(len(warnings), unseen) if made or frozen else _("Het portaal zoekt wat nog niet compleet is."),
            check_url,
            _("Controleren"),
        ),
        (
            _("Vaststellen"),
            frozen,
            moment_nl(report.adopted_at) if frozen else _("Daarna verandert er niets meer."),
            check_url,
            _("Naar vaststellen"),
        ),
        (
            _("Publiceren voor de partners"),
            exact,
            moment_nl(published[Edition.EXACT].published_at) if exact else _("Vertrouwelijk (artikel 17)."),
            publish_url,
            _("Publiceren"),
        ),
        (
            _("Versturen"),
            bool(sent),
            moment_nl(sent) if sent else _("Een mail met een link aan wie het mag lezen."),
            publish_url,
            _("Versturen"),
        ),
        (
            _("Openbaar maken"),
            public,
            moment_nl(published[Edition.PUBLIC].published_at) if public else _consents(report, frozen=frozen),
            publish_url,
            _("Openbaar maken"),
        ),
    ]
    current = next((index for index, (_title, done, *_rest) in enumerate(rows) if not done), len(rows))
    steps = []
    for index, (title, done, sub, url, action) in enumerate(rows):
        state = DONE if done else NOW if index == current else LATER
        shown = url if index else ""
        steps.append(Step(title, state, sub, shown, action if may_act and state == NOW and made else ""))
    following = next((step for step in steps if step.action), None)
    return Way(steps, following)


def _making(report: Report) -> str:
    if report.status == ReportStatus.FAILED:
        return _("Dat is niet gelukt.")
    return _("Het portaal telt de cijfers.")


def _judged(asked: int, answered: int, *, frozen: bool) -> str:
    if not asked:
        return _("Niet gevraagd.") if frozen else _("Nog niet gevraagd.")
    return _("%(answered)s van %(asked)s binnen") % {"answered": answered, "asked": asked}


def _checked(warnings: int, unseen: int) -> str:
    if not warnings:
        return _("Het portaal vond niets dat ontbreekt.")
    found = ngettext("%(n)s waarschuwing", "%(n)s waarschuwingen", warnings) % {"n": warnings}
    if not unseen:
        return _("%(found)s, alle bekeken") % {"found": found}
    return _("%(found)s, %(unseen)s nog te bekijken") % {"found": found, "unseen": unseen}


def _consents(report: Report, *, frozen: bool) -> str:
    if not frozen:
        return _("Alleen met toestemming van alle partners.")
    missing = len(missing_consents(report))
    if not missing:
        return _("Alle partners gaven toestemming.")
    return ngettext(
        "Nog %(n)s partner moet toestemming geven.", "Nog %(n)s partners moeten toestemming geven.", missing
    ) % {"n": missing}
