import heapq
from collections import defaultdict, deque
edges = [("a", "b", 4), ("a", "c", 1), ("c", "b", 2), ("b", "d", 5), ("c", "d", 8), ("d", "e", 3), ("f", "g", 1)]
graph = defaultdict(dict)
for u, v, w in edges:
    graph[u][v] = w
    graph[v][u] = w

def dijkstra(start):
    dist, heap, prev = {start: 0}, [(0, start)], {}
    while heap:
        d, u = heapq.heappop(heap)
        if d > dist[u]:
            continue
        for v, w in sorted(graph[u].items()):
            if (nd := d + w) < dist.get(v, float("inf")):
                dist[v], prev[v] = nd, u
                heapq.heappush(heap, (nd, v))
    return dist, prev

def path(prev, goal):
    out = [goal]
    while goal in prev:
        goal = prev[goal]
        out.append(goal)
    return out[::-1]

def bfs(start):
    seen, queue = {start: 0}, deque([start])
    while queue:
        u = queue.popleft()
        for v in sorted(graph[u]):
            if v not in seen:
                seen[v] = seen[u] + 1
                queue.append(v)
    return seen

def dfs(u, seen=None):
    seen = seen if seen is not None else set()
    seen.add(u)
    yield u
    for v in sorted(graph[u]):
        if v not in seen:
            yield from dfs(v, seen)

def components():
    left = set(graph)
    while left:
        part = set(dfs(min(left)))
        yield sorted(part)
        left -= part

def kruskal():
    parent = {u: u for u in graph}
    def find(u):
        while parent[u] != u:
            parent[u] = parent[parent[u]]
            u = parent[u]
        return u
    total, chosen = 0, []
    for u, v, w in sorted(edges, key=lambda e: e[2]):
        if (ru := find(u)) != (rv := find(v)):
            parent[ru] = rv
            total += w
            chosen.append(u + v)
    return total, chosen

dist, prev = dijkstra("a")
print(dist, path(prev, "e"), bfs("a"), list(dfs("a")), list(components()), kruskal(), sep="\n")
