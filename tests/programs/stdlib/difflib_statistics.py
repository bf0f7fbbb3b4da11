import difflib, statistics, fnmatch, glob, html, urllib.parse as up, keyword, colorsys, graphlib, zoneinfo
a, b = "one\ntwo\nthree\nfour\n".splitlines(True), "one\n2\nthree\nfour\nfive\n".splitlines(True)
print("".join(difflib.unified_diff(a, b, "a", "b", n=1)), "".join(difflib.ndiff(a, b)), "".join(difflib.context_diff(a, b, "x", "y")), sep="--\n")
s = difflib.SequenceMatcher(None, "abcdef", "abxdefg"); print(s.ratio(), s.quick_ratio(), s.get_matching_blocks(), s.get_opcodes(), s.find_longest_match(), difflib.get_close_matches("appel", ["ape", "apple", "peach"]), "".join(difflib.restore(difflib.ndiff(a, b), 2)))
d = [1, 2, 2, 3, 4.5]; print(statistics.mean(d), statistics.median(d), statistics.mode(d), statistics.stdev(d), statistics.pvariance(d), statistics.multimode("aabb"), statistics.median_low([1, 2, 3, 4]), statistics.quantiles(d), statistics.fmean(d), statistics.geometric_mean([1, 4]), statistics.harmonic_mean([1, 2]), statistics.correlation([1, 2, 3], [1, 2, 4]), statistics.linear_regression([1, 2], [3, 5]), statistics.NormalDist(0, 1).cdf(1.96), statistics.covariance([1, 2], [2, 4]))
for f in (lambda: statistics.mean([]), lambda: statistics.stdev([1]), lambda: statistics.median([]), lambda: statistics.mode([]), lambda: statistics.mean(["a"])):
    try: print(f())
    except Exception as exc: print(type(exc).__name__, exc)
print(fnmatch.fnmatch("a.py", "*.py"), fnmatch.filter(["a", "ab", "b"], "a*"), fnmatch.translate("[!a]?*"), glob.escape("a[b]*"), html.escape("<a href='x'>&\""), html.unescape("&lt;&eacute;&#65;&#x42;&nope;&amp"))
u = up.urlparse("https://u:p@host:80/p/a;x?q=1&r=%20#frag"); print(u, u.hostname, u.port, u.username, up.urlunparse(u), up.urlsplit("//x/y").netloc, up.quote("a b/é?"), up.quote_plus("a b&"), up.unquote("%41%C3%A9+"), up.unquote_plus("a+b"), up.urlencode({"a": 1, "b": ["x", "y"]}, doseq=True), up.parse_qs("a=1&a=2&b="), up.parse_qsl("x=1;y", keep_blank_values=True), up.urljoin("http://a/b/c", "../d"), up.urljoin("http://a/b/", "//z/y"))
print(keyword.kwlist, keyword.softkwlist, keyword.iskeyword("match"), colorsys.rgb_to_hsv(1, 0.5, 0), list(graphlib.TopologicalSorter({"d": {"b", "c"}, "b": {"a"}, "c": {"a"}}).static_order())[0])
try: list(graphlib.TopologicalSorter({"a": "b", "b": "a"}).static_order())
except graphlib.CycleError as exc: print(exc.args[0])
import calendar, locale, gettext, getopt, cmd, sched, fractions, numbers, stat, filecmp, errno, signal, platform, timeit, ipaddress
print(getopt.getopt(["-a", "1", "--long=x", "rest"], "a:b", ["long="]), stat.filemode(0o100644), errno.errorcode[2], signal.SIGINT, signal.Signals(15).name, ipaddress.ip_address("192.168.1.1") + 1, ipaddress.ip_network("10.0.0.0/30").num_addresses, list(ipaddress.ip_network("10.0.0.0/30").hosts()), ipaddress.ip_address("::1").is_loopback, ipaddress.IPv6Address("2001:db8::1").exploded)
for f in (lambda: ipaddress.ip_address("300.1.1.1"), lambda: ipaddress.ip_network("10.0.0.1/8"), lambda: getopt.getopt(["-z"], "a"), lambda: signal.Signals(999), lambda: up.urlparse("http://a:x/").port):
    try: print(f())
    except Exception as exc: print(type(exc).__name__, exc)
