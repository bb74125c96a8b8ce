"""Days in what programs write into the head of a page: the local day as it is written, or none."""

import pytest

from statements.importer.formats.html.stamps import day_of_stamp
from tests.importer.formats.pages import draft_of, page

TEXT = "We met at sea with our allies, and we spoke of the harbour, of the light and of all who keep it burning."


@pytest.mark.parametrize(
    "stamp",
    [
        "2023-07-11", "2023/07/11", "20230711", "20230711T100000+0200", "2023-07-11T00:00:00+02:00",
        "2023-07-11T23:30:00-05:00", "2023-07-11 00:00:00", "2023-07-11T23:30", "2023-07-11T21:59:00Z",
        "Tue Jul 11 2023 00:00:00 GMT+0200", "Tue Jul 11 2023 00:00:00 GMT+0200 (Central European Summer Time)",
        "Tue Jul 11 2023 00:00:00 GMT+0200 (heure d’été d’Europe centrale)", "Tue Jul 11 2023 22:30:00 GMT-0400",
        "Tue, 11 Jul 2023 10:00:00 +0200", "11 Jul 2023 09:30:00 GMT", "Tue Jul 11 00:00:00 CEST 2023",
        "Tuesday, July 11, 2023 - 10:15", "July 11, 2023 10:00 AM", "11 July 2023", "11 juillet 2023",
        "mar 11 lug 2023", "11 luglio 2023",
    ],
)  # fmt: skip
def test_the_day_is_that_of_the_place_where_it_was_written(stamp):
    assert day_of_stamp(stamp) == "2023-07-11"
    head = f'<meta name="date" content="{stamp}">'
    assert draft_of(page(f"<h1>The harbour of Oslo</h1><p>{TEXT}</p>", head=head)).date.value == "2023-07-11"


@pytest.mark.parametrize(
    "stamp",
    [
        "2023-07-10T22:00:00Z", "2023-07-10T22:00:00.000+00:00", "20230710T220000Z", "Mon, 10 Jul 2023 22:00:00 GMT",
        "Mon Jul 10 2023 22:00:00 GMT+0000 (Coordinated Universal Time)", "Mon Jul 10 22:00:00 UTC 2023",
        "Mon, 10 Jul 2023 10:00 PM UTC", "07/11/2023", "11/07/2023", "1689026400", "2023-07", "2023", "2023-13-45",
        "2023-02-30", "2099-07-11", "Updated 11 July 2023", "11 and 12 July 2023", "", "x" * 10_000,
    ],
)  # fmt: skip
def test_what_may_be_another_day_is_none(stamp):
    assert day_of_stamp(stamp) == ""
