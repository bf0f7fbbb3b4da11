# What the interactive interpreter does at the end of its input, and with errors that are found after parsing.
import os
import subprocess
import sys

clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def talk(text, *options, **variables):
    done = subprocess.run([sys.executable, "-q", *(options or ["-i"])], env=clean | variables, input=text.encode(),
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    print(done.returncode, done.stdout.decode("utf-8", "backslashreplace"))


talk("1 / 0 / 3 / 4")
talk('print("a"')
talk("def f(x, x): ...\n")
talk("x = 5\nx\ndef f():\n  return 3\n\nf()\n  indented\ndef f(x, x): ...\n\nif 1:\n  print(2)\nelse:\n  3\n\n1/0\n")
talk("return 3\nnonlocal x\nclass A:\n  return\n\nx: int = f(yield)\nawait 5\n1\n")
talk(ascii("caf\xe9 \udc80 \U00010000 \U0010ffff") + "\n", PYTHONIOENCODING="latin-1")
talk(ascii("caf\xe9 \udc80 \U00010000 \U0010ffff") + "\n", PYTHONIOENCODING="ascii")
talk(ascii("caf\xe9 \udc80 \U00010000 \U0010ffff") + "\n", PYTHONIOENCODING="utf-8")
talk("async def f(): return 5\nawait f()\nimport asyncio\nawait asyncio.sleep(0, 7)\n", "-m", "asyncio")
talk("2 <> 3\nfrom __future__ import barry_as_FLUFL\n2 <> 3\n2 != 3\n")
