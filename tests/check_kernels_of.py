#!/usr/bin/env python3
"""scripts/check_kernels on the catalogue as another compiler makes it, with the flags of a build.

    check_kernels_of.py COMPILER COMPILE_COMMANDS

Only the kernels are compiled and linked, into a program that nobody can run. Those that have folders of their
own are made as the build by that compiler would make them.
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
    # Without debug information, which nobody reads.
    subprocess.run([*words, "-g0"], cwd=entry["directory"], check=True)
    return str(output)


def kernels_of_folders(compiler, folder):
    """The libraries of the kernels with folders of their own, whose flags are in CMakeLists.txt only."""
    targets = [f"hone_{file.parent.name}" for file in (ROOT / "workloads").glob("*/*/CMakeLists.txt")]
    build = folder / "build"
    subprocess.run(["cmake", "-S", ROOT, "-B", build, "-G", "Ninja", f"-DCMAKE_CXX_COMPILER={compiler}",
                    "-DCMAKE_BUILD_TYPE=RelWithDebInfo", "-DBUILD_TESTING=OFF"], stdout=subprocess.PIPE, check=True)
    subprocess.run(["cmake", "--build", build, "--target", *targets], stdout=subprocess.PIPE, check=True)
    return [library for target in targets for library in build.rglob(f"lib{target}.a")]


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
        libraries = kernels_of_folders(compiler, folder)
        program = folder / "kernels"
        subprocess.run([compiler, "-no-pie", "-nostdlib", "-Wl,--unresolved-symbols=ignore-all", "-Wl,-e,0",
                        "-Wl,--defsym=__dso_handle=0", "-o", program, *objects, "-Wl,--whole-archive", *libraries],
                       check=True)
        return subprocess.run([ROOT / "scripts" / "check_kernels", program], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
