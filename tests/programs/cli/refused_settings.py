# Options and variables of the environment that are refused, and what settings do.
import os
import re
import subprocess
import sys

clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def run(*options, code="pass", **variables):
    command = [sys.executable, *options, "-c", code]
    done = subprocess.run(command, env=clean | variables, capture_output=True)
    print(options, variables, done.returncode)
    for text in [done.stdout, done.stderr]:
        if text:
            print(text.decode("utf-8", "backslashreplace"), end="")


for option in ["cpu_count=0", "cpu_count=x", "cpu_count", "utf8=xxx", "importtime=3", "importtime=-1",
               "tracemalloc=-1", "tracemalloc=x", "frozen_modules=bogus", "int_max_str_digits=x",
               "int_max_str_digits=5"]:
    run("-X", option)
for name, value in [("PYTHON_CPU_COUNT", "0"), ("PYTHONUTF8", "xxx"), ("PYTHONPROFILEIMPORTTIME", "7"),
                    ("PYTHONTRACEMALLOC", "x"), ("PYTHON_FROZEN_MODULES", "bogus"), ("PYTHONINTMAXSTRDIGITS", "5"),
                    ("PYTHONHASHSEED", "x")]:
    run(**{name: value})
cpus = "import os; print(os.cpu_count(), os.process_cpu_count())"
run("-X", "cpu_count=4321", code=cpus)
run(code=cpus, PYTHON_CPU_COUNT="1234")
run("-X", "cpu_count=4321", code=cpus, PYTHON_CPU_COUNT="1234")
run("-E", "-X", "cpu_count=4321", code=cpus, PYTHON_CPU_COUNT="0")
run("-X", "utf8", code="import sys; print(sys.flags.utf8_mode)", PYTHONUTF8="xxx")
for value in ["1", "2", "text"]:
    run(code="import sys; print(sys.flags.debug, sys.flags.dont_write_bytecode)", PYTHONDEBUG=value,
        PYTHONDONTWRITEBYTECODE=value)
run("-dd", code="import sys; print(sys.flags.debug)")
run(code=b'print(ascii("\xc3\xa9\xff"))')
for option in ["importtime", "importtime=2", "importtime=true"]:
    code = "import colorsys, colorsys\nimport keyword\ntry: import nosuch\nexcept ImportError: pass"
    done = subprocess.run([sys.executable, "-X", option, "-c", code], env=clean, capture_output=True, text=True)
    lines = [re.sub(r"\d+", "N", re.sub(r" +(?=\d)", "", line)) for line in done.stderr.splitlines()]
    print(lines[:1], [line for line in lines if "colorsys" in line or "nosuch" in line])
