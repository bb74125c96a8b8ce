"""Take pictures of the pages of a running site, for people to look at; with --readme, those in README and docs.

    python tests/screenshots.py http://127.0.0.1:8000 /tmp/pictures
    python tests/screenshots.py http://127.0.0.1:8000 .readme --readme
    python tests/screenshots.py http://127.0.0.1:8000 /tmp/pictures --account editor:password

With an account it takes the pages of the desk instead; those of a review are of the first document. It takes every page
at two widths, in light and dark, and some as printed. It names any pages that scroll sideways, and fails if there are
any.
"""

import argparse
import re
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

VILNIUS = "/documents/comunicato-del-vertice-di-vilnius/"
PAGES = {
    "home": "/",
    "browse": "/documents/",
    "browse-filtered": "/documents/?language=it&language=fr&speaker=jens-stoltenberg",
    "browse-nothing": "/documents/?language=it&kind=readout",
    "search": "/search/?q=deterrenza",
    "search-phrase": "/search/?q=%22difesa+aerea%22+NATO",
    "search-empty": "/search/",
    "search-nothing": "/search/?q=%22no+such+phrase%22+-Vilnius&language=it",
    "document-short": "/documents/telephone-conversation-between-the-deputy-prime-minister-and-minister/",
    "document-long": VILNIUS,
    "document-undated": "/documents/commentaire-sur-la-rencontre-entre-jens-stoltenberg-et-giorgia-meloni/",
    "document-month": "/documents/i-ministri-della-difesa-della-nato-a-bruxelles-per-il-sostegno-all/",
    "source": "/documents/telephone-conversation-between-the-deputy-prime-minister-and-minister/source/",
    "source-long": f"{VILNIUS}source/",
    "keep": "/results/?q=OTAN&year=2022",
    "follow": "/follow/?q=OTAN&year=2022",
    "speakers": "/speakers/",
    "speaker": "/speakers/jens-stoltenberg/",
    "said": "/search/?q=said%3Ameloni+Ucraina",
    "timeline": "/timeline/",
    "timeline-month": "/timeline/?year=2022-11&by=kind",
    "first": "/first/?q=NATO",
    "first-example": "/first/",
    "tips": "/search/tips/",
    "frequency": "/frequency/?q=NATO&q=Ucraina&q=deterrenza",
    "frequency-by-speaker": "/frequency/?q=NATO&by=speaker",
    "check": "/check/?q=ogni+centimetro+del+territorio+Alleato+e+sempre",
    "compare": f"/compare/?a={VILNIUS}&b=i-ministri-della-difesa-della-nato-a-bruxelles-per-il-sostegno-all",
    "cite": f"{VILNIUS}cite/",
    "related": f"{VILNIUS}related/",
    "document-from-search": f"{VILNIUS}?q=NATO",
    "about": "/about/",
    "not-found": "/documents/there-is-none/",
    "not-understood": "/documents/?date_from=yesterday",
}
DESK = {
    "desk": "/admin/",
    "desk-documents": "/admin/statements/document/",
    "desk-release": "/admin/statements/document/release/",
    "desk-review": "/admin/statements/document/{first}/review/",
    "desk-record": "/admin/statements/document/{first}/record/",
    "desk-translations": "/admin/statements/document/{first}/translations/",
    "desk-speakers": "/admin/statements/speaker/",
    "desk-publishers": "/admin/statements/publisher/",
    "desk-sources": "/admin/statements/watchedsource/",
    "desk-source-new": "/admin/statements/watchedsource/add/",
    "desk-tokens": "/admin/statements/apitoken/",
    "desk-account": "/admin/account/",
    "desk-accounts": "/admin/auth/user/",
    "desk-account-new": "/admin/auth/user/add/",
}
PRINTED = ["document-short", "document-long", "browse"]
README = {
    "search": "search",
    "document-from-search": "document",
    "frequency": "frequency",
    "check": "check",
    "desk": "desk",
    "desk-review": "review",
}
WIDTHS = {1280: 900, 390: 844}
TALLEST = 2600  # pixels kept of a long page


def main() -> int:
    arguments = parse_arguments()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=arguments.chromium,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        try:
            context = browser.new_context()
            pages = sign_in(context, arguments.address, arguments.account) if arguments.account else PAGES
            if arguments.readme:
                picture_readme(context, arguments.address, arguments.folder, pages)
                return 0
            wanted = {name: path for name, path in pages.items() if re.search(arguments.only, name)}
            signed = context.storage_state()
            return 1 if picture_all(browser, arguments.address, arguments.folder, wanted, signed) else 0
        finally:
            browser.close()


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("address", help="where the site answers, such as http://127.0.0.1:8000")
    parser.add_argument("folder", type=Path, help="where the pictures go; made if it is not there")
    parser.add_argument("--only", default="", metavar="REGEX", help="only the pages whose name matches")
    parser.add_argument("--readme", action="store_true", help="only the pictures of README and docs")
    parser.add_argument("--account", metavar="NAME:PASSWORD", help="the pages of the desk, as this account sees them")
    parser.add_argument("--chromium", default="/usr/bin/chromium", help="the browser")
    return parser.parse_args()


def sign_in(context: BrowserContext, address: str, account: str) -> dict[str, str]:
    """Sign in to the desk, and return the addresses of its pages."""
    name, _, password = account.partition(":")
    page = context.new_page()
    page.goto(f"{address}/admin/")
    page.fill("#id_username", name)
    page.fill("#id_password", password)
    with page.expect_navigation():
        page.press("#id_password", "Enter")
    page.goto(f"{address}/admin/statements/document/")
    first = page.locator("#result_list tbody th a").first.get_attribute("href") or ""
    return {each: path.format(first=first.split("/")[-3]) for each, path in DESK.items()}


def picture_all(browser: Browser, address: str, folder: Path, wanted: dict[str, str], signed: Any) -> list[str]:
    """Save every picture, and return the pages wider than their window. signed: the cookies of whoever looks."""
    too_wide: list[str] = []
    for scheme in ("light", "dark"):
        for width, height in WIDTHS.items():
            phone = width < 600
            page = browser.new_page(
                viewport={"width": width, "height": height},
                color_scheme=scheme,
                has_touch=phone,
                is_mobile=phone,
                storage_state=signed,
            )
            for name, path in wanted.items():
                page.goto(address + path, wait_until="load")
                save(page, folder / f"{name}-{width}-{scheme}.png")
                too_wide += overflow(page, name) if scheme == "light" else []
            page.close()
    narrow = browser.new_page(viewport={"width": 320, "height": 640}, storage_state=signed)
    for name, path in wanted.items():
        narrow.goto(address + path, wait_until="load")
        too_wide += overflow(narrow, name)
    printed = browser.new_page()
    for name in [name for name in PRINTED if name in wanted]:
        printed.goto(address + wanted[name], wait_until="load")
        printed.pdf(path=folder / f"{name}.pdf", format="A4", prefer_css_page_size=True)
    return too_wide


def save(page: Page, path: Path) -> None:
    """Save a picture of the page from its top, cut off at TALLEST."""
    page.evaluate("document.fonts.ready.then(() => true)")
    tall = page.evaluate("document.documentElement.scrollHeight")
    width = page.viewport_size["width"]
    page.screenshot(path=path, full_page=True, clip={"x": 0, "y": 0, "width": width, "height": min(tall, TALLEST)})


def overflow(page: Page, name: str) -> list[str]:
    width, window = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    if width <= window:
        return []
    sys.stderr.write(f"{name} is {width} pixels wide in a window of {window}\n")
    return [name]


def picture_readme(context: BrowserContext, address: str, folder: Path, pages: dict[str, str]) -> None:
    """Save those of the pages that README and docs show: of the site, or with an account of the desk."""
    page = context.new_page()
    for name in [name for name in README if name in pages]:
        page.set_viewport_size({"width": 1280, "height": 1330 if name in DESK else 800})
        page.goto(address + pages[name], wait_until="load")
        page.screenshot(path=folder / f"{README[name]}.png")


if __name__ == "__main__":
    sys.exit(main())
