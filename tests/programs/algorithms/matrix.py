class Matrix:
    def __init__(self, rows):
        self.rows = [list(r) for r in rows]
    @classmethod
    def identity(cls, n):
        return cls([[int(i == j) for j in range(n)] for i in range(n)])
    def __matmul__(self, other):
        cols = list(zip(*other.rows))
        return Matrix([[sum(a * b for a, b in zip(row, col)) for col in cols] for row in self.rows])
    def __pow__(self, n):
        result, base = Matrix.identity(len(self.rows)), self
        while n:
            if n & 1:
                result = result @ base
            base = base @ base
            n >>= 1
        return result
    def __getitem__(self, ij):
        i, j = ij
        return self.rows[i][j]
    def __setitem__(self, ij, v):
        self.rows[ij[0]][ij[1]] = v
    def __eq__(self, o):
        return self.rows == o.rows
    def __add__(self, o):
        return Matrix([[a + b for a, b in zip(r, s)] for r, s in zip(self.rows, o.rows)])
    __radd__ = lambda self, o: self if o == 0 else NotImplemented
    def __iter__(self):
        return (x for row in self.rows for x in row)
    def det(self):
        m, sign, n = [r[:] for r in self.rows], 1, len(self.rows)
        from fractions import Fraction
        m = [[Fraction(x) for x in r] for r in m]
        d = Fraction(1)
        for i in range(n):
            p = next((r for r in range(i, n) if m[r][i]), None)
            if p is None:
                return 0
            if p != i:
                m[i], m[p], sign = m[p], m[i], -sign
            d *= m[i][i]
            for r in range(i + 1, n):
                f = m[r][i] / m[i][i]
                m[r] = [a - f * b for a, b in zip(m[r], m[i])]
        return int(d * sign)
    @property
    def T(self):
        return Matrix(zip(*self.rows))
    def __repr__(self):
        w = max(len(str(x)) for x in self)
        return "\n".join("[" + " ".join(f"{x:>{w}}" for x in row) + "]" for row in self.rows)

fib = Matrix([[1, 1], [1, 0]])
print(fib ** 10, (fib ** 300)[0, 1], fib @ fib == fib ** 2, sep="\n")
m = Matrix([[2, -1, 0], [1, 3, 5], [4, 0, 1]])
print(m.det(), m.T, sum([m, m]), sorted(m), sep="\n")
m[0, 0] = 100
print(m, Matrix([[0, 1], [1, 0]]).det(), Matrix([[1, 2], [2, 4]]).det(), sep="\n")
try:
    m + 5
except AttributeError as exc:
    print(exc)
try:
    5 + m
except TypeError as exc:
    print(exc)
