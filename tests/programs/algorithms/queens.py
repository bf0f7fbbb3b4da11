def solve(n):
    solutions, columns = [], []
    def place(row):
        if row == n:
            solutions.append(columns[:])
            return
        for column in range(n):
            if all(column != c and abs(column - c) != row - r for r, c in enumerate(columns)):
                columns.append(column)
                place(row + 1)
                columns.pop()
    place(0)
    return solutions

for n in range(1, 8):
    print(n, len(solve(n)))
for row in solve(6)[0]:
    print("." * row + "Q" + "." * (5 - row))
