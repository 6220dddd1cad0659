#!/usr/bin/env python3
"""Reads the innermost loops of the catalogue's kernels as machine code, and holds them to what stands
beside each kernel in its source:

    // loops of PATTERN: WORD[, WORD...]

PATTERN is a regular expression over the kernel's name as the symbol table spells it, without the
catalogue's own namespaces. It must find at least one function, in each of which there must be a loop.
The words, all of which must hold:

    registers   no loop touches the stack
    no calls    no loop calls a function
    scalar      no loop computes in vectors
    128, 256, 512
                the widest vectors that any of its loops computes in, in bits
    branch      every loop jumps on its data as well
    no branch   no loop has another jump than its own
    aligned     every loop begins at a multiple of 64 bytes

    machine_code.py COMPILE_COMMANDS OBJDUMP [COMPILER]

Without COMPILER the objects are those that the build made; with it the catalogue's files are compiled
anew by it, with the flags of the build. Exits 1 when a claim does not hold, or where nothing claims
anything.
"""
import collections
import concurrent.futures
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

CATALOGUE = pathlib.Path(__file__).resolve().parent.parent / "workloads"
CLAIM = re.compile(r"^\s*// loops of (?P<pattern>\S.*?): (?P<words>[a-z0-9, ]+)$", re.MULTILINE)
WORDS = {"registers", "no calls", "scalar", "128", "256", "512", "branch", "no branch", "aligned"}
SPACES = re.compile(r"hone::workloads::|\(anonymous namespace\)::")

SECTION = re.compile(r"^\s*\d+ (?P<name>\S+)\s+(?:[0-9a-f]+\s+){4}2\*\*(?P<power>\d+)", re.MULTILINE)
FUNCTION = re.compile(r"^[0-9a-f]+ <(?P<name>.*)>:$")
INSTRUCTION = re.compile(r"^\s+(?P<address>[0-9a-f]+):\s+(?P<text>\S.*)$")
JUMP = re.compile(r"^(?:notrack |bnd )?(?P<name>j[a-z]+|loop)\s+(?P<target>[0-9a-f]+) <")
PACKED = re.compile(r"^v?(?:p(?!rev|ush|op|refetch|ause|ext |dep )\w+|\w+p[sd]|\w*(?:dqa|dqu)\w*|lddqu)\b")
# What moves a scalar in a vector register, or clears one.
NO_VECTOR = re.compile(r"^v?(?:movd|movq|movs[sd]|xorp[sd]|pxor|mova?p[sd] +%xmm\d+,%xmm\d+$|cvt\w+)\b")
WIDTHS = {"x": 128, "y": 256, "z": 512}

Instruction = collections.namedtuple("Instruction", "address text")


class Function:
    """Its name without the catalogue's namespaces, and its instructions."""

    def __init__(self, name, alignment):
        self.name = SPACES.sub("", name)
        self.alignment = alignment  # of its section, in bytes: addresses are relative to that
        self.instructions = []

    def loops(self):
        """The innermost loops, each as its instructions."""
        last = {}  # the last jump back, by the head
        own = {instruction.address for instruction in self.instructions}
        for instruction in self.instructions:
            jump = JUMP.match(instruction.text)
            if jump and (head := int(jump["target"], 16)) in own and head <= instruction.address:
                last[head] = instruction.address
        innermost = [(head, end) for head, end in last.items()
                     if not any(head < other <= end for other in last)]
        return [[i for i in self.instructions if head <= i.address <= end] for head, end in innermost]

    def has_frame(self):
        """Whether rbp points into the stack."""
        return any(re.match(r"mov\s+%rsp,%rbp", i.text) for i in self.instructions)


def functions_of(objdump, objects):
    """The functions of an object file, cold halves left out."""
    headers = subprocess.run([objdump, "-h", objects], text=True, check=True, stdout=subprocess.PIPE).stdout
    alignments = {m["name"]: 1 << int(m["power"]) for m in SECTION.finditer(headers)}
    listing = subprocess.run([objdump, "-d", "-C", "--no-show-raw-insn", objects], text=True, check=True,
                             stdout=subprocess.PIPE).stdout
    functions, alignment, current = [], 1, None
    for line in listing.splitlines():
        if line.startswith("Disassembly of section "):
            alignment = alignments[line.split()[-1].rstrip(":")]
        elif match := FUNCTION.match(line):
            current = Function(match["name"], alignment)
            if "[clone .cold]" not in line:
                functions.append(current)
        elif current and (match := INSTRUCTION.match(line)):
            current.instructions.append(Instruction(int(match["address"], 16), match["text"]))
    return functions


def width_of(loops):
    """The widest vectors that are computed in, in bits; 0: all is scalar."""
    widest = 0
    for instruction in (instruction for loop in loops for instruction in loop):
        if PACKED.match(instruction.text) and not NO_VECTOR.match(instruction.text):
            widest = max([widest, *(WIDTHS[letter] for letter in re.findall(r"%([xyz])mm", instruction.text))])
    return widest


def jumps_of(loop):
    """The jumps on a condition besides the one that closes the loop."""
    return [i.text for i in loop[:-1] if (jump := JUMP.match(i.text)) and jump["name"] != "jmp"]


def fault_of(function, word):
    """Why the word does not hold for the function's loops; empty: it does."""
    loops = function.loops()
    if not loops:
        return "there is no loop in it"
    everything = [instruction for loop in loops for instruction in loop]
    if word == "registers":
        stack = r"\(%rsp|\(%rbp" if function.has_frame() else r"\(%rsp"
        return next((f"'{i.text}' in a loop" for i in everything if re.search(stack, i.text)), "")
    if word == "no calls":
        return next((f"'{i.text}' in a loop" for i in everything if i.text.startswith("call")), "")
    if word in ("scalar", "128", "256", "512"):
        width = width_of(loops)
        wanted = 0 if word == "scalar" else int(word)
        return "" if width == wanted else f"its loops compute in {width or 'no'} bits of vectors"
    if word == "branch":
        return "" if all(jumps_of(loop) for loop in loops) else "a loop has no jump but its own"
    if word == "no branch":
        return next((f"'{text}' in a loop" for loop in loops for text in jumps_of(loop)), "")
    begins = [loop[0].address for loop in loops]  # aligned
    if function.alignment < 64:
        return f"its section is aligned to {function.alignment} bytes"
    return next((f"a loop begins at {begin:#x}" for begin in begins if begin % 64), "")


def faults_of(source, functions):
    """What does not hold of the claims in one source; and how many there are."""
    faults, claims = [], list(CLAIM.finditer(source.read_text()))
    for claim in claims:
        place = f"{source.relative_to(CATALOGUE.parent)}: loops of {claim['pattern']}"
        words = [word.strip() for word in claim["words"].split(",")]
        faults += [f"{place}: '{word}' is no word for a loop" for word in words if word not in WORDS]
        found = [f for f in functions if re.search(claim["pattern"], f.name) and "_M_manager" not in f.name]
        if not found:
            faults.append(f"{place}: there is no such function")
        for function in found:
            for word in words:
                if word in WORDS and (fault := fault_of(function, word)):
                    faults.append(f"{place}: not '{word}': {fault} ({function.name})")
    return faults, len(claims)


def main():
    if len(sys.argv) not in (3, 4):
        print(__doc__.strip(), file=sys.stderr)
        return 2
    commands, objdump = pathlib.Path(sys.argv[1]), sys.argv[2]
    entries = [entry for entry in json.loads(commands.read_text())
               if CATALOGUE in (source := pathlib.Path(entry["file"])).parents
               and CLAIM.search(source.read_text())]
    with tempfile.TemporaryDirectory(prefix="hone-machine-code-") as scratch:

        def check(entry):
            words = shlex.split(entry["command"])
            output = words.index("-o") + 1
            objects = pathlib.Path(entry["directory"]) / words[output]
            if len(sys.argv) == 4:
                objects = pathlib.Path(scratch) / re.sub(r"\W", "_", entry["file"])
                words[0], words[output] = sys.argv[3], str(objects)
                subprocess.run(words, cwd=entry["directory"], check=True)
            return faults_of(pathlib.Path(entry["file"]), functions_of(objdump, objects))

        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            found = list(pool.map(check, entries))
    faults = [fault for some, _ in found for fault in some]
    claims = sum(number for _, number in found)
    print("\n".join(faults + [f"{claims} claims in {len(entries)} files, {len(faults)} faults"]))
    return 1 if faults or not claims else 0


if __name__ == "__main__":
    sys.exit(main())
