"""The check of the house names the file, the line and the rule; on small houses made for it."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

CHECK = pathlib.Path(__file__).resolve().parents[3] / "scripts/check_layers"
ROWS = """hone_layer(analyzers/model)
hone_layer(workloads DEPENDS analyzers/model)
hone_layer(cli
  DEPENDS analyzers/model workloads
  LIBRARIES CLI11::CLI11)
"""


def check(files, rows=ROWS):
    """(exit code, what was said) of the check on a house of these files."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in {"scripts/layers.cmake": rows, **files}.items():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        done = subprocess.run([sys.executable, CHECK, folder], text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, check=False)
        return done.returncode, done.stdout


class CheckLayers(unittest.TestCase):
    def test_includes_that_run_downward_pass(self):
        code, said = check({"cli/app.cpp": '#include "analyzers/model/plan.hpp"\n',
                            "analyzers/model/plan.hpp": "#include <string>\n"})
        self.assertEqual(code, 0, said)

    def test_an_include_that_runs_upward_is_named_with_its_line_and_rule(self):
        code, said = check({"cli/app.hpp": "",
                            "analyzers/model/plan.hpp": '#include <string>\n#include "cli/app.hpp"\n'})
        self.assertEqual(code, 1)
        self.assertIn("analyzers/model/plan.hpp:2: cli/app.hpp: analyzers/model may not see cli", said)

    def test_a_file_name_used_twice_is_named_with_both_places(self):
        code, said = check({"cli/app.hpp": "", "cli/app.cpp": "", "tests/unit/app.cpp": ""})
        self.assertEqual(code, 1)
        self.assertIn("tests/unit/app.cpp:1: the name app is taken by cli/app.cpp: a file name is used "
                      "once", said)

    def test_a_header_and_its_source_share_a_name(self):
        self.assertEqual(check({"cli/app.hpp": "", "cli/app.cpp": ""})[0], 0)

    def test_a_row_names_only_rows_above_it(self):
        code, said = check({}, "hone_layer(cli DEPENDS workloads)\nhone_layer(workloads)\n")
        self.assertEqual(code, 1)
        self.assertIn("cli: workloads has no row above it", said)

    def test_a_folder_without_a_row_is_named(self):
        code, said = check({"analyzers/magic/wand.cpp": ""})
        self.assertEqual(code, 2)
        self.assertIn("analyzers/magic/wand.cpp", said)

    def test_a_workload_sees_the_catalogues_interface_and_its_family_alone(self):
        code, said = check({
            "workloads/workload.hpp": "", "workloads/loader.hpp": "",
            "workloads/cache/soa.cpp": '#include "workloads/workload.hpp"\n',
            "workloads/cache/tiling.cpp": '#include "workloads/loader.hpp"\n'})
        self.assertEqual(code, 1)
        self.assertIn("workloads/cache/tiling.cpp:1", said)
        self.assertNotIn("soa", said)

    def test_sections_and_the_words_that_they_use_can_neither_escape_nor_lay_out(self):
        rows = (CHECK.parent / "layers.cmake").read_text()
        for folder in ("document", "words", "sections"):
            row = rows[rows.index(f"hone_layer(reports/{folder}\n"):].split(")")[0]
            self.assertNotIn("reports/layout", row)
            self.assertNotIn("reports/formats", row)


if __name__ == "__main__":
    unittest.main()
