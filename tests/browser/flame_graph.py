#!/usr/bin/python3
"""The flame graph of `hone heap --flame` in a real browser: a click zooms, Escape goes back, a
search finds; hostile names are text and nothing else; the console stays empty.

usage: flame_graph.py HONE [SCREENSHOT_FOLDER]; exits with 77 where there is no Chromium.
"""
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from chromium import SKIPPED, Browser, Page, find_chromium

HOSTILE = [
    "<script>window.hacked = 1; alert(1)</script>",
    "\"><img src=x onerror=\"window.hacked = 2\"/>",
    "]]></script><script>window.hacked = 3</script>",
    "'quoted' & \"both\" &lt;b&gt; &#0; javascript:window.hacked=4",
    "control \x01\x07\x1b[31m\x7f\u202e\u0085 characters",
    "x" * 5000,
]
BLOCK = """(function (name) {
  var found = Array.prototype.filter.call(document.querySelectorAll('.f'), function (g) {
    return g.querySelector('title').textContent.indexOf(name) === 0;
  })[0];
  if (!found) return null;
  var box = found.querySelector('rect').getBoundingClientRect();
  return {x: box.x, y: box.y, width: box.width, height: box.height,
          gone: getComputedStyle(found).display === 'none',
          hit: found.classList.contains('hit'),
          text: found.querySelector('text').textContent};
})"""


def fail(what: str) -> None:
    sys.exit(f"FAILED: {what}")


def expect(condition: object, what: str) -> None:
    if not condition:
        fail(what)


def profile_of(stacks: list[tuple[list[str], int]], command: str) -> dict:
    """A hone.heap/1 report of these stacks and their allocations."""
    frames: list[str] = []
    nodes = [{"parent": None, "frame": None, "costs": None}]
    numbers: dict[tuple[int, str], int] = {}
    costs = {"allocations": 0, "temporary": 0, "bytes": 0, "peak_bytes": 0,
             "leaked_allocations": 0, "leaked_bytes": 0}
    for names, allocations in stacks:
        at = 0
        for name in names:
            if name not in frames:
                frames.append(name)
            if (at, name) not in numbers:
                numbers[at, name] = len(nodes)
                nodes.append({"parent": at, "frame": frames.index(name), "costs": None})
            at = numbers[at, name]
        nodes[at]["costs"] = costs | {"allocations": allocations}
    return {"schema": "hone.heap/1", "tool": {"name": "hone", "version": "0", "revision": None},
            "created": "2026-01-01T00:00:00Z", "command": command, "incomplete": None, "run_s": 1,
            "peak_s": 1, "peak_rss_bytes": None,
            "totals": costs | {"allocations": sum(count for _, count in stacks)}, "sizes": [],
            "frames": [{"function": name, "file": None, "line": None, "object": None}
                       for name in frames], "stacks": nodes}


def graph(hone: str, folder: Path, name: str, report: dict) -> Path:
    source, target = folder / f"{name}.json", folder / f"{name}.svg"
    source.write_text(json.dumps(report), encoding="utf-8")
    subprocess.run([hone, "heap", str(source), "--flame", str(target)], check=True,
                   stdout=subprocess.DEVNULL)
    return target


def block(page: Page, name: str) -> dict:
    found = page.run(f"{BLOCK}({json.dumps(name)})")
    expect(found, f"no block '{name}'")
    return found


def click(page: Page, name: str) -> None:
    box = block(page, name)
    page.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def check_zoom_and_search(page: Page) -> None:
    before = block(page, "parse")
    click(page, "parse")
    zoomed = block(page, "parse")
    expect(zoomed["width"] > 1.3 * before["width"] and zoomed["width"] > 1100, "a click does not zoom")
    expect(block(page, "render")["gone"], "what is beside is still there after a zoom")
    expect(not block(page, "token")["gone"], "what is above is gone after a zoom")
    expect(block(page, "token")["width"] > 1000, "what is above does not grow with it")
    page.key("Escape")
    expect(abs(block(page, "parse")["width"] - before["width"]) < 1, "Escape does not go back")
    expect(not block(page, "render")["gone"], "Escape does not bring back what was beside")
    button = page.run("(function () { var box = document.getElementById('search')"
                      ".getBoundingClientRect(); return [box.x + 5, box.y + 5]; })()")
    page.answer_prompt(*button, "TOKEN")
    expect(block(page, "token")["hit"] and not block(page, "render")["hit"], "the search finds wrongly")
    expect(page.run("document.getElementById('found').textContent") == "found: 60.0 %",
           "the share that was found: " + str(page.run("document.getElementById('found').textContent")))


def check_hostile(page: Page) -> None:
    for name in ("all", "main"):
        click(page, name)
    page.run("document.documentElement.searchFor('script')")
    expect(page.run("typeof window.hacked") == "undefined", "a name was executed")
    expect(page.run("document.querySelectorAll('script').length") == 1, "a name became a script")
    expect(page.run("document.querySelectorAll('img, image, a, foreignObject').length") == 0,
           "a name became an element")
    titles = page.run("Array.prototype.map.call(document.querySelectorAll('title'),"
                      "function (title) { return title.textContent; }).join('|')")
    for name in HOSTILE[:4]:
        expect(name in titles, f"the name is not there as it is: {name}")
    expect(not any(ord(character) < 32 or character in "\x7f\u202e\u0085" for character in titles),
           "a control character is in the page")


def main() -> int:
    program = find_chromium()
    if program is None:
        print("skipped: no Chromium here (apt-get install chromium)")
        return SKIPPED
    hone = sys.argv[1]
    screenshots = Path(sys.argv[2]) if len(sys.argv) > 2 else None
    plain = [(["main", "parse", "token"], 60), (["main", "parse", "node"], 10),
             (["main", "render"], 30)]
    hostile = [(["main", name], 10) for name in HOSTILE]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        browser = Browser(program)
        try:
            for title, stacks, check in (("plain", plain, check_zoom_and_search),
                                         ("hostile", hostile, check_hostile)):
                command = "./parser" if title == "plain" else HOSTILE[0]
                page = browser.open(graph(hone, folder, title, profile_of(stacks, command)))
                check(page)
                if screenshots:
                    page.screenshot(screenshots / f"{title}.png")
                complaints = page.complaints()
                expect(not complaints, f"{title}: the console says {complaints}")
        finally:
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
