def f(x):
    try:
        if x == 0: raise ValueError("zero")
        if x == 1: return 1 / 0
        if x == 2: return [][1]
        if x == 3: return {}["k"]
        if x == 4: return "a" + 1
        if x == 5: return None.attr
        if x == 6: return undefined
        if x == 7: return int("x")
        return "fine"
    except ValueError as e: return f"ValueError {e}"
    except (ZeroDivisionError, IndexError) as e: return f"{type(e).__name__}: {e}"
    except Exception as e: return f"other {type(e).__name__}: {e}"
    finally: print("finally", x)
for i in range(9): print(f(i))
class MyError(Exception):
    def __init__(self, code): super().__init__(f"code {code}"); self.code = code
try: raise MyError(5)
except MyError as e: print(e, e.code, repr(e), isinstance(e, Exception))
try:
    try: raise KeyError("a")
    except KeyError as e: raise RuntimeError("b") from e
except RuntimeError as e: print(e, repr(e.__cause__))
else: print("no")
try: pass
except Exception: print("no")
else: print("else")
def g():
    for i in range(3):
        try: continue
        finally: print("f", i)
    try: return "try"
    finally: print("last")
print(g())
try: raise TypeError
except TypeError as e: print(repr(e), str(e) == "")
