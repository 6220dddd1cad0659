#!/usr/bin/python3
"""A report as HTML in a real browser: nothing is run or fetched, the style is the one that the page's
policy allows, hostile names are text, and it fits a wide screen and a phone, light and dark.

usage: report_page.py HONE [SCREENSHOT_FOLDER]; exits with 77 where there is no Chromium.
"""
import subprocess
import sys
import tempfile
from pathlib import Path

from chromium import SKIPPED, Browser, Page, find_chromium

HOSTILE = [
    "<script>window.hacked = 1</script>",
    "\"><img src=x onerror=\"window.hacked = 2\">",
    "</style><script>window.hacked = 3</script>",
    "&lt;b&gt; &amp; 'quoted'",
    "x" * 400,
]
SCREENS = {"wide": (1200, 900, "light"), "dark": (1200, 900, "dark"), "phone": (390, 800, "light")}


def expect(condition: object, what: str) -> None:
    if not condition:
        sys.exit(f"FAILED: {what}")


def save(hone: str, folder: Path, name: str, *words: str) -> Path:
    """A run's report as a page."""
    report, page = folder / f"{name}.json", folder / f"{name}.html"
    subprocess.run([hone, *words, "-q", "-o", str(report)], check=True, cwd=folder,
                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    subprocess.run([hone, "report", str(report), "-o", str(page)], check=True,
                   stdout=subprocess.DEVNULL)
    return page


def show(page: Page, path: Path, screen: str) -> None:
    width, height, scheme = SCREENS[screen]
    page.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1,
              mobile=screen == "phone")
    page.call("Emulation.setEmulatedMedia",
              features=[{"name": "prefers-color-scheme", "value": scheme}])
    expect(page.run("document.documentElement.scrollWidth") <= width,
           f"{path.name}, {screen}: it is wider than the screen")


def check(page: Page, path: Path, variants: list[str]) -> None:
    expect(page.run("getComputedStyle(document.body).maxWidth") == "1120px",
           f"{path.name}: the policy forbids its own style")
    expect(page.run("document.querySelectorAll('script, img, a, iframe, link').length") == 0,
           f"{path.name}: a name became an element")
    expect(page.run("typeof window.hacked") == "undefined", f"{path.name}: a name was executed")
    for name in variants:
        expect(page.run(f"document.body.textContent.includes({name!r})"),
               f"{path.name}: the name is not there as it is: {name}")
    drawn = page.run("document.querySelectorAll('td svg.ratios[role=img][aria-label^=ratio]').length")
    expect(drawn >= len(variants) - 1, f"{path.name}: {drawn} ratios are drawn")
    expect(page.run("Array.prototype.every.call(document.querySelectorAll('tbody tr'), function (row) {"
                    " return row.className == 'note' || row.children.length =="
                    " row.closest('table').querySelectorAll('thead th').length })"),
           f"{path.name}: a row has other columns than its table")


def main() -> int:
    program = find_chromium()
    if program is None:
        print("skipped: no Chromium here (apt-get install chromium)")
        return SKIPPED
    hone = sys.argv[1]
    screenshots = Path(sys.argv[2]) if len(sys.argv) > 2 else None
    names = [word for name in HOSTILE for word in ("-n", name)]
    commands = [f"true {number}" for number, _ in enumerate(HOSTILE)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages = {
            "hostile": (save(hone, folder, "hostile", "compare", *names, *commands, "--budget", "50ms"),
                        HOSTILE),
            "sweep": (save(hone, folder, "sweep", "compare", "-P", "n=1..20:1", "true {n}", "true {n} 2",
                           "--budget", "5ms"), []),
        }
        browser = Browser(program)
        try:
            for title, (path, variants) in pages.items():
                page = browser.open(path)
                check(page, path, variants)
                for screen in SCREENS:
                    show(page, path, screen)
                    if screenshots:
                        page.screenshot(screenshots / f"{title}-{screen}.png")
                complaints = page.complaints()
                expect(not complaints, f"{title}: the console says {complaints}")
        finally:
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
