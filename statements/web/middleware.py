"""What happens to every request and response."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

Respond = Callable[[HttpRequest], HttpResponse]
RespondAnyhow = Callable[[HttpRequest], HttpResponseBase]  # with a page or a file


def head_without_body(get_response: RespondAnyhow) -> RespondAnyhow:
    """Answer HEAD with the headers of GET and no body, as RFC 9110 has it; servers log a body as a fault."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.method == "HEAD":  # the header Content-Length stays that of GET
            if isinstance(response, StreamingHttpResponse):
                response.streaming_content = ()
            elif isinstance(response, HttpResponse):
                response.content = b""
        return response

    return respond


class PageGzip(GZipMiddleware):
    """Compress pages; files keep the length and the digest that their headers tell."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_file = response.streaming or response.has_header("Repr-Digest")
        return response if is_file else super().process_response(request, response)


def html_without_nul(get_response: Respond) -> Respond:
    """Show U+FFFD for each NUL that an address brought along, as HTML does in attributes (13.2.5.36): no page has one,
    whatever it shows again of what was typed."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        # What is compressed by now has none: see search/remembered.py.
        is_text = not response.streaming and not response.has_header("Content-Encoding")
        is_page = is_text and response.get("Content-Type", "").startswith("text/html")
        if is_page and b"\0" in response.content:
            response.content = response.content.replace(b"\0", "\ufffd".encode())
        return response

    return respond
