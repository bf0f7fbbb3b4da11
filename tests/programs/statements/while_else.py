n = 10
while n:
    n -= 3
    if n < 0:
        print("break")
        break
else:
    print("else")
n = 9
while n:
    n -= 3
else:
    print("else", n)
i = 0
while True:
    i += 1
    if i % 2:
        continue
    if i > 6:
        break
    print(i, end=" ")
print(i)
while (line := next(iter([None]))):
    print("never")
count = 0
while not (count > 3 or count == -1):
    count += 1
print(count)
def nested():
    outer = 0
    while outer < 3:
        inner = 0
        while True:
            inner += 1
            if inner == outer:
                break
            if inner > 2:
                return outer, inner
        outer += 1
    return "end"
print(nested())
def finally_break():
    k = 0
    while True:
        try:
            k += 1
            if k == 3:
                break
        finally:
            print("f", k, end=" ")
    return k
print(finally_break())
class Countdown:
    def __init__(self, n):
        self.n = n
    def __bool__(self):
        self.n -= 1
        return self.n >= 0
c = Countdown(3)
steps = 0
while c:
    steps += 1
print(steps)
