s = ""
for i in range(10): s += str(i)
t = s; s += "x"; print(t, s); parts = []
for i in range(5): parts.append("a" * i)
print("|".join(parts), "-".join(str(i) for i in range(3)), "".join(map(chr, range(97, 103))))
def build(n):
    out = ""
    for i in range(n): out = out + "ab"[i % 2]; 
    return out
print(build(9), len(build(10000)), build(10000).count("ab"), hash(build(50)) == hash("ab" * 25), build(6) == "ababab", build(6) in {"ababab"})
d = {"k": "v"}; d["k"] += "w"; l = ["a"]; l[0] += "b"; print(d, l)
class C: s = "x"
c = C(); c.s += "y"; print(c.s, C.s); u = "é"; u += "ü"; u += "😀"; u += "a"; print(u, len(u), u[2], u[::-1], u.encode())
a = "abc"; b = a; a += "d"; e = b + "e"; print(a, b, e); x = y = "q"; x += "1"; y += "2"; print(x, y)
g = "-" * 3 + "=" * 2; print(g * 2, g[1:] + g[:1], ("ab" + "c") * 2, 3 * ("x" + "y")); print("%s%s" % ("a", "b") + f"{'c'}{1}" + "{}".format("d"), str(1) + str(2.5) + str(None) + repr("q") + ascii("é") + chr(65) + "x".upper())
import io; w = io.StringIO(); [w.write(f"{i},") for i in range(5)]; print(w.getvalue(), w.getvalue().rstrip(",").split(","))
big = "".join("line %d\n" % i for i in range(1000)); print(len(big), big.count("\n"), big.splitlines()[500], big.find("line 999"), big[-9:], big.replace("line", "L")[:20].split(), hash(big) == hash(big[:5000] + big[5000:]))
print("".join(sorted("hello world".replace(" ", ""))), "".join(dict.fromkeys("mississippi")), " ".join(w[::-1] for w in "hello world".split()), "hello".translate({ord("l"): "L"}), "a,b;c".replace(",", ";").split(";"), "x".join("abc"), "ab".join(["1"]), "," .join(()), "abc".join("de"))
print(*("".join(c for c in w if c not in "aeiou") for w in "the quick brown fox".split()), sep="_"); r = "racecar"; print(r == r[::-1], "".join(chr((ord(c) - 97 + 13) % 26 + 97) for c in "hello"), "{:>10}|{:<5}|{:^7}".format("r", "l", "c"), "ab\tc".expandtabs(4))
