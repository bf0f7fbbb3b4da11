"""Options that take back what the environment says, and development mode with an environment that names a folder."""
import os
import subprocess
import sys


def run(*args, **environment):
    keep = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    done = subprocess.run([sys.executable, *args], env=keep | environment, capture_output=True, text=True)
    print(done.returncode, done.stdout.strip(), done.stderr.strip())


SHOW = "import sys; print(sys.pycache_prefix, sys.flags.hash_randomization)"
run("-X", "pycache_prefix=given", "-c", SHOW, PYTHONPYCACHEPREFIX="other")
run("-X", "pycache_prefix=", "-c", SHOW, PYTHONPYCACHEPREFIX="other")
run("-c", SHOW, PYTHONPYCACHEPREFIX="other", PYTHONHASHSEED="0")
run("-R", "-c", SHOW, PYTHONHASHSEED="0")
run("-X", "dev", "-c", "import sys; print(sys.flags.dev_mode)", PYTHONPATH="somewhere", PYTHONUSERBASE="elsewhere")

SHOW = """
def spread(x):
    return (x +
        1)
rows = set(spread.__code__.co_positions())
print({row[0] == row[1] for row in rows}, {row[2:] for row in rows})
print([type("Own", (), {}).__dict__[name].__doc__ for name in ("__dict__", "__weakref__")])
"""
run("-X", "no_debug_ranges", "-c", SHOW)
