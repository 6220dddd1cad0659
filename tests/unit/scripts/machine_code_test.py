"""tests/machine_code.py on loops whose instructions are written down here."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent.parent))
import machine_code  # noqa: E402

# Each loop by itself, in a section of its own as compilers lay them.
LOOPS = {
    "in_registers": "1: add (%rdi),%rax\n add $8,%rdi\n cmp %rsi,%rdi\n jne 1b",
    "spills": "1: mov (%rdi),%rdx\n add %rdx,-0x30(%rsp)\n add $8,%rdi\n cmp %rsi,%rdi\n jne 1b",
    "spills_by_frame": "mov %rsp,%rbp\n1: add %rdx,-0x30(%rbp)\n cmp %rsi,%rdi\n jne 1b",
    "uses_rbp": "1: add %rdx,-0x30(%rbp)\n cmp %rsi,%rdi\n jne 1b",
    "calls": "1: call elsewhere\n dec %rbx\n jne 1b",
    "jumps": "1: cmp %rdx,(%rdi)\n jb 2f\n inc %rax\n2: add $8,%rdi\n cmp %rsi,%rdi\n jne 1b",
    "adds_128": "1: paddd (%rdi),%xmm0\n add $16,%rdi\n cmp %rsi,%rdi\n jne 1b",
    "adds_256": "1: vpaddd (%rdi),%ymm0,%ymm0\n add $32,%rdi\n cmp %rsi,%rdi\n jne 1b",
    "adds_512": "1: vpaddd (%rdi),%zmm0,%zmm0\n add $64,%rdi\n cmp %rsi,%rdi\n jne 1b",
    "adds_scalars": "1: addss (%rdi),%xmm0\n pxor %xmm1,%xmm1\n"
                    " cvtsi2ss %eax,%xmm1\n add $4,%rdi\n cmp %rsi,%rdi\n jne 1b",
    "prefetches": "1: prefetcht0 (%rdi)\n pext %rax,%rbx,%rcx\n popcnt %rax,%rax\n dec %rdi\n jne 1b",
    "tail_is_scalar": "1: paddd (%rdi),%xmm0\n add $16,%rdi\n cmp %rsi,%rdi\n jne 1b\n"
                      "2: add (%rdi),%eax\n dec %rcx\n jne 2b",
    "outer_spills": "1: mov %rdx,-8(%rsp)\n2: add (%rdi),%eax\n dec %rcx\n jne 2b\n dec %rbx\n jne 1b",
    "at_64": ".p2align 6\n1: dec %rax\n jne 1b",
    "not_at_64": ".p2align 6\n nop\n1: dec %rax\n jne 1b",
    "no_loop": "ret",
}


def assembled():
    text = "".join(f' .section .text.{name},"ax"\n .globl {name}\n{name}:\n {body}\n ret\n'
                   for name, body in LOOPS.items())
    with tempfile.TemporaryDirectory() as folder:
        objects = pathlib.Path(folder) / "loops.o"
        subprocess.run(["as", "-o", objects, "-"], input=text, text=True, check=True)
        return {f.name: f for f in machine_code.functions_of("objdump", objects)}


class WordsForLoops(unittest.TestCase):
    functions = assembled()

    def expect(self, word, holds, does_not):
        for name in holds:
            self.assertEqual(machine_code.fault_of(self.functions[name], word), "", f"{name}: {word}")
        for name in does_not:
            self.assertNotEqual(machine_code.fault_of(self.functions[name], word), "", f"{name}: {word}")

    def test_registers(self):
        self.expect("registers", ["in_registers", "uses_rbp", "outer_spills"], ["spills", "spills_by_frame", "no_loop"])

    def test_calls(self):
        self.expect("no calls", ["in_registers"], ["calls"])

    def test_branches(self):
        self.expect("branch", ["jumps"], ["in_registers"])
        self.expect("no branch", ["in_registers"], ["jumps"])

    def test_widths(self):
        self.expect("scalar", ["in_registers", "adds_scalars", "prefetches"], ["adds_128", "tail_is_scalar"])
        self.expect("128", ["adds_128", "tail_is_scalar"], ["adds_256", "adds_scalars"])
        self.expect("256", ["adds_256"], ["adds_128", "adds_512"])
        self.expect("512", ["adds_512"], ["adds_256"])

    def test_alignment(self):
        self.expect("aligned", ["at_64"], ["not_at_64", "in_registers"])


class ClaimsInASource(unittest.TestCase):
    def faults(self, claim):
        with tempfile.TemporaryDirectory(dir=machine_code.CATALOGUE.parent / "tests") as folder:
            source = pathlib.Path(folder) / "kernel.cpp"
            source.write_text(f"{claim}\nint kernel();\n")
            return machine_code.faults_of(source, list(WordsForLoops.functions.values()))

    def test_one_that_holds(self):
        self.assertEqual(self.faults("// loops of ^in_reg.*s$: registers, no calls"), ([], 1))

    def test_one_that_does_not(self):
        faults, _ = self.faults("// loops of ^spills: registers")
        self.assertEqual(len(faults), 2)  # one for each function that is meant
        self.assertIn("kernel.cpp: loops of ^spills: not 'registers': 'add", faults[0])

    def test_no_such_function_and_no_such_word(self):
        self.assertIn("there is no such function", self.faults("// loops of gone: registers")[0][0])
        self.assertIn("'quick' is no word", self.faults("// loops of ^spills: quick")[0][0])


if __name__ == "__main__":
    unittest.main()
