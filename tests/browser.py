"""What a page in the browser may never do, and what axe must find nothing wrong with."""

import re
from dataclasses import dataclass, field

from playwright.sync_api import ConsoleMessage, Page, Request, Response

from tools.services import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ANSWERS = {"document", "xhr", "fetch"}  # may be a deliberate 404, 409 or 422; a style sheet may not


@dataclass
class Guard:
    """Collects what goes wrong on a page: a refused style or script, an error, a request that fails."""

    home: str
    problems: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        page.on("request", self._request)
        page.on("requestfailed", self._failed)
        page.on("response", self._response)

    def allow(self, pattern: str) -> None:
        """A problem this test provokes on purpose, as a regular expression."""
        self.allowed.append(pattern)

    def check(self) -> None:
        left = [text for text in self.problems if not any(re.search(each, text) for each in self.allowed)]
        assert not left, "\n".join(left)

    def _console(self, message: ConsoleMessage) -> None:
        # A refused answer is judged by its response; the Content-Security-Policy reports itself here.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.problems.append(f"console: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.home, "blob:", "about:")):
            self.problems.append(f"buiten het portaal: {request.url}")

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # a download, or a request the next page overtook
            self.problems.append(f"mislukt: {request.method} {request.url}: {request.failure}")

    def _response(self, response: Response) -> None:
        answer = response.request.resource_type in ANSWERS
        if response.status >= (500 if answer else 400):
            self.problems.append(f"{response.status}: {response.request.method} {response.url}")


def axe_violations(page: Page) -> list[str]:
    """Every violation as one line with its places. Runs through the debugger, so under the strict CSP."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    run = "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})"
    found = page.evaluate(run, AXE_TAGS)["violations"]
    return [f"{each['id']}: {each['help']}\n{_places(each)}" for each in found]


def _places(violation: dict) -> str:
    return "\n".join(f"    {node['target']} {node['html'][:200]}" for node in violation["nodes"])
