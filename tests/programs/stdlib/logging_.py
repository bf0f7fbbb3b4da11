import logging, logging.handlers, io, sys
s = io.StringIO(); h = logging.StreamHandler(s); h.setFormatter(logging.Formatter("%(levelname)s:%(name)s:%(message)s:%(funcName)s:%(module)s"))
log = logging.getLogger("app"); log.setLevel(logging.DEBUG); log.addHandler(h); log.propagate = False
log.debug("d %s", 1); log.info("i %(k)s", {"k": "v"}); log.warning("w"); log.error("e %d%%", 50); log.critical("c"); log.log(25, "custom"); logging.addLevelName(25, "NOTICE"); log.log(25, "named")
try: 1 / 0
except ZeroDivisionError: log.exception("failed")
print(s.getvalue()); s.truncate(0); s.seek(0)
child = logging.getLogger("app.db.pool"); child.info("from child"); print(s.getvalue(), child.parent.name, child.getEffectiveLevel(), child.level, child.name, log.isEnabledFor(10), log.hasHandlers(), log.handlers == [h], logging.getLogger("app") is log, repr(log), child.getChild("x").name)
h.setLevel(logging.ERROR); s.truncate(0); s.seek(0); log.info("filtered"); log.error("shown"); print(s.getvalue())
class F(logging.Filter):
    def filter(self, r): r.extra = "added"; return "secret" not in r.getMessage()
h2 = logging.StreamHandler(sys.stdout); h2.setFormatter(logging.Formatter("{levelname:>8}|{message}|{extra}", style="{")); h2.addFilter(F()); log.addHandler(h2); log.warning("visible"); log.warning("secret"); log.removeHandler(h2)
h3 = logging.StreamHandler(sys.stdout); h3.setFormatter(logging.Formatter("$name $message", style="$")); log.addHandler(h3); log.warning("dollar", extra={"q": 1}); log.removeHandler(h3)
logging.basicConfig(stream=sys.stdout, level=logging.INFO, format="root %(levelname)-8s %(message)s", force=True); logging.info("root info"); logging.debug("no"); logging.getLogger("other").warning("propagated"); logging.disable(logging.WARNING); logging.warning("disabled"); logging.disable(logging.NOTSET)
log.error("multi\nline"); log.info("args", stack_info=False); print(logging.getLevelName(10), logging.getLevelName("INFO"), logging.getLevelName(99), logging.getLevelNamesMapping()["ERROR"], logging.root.name, logging.lastResort.level)
for f in (lambda: logging.Formatter("%(x"), lambda: logging.Formatter("{bad", style="{"), lambda: logging.Formatter(style="q"), lambda: log.setLevel("NOPE"), lambda: log.setLevel(1.5), lambda: log.log("x", "m"), lambda: logging.getLogger(5), lambda: log.info("m", extra={"message": 1}), lambda: logging.basicConfig(nope=1)):
    try: print(f())
    except Exception as exc: print(type(exc).__name__, exc)
la = logging.LoggerAdapter(logging.getLogger("ad"), {"u": 1}); la.info("adapted"); mh = logging.handlers.MemoryHandler(10, target=h3); lg = logging.getLogger("mem"); lg.propagate = False; lg.addHandler(mh); lg.warning("buffered"); print("before flush"); mh.flush()
import logging.config; logging.config.dictConfig({"version": 1, "disable_existing_loggers": False, "formatters": {"f": {"format": "cfg %(message)s"}}, "handlers": {"h": {"class": "logging.StreamHandler", "formatter": "f", "stream": "ext://sys.stdout"}}, "loggers": {"cfg": {"handlers": ["h"], "level": "INFO", "propagate": False}}}); logging.getLogger("cfg").info("configured")
r = logging.makeLogRecord({"msg": "made %s", "args": ("x",), "levelno": 20}); print(r.getMessage(), r.levelno); print(logging.Formatter("%(asctime)s", "%Y").format(logging.makeLogRecord({"created": 0.0})) in ("1970", "1969"), logging.BufferingFormatter().format([r]))
