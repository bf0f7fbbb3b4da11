"""What runs when an interpreter ends: threads, atexit and finalisers of its own; those left end with the program."""
import atexit
import gc
import sys
from concurrent import interpreters

interp = interpreters.create()
interp.exec("""if True:
    import atexit, sys, threading, time
    atexit.register(print, "atexit of the first", flush=True)
    def later():
        time.sleep(0.1)
        print("its thread", flush=True)
    threading.Thread(target=later).start()
    print("buffered until the end")
""")
interp.close()

# Nothing refers to it any more.
interp = interpreters.create()
interp.exec("import atexit; atexit.register(print, 'forgotten', flush=True)")
interp = None
gc.collect()
print("collected", len(interpreters.list_all()), flush=True)

# Many, one after another: their memory comes back.
for i in range(40):
    interp = interpreters.create()
    interp.exec("x = ['x' * 1000 for _ in range(2000)]")
    interp.close()
print("forty", flush=True)

left = interpreters.create()
left.exec("import atexit; atexit.register(print, 'left over', flush=True)")
atexit.register(print, "atexit of the main one", flush=True)
sys.stderr = sys.stdout
