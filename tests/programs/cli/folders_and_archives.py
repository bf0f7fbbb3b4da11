"""Folders, zip archives, and places in archives as programs."""
import os
import subprocess
import sys
import tempfile
import zipfile

with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    folder = os.getcwd()
    with zipfile.ZipFile("a.zip", "w") as archive:
        archive.writestr("__main__.py", "print('main', __name__, ascii(__package__), __spec__.name)")
        archive.writestr("pkg/__init__.py", "")
        archive.writestr("pkg/sub/__main__.py", "import sys; print('sub', sys.argv, sys.path[0].rpartition('a.zip')[1:])")
        archive.comment = b"x" * 300
    os.mkdir("folder")
    with open("folder/__main__.py", "w") as file:
        file.write("print('folder')")
    with open("script.py", "w") as file:
        file.write("#!/bin/sh\nprint('script')\n")
    with open("a.zip", "rb") as file, open("program", "wb") as other:
        other.write(b"#!/usr/bin/env python3\n" + file.read())
    for name in ("a.zip", "a.zip/pkg/sub", "a.zip/pkg", "a.zip/none", "folder", "folder/none", "script.py/none", "program", "none.zip/x", "script.py"):
        done = subprocess.run([sys.executable, name, "argument"], capture_output=True, text=True)
        print(name, done.returncode, done.stdout.strip(), done.stderr.replace(folder, "FOLDER").replace(sys.executable, "EXE").strip())
    os.chdir("/")
