"""Writes NAME.err beside each NAME.py: what CPython 3.14 says about each text in it.

Run it with CPython 3.14. Texts are parted by lines of "#---"; each has one line in NAME.err.
"""

import json
import pathlib
import warnings

ONLY_AST = 0x400
warnings.simplefilter("ignore")


def verdict(text):
    try:
        compile(text, "text", "exec", ONLY_AST)
    except SyntaxError as e:
        place = f"{e.lineno}:{e.offset}-{e.end_lineno}:{e.end_offset}"
        return f"{place} {type(e).__name__}: {e.msg} {json.dumps(e.text, ensure_ascii=False)}"
    return "fine"


here = pathlib.Path(__file__).parent
for path in sorted(here.glob("*.py")):
    if path.name != "update.py":
        texts = path.read_text(encoding="utf-8").split("#---\n")
        path.with_suffix(".err").write_text("".join(verdict(text) + "\n" for text in texts), encoding="utf-8")
