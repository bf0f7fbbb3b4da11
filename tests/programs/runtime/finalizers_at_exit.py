"""More objects with finalizers than a collection leaves room for, alive when the interpreter ends."""


class Node:
    def __init__(self, n):
        self.children = [Node(n - 1), Node(n - 1)] if n else []

    def __iter__(self):
        try:
            for child in self.children:
                yield from child
        finally:
            self.children = list(self.children)


trees = [Node(12)]
suspended = []
for tree in trees * 20:
    iterator = iter(tree)
    next(iterator, None)
    suspended.append(iterator)
    list(tree)


class Last:
    def __del__(self):
        print("last")


last = [Last() for _ in range(3)]
print(len(suspended))
