"""Allocation: binary trees to depth 16."""


def make(depth):
    return (make(depth - 1), make(depth - 1)) if depth else (None, None)


def check(tree):
    left, right = tree
    return 1 + check(left) + check(right) if left is not None else 1


def main(depth_max):
    long_lived = make(depth_max)
    result = []
    for depth in range(4, depth_max + 1, 4):
        n = 1 << (depth_max - depth + 1)
        result.append(sum(check(make(depth)) for _ in range(n)))
    result.append(check(long_lived))
    return result


print(*main(16))
