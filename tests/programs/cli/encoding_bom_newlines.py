print("with a byte order mark")
x = """a
b"""print(repr(x))
