from django.urls import include, path

from placements.views import contract

app_name = "placements"

workspace = [
    path("contracten/<uuid:contract_id>/", contract.contract_detail, name="contract_detail"),
]

urlpatterns = [path("werk/<uuid:organisation_id>/", include(workspace))]
