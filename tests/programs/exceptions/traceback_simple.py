def f(x):
    return g(x, 1)

def g(a, b):
    return a / (b - 1)

print("before")
f(10)
