# What is underlined where an unpacked argument or item is none: the whole call or display.
import linecache
import sys, traceback
def t(s):
    src="def f(): return "+s
    linecache.cache["<x>"]=(len(src),None,[src],"<x>")
    ns={'o':O()}
    exec(compile(src,"<x>","exec"),ns)
    try: ns['f']()
    except Exception as e: traceback.print_exc(file=sys.stdout)
class O:
    def method(self,*a):pass
t("[*5]"); t("(*5,)"); t("{*5}"); t("{**5}"); t("[1,*5,3]"); t("o.method(*5)"); t("o.method(1,*5)"); t("o.method(1,*5,2)"); t("o.method(**5)"); t("o.method(*5,**{})"); t("print(*5)"); t("[1,2,*[3],*5]"); t("f(x=1,**5)"); t("f(*[],1,*5)"); t("f(*5, 1)"); t("{1:2,**5}")
t("f(*[1/0])"); t("f(a=1,*5)"); t("f(**{},**5)"); t("f(**{},a=1,**5)"); t("f(**{'a':1},**{'a':1})"); t("f(a=1,**{'a':1})"); t("f(**{'a':1},a=1)"); t("f(*[],b=1,**{'a':1},**{'b':2})")
t("f(**{1:2})")
