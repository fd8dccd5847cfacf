import json
import logging
import sys
from types import ModuleType

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import path

from sroi_portal.errors import server_error
from sroi_portal.request_reference import JsonFormatter, ReferenceFilter, RequestReferenceMiddleware

log = logging.getLogger("test")


def record_of(message: str, **extra: object) -> logging.LogRecord:
    record = log.makeRecord("test", logging.ERROR, __file__, 1, message, (), None, extra=extra)
    ReferenceFilter().filter(record)
    return record


def test_the_reference_of_the_answer_stands_in_the_log_lines_of_its_request():
    seen = []

    def view(request):
        seen.append((request.reference, record_of("in the request").reference))
        return HttpResponse()

    answer = RequestReferenceMiddleware(view)(RequestFactory().get("/"))
    reference = answer.headers["X-Request-Reference"]
    assert seen == [(reference, reference)]
    assert len(reference) == 10
    assert record_of("after the request").reference == "-"


def test_an_address_that_is_asked_for_forges_no_line(caplog):
    with caplog.at_level(logging.INFO, logger="sroi_portal.requests"):
        RequestReferenceMiddleware(lambda _request: HttpResponse())(
            RequestFactory().get("/x%0AINFO forged%1B[2J/%C3%A9")
        )
    (record,) = caplog.records
    assert record.getMessage().startswith("GET /x%0AINFO forged%1B[2J/é 200 in ")
    assert record.path == "/x%0AINFO forged%1B[2J/é"


def breaks(_request: HttpRequest) -> HttpResponse:
    message = "broken"
    raise ValueError(message)


@pytest.fixture
def breaking_address(settings):
    addresses = ModuleType("breaking_addresses")
    addresses.urlpatterns = [path("breaks", breaks)]
    addresses.handler500 = "sroi_portal.errors.server_error"
    settings.ROOT_URLCONF = addresses
    return "/breaks"


def test_the_error_page_carries_the_reference_that_the_log_has(client, breaking_address, caplog):
    client.raise_request_exception = False
    answer = client.get(breaking_address)
    assert answer.status_code == 500
    reference = answer.headers["X-Request-Reference"]
    assert reference in answer.content.decode()
    logged = [record for record in caplog.records if getattr(record, "status_code", None) == 500]
    assert [record.request.reference for record in logged] == [reference]


def test_the_error_page_stands_without_a_reference():
    request = RequestFactory().get("/")
    answer = server_error(request)
    assert answer.status_code == 500
    assert "Er ging iets mis" in answer.content.decode()


def test_a_production_log_line_is_one_json_object():
    try:
        breaks(RequestFactory().get("/"))
    except ValueError:
        record = log.makeRecord("test", logging.ERROR, __file__, 1, "mis: %s", ("één",), sys.exc_info())
    ReferenceFilter().filter(record)
    text = JsonFormatter().format(record)
    assert "\n" not in text
    line = json.loads(text)
    assert (line["message"], line["level"], line["reference"]) == ("mis: één", "ERROR", "-")
    assert "ValueError: broken" in line["traceback"]
