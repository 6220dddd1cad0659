#!/usr/bin/env python3
"""scripts/check_kernels on the catalogue as another compiler makes it, with the flags of a build.

    check_kernels_of.py COMPILER COMPILE_COMMANDS

Only the kernels are compiled and linked, into a program that nobody can run.
"""
import concurrent.futures
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent


def compile_with(compiler, entry, folder):
    words = shlex.split(entry["command"])
    output = folder / (re.sub(r"\W", "_", entry["file"]) + ".o")
    while not words[1].startswith("-"):  # what launches the compiler
        del words[0]
    words[0], words[words.index("-o") + 1] = compiler, str(output)
    subprocess.run(words, cwd=entry["directory"], check=True)
    return str(output)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    compiler, commands = sys.argv[1], pathlib.Path(sys.argv[2])
    entries = [entry for entry in json.loads(commands.read_text())
               if "hone_catalogue.dir" in entry["command"]
               and "// Machine code" in pathlib.Path(entry["file"]).read_text()]
    with tempfile.TemporaryDirectory(prefix="hone-kernels-") as scratch:
        folder = pathlib.Path(scratch)
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            objects = list(pool.map(lambda entry: compile_with(compiler, entry, folder), entries))
        program = folder / "kernels"
        subprocess.run([compiler, "-no-pie", "-nostdlib", "-Wl,--unresolved-symbols=ignore-all", "-Wl,-e,0",
                        "-o", program, *objects], check=True)
        return subprocess.run([ROOT / "scripts" / "check_kernels", program], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
