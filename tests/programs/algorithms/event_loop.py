import heapq, itertools
class Task:
    ids = itertools.count(1)
    def __init__(self, gen, name=None):
        self.gen, self.id, self.result, self.waiters = gen, next(Task.ids), None, []
        self.name = name or gen.__name__
class Sleep:
    def __init__(self, t): self.t = t
class Spawn:
    def __init__(self, gen): self.gen = gen
class Wait:
    def __init__(self, task): self.task = task
class Loop:
    def __init__(self): self.now, self.queue, self.seq, self.log = 0, [], itertools.count(), []
    def push(self, task, value=None, delay=0, exc=None): heapq.heappush(self.queue, (self.now + delay, next(self.seq), task, value, exc))
    def spawn(self, gen):
        t = Task(gen)
        self.push(t)
        return t
    def run(self):
        while self.queue:
            self.now, _, task, value, exc = heapq.heappop(self.queue)
            try:
                request = task.gen.throw(exc) if exc else task.gen.send(value)
            except StopIteration as stop:
                task.result, task.done = stop.value, True
                for w in task.waiters: self.push(w, stop.value)
                continue
            except Exception as e:
                print(f"[{self.now}] {task.name} died: {e!r}")
                for w in task.waiters: self.push(w, exc=RuntimeError(f"{task.name} failed"))
                continue
            match request:
                case Sleep(t=t): self.push(task, delay=t)
                case Spawn(gen=g): self.push(task, self.spawn(g))
                case Wait(task=other) if getattr(other, "done", False): self.push(task, other.result)
                case Wait(task=other): other.waiters.append(task)
                case _: self.push(task, exc=TypeError(f"bad request {request!r}"))
loop = Loop()
def say(*a): print(f"[{loop.now}]", *a)
def worker(n, t):
    say("start", n)
    yield Sleep(t)
    say("end", n)
    if n == 3: raise ValueError(n)
    return n * n
def main():
    tasks = []
    for n, t in ((1, 5), (2, 3), (3, 4)): tasks.append((yield Spawn(worker(n, t))))
    for t in tasks:
        try: say("result", (yield Wait(t)))
        except RuntimeError as exc: say("error", exc)
    try: yield "nonsense"
    except TypeError as exc: say(exc)
    yield from sub()
    return "done"
def sub():
    yield Sleep(1); say("sub"); yield Sleep(1)
m = loop.spawn(main()); loop.run(); print(m.result, loop.now)
