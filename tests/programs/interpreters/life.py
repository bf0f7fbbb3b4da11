"""Interpreters are made, run code, and end; each has modules of its own."""
import _interpreters
import sys
import threading
from concurrent import interpreters


def attempt(f, *args, **kwargs):
    try:
        print(repr(f(*args, **kwargs)))
    except BaseException as e:
        print(type(e).__module__, type(e).__name__, e)


interp = interpreters.create()
print([i.id for i in interpreters.list_all()], interp.whence, interpreters.get_main().whence)
interp.prepare_main(a=1, b="é", c=(1.5, None, True, b"x"))
interp.exec("assert (a, b, c) == (1, 'é', (1.5, None, True, b'x')), (a, b, c)")
interp.exec("import sys; sys.marker = 5; a += 1")
interp.exec("assert sys.marker == 5 and a == 2")
assert not hasattr(sys, "marker")

attempt(interp.exec, "1/0")
attempt(interp.exec, "x = (")
attempt(interp.exec, 10)
attempt(interp.exec, lambda x: None)
attempt(interp.exec, lambda: 1)
attempt(interp.exec, "raise SystemExit(3)")
attempt(_interpreters.exec, interp.id, "class E(Exception): pass\nraise E('a')")
attempt(_interpreters.exec, 0, "")
attempt(_interpreters.exec, 99, "")
attempt(_interpreters.exec, -1, "")
attempt(_interpreters.exec, "a", "")
attempt(_interpreters.destroy, 0)
attempt(_interpreters.is_running, interp.id)
attempt(_interpreters.is_running, 0, restrict=True)
attempt(interp.prepare_main, x=[1])
attempt(interp.prepare_main, x=(1, [2]))
attempt(interp.prepare_main, x=2**70)


def script():
    import json
    assert json.loads("[1]") == [1]


interp.exec(script)

# What an interpreter runs, and what it does to itself and others.
interp.exec("""if True:
    from concurrent import interpreters
    me = interpreters.get_current()
    assert me.is_running() and interpreters.get_main().is_running()
    for f in (me.close, interpreters.get_main().close):
        try:
            f()
        except interpreters.InterpreterError:
            pass
        else:
            assert False
    other = interpreters.create()
    other.exec('x = 1')
    assert other.call(eval, 'x + 1') == 2
    other.close()
""")

# In a thread, while it can't be entered or ended.
import os
r, w = os.pipe()
thread = threading.Thread(target=interp.exec, args=(f"import os; os.read({r}, 1)",))
thread.start()
while not interp.is_running():
    pass
attempt(interp.exec, "")
attempt(interp.close)
os.write(w, b"x")
thread.join()
assert not interp.is_running()
interp.close()
attempt(interp.exec, "")
attempt(interp.close)
print([i.id for i in interpreters.list_all()])

# What isolated interpreters may not do.
interp = interpreters.create()
for line in [
    "import os; os.fork()",
    "import os; os.execv('/bin/true', ['true'])",
    "import signal; signal.signal(2, print)",
    "import threading; threading.Thread(target=len, daemon=True)",
    "import faulthandler",
]:
    excinfo = _interpreters.exec(interp.id, line)
    print(excinfo.formatted)
interp.close()

for config in ["legacy", "isolated", None, ""]:
    id = _interpreters.create(config)
    print(_interpreters.get_config(id))
    _interpreters.destroy(id)
attempt(_interpreters.create, "empty")
attempt(_interpreters.create, "x")
attempt(_interpreters.new_config, spam=1)
attempt(_interpreters.new_config, gil="x")
attempt(_interpreters.new_config, allow_fork=1)
print(_interpreters.new_config("empty", gil="own", allow_exec=True))

# References that are counted.
id = _interpreters.create(reqrefs=True)
_interpreters.incref(id)
_interpreters.incref(id)
_interpreters.decref(id)
attempt(_interpreters.whence, id)
_interpreters.decref(id)
attempt(_interpreters.whence, id)
