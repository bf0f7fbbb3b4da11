import contextvars
v = contextvars.ContextVar("v"); w = contextvars.ContextVar("w", default="dflt")
print(w.get(), v.get("fallback"), v.name)
try: v.get()
except LookupError as exc: print(str(exc).split(" at 0x")[0])
t = v.set(1); print(v.get(), t.var is v, t.old_value is contextvars.Token.MISSING); t2 = v.set(2); print(t2.old_value); v.reset(t2); print(v.get()); v.reset(t); print(v.get(None))
ctx = contextvars.copy_context(); print(ctx.run(lambda: (v.set(10), v.get())[1]), v.get("unset"), ctx[v], v in ctx, len(ctx), list(ctx.keys()) == [v] or len(ctx), ctx.get(w, "no"), dict(ctx.items())[v])
c2 = ctx.copy(); c2.run(v.set, 20); print(ctx[v], c2[v], ctx == ctx.copy(), ctx == c2)
def gen():
    v.set("in gen"); yield v.get(); yield v.get()
g = gen(); print(next(g), v.get("no")); v.set("outer"); print(next(g))
with w.set("with token") as tok: print(w.get(), type(tok).__name__)
print(w.get())
for bad in (lambda: v.reset(t), lambda: v.reset(5), lambda: contextvars.ContextVar(), lambda: contextvars.ContextVar(5), lambda: ctx.run(), lambda: ctx[w], lambda: ctx.run(ctx.run, print), lambda: v.reset(ctx.run(v.set, 1)), lambda: contextvars.Context()[5], lambda: w.reset(t)):
    try: print(bad())
    except Exception as exc: print(type(exc).__name__, str(exc).split(" at 0x")[0].split("<")[0])
