import trace, bdb, sys
def f(n):
    s = 0
    for i in range(n):
        if i % 2:
            s += i
    return s
t = trace.Trace(count=1, trace=0)
t.runfunc(f, 5)
r = t.results()
print(sorted((k[1], v) for k, v in r.counts.items() if k[0] == __file__))
t = trace.Trace(count=0, trace=0, countfuncs=1)
t.runfunc(f, 5); print([k[2] for k in t.results().calledfuncs])
class B(bdb.Bdb):
    def user_line(self, frame):
        print("line", frame.f_lineno, frame.f_code.co_name, sorted(frame.f_locals)); self.set_step()
    def user_return(self, frame, v): print("return", v)
    def user_call(self, frame, a): print("call", frame.f_code.co_name)
b = B(); b.runcall(f, 2)
import profile, pstats, io
p = profile.Profile(); p.runcall(f, 3)
out = io.StringIO(); pstats.Stats(p, stream=out).sort_stats("name").print_stats(); print("(f)" in out.getvalue())
import threading
ev = []
def tr(frame, event, arg):
    if frame.f_code.co_name == "work": ev.append(event)
    return tr
def work():
    x = 1
threading.settrace(tr); th = threading.Thread(target=work); th.start(); th.join(); threading.settrace(None)
print(ev)
