import json, re, collections
class Inventory:
    def __init__(self): self.items = collections.OrderedDict()
    def load(self, text):
        for line in text.strip().splitlines():
            m = re.match(r"(\w+)\s*:\s*(\d+)\s*@\s*([\d.]+)$", line.strip())
            if not m: raise ValueError(f"bad line: {line!r}")
            name, qty, price = m.groups()
            self.items[name] = {"qty": int(qty), "price": float(price)}
        return self
    def total(self): return sum(i["qty"] * i["price"] for i in self.items.values())
    def __iter__(self): return iter(sorted(self.items.items(), key=lambda kv: -kv[1]["price"]))
    def to_json(self): return json.dumps(self.items, indent=1, sort_keys=True)
inv = Inventory().load("apple: 5 @ 1.25\npear : 2@3.5\nfig:10 @ 0.1")
print(f"{inv.total():.2f}"); print(inv.to_json())
for name, info in inv: print(f"{name:<8}{info['qty']:>4} x {info['price']:>6.2f} = {info['qty'] * info['price']:>8.2f}")
try: inv.load("broken line")
except ValueError as exc: print("error:", exc)
print(json.loads(inv.to_json())["pear"]["qty"], collections.Counter("".join(inv.items)).most_common(2))
