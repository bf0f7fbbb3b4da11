# coding: utf-8
# What is said of sources that are not in the encoding they should be in.
import os, subprocess, sys

def run(source):
    with open("wrong.py", "wb") as f:
        f.write(source)
    p = subprocess.run([sys.executable, "wrong.py"], capture_output=True, text=True, encoding="utf-8", errors="backslashreplace")
    print(p.stderr.replace(os.getcwd(), "CWD"))

for source in [b'x="\xe9"\ny', b'x=1\ny=2\nprint("caf\xe9")\n', b'\n\nx="\xe9"', b'\xef\xbb\xbfz=1\nx="\xe9"',
               b'# coding: utf-8\nx="\xe9"\n', b'# coding: utf-8\nx="\xe9\xe9 \xff', b'# coding: utf-8\nx="\xe2\x82"\n',
               b'# coding: utf-8\nx="\xf0\x9f\x98"\n', b'# coding: utf-8\n\nx="\xc0\x80"\n', b'# coding: utf-8\nx="\xed\xa0\x80"',
               b'\xef\xbb\xbf# coding: latin-1\nx=1', b'\xef\xbb\xbf# coding: koi8-r\nx=1', b'# coding: nope\nx=1', b'async\n']:
    run(source)
os.remove("wrong.py")
