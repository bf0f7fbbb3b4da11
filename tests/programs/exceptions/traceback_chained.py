class Store:
    def __init__(self):
        self.items = {"a": 1}

    def get(self, key):
        try:
            return self.items[key]
        except KeyError as exc:
            raise LookupError(f"no item {key!r}") from exc

def main():
    s = Store()
    print(s.get("a"))
    try:
        s.get("missing")
    except LookupError:
        undefined_name + 1

main()
