"""contextvars: tokens used wrongly, contexts entered twice, copies, and tokens as context managers."""
import contextvars


def attempt(action):
    try:
        print(action())
    except Exception as error:
        print(type(error).__name__, str(error).split(" at 0x")[0].split("<")[0])


v, d = contextvars.ContextVar("v"), contextvars.ContextVar("d", default="default")
attempt(lambda: v.get())
attempt(lambda: (v.get("given"), d.get(), d.get("given"), v.name))
token = v.set(1)
print(v.get(), token.old_value is contextvars.Token.MISSING, token.var is v, contextvars.Token.MISSING)
copy = contextvars.copy_context()
inner_token = copy.run(v.set, 2)
print(v.get(), copy[v], v in copy, d in copy, len(copy), list(copy.values()), copy.get(d, "none"), copy == contextvars.copy_context())
attempt(lambda: v.reset(inner_token))
attempt(lambda: d.reset(token))
v.reset(token)
attempt(lambda: v.reset(token))
attempt(lambda: copy.run(copy.run, print))
attempt(lambda: copy[d])
attempt(lambda: copy["v"])
attempt(lambda: copy.run())
attempt(lambda: contextvars.ContextVar(5))
attempt(lambda: contextvars.ContextVar())
attempt(lambda: type("S", (contextvars.ContextVar,), {}))
attempt(lambda: contextvars.Token())
attempt(lambda: contextvars.Context(1))
attempt(lambda: v.reset("token"))
with d.set("within") as t:
    print(d.get(), t.old_value)
print(d.get(), contextvars.Context().run(lambda: d.get()), len(contextvars.Context()))
attempt(lambda: hash(copy) is None)
attempt(lambda: t.__enter__().var is d)
attempt(lambda: t.__exit__(None, None, None))
