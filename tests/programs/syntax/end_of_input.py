# A statement that lacks something at the end: a file and standard input name no column there, the text of `-c` has one
# more line where it ends with a line's end.
import os, subprocess, sys, tempfile

sources = [
    'def f():\n', 'class A:', 'try:\n    pass\n', 'try:\n    pass', 'if 1:\n\n\n', 'if 1:\n    x\nelse:\n# é\n',
    'def f():\n    if x:\n        try:\n            y\n    z\n', 'def f():\n    try:\n        y\n', 'x = (1,\n', 'x = \\\n',
    'if 1:\n        x\n    y\n', 'x = """a\n',
]
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, 'p.py')
    for source in sources:
        print('==', repr(source))
        with open(path, 'w', encoding='utf-8') as file:
            file.write(source)
        for command, given in [([path], None), (['-'], source), (['-c', source], None)]:
            done = subprocess.run([sys.executable, '-X', 'utf8', *command], input=given, capture_output=True, encoding='utf-8')
            print(done.returncode, done.stderr.replace(path, 'PATH'))
        try:
            compile(source, 'text', 'exec')
        except SyntaxError as e:
            print(e.lineno, e.offset, e.end_lineno, e.end_offset)
