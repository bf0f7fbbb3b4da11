print(1)
print("text", 2.5, None, True, False)
print(-3, +4, 0, 10**20)
print("a" "b", 'c', """d
e""")
print()
print([1, "x", [2]], (1,), (), {"k": 1}, {1}, b"b")
print(1, 2, sep="", end="\n--\n")
