# A program that is a .pyc file.
import os
import py_compile
import subprocess
import sys
import tempfile

with tempfile.TemporaryDirectory() as folder:
    source = os.path.join(folder, "source.py")
    compiled = os.path.join(folder, "program.pyc")
    with open(source, "w") as file:
        file.write("import sys\nprint(__name__, type(__loader__).__name__, sys.argv[1:])\nraise SystemExit(3)\n")
    py_compile.compile(source, compiled, doraise=True)
    done = subprocess.run([sys.executable, compiled, "a", "b"], capture_output=True, text=True)
    print(done.returncode, done.stdout, done.stderr)
    with open(compiled, "r+b") as file:
        file.write(b"\0\0\0\0")
    done = subprocess.run([sys.executable, compiled], capture_output=True, text=True)
    print(done.returncode, done.stdout, done.stderr)
