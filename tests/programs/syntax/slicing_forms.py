class S:
    def __getitem__(self, k): return k
    def __setitem__(self, k, v): print("set", k, v)
    def __delitem__(self, k): print("del", k)
s = S()
print(s[0], s[1:2], s[1:], s[:2], s[:], s[::], s[::3], s[1:2:3], s[None:], s[..., 0], s[1:2, ::3], s[()], s[(1, 2)], s[1,], s[-1], s["a"], sep=" | ")
s[1:2] = 3; s[:, 1] = 4; s[...] = 5; del s[0], s[1:2, 3]
s[0] = s[1] = 7
s[(lambda: 1)()] = 1; s[x := 5]; print(x, s[x := 6], s[*[1, 2]], s[*[1], 2:3])
a = list(range(10))
i = 3
print(a[i], a[-i], a[i:], a[:i], a[i:-i], a[i - 1:i + 1], a[i::-1], a[::i], a[~0], a[True], a[i:i], a[len(a):], a[a[1]:a[5]])
a[i:i + 2] = [a[i + 1], a[i]]; a[-1:] = []; a[:0] = [99]; print(a)
a[::2], a[1::2] = a[1::2], a[::2]; print(a)
del a[1::2]; print(a)
try: a[::0]
except ValueError as exc: print(exc)
try: a["x":]
except TypeError as exc: print(exc)
try: a[1:2, 3]
except TypeError as exc: print(exc)
print("hello"[1:][:-1][::-1], (1, 2, 3)[-2:][0], range(10)[2:8][::2][1], b"abc"[1:2], [[1, 2], [3, 4]][1][0])
m = [[0] * 3 for _ in range(2)]
m[1][2] = 5; m[0][1:] = [7, 8]; print(m)
