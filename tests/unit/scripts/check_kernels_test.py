"""The check of kernels finds hot loops in disassembly, and names what a statement about them leaves out."""
import importlib.machinery
import importlib.util
import pathlib
import sys
import unittest

sys.dont_write_bytecode = True
PATH = pathlib.Path(__file__).resolve().parents[3] / "scripts/check_kernels"
LOADER = importlib.machinery.SourceFileLoader("check_kernels", str(PATH))
KERNELS = importlib.util.module_from_spec(importlib.util.spec_from_loader("check_kernels", LOADER))
LOADER.exec_module(KERNELS)

# A loop over rows (1000 to 1060) around one over columns (1040 to 1056), with its sum in a register.
IN_A_REGISTER = """
1000 push %rbp
1008 xor %eax,%eax
1040 imul (%rdi,%rcx,8),%rdx
1048 add %rdx,%rax
1050 add $0x1,%rcx
1054 cmp %rcx,%rsi
1056 jne 1040
1058 mov %rax,-0x30(%rbp)
105c cmp %r8,%r9
1060 jne 1008
1068 pop %rbp
1069 ret
"""
BRANCHLESS = """
2000 shr %rcx
2004 cmp %r8d,(%rax,%rcx,4)
2008 cmovb %rdi,%rax
200c cmp $0x1,%rdx
2010 ja 2000
2014 ret
"""
WITH_A_TAIL = """
3000 paddd (%rdi),%xmm0
3008 cmp %rdi,%rsi
3010 jne 3000
3018 add (%rdi),%eax
3020 cmp %rdi,%rdx
3028 jne 3018
3030 ret
"""
# Each case ends in a jump to the loop's end (4020); one is behind padding.
SWITCH = """
4000 movslq (%r9,%rdx,4),%rdx
4008 jmp *%rdx
400a add $0x1,%rax
400e jmp 4020
4010 nopl 0x0(%rax)
4018 add $0x2,%rax
401c jmp 4020
4020 cmp %r8,%rcx
4024 jne 4000
4028 ret
"""


def code(text):
    rows = (line.split(" ", 1) for line in text.strip().split("\n"))
    return [(int(address, 16), instruction) for address, instruction in rows]


def complaints(statement, text, name="sum(int)", source="// Machine code: {}.\nint sum(int a) {{"):
    """What the check says of a source with this statement, compiled to this code."""
    compiled = [("sum.cpp", name, 0, 0)]
    return KERNELS.check("workloads/sum.cpp", source.format(statement), compiled, lambda *_: code(text))


class CheckKernels(unittest.TestCase):
    def test_a_statement_that_holds_is_passed(self):
        self.assertEqual(complaints("scalar, no stack, no call, aligned", IN_A_REGISTER), [])

    def test_only_the_innermost_loop_is_hot(self):
        loops = KERNELS.loops_of(code(IN_A_REGISTER))
        self.assertEqual([loop.start for loop in loops], [0x1040])

    def test_a_sum_on_the_stack_is_named_with_its_line_and_instruction(self):
        on_stack = IN_A_REGISTER.replace("add %rdx,%rax", "add %rdx,-0x30(%rbp)")
        said = complaints("scalar, no stack", on_stack)
        self.assertEqual(len(said), 1, said)
        self.assertIn("workloads/sum.cpp:1: sum", said[0])
        self.assertIn("uses the stack: add %rdx,-0x30(%rbp)", said[0])

    def test_a_call_is_named(self):
        said = complaints("no call", IN_A_REGISTER.replace("add %rdx,%rax", "call 5000"))
        self.assertIn("calls: call 5000", said[0])

    def test_calls_are_counted(self):
        calls = IN_A_REGISTER.replace("add %rdx,%rax", "call *0x10(%rax)")
        self.assertEqual(complaints("one call", calls), [])
        self.assertIn("the loop at 1040 calls: call *0x10(%rax)", complaints("three calls", calls)[0])
        self.assertIn("the loop at 1040 calls: nothing", complaints("one call", IN_A_REGISTER)[0])

    def test_a_jump_through_a_table_is_followed(self):
        self.assertEqual([loop.start for loop in KERNELS.loops_of(code(SWITCH))], [0x4000])
        self.assertIn("uses the stack: mov (%rsp),%rax",
                      complaints("no stack", SWITCH.replace("add $0x2,%rax", "mov (%rsp),%rax"))[0])

    def test_a_loop_that_does_not_begin_at_a_line_is_named(self):
        moved = IN_A_REGISTER.replace("1040", "1038")
        self.assertIn("the loop at 1038 does not begin at a line", complaints("aligned", moved)[0])

    def test_vectors_where_none_are_claimed_are_named(self):
        self.assertIn("works on more than one element: paddd (%rdi),%xmm0",
                      complaints("scalar", WITH_A_TAIL)[0])

    def test_one_element_of_a_vector_register_is_scalar(self):
        scalar = IN_A_REGISTER.replace("add %rdx,%rax", "mulsd %xmm1,%xmm0")
        self.assertEqual(complaints("scalar", scalar), [])

    def test_a_tail_beside_vectors_is_allowed(self):
        self.assertEqual(complaints("128 bits", WITH_A_TAIL), [])

    def test_narrower_vectors_than_claimed_are_named(self):
        said = complaints("target's width", WITH_A_TAIL, "N_AVX3::sum(int)")
        self.assertIn("no loop has vectors of 512 bits", said[0])

    def test_wider_vectors_than_claimed_are_named(self):
        said = complaints("128 bits", WITH_A_TAIL.replace("xmm", "ymm"))
        self.assertIn("works on more than 128 bits", said[0])

    def test_nothing_is_said_of_a_target_without_vectors(self):
        self.assertEqual(complaints("target's width", BRANCHLESS, "N_SCALAR::sum(int)"), [])

    def test_a_conditional_move_is_no_branch(self):
        self.assertEqual(complaints("conditional move", BRANCHLESS), [])
        branch = BRANCHLESS.replace("cmovb %rdi,%rax", "jb 200c")
        self.assertIn("0 conditional moves and 2 conditional jumps",
                      complaints("conditional move", branch)[0])
        self.assertEqual(complaints("no branch", BRANCHLESS), [])
        self.assertIn("0 conditional moves and 2 conditional jumps", complaints("no branch", branch)[0])

    def test_a_branch_is_no_conditional_move(self):
        branch = BRANCHLESS.replace("cmovb %rdi,%rax", "jb 200c")
        self.assertEqual(complaints("branch", branch), [])
        self.assertIn("1 conditional moves and 1 conditional jumps", complaints("branch", BRANCHLESS)[0])

    def test_an_instance_of_a_template_is_named_in_the_statement(self):
        source = "// Machine code of sum<Fast>: {}.\ntemplate <class T>\nint sum(T a) {{"
        self.assertEqual(complaints("no call", BRANCHLESS, "int sum<Fast>(Fast)", source), [])
        self.assertIn("no function has this name",
                      complaints("no call", BRANCHLESS, "int sum<Slow>(Slow)", source)[0])

    def test_scopes_tell_builds_of_one_function_apart(self):
        source = "// Machine code of fast::sum: {}.\nint sum(int a) {{"
        self.assertEqual(complaints("no call", BRANCHLESS, "kernel::fast::sum(int)", source), [])
        for other in ("kernel::slow::sum(int)", "sum(int)", "kernel::fast::sum::call()"):
            self.assertIn("no function has this name", complaints("no call", BRANCHLESS, other, source)[0])

    def test_attributes_and_template_parameters_do_not_hide_the_name(self):
        source = "// Machine code: {}.\ntemplate <class T>\n[[gnu::noinline]] int sum(T a) {{"
        self.assertEqual(complaints("no call", BRANCHLESS, "int sum<(A)1>(int)", source), [])

    def test_a_function_that_only_names_the_kernel_is_not_it(self):
        said = complaints("no call", BRANCHLESS, "std::handler<wrap<&(int sum<1>(int))> >::call()")
        self.assertIn("no function has this name", said[0])

    def test_a_kernel_that_was_inlined_is_named(self):
        self.assertIn("it was inlined", complaints("no call", BRANCHLESS, "other(int)")[0])

    def test_a_function_without_a_loop_is_named(self):
        self.assertIn("has no loop", complaints("no call", "1000 ret")[0])

    def test_an_unknown_word_is_named(self):
        self.assertIn("'fast' is none of", complaints("fast", BRANCHLESS)[0])


if __name__ == "__main__":
    unittest.main()
