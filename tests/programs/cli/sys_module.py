import sys
print(sys.version_info[:2], sys.version_info.major, sys.version_info >= (3, 14), sys.byteorder, sys.maxsize == 2**63 - 1, sys.maxunicode, sys.platform in ("linux", "darwin"), sys.hexversion >> 16 == 0x30e, sys.api_version, sys.float_info.max, sys.float_info.dig, sys.float_info.epsilon, sys.int_info.default_max_str_digits, sys.hash_info.width, sys.hash_info.modulus == 2**61 - 1, sys.getdefaultencoding(), sys.getfilesystemencoding(), sys.implementation.name != "", sys.float_repr_style, sys.copyright.startswith("Copyright"), sys.thread_info.name)
print(sys.getrecursionlimit(), sys.intern("abc") is sys.intern("ab" + "c"), sys.getsizeof([]) > 0, callable(sys.displayhook), sys.is_finalizing(), sys.getswitchinterval(), sys.stdin.name, sys.stdout.name, sys.stderr.name, sys.__stdout__ is sys.stdout, sys.exec_prefix == sys.prefix or True, sys.flags.utf8_mode in (0, 1), sys.warnoptions, sys.dont_write_bytecode in (True, False), sys.pycache_prefix, sys.ps1 if hasattr(sys, "ps1") else "no ps1", sys.gettrace(), sys.getprofile(), sys.get_asyncgen_hooks(), sys.exception(), sys._is_gil_enabled(), sys.is_stack_trampoline_active())
sys.displayhook(5); sys.displayhook(None); import builtins; print(builtins._); sys.displayhook("é\n")
events = []
def tracer(frame, event, arg):
    if frame.f_code.co_name in ("f", "g"): events.append((event, frame.f_code.co_name, frame.f_lineno - frame.f_code.co_firstlineno, arg if event == "return" else None))
    return tracer
def g(x): return x + 1
def f():
    a = 1
    for i in range(2):
        a = g(a)
    return a
sys.settrace(tracer); f(); sys.settrace(None); print(events)
prof = []
def profiler(frame, event, arg): prof.append((event, frame.f_code.co_name, getattr(arg, "__name__", None)))
sys.setprofile(profiler); len([]); g(1); sys.setprofile(None); print(prof)
for bad in (lambda: sys.intern(5), lambda: sys.setrecursionlimit("a"), lambda: sys._getframe(1000), lambda: sys.getsizeof(), lambda: sys.exit(1, 2), lambda: sys.set_int_max_str_digits(5), lambda: sys.setswitchinterval(0), lambda: sys.settrace(), lambda: sys.getrefcount()):
    try: print(bad())
    except Exception as exc: print(type(exc).__name__, exc)
hooked = []
sys.addaudithook(lambda e, a: hooked.append((e, a)) if e.startswith("my.") else None); sys.audit("my.event", 1, "two"); print(hooked); print(sys._getframe().f_lineno, sys._getframe(0).f_code.co_name); print(list(sys._current_frames().values())[0].f_code.co_name, sys.call_tracing(g, (5,)), sys.activate_stack_trampoline.__name__)
