"""The programs whose work is known, hone-known-work KIND AMOUNT, for the studies: what amount takes
how long here, and how they are called.
"""
import os
import shlex

KINDS = ("cpu", "memory", "syscall")
FIRST_AMOUNTS = {"cpu": 1_000_000, "memory": 50_000, "syscall": 10_000}


def cpu_seconds(argv):
    """CPU time of one run, by the kernel's accounting."""
    process = os.posix_spawn(argv[0], argv, os.environ)
    _, status, usage = os.wait4(process, 0)
    if status != 0:
        raise RuntimeError(f"{shlex.join(argv)}: status {status}")
    return usage.ru_utime + usage.ru_stime


def program_of(build):
    """The program in a build folder."""
    return os.path.join(os.path.abspath(build), "lib", "hone", "hone-known-work")


def choose_amount(build, kind, seconds):
    """The amount of work with which the program takes so much CPU time; 0 when its start alone
    takes as much. By steps, since a start costs something and a page costs more when first touched:
    the least of many runs each.
    """
    def least(amount):
        return min(cpu_seconds([program_of(build), kind, str(amount)]) for _ in range(15))

    start, amount = least(0), FIRST_AMOUNTS[kind]
    if seconds <= start:
        return 0
    for _ in range(4):
        ratio = (seconds - start) / max(1e-6, least(amount) - start)
        amount = max(1, round(amount * min(ratio, 100)))
    return amount


def argv_of(build, kind, amount):
    return [program_of(build), kind, str(amount)]


def command_of(build, kind, amount):
    """As one word for a tool that splits it as a shell does."""
    return shlex.join(argv_of(build, kind, amount))
