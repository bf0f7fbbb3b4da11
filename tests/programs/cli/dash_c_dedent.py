"""The program of -c loses the indentation that all of its lines share."""

import subprocess
import sys

PROGRAMS = [
    "   print(1)",
    "   print(1)\n   print(2)\n",
    "   print(1)\n  print(2)",
    "\tprint(1)\n\tprint(2)\n",
    "\n    if 1:\n        print('a')\n    print('''x\n    y\n  ''')\n\n    print(2)",
    "\n    x = '''\n  \t\n    z'''\n    print(repr(x))\n    1/0\n",
    "\n    def f(:\n",
    "    print(1)\n\tprint(2)",
    "print('''\n   ''')",
    "   \n\n",
    "",
]
for program in PROGRAMS:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    print(repr(program), done.returncode, done.stdout, done.stderr.splitlines())
