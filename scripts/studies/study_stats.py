"""Statistics that the studies share, of the standard library only: tests as other tools make them,
the exact interval of a rate, and how noisy the machine was.
"""
import math
import os
import time

FAR = 1e-12  # how close the continued fraction and the bisections come


def binomial_tail(count, trials, probability):
    """P(X >= count) for X binomial."""
    if count == 0:
        return 1.0
    logs = [math.lgamma(trials + 1) - math.lgamma(k + 1) - math.lgamma(trials - k + 1)
            + k * math.log(probability) + (trials - k) * math.log1p(-probability)
            for k in range(count, trials + 1)]
    return min(1.0, math.fsum(math.exp(log) for log in logs))


def bisect(holds, low=FAR, high=1 - FAR):
    """The number between low and high below which `holds` is true."""
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low


def clopper_pearson(count, trials, alpha=0.05):
    """Exact interval of a binomial rate (Clopper & Pearson 1934)."""
    low = 0.0 if count == 0 else bisect(lambda p: binomial_tail(count, trials, p) < alpha / 2)
    high = 1.0 if count == trials else bisect(
        lambda p: 1 - binomial_tail(count + 1, trials, p) > alpha / 2)
    return low, high


def rate_cells(count, trials):
    """'5.0 % | 0.1 .. 24.9 %': the rate and its 95 % interval, as cells of a Markdown table."""
    if trials == 0:
        return "- | -"
    low, high = clopper_pearson(count, trials)
    return f"{100 * count / trials:.1f} % | {100 * low:.1f} .. {100 * high:.1f} %"


def median(values):
    """Of at least one value."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def mean_and_variance(values):
    """The variance is the sample's, over n - 1."""
    mean = math.fsum(values) / len(values)
    return mean, math.fsum((value - mean) ** 2 for value in values) / (len(values) - 1)


def beta_fraction(a, b, x):
    """The continued fraction of the incomplete beta function, by Lentz's method (DLMF 8.17.22)."""
    tiny = 1e-300
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1) or tiny)
    value = d
    for m in range(1, 1000):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1 / (1 + term * d or tiny)
            c = 1 + term / c or tiny
            value *= c * d
        if abs(c * d - 1) < FAR:
            break
    return value


def incomplete_beta(a, b, x):
    """The regularised incomplete beta function I_x(a, b)."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):  # where the fraction of the mirrored one converges faster
        return 1 - incomplete_beta(b, a, 1 - x)
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
                     + a * math.log(x) + b * math.log1p(-x))
    return front * beta_fraction(a, b, x) / a


def t_two_sided(t, freedom):
    """P(|T| >= |t|) for Student's t; the degrees of freedom need not be whole."""
    return incomplete_beta(freedom / 2, 0.5, freedom / (freedom + t * t))


def t_quantile(probability, freedom):
    """The t whose two-sided P is `probability`."""
    return bisect(lambda t: t_two_sided(t, freedom) > probability, 0, 1e6)


def welch_p(first, second):
    """Two-sided P of Welch's t-test (Welch 1947); 1 when neither sample varies."""
    mean_1, variance_1 = mean_and_variance(first)
    mean_2, variance_2 = mean_and_variance(second)
    part_1, part_2 = variance_1 / len(first), variance_2 / len(second)
    if part_1 + part_2 == 0:
        return 1.0
    freedom = (part_1 + part_2) ** 2 / (part_1 ** 2 / (len(first) - 1)
                                        + part_2 ** 2 / (len(second) - 1))
    return t_two_sided((mean_2 - mean_1) / math.sqrt(part_1 + part_2), freedom)


def pooled_t_interval(first, second, alpha=0.05):
    """Interval of mean(second) - mean(first), relative to mean(first), with pooled variance."""
    mean_1, variance_1 = mean_and_variance(first)
    mean_2, variance_2 = mean_and_variance(second)
    freedom = len(first) + len(second) - 2
    pooled = ((len(first) - 1) * variance_1 + (len(second) - 1) * variance_2) / freedom
    half = t_quantile(alpha, freedom) * math.sqrt(pooled * (1 / len(first) + 1 / len(second)))
    return (mean_2 - mean_1 - half) / mean_1, (mean_2 - mean_1 + half) / mean_1


def doubled_ranks(values):
    """Twice the rank of each, ties sharing the middle of theirs; whole numbers therefore."""
    ordered = sorted(values)
    first, last = {}, {}
    for rank, value in enumerate(ordered, 1):
        first.setdefault(value, rank)
        last[value] = rank
    return [first[value] + last[value] for value in values]


def mann_whitney_p(first, second):
    """Two-sided exact P of the U test (Mann & Whitney 1947): the share of all ways to choose the
    first sample whose rank sum lies as far from the middle. Exact with ties too.
    """
    ranks = doubled_ranks(list(first) + list(second))
    ways = [{0: 1}] + [{} for _ in first]  # by number of values chosen: rank sum -> ways
    for rank in ranks:
        for chosen in range(len(first), 0, -1):
            for total, count in ways[chosen - 1].items():
                ways[chosen][total + rank] = ways[chosen].get(total + rank, 0) + count
    middle = len(first) * (len(ranks) + 1)
    distance = abs(sum(ranks[:len(first)]) - middle)
    extreme = sum(count for total, count in ways[-1].items() if abs(total - middle) >= distance)
    return extreme / math.comb(len(ranks), len(first))


def autocorrelation(values):
    """At lag 1: sum (x_i - mean)(x_i+1 - mean) / sum (x_i - mean)^2; None when nothing varies."""
    mean = math.fsum(values) / len(values)
    squares = math.fsum((value - mean) ** 2 for value in values)
    products = math.fsum((a - mean) * (b - mean) for a, b in zip(values, values[1:]))
    return products / squares if squares > 0 else None


def cpu_times():
    """The machine's, of /proc/stat, in ticks; for steal_share."""
    with open("/proc/stat", encoding="ascii") as stat:
        return [int(word) for word in stat.readline().split()[1:]]


def steal_share(before, after):
    """Share of CPU time that the hypervisor took between two readings of cpu_times."""
    delta = [b - a for a, b in zip(before, after)]
    return delta[7] / max(1, sum(delta[:8]))


class MachineWatch:
    """How busy the machine is from now on."""

    def __init__(self):
        self.start, self.load, self.times = time.time(), os.getloadavg()[0], cpu_times()

    def line(self):
        return (f"{time.time() - self.start:.0f} s on {os.cpu_count()} CPUs; load {self.load:.1f} "
                f"before, {os.getloadavg()[0]:.1f} after; steal "
                f"{100 * steal_share(self.times, cpu_times()):.2f} % of CPU time")
