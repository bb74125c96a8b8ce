"""The whole site map."""

from collections.abc import Callable
from typing import Any

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.auth.views import PasswordResetCompleteView, PasswordResetConfirmView, PasswordResetDoneView
from django.http.response import HttpResponseBase
from django.urls import path, register_converter
from django.urls.resolvers import URLPattern
from django.views.decorators.csrf import csrf_exempt

from statements.api import counting, people, releases
from statements.api import documents as api_documents
from statements.api import views as api
from statements.api.changes import list_changes
from statements.api.resolving import resolve
from statements.editorial.accounts import own_views
from statements.editorial.notices.stopping import stop_notices
from statements.pages import alerts, charts, documents, dumps, exports, feeds, home, lists, site, sitemaps
from statements.pages.checking_lists import check_quotations
from statements.pages.citing import cite
from statements.pages.comparing import check_quotation, compare_documents, translation
from statements.pages.first import first_said
from statements.pages.frequency import frequency
from statements.pages.previews import preview, preview_on_desk
from statements.pages.related import related
from statements.pages.results import keep_result, kept_result
from statements.pages.speakers import speaker, speakers
from statements.pages.styleguide import styleguide
from statements.pages.tables import TableEnding
from statements.pages.texts import text
from statements.pages.timeline import timeline_page
from statements.pages.tips import search_tips

register_converter(charts.Ending, "picture")
register_converter(TableEnding, "table")


def _page(route: str, view: Callable[..., HttpResponseBase], name: str) -> URLPattern:
    """Route to a page that changes nothing: a POST is "not allowed" at all, rather than "forbidden" without a token."""
    return path(route, csrf_exempt(view), name=name)


def _form(route: str, view: Callable[..., HttpResponseBase], name: str) -> URLPattern:
    """Route to a page whose button needs no token: what it sends is a mail that asks, or its address is a secret."""
    return path(route, csrf_exempt(view), name=name)


_SITE: dict[str, Any] = {"extra_context": {"site_header": admin.site.site_header}}

pages = [
    _page("", home.home, name="home"),
    _page("documents/", lists.browse, name="browse"),
    _page("documents/feed.<slug:ending>", feeds.browse_feed, name="browse_feed"),
    _page("documents/export.<slug:ending>", exports.export_documents, name="browse_export"),
    _page("documents/<slug:slug>/", documents.document, name="document"),
    _page("documents/<slug:slug>/feed.<slug:ending>", feeds.document_feed, name="document_feed"),
    _page("documents/<slug:slug>.<slug:ending>", text, name="text"),
    _page("documents/<slug:slug>/changes/", documents.changes, name="changes"),
    _page("documents/<slug:slug>/cite/", cite, name="cite"),
    _page("documents/<slug:slug>/cite/<slug:key>/", cite, name="cite_paragraph"),
    _page("documents/<slug:slug>/with/<slug:other>/", translation, name="translation"),
    _page("check/", check_quotation, name="check"),
    _page("check/list/", check_quotations, name="check_list"),
    _page("compare/", compare_documents, name="compare"),
    _page("documents/<slug:slug>/related/", related, name="related"),
    _page("documents/<slug:slug>/source/", documents.source, name="source"),
    _page("documents/<slug:slug>/original/", documents.original, name="original"),
    _page("timeline/", timeline_page, name="timeline"),
    _page("timeline/chart.<picture:ending>", charts.timeline_chart, name="timeline_chart"),
    _page("timeline/numbers.<table:ending>", charts.timeline_numbers, name="timeline_numbers"),
    _page("frequency/", frequency, name="frequency"),
    _page("frequency/chart.<picture:ending>", charts.frequency_chart, name="frequency_chart"),
    _page("frequency/numbers.<table:ending>", charts.frequency_numbers, name="frequency_numbers"),
    _page("first/", first_said, name="first"),
    _page("search/", lists.search, name="search"),
    _page("search/feed.<slug:ending>", feeds.search_feed, name="search_feed"),
    _page("search/export/", exports.offer_export, name="export"),
    _page("search/export.<slug:ending>", exports.export_search, name="search_export"),
    _page("search/tips/", search_tips, name="tips"),
    path("results/", keep_result, name="keep"),
    _page("results/<slug:code>/", kept_result, name="result"),
    _page("speakers/", speakers, name="speakers"),
    _page("speakers/<slug:slug>/", speaker, name="speaker"),
    _page("speakers/<slug:slug>/feed.<slug:ending>", feeds.speaker_feed, name="speaker_feed"),
    _page("speakers/<slug:slug>/export/", exports.offer_speaker_export, name="speaker_exports"),
    _page("speakers/<slug:slug>/export.<slug:ending>", exports.export_speaker, name="speaker_export"),
    _form("follow/", alerts.follow, name="follow"),
    _form("alerts/", alerts.find_alerts, name="find_alerts"),
    _form("alerts/confirm/<str:signed>/", alerts.confirm_alert, name="confirm_alert"),
    _form("alerts/stop/<slug:code>/", alerts.stop_alert, name="stop_alert"),
    _form("alerts/<slug:code>/", alerts.show_alerts, name="alerts_of"),
    _page("preview/<slug:code>/", preview, name="preview"),
    _page("data/", dumps.offer_dumps, name="dumps"),
    _page("about/", site.about, name="about"),
    _page("styleguide/", styleguide, name="styleguide"),
]

urlpatterns = [
    *i18n_patterns(*pages, prefix_default_language=False),
    path("api/search", api.search, name="api_search"),
    path("api/search/", api.search),
    path("api/documents", api_documents.list_documents, name="api_documents"),
    path("api/documents/<slug:slug>", api_documents.show_document, name="api_document"),
    path("api/documents/<slug:slug>/versions", api_documents.list_versions, name="api_versions"),
    path("api/documents/<slug:slug>/paragraphs/<slug:key>", api_documents.show_paragraph, name="api_paragraph"),
    path("api/changes", list_changes, name="api_changes"),
    path("api/speakers", people.list_speakers, name="api_speakers"),
    path("api/speakers/<slug:slug>", people.show_speaker, name="api_speaker"),
    path("api/publishers", people.list_publishers, name="api_publishers"),
    path("api/frequency", counting.count_words, name="api_frequency"),
    path("api/check", counting.check_words, name="api_check"),
    path("api/resolve", resolve, name="api_resolve"),
    path("api/releases", releases.send_release, name="api_releases"),
    path("api/releases/<slug:code>", releases.show_release, name="api_release"),
    path("api/openapi.json", api.openapi, name="api_openapi"),
    path("data/latest.json", dumps.latest_dump, name="latest_dump"),
    path("data/<str:name>", dumps.dump_file, name="dump_file"),
    path("health/", site.health, name="health"),
    path("sitemap.xml", sitemaps.sitemap_index, name="sitemap"),
    path("sitemaps/documents-<int:number>.xml", sitemaps.sitemap_documents, name="sitemap_documents"),
    path("sitemaps/gone.xml", sitemaps.sitemap_gone, name="sitemap_gone"),
    path("sitemaps/speakers.xml", sitemaps.sitemap_speakers, name="sitemap_speakers"),
    path("sitemaps/pages.xml", sitemaps.sitemap_pages, name="sitemap_pages"),
    path("robots.txt", site.robots, name="robots"),
    path("favicon.ico", site.favicon, name="favicon"),
    path("admin/statements/document/<int:pk>/preview/", admin.site.admin_view(preview_on_desk), name="preview_on_desk"),
    _form("notices/stop/<str:signed>/", stop_notices, name="stop_notices"),
    path("admin/account/", admin.site.admin_view(own_views.my_account), name="my_account"),
    path("admin/account/zone/", admin.site.admin_view(own_views.set_zone), name="set_zone"),
    path("admin/account/keys/", admin.site.admin_view(own_views.set_keys), name="set_keys"),
    path("admin/invitation/<str:secret>/", own_views.accept_invitation, name="invitation"),
    path("admin/password_reset/", own_views.ForgottenView.as_view(), name="admin_password_reset"),
    path("admin/password_reset/done/", PasswordResetDoneView.as_view(**_SITE), name="password_reset_done"),
    path("admin/reset/<uidb64>/<token>/", PasswordResetConfirmView.as_view(**_SITE), name="password_reset_confirm"),
    path("admin/reset/done/", PasswordResetCompleteView.as_view(**_SITE), name="password_reset_complete"),
    path("admin/", admin.site.urls),
]

handler400 = "statements.pages.errors.bad_request"
handler403 = "statements.pages.errors.permission_denied"
handler404 = "statements.pages.errors.not_found"
handler500 = "statements.pages.errors.server_error"
