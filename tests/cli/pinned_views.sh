# Views of one record in a hundred keep nearly all of the input on the heap, where strings let go of it.
. "$(dirname "$0")/expect.sh"
"$HONE" stat --collect allocations -- true | grep -q sanitizer && exit 77
expect 0 "$HONE" run memory/zero_copy_parse -p keep=few -p input_bytes=medium --budget 10ms \
  --collect allocations -o report.json
expect_valid_report report.json
peak='{v["name"]: v["metrics"]["peak_heap"]["value"] for v in report["subjects"][0]["variants"]}'
expect_json report.json "(lambda peak: peak['view_pinned'] > 1.5 * peak['copy_from_chars'])($peak)"
expect_json report.json "(lambda peak: peak['view_from_chars'] < 1.05 * peak['copy_from_chars'])($peak)"
expect_json report.json 'not any(f["rule"] == "contradicted_signature" for f in report["subjects"][0]["findings"])'
