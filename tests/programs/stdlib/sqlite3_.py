import sqlite3
c = sqlite3.connect(":memory:"); c.execute("create table t (id integer primary key, name text, v real, b blob)"); cur = c.executemany("insert into t (name, v, b) values (?, ?, ?)", [("a", 1.5, b"x"), ("b", None, None), ("c", 3, b"\0\1")]); print(cur.rowcount, c.total_changes, c.in_transaction); c.commit()
print(c.execute("select * from t order by id").fetchall(), c.execute("select count(*), sum(v) from t").fetchone(), [r for r in c.execute("select name from t where v > :m", {"m": 1})], c.execute("insert into t (name) values ('d')").lastrowid, [d[0] for d in c.execute("select id, name as n from t").description])
c.row_factory = sqlite3.Row; r = c.execute("select * from t limit 1").fetchone(); print(r["name"], r[0], r.keys(), tuple(r), len(r), dict(r)); c.row_factory = None
c.create_function("twice", 1, lambda x: x * 2, deterministic=True); print(c.execute("select twice(21), twice('ab')").fetchone())
class Agg:
    def __init__(self): self.s = []
    def step(self, v): self.s.append(v)
    def finalize(self): return "|".join(map(str, self.s))
c.create_aggregate("cat", 1, Agg); print(c.execute("select cat(name) from (select name from t order by name)").fetchone()); c.create_collation("rev", lambda a, b: (a < b) - (a > b)); print(c.execute("select name from t order by name collate rev").fetchall())
try:
    with c: c.execute("insert into t (name) values ('z')"); raise ValueError("rolled back")
except ValueError: print(c.execute("select count(*) from t").fetchone())
with c: c.execute("insert into t (name) values ('kept')")
cur = c.cursor(); cur.execute("select id from t order by id"); print(cur.fetchone(), cur.fetchmany(2), cur.arraysize, cur.fetchall(), cur.fetchone()); c.executescript("create table u (x); insert into u values (1); insert into u values ('two');"); print(list(c.execute("select x, typeof(x) from u")))
for f in (lambda: c.execute("select * from nope"), lambda: c.execute("bad sql"), lambda: c.execute("insert into t (id) values (1)"), lambda: c.execute("select ?", (1, 2)), lambda: c.execute("select ?", (object(),)), lambda: c.execute("select :a", {}), lambda: c.execute("select 1; select 2"), lambda: c.execute("select twice()"), lambda: c.execute(5), lambda: cur.executemany("select 1", [()])):
    try: print(f().fetchall())
    except Exception as exc: print(type(exc).__name__, exc)
print("\n".join(c.iterdump())[:80], sqlite3.complete_statement("select 1;"), sqlite3.paramstyle, sqlite3.apilevel, issubclass(sqlite3.IntegrityError, sqlite3.DatabaseError), c.execute("select 7/2, 7/2.0, 'a'||'b', null, 10 % 3, x'ff', 9223372036854775807").fetchone())
sqlite3.register_adapter(complex, lambda z: f"{z.real};{z.imag}"); print(c.execute("select ?", (1 + 2j,)).fetchone()); c.close()
try: c.execute("select 1")
except sqlite3.ProgrammingError as exc: print(exc)
