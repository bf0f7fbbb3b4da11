# What is said of a name that a module lacks, where the module's file may hide another module.
import os
import subprocess
import sys
import tempfile

PROGRAMS = [
    ("fractions.py", "import fractions\nfractions.Fraction\n"),
    ("fractions.py", "from fractions import Fraction\n"),
    ("numpy.py", "import numpy\nnumpy.array\n"),
    ("numpy.py", "from numpy import array\n"),
    ("main.py", "import fractions\nfractions.Fraction\n"),
    ("main.py", "from fractions import Fraction\n"),
    ("main.py", "import statistics\nstatistics.mean\n"),
    ("main.py", "import other\nother.attr\n"),
    ("main.py", "from other import attr\n"),
    ("main.py", "import sys\nsys.stdlib_module_names = None\nimport fractions\nfractions.Fraction\n"),
    ("main.py", "import fractions\nclass S(str):\n    __hash__ = None\nfractions.__name__ = S('fractions')\nfractions.Fraction\n"),
    ("main.py", "import fractions\nfractions.__spec__.origin = 0\nfractions.Fraction\n"),
    ("main.py", "import fractions\ndel fractions.__spec__\nfrom fractions import Fraction\n"),
]

for name, text in PROGRAMS:
    with tempfile.TemporaryDirectory() as folder:
        folder = os.path.realpath(folder)
        os.mkdir(os.path.join(folder, "statistics"))
        for path, content in [("fractions.py", ""), ("other.py", ""), ("statistics/__init__.py", ""), (name, text)]:
            with open(os.path.join(folder, path), "w") as file:
                file.write(content)
        path = os.path.join(folder, name)
        commands = [[path], ["-P", path]]
        if name == "main.py":
            commands.append(["-c", text])
        else:
            commands.append(["-m", name.removesuffix(".py")])
        for command in commands:
            run = subprocess.run([sys.executable, *command], cwd=folder, capture_output=True, text=True)
            print(run.returncode, run.stderr.splitlines()[-1:][0].replace(folder, "FOLDER") if run.stderr else "")
