from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy


class StatementsConfig(AppConfig):
    name = "statements"
    verbose_name = gettext_lazy("Press statements")

    def ready(self) -> None:
        from statements import checks, labels

        checks.refuse_other_engines()
        checks.refuse_old_servers()
        checks.check_authority()
        checks.check_mail()
        checks.check_planning()
        checks.check_log_of_database()
        labels.translate_labels(self.get_models())


class DeskConfig(AdminConfig):
    """Django's admin, whose site is the desk."""

    default_site = "statements.editorial.front.site.DeskSite"
