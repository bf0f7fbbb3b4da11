# contextvars: contexts, tokens, running in a context.
import contextvars

v = contextvars.ContextVar("v", default=0)
w = contextvars.ContextVar("w")
print(v.get(), w.get("none"))
try:
    w.get()
except LookupError as e:
    print(type(e).__name__, e.args[0] is w)
t = v.set(1)
print(v.get(), t.old_value is contextvars.Token.MISSING, t.var is v)
t2 = v.set(2)
print(t2.old_value)
v.reset(t2)
print(v.get())
try:
    v.reset(t2)
except RuntimeError as e:
    print("used" in str(e))
ctx = contextvars.copy_context()

def inner(x):
    v.set(x)
    w.set("inner")
    return v.get()

print(ctx.run(inner, 10), v.get(), ctx[v], w in ctx, w.get("unset"))
print(sorted(x.name for x in ctx), len(ctx), dict(ctx.items())[v], list(ctx.values()).count(10))
other = contextvars.Context()
print(len(other), other.get(v, "nothing"))
try:
    ctx.run(ctx.run, print)
except RuntimeError as e:
    print("already entered" in str(e))
try:
    other.run(v.reset, t)
except ValueError as e:
    print("different Context" in str(e))
with v.set(99):
    print(v.get())
print(v.get())
for bad in (lambda: contextvars.ContextVar(1), lambda: ctx["v"], lambda: v.reset(1), lambda: contextvars.Token(), lambda: contextvars.Context(1)):
    try:
        bad()
    except (TypeError, RuntimeError) as e:
        print(type(e).__name__, str(e).split("<")[0])
