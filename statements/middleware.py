"""What is done with every request and response."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


def head_without_body(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer HEAD with the headers of GET and no body, as RFC 9110 has it; servers log a body as a fault."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method == "HEAD" and not response.streaming:
            response.content = b""  # the header Content-Length stays that of GET
        return response

    return respond
