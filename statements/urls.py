"""The whole site map."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import path

from statements import api, views
from statements.citing.views import cite
from statements.comparing.views import check_quotation, compare_documents, translation
from statements.frequency.views import frequency
from statements.related import related
from statements.styleguide import styleguide
from statements.timeline.views import timeline_page

pages = [
    path("", views.home, name="home"),
    path("documents/", views.browse, name="browse"),
    path("documents/<slug:slug>/", views.document, name="document"),
    path("documents/<slug:slug>/changes/", views.changes, name="changes"),
    path("documents/<slug:slug>/cite/", cite, name="cite"),
    path("documents/<slug:slug>/cite/<slug:key>/", cite, name="cite_paragraph"),
    path("documents/<slug:slug>/with/<slug:other>/", translation, name="translation"),
    path("check/", check_quotation, name="check"),
    path("compare/", compare_documents, name="compare"),
    path("documents/<slug:slug>/related/", related, name="related"),
    path("documents/<slug:slug>/source/", views.source, name="source"),
    path("documents/<slug:slug>/original/", views.original, name="original"),
    path("timeline/", timeline_page, name="timeline"),
    path("frequency/", frequency, name="frequency"),
    path("search/", views.search, name="search"),
    path("speakers/", views.speakers, name="speakers"),
    path("speakers/<slug:slug>/", views.speaker, name="speaker"),
    path("about/", views.about, name="about"),
    path("styleguide/", styleguide, name="styleguide"),
]

urlpatterns = [
    *i18n_patterns(*pages, prefix_default_language=False),
    path("api/search", api.search, name="api_search"),
    path("api/search/", api.search),
    path("api/openapi.json", api.openapi, name="api_openapi"),
    path("health/", views.health, name="health"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("admin/", admin.site.urls),
]

handler400 = "statements.views.bad_request"
handler403 = "statements.views.permission_denied"
handler404 = "statements.views.not_found"
handler500 = "statements.views.server_error"
