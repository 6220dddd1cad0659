"""Drives Chromium by its DevTools protocol over two pipes; nothing but the standard library.

browser = Browser(); page = browser.open(path); page.run("document.title"); page.click(x, y)
"""
import json
import os
import select
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

SKIPPED = 77  # what CTest takes for a skipped test
PATIENCE_S = 60


def find_chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which(
        "google-chrome")


class Browser:
    def __init__(self, program: str):
        self.profile = tempfile.TemporaryDirectory()
        to_browser, self.requests = os.pipe()
        self.answers, from_browser = os.pipe()

        def as_three_and_four() -> None:  # where --remote-debugging-pipe looks for them
            os.dup2(os.dup(to_browser), 3)
            os.dup2(os.dup(from_browser), 4)

        # First out of the way of 3 and 4, which they may have got.
        to_browser, from_browser = (os.dup(os.dup(os.dup(end))) for end in (to_browser, from_browser))
        self.process = subprocess.Popen(
            [program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
             "--no-first-run", "--remote-debugging-pipe", f"--user-data-dir={self.profile.name}",
             "about:blank"],
            preexec_fn=as_three_and_four, close_fds=False, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(from_browser)
        self.pending = b""
        self.number = 0
        self.events: list[dict] = []

    def receive(self) -> dict:
        deadline = time.monotonic() + PATIENCE_S
        while b"\0" not in self.pending:
            ready, _, _ = select.select([self.answers], [], [], deadline - time.monotonic())
            piece = os.read(self.answers, 1 << 16) if ready else b""
            if not piece:
                raise RuntimeError("Chromium does not answer")
            self.pending += piece
        message, self.pending = self.pending.split(b"\0", 1)
        return json.loads(message)

    def send(self, method: str, session: str | None = None, **parameters) -> int:
        self.number += 1
        request = {"id": self.number, "method": method, "params": parameters}
        if session:
            request["sessionId"] = session
        os.write(self.requests, json.dumps(request).encode() + b"\0")
        return self.number

    def wait_for(self, event: str, session: str) -> None:
        """The event is taken out of those that are complained about."""
        while True:
            for known in self.events:
                if known.get("method") == event and known.get("sessionId") == session:
                    self.events.remove(known)
                    return
            self.events.append(self.receive())

    def call(self, method: str, session: str | None = None, **parameters) -> dict:
        number = self.send(method, session, **parameters)
        while True:
            answer = self.receive()
            if answer.get("id") == number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            self.events.append(answer)

    def open(self, path: Path, width: int = 1200, height: int = 800) -> "Page":
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        page = Page(self, session)
        for domain in ("Page", "Runtime", "Log"):
            page.call(f"{domain}.enable")
        page.call("Emulation.setDeviceMetricsOverride", width=width, height=height,
                  deviceScaleFactor=1, mobile=False)
        page.call("Page.navigate", url=path.resolve().as_uri())
        deadline = time.monotonic() + PATIENCE_S
        while page.run("document.readyState") != "complete" or page.run("location.href") == "about:blank":
            if time.monotonic() > deadline:
                raise RuntimeError(f"{path} does not load")
            time.sleep(0.05)
        return page

    def close(self) -> None:
        try:
            self.call("Browser.close")
        except (RuntimeError, OSError):
            self.process.kill()
        self.process.wait(PATIENCE_S)
        self.profile.cleanup()


class Page:
    def __init__(self, browser: Browser, session: str):
        self.browser = browser
        self.session = session

    def call(self, method: str, **parameters) -> dict:
        return self.browser.call(method, self.session, **parameters)

    def run(self, expression: str):
        """The value of a JavaScript expression."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(f"{expression}: {answer['exceptionDetails']['text']}")
        return answer["result"].get("value")

    def answer_prompt(self, x: float, y: float, text: str) -> None:
        """A click there opens a prompt, which stops the page until it is answered."""
        for kind in ("mousePressed", "mouseReleased"):
            self.browser.send("Input.dispatchMouseEvent", self.session, type=kind, x=x, y=y,
                              button="left", clickCount=1)
        self.browser.wait_for("Page.javascriptDialogOpening", self.session)
        self.call("Page.handleJavaScriptDialog", accept=True, promptText=text)

    def click(self, x: float, y: float) -> None:
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def key(self, name: str, modifiers: int = 0) -> None:
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=name, modifiers=modifiers)

    def screenshot(self, path: Path) -> None:
        import base64
        path.write_bytes(base64.b64decode(self.call("Page.captureScreenshot")["data"]))

    def complaints(self) -> list[str]:
        """What the page or the browser wrote to the console, exceptions and dialogs included."""
        self.run("1")  # whatever comes before this answer has come
        telling = ("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded",
                   "Page.javascriptDialogOpening")
        return [json.dumps(event) for event in self.browser.events
                if event.get("method") in telling and event.get("sessionId") == self.session]
