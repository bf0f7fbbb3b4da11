import warnings
def old():
    warnings.warn("old() is going away", DeprecationWarning, stacklevel=2)
old()
old()
warnings.warn("a user warning")
for _ in range(2): warnings.warn("said once for this line", RuntimeWarning)
print("done")
