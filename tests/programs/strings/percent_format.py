print("%d %i %u %5d|%-5d|%05d|%+d|% d|%x|%X|%#x|%o|%#o" % (1, 2, 3, 4, 5, 6, 7, 8, 255, 255, 255, 8, 8))
print("%f %.2f %10.3f|%-10.1f|%+.0f %e %.3E %g %G %.10g %#.0f %#g" % (1.5, 2.345, 3.14159, 2.5, 2.5, 12345.678, 0.00012, 1e20, 1e-10, 1 / 3, 3.0, 1.0))
print("%s %r %a %10s|%-10s|%.2s|%5.1s|" % ("s", "r", "é", "right", "left", "trunc", "xyz"))
print("%c%c %%" % (65, "é"), "%s" % None, "%s" % [1], "%s" % (1,), "%s %s" % (1, 2), "%r" % ((1, 2),), "%s" % {"a": 1})
print("%(a)s %(b)05.1f %(a)r" % {"a": 1, "b": 2.55}, "%(a(b))s" % {"a(b)": 5})
print("%*d|%-*d|%.*f|%*.*f" % (5, 42, 5, 42, 2, 3.14159, 8, 2, 2.71828), "%*d" % (-5, 3) + "|")
print("%d" % 3.99, "%d" % True, "%s" % True, "%x" % -255, "%d" % 10**30, "%e" % 10**20, "%#X" % 10**20, "%i" % -7.9)
print("%f %F %e %g" % (float("inf"), float("nan"), float("-inf"), float("nan")), "%010f" % float("inf"), "%+f" % float("nan"))
print("100%%" % (), "%ld %hd" % (1, 2), "%.0s|" % "abc", "%-+5d|" % 3, "%+-5d|" % 3, "% +d" % 3, "%0-5d|" % 3)
class F:
    def __float__(self): return 2.5
    def __int__(self): return 7
    def __index__(self): return 8
    def __str__(self): return "str"
    def __repr__(self): return "repr"
print("%s %r %f %x" % (F(), F(), F(), F()))
for fmt, arg in (("%d", "x"), ("%d", None), ("%x", 1.5), ("%s %s", 1), ("%s", (1, 2)), ("%z", 1), ("%", 1), ("%(a)s", 5), ("%(a)s", {}), ("%c", "ab"), ("%c", -1), ("%c", 1.5), ("%f", "x"), ("x", 5), ("%(a", {"a": 1}), ("%*d", ("x", 1)), ("%.%", 1), ("%d %d", (1,)), ("%i", [1]), ("%o", "8"), ("%y", 1), ("abc %", ()), ("", (1,)), ("%s", ())):
    try:
        print(repr(fmt % arg))
    except Exception as exc:
        print(repr(fmt), arg, type(exc).__name__, exc)
print("" % {}, "x" % [], "plain" % {"unused": 1})
print(b"%d %s %b %a %x %c" % (1, b"s", b"b", "é", 255, 65), b"%(k)s" % {b"k": b"v"}, b"%5.1f|" % 2.25, bytearray(b"%d") % 5)
try:
    b"%s" % "str"
except TypeError as exc:
    print(exc)
