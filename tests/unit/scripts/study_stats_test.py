"""The statistics of the studies against values known from tables or counted by hand."""
import pathlib
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "scripts" / "studies"))
import study_stats


class StudyStatsTest(unittest.TestCase):
    def test_student_t_is_that_of_the_tables(self):
        for freedom, quantile in [(1, 12.706), (5, 2.571), (16, 2.120), (30, 2.042), (120, 1.980)]:
            self.assertAlmostEqual(study_stats.t_quantile(0.05, freedom), quantile, places=3)
        self.assertAlmostEqual(study_stats.t_quantile(0.01, 10), 3.169, places=3)

    def test_student_t_with_one_degree_of_freedom_is_cauchy(self):
        self.assertAlmostEqual(study_stats.t_two_sided(1, 1), 0.5)
        self.assertAlmostEqual(study_stats.t_two_sided(0, 1), 1.0)

    def test_welch_of_students_sleep_data(self):
        # The two drugs of Student (1908) as R's t.test(extra ~ group, data = sleep) has them.
        first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
        second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
        self.assertAlmostEqual(study_stats.welch_p(first, second), 0.07939, places=5)

    def test_welch_without_variance_is_no_difference(self):
        self.assertEqual(study_stats.welch_p([1, 1], [1, 1]), 1.0)

    def test_pooled_interval_is_relative_to_the_first(self):
        # Equal variances of 1, 2 + 2 degrees of freedom: 2.776 * sqrt(2 / 3) = 2.267 about 10.
        low, high = study_stats.pooled_t_interval([9, 10, 11], [19, 20, 21])
        self.assertAlmostEqual(low, 0.7733, places=4)
        self.assertAlmostEqual(high, 1.2267, places=4)

    def test_mann_whitney_is_that_of_the_tables(self):
        # 3 and 3 apart: 2 of the 20 ways. 9 and 9: U = 17 is the table's 5 % value, 18 is above.
        self.assertAlmostEqual(study_stats.mann_whitney_p([1, 2, 3], [4, 5, 6]), 0.1)
        self.assertLess(self.p_of_nine_by_nine(17), 0.05)
        self.assertGreater(self.p_of_nine_by_nine(18), 0.05)

    def p_of_nine_by_nine(self, u):
        """Nine values of which the last ones are moved up until u pairs are inverted."""
        first = [rank + 0.5 for rank in range(9)]
        second = list(range(100, 109))
        full, rest = divmod(u, 9)
        for i in range(full):
            first[8 - i] = 200 + i  # above all of the second
        if rest:
            first[8 - full] = 99.5 + rest
        return study_stats.mann_whitney_p(first, second)

    def test_mann_whitney_with_ties(self):
        # Of {1, 1, 2, 2}, four of the six ways have a rank sum in the middle.
        self.assertAlmostEqual(study_stats.mann_whitney_p([1, 1], [2, 2]), 2 / 6)
        self.assertAlmostEqual(study_stats.mann_whitney_p([1, 2], [1, 2]), 1.0)

    def test_clopper_pearson_is_that_of_the_tables(self):
        for count, trials, wanted in [(0, 10, (0.0, 0.3085)), (1, 20, (0.0013, 0.2487)),
                                      (5, 100, (0.0164, 0.1128)), (10, 10, (0.6915, 1.0))]:
            low, high = study_stats.clopper_pearson(count, trials)
            self.assertAlmostEqual(low, wanted[0], places=4)
            self.assertAlmostEqual(high, wanted[1], places=4)

    def test_autocorrelation_by_hand(self):
        self.assertAlmostEqual(study_stats.autocorrelation([1, -1, 1, -1]), -0.75)
        self.assertAlmostEqual(study_stats.autocorrelation([1, 2, 3, 4]), 0.25)
        self.assertIsNone(study_stats.autocorrelation([2, 2, 2]))

    def test_median(self):
        self.assertEqual(study_stats.median([3, 1, 2]), 2)
        self.assertEqual(study_stats.median([4, 1, 2, 3]), 2.5)

    def test_steal_is_the_eighth_column_of_all_but_guest_time(self):
        before, after = [0] * 10, [40, 0, 20, 30, 0, 0, 0, 10, 40, 0]
        self.assertAlmostEqual(study_stats.steal_share(before, after), 0.1)


if __name__ == "__main__":
    unittest.main()
