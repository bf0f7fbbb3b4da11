x = 5
print(x is 5, "a" is not x)
if (x, "always true"):
    print("assert on a tuple and a missing comma are said when the program is compiled")
assert (x, "message")
def f():
    for i in range(2):
        try:
            pass
        finally:
            continue
    return "\d"
try:
    [(1, 2) (3, 4)]
except TypeError as exc:
    print(exc)
print(f(), 1if x else 2)
