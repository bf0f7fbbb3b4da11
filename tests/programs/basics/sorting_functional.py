words = ["banana", "Apple", "cherry", "date"]
print(sorted(words), sorted(words, key=str.lower), sorted(words, key=len, reverse=True), sorted(words, key=lambda w: (len(w), w)))
print(max(words, key=len), min(words), [w for w in words if "a" in w], {w[0]: w for w in words}, list(map(len, words)), list(filter(str.islower, words)), sum(len(w) for w in words), any(w.isupper() for w in words), all(words))
from functools import reduce
print(reduce(lambda a, b: a * b, range(1, 6)), list(zip(words, range(4)))[1], list(enumerate(words, 1))[0], list(reversed(words))[0], sorted(range(10), key=lambda x: (x % 3, -x)))
data = [{"n": "x", "v": 3}, {"n": "y", "v": 1}]; data.sort(key=lambda d: d["v"]); print(data)
