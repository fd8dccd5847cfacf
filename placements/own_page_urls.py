"""'Mijn pagina': asking for the link, the pages behind it, and what coaches do for it."""

from django.urls import include, path

from placements.views import own_page, own_page_request, person_page

mine = "mijn/<str:token>/"

public = [
    path("<slug:region_code>/mijn-pagina/", own_page_request.own_page_request, name="own_page_request"),
    path("<slug:region_code>/mijn-pagina/werk/", person_page.person_page_request, name="person_page_request"),
]
by_link = [
    path(mine, own_page.own_page, name="own_page"),
    path(mine + "gegevens/", own_page.own_page_data, name="own_page_data"),
    path(
        mine + "gegevens/mijn-gegevens.html",
        own_page.own_page_download,
        {"form": "html"},
        name="own_page_download",
    ),
    path(
        mine + "gegevens/mijn-gegevens.json",
        own_page.own_page_download,
        {"form": "json"},
        name="own_page_download_json",
    ),
    path(mine + "document/<uuid:document_id>/", own_page.own_page_document, name="own_page_document"),
    path(mine + "wijzigen/", own_page.own_page_change, name="own_page_change"),
    path(mine + "wensen/", own_page.own_page_wishes, name="own_page_wishes"),
    path(mine + "klopt-niet/", own_page.own_page_wrong, name="own_page_wrong"),
    path(mine + "voorstel/<uuid:proposal_id>/", own_page.own_page_proposal, name="own_page_proposal"),
    path(mine + "stoppen/", own_page.own_page_stop, name="own_page_stop"),
    path(mine + "wissen/", own_page.own_page_erase, name="own_page_erase"),
    path("mijn-werk/<str:token>/", person_page.person_page, name="person_page"),
    path(
        "mijn-werk/<str:token>/mijn-gegevens.html",
        person_page.person_page_download,
        {"form": "html"},
        name="person_page_download",
    ),
    path(
        "mijn-werk/<str:token>/mijn-gegevens.json",
        person_page.person_page_download,
        {"form": "json"},
        name="person_page_download_json",
    ),
]
workspace = [
    path("dossiers/<uuid:candidate_id>/mijn-pagina/", own_page_request.own_page_send, name="own_page_send"),
    path("personen/verzoeken/", person_page.person_request_list, name="person_request_list"),
    path(
        "personen/verzoeken/<uuid:person_request_id>/",
        person_page.person_request_detail,
        name="person_request_detail",
    ),
]

urlpatterns = [
    path("werk/<uuid:organisation_id>/", include(workspace)),
    *by_link,
    *public,
]
