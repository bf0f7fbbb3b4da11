#: args one "two words" --flag -x ""
import sys
print(sys.argv[1:], len(sys.argv), sys.argv[0].endswith("argv.py"))
print(sys.flags.interactive, sys.flags.optimize, sys.flags.dont_write_bytecode in (0, 1, True, False), sys.orig_argv[-5:], sys.warnoptions, sys._xoptions)
