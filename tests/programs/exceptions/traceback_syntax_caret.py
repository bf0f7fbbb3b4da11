x = [1, 2, 3]
print("never printed")
y = (x[0] + x[1] x[2])
