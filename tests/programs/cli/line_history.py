"""At a terminal, what was typed stays in the history file, the command that ends the session too; also behind `-i`."""

import os
import pty
import sys
import tempfile


def talk(text, *arguments, **variables):
    pid, terminal = pty.fork()
    if pid == 0:
        for name in [name for name in os.environ if name.startswith("PYTHON")]:
            del os.environ[name]
        os.environ.update(variables, TERM="xterm")
        os.execv(sys.executable, [sys.executable, "-q", *arguments])
    os.write(terminal, text.encode())
    output = b""
    try:
        while piece := os.read(terminal, 1024):
            output += piece
    except OSError:
        pass
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), output.replace(b"\r", b"")


with tempfile.TemporaryDirectory() as folder:
    history, start, main = (os.path.join(folder, name) for name in ("history", "start.py", "main.py"))
    with open(history, "w") as file:
        file.write("old\n")
    with open(start, "w") as file:
        file.write("started = 'yes'\n")
    with open(main, "w") as file:
        file.write("ran = 'too'\n")
    print(talk("'a' 'b'\nexit()\n", PYTHON_HISTORY=history)[0])
    code, output = talk("print(started, ran)\nexit(3)\n", "-i", main, PYTHON_HISTORY=history, PYTHONSTARTUP=start)
    print(code, b"yes too" in output)
    with open(history) as file:
        print(file.read())
