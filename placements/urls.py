from datetime import date

from django.urls import include, path, register_converter

from placements.verifying.work_list import Kind
from placements.views import (
    account,
    agreement,
    candidate_request,
    candidate_work,
    chasing,
    contract,
    contribution,
    contribution_form,
    deployment,
    deployment_form,
    effect,
    employer_contact,
    evidence,
    follow_up,
    follow_up_answer,
    month,
    on_behalf,
    people,
    placement,
    placement_form,
    region,
    reversal,
    same_person,
    sample,
    sample_reply,
    settlement,
    succession,
    timeline,
    together,
    verification,
    what_if,
)

app_name = "placements"


#: Of months that have a page.
_YEARS = range(1900, 2100)


class MonthConverter:
    """A month in an address, ``2026-05``; in the code the date of its first day.

    A row can hold a month that has no page: its address is made all the same, and answers that nothing is there.
    """

    regex = r"\d{4}-(0[1-9]|1[0-2])"

    def to_python(self, value: str) -> date:
        month = date.fromisoformat(f"{value}-01")
        if month.year not in _YEARS:
            raise ValueError(value)
        return month

    def to_url(self, value: date | str) -> str:
        return value if isinstance(value, str) else value.isoformat()[:7]


class UndoableConverter:
    """What a verdict that can be undone was about."""

    regex = f"{Kind.PERSON.value}|{Kind.CONTRIBUTION.value}|{Kind.YEAR.value}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(MonthConverter, "month")
register_converter(UndoableConverter, "undoable")

line = "inzet/<uuid:deployment_id>/"
effort = "invulling/<uuid:contribution_id>/"
proof = "bewijs/<uuid:evidence_id>/"
asked = "kandidaten/<uuid:request_id>/"
placed = "plaatsingen/<uuid:placement_id>/"
company = "regio/organisaties/<uuid:company_id>/"
two = "personen/<uuid:one_id>/<uuid:other_id>/"
check = "nazorg/<uuid:follow_up_id>/"
settling = "contracten/<uuid:contract_id>/afrekening/"

workspace = [
    path("contracten/<uuid:contract_id>/", contract.contract_detail, name="contract_detail"),
    path("contracten/<uuid:contract_id>/tijdlijn/", timeline.timeline, name="timeline"),
    path(settling, settlement.settlement, name="settlement"),
    path(settling + "opmaken/", settlement.settlement_draw_up, name="settlement_draw_up"),
    path(settling + "besluit/", settlement.settlement_decide, name="settlement_decide"),
    path(settling + "brief/", settlement.settlement_settle, name="settlement_settle"),
    path(settling + "terugdraaien/", settlement.settlement_take_back, name="settlement_take_back"),
    path("contracten/<uuid:contract_id>/maatwerk/", agreement.agreement_list, name="agreement_list"),
    path("contracten/<uuid:contract_id>/maatwerk/nieuw/", agreement.agreement_propose, name="agreement_propose"),
    path(
        "contracten/<uuid:contract_id>/maatwerk/<uuid:agreement_id>/antwoord/",
        agreement.agreement_answer,
        name="agreement_answer",
    ),
    path("contracten/<uuid:contract_id>/beginstand/", agreement.opening_balance_edit, name="opening_balance_edit"),
    path("contracten/<uuid:contract_id>/overname/", succession.contract_take_over, name="contract_take_over"),
    path("regio/", region.region, name="region"),
    path("regio/organisaties/", succession.organisation_list, name="organisation_list"),
    path(company, succession.organisation_detail, name="organisation_detail"),
    path(company + "naam/", succession.organisation_rename, name="organisation_rename"),
    path(company + "naam/terug/", succession.organisation_rename_undo, name="organisation_rename_undo"),
    path(company + "overname/", succession.organisation_take_over, name="organisation_take_over"),
    path("regio/opvolgingen/<uuid:succession_id>/terug/", succession.succession_undo, name="succession_undo"),
    path("inzet/", deployment.deployment_list, name="deployment_list"),
    path("contracten/<uuid:contract_id>/stukken/overzicht/", account.account_create, name="account_create"),
    path("medewerkers/", people.people_list, name="people_list"),
    path("medewerkers/<uuid:person_id>/", people.person_detail, name="person_detail"),
    path("contracten/<uuid:contract_id>/bericht-medewerker/", people.person_message, name="person_message"),
    path("contracten/<uuid:contract_id>/rekenhulp/", what_if.what_if, name="what_if"),
    path(
        "contracten/<uuid:contract_id>/kandidaten-vragen/",
        candidate_request.candidate_request_create,
        name="candidate_request_create",
    ),
    path("kandidaten/", candidate_request.candidate_request_list, name="candidate_request_list"),
    path(asked, candidate_request.candidate_request_detail, name="candidate_request_detail"),
    path(asked + "antwoord/", candidate_request.candidate_request_answer, name="candidate_request_answer"),
    path(asked + "intrekken/", candidate_request.candidate_request_withdraw, name="candidate_request_withdraw"),
    path("inzet/nieuw/", deployment_form.deployment_create, name="deployment_create"),
    path("inzet/bouwblok/", deployment_form.deployment_block, name="deployment_block"),
    path("inzet/verwacht/", deployment_form.deployment_forecast, name="deployment_forecast"),
    path(line, deployment.deployment_detail, name="deployment_detail"),
    path(line + "wijzigen/", deployment_form.deployment_edit, name="deployment_edit"),
    path(line + "stap/", deployment.deployment_step, name="deployment_step"),
    path(line + "antwoord/", deployment.deployment_answer, name="deployment_answer"),
    path(line + "terugdraaien/", reversal.reversal_ask, name="reversal_ask"),
    path("invulling/", contribution.contribution_list, name="contribution_list"),
    path("invulling/nieuw/", contribution_form.contribution_create, name="contribution_create"),
    path("invulling/waarde/", contribution_form.contribution_value, name="contribution_value"),
    path(effort, contribution.contribution_detail, name="contribution_detail"),
    path(effort + "wijzigen/", contribution_form.contribution_edit, name="contribution_edit"),
    path(effort + "stap/", contribution.contribution_step, name="contribution_step"),
    path(effort + "antwoord/", contribution.contribution_answer, name="contribution_answer"),
    path(
        "invulling/<uuid:contribution_id>/terugdraaien/",
        reversal.reversal_ask_contribution,
        name="reversal_ask_contribution",
    ),
    path("terugdraaien/<uuid:reversal_id>/intrekken/", reversal.reversal_withdraw, name="reversal_withdraw"),
    path("namens/", on_behalf.on_behalf_list, name="on_behalf_list"),
    path("namens/<uuid:contract_id>/", on_behalf.on_behalf_start, name="on_behalf_start"),
    path("namens/<uuid:contract_id>/<uuid:company_id>/<month:month>/", on_behalf.on_behalf, name="on_behalf"),
    path(
        "namens/<uuid:contract_id>/<uuid:company_id>/medewerker/",
        on_behalf.on_behalf_person,
        name="on_behalf_person",
    ),
    path(
        "namens/<uuid:contract_id>/<uuid:company_id>/invulling/",
        on_behalf.on_behalf_effort,
        name="on_behalf_effort",
    ),
    path("steekproef/", sample_reply.sample_answers, name="sample_answers"),
    path("steekproef/<uuid:item_id>/", sample_reply.sample_reply, name="sample_reply"),
    path("beoordelen/verzoeken/", reversal.verification_reversals, name="verification_reversals"),
    path("beoordelen/verzoeken/<uuid:reversal_id>/", reversal.verification_reversal, name="verification_reversal"),
    path("beoordelen/steekproeven/", sample.sample_list, name="sample_list"),
    path("beoordelen/steekproeven/nieuw/", sample.sample_create, name="sample_create"),
    path("beoordelen/steekproeven/<uuid:sample_id>/", sample.sample_detail, name="sample_detail"),
    path("beoordelen/steekproeven/regel/<uuid:item_id>/", sample.sample_item, name="sample_item"),
    path(line + "bewijs/", evidence.deployment_evidence, name="deployment_evidence"),
    path(line + "bewijs/openen/", evidence.deployment_evidence_open, name="deployment_evidence_open"),
    path(effort + "bewijs/", evidence.contribution_evidence, name="contribution_evidence"),
    path(effort + "bewijs/openen/", evidence.contribution_evidence_open, name="contribution_evidence_open"),
    path(proof, evidence.evidence_detail, name="evidence_detail"),
    path(proof + "pagina/<int:number>/", evidence.evidence_page, name="evidence_page"),
    path(proof + "bestand/", evidence.evidence_original, name="evidence_original"),
    path(proof + "weghalen/", evidence.evidence_remove, name="evidence_remove"),
    path("tarieven/<uuid:tariff_id>/effect/", effect.tariff_effect, name="tariff_effect"),
    path("tarieven/<uuid:tariff_id>/effect/stand/", effect.tariff_effect_state, name="tariff_effect_state"),
    path("personen/", same_person.person_list, name="person_list"),
    path("personen/inzet/<uuid:deployment_id>/", same_person.person_of_line, name="person_of_line"),
    path("personen/besluit/<uuid:decision_id>/terug/", same_person.person_decision_undo, name="person_decision_undo"),
    path(two, same_person.person_pair, name="person_pair"),
    path(two + "namen/", same_person.person_pair_identity, name="person_pair_identity"),
    path(two + "besluit/", same_person.person_pair_decide, name="person_pair_decide"),
    path("dossiers/<uuid:candidate_id>/werk/", candidate_work.candidate_work, name="candidate_work"),
    path("plaatsingen/", placement.placement_list, name="placement_list"),
    path("plaatsingen/nieuw/<uuid:candidate_id>/", placement_form.placement_create, name="placement_create"),
    path(placed, placement.placement_detail, name="placement_detail"),
    path(placed + "verbeteren/", placement_form.placement_edit, name="placement_edit"),
    path(placed + "verlengen/", placement_form.placement_extend, name="placement_extend"),
    path(placed + "beeindigen/", placement_form.placement_end, name="placement_end"),
    path(placed + "toch-niet-beeindigd/", placement.placement_reopen, name="placement_reopen"),
    path(placed + "weghalen/", placement_form.placement_take_away, name="placement_take_away"),
    path(placed + "naam-delen/", placement.placement_share, name="placement_share"),
    path(placed + "voorwaarde/<slug:condition>/", placement_form.placement_check, name="placement_check"),
    path("uren/", month.month, name="month"),
    path("uren/<month:month>/", month.month, name="month"),
    path("uren/<month:month>/<uuid:deployment_id>/", month.month_line, name="month_line"),
    path("navragen/", chasing.chase_list, name="chase_list"),
    path("navragen/herinneren/", chasing.chase_remind, name="chase_remind"),
    path("beoordelen/", verification.verification, name="verification"),
    path("beoordelen/samen/", together.verification_together, name="verification_together"),
    path("beoordelen/samen/terugdraaien/", together.verification_together_undo, name="verification_together_undo"),
    path("beoordelen/regels/", together.verification_rules, name="verification_rules"),
    path("beoordelen/zinnen/", together.verdict_sentences_edit, name="verdict_sentences_edit"),
    path("beoordelen/" + line, verification.verification_deployment, name="verification_deployment"),
    path("beoordelen/" + line + "naam/", verification.verification_identity, name="verification_identity"),
    path(
        "beoordelen/invulling/<uuid:contribution_id>/",
        verification.verification_contribution,
        name="verification_contribution",
    ),
    path(
        "beoordelen/herwaardering/<uuid:task_id>/",
        verification.verification_revaluation,
        name="verification_revaluation",
    ),
    path("beoordelen/jaar/<uuid:year_line_id>/", verification.verification_year, name="verification_year"),
    path(
        "beoordelen/terugdraaien/<undoable:kind>/<uuid:line_id>/",
        verification.verification_undo,
        name="verification_undo",
    ),
    path("nazorg/", follow_up.follow_up_list, name="follow_up_list"),
    path("nazorg/ronde/", follow_up.follow_up_round, name="follow_up_round"),
    path(check, follow_up.follow_up_detail, name="follow_up_detail"),
    path(check + "later/", follow_up.follow_up_again, name="follow_up_again"),
    path(check + "terug/", follow_up.follow_up_undo, name="follow_up_undo"),
    path(check + "vragen/", follow_up.follow_up_ask, name="follow_up_ask"),
    path(check + "werkgever/", follow_up.follow_up_contact, name="follow_up_contact"),
    path(
        "plaatsingen/<uuid:placement_id>/contactpersoon/",
        employer_contact.employer_contact,
        name="employer_contact",
    ),
    path(
        "plaatsingen/<uuid:placement_id>/nazorg/<int:months>/",
        follow_up.follow_up_open,
        name="follow_up_open",
    ),
]

urlpatterns = [
    path("werk/<uuid:organisation_id>/", include(workspace)),
    path("", include("placements.vacancy_urls")),
    path("werk/<uuid:organisation_id>/", include("placements.mediation_urls")),
    path("werk/<uuid:organisation_id>/", include("placements.speed_date_urls")),
    path("", include("placements.occupation_urls")),
    path("nazorg/<str:token>/", follow_up_answer.follow_up_answer, name="follow_up_answer"),
    path("", include("placements.own_page_urls")),
    path("", include("placements.kansrijk_urls")),
    path("<slug:region_code>/rekenhulp/", what_if.public_what_if, name="public_what_if"),
]
