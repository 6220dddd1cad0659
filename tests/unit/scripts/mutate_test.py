"""What scripts/mutate takes for a bug, and that no bug stays in the sources."""
import importlib.machinery
import importlib.util
import pathlib
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[3]
LOADER = importlib.machinery.SourceFileLoader("mutate", str(ROOT / "scripts" / "mutate"))
sys.dont_write_bytecode = True
mutate = importlib.util.module_from_spec(importlib.util.spec_from_loader("mutate", LOADER))
sys.modules["mutate"] = mutate
LOADER.exec_module(mutate)

HEAD = "file: a.cpp\ntest: test_stats\nfilter: Sum.*\nwhy: sums are wrong: all of them\n"


def bug(old="a + b", new="a - b"):
    return mutate.parse("sum", f"{HEAD}<<<<\n{old}\n====\n{new}\n>>>>\n")


class Parse(unittest.TestCase):
    def test_fields_and_texts_are_read(self):
        parsed = bug(old="one\n  two", new="three")
        self.assertEqual((parsed.file, parsed.test, parsed.filter), ("a.cpp", "test_stats", "Sum.*"))
        self.assertEqual(parsed.why, "sums are wrong: all of them")
        self.assertEqual((parsed.old, parsed.new), ("one\n  two", "three"))

    def test_lines_may_be_taken_out(self):
        self.assertEqual(mutate.parse("sum", f"{HEAD}<<<<\nold\n====\n>>>>\n").new, "")

    def test_what_is_no_bug_is_refused(self):
        body = "<<<<\nold\n====\nnew\n>>>>\n"
        for text in ["", HEAD, body, HEAD + "<<<<\nold\n====\nnew\n", "line: 3\n" + HEAD + body,
                     HEAD + HEAD + body, HEAD + "<<<<\nold\n====\nold\n>>>>\n"]:
            with self.assertRaises(mutate.BugError, msg=text):
                mutate.parse("sum", text)


class Apply(unittest.TestCase):
    def test_the_old_text_becomes_the_new(self):
        self.assertEqual(mutate.apply(bug(), "return a + b;"), "return a - b;")

    def test_the_old_text_occurs_exactly_once(self):
        for source in ["return a;", "a + b; a + b;"]:
            with self.assertRaises(mutate.BugError):
                mutate.apply(bug(), source)

    def test_the_file_is_restored_whatever_happens(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "a.cpp"
            path.write_text("return a + b;")
            with self.assertRaises(KeyboardInterrupt):
                with mutate.InPlace(bug(), pathlib.Path(folder)):
                    self.assertEqual(path.read_text(), "return a - b;")
                    raise KeyboardInterrupt
            self.assertEqual(path.read_text(), "return a + b;")


class Run(unittest.TestCase):
    def run_program(self, script):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "bin" / "test_stats"
            path.parent.mkdir()
            path.write_text("#!/bin/sh\n" + script)
            path.chmod(0o755)
            return mutate.run(pathlib.Path(folder), bug())

    def test_passing_tests_notice_nothing(self):
        self.assertIsNone(self.run_program("echo '[==========] Running 2 tests'"))

    def test_failed_tests_are_named_once(self):
        noticed = self.run_program("echo '[==========] Running 2 tests'\n"
                                   "echo '[  FAILED  ] Sum.OfTwo (0 ms)'\n"
                                   "echo '[  FAILED  ] Sum.OfTwo'\nexit 1")
        self.assertEqual(noticed, "Sum.OfTwo")

    def test_a_crash_notices(self):
        self.assertIn("crash", self.run_program("echo '[==========] Running 2 tests'\nkill -9 $$"))

    def test_a_hang_notices(self):
        limit, mutate.TIME_LIMIT_S = mutate.TIME_LIMIT_S, 0.2
        try:
            self.assertIn("no end", self.run_program("sleep 60"))
        finally:
            mutate.TIME_LIMIT_S = limit

    def test_a_filter_without_tests_proves_nothing(self):
        with self.assertRaises(mutate.BugError):
            self.run_program("echo '[==========] Running 0 tests'")


if __name__ == "__main__":
    unittest.main()
