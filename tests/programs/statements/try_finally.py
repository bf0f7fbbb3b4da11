def order():
    try:
        print("try")
        return "value"
    finally:
        print("finally")
print(order())
def override():
    for i in range(3):
        try:
            raise ValueError(i)
        except ValueError as exc:
            if i == 1:
                return f"from except {exc}"
        else:
            print("else")
        finally:
            print("cleanup", i)
print(override())
def nested():
    try:
        try:
            raise KeyError("inner")
        finally:
            print("inner finally")
    except KeyError as exc:
        print("outer except", exc)
        try:
            raise TypeError("new") from exc
        except TypeError as second:
            print(repr(second.__cause__), second.__context__ is exc)
    else:
        print("no")
    finally:
        print("outer finally")
nested()
def loop():
    result = []
    for i in range(5):
        try:
            if i == 1:
                continue
            if i == 3:
                break
            result.append(i)
        finally:
            result.append(f"f{i}")
    else:
        result.append("else")
    return result
print(loop())
try:
    exc = "outer"
    raise ValueError
except ValueError as exc:
    pass
try:
    exc
except NameError as e:
    print(e)
def gen():
    try:
        yield 1
        yield 2
    except GeneratorExit:
        print("closing")
        raise
    finally:
        print("gen finally")
g = gen()
print(next(g))
g.close()
def deep(n):
    try:
        if n == 0:
            raise LookupError("bottom")
        deep(n - 1)
    finally:
        print(n, end=" ")
try:
    deep(4)
except LookupError as exc:
    print(exc)
def else_raises():
    try:
        pass
    except ValueError:
        print("not here")
    else:
        raise ValueError("from else")
    finally:
        print("still")
try:
    else_raises()
except ValueError as exc:
    print(exc)
