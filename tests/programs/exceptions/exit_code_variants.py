import subprocess, sys
for arg in ("", "0", "3", "None", "True", "'text'", "256", "-1", "[1]", "1.5", "2**40", "(1, 2)"):
    p = subprocess.run([sys.executable, "-c", f"import sys; sys.exit({arg})"], capture_output=True, text=True)
    print(repr(arg), p.returncode, repr(p.stderr))
for code in ("raise SystemExit", "raise SystemExit(4)", "exit(5)", "quit()", "raise KeyboardInterrupt", "import os; os._exit(6)", "1/0", "import sys; sys.excepthook = lambda *a: print('hook', a[0].__name__); 1/0"):
    p = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    print(code, p.returncode, p.stdout.strip(), p.stderr.strip().splitlines()[-1:])
