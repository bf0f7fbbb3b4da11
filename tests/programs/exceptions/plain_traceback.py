"""An uncaught exception where the module traceback is broken, or shadowed: it is told without it."""
import io
import os
import subprocess
import sys
import tempfile

program = """import io, traceback
traceback._print_exception_bltin = None
del io.open
def fails():
    raise RuntimeError("told all the same")
fails()
"""
with tempfile.TemporaryDirectory() as folder:
    name = os.path.join(folder, "program.py")
    with open(name, "w") as file:
        file.write(program)
    done = subprocess.run([sys.executable, name], capture_output=True, text=True)
    print(done.returncode, done.stderr.replace(name, "FILE"))

memory = io.BytesIO(b"abc")
memory.close()
text = io.StringIO("abc")
text.close()
for stream, state in ((memory, (b"x", 0, None)), (text, ("x", "", 0, None))):
    try:
        stream.__setstate__(state)
    except ValueError as error:
        print(error)
