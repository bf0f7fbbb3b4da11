import threading, sys
results = []
def run(n):
    try: raise ValueError(n)
    except ValueError:
        results.append(str(sys.exception()))
        try: raise KeyError(n)
        except KeyError: results.append(repr(sys.exception().__context__))
    results.append(sys.exception())
t = threading.Thread(target=run, args=(1,))
try: raise OSError("main")
except OSError:
    t.start(); t.join(); print(results, sys.exception())
def g():
    try: yield sys.exception()
    except RuntimeError as e: yield repr(e.__context__)
it = g()
try: raise ValueError("outer")
except ValueError:
    print(repr(next(it))); print(it.throw(RuntimeError("thrown")))
print(sys.exception())
def nested():
    try: 1 / 0
    except ZeroDivisionError:
        try: [][0]
        except IndexError as e: inner = e
        return repr(sys.exception()), repr(inner.__context__)
print(nested(), sys.exc_info())
def cleanup():
    try: raise ValueError("a")
    finally:
        try: raise KeyError("b")
        except KeyError: pass
        print(repr(sys.exception()))
try: cleanup()
except ValueError as e: print(repr(e), e.__context__)
e1 = ValueError("same")
for _ in range(2):
    try: raise e1
    except ValueError as e: print(len(list(iter(lambda tb=[e.__traceback__]: tb.__setitem__(0, tb[0].tb_next) if tb[0] else None, None))) >= 0, e.__context__)
def reraise():
    try: raise ValueError("x")
    except ValueError as e: saved = e
    try: raise saved
    except ValueError as e: return e is saved, e.__context__
print(reraise())
try:
    try: raise TypeError("t")
    except TypeError as e: raise e
except TypeError as e: print(e.__context__, e.__cause__)
