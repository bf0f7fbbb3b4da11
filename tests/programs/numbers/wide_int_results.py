"""Results of wide ints that are made in place: sums, products, shifts, bits, quotients, powers, texts and bytes."""


class Random:
    def __init__(self, seed):
        self.state = seed

    def bits(self, n):
        value = 0
        for _ in range(n // 32 + 1):
            self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
            value = value << 32 | self.state >> 32
        return value % 2**n

    def int(self, n):
        value = self.bits(n)
        kind = self.bits(3)
        if kind == 0:
            value = 2**n - 1
        elif kind == 1:
            value = 2**n
        elif kind == 2:
            value = 2**n - value % 3
        elif kind == 3:
            value = value >> n // 2 << n // 2
        return -value if self.bits(1) else value


M = 2**61 - 1
random = Random(1)
total = 0
for n in (1, 30, 60, 62, 63, 64, 65, 100, 127, 128, 129, 192, 256, 320, 700, 1700, 3300, 7000):
    for _ in range(40):
        a, b, c = random.int(n), random.int(n), random.int(random.bits(6) + 1)
        for x, y in ((a, b), (a, c), (c, a), (a * b, a), (a * b + c, b), (a, a)):
            results = [x + y, x - y, x * y, x & y, x | y, x ^ y, ~x, -x, abs(y), x**3]
            assert results[0] - y == x and results[1] + y == x
            assert results[3] + results[4] == results[0] and results[4] - results[3] == results[5]
            for shift in (0, 1, 29, 61, 64, 70, 128, n):
                results.append(x << shift)
                results.append(x >> shift)
                assert (x << shift) >> shift == x and x << shift == x * 2**shift
            if y:
                q, r = divmod(x, y)
                assert q * y + r == x and (x // y, x % y) == (q, r) and (r == 0 or (r < 0) == (y < 0))
                results += [q, r, pow(x, 5, y)]
            assert (x < y, x <= y, x == y, x > y, x != y) == (x - y < 0, x - y <= 0, x - y == 0, x - y > 0, x - y != 0)
            for result in results:
                total = (total * 31 + result) % M
                assert hash(result) == (h if (h := abs(result) % M * (1 if result >= 0 else -1)) != -1 else -2)
            for text, base in ((hex(x), 16), (oct(x), 8), (bin(x), 2), (str(x), 10), (f"{x:x}", 16), (f"{x:_}", 10)):
                assert int(text, base) == x
                total = (total * 31 + sum(text.encode())) % M
            length = x.bit_length() // 8 + 1
            for order in ("little", "big"):
                data = x.to_bytes(length, order, signed=True)
                assert int.from_bytes(data, order, signed=True) == x
                total = (total * 31 + int.from_bytes(data, order)) % M
                assert abs(x).to_bytes(length + 3, order).strip(b"\0") == abs(x).to_bytes(length, order).strip(b"\0")
print(total)

for text in ("0x", "0x_1", "_1", "1_", "12345678901234567890_", "1234567890123456789x", "fffffffffffffffg", "ffffffff", " 7 "):
    for base in (10, 16, 0):
        try:
            print(repr(text), base, int(text, base))
        except ValueError as error:
            print(error)
try:
    print(int("7" * 5000))
except ValueError as error:
    print(error)


# A class method of a native class, called through the class, a derived class and an object.
class Derived(int):
    pass


for _ in range(3):
    for of in (int, Derived, True, 5, Derived(3), 10**30):
        value = of.from_bytes(b"\1\2", "big")
        print(type(value).__name__, value, of.bit_length(7) if isinstance(of, type) else of.bit_length())
    print(dict.fromkeys("ab"), {}.fromkeys("c", 1))
for arguments in ((), (1, 2, 3, 4), (b"", "middle")):
    try:
        int.from_bytes(*arguments)
    except (TypeError, ValueError) as error:
        print(error)
