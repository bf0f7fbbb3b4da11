class A(Exception): pass
class B(A): pass
class C(B, ValueError): pass
def which(exc):
    try:
        raise exc
    except (KeyError, IndexError) as e:
        return "lookup", type(e).__name__
    except B:
        return "B"
    except A:
        return "A"
    except (ValueError, TypeError):
        return "value or type"
    except Exception:
        return "exception"
    except:
        return "bare"
print([which(e) for e in (KeyError(), IndexError(), A(), B(), C(), ValueError(), TypeError(), OSError(), KeyboardInterrupt(), SystemExit())])
try:
    try:
        raise ValueError
    except 5:
        pass
except TypeError as exc:
    print(exc, repr(exc.__context__))
try:
    try:
        raise ValueError
    except (KeyError, "x"):
        pass
except TypeError as exc:
    print(exc)
def dyn():
    print("evaluated", end=" ")
    return ValueError
try:
    raise ValueError("dynamic")
except dyn() as exc:
    print(exc)
try:
    raise KeyError
except dyn():
    pass
except KeyError:
    print("second")
class Meta(type):
    def __instancecheck__(cls, o): return True
    def __subclasscheck__(cls, o): return True
class Fake(Exception, metaclass=Meta): pass
try:
    try:
        raise ValueError("not fake")
    except Fake:
        print("wrong")
except ValueError as exc:
    print(exc)
import sys
print(sys.exception(), sys.exc_info())
try:
    raise A("x")
except A:
    print(repr(sys.exception()), sys.exc_info()[0] is A)
    try:
        raise B("y")
    except B:
        print(repr(sys.exception()))
    print(repr(sys.exception()))
print(sys.exception())
try:
    raise ValueError("no parens needed")
except KeyError, ValueError:
    print("314 form")
def var_deleted():
    try:
        raise ValueError
    except ValueError as e:
        e = "reassigned"
    try:
        e
    except NameError as err:
        return str(err)
print(var_deleted())
def handler_del():
    try:
        raise ValueError
    except ValueError as e:
        del e
    return "ok"
print(handler_del())
try:
    compile("try: pass\nexcept A, B as e: pass", "<s>", "exec")
except SyntaxError as exc:
    print(exc.msg)
