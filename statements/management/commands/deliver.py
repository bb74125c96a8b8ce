"""Tell those who follow a search what is new, and people at the desk what waits for them."""

from __future__ import annotations

from django.conf import settings
from django.core.management.base import CommandError

from statements.alerting.handing import UnreachableServerError
from statements.alerting.posting import post_waiting
from statements.alerting.queueing import queue_news
from statements.alerting.sending import send_waiting
from statements.editorial.notices.sending import send_letters
from statements.management.looping import LoopingCommand
from statements.web.site import can_mail


class Command(LoopingCommand):
    help = "Send what is new to who follows a search, and to people at the desk. Only one such command works at a time."
    lock = 0xDE11

    def refuse_to_start(self) -> None:
        if not can_mail():
            raise CommandError("No mail can be sent: set EMAIL_URL, and ARCHIVE_URL, which the links in mails lead to.")

    def work(self) -> None:
        queued, sent, letters = queue_news(), 0, 0
        try:
            letters = send_letters(self.is_over)
            sent = send_waiting(self.is_over)
        except UnreachableServerError as error:
            self.stderr.write(f"The mail server takes nothing ({error}): what waits is sent later.")
        posted = post_waiting(self.is_over) if settings.WEBHOOKS else 0
        if queued or sent or posted or letters:
            told = f"; {letters} letters to people at the desk" if letters else ""
            self.stdout.write(f"News for {queued} alerts; {sent} mails sent, {posted} messages posted{told}")
