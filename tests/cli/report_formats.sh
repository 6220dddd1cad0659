# A report in other formats: names in it are data, whatever Markdown or a spreadsheet makes of such.
. "$(dirname "$0")/expect.sh"
name='a|b `c` @somebody #1 <script>x</script> [d](https://example.org) **e** \| \\|'
formula='=HYPERLINK("https://example.org")'
expect 0 "$HONE" compare -n "$name" -n "$formula" 'true' 'true 2' --budget 1ms -o report.json

# Markdown, as the renderer of GitHub reads it.
cat >read.py <<'E2'
import sys
from html.parser import HTMLParser


class Page(HTMLParser):
    """Fails on what only a name could have made; keeps the cells of each row and the code."""

    def __init__(self):
        super().__init__()
        self.rows, self.code, self.open = [], [], []

    def handle_starttag(self, tag, attributes):
        assert tag not in ("a", "img", "script", "h1", "del"), (tag, attributes)
        self.open.append(tag)
        if tag == "tr":
            self.rows.append(0)
        if tag in ("td", "th"):
            self.rows[-1] += 1
        if tag == "code":
            self.code.append("")

    def handle_endtag(self, tag):
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data):
        if "code" in self.open:
            self.code[-1] += data
        else:
            assert "@" not in data and "#1" not in data, data


page = Page()
page.feed(sys.stdin.read())
assert page.rows and len(set(page.rows)) < len(page.rows), page.rows
tables = [page.rows[0]]
for count in page.rows:
    if count != tables[-1]:
        tables.append(count)
assert len(tables) <= 4, f"rows of uneven length: {page.rows}"
assert any(code.startswith("a|b `c` @somebody #1 <script>") for code in page.code), page.code
E2
expect 0 "$HONE" report report.json --format markdown
mv out shown.md
cmark-gfm -e table -e autolink -e strikethrough -e tagfilter shown.md >shown.html || fail "no Markdown"
expect 0 sh -c '/usr/bin/python3 read.py <shown.html'
expect 0 "$HONE" report report.json -o saved.md
cmp -s saved.md shown.md || fail "-o saved.md is not what --format markdown shows"
cmp -s out saved.md && fail "stdout has no text for a terminal"

# CSV, as any reader has it.
expect 0 "$HONE" report report.json --format csv
expect 0 "$HONE" report report.json -o saved.csv
expect 0 /usr/bin/python3 -c '
import csv, json, sys
rows = list(csv.DictReader(open("saved.csv", newline="")))
report = json.load(open("report.json"))
subject = report["subjects"][0]
assert {row["variant"] for row in rows} == {sys.argv[1], "\x27" + sys.argv[2]}, rows
wall = [row for row in rows if row["metric"] == "wall_time"]
assert [row["is_baseline"] for row in wall] == ["1", "0"], wall
comparison = subject["comparisons"][0]
assert float(wall[1]["ratio"]) == comparison["ratio"]
assert wall[1]["verdict"] == comparison["verdict"] and wall[1]["unit"] == "s"
assert float(wall[0]["value"]) == subject["variants"][0]["metrics"]["wall_time"]["value"]
assert all(None not in row and None not in row.values() for row in rows)' "$name" "$formula"

# Of a run as it ends, too.
expect 0 "$HONE" compare true 'true 2' --budget 1ms --format markdown
expect_in out "| variant |"
expect 0 "$HONE" compare true 'true 2' --budget 1ms --format csv
expect_in out "subject,parameters,variant,"
expect 0 "$HONE" stat -o stat.json -- true
expect 0 "$HONE" report stat.json --format markdown
expect_in out "wall time"

# The end of a file's name says the format; of any other name it is JSON.
expect 0 "$HONE" report report.json -o saved.txt
cmp -s saved.txt out || fail "saved.txt is not the text"
expect 0 "$HONE" report report.json -o saved
cmp -s saved report.json || fail "saved is not JSON"

expect 2 "$HONE" report report.json --format yaml
expect_one_line_error "--format" "terminal" "json" "markdown" "csv"
expect 2 "$HONE" compare true 'true 2' --budget 1ms --format csv -o -
expect_one_line_error "-o and --format csv"
