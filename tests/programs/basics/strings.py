s = "hello"
print(s + " world", s * 2, s[0], s[-1], s[1:3], s[::-1], len(s), s.upper(), s.find("l"), s.replace("l", "L"))
print("a,b".split(","), "-".join(["x", "y"]), " x ".strip(), s.startswith("he"), s.count("l"), "%s-%d" % ("a", 5), "{} {}".format(1, "z"), f"{s} {1 + 1} {3.14159:.2f} {s!r}")
print(str(5) + "5", int("42") + 1, float("2.5"), repr("q'"), ord("a"), chr(98), "b" in "abc")
print("line1\nline2\ttab \\ \" '", "é ü 日本 😀", len("日本"), "ß".upper())
for i, c in enumerate("abc"): print(i, c)
print("abc" == "abc", "abc" < "abd", sorted("hello"), "".join(reversed("abc")), "x".isalpha(), "12".isdigit(), "a b".title())
