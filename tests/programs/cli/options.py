# Options, wrong ones too; streams that are closed, full or broken; ends by signals.
import os, signal, subprocess, sys

def run(*args, shell=None, input="", env=None):
    command = [sys.executable, *args] if shell is None else ["sh", "-c", shell, sys.executable]
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", **(env or {})}
    p = subprocess.run(command, input=input, capture_output=True, text=True, errors="backslashreplace", env=env)
    err = p.stderr.replace(sys.executable, "PY").replace(os.getcwd(), "CWD")
    print(args or shell, p.returncode, repr(p.stdout), repr(err))

for args in [["--nope"], ["-Z"], ["-c"], ["-W"], ["-X"], ["-Qx"], ["--help-al"], ["--check-hash-based-pycs"],
             ["--check-hash-based-pycs", "foo"], ["--check-hash-based-pycs", "never", "-c", "print(1)"], ["-t", "-R", "-c", "print(2)"],
             ["-Wfoo", "-c", "0"], ["-W", "error::Foo", "-c", "0"], ["-W", "ignore::DeprecationWarning:a:x", "-c", "0"],
             ["-", "a"], ["--", "-"], ["."], ["-m", "."], ["nofile.py"], ["-X", "int_max_str_digits=3", "-c", "0"],
             ["-X", "int_max_str_digits=x", "-c", "0"], ["-OOO", "-c", "import sys; print(sys.flags.optimize)"],
             ["-bb", "-c", "print(str(b''))"], ["-bb", "-c", "b'' == ''"], ["-Xa", "-Xb=c", "-c", "import sys; print(sys._xoptions)"],
             ["-Ia", "-c", "0"], ["-c", "import sys; print(sys.orig_argv[1:], sys.argv)", "-c", "-x"],
             ["-c", "import sys; print(sys.warnoptions)", "-W", "x"], ["-Wd", "-We", "-c", "import sys; print(sys.warnoptions)"],
             ["-bWi", "-c", "import sys; print(sys.warnoptions)"], ["-X", "dev", "-c", "import sys; print(sys.flags, sys.warnoptions)"],
             ["-sSEPBuqO", "-c", "import sys; print(sys.flags)"], ["-I", "-c", "import sys; print(sys.flags)"]]:
    run(*args)

with open("first_line.py", "w") as f:
    f.write("this ( is no Python\nprint('second')\n1 / 0\n")
run("-x", "first_line.py")
run("first_line.py")
os.remove("first_line.py")

run("-i", "nofile.py", input="print(1)\n")
run("-i", "-c", "x = 5; print('c')", input="print(x)\n")
run("-i", "-c", "x = 5; 1 / 0", input="print(x)\n")
run("-i", "-c", "raise SystemExit(3)", input="")
run("-i", "-c", "0", input="raise SystemExit(4)\n")
run("-c", "import os; os.environ['PYTHONINSPECT'] = '1'", input="print(7)\n")

for kill in ["SIGINT", "SIGTERM", "SIGUSR1", "SIGKILL"]:
    run("-c", f"import os, signal; print(1, flush=True); os.kill(0 or os.getpid(), signal.{kill}); print(2)")
run("-c", "raise KeyboardInterrupt")
run("-c", "raise SystemExit('text')")
run("-c", "raise SystemExit(256 + 7)")
run("-c", "raise SystemExit(None)")
run("-c", "raise SystemExit(2.5)")
run("-c", "raise SystemExit((1, 'a'))")
run("-c", "raise SystemExit(2**40)")
run("-c", "import sys; sys.exit()")
run("-c", "import os; os._exit(5)")
run("-c", "import os; os.abort()")
run("-c", "import sys; sys.excepthook = None; 1/0")
run("-c", "import sys; sys.stderr = None; 1/0")
run("-c", "import sys; del sys.stdout; print(1)")
run("-c", "import sys; sys.stdout = None; print(1)")

for redirection in [">/dev/full", "2>/dev/full", ">&-", "2>&-", "<&-", ">&- 2>&- <&-"]:
    for code in ["print(1)", "print(1, flush=True)", "1/0", "import sys; print(sys.stdin, sys.stdout, sys.stderr, file=sys.stderr)",
                 "import sys; print(sys.stdin.read())", "print(input())", "import os; print(os.open('.', 0), file=open('/dev/stderr', 'w'))"]:
        if ("stdin, sys.stdout" in code or "os.open" in code) and "&-" not in redirection:
            continue
        run(shell=f"exec \"$0\" -c \"{code}\" {redirection}")

run(shell="\"$0\" -c 'for i in range(100000): print(i)' | head -n 1")
run(shell="\"$0\" -c 'import time; time.sleep(0.3); print(1)' | true")
run(shell="exec \"$0\" nofile.py 2>&-")
run(shell="exec \"$0\" --nope 2>/dev/full")
run(shell="echo 'print(3); print(__file__ if \"__file__\" in globals() else None)' | \"$0\"")
run(shell="printf 'print(3)\\nprint(' | \"$0\"")
