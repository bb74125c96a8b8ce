from django.apps import AppConfig


class StatementsConfig(AppConfig):
    name = "statements"
    verbose_name = "Press statements"

    def ready(self) -> None:
        from statements import checks

        checks.refuse_other_engines()
        checks.refuse_old_servers()
        checks.check_authority()
