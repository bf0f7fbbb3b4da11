def check(x):
    assert x > 0, f"not positive: {x}"
    return x

print(check(3))
for bad in (0, -1):
    try:
        check(bad)
    except AssertionError as exc:
        print(repr(exc), exc.args)
try:
    assert False
except AssertionError as exc:
    print(repr(exc), str(exc) == "")
try:
    assert [], (1, 2)
except AssertionError as exc:
    print(exc.args)

class Falsy:
    def __bool__(self):
        print("asked")
        return False

try:
    assert Falsy(), "falsy"
except AssertionError as exc:
    print(exc)

def message():
    print("message is made")
    return "m"

assert True, message()
try:
    assert None, message()
except AssertionError as exc:
    print(exc)
print(__debug__)
