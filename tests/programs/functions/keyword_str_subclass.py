"""Keywords that are instances of a class derived from str and say that they equal everything."""


class Equal(str):
    def __eq__(self, other):
        return True

    def __hash__(self):
        return str.__hash__(self) ^ 3


for function, arg in [(print, 0), (round, 0), (sum, 0), (int, 0), (sorted, []), ("a".split, None)]:
    try:
        function(arg, **{Equal("foo"): 1})
    except TypeError as error:
        print(error)
