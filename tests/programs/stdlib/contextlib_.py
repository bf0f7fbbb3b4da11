from contextlib import *
import io
@contextmanager
def cm(name, swallow=False):
    print("enter", name)
    try:
        yield name.upper()
    except ValueError as exc:
        print("saw", exc)
        if not swallow:
            raise
    finally:
        print("exit", name)
with cm("a") as a, cm("b") as b: print(a, b)
with cm("c", True): raise ValueError("swallowed")
try:
    with cm("d"): raise ValueError("passed on")
except ValueError as exc:
    print("caught", exc)
@cm("deco")
def f(x): return x * 2
print(f(4), f(5))
@contextmanager
def noyield():
    if False: yield
@contextmanager
def twice():
    yield 1
    yield 2
for bad in (noyield, twice):
    try:
        with bad(): pass
    except RuntimeError as exc:
        print(exc)
try:
    with twice(): raise KeyError("k")
except KeyError as exc:
    print(repr(exc))
with suppress(KeyError, ZeroDivisionError): 1 / 0
try:
    with suppress(KeyError): 1 / 0
except ZeroDivisionError: print("not suppressed")
with redirect_stdout(io.StringIO()) as out: print("hidden")
print(repr(out.getvalue()))
class Res:
    def close(self): print("closed")
with closing(Res()) as r: print(type(r).__name__)
with nullcontext(5) as n: print(n)
with ExitStack() as st:
    st.callback(print, "callback", 1); st.push(lambda *e: print("push", e[0])); x = st.enter_context(cm("stacked")); print(x)
with ExitStack() as st:
    st.push(lambda t, v, tb: print("suppressing", v) or True)
    st.callback(lambda: 1 / 0)
    print("body")
st = ExitStack(); st.callback(print, "late"); st2 = st.pop_all(); st.close(); print("closed first"); st2.close()
try:
    with ExitStack() as st:
        st.callback(lambda: (_ for _ in ()).throw(KeyError("second")))
        raise ValueError("first")
except KeyError as exc:
    print(repr(exc), repr(exc.__context__))
try:
    ExitStack().enter_context(5)
except TypeError as exc:
    print(exc)
class AC(AbstractContextManager):
    def __exit__(self, *a): print("AC exit")
with AC() as ac: print(type(ac).__name__)
class D(ContextDecorator):
    def __enter__(self): print("D enter"); return self
    def __exit__(self, *a): print("D exit")
@D()
def g(): print("g")
g()
@asynccontextmanager
async def acm():
    print("aenter"); yield 1; print("aexit")
async def main():
    async with acm() as v: print(v)
    async with AsyncExitStack() as s: s.push_async_callback(acb); await s.enter_async_context(acm())
    async with aclosing(agen()) as ag:
        async for x in ag: print(x); break
async def acb(): print("async callback")
async def agen():
    try: yield 1; yield 2
    finally: print("agen closed")
try: main().send(None)
except StopIteration: pass
with suppress(ValueError):
    raise ExceptionGroup("g", [ValueError(1)])
import os; old = os.getcwd()
with chdir("/"): print(os.getcwd())
print(os.getcwd() == old)
def gen_throw():
    try:
        with cm("inner"): raise StopIteration("s")
    except StopIteration as exc: print("stop", exc)
gen_throw()
