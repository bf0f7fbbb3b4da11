data = {"users": [{"name": "ann", "tags": {"x", "y"}, "pos": (1, 2)}, {"name": "bob", "tags": set(), "pos": (3, 4)}], "n": {"deep": [[1, [2, {"k": "v"}]]]}}
print(data["users"][0]["name"], data["n"]["deep"][0][1][1]["k"], len(data["users"][0]["tags"]), data["users"][1]["pos"][1], [u["name"] for u in data["users"]], sum(u["pos"][0] for u in data["users"]))
data["users"].append({"name": "cy", "tags": {"z"}, "pos": (0, 0)}); data["n"]["deep"][0].append("new"); data["users"][0]["pos"] += (9,); del data["users"][1]["tags"]
print(data["n"], data["users"][0]["pos"], data["users"][1], {u["name"]: u["pos"] for u in data["users"]}, sorted(data["users"], key=lambda u: u["pos"])[0]["name"])
matrix = [[i * j for j in range(4)] for i in range(3)]; print(matrix, [list(c) for c in zip(*matrix)], [row[1] for row in matrix], sum(map(sum, matrix)), matrix[1][2:], max(max(r) for r in matrix)); matrix[1][1] = "X"; print(matrix)
def walk(x, path=""):
    if isinstance(x, dict):
        for k in x: yield from walk(x[k], f"{path}.{k}")
    elif isinstance(x, (list, tuple)):
        for i, v in enumerate(x): yield from walk(v, f"{path}[{i}]")
    else: yield path, x if not isinstance(x, set) else sorted(x)
for p in walk(data): print(*p)
groups = {}
for w in ["apple", "avocado", "bean", "beet", "corn"]: groups.setdefault(w[0], []).append(w)
print(groups, {k: len(v) for k, v in groups.items()}, [(k, v) for k, vs in groups.items() for v in vs if len(v) > 4]); from collections import defaultdict; tree = lambda: defaultdict(tree); t = tree(); t["a"]["b"]["c"] = 1; print(t["a"]["b"]["c"], list(t), dict(t["a"]["b"]))
