"""A comprehension that reads a name of an outer function, after another that has a variable of that name.

Why: CPython gives the first comprehension's variable to the function once it has put the comprehension in place, and then takes
the second one's name for it; which is found depends on which stands first.
Instead: nothing; both orders read the outer function's variable.
"""


def outer():
    a = 7

    def inner():
        [a for a in (1, 2)]
        return [a for _ in "x"]

    return inner()


try:
    print(outer())
except UnboundLocalError as e:
    print(e)
