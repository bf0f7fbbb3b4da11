"""Imports leave no `__pycache__` behind.

Why: code images lie in a cache folder of the user's, keyed by what they were made from (see README), so that folders of
sources stay as they are and need not be writable.
Instead: `TAIPAN_CACHE_DIR` places the cache, `taipan cache build` fills it before the first start.
"""
import os
import sys
import tempfile

with tempfile.TemporaryDirectory() as folder:
    with open(os.path.join(folder, "imported.py"), "w") as file:
        file.write("value = 1\n")
    sys.path.insert(0, folder)
    sys.dont_write_bytecode = False
    import imported

    print("__pycache__ was made:", os.path.exists(os.path.join(folder, "__pycache__")))
print(sys.implementation.cache_tag)
