def down(n):
    if n == 0:
        raise ValueError("bottom")
    return down(n - 1)

def a(n):
    return b(n)

def b(n):
    return a(n - 1) if n else 1 / 0

try:
    a(8)
except ZeroDivisionError as exc:
    import traceback
    traceback.print_exc()
down(30)
