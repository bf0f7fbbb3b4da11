import random
rng = random.Random(5)
alphabet = "abAB é日😀\n\t,x"
def word(n): return "".join(rng.choice(alphabet) for _ in range(n))
for _ in range(2000):
    s, t = word(rng.randrange(20)), word(rng.randrange(3))
    chars = list(s)
    assert len(s) == len(chars) and "".join(chars) == s and s[::-1] == "".join(reversed(s))
    i, j, k = rng.randrange(-25, 25), rng.randrange(-25, 25), rng.choice([1, 2, -1, -2, 3])
    assert list(s[i:j:k]) == chars[i:j:k]
    assert s.encode().decode() == s and s.encode("utf-16").decode("utf-16") == s and s.encode("utf-32-le").decode("utf-32-le") == s
    at = s.find(t)
    assert (at >= 0) == (t in s) and (at < 0 or s[at:at + len(t)] == t)
    if t:
        parts = s.split(t)
        assert t.join(parts) == s and len(parts) == s.count(t) + 1
        assert s.replace(t, "<>") == "<>".join(parts) and s.partition(t)[0] == parts[0] and s.rpartition(t)[2] == parts[-1]
        assert s.rsplit(t, 1)[-1] == s[s.rfind(t) + len(t):] if t in s else True
    assert (s + t).startswith(s) and (s + t).endswith(t) and (s + t).removesuffix(t) == s or not t
    assert s.strip() == s.lstrip().rstrip() and s.upper().lower() == s.lower().upper().lower()
    assert s.center(30).strip() == s.strip() and len(s.ljust(30)) == 30 and s.ljust(30)[:len(s)] == s
    assert (s < t) == (list(map(ord, s)) < list(map(ord, t))) and hash(s) == hash("".join(chars)) and eval(repr(s)) == s and eval(ascii(s)) == s
    assert "".join(s.splitlines(True)) == s and s * 3 == s + s + s and s.translate({ord(c): None for c in t}) == "".join(c for c in s if c not in t)
    assert bytes(s, "utf-8").hex() == s.encode().hex() and bytes.fromhex(s.encode().hex()).decode() == s
