"""Arrays that are longer than what the collector looks at in one go."""
import gc

items = [str(i) for i in range(10_000)]
print(len(gc.get_referents(items)), sorted(gc.get_referents(items[:3])))
needle = ["needle"]
hay = items[:5000] + [needle] + items[5000:]
print(any(holder is hay for holder in gc.get_referrers(needle)))
tables = [{"key": [n]} for n in range(3_000)]
whole = tuple(tables)
del tables
garbage = [[n] * 3 for n in range(1_000)]
garbage.append(garbage)
del garbage
gc.collect()
print(sum(table["key"][0] for table in whole), items[-1], hay[5000])
nested = [[[n] for n in range(700)] for _ in range(700)]
gc.collect()
print(sum(cell[0] for row in nested for cell in row))
