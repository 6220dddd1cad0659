"""The check of the rows names the file, the line and the rule; on small tables made for it."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

CHECK = pathlib.Path(__file__).resolve().parents[3] / "scripts/check_rows"
METRIC = """enum class Unit : std::uint8_t {
  seconds,
  ratio,     // a share, in [0, 1]
};
enum class Better : std::uint8_t { lower, higher };
enum class Topic : std::uint8_t { time = 0, memory = 1 };
"""
GOOD_METRIC = 'Metric{"wall_time", "wall time", seconds, lower, time},'
GOOD_PASS = """    Pass{.id = "heap",
         .meaning = "who allocates what, by heaptrack",
         .metrics = heap_metrics,
         .run = trace_heap},"""


def check(metrics=GOOD_METRIC, passes=GOOD_PASS):
    """(exit code, what was said) of the check on tables of these rows, which begin in line 2."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in {"analyzers/model/metric.hpp": METRIC,
                           "analyzers/model/metric_table.hpp": "std::array{\n" + metrics + "\n}",
                           "analyzers/collect/passes/pass_table.hpp":
                               "std::array{\n" + passes + "\n}"}.items():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        done = subprocess.run([sys.executable, CHECK, folder], text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, check=False)
        return done.returncode, done.stdout


class CheckRows(unittest.TestCase):
    def expect_problem(self, said, code, text):
        self.assertEqual(code, 1, said)
        self.assertEqual(said.strip(), text)

    def test_rows_that_have_all_pass(self):
        code, said = check(GOOD_METRIC + '\nMetric{"rss", "peak, RSS", Unit::ratio, Better::higher,'
                           '\n       Topic::memory, run, both | self_test, sampled, "wall_time"},')
        self.assertEqual(code, 0, said)

    def test_a_metric_without_a_unit_is_named_with_its_line_and_rule(self):
        code, said = check(GOOD_METRIC + '\nMetric{"words", "words", lower, time},')
        self.expect_problem(said, code, "analyzers/model/metric_table.hpp:3: words: a metric's row has "
                            "a unit: one of ratio, seconds")

    def test_a_metric_that_ends_before_its_unit_is_named(self):
        code, said = check(GOOD_METRIC + '\nMetric{"words", "words"},')
        self.assertEqual(code, 1)
        self.assertIn("metric_table.hpp:3: words: a metric's row has a unit", said)

    def test_a_metric_without_a_topic_is_named(self):
        code, said = check('Metric{"words", "words", ratio, lower},')
        self.assertEqual(code, 1)
        self.assertIn("metric_table.hpp:2: words: a metric's row has a topic: one of memory", said)

    def test_a_metric_without_a_label_is_named(self):
        code, said = check('Metric{"words", "", ratio, lower, time},')
        self.expect_problem(said, code,
                            "analyzers/model/metric_table.hpp:2: words: a metric's row has a label")

    def test_an_id_is_used_once(self):
        code, said = check(GOOD_METRIC + "\n" + GOOD_METRIC)
        self.expect_problem(said, code, "analyzers/model/metric_table.hpp:3: wall_time: the metric of "
                            "line 2 has this id: an id is used once")

    def test_an_id_is_of_small_letters_digits_and_underscores(self):
        code, said = check('Metric{"Wall time", "wall time", seconds, lower, time},')
        self.expect_problem(said, code, "analyzers/model/metric_table.hpp:2: Wall time: a metric's id "
                            "is of the form [a-z][a-z0-9_]*")

    def test_a_table_without_a_row_is_named(self):
        code, said = check(metrics='{"wall_time", "wall time", seconds, lower, time},')
        self.assertEqual(code, 1)
        self.assertIn("analyzers/model/metric_table.hpp:1: no metric has a row", said)

    def test_a_collector_without_a_meaning_is_named_with_its_line_and_rule(self):
        code, said = check(passes=GOOD_PASS + '\nPass{.id = "words", .metrics = words, .run = count},')
        self.expect_problem(said, code, "analyzers/collect/passes/pass_table.hpp:6: words: "
                            "a collector's row has a meaning")

    def test_a_collector_s_id_is_used_once(self):
        code, said = check(passes=GOOD_PASS + "\n" + GOOD_PASS)
        self.assertEqual(code, 1)
        self.assertIn("pass_table.hpp:6: heap: the collector of line 2 has this id", said)


if __name__ == "__main__":
    unittest.main()
