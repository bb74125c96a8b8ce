"""The API, asked by schemathesis for whatever its description allows and forbids: no answer is a fault, and each is as
described.
"""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck
from hypothesis import settings as property_tests
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from statements.api.schema import SCHEMA
from tests.addresses import make_states

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

schema = schemathesis.openapi.from_dict(SCHEMA)
schema.config.generation.update(modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
EXAMPLES = 40  # of each address; what a query or a cursor may be, no schema can say, so both kinds may be refused


@pytest.fixture(autouse=True)
def archive():
    """One with everything in it, whose connection stays open as it does for Django's own client."""
    make_states()
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@schema.parametrize()
@property_tests(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_whatever_is_asked_is_answered_as_described(case):
    response = case.call(
        app=get_wsgi_application(), base_url="http://localhost", headers={"Accept-Encoding": "identity"}
    )
    case.validate_response(response, excluded_checks=[positive_data_acceptance, negative_data_rejection])
