"""The open pages of a region for who looks for work."""

from django.urls import path

from placements.views import open_vacancy, region_home, work_follow

urlpatterns = [
    path("robots.txt", region_home.robots, name="robots"),
    path("sitemap.xml", region_home.sitemap, name="sitemap"),
    path("<slug:region_code>/", region_home.region_home, name="region_home"),
    path("<slug:region_code>/sitemap.xml", region_home.region_sitemap, name="region_sitemap"),
    path("<slug:region_code>/vacatures/", open_vacancy.vacancy_search, name="vacancy_search"),
    path("<slug:region_code>/vacatures/<uuid:vacancy_id>/", open_vacancy.vacancy_public, name="vacancy_public"),
    path("<slug:region_code>/vacatures/mail/", work_follow.work_follow, name="work_follow"),
    path("<slug:region_code>/vacatures/mail/<str:token>/", work_follow.work_follow_own, name="work_follow_own"),
    path(
        "<slug:region_code>/vacatures/mail/<str:token>/stoppen/", work_follow.work_follow_stop, name="work_follow_stop"
    ),
]
