"""What is buffered for a regular file is written out before the system is given a path.

Why: a file that is let go without being closed must have written all, and that nobody holds it any more only a collection
would tell. So everything is written out that might be looked for; CPython writes a buffer that is full, flushed or let go.
Instead: nothing is needed.
"""
import os
import tempfile

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "file")
    with open(path, "w") as f:
        f.write("text")
        print(os.stat(path).st_size)
