"""What nobody needs any more is thrown away, and nothing else; a full disk is told of in time."""

from collections import namedtuple
from datetime import timedelta

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from statements.management.commands.housekeeping import Command
from statements.models import (
    ApiToken,
    Arrival,
    Batch,
    Became,
    Door,
    EmbargoReading,
    Invitation,
    KeptInHour,
    KeyedRequest,
    NoticeMail,
    Occasion,
    Preview,
    Sending,
    Unsaved,
)
from statements.operating import disks, housekeeping
from statements.operating.status_files import housekeeping_file, read_moment
from tests.cast import make_document

pytestmark = pytest.mark.django_db
Usage = namedtuple("Usage", "total used free")


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    settings.DATA_DIR = settings.INDEX_DIR = settings.DUMPS_DIR = tmp_path
    return tmp_path


def make_one_of_each(age):
    """One of everything that is thrown away in the end, of some age."""
    now = timezone.now()
    user = User.objects.create_user(f"ada{age}", is_staff=True)
    then = now - timedelta(days=age)
    document = make_document("We sail at dawn.", slug=f"remarks-{age}")
    Session.objects.create(session_key=f"key{age}", session_data="", expire_date=then)
    for model in (AccessAttempt, AccessFailureLog, AccessLog):
        more = {"failures_since_start": 1} if model is AccessAttempt else {}
        made = model.objects.create(username=f"ada{age}", ip_address="127.0.0.1", **more)
        model.objects.filter(pk=made.pk).update(attempt_time=then)
    lapsed = {"made_at": then - timedelta(days=7), "expires_at": then}
    Preview.objects.create(document=document, **lapsed)
    Preview.objects.create(document=document, revoked_at=then)
    Invitation.objects.create(user=user, digest=f"{age}" * 2, **lapsed)
    Unsaved.objects.create(user=user, document=document, at=then)
    token, _ = ApiToken.make(user, "the office", ["releases:send"], None)
    KeyedRequest.objects.create(token=token, key=f"{age}", fingerprint="", began=then, status=201, answer={})
    KeptInHour.objects.create(hour=then, client=f"{age}", results=1)
    NoticeMail.objects.create(to=user, occasion=Occasion.PUBLISHED, result=Sending.SENT, done_at=then)
    read = then - timedelta(days=700)
    EmbargoReading.objects.create(document_key=document.pk, name=user.username, door=Door.REVIEW, at=read, hour=read)
    batch = Batch.objects.create(sent_by=user)
    Batch.objects.filter(pk=batch.pk).update(sent_at=then)
    Arrival.objects.create(batch=batch, position=1, filename="remarks.txt", content=b"We sail")


def count_all():
    models = (Session, AccessAttempt, AccessFailureLog, AccessLog, Preview, Invitation, Unsaved, KeyedRequest,
              KeptInHour, NoticeMail, EmbargoReading)  # fmt: skip
    return {model.__name__: model.objects.count() for model in models} | {
        "waiting": Arrival.objects.filter(became=Became.WAITING).count()
    }


def test_what_is_old_goes_and_what_may_be_needed_stays(capsys):
    before = count_all()
    make_one_of_each(40)
    call_command("housekeeping")
    assert count_all() == before
    arrival = Arrival.objects.get(filename="remarks.txt")
    assert (arrival.became, arrival.content, arrival.reason) == (Became.REFUSED, None, housekeeping.LEFT_LYING)
    told = capsys.readouterr().out.splitlines()
    assert "sessions that are over: 1" in told and "previews that are over: 2" in told
    assert len(told) == len(housekeeping.CHORES)


def test_what_is_new_stays():
    make_one_of_each(-1)
    make_one_of_each(0)
    counted = count_all()
    call_command("housekeeping")
    left = count_all()
    assert counted.pop("Session") == left.pop("Session") + 1  # one that ends now
    assert left == counted


def test_once_more_does_nothing(capsys):
    make_one_of_each(40)
    call_command("housekeeping")
    capsys.readouterr()
    call_command("housekeeping")
    assert {line.rpartition(": ")[2] for line in capsys.readouterr().out.splitlines()} == {"0"}


def test_many_go_in_several_transactions(monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(housekeeping, "_AT_ONCE", 2)
    over = timezone.now() - timedelta(days=1)
    Session.objects.bulk_create(Session(session_key=str(n), session_data="", expire_date=over) for n in range(5))
    [sessions] = [chore for chore in housekeeping.CHORES if chore.what == "sessions that are over"]
    with django_assert_max_num_queries(13):
        assert sessions.do(timezone.now()) == 5
    assert not Session.objects.exists()


def test_it_says_when_it_was_done_and_a_loop_does_it_once_a_day(capsys):
    call_command("housekeeping")
    assert timezone.now() - read_moment(housekeeping_file()) < timedelta(minutes=1)
    capsys.readouterr()
    command = Command()
    command.is_looping = True
    command.work()
    assert not capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_beside_itself_it_does_nothing(seeds_come_back):
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [Command.lock])
            with pytest.raises(CommandError, match="Another housekeeping command is at work"):
                call_command("housekeeping")
    finally:
        other.close()


class TestDisks:
    @pytest.fixture
    def nearly_full(self, monkeypatch):
        monkeypatch.setattr(disks.shutil, "disk_usage", lambda _: Usage(100_000_000_000, 0, 1_500_000_000))

    def test_one_that_is_nearly_full_is_told_in_the_log(self, nearly_full, caplog):
        call_command("housekeeping")
        assert "The disk of the data has 1.5 GB left, of 100.0" in caplog.text

    @pytest.mark.parametrize(("role", "is_told"), [("administrator", True), ("editor", False)])
    def test_and_on_the_front_page_to_administrators(self, nearly_full, client, role, is_told):
        ada = User.objects.create_user("ada", is_staff=True)
        ada.groups.add(Group.objects.get(name=role))
        client.force_login(ada)
        page = client.get("/admin/").content.decode()
        assert ("The disk of the archive is nearly full" in page) is is_told

    def test_otherwise_nothing_is_said(self, admin_client, caplog, settings):
        settings.LOW_DISK = 0
        call_command("housekeeping")
        assert "nearly full" not in admin_client.get("/admin/").content.decode() + caplog.text
