print(True, False, None, ..., NotImplemented, repr(Ellipsis), type(None).__name__, type(...).__name__, type(NotImplemented).__name__)
print(True == 1, True is True, False == 0, True > False, True + 1, sum([True, True]), [10, 20][True], "ab"[False], {True: "x"}[1], isinstance(True, int), issubclass(bool, int), bool.__mro__)
print(bool("False"), bool(), bool([]), bool(...), bool(None), bool(print), not None, None is None, None == False, None == 0)
print(True & False, True | False, True ^ True, ~5, -True, +True, abs(True), True << 3, True / 2, True // 2, True ** False, divmod(True, 2), int(True), float(True), str(True), f"{True:d}", f"{True}", f"{True!r:>6}", "%d" % True, "%s" % None)
import warnings
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter("always")
    print(~True, ~False)
    print([str(x.message) for x in w][:1])
for f in (lambda: type(None)(), lambda: type(...)(), lambda: type(None)(1), lambda: None + 1, lambda: None < 1, lambda: (lambda n: n())(None), lambda: (lambda n: n[0])(None), lambda: len(None), lambda: iter(None), lambda: None.x, lambda: setattr(None, "x", 1), lambda: bool(1, 2), lambda: bool(x=1), lambda: hash(None) == hash(None), lambda: hash(...) == hash(...), lambda: bool(NotImplemented), lambda: not NotImplemented, lambda: NotImplemented == NotImplemented, lambda: None.__bool__(), lambda: None.__class__, lambda: None.__doc__, lambda: dir(None)[:3]):
    try:
        print(f())
    except Exception as exc:
        print(type(exc).__name__, exc)
print(None in [None], [None].index(None), [None, None].count(None), {None: 1}, {None}, (None,), sorted([True, False, 2, 0]), max(None, None, key=lambda x: 0))
print(True.real, True.bit_length(), True.__class__, True.conjugate(), bool.from_bytes(b"\x01"), True.to_bytes(), True.numerator, repr(True.__and__(1)), True.__and__(False))
def f(a=None, b=...): return a, b
print(f(), type(f()[1]), [..., None], {"k": ...}, Ellipsis is ..., "..." == repr(...))
import copy, pickle
print(copy.copy(None) is None, copy.deepcopy(...) is ..., pickle.loads(pickle.dumps((None, True, ..., NotImplemented))))
