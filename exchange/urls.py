from django.urls import include, path

from exchange.views import export, job, upload

app_name = "exchange"

workspace = [
    path("bestanden/", job.job_list, name="job_list"),
    path("bestanden/pakket/inlezen/", upload.package_upload, name="package_upload"),
    path("bestanden/pakket/downloaden/", export.package_export_create, name="package_export_create"),
    path("bestanden/contracten/inlezen/", upload.contracts_upload, name="contracts_upload"),
    path(
        "bestanden/contracten/sjabloon/<slug:book_format>/",
        upload.contracts_template,
        name="contracts_template",
    ),
    path("bestanden/contracten/downloaden/", export.contract_export_create, name="contract_export_create"),
    path("bestanden/<uuid:job_id>/", job.job_detail, name="job_detail"),
    path("bestanden/<uuid:job_id>/voortgang/", job.job_progress, name="job_progress"),
    path("bestanden/<uuid:job_id>/bevestigen/", job.job_confirm, name="job_confirm"),
    path("bestanden/<uuid:job_id>/ongedaan/", job.job_undo, name="job_undo"),
    path("bestanden/<uuid:job_id>/bestand/<uuid:file_id>/", job.job_file, name="job_file"),
]

urlpatterns = [path("werk/<uuid:organisation_id>/", include(workspace))]
