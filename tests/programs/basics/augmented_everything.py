x = 5; x += 1; x -= 2; x *= 3; x /= 4; x //= 1; x **= 2; x %= 5; print(x)
y = 12; y &= 10; y |= 1; y ^= 3; y <<= 2; y >>= 1; print(y)
s = "a"; s += "b"; s *= 3; print(s); l = [1]; l += [2]; l *= 2; m = l; m += (9,); print(l, l is m)
d = {"n": 1}; d["n"] += 5; d["n"] *= 2; print(d); t = (1,); t += (2,); t *= 2; print(t)
class C: v = 10
c = C(); c.v += 1; c.v **= 2; print(c.v, C.v); l[0] += 100; l[-1] //= 2; l[1:3] += [7]; print(l); st = {1}; st |= {2}; st &= {2, 3}; st -= {3}; st ^= {5}; print(st)
def f():
    n = 0
    for i in range(5): n += i; n *= 2
    def g():
        nonlocal n
        n -= 1
        return n
    return g(), g()
print(f()); a = b = [0]; a += [1]; print(b); i = 0; arr = [10, 20]; arr[i] += 5; i += 1; arr[i] -= 5; print(arr, i); f_ = 1.5; f_ += 1; f_ *= 2; print(f_); big = 2 ** 62; big += 2 ** 62; big *= big; big //= 3; print(big); z = True; z += 1; z &= 3; print(z)
