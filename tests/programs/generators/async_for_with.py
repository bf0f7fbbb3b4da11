class ACM:
    def __init__(self, name, swallow=False): self.name, self.swallow = name, swallow
    async def __aenter__(self):
        print("aenter", self.name)
        return self.name
    async def __aexit__(self, t, v, tb):
        print("aexit", self.name, t and t.__name__)
        return self.swallow
class AIter:
    def __init__(self, n): self.n = n
    def __aiter__(self): return self
    async def __anext__(self):
        if self.n == 0:
            raise StopAsyncIteration
        self.n -= 1
        return self.n
def run(coro):
    try:
        while True:
            coro.send(None)
    except StopIteration as exc:
        return exc.value
async def main():
    async with ACM("a") as a, ACM("b") as b:
        print(a, b)
    async with ACM("c", True):
        raise ValueError
    async for x in AIter(3):
        print(x, end=" ")
    else:
        print("else")
    async for x in AIter(5):
        if x == 3:
            break
    else:
        print("never")
    print([x async for x in AIter(4) if x % 2], {x async for x in AIter(2)}, {x: y async for x in AIter(2) for y in "a"})
    g = (x * 2 async for x in AIter(3))
    print(type(g).__name__, [v async for v in g])
    print([x + y async for x in AIter(2) async for y in AIter(2)])
    try:
        async with ACM("d"):
            raise KeyError("k")
    except KeyError as exc:
        print(repr(exc))
    for i in range(2):
        async with ACM(f"loop{i}"):
            continue
    return "main done"
print(run(main()))
async def errors():
    for f in (lambda: bad_for(5), lambda: bad_for(Plain()), lambda: bad_with(5), lambda: bad_with(NoExit()), lambda: sync_for(), lambda: sync_with(), lambda: bad_for(BadNext())):
        try:
            await f()
        except TypeError as exc:
            print(exc)
class Plain:
    def __aiter__(self): return 5
class BadNext:
    def __aiter__(self): return self
    def __anext__(self): return 5
class NoExit:
    async def __aenter__(self): pass
async def bad_for(x):
    async for _ in x: pass
async def bad_with(x):
    async with x: pass
async def sync_for():
    for _ in AIter(1): pass
async def sync_with():
    with ACM("x"): pass
run(errors())
async def builtins_():
    it = aiter(AIter(2))
    print(await anext(it), await anext(it), await anext(it, "default"))
    try:
        await anext(it)
    except StopAsyncIteration:
        print("StopAsyncIteration")
run(builtins_())
for code in ("async def f():\n def g():\n  await x", "def f():\n async with a: pass", "def f():\n async for x in y: pass", "def f(): return [x async for x in y]",
             "await x", "async def f():\n yield from x", "async def f():\n yield 1\n return 2", "lambda: await x", "class A:\n await x", "async def f(): return [(yield) for x in y]"):
    try:
        compile(code, "<s>", "exec")
        print("ok", repr(code))
    except SyntaxError as exc:
        print(exc.msg)
