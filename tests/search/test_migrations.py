"""The index of an archive that is upgraded, or goes back, is that of one that was made so."""

import pytest
from django.core.management import call_command

from statements.models import Paragraph
from tests.cast import make_document
from tests.search.searching import found


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("seeds_come_back")
def test_nato_is_told_from_nato_after_the_upgrade_and_no_longer_after_the_way_back():
    texts = ["La NATO decide.", "La NA\u00adTO decide.", "_NATO_ decide."]
    alliance = {make_document(text, language="it", title="Oggi").external_id for text in texts}
    alliance.add(make_document("Decide.", language="it", title="Nato oggi").external_id)
    in_english = make_document("NATO decides.", language="it", title="Oggi")
    Paragraph.objects.filter(document=in_english).update(language="en")
    alliance.add(in_english.external_id)
    born = make_document("È nato a Roma.", language="it", title="Oggi").external_id
    before = found("nato"), found("nata")
    call_command("migrate", "statements", "0016", verbosity=0)
    assert not alliance & found("NATO"), "the words of this version look for what that one has not"
    assert alliance | {born} <= found("nata")
    call_command("migrate", "statements", verbosity=0)
    assert (found("nato"), found("nata")) == before
    assert alliance <= before[0] and born in before[1] - before[0]
